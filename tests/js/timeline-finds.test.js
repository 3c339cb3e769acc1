// Steps whose clock stops until the place is found, and the switch that lets each step wait.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as time from "../../static/js/session/timeline.js";

const START = 1_800_000_000_000;
const at = (seconds) => START + seconds * 1000;
const FINDS = [1, 3];
const withFinds = (finds = FINDS) => time.createPlayback([15, 20, 60, 20, 60], START, false, finds);
const where = (playback, seconds) => {
  const { index, into, finding, done } = time.positionAt(playback, at(seconds));
  return { index, into: into / 1000, finding, done };
};

test("finds: a playback without find steps has none", () => {
  assert.deepEqual(time.createPlayback([15], START).finds, []);
  assert.equal(time.positionAt(time.createPlayback([15, 60], START), START).finding, false);
});

test("finds: the clock stops at the start of a find step, however long it takes", () => {
  assert.deepEqual(where(withFinds(), 14.5), { index: 0, into: 14.5, finding: false, done: false });
  assert.deepEqual(where(withFinds(), 15), { index: 1, into: 0, finding: true, done: false });
  assert.deepEqual(where(withFinds(), 4000), { index: 1, into: 0, finding: true, done: false });
});

test("finds: a session may begin with a find step", () => {
  assert.deepEqual(where(withFinds([0]), 30), { index: 0, into: 0, finding: true, done: false });
});

test("finds: once the place is found the clock runs on to the next find step", () => {
  const found = time.goToStep(withFinds(), 2, at(100));
  assert.deepEqual(where(found, 130), { index: 2, into: 30, finding: false, done: false });
  assert.deepEqual(where(found, 160), { index: 3, into: 0, finding: true, done: false });
  assert.deepEqual(where(found, 9000), { index: 3, into: 0, finding: true, done: false });
});

test("finds: after the last find step the session runs to its end", () => {
  const last = time.goToStep(withFinds(), 4, at(300));
  assert.deepEqual(where(last, 330), { index: 4, into: 30, finding: false, done: false });
  assert.deepEqual(where(last, 360), { index: 4, into: 60, finding: false, done: true });
});

test("finds: going back to a find step stops there again", () => {
  const back = time.goToStep(time.goToStep(withFinds(), 4, at(300)), 1, at(310));
  assert.deepEqual(where(back, 900), { index: 1, into: 0, finding: true, done: false });
});

test("finds: frames count up, and start anew with a step", () => {
  const second = time.nextFrame(withFinds());
  assert.deepEqual(second, { ...withFinds(), frame: 1 });
  assert.equal(time.goToStep(second, 3, at(20)).frame, 0);
});

test("waiting: switched on in a step, the playback stops at the end of that step", () => {
  const waits = time.setWait(time.createPlayback([15, 60, 5], START), true, at(20));
  assert.equal(waits.wait, true);
  assert.deepEqual(where(waits, 50), { index: 1, into: 35, finding: false, done: false });
  const { index, left, waiting, done } = time.positionAt(waits, at(900));
  assert.deepEqual({ index, left, waiting, done }, { index: 1, left: 0, waiting: true, done: false });
});

test("waiting: switched off, the playback goes on by itself", () => {
  const waits = time.setWait(time.createPlayback([15, 60, 5], START), true, at(20));
  const goesOn = time.setWait(time.goToStep(waits, 2, at(90)), false, at(91));
  assert.equal(goesOn.held, 2);
  assert.deepEqual(where(goesOn, 96), { index: 2, into: 5, finding: false, done: true });
});
