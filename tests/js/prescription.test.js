// The link of a prescription, by the table that Python reads too. The joining is compared with the service's answers
// in tests/web/test_prescription.py.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { buildSteps, cleanNote, describeExcess, describeFrequency, itemLabel, maxDaily, normalise, noteLength, parse, parseReadable, pointsText, pressedSeconds, serialize, SpecError, totalSeconds } from "../../static/js/prescription/prescription.js";

const { rules, reads, refused } = JSON.parse(readFileSync(new URL("../shared_cases/prescription_cases.json", import.meta.url)));

for (const { text, items, daily, weeks, note, writes } of reads) {
  test(`prescription: ${JSON.stringify(text.slice(0, 60))} reads as it says, and is written again`, () => {
    const said = { items: items.map(([code, seconds, side, position]) => ({ code, seconds, ...(side && { side }), ...(position && { position }) })), daily, weeks, note };
    assert.deepEqual(parse(text, rules), said);
    assert.equal(serialize(said), writes ?? text);
    assert.deepEqual(parse(serialize(said), rules), said);
  });
}

for (const { name, text, times = 1, part, rule = "" } of refused) {
  test(`prescription: ${name} is refused, naming ${part}`, () => {
    assert.throws(() => parse(text.repeat(times), rules), (error) => {
      assert.ok(error instanceof SpecError);
      assert.equal(error.part, part);
      assert.ok(error.message.includes(rule), error.message);
      assert.ok(error.message.length < 200);
      return true;
    });
  });
}

const CARRIED = "BL23.60-GV3.45;daily=2;note=Slowly%2C%20please%2E";
const DONE_TO_IT = {
  "nothing": CARRIED,
  "encoded once more": encodeURIComponent(CARRIED),
  "a full stop after it": `${CARRIED}.`,
  "a bracket and a comma after it": `${CARRIED}),`,
  "a tracking field": `${CARRIED}&fbclid=IwAR0_a-b`,
  "two tracking fields": `${CARRIED}?utm_source=mail&utm_medium=x`,
  "a tracking field after a semicolon": `${CARRIED};utm_source=mail`,
  "typographic dashes and spaces": CARRIED.replace("-", " \u2013 "),
  "an encoded dash and encoded spaces": CARRIED.replace("-", "%20%E2%80%93%20"),
  "names of fields in capitals": CARRIED.replace("daily", "DAILY").replace("note", " Note"),
  "small letters": CARRIED.replace("BL23", "bl23").replace("GV3", "gv3"),
};
for (const [name, text] of Object.entries(DONE_TO_IT)) {
  test(`prescription: a link survives ${name}`, () => assert.equal(normalise(text), CARRIED));
}

test("prescription: what is more than advised is named, by point and side, and by day", () => {
  const excess = (text) => describeExcess(parse(text, rules), rules);
  for (const text of ["BL40.90", "BL40.90l-BL40.90r", "BL40.45-BL40.45", "BL23.180-BL40.60;daily=3", "heat.900;daily=3"]) {
    assert.deepEqual(excess(text).filter((one) => one.startsWith("BL40")), [], text);
  }
  assert.deepEqual(excess("BL40.90r-BL40.60"), ["BL40 adds up to 2 min 30 s on one side. This guide advises 1 min 30 s at most."]);
  assert.deepEqual(excess("GV3.180;daily=3"), []);
  assert.deepEqual(excess("BL23.180-LI4.180;daily=3"), ["The pressing adds up to 36 minutes a day. This guide advises 27 minutes at most."]);
});

test("prescription: the composer takes over what can be read, and names the rest", () => {
  const { prescription, leftOut } = parseReadable("BL23.60r-heat-BL99.60-GV3.45;dose=1;daily=9;note=hey", rules);
  assert.equal(serialize(prescription), "BL23.60r-GV3.45;note=hey");
  assert.deepEqual(leftOut.map(({ part }) => part), ["part 2", "part 2", "field 1", "daily"]);
  assert.deepEqual(parseReadable(CARRIED, rules), { prescription: parse(CARRIED, rules), leftOut: [] });
  for (const text of ["", "hello", "BL99.60;note=hey", "BL23.180-".repeat(9) + "BL23.180"]) assert.throws(() => parseReadable(text, rules), SpecError);
});

