// What `applyProfile` says of what it dropped: which placement, which point, by which title, and for which answers.
import assert from "node:assert/strict";
import { test } from "node:test";
import { applyProfile, countsAsYes, isCurrent } from "../../static/js/safety/rules.js";

const TODAY = "2026-11-21";
const NOW = { day: TODAY, ms: Date.parse(`${TODAY}T12:00Z`) };
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
  { placement: "BL23.left", point: "BL23", area: "", title: "Press BL23", reasons: [bone] },
  { placement: "rest", point: "", area: "", title: "Rest a while", reasons: [bone] },
];

test("safety: what is dropped is named by its press, else by its first step", () => {
  const found = applyProfile(steps, { ...no, bone: { value: "yes", given: TODAY } }, NOW, questions);
  assert.deepEqual(found, { steps: [], removed, instructions: {} });
});

test("safety: what is dropped says in which area of the body it is", () => {
  const knee = [step("BL40.left", "press", "Press BL40", { point: "BL40", area: "knee" })];
  const found = applyProfile(knee, {}, NOW, questions);
  assert.deepEqual(found.removed, [{ placement: "BL40.left", point: "BL40", area: "knee", title: "Press BL40", reasons: [bone] }]);
});

test("safety: what no answer excludes is played as it is", () => {
  assert.deepEqual(applyProfile(steps, no, NOW, questions), { steps, removed: [], instructions: {} });
});

test("safety: a sign that counts leaves breathing and rest alone, for no answer's reason", () => {
  const found = applyProfile(steps, no, NOW, questions, { closed: true });
  assert.deepEqual(found.steps, steps.slice(3));
  assert.deepEqual(found.removed, [{ ...removed[0], reasons: [] }]);
});

test("safety: a step without its flags is dropped for a reason that no question has", () => {
  const bare = [{ placement: "a", kind: "press", title: "t" }];
  const found = applyProfile(bare, no, NOW, questions);
  assert.deepEqual(found.removed, [{ placement: "a", point: "", area: "", title: "t", reasons: [{ condition: "unknown" }] }]);
  assert.deepEqual(found.instructions, {});
});

test("safety: a step without its flags leaves no instruction where another of its placement has one", () => {
  const adapt = { condition: "bone", level: "adapt", reason: "r", instruction: "Gently." };
  const mixed = [{ placement: "a", kind: "press", title: "t", contraindications: [adapt] }, { placement: "a", kind: "release", title: "u" }];
  const found = applyProfile(mixed, { ...no, bone: { value: "yes", given: TODAY } }, NOW, questions);
  assert.deepEqual(found.instructions, {});
  assert.deepEqual(found.removed.map((one) => one.reasons), [[{ condition: "unknown" }]]);
});

test("safety: without an area, a yes for any area counts", () => {
  const answer = { value: "yes", given: TODAY, areas: ["knee"] };
  assert.equal(countsAsYes(questions[1], answer, NOW), true);
  assert.equal(countsAsYes(questions[1], answer, NOW, "knee"), true);
  assert.equal(countsAsYes(questions[1], answer, NOW, "hand"), false);
  const press = [{ placement: "a", kind: "press", title: "t", contraindications: [skin] }];
  assert.deepEqual(applyProfile(press, { ...no, skin: answer }, NOW, questions).steps, []);
});

test("safety: an answer of tomorrow is none, with its moment or without", () => {
  assert.equal(isCurrent(questions[0], { value: "no", given: "2026-11-22" }, NOW), false);
  assert.equal(isCurrent(questions[0], { value: "no", given: "2026-11-22", at: NOW.ms }, NOW), false);
  assert.equal(isCurrent(questions[0], { value: "no", given: TODAY, at: NOW.ms + 1 }, NOW), false);
  assert.equal(isCurrent(questions[0], { value: "no", given: TODAY, at: NOW.ms }, NOW), true);
});
