// Which screens of the health check are due (static/js/safety/check-plan.js).
import assert from "node:assert/strict";
import { test } from "node:test";
import { allScreens, dueScreens, expandLine, isPregnant, lastCheckText, openQuestions } from "../../static/js/safety/check-plan.js";

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
  for (const [ago, words] of [[0, "you last checked"], [1, "yesterday"], [5, "Monday"], [7, "14 November"], [30, "22 October"]]) {
    assert.equal(lastCheckText({ day: at(noon - ago * DAY).day }, now), words);
  }
});

test("check: a line that names nothing has no signs and no questions", () => {
  assert.deepEqual(expandLine({ slug: "s" }), { slug: "s", signs: [], questions: [], own: { signs: [], questions: [] } });
});

test("check: a check of this moment is one", () => {
  assert.deepEqual(due(profile(0)), []);
});

test("check: a screen of signs that is due is not asked for its lines again", () => {
  const known = profile(HOUR, { "clot-now": undefined });
  known.check.signsAt = noon - 8 * DAY;
  assert.deepEqual(due(known), ["emergency", "today"]);
});

test("check: an answer by date that ends at midnight is asked before a session that may last until then", () => {
  const question = { key: "bone", tier: "about-you", expires_days: 30 };
  const answers = { bone: { value: "no", given: "2026-10-22" } };
  const open = (hour, minute) => openQuestions(answers, [question], { day: "2026-11-21", ms: new Date(2026, 10, 21, hour, minute).getTime() });
  assert.deepEqual(open(12, 0), []);
  assert.deepEqual(open(23, 30), [question]);
});

test("check: pregnancy is stated by a current answer that is not no, and only a yes is cleared", () => {
  const turned = [questions[3], ...questions.slice(0, 3)];
  const two = given(noon - 2 * DAY, "yes");
  assert.equal(isPregnant({ pregnancy: two }, turned, now), true);
  assert.equal(isPregnant({ pregnancy: { ...two, cleared: true } }, turned, now), false);
  assert.equal(isPregnant({ pregnancy: { ...given(noon, "not-sure"), cleared: true } }, turned, now), true);
  assert.equal(isPregnant({ pregnancy: given(noon - 31 * DAY, "yes") }, turned, now), false);
  assert.equal(isPregnant({ pregnancy: given(noon, "no") }, turned, now), false);
  assert.equal(isPregnant({}, turned, now), false);
  assert.equal(isPregnant({ pregnancy: two }, [], now), false);
});
