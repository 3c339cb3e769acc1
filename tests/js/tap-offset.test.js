// What the phone works out of a view's published numbers, and which part of a sheet a zoomed drawing shows.
import assert from "node:assert/strict";
import { test } from "node:test";
import { describeOffset, nearestMark, tapOffset } from "../../static/js/drawings/tap-offset.js";
import { visiblePart, zoomCentre } from "../../static/js/drawings/viewbox-zoom.js";

// A back ruler of 20 mm to the cun, a finger-cun of 30 mm, and vertebrae 36 mm apart.
const right = {
  code: "BL23", side: "right", at: [30, -100], zone: [12, 34],
  axes: [
    { unit: "B-cun", ruler: "back", over: "too far out", under: "too near the midline" },
    { unit: "finger-cun", ruler: "", over: "too low", under: "too high", levels: 30 / 36 },
  ],
  per_cun: [[1 / 20, 0], [0, 1 / 30]],
};
const left = { ...right, side: "left", at: [-30, -100], per_cun: [[-1 / 20, 0], [0, 1 / 30]] };
const other = { ...right, code: "GV3", side: "midline", at: [0, -50] };
const told = (target, tap) => describeOffset(target, tapOffset(target, tap).cun);

test("offset: each direction is measured on its own ruler and said in its own words", () => {
  assert.equal(told(right, [42, -109]), "0.6 B-cun too far out, 0.3 finger-cun too high (0.3 of a vertebra)");
  assert.equal(told(left, [-20, -70]), "0.5 B-cun too near the midline, 1.0 finger-cun too low (0.8 of a vertebra)");
});

test("offset: what rounds to nothing is not said, and nothing at all is right on the place", () => {
  assert.equal(told(right, [30.4, -100]), "Right on the place");
  assert.equal(told(right, [35, -100.5]), "0.3 B-cun too far out");
});

test("offset: the zone is an ellipse", () => {
  assert.equal(tapOffset(right, [30, -70]).inside, true);
  assert.equal(tapOffset(right, [41, -100]).inside, true);
  assert.equal(tapOffset(right, [41, -70]).inside, false);
});

test("offset: the nearer side counts, and only the point that was asked for", () => {
  assert.equal(nearestMark([left, right, other], "BL23", [-1, -90]).side, "left");
  assert.equal(nearestMark([left, right, other], "BL23", [2, -50]).side, "right");
  assert.equal(nearestMark([left, right], "LI4", [0, 0]), null);
});

const sheet = { x: -100, y: 0, width: 200, height: 100 };

test("zoom: the place under the finger stays under it", () => {
  const [place, middle] = [[40, 80], [0, 50]];
  const next = zoomCentre(place, middle, 1, 2);
  const share = ({ box }) => place.map((value, axis) => (value - box[axis]) / box[2 + axis]);
  const [before, after] = [visiblePart(sheet, 1, middle), visiblePart(sheet, 2, next)].map(share);
  before.forEach((value, axis) => assert.ok(Math.abs(value - after[axis]) < 1e-9));
});

test("zoom: however far it is moved, the middle stays on the sheet", () => {
  assert.deepEqual(visiblePart(sheet, 4, [900, -900]).middle, [100, 0]);
  assert.deepEqual(visiblePart(sheet, 1, [0, 50]).box, [-100, 0, 200, 100]);
});
