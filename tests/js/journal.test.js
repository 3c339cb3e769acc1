// The journal: what it says about a day and about weeks, and that a file goes out and comes back whole or not at all.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Refused, read, toCsv, toJson } from "../../static/js/journal-file.js";
import { advice, pressedOn, spell, week } from "../../static/js/journal-rules.js";

const TODAY = "2026-11-21";
const RULES = { newSpell: 28, averaged: 7, change: 2, hardlyAny: 1, reviews: { "two-weeks": 14, "six-weeks": 42 } };
let made = 0;

function entry(change = {}) {
  return {
    id: `e${(made += 1)}`, day: TODAY, time: "08:05", slug: "low-back-ease", title: "Low-back ease", seconds: 480,
    pressed: 360, finished: true, before: null, after: null, note: "", ...change,
  };
}
const ago = (days, change) => entry({ day: new Date(Date.parse(TODAY) - days * 86_400_000).toISOString().slice(0, 10), ...change });

/* --- today and this week --- */

test("journal: only what was pressed today counts for today", () => {
  const entries = [ago(1), entry({ pressed: 100 }), entry({ pressed: 200 }), entry({ pressed: 0 })];
  assert.deepEqual(pressedOn(entries, TODAY), { seconds: 300, sessions: 2 });
});

test("journal: a week is seven days that end today, over a change of month and of the clock", () => {
  assert.deepEqual(week([entry(), entry(), ago(6), ago(7)], TODAY).map((one) => one.sessions), [1, 0, 0, 0, 0, 0, 2]);
  assert.deepEqual(week([], "2026-03-31").map((one) => one.day).at(0), "2026-03-25");
  assert.deepEqual(week([], "2026-03-02").map((one) => one.day).at(0), "2026-02-24");
});

/* --- two and six weeks (FACTS C3; DISAGREEMENTS 6: prompt at two, insist at six) --- */

const CASES = [
  ["nothing written", [], ""],
  ["thirteen days, no easier", [ago(13, { before: 6 }), entry({ before: 6 })], ""],
  ["fourteen days, no easier", [ago(14, { before: 6 }), entry({ before: 6 })], "two-weeks"],
  ["fourteen days, nothing noted, which counts as no easier", [ago(14), entry()], "two-weeks"],
  ["fourteen days, one point easier, which is too little to tell", [ago(14, { before: 6 }), entry({ before: 5 })], "two-weeks"],
  ["fourteen days, two points easier", [ago(14, { before: 6 }), entry({ before: 4 })], ""],
  ["fourteen days, hardly any pain from the start", [ago(14, { before: 1 }), entry({ before: 1 })], ""],
  ["easier three weeks ago, nothing noted since", [ago(20, { before: 6 }), ago(10, { before: 2 }), entry()], "two-weeks"],
  ["eight days, two points worse", [ago(8, { before: 4 }), entry({ before: 6 })], "worse"],
  ["six weeks and worse", [ago(42, { before: 4 }), ago(20), entry({ before: 7 })], "worse"],
  ["six weeks, easier but still there", [ago(42, { before: 7 }), ago(20), entry({ before: 3 })], "six-weeks"],
  ["six weeks, nothing noted", [ago(42), ago(20), entry()], "six-weeks"],
  ["six weeks, gone", [ago(42, { before: 7 }), ago(20), entry({ before: 1 })], ""],
  ["forty-one days, no easier", [ago(41, { before: 5 }), ago(20), entry({ before: 5 })], "two-weeks"],
  ["nothing written for more than four weeks", [ago(80, { before: 6 }), ago(29, { before: 6 })], ""],
  ["a new spell after a break", [ago(90, { before: 6 }), ago(60), ago(5, { before: 6 })], ""],
  ["days from a clock set ahead do not count", [ago(-30, { before: 6 }), entry({ before: 6 })], ""],
];

for (const [name, entries, expected] of CASES) {
  test(`journal: ${name}: ${expected || "no prompt"}`, () => assert.equal(advice(entries, TODAY, RULES), expected));
}

test("journal: the figures are those it is given, every one of them", () => {
  const turned = (entries, change) => [advice(entries, TODAY, RULES), advice(entries, TODAY, { ...RULES, ...change })];
  const same = [ago(14, { before: 6 }), entry({ before: 6 })];
  assert.deepEqual(turned(same, { reviews: { "two-weeks": 15, "six-weeks": 42 } }), ["two-weeks", ""]);
  assert.deepEqual(turned(same, { reviews: { "two-weeks": 7, "six-weeks": 14 } }), ["two-weeks", "six-weeks"]);
  assert.deepEqual(turned(same, { hardlyAny: 6 }), ["two-weeks", ""]);
  assert.deepEqual(turned(same, { newSpell: 10 }), ["two-weeks", ""]);
  assert.deepEqual(turned([ago(14, { before: 6 }), entry({ before: 5 })], { change: 1 }), ["two-weeks", ""]);
  assert.deepEqual(turned([ago(14, { before: 6 }), ago(6, { before: 6 }), entry({ before: 4 })], { averaged: 4 }), ["two-weeks", ""]);
});

