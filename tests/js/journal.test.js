// The journal: what it says about a day and about weeks, and that a file goes out and comes back whole or not at all.
import assert from "node:assert/strict";
import { test } from "node:test";
import { decode, FileError, parseEntries, parseFile, toCsv, toJson } from "../../static/js/journal/journal-file.js";
import { courseState } from "../../static/js/routines/course-rules.js";
import { dueAdvice, movementsOnDay, painEpisode, pressedOnDay, week } from "../../static/js/journal/journal-rules.js";

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
  assert.deepEqual(pressedOnDay(entries, TODAY), { seconds: 300, sessions: 2 });
});

test("journal: movement counts for its day wherever it was a step", () => {
  const slugs = ["gentle-movement", "custom/move.gentle-movement", "custom/BL23.60-move.gentle-movement-breathe.60",
    "custom/move.gentle-movement-BL23.60-move.gentle-movement", "custom/BL23.60-move.stand-up-break", "low-back-ease", ""];
  const entries = [...slugs.map((slug) => entry({ slug })), ago(1, { slug: "gentle-movement" })];
  assert.equal(movementsOnDay(entries, TODAY, "gentle-movement"), 5);
  assert.equal(movementsOnDay(entries, TODAY, "stand-up-break"), 1);
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
  test(`journal: ${name}: ${expected || "no prompt"}`, () => assert.equal(dueAdvice(entries, TODAY, RULES), expected));
}

test("journal: the figures are those it is given, every one of them", () => {
  const turned = (entries, change) => [dueAdvice(entries, TODAY, RULES), dueAdvice(entries, TODAY, { ...RULES, ...change })];
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
  assert.equal(dueAdvice(entries, TODAY, RULES), "six-weeks");
  assert.equal(dueAdvice(entries, TODAY, RULES, ago(10).day), "");
  assert.equal(dueAdvice(entries, TODAY, RULES, ago(15).day), "two-weeks");
  assert.equal(painEpisode(entries, TODAY, RULES, ago(10).day).days, 10);
});

/* --- out and back --- */

const NOTES = ["", "plain", 'with "marks", commas; and\na new line', "=1+1", "'=quoted", "-3", "@x", "'", "ünï ☯ code", "\t tab", "a\r\nb", ";"];
const varied = NOTES.map((note, index) => entry({ note, title: note.slice(0, 9), before: index % 11, after: index % 3 ? null : 10 - (index % 11), finished: index % 2 === 0 }));

test("journal: JSON goes out and comes back the same", () => {
  assert.deepEqual(parseFile(toJson(varied, TODAY)), varied);
  assert.deepEqual(parseFile(toJson([], TODAY)), []);
});

test("journal: CSV goes out and comes back the same, with commas or semicolons, with or without a byte mark", () => {
  assert.deepEqual(parseFile(toCsv(varied)), varied);
  assert.deepEqual(parseFile(`\ufeff${toCsv(varied)}`), varied);
  const plain = [entry({ note: "a" }), entry()];
  assert.deepEqual(parseFile(toCsv(plain).replaceAll(",", ";")), plain);
  assert.deepEqual(parseFile(toCsv(plain).replaceAll("\r\n", "\n").trimEnd()), plain);
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
    assert.throws(() => parseFile(content), (error) => error instanceof FileError && reason.test(error.message) || assert.fail(error.message));
  });
}

test("journal: the same entry twice is refused, naming both lines", () => {
  const one = entry();
  assert.throws(() => parseFile(toJson([one, entry(), one], TODAY)), /Line 4: id: stands already in line 2/);
});

test("journal: a file cut off anywhere is refused, or holds whole entries only", () => {
  for (const [whole, at] of [toCsv(varied), toJson(varied, TODAY)].flatMap((whole) => Array.from(whole, (_, at) => [whole, at]))) {
    try {
      const found = parseFile(whole.slice(0, at));
      assert.deepEqual(found, varied.slice(0, found.length));
    } catch (error) {
      assert.ok(error instanceof FileError, `${at}: ${error.stack}`);
    }
  }
});

/* --- what a spreadsheet makes of it --- */

