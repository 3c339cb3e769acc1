// What "Changed for you" says of what locks (static/js/safety/reasons.js): advice on an explicit yes only.
import assert from "node:assert/strict";
import { test } from "node:test";
import { reasonsOf } from "../../static/js/safety/reasons.js";

const TODAY = "2026-11-21";
const now = { day: TODAY, ms: Date.parse(`${TODAY}T12:00Z`) };
const questions = [
  { key: "clot", short: "Blood clot now", expires_days: 1, by_area: false },
  { key: "bone", short: "Weak bones", expires_days: 30, by_area: false },
];
const clot = { condition: "clot", level: "avoid", reason: "It may be a clot. Call a doctor today." };
const bone = { condition: "bone", level: "avoid", reason: "A weak bone can break." };
const said = (answers, flags = [clot]) => reasonsOf(flags, { questions, answers, now });

test("reasons: a yes is told its medical reason and asks nothing again", () => {
  const found = said({ clot: { value: "yes", given: TODAY, at: now.ms } });
  assert.deepEqual(found, { texts: ["Blood clot now: It may be a clot. Call a doctor today."], asks: [] });
});

test("reasons: what is missing, old, of the future, unsure or not kept is told so, without the medical reason", () => {
  const cases = [
    [undefined, /^No answer of yours/],
    [{ value: "yes", given: "2026-10-01" }, /^No answer of yours/],
    [{ value: "yes", given: TODAY, at: now.ms + 1 }, /^No answer of yours/],
    [{ value: "perhaps", given: TODAY }, /^No answer of yours/],
    [{ value: "not-sure", given: TODAY }, /^You were not sure/],
    [{ value: "not-sure", given: TODAY, at: now.ms, unsaved: true }, /could not keep your answer/],
  ];
  for (const [answer, words] of cases) {
    const { texts, asks } = said({ clot: answer });
    assert.equal(texts.length, 1);
    assert.match(texts[0], words);
    assert.match(texts[0], /Blood clot now\.$/);
    assert.doesNotMatch(texts[0], /may be a clot/);
    assert.deepEqual(asks, ["clot"]);
  }
});

test("reasons: questions that were not answered stand together, after what was answered yes", () => {
  assert.deepEqual(said({}, [clot, bone]).texts, ["No answer of yours counts now, so this counts as yes: Blood clot now; Weak bones."]);
  const { texts, asks } = said({ bone: { value: "yes", given: TODAY } }, [clot, bone]);
  assert.deepEqual(texts, ["Weak bones: A weak bone can break.", "No answer of yours counts now, so this counts as yes: Blood clot now."]);
  assert.deepEqual(asks, ["clot"]);
});

test("reasons: a question that this version does not know is said to be unknown", () => {
  assert.deepEqual(said({}, [{ condition: "unknown" }]), { texts: ["This version does not know the question behind it."], asks: [] });
});