test("journal: being seen by someone begins the count anew", () => {
  const entries = [ago(50, { before: 6 }), ago(30), ago(10, { before: 6 }), entry({ before: 6 })];
  assert.equal(advice(entries, TODAY, RULES), "six-weeks");
  assert.equal(advice(entries, TODAY, RULES, ago(10).day), "");
  assert.equal(advice(entries, TODAY, RULES, ago(15).day), "two-weeks");
  assert.equal(spell(entries, TODAY, RULES, ago(10).day).days, 10);
});

/* --- out and back --- */

const NOTES = ["", "plain", 'with "marks", commas; and\na new line', "=1+1", "'=quoted", "-3", "@x", "'", "ünï ☯ code", "\t tab", "a\r\nb", ";"];
const varied = NOTES.map((note, index) => entry({ note, title: note.slice(0, 9), before: index % 11, after: index % 3 ? null : 10 - (index % 11), finished: index % 2 === 0 }));

test("journal: JSON goes out and comes back the same", () => {
  assert.deepEqual(read(toJson(varied, TODAY)), varied);
  assert.deepEqual(read(toJson([], TODAY)), []);
});

test("journal: CSV goes out and comes back the same, with commas or semicolons, with or without a byte mark", () => {
  assert.deepEqual(read(toCsv(varied)), varied);
  assert.deepEqual(read(`\ufeff${toCsv(varied)}`), varied);
  const plain = [entry({ note: "a" }), entry()];
  assert.deepEqual(read(toCsv(plain).replaceAll(",", ";")), plain);
  assert.deepEqual(read(toCsv(plain).replaceAll("\r\n", "\n").trimEnd()), plain);
});

test("journal: no note can be run by a spreadsheet", () => {
  for (const line of toCsv(varied).split("\r\n")) assert.doesNotMatch(line, /(^|,)"?[=+@-]/);
});

const json = toJson([entry(), entry({ before: 5 }), entry({ note: "two\nlines" })], TODAY);
const csv = toCsv([entry(), entry({ before: 5 }), entry({ note: "two\nlines" }), entry({ before: 7 })]);
const BAD = [
  ["a file of something else", "hello", /^Line 1: not a journal.*column id/],
  ["an empty file", "", /^Line 1: not a journal/],
  ["other JSON", '{"a": 1}', /^Line 1: not a journal/],
  ["a list", "[1]", /^Line 1: not a journal/],
  ["JSON cut off", json.slice(0, json.indexOf('"before":5')), /^Line 3: not readable as JSON/],
  ["JSON cut off between entries", json.slice(0, json.lastIndexOf(",\n")), /^Line 3: not readable as JSON/],
  ["JSON with a slip", json.replace('"before":5', '"before":5,,'), /^Line 3: not readable as JSON/],
  ["pain of twelve", json.replace('"before":5', '"before":12'), /^Line 3: before: expected a whole number from 0 to 10, or nothing \(found 12\)/],
  ["pain of minus one", json.replace('"before":5', '"before":-1'), /^Line 3: before/],
  ["pain in words", json.replace('"before":5', '"before":"5"'), /^Line 3: before.*found "5"/],
  ["a day that is none", json.replace(TODAY + '","time', '2026-02-30","time'), /^Line 2: day: expected a day/],
  ["an hour that is none", json.replace("08:05", "24:05"), /^Line 2: time/],
  ["a field nobody knows", json.replace('"before":5', '"mood":1,"before":5'), /^Line 3: mood: no such field/],
  ["a field left out", json.replace('"before":5,', ""), /^Line 3: before: missing/],
  ["more pressed than played", json.replace('"pressed":360', '"pressed":481'), /^Line 2: pressed: more than/],
  ["an entry that is a number", json.replace('"entries": [\n', '"entries": [\n7,\n'), /^Line 2: expected an entry/],
  ["another part", json.replace('"exported"', '"more": {"a": {}}, "exported"'), /^Line 1: more: no such field/],
  ["CSV with a cell too few", csv.replace(",480,360,", ",480,"), /^Line 2: expected 11 cells \(found 10\)/],
  ["CSV with pain in words", csv.replace(",360,5,", ",360,much,"), /^Line 3: before: .*found "much"/],
  ["CSV, an error after a note of two lines", csv.replace(",360,7,", ",360,11,"), /^Line 6: before: .*found 11/],
  ["CSV with an open quotation mark", csv.replace('"two', 'two'), /^Line [45]: /],
  ["CSV without a column", csv.replace("note", "remark"), /^Line 1: .*column note/],
];

for (const [name, content, reason] of BAD) {
  test(`journal: refused with the line: ${name}`, () => {
    assert.throws(() => read(content), (error) => error instanceof Refused && reason.test(error.message) || assert.fail(error.message));
  });
}

test("journal: the same entry twice is refused, naming both lines", () => {
  const one = entry();
  assert.throws(() => read(toJson([one, entry(), one], TODAY)), /Line 4: id: stands already in line 2/);
});

test("journal: a file cut off anywhere is refused, or holds whole entries only", () => {
  for (const [whole, at] of [toCsv(varied), toJson(varied, TODAY)].flatMap((whole) => Array.from(whole, (_, at) => [whole, at]))) {
    try {
      const found = read(whole.slice(0, at));
      assert.deepEqual(found, varied.slice(0, found.length));
    } catch (error) {
      assert.ok(error instanceof Refused, `${at}: ${error.stack}`);
    }
  }
});
