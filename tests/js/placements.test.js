// What `applyProfile` makes of one placement: which way its steps take, how long a press may be, and for which answers
// it is left out. The expected values follow from the rules that stand above the functions of rules.js.
import assert from "node:assert/strict";
import { test } from "node:test";
import { applyProfile, needsCheck } from "../../static/js/safety/rules.js";

const TODAY = "2026-11-21";
const NOW = { day: TODAY, ms: Date.parse(`${TODAY}T12:00Z`) };
const questions = ["bone", "frail"].map((key) => ({ key, expires_days: 30, by_area: false }));
const bothYes = { bone: { value: "yes", given: TODAY }, frail: { value: "yes", given: TODAY } };
const flag = (condition, more = {}) => ({ condition, level: "adapt", reason: "r", instruction: "Press only lightly.", ...more });
const way = (position, ...uses) => ({ position, uses });
const press = (flags, more = {}) => ({
  kind: "press", placement: "a", title: "Press", feel: "It may ache.", seconds: 60, ...way("wall", "ball"), contraindications: flags, ...more,
});
const apply = (steps, options) => applyProfile(steps, bothYes, NOW, questions, options);
const conditionsOfFirst = ({ removed }) => removed[0].reasons.map(({ condition }) => condition);

// Ways ----------------------------------------------------------------------------------------------------

test("placement: every step takes the first way that all of them permit", () => {
  const flags = [flag("bone", { forbids: ["ball"] })];
  const steps = [
    press(flags, { kind: "ready", variants: [way("wall", "ball"), way("chair", "hands")] }),
    press(flags, { variants: [way("wall", "hands"), way("chair", "hands")] }),
  ];
  assert.deepEqual(apply(steps).steps.map(({ position }) => position), ["chair", "chair"]);
});

test("placement: a way that one of its steps does not have is none", () => {
  const flags = [flag("bone", { forbids: ["ball"] })];
  const steps = [press(flags, { kind: "ready" }), press(flags, { variants: [way("wall", "ball"), way("chair", "hands")] })];
  assert.deepEqual(apply(steps).steps, []);
});

test("placement: a step whose needs are unknown is left out where anything is forbidden", () => {
  const flags = [flag("bone", { forbids: ["ball"] }), flag("frail")];
  const found = apply([press(flags, { uses: undefined })]);
  assert.deepEqual(found.steps, []);
  assert.deepEqual(found.removed[0].reasons, flags, "no flag forbids what is known, so all in effect are named");
});

test("placement: only the answers that forbid what it needs are named", () => {
  const flags = [flag("frail"), flag("bone", { forbids: ["ball"] })];
  assert.deepEqual(conditionsOfFirst(apply([press(flags)])), ["bone"]);
  const leaning = [flag("frail", { forbids: ["lean"] }), flag("bone", { forbids: ["wall"] })];
  assert.deepEqual(conditionsOfFirst(apply([press(leaning)])), ["bone"], "the position is needed too");
});

// Length --------------------------------------------------------------------------------------------------

test("placement: a press is as long as the answers allow, and so is the longest choice", () => {
  const [step] = apply([press([flag("bone", { max_seconds: 30 })], { bounds: { min: 15, max: 90 } })]).steps;
  assert.deepEqual([step.seconds, step.bounds], [30, { min: 15, max: 30 }]);
});

test("placement: a short press stays, and its longest choice is lowered", () => {
  const step = press([flag("bone", { max_seconds: 60, instruction: "" })], { seconds: 45, bounds: { min: 15, max: 90 } });
  assert.deepEqual(apply([step]).steps, [{ ...step, bounds: { min: 15, max: 60 } }]);
});

test("placement: a press without a choice of lengths gets none", () => {
  const step = press([flag("bone", { max_seconds: 30, instruction: "" })]);
  assert.deepEqual(apply([step]).steps, [{ ...step, seconds: 30 }]);
});

test("placement: a press within the limit is played as it is", () => {
  const step = press([flag("bone", { max_seconds: 60, instruction: "" })], { bounds: { min: 15, max: 60 } });
  assert.equal(apply([step]).steps[0], step);
});

test("placement: a limit of presses leaves finding and rest as long as they are", () => {
  const find = press([flag("bone", { max_seconds: 30 })], { kind: "find", seconds: 90, feel: "" });
  assert.equal(apply([find]).steps[0].seconds, 90);
});

test("placement: what cannot be short enough is left out, for the answers that ask for it", () => {
  const flags = [flag("frail", { max_seconds: 45 }), flag("bone", { max_seconds: 30 })];
  const found = apply([press(flags, { bounds: { min: 45, max: 90 } })]);
  assert.deepEqual([found.steps, conditionsOfFirst(found)], [[], ["bone"]]);
  const [step] = apply([press(flags.slice(0, 1), { bounds: { min: 45, max: 90 } })]).steps;
  assert.equal(step.seconds, 45, "the shortest choice is allowed");
});

test("placement: an answer without an instruction replaces nothing", () => {
  const found = apply([press([flag("bone", { instruction: "" })])]);
  assert.deepEqual([found.instructions, found.steps[0].feel], [{}, "It may ache."]);
});

// Breathing and rest --------------------------------------------------------------------------------------

test("placement: a sign leaves only what is breathing and rest throughout", () => {
  const steps = [press([], { kind: "breathe" }), press([])];
  assert.deepEqual(apply(steps, { closed: true }).steps, []);
  assert.equal(apply(steps.slice(0, 1), { closed: true }).steps.length, 1);
});

test("placement: the health check comes before all but breathing and rest", () => {
  assert.equal(needsCheck([{ kind: "breathe" }, { kind: "rest" }]), false);
  assert.equal(needsCheck([{ kind: "rest" }, { kind: "press" }]), true);
  assert.equal(needsCheck([{ kind: "heat" }]), true);
});