const sheet = (change) => change(toCsv([entry({ day: "2026-10-23", time: "21:40", seconds: 420, pressed: 420, before: 6, after: null, note: "Rückenübung", finished: true })]));
const DONE = entry({ day: "2026-10-23", time: "21:40", seconds: 420, pressed: 420, before: 6, after: null, note: "Rückenübung", finished: true });
const comparable = (found) => found.map(({ id, ...rest }) => rest);

for (const [name, change] of Object.entries({
  "day 2026/10/23": (text) => text.replace("2026-10-23", "2026/10/23"),
  "day 2026-10-23 00:00:00": (text) => text.replace("2026-10-23", "2026-10-23 00:00:00"),
  "day 10/23/2026": (text) => text.replace("2026-10-23", "10/23/2026"),
  "day 23/10/2026": (text) => text.replace("2026-10-23", "23/10/2026"),
  "day 23.10.2026": (text) => text.replace("2026-10-23", "23.10.2026"),
  "time 9:40 PM": (text) => text.replace("21:40", "9:40 PM"),
  "time 9:40:00 p.m.": (text) => text.replace("21:40", "9:40:00 p.m."),
  "time 21:40:00": (text) => text.replace("21:40", "21:40:00"),
  "time 21.40": (text) => text.replace("21:40", "21.40"),
  "seconds 420.0": (text) => text.replaceAll("420", "420.0"),
  "seconds \"420,0\"": (text) => text.replaceAll("420", '"420,0"'),
  "pain 6.0": (text) => text.replace(",6,", ",6.0,"),
  "finished TRUE": (text) => text.replace(",yes", ",TRUE"),
  "finished WAHR": (text) => text.replace(",yes", ",WAHR"),
  "a line sep=,": (text) => text.replace("\ufeff", "\ufeffsep=,\r\n"),
  "a line sep=;": (text) => `sep=;\r\n${text.replace("\ufeff", "").replaceAll(",", ";")}`,
  "tabs": (text) => text.replaceAll(",", "\t"),
  "empty rows": (text) => `${text},,,,,,,,,,\r\n\r\n   \r\n`,
  "another column": (text) => text.replace("finished", "finished,colour").replace(",yes", ",yes,red"),
  "names in capitals": (text) => text.replace(/^.*\r\n/, (head) => head.toUpperCase()),
  "all cells quoted": (text) => text.replace("\ufeff", "").split("\r\n").map((line) => line && line.split(",").map((one) => `"${one}"`).join(",")).join("\r\n"),
  "carriage returns alone": (text) => text.replaceAll("\r\n", "\r"),
})) {
  test(`journal: read from a spreadsheet: ${name}`, () => assert.deepEqual(comparable(parseFile(sheet(change))), comparable([DONE])));
}

const utf16 = (text, big) => {
  const bytes = new Uint8Array(text.length * 2);
  for (let at = 0; at < text.length; at += 1) new DataView(bytes.buffer).setUint16(at * 2, text.charCodeAt(at), !big);
  return bytes.buffer;
};
for (const [name, bytes] of Object.entries({
  "UTF-8": (text) => new TextEncoder().encode(text).buffer,
  "UTF-8 without its mark": (text) => new TextEncoder().encode(text.slice(1)).buffer,
  "UTF-16, little-endian": (text) => utf16(text),
  "UTF-16, big-endian": (text) => utf16(text, true),
  "UTF-16 without its mark": (text) => utf16(text.slice(1)),
  "windows-1252": (text) => Uint8Array.from(text.slice(1), (letter) => letter.charCodeAt(0)).buffer,
})) {
  test(`journal: read in ${name}`, () => assert.deepEqual(comparable(parseFile(decode(sheet(bytes)))), comparable([DONE])));
}

test("journal: a doubtful date is asked about, not guessed", () => {
  const text = sheet((whole) => whole.replace("2026-10-23", "3/10/2026"));
  assert.deepEqual(parseEntries(text).doubtful, [{ line: 2, day: "3/10/2026" }]);
  assert.deepEqual(parseEntries(text).entries, []);
  assert.throws(() => parseFile(text), /Line 2: day: is the day or the month first/);
  assert.equal(parseFile(text, "dmy")[0].day, "2026-10-03");
  assert.equal(parseFile(text, "mdy")[0].day, "2026-03-10");
});

