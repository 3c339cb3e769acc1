// The state of the show page in its fragment: it comes back as it was, and what is not understood changes nothing.
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseState, serializeState } from "../../static/js/drawings/show-state.js";

const DRAWINGS = ["points/GB30", "points/GB30-second", "views/hip"];
const ALL = { skin: true, bones: true, muscles: false, ruler: true, marks: true, labels: true };
const FRESH = { body: undefined, drawing: "points/GB30", side: "both", layers: ALL, scale: 1, middle: undefined };
const read = (text) => parseState(text, DRAWINGS);

test("show state: a fragment of every part is read in any order", () => {
  const state = { body: "male", drawing: "views/hip", side: "left", layers: { ...ALL, bones: false, muscles: true }, scale: 2.4, middle: [120.5, -80.2] };
  const parts = ["male", "views/hip", "left", "no-bones", "muscles", "2.4x@120.5:-80.2"];
  assert.equal(serializeState(state, DRAWINGS), parts.join(","));
  assert.deepEqual(read(parts.join(",")), state);
  assert.deepEqual(read(parts.reverse().join(",")), state);
});

test("show state: what is as on a page opened afresh is not written, but for the body", () => {
  assert.equal(serializeState({ ...FRESH, body: "female", middle: [1, 2] }, DRAWINGS), "female");
  assert.deepEqual(read("female"), { ...FRESH, body: "female" });
  assert.deepEqual(read("male,left,no-bones,2.4x").middle, undefined, "the middle of the sheet");
});

for (const text of ["", "#", "main", "FEMALE", "neuter", "views/foot", "no-", "no-hair", "toString", "no-constructor", "9x", "0.5x", "1x", "8.01x",
  "2.4", "x", "2.4x@1", "2.4x@a:b", "2.4x@1e9:0", "-2x", "Infinityx", "2.4x@1:2:3", "left%2Cright", "<svg>", "male left", "x".repeat(5000)]) {
  test(`show state: ${JSON.stringify(text.slice(0, 20))} changes nothing`, () => {
    assert.deepEqual(read(text), FRESH);
    assert.deepEqual(read(`male,${text},left`), { ...FRESH, body: "male", side: "left" });
  });
}

test("show state: ten thousand states come back as they were", () => {
  let seed = 19;
  const random = (count) => (seed = (seed * 48271) % 2147483647) % count;
  for (let round = 0; round < 10_000; round += 1) {
    const scale = (100 + random(701)) / 100;
    const state = {
      body: ["female", "male"][random(2)], drawing: DRAWINGS[random(3)], side: ["left", "right", "both"][random(3)],
      layers: Object.fromEntries(Object.keys(ALL).map((name) => [name, random(2) === 1])),
      scale, middle: scale > 1 ? [(random(20_001) - 10_000) / 10, (random(20_001) - 10_000) / 10] : undefined,
    };
    assert.deepEqual(read(serializeState(state, DRAWINGS)), state);
  }
});
