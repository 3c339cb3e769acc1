// How long ticks and checks count, which of two answers stands, and the text that tells one state from another.
import assert from "node:assert/strict";
import { test } from "node:test";
import { activeSigns, digestOf, isRecent, isWithin, reconcile, signCounts } from "../../static/js/safety/rules.js";

const HOUR = 3_600_000;
const TODAY = "2026-11-21";
const TOMORROW = "2026-11-22";
const NOW = { day: TODAY, ms: Date.parse(`${TODAY}T12:00Z`) };

// Time ----------------------------------------------------------------------------------------------------

test("time: a moment lies within a span from its beginning until before its end, and never in the future", () => {
  for (const [ago, isIn] of [[0, true], [HOUR - 1, true], [HOUR, false], [2 * HOUR, false], [-1, false]]) {
    assert.equal(isWithin(NOW.ms - ago, HOUR, NOW), isIn, `${ago} ms ago`);
  }
});

test("time: a check is recent for twelve hours; without one none is", () => {
  assert.equal(isRecent({ at: NOW.ms - 12 * HOUR + 1 }, NOW), true);
  assert.equal(isRecent({ at: NOW.ms - 12 * HOUR }, NOW), false);
  assert.equal(isRecent(undefined, NOW), false);
});

// Signs ---------------------------------------------------------------------------------------------------

const cleared = { slug: "cancer", clearance: "A doctor has seen this pain." };
const plain = { slug: "fever" };

test("signs: a tick from the future counts, though its clearance was confirmed", () => {
  assert.equal(signCounts(cleared, { given: TOMORROW, checked: true }, NOW), true);
  assert.equal(signCounts(cleared, { given: TODAY, at: NOW.ms + 1, checked: true }, NOW), true);
  assert.equal(signCounts(cleared, { given: TODAY, at: NOW.ms, checked: true }, NOW), false);
});

test("signs: a confirmed sign that the catalogue no longer has counts", () => {
  assert.equal(signCounts(undefined, { given: TODAY, at: NOW.ms, checked: true }, NOW), true);
});

test("signs: without a record none counts", () => {
  assert.deepEqual(activeSigns(undefined, NOW), []);
  assert.deepEqual(activeSigns({ day: TODAY }, NOW), []);
});

test("signs: a record of the first edition goes by its day", () => {
  const record = (day) => ({ day, signs: ["fever", "cancer"] });
  assert.deepEqual(activeSigns(record(TODAY), NOW, [plain, cleared]), ["fever", "cancer"]);
  assert.deepEqual(activeSigns(record("2026-11-18"), NOW, [plain, cleared]), []);
});

test("signs: each tick goes by its own time, not by the day of the record", () => {
  const at = { fever: NOW.ms - HOUR, cancer: NOW.ms - 25 * HOUR };
  assert.deepEqual(activeSigns({ day: "2026-11-15", signs: ["fever", "cancer"], at }, NOW, [plain, cleared]), ["fever"]);
  const early = { day: TOMORROW, signs: ["cancer"], at: { cancer: NOW.ms - HOUR }, checked: ["cancer"] };
  assert.deepEqual(activeSigns(early, NOW, [plain, cleared]), []);
});

test("signs: a confirmation ends the sign it names, if that sign has a clearance, and no other", () => {
  const at = { fever: NOW.ms, cancer: NOW.ms };
  const record = { day: TODAY, signs: ["fever", "cancer"], at };
  assert.deepEqual(activeSigns({ ...record, checked: ["cancer", "fever"] }, NOW, [plain, cleared]), ["fever"]);
  assert.deepEqual(activeSigns({ ...record, checked: ["cancer", "fever"] }, NOW, [cleared, plain]), ["fever"]);
  assert.deepEqual(activeSigns({ ...record, checked: ["fever"] }, NOW, [plain, cleared]), ["fever", "cancer"]);
});

// Two answers ---------------------------------------------------------------------------------------------

const given = (value, day, more = {}) => ({ value, given: day, ...more });

test("answers: of two alike the later stands, by day and then by time", () => {
  const early = given("no", TODAY, { at: NOW.ms - HOUR });
  const late = given("no", TODAY, { at: NOW.ms });
  const odd = given("no", "2026-11-20", { at: NOW.ms + HOUR }); // its clock was wrong: the day decides
  for (const [one, other, expected] of [
    [early, late, late], [late, early, late], [odd, early, early], [early, odd, early],
    [given("no", TODAY), late, late], [late, given("no", TODAY), late],
  ]) assert.deepEqual(reconcile(one, other), expected);
});

test("answers: a no is kept whole", () => {
  const late = given("no", TODAY, { areas: ["knee"] });
  assert.deepEqual(reconcile(late, given("no", "2026-11-20")), late);
});

test("answers: of two yes the lines of both count, and all where one does not name its own", () => {
  const frail = given("yes", TODAY, { lines: ["frail"] });
  const young = given("yes", "2026-11-20", { lines: ["under-18"] });
  assert.deepEqual(reconcile(frail, young).lines, ["frail", "under-18"]);
  assert.equal(reconcile(frail, given("yes", "2026-11-20")).lines, undefined);
});

// The text of a state -------------------------------------------------------------------------------------

const questions = ["pregnancy", "bone", "skin"].map((key) => ({ key, expires_days: 30, by_area: key === "skin" }));
const answers = {
  pregnancy: given("no", TODAY),
  bone: given("yes", TODAY, { cleared: true }),
  skin: given("yes", TODAY, { areas: ["knee", "back"] }),
};
const digest = (change = {}, signs = [], asked = questions) => digestOf({ ...answers, ...change }, signs, NOW, asked);

test("digest: it names every answer with its areas and clearance, and every sign, in order", () => {
  assert.equal(digest({}, ["fever", "cancer"]), "bone:yes:cleared pregnancy:no skin:yes:back:knee cancer fever");
  assert.equal(digest({ bone: undefined, skin: given("yes", "2026-10-01") }), "bone:? pregnancy:no skin:?");
});

test("digest: only true clears", () => {
  assert.equal(digest({ bone: given("yes", TODAY, { cleared: "yes" }) }), digest({ bone: given("yes", TODAY) }));
});

test("digest: the order of questions, areas and signs changes nothing", () => {
  const turned = { skin: given("yes", TODAY, { areas: ["back", "knee"] }) };
  assert.equal(digest(turned, ["a", "b"], [...questions].reverse()), digest({}, ["b", "a"]));
});
