// Where a session is, whatever the clock and the phone do.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as time from "../../static/js/session/timeline.js";

const START = 1_800_000_000_000;
const at = (seconds) => START + seconds * 1000;
const run = (wait = false) => time.createPlayback([15, 60, 5], START, wait);
const where = (one, seconds) => {
  const { index, into, left, done } = time.positionAt(one, at(seconds));
  return { index, into: into / 1000, left: left / 1000, done };
};
/** Look every second, as a page that is not disturbed does. */
function watch(one, from, to) {
  for (let second = from; second <= to; second += 1) one = time.observe(one, at(second)).run;
  return one;
}

test("timeline: a step lasts exactly its seconds", () => {
  assert.deepEqual(where(run(), 0), { index: 0, into: 0, left: 15, done: false });
  assert.deepEqual(where(run(), 14.999), { index: 0, into: 14.999, left: 0.001, done: false });
  assert.deepEqual(where(run(), 15), { index: 1, into: 0, left: 60, done: false });
  assert.deepEqual(where(run(), 79.5), { index: 2, into: 4.5, left: 0.5, done: false });
  assert.equal(where(run(), 80).done, true);
});

test("timeline: looking late, seldom or a thousand times changes nothing", () => {
  const seldom = time.observe(run(), at(42)).run;
  const often = watch(run(), 0, 42);
  assert.deepEqual(where(seldom, 42), where(often, 42));
});

test("timeline: a pause takes no time, however long", () => {
  let one = time.pause(run(), at(20));
  assert.deepEqual(where(one, 5000), where(run(), 20));
  one = time.resume(one, at(5000));
  assert.deepEqual(where(one, 5010), where(run(), 30));
  assert.deepEqual(time.pause(time.pause(one, at(5010)), at(6000)), time.pause(one, at(5010)));
});

test("timeline: next and back go to the start of a step, also while paused", () => {
  assert.deepEqual(where(time.goToStep(run(), 1, at(3)), 3), { index: 1, into: 0, left: 60, done: false });
  assert.deepEqual(where(time.goToStep(run(), -1, at(3)), 3), { index: 0, into: 0, left: 15, done: false });
  assert.equal(where(time.goToStep(run(), 3, at(3)), 3).done, true);
  const paused = time.goToStep(time.pause(run(), at(3)), 2, at(9));
  assert.deepEqual(where(paused, 100), { index: 2, into: 0, left: 5, done: false });
  assert.deepEqual(where(time.resume(paused, at(100)), 102), { index: 2, into: 2, left: 3, done: false });
});

test("timeline: fifteen seconds more lengthen this step and leave the place in it", () => {
  const longer = time.extendStep(run(), 15, at(20));
  assert.deepEqual(where(longer, 20), { index: 1, into: 5, left: 70, done: false });
  assert.equal(where(longer, 94).done, false);
  assert.equal(where(longer, 95).done, true);
  const paused = time.extendStep(time.pause(run(), at(20)), 15, at(60));
  assert.deepEqual(where(paused, 90), { index: 1, into: 5, left: 70, done: false });
});

test("timeline: a short absence goes on, a long one stops where it was last seen", () => {
  const long = time.createPlayback([600, 600], START);
  const short = time.observe(watch(long, 0, 30), at(61));
  assert.equal(short.away, false);
  assert.equal(where(short.run, 61).into, 61);
  const away = time.observe(watch(long, 0, 30), at(3630));
  assert.equal(away.away, true);
  assert.deepEqual(where(away.run, 3630), { index: 0, into: 30, left: 570, done: false });
  assert.equal(where(time.resume(away.run, at(3640)), 3645).into, 35);
});

test("timeline: an absence does not finish a session silently", () => {
  const away = time.observe(watch(run(), 0, 40), at(90));
  assert.equal(away.away, true);
  assert.deepEqual(where(away.run, 90), { index: 1, into: 25, left: 35, done: false });
  const watched = time.observe(watch(run(), 0, 79), at(80));
  assert.equal(watched.away, false);
  assert.equal(where(watched.run, 80).done, true);
});

test("timeline: a clock set back takes nothing back", () => {
  const before = watch(run(), 0, 40);
  const after = time.observe(before, at(-3560)).run;
  assert.deepEqual(where(after, -3560), where(before, 40));
  assert.deepEqual(where(after, -3555), where(before, 45));
});

test("timeline: a clock set forward is an absence", () => {
  const jumped = time.observe(watch(run(), 0, 40), at(40 + 86_400));
  assert.equal(jumped.away, true);
  assert.equal(where(jumped.run, 40 + 86_400).into, 25);
});

