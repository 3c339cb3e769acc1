// The rules of static/js/safety/rules.js, by the table that Python runs too, and by random routines.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { applyProfile, expandFlags, isCurrent, reconcile, signCounts, worthStarting } from "../../static/js/safety/rules.js";

const table = JSON.parse(readFileSync(new URL("../shared_cases/safety_cases.json", import.meta.url)));
/** The moment of a case: noon, where it states the day alone. */
const now = { day: table.today, ms: table.now ?? Date.parse(`${table.today}T12:00Z`) };
const steps = table.steps.map((step) => ({
  ...step,
  contraindications: typeof step.contraindications === "string" ? table.flags[step.contraindications] : step.contraindications,
}));

function withExtra({ placement, flag } = {}) {
  return steps.map((step) =>
    step.placement === placement ? { ...step, contraindications: [...step.contraindications, flag] } : step);
}

const profile = (one) => one.answers ?? Object.fromEntries(
  Object.entries({ ...table.all_no, ...one.change }).filter(([, answer]) => answer !== null));

for (const one of table.cases) {
  test(`safety: ${one.name}`, () => {
    const found = applyProfile(withExtra(one.extra_flag), profile(one), now, table.questions);
    assert.deepEqual([...new Set(found.steps.map((step) => step.placement))], one.keep);
    assert.deepEqual(found.instructions, one.instructions ?? {});
    if (one.removed) {
      const removed = Object.fromEntries(found.removed.map((each) => [each.placement, each.reasons.map((flag) => flag.condition)]));
      assert.deepEqual(removed, one.removed);
    }
  });
}

const ways = table.ways;
const withFlags = ways.steps.map((step) => ({
  ...step, contraindications: typeof step.contraindications === "string" ? ways.flags[step.contraindications] : step.contraindications }));

for (const one of ways.cases) {
  test(`safety: ${one.name}`, () => {
    const answers = one.answers ?? { ...ways.all_no, ...one.change };
    const found = applyProfile(withFlags, answers, now, ways.questions, { closed: one.closed });
    assert.deepEqual([...new Set(found.steps.map((step) => step.placement))], one.keep);
    assert.deepEqual(found.instructions, one.instructions ?? {});
    if (!one.closed) {
      const removed = Object.fromEntries(found.removed.map((each) => [each.placement, each.reasons.map((flag) => flag.condition)]));
      assert.deepEqual(removed, one.removed ?? {});
    }
    for (const step of found.steps) {
      const before = withFlags.find(({ placement, kind }) => placement === step.placement && kind === step.kind);
      const { position, uses, parts, instruction, cues } = step;
      if (before.variants.length) assert.deepEqual({ position, uses, parts, instruction, cues }, before.variants[one.way?.[step.placement] ?? 0]);
      if (step.kind !== "press" || one.closed) continue;
      assert.equal(step.seconds, one.seconds[step.placement]);
      assert.ok(step.bounds.max >= step.seconds);
      assert.equal(Boolean(step.feel), !(step.placement in (one.instructions ?? {})));
    }
  });
}

const moment = ({ today: day, now: ms }) => ({ day, ms });
for (const one of table.times) test(`safety: ${one.name}`, () => assert.equal(isCurrent(one.question, one.answer, moment(one)), one.current));
for (const one of table.signs) {
  test(`safety: ${one.name}`, () => assert.equal(signCounts({ clearance: one.clearance }, one.tick, moment(one)), one.counts));
}
for (const one of table.conflicts) {
  test(`safety: ${one.name}`, () => {
    for (const found of [reconcile(one.one, one.other), reconcile(one.other, one.one)]) {
      assert.deepEqual({ ...found, ...(found.areas && { areas: [...found.areas].sort() }) }, one.keep);
    }
  });
}

test("safety: a level nobody knows excludes", () => {
  const odd = [{ kind: "press", placement: "a", title: "t", contraindications: [{ condition: "bone", level: "perhaps", reason: "r" }] }];
  const yes = { ...table.all_no, bone: { value: "yes", given: table.today } };
  assert.deepEqual(applyProfile(odd, yes, now, table.questions).steps, []);
});

test("safety: a step without its flags excludes", () => {
  const bare = [{ kind: "press", placement: "a", title: "t" }];
  assert.deepEqual(applyProfile(bare, table.all_no, now, table.questions).steps, []);
});

