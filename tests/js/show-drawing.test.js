// What the show page computes: the words and places of a mirrored sheet, and the part of a sheet that the screen shows.
import assert from "node:assert/strict";
import { test } from "node:test";
import { mirrorPlace, swapSides, turnArrow } from "../../static/js/drawings/mirror-drawing.js";
import { seenPart } from "../../static/js/drawings/viewbox-zoom.js";

test("mirror: a title names the other side wherever it names one", () => {
  assert.equal(swapSides("Right hip, lying on the left side, seen from behind"), "Left hip, lying on the right side, seen from behind");
  assert.equal(swapSides("Left knee"), "Right knee");
  assert.equal(swapSides("Brightness, leftover"), "Brightness, leftover");
});

test("mirror: the arrow of an edge word changes ends, other words stay", () => {
  assert.equal(turnArrow("← inner side"), "inner side →");
  assert.equal(turnArrow("inner side →"), "← inner side");
  assert.equal(turnArrow("½"), "½");
});

test("mirror: a place moves to the other half of the sheet, and back", () => {
  assert.deepEqual(mirrorPlace("-100 -50 60 80", [-90, 7]), [-50, 7]);
  assert.deepEqual(mirrorPlace("-100 -50 60 80", mirrorPlace("-100 -50 60 80", [-43.25, 7])), [-43.25, 7]);
  assert.deepEqual(mirrorPlace("-100 -50 60 80", [-70, 7]), [-70, 7], "the middle stays");
});

const SHEET = { x: 100, y: 200, width: 60, height: 80 };
const MIDDLE = [130, 240];

test("seen part: the whole sheet where nothing is enlarged, on a screen of any shape", () => {
  for (const size of [[300, 900], [900, 300], [600, 800]]) {
    assert.deepEqual(seenPart(SHEET, 1, MIDDLE, { inner: size, outer: size.map((px) => px + 16) }), [100, 200, 60, 80]);
  }
});

test("seen part: an enlarged drawing reaches as far as the screen, not as far as its own shape", () => {
  const wide = { inner: [800, 400], outer: [800, 400] }; // at 2×, 40 mm of the sheet in 400 px
  assert.deepEqual(seenPart(SHEET, 2, MIDDLE, wide), [100, 220, 60, 40]);
  const upright = { inner: [300, 800], outer: [300, 800] }; // 30 mm in 300 px
  assert.deepEqual(seenPart(SHEET, 2, MIDDLE, upright), [115, 200, 30, 80]);
});

test("seen part: nothing beyond the sheet, where it was moved half off the screen", () => {
  assert.deepEqual(seenPart(SHEET, 2, [100, 240], { inner: [600, 800], outer: [600, 800] }), [100, 220, 15, 40]);
});