test("timeline: a clock set back during a pause loses nothing", () => {
  const paused = time.pause(watch(run(), 0, 40), at(40));
  const back = time.observe(paused, at(-100)).run;
  assert.deepEqual(where(time.resume(back, at(-90)), -85), where(run(), 45));
});

test("timeline: a saved run goes on after a reload", () => {
  const saved = JSON.parse(JSON.stringify(watch(run(), 0, 30)));
  assert.deepEqual(where(time.observe(saved, at(33)).run, 33), where(run(), 33));
});

test("timeline: waiting for the person never moves on by itself", () => {
  let one = run(true);
  assert.deepEqual(where(one, 100), { index: 0, into: 15, left: 0, done: false });
  assert.equal(time.positionAt(one, at(100)).waiting, true);
  one = time.goToStep(one, 1, at(100));
  assert.deepEqual(where(one, 110), { index: 1, into: 10, left: 50, done: false });
  one = time.goToStep(time.goToStep(one, 2, at(110)), 3, at(111));
  assert.equal(where(one, 111).done, true);
});

test("timeline: while waiting, fifteen more seconds count from where the step stands", () => {
  const one = time.extendStep(run(true), 15, at(100));
  assert.deepEqual(where(one, 100), { index: 0, into: 15, left: 15, done: false });
});

test("timeline: the clock reads m:ss and rounds up", () => {
  assert.equal(time.formatClock(60_000), "1:00");
  assert.equal(time.formatClock(59_999), "1:00");
  assert.equal(time.formatClock(59_000), "0:59");
  assert.equal(time.formatClock(1), "0:01");
  assert.equal(time.formatClock(0), "0:00");
  assert.equal(time.formatClock(754_000), "12:34");
});

test("timeline: a cue lies inside its step at every length", () => {
  for (const seconds of [5, 15, 30, 180]) {
    for (const anchor of ["start", "half", "end"]) {
      for (const offset of [-10, -3, 0, 10]) {
        const moment = time.cueTime({ anchor, offset }, seconds * 1000);
        assert.ok(moment >= 0 && moment <= seconds * 1000);
      }
    }
  }
  assert.equal(time.cueTime({ anchor: "half", offset: 0 }, 60_000), 30_000);
  assert.equal(time.cueTime({ anchor: "end", offset: -10 }, 60_000), 50_000);
});

const spent = (one) => one.spent.map((milliseconds) => milliseconds / 1000);

test("timeline: what was really played is counted by step, without skips, pauses and absences", () => {
  let one = watch(run(), 0, 20);
  assert.deepEqual(spent(one), [15, 5, 0]);
  one = time.goToStep(time.observe(one, at(21)).run, 2, at(21));
  assert.deepEqual(spent(one), [15, 6, 0]);
  one = time.pause(time.observe(one, at(23)).run, at(23));
  one = time.resume(time.observe(one, at(500)).run, at(500));
  one = time.observe(one, at(501)).run;
  assert.deepEqual(spent(one), [15, 6, 3]);
  assert.deepEqual(spent(time.observe(time.goToStep(one, 0, at(501)), at(5000)).run), [15, 6, 3]);
});

test("timeline: going back over a step counts it twice, for it was pressed twice", () => {
  const again = time.goToStep(watch(run(), 0, 40), 1, at(40));
  assert.deepEqual(spent(watch(again, 41, 50)), [15, 35, 0]);
});

test("timeline: a step that waits for the person is not counted longer than it is", () => {
  assert.deepEqual(spent(watch(run(true), 0, 100)), [15, 0, 0]);
});

test("timeline: a clock that jumps adds nothing that was not played", () => {
  const back = watch(time.observe(watch(run(), 0, 10), at(-100)).run, -99, -97);
  assert.deepEqual(spent(back), [13, 0, 0]);
  assert.deepEqual(spent(time.observe(back, at(86_400)).run), [13, 0, 0]);
});

test("timeline: no step is made longer than its bounds, nor a session than its limit, nor warmth and cold at all", () => {
  const bounds = { min: 30, max: 180 };
  assert.equal(time.canExtend({ kind: "press", bounds }, 165_000, 600_000, 1800), true);
  assert.equal(time.canExtend({ kind: "press", bounds }, 166_000, 600_000, 1800), false);
  assert.equal(time.canExtend({ kind: "rest" }, 60_000, 1_785_000, 1800), true);
  assert.equal(time.canExtend({ kind: "rest" }, 60_000, 1_786_000, 1800), false);
  assert.equal(time.canExtend({ kind: "press", bounds }, 60_000, 1_790_000, 1800), false);
  for (const kind of ["heat", "cold"]) assert.equal(time.canExtend({ kind }, 900_000, 1_000_000, 1800), false);
});
