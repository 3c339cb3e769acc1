// What `apply` says of what it dropped: which placement, which point, by which title, and for which answers.
import assert from "node:assert/strict";
import { test } from "node:test";
import { applies, apply } from "../../static/js/safety.js";

const TODAY = "2026-11-21";
const questions = [
  { key: "bone", expires_days: 30, by_area: false },
  { key: "skin", expires_days: 1, by_area: true },
];
const no = { bone: { value: "no", given: TODAY }, skin: { value: "no", given: TODAY } };
const bone = { condition: "bone", level: "avoid", reason: "r" };
const skin = { condition: "skin", level: "avoid", reason: "r" };
const step = (placement, kind, title, more = {}) => ({ placement, kind, title, contraindications: [bone], ...more });
const steps = [
  step("BL23.left", "ready", "Get ready", { point: "BL23" }),
  step("BL23.left", "press", "Press BL23", { point: "BL23" }),
  step("BL23.left", "release", "Let go", { point: "BL23" }),
  step("rest", "rest", "Rest a while"),
  step("rest", "breathe", "Breathe"),
];
const removed = [
  { placement: "BL23.left", point: "BL23", title: "Press BL23", reasons: [bone] },
  { placement: "rest", point: "", title: "Rest a while", reasons: [bone] },
];

test("safety: what is dropped is named by its press, else by its first step", () => {
  const found = apply(steps, { ...no, bone: { value: "yes", given: TODAY } }, TODAY, questions);
  assert.deepEqual(found, { steps: [], removed, instructions: {} });
});

test("safety: an engine without Map.groupBy drops the same", () => {
  const native = Map.groupBy;
  Map.groupBy = undefined;
  try {
    const yes = { ...no, bone: { value: "yes", given: TODAY } };
    assert.deepEqual(apply(steps, yes, TODAY, questions), { steps: [], removed, instructions: {} });
    assert.deepEqual(apply(steps, no, TODAY, questions), { steps, removed: [], instructions: {} });
  } finally {
    Map.groupBy = native;
  }
});

test("safety: a step without its flags is dropped for a reason that no question has", () => {
  const bare = [{ placement: "a", kind: "press", title: "t" }];
  const found = apply(bare, no, TODAY, questions);
  assert.deepEqual(found.removed, [{ placement: "a", point: "", title: "t", reasons: [{ condition: "unknown" }] }]);
  assert.deepEqual(found.instructions, {});
});

test("safety: a step without its flags leaves no instruction where another of its placement has one", () => {
  const adapt = { condition: "bone", level: "adapt", reason: "r", instruction: "Gently." };
  const mixed = [{ placement: "a", kind: "press", title: "t", contraindications: [adapt] }, { placement: "a", kind: "release", title: "u" }];
  const found = apply(mixed, { ...no, bone: { value: "yes", given: TODAY } }, TODAY, questions);
  assert.deepEqual(found.instructions, {});
  assert.deepEqual(found.removed.map((one) => one.reasons), [[{ condition: "unknown" }]]);
});

test("safety: without an area, a yes for any area counts", () => {
  const answer = { value: "yes", given: TODAY, areas: ["knee"] };
  assert.equal(applies(questions[1], answer, TODAY), true);
  assert.equal(applies(questions[1], answer, TODAY, "knee"), true);
  assert.equal(applies(questions[1], answer, TODAY, "hand"), false);
  const press = [{ placement: "a", kind: "press", title: "t", contraindications: [skin] }];
  assert.deepEqual(apply(press, { ...no, skin: answer }, TODAY, questions).steps, []);
});