test("journal: one file does not mix the two orders", () => {
  const rows = [entry({ day: "2026-10-23" }), entry({ day: "2026-10-24" })];
  const text = toCsv(rows).replace("2026-10-23", "23/10/2026").replace("2026-10-24", "10/24/2026");
  assert.equal(parseEntries(text).doubtful.length, 2);
});

test("journal: whatever day a phone believed in can be moved to another", () => {
  const odd = ["1970-01-01", "1980-01-06", "2099-12-31", "2105-02-03"].map((day) => entry({ day }));
  assert.deepEqual(parseFile(toJson(odd, TODAY)), odd);
  assert.deepEqual(parseFile(toCsv(odd)), odd);
});

test("journal: CSV begins with a byte order mark", () => assert.equal(toCsv([]).charCodeAt(0), 0xfeff));

const FORMULAS = ["=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20"];
const BEFORE = ["", " ", "\n", "\r\n", "\t", "\u00a0", "\u3000", " \t ", "\ufeff"];
test("journal: every beginning that runs in a spreadsheet is guarded, and comes back", () => {
  const notes = FORMULAS.flatMap((sign) => BEFORE.map((space) => `${space}${sign}HYPERLINK("x")`)).concat(["'", "''=", "\tx", "\rx"]);
  const all = notes.map((note) => entry({ note }));
  const text = toCsv(all);
  assert.deepEqual(parseFile(text), all);
  assert.equal(text.match(/(^|,)"?'/gm).length, notes.length);
});

test("journal: one bad line never costs the others", () => {
  const found = parseEntries(json.replace('"before":5', '"before":12'));
  assert.deepEqual([found.entries.length, found.problems.map(({ line }) => line)], [2, [3]]);
  const cut = parseEntries(csv.replace(",360,5,", ",360,much,").replace(",360,7,", ",360,11,"));
  assert.deepEqual([cut.entries.length, cut.problems.map(({ line }) => line)], [2, [3, 6]]);
  const torn = parseEntries(json.slice(0, json.indexOf('"before":5')));
  assert.deepEqual([torn.entries.length, torn.problems[0].line], [1, 3]);
});

test("journal: names that every object has are no fields", () => {
  for (const name of ["__proto__", "constructor", "toString", "hasOwnProperty"]) {
    assert.throws(() => parseFile(json.replace('"before":5', `"${name}":1,"before":5`)), new RegExp(`Line 3: ${name}: no such field`));
  }
});

/* --- a course of six weeks --- */

const COURSE = { slug: "low-back-ease", title: "Low-back ease", begun: "2026-11-08" };
const where = (entries, today = TODAY, course = COURSE) => courseState(course, entries, today, RULES.reviews["six-weeks"]);

test("course: weeks are counted by the calendar from the day it began, whatever was done", () => {
  const weeks = ["2026-11-08", "2026-11-14", "2026-11-15", "2026-12-19", "2026-12-20"].map((day) => where([], day));
  assert.deepEqual(weeks.map(({ week }) => week), [1, 1, 2, 6, 7]);
  assert.deepEqual(weeks.map(({ isOver }) => isOver), [false, false, false, false, true]);
  assert.equal(weeks[0].weeks, 6);
});

test("course: what was pressed today is done; a day without is off, and takes nothing away", () => {
  assert.deepEqual(where([ago(1), ago(0)]), { week: 2, weeks: 6, sessions: 2, isOver: false, isDone: true, wasOff: false });
  assert.deepEqual(where([ago(1)]), { week: 2, weeks: 6, sessions: 1, isOver: false, isDone: false, wasOff: false });
  assert.deepEqual(where([ago(2)]), { week: 2, weeks: 6, sessions: 1, isOver: false, isDone: false, wasOff: true });
  assert.equal(where([]).wasOff, false, "nothing was done yet");
  assert.equal(where([ago(2), entry({ pressed: 0 })]).isDone, false, "breathing is not pressing");
  assert.equal(where([ago(30)]).wasOff, false, "before the course");
  assert.equal(where([ago(30), ago(1), ago(1)]).sessions, 2, "sessions before the course do not count");
});

test("course: a clock that was set back shows its first week", () => {
  assert.equal(where([ago(0)], "2026-11-01").week, 1);
  assert.equal(where([ago(0)], "2026-11-01").isOver, false);
});