test("prescription: capitals become small letters, but for codes", () => {
  assert.equal(normalise("BL23.60R~SEATED-Heat.300-MOVE.Stand-Up-Break;note=As%20It%20Is"), "BL23.60r~seated-heat.300-move.stand-up-break;note=As%20It%20Is");
});

test("prescription: what is not a link's text stays refused", () => {
  for (const text of ["%", "%E0%A4", "hello", "BL23", "BL23.60&x=1"]) assert.throws(() => parse(normalise(text), rules), SpecError);
});

test("prescription: a step without a point limits the times a day, as stated and where none are", () => {
  const often = (text) => {
    const read = parse(text, rules);
    return [maxDaily(read.items, rules), describeFrequency(read, rules)];
  };
  assert.deepEqual(often("GV3.30"), [3, ""]);
  assert.deepEqual(often("GV3.30-heat.300-move.stand-up-break"), [3, ""]);
  assert.deepEqual(often("GV3.30-move.gentle-movement;weeks=2"), [2, "at most twice a day, for 2 weeks"]);
  assert.deepEqual(often("move.gentle-movement-move.gentle-movement"), [1, "at most once a day"]);
  assert.deepEqual(often("move.gentle-movement;daily=1"), [2, "once a day"]);
  assert.throws(() => parse("move.gentle-movement;daily=3", rules), /Gentle movement is done at most 2 times a day \(found 3\)/);
});

test("prescription: what a server may be told is the points alone", () => {
  const one = { items: [{ code: "BL23", seconds: 90 }, { code: "GV3", seconds: 30 }], daily: 2, weeks: 3, note: "secret" };
  assert.equal(pointsText(one), "BL23.90-GV3.30");
});

test("prescription: seconds are what is pressed on each side, and the time between", () => {
  const items = [{ code: "BL23", seconds: 90 }, { code: "GV3", seconds: 30 }];
  assert.equal(pressedSeconds(items, rules), 2 * 90 + 30);
  assert.equal(totalSeconds(items, rules), 2 * 90 + 30 + rules.points.BL23.rest + rules.points.GV3.rest);
});

test("prescription: one side takes half the seconds, and says so", () => {
  const items = [{ code: "BL23", seconds: 90, side: "right" }, { code: "BL40", seconds: 60, side: "left", position: "x" }];
  assert.equal(pressedSeconds(items, rules), 90 + 60);
  assert.equal(totalSeconds(items, rules), 90 + 60 + 20 + 20);
  assert.deepEqual(items.map((item) => itemLabel(item, rules)), ["BL23 right", "BL40 left"]);
  assert.equal(pointsText({ items }), "BL23.90r-BL40.60l~x");
});

test("prescription: whatever is typed or pasted as a note can be written and read", () => {
  for (const typed of ["a\tb", "a\r\nb", "a\u0000b\u202ec\u2028", "  a ", "\ud83d", "\ufeffa", "50 % of it; slowly = well"]) {
    const note = cleanNote(typed);
    assert.equal(parse(serialize({ items: [{ code: "GV3", seconds: 30 }], note }), rules).note, note);
  }
  assert.equal(cleanNote("a\r\n\tb"), "a\n b");
  assert.equal(noteLength("👍👍"), 2);
});

test("prescription: a place that comes again has placements of its own", () => {
  const documents = { GV3: { placements: [
    { kind: "ready", placement: "GV3.midline", seconds: 15 },
    { kind: "press", placement: "GV3.midline", seconds: 60 },
  ] } };
  const steps = buildSteps([{ code: "GV3", seconds: 30 }, { code: "GV3", seconds: 45 }], documents);
  assert.deepEqual(steps.map(({ placement, seconds }) => [placement, seconds]),
    [["GV3.midline", 15], ["GV3.midline", 30], ["GV3.midline.2", 15], ["GV3.midline.2", 45]]);
});