test("safety: answers that are not answers count as yes", () => {
  for (const broken of [undefined, {}, { value: "no" }, { value: "no", given: "soon" }, { given: "2026-11-20" }]) {
    const found = applyProfile(steps, { ...table.all_no, pregnancy: broken }, now, table.questions);
    assert.deepEqual(found.steps.map((step) => step.kind), ["breathe"]);
  }
});

/** A small generator, so that a failure repeats: mulberry32. */
function random(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function randomRoutine(next) {
  const pick = (list) => list[Math.floor(next() * list.length)];
  return Array.from({ length: 1 + Math.floor(next() * 12) }, (_, index) => {
    const flags = table.questions.filter(() => next() < 0.5).map(({ key }) => ({
      condition: next() < 0.03 ? "unknown" : key,
      level: pick(["avoid", "caution", "adapt", "not-listed"]),
      reason: "r",
      instruction: "i",
    }));
    const kinds = next() < 0.2 ? ["rest"] : [pick(["ready", "switch"]), "press", "release"];
    return kinds.map((kind) => ({ kind, placement: `p${index}`, title: kind, contraindications: flags }));
  }).flat();
}

const randomAnswers = (next) => Object.fromEntries(table.questions.filter(() => next() < 0.8).map(({ key }) => [
  key, { value: next() < 0.7 ? "no" : next() < 0.7 ? "yes" : "not-sure", given: next() < 0.9 ? "2026-11-21" : "2026-01-01", cleared: next() < 0.5 }]));

test("safety: no step is ever orphaned, reordered or invented, over 3000 random routines", () => {
  for (let seed = 1; seed <= 3000; seed += 1) {
    const next = random(seed);
    const routine = randomRoutine(next);
    const { steps: kept, removed } = applyProfile(routine, randomAnswers(next), now, table.questions);
    assert.deepEqual(kept, routine.filter((step) => kept.includes(step)), `seed ${seed}`);
    const gone = new Set(removed.map((one) => one.placement));
    for (const step of routine) assert.equal(kept.includes(step), !gone.has(step.placement), `seed ${seed}`);
    for (const one of removed) assert.ok(one.reasons.length > 0, `seed ${seed}`);
  }
});

test("safety: answering yes instead of no never adds a step, over 2000 random routines", () => {
  for (let seed = 1; seed <= 2000; seed += 1) {
    const next = random(seed);
    const routine = randomRoutine(next);
    const answers = randomAnswers(next);
    const stricter = Object.fromEntries(Object.entries(answers).map(([key, answer]) => [key, { ...answer, value: "not-sure" }]));
    const before = new Set(applyProfile(routine, answers, now, table.questions).steps);
    for (const step of applyProfile(routine, stricter, now, table.questions).steps) assert.ok(before.has(step), `seed ${seed}`);
  }
});

test("safety: a pressing routine with nothing left to press is not started", () => {
  const breathe = { kind: "breathe" };
  const press = { kind: "press" };
  assert.equal(worthStarting([breathe, press], [breathe]), false);
  assert.equal(worthStarting([breathe, press], [press]), true);
  assert.equal(worthStarting([breathe], [breathe]), true);
  assert.equal(worthStarting([breathe], []), false);
});

test("safety: cautions that a page says once stand at every step again", () => {
  const flags = [...new Set(steps.flatMap((step) => step.contraindications))];
  const packed = steps.map((step) => ({ ...step, contraindications: step.contraindications.map((flag) => flags.indexOf(flag)) }));
  assert.deepEqual(expandFlags({ slug: "a", flags, steps: packed }), { slug: "a", steps });
  assert.deepEqual(expandFlags({ slug: "a", steps }), { slug: "a", steps });
});

test("safety: a caution whose number names none excludes its step, and so do numbers without a list", () => {
  for (const numbers of [[0, 7], [-1], null, undefined, ["constructor"]]) {
    const step = { kind: "press", placement: "a", title: "t", contraindications: numbers };
    const flags = [{ condition: "bone", level: "avoid", reason: "r" }];
    for (const routine of [expandFlags({ flags, steps: [step] }), ...(numbers ? [expandFlags({ steps: [step] })] : [])]) {
      assert.deepEqual(applyProfile(routine.steps, table.all_no, now, table.questions).steps, []);
    }
  }
});
