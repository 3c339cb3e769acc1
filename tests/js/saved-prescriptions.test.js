// Named prescriptions: names, merging, and a file that comes back the same or is refused with the reason.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { MAX_FILE_BYTES, parseFile, PrescriptionFileError, toFile } from "../../static/js/prescription/prescription-file.js";
import { cleanName, findSaved, freeName, MAX_NAME, MAX_SAVED, mergeSaved, nameProblem, withEntry, withoutName } from "../../static/js/prescription/saved-prescriptions.js";

const { rules, reads } = JSON.parse(readFileSync(new URL("../shared_cases/prescription_cases.json", import.meta.url)));
const BACK = { name: "Back", prescription: "BL23.60-GV3.30" };
const SIDE = { name: "Right “side”, \\ 肾俞", prescription: "BL40.60r;daily=2;note=Slowly%2E" };

test("saved prescriptions: every text of the shared cases comes back from a file", () => {
  const saved = reads.slice(0, MAX_SAVED).map(({ text, writes }, index) => ({ name: `Case ${index}`, prescription: writes ?? text }));
  assert.deepEqual(parseFile(toFile(saved, "2026-11-28"), rules), saved);
});

test("saved prescriptions: names with quotes, marks and other scripts come back", () => {
  assert.deepEqual(parseFile(`\ufeff${toFile([BACK, SIDE], "2026-11-28")}`, rules), [BACK, SIDE]);
  assert.deepEqual(parseFile(toFile([], "2026-11-28"), rules), []);
});

test("saved prescriptions: the longest file that can be exported can be imported", () => {
  const entry = { name: "n".repeat(MAX_NAME), prescription: "x".repeat(4000) };
  assert.ok(toFile(Array(MAX_SAVED).fill(entry), "2026-11-28").length < MAX_FILE_BYTES);
});

const document = (changes) => JSON.stringify({ "thumbwidth-prescriptions": 1, exported: "2026-11-28", prescriptions: [BACK], ...changes });
const entries = (...prescriptions) => document({ prescriptions });
const REFUSED = {
  "a file that is cut off": [toFile([BACK, SIDE], "2026-11-28").slice(0, 90), /^File: expected JSON; .* Choose a file/],
  "another JSON": ["[1, 2]", /^File: not a file of saved prescriptions\. Choose/],
  "a null": ["null", /^File: not a file of saved prescriptions\. Choose/],
  "a copy of everything": ['{"thumbwidth-backup": 1}', /^File: a copy of everything\. Bring it back in Settings/],
  "a later version": [document({ "thumbwidth-prescriptions": 2 }), /^File: expected version 1 \(found 2\)\. Update/],
  "an unknown field": [document({ more: 1 }), /^File: no such field \(found "more"\)\. Leave/],
  "no list": [document({ prescriptions: {} }), /^File: expected a list/],
  "too many": [entries(...Array(MAX_SAVED + 1).fill(BACK)), /^File: at most 200 prescriptions \(found 201\)\. Leave/],
  "no entry": [entries(BACK, "BL23.60"), /^Prescription 2: expected a name and a prescription \(found "BL23\.60"\)\. Correct/],
  "an entry with more": [entries({ ...BACK, note: "x" }), /^Prescription 1: no such field \(found "note"\)\. Leave/],
  "no name": [entries({ prescription: BACK.prescription }), /^Prescription 1, name: a name is missing\. Give/],
  "a name of spaces": [entries({ ...BACK, name: " \t " }), /^Prescription 1, name: a name is missing\. Give/],
  "a name that is too long": [entries({ ...BACK, name: "n".repeat(MAX_NAME + 1) }), /^Prescription 1, name: at most 60 characters \(found 61\)\. Give/],
  "a name that turns the line round": [entries({ ...BACK, name: "a\u202eb" }), /^Prescription 1, name: a name has visible letters only\. Give/],
  "one name twice": [entries(BACK, { ...SIDE, name: "back" }), /^Prescription 2, name: two prescriptions have it \(found "back"\)\. Give each/],
  "a point that is none": [entries(BACK, { ...SIDE, prescription: "BL99.60" }), /^Prescription 2 \(".*"\), part 1: no such point \(found "BL99"\)\. Correct/],
  "no text": [entries({ ...BACK, prescription: 7 }), /^Prescription 1 \("Back"\): expected the text of a link \(found 7\)\. Correct/],
  "more than a day allows": [entries({ ...BACK, prescription: "GV3.30;daily=9" }), /^Prescription 1 \("Back"\), daily: .*\. Correct/],
};
for (const [name, [content, reason]] of Object.entries(REFUSED)) {
  test(`saved prescriptions: ${name} is refused with thing, rule and remedy`, () => {
    assert.throws(() => parseFile(content, rules), (error) => {
      assert.ok(error instanceof PrescriptionFileError);
      assert.match(error.message, reason);
      assert.ok(error.message.endsWith("."));
      assert.ok(error.message.length < 300);
      return true;
    });
  });
}

test("saved prescriptions: one name means one entry, in any case", () => {
  assert.equal(findSaved([BACK, SIDE], "BACK"), BACK);
  assert.deepEqual(withEntry([BACK, SIDE], { name: "BACK", prescription: "GV3.30" }), [{ name: "BACK", prescription: "GV3.30" }, SIDE]);
  assert.deepEqual(withoutName([BACK, SIDE], "back"), [SIDE]);
});

test("saved prescriptions: a free name keeps to the length and counts on", () => {
  assert.equal(freeName([], "Back"), "Back");
  assert.equal(freeName([BACK], "Back"), "Back (2)");
  assert.equal(freeName([BACK, { ...BACK, name: "Back (2)" }], "Back (2)"), "Back (3)");
  const long = "👍".repeat(MAX_NAME);
  const free = freeName([{ ...BACK, name: long }], long);
  assert.equal(nameProblem(free), null);
  assert.ok(free.endsWith("👍 (2)"));
});

test("saved prescriptions: merging loses nothing, and a second time adds nothing", () => {
  const other = { name: "Back", prescription: "LI4.60" };
  const merged = mergeSaved([BACK], [other, SIDE]);
  assert.deepEqual(merged, [BACK, { ...other, name: "Back (2)" }, SIDE]);
  assert.deepEqual(mergeSaved(merged, [BACK, other, SIDE]), merged);
  const twins = [BACK, { ...BACK, name: "Back (2)" }];
  assert.deepEqual(mergeSaved([], twins), twins);
});

test("saved prescriptions: a name is stored with single spaces", () => {
  assert.equal(cleanName("  Back\t and \n side "), "Back and side");
});
