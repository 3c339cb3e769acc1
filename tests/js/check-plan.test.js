// Which screens of the health check are due (static/js/safety/check-plan.js).
import assert from "node:assert/strict";
import { test } from "node:test";
import { allScreens, dueScreens, expandLine, isPregnant, lastCheckText } from "../../static/js/safety/check-plan.js";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const noon = Date.UTC(2026, 10, 21, 12);
const at = (ms) => ({ day: new Date(ms).toISOString().slice(0, 10), ms });
const now = at(noon);
const questions = [
  { key: "pregnancy", tier: "about-you", expires_days: 30 },
  { key: "clot-now", tier: "about-you", expires_days: 30 },
  { key: "bone", tier: "about-you", expires_days: 180 },
  { key: "today-skin", tier: "today", expires_days: 0, expires_hours: 24 },
];
const lines = [
  { slug: "pee", screen: "emergency", tile: "pee", signs: ["bladder"] },
  { slug: "clot", screen: "today", tile: "leg", signs: ["leg-clot"], questions: ["clot-now"] },
  { slug: "pregnancy", screen: "pregnancy", tile: "pregnant", questions: ["pregnancy"] },
  { slug: "bones", screen: "health", tile: "illness", questions: ["bone"] },
  { slug: "skin", screen: "body", tile: "skin", questions: ["today-skin"] },
].map(expandLine);

const given = (ms, value = "no") => ({ value, given: at(ms).day, at: ms });
const profile = (ago, change = {}) => ({
  check: { at: noon - ago, day: at(noon - ago).day, signsAt: noon - ago },
  answers: { ...Object.fromEntries(questions.map(({ key }) => [key, given(noon - ago)])), ...change },
});
const due = (known) => dueScreens(known, lines, questions, now).map(({ name, lines: some }) => (some ? `${name}: ${some}` : name));

test("check: without a completed check every screen is due", () => {
  assert.deepEqual(dueScreens({ answers: {} }, lines, questions, now), allScreens());
  assert.deepEqual(due({ ...profile(HOUR), check: undefined }), ["emergency", "today", "pregnancy", "health", "body"]);
});

test("check: a check dated in the future is none", () => {
  assert.deepEqual(due(profile(-HOUR)), ["emergency", "today", "pregnancy", "health", "body"]);
});

test("check: nothing within twelve hours, one screen after", () => {
  assert.deepEqual(due(profile(11 * HOUR)), []);
  assert.deepEqual(due(profile(12 * HOUR)), ["later"]);
  assert.deepEqual(due(profile(6 * DAY)), ["later"]);
});

test("check: the screens of signs come back after seven days", () => {
  assert.deepEqual(due(profile(7 * DAY)), ["emergency", "today", "later"]);
});

test("check: an expired answer brings its own line back, also within twelve hours", () => {
  assert.deepEqual(due(profile(HOUR, { bone: given(noon - 181 * DAY) })), ["some: bones"]);
  assert.deepEqual(due(profile(HOUR, { pregnancy: given(noon - 31 * DAY) })), ["pregnancy"]);
  assert.deepEqual(due(profile(13 * HOUR, { bone: undefined, "clot-now": undefined })), ["some: clot", "some: bones", "later"]);
});

test("check: what would expire during the session is asked before it", () => {
  assert.deepEqual(due(profile(HOUR, { bone: given(noon - 180 * DAY + HOUR / 2) })), ["some: bones"]);
  assert.deepEqual(due(profile(HOUR, { bone: given(noon - 180 * DAY + 2 * HOUR) })), []);
});

test("check: pregnancy ends it, and a midwife's yes does not", () => {
  assert.deepEqual(due(profile(HOUR, { pregnancy: given(noon - HOUR, "yes") })), ["for-you"]);
  assert.deepEqual(due(profile(DAY, { pregnancy: given(noon - DAY, "not-sure") })), ["pregnancy-signs", "for-you"]);
  assert.deepEqual(due(profile(HOUR, { pregnancy: { ...given(noon - HOUR, "yes"), cleared: true } })), []);
  assert.equal(isPregnant({ pregnancy: { ...given(noon, "not-sure"), unsaved: true } }, questions, now), false);
});

test("check: the parts of a line count to it, and its own keys stay when parts are unticked", () => {
  const line = expandLine({ slug: "s", signs: ["a"], questions: ["k", "own"], parts: [{ questions: ["k"] }, { questions: ["l"], signs: ["b"] }] });
  assert.deepEqual([line.questions, line.signs, line.own], [["k", "own", "l"], ["a", "b"], { signs: ["a"], questions: ["own"] }]);
});

test("check: the last time is named as a person says it", () => {
  for (const [ago, words] of [[0, "you last checked"], [1, "yesterday"], [5, "Monday"], [30, "22 October"]]) {
    assert.equal(lastCheckText({ day: at(noon - ago * DAY).day }, now), words);
  }
});
