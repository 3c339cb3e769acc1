// The last moment and the first: ends of steps and runs, absences, lengths of a press (static/js/session/timeline.js).
import assert from "node:assert/strict";
import { test } from "node:test";
import * as time from "../../static/js/session/timeline.js";

const START = 1_800_000_000_000;
const at = (seconds) => START + seconds * 1000;
const run = (wait = false) => time.createPlayback([15, 60, 5], START, wait);

test("timeline: a run goes on by itself unless it is asked to wait", () => {
  assert.equal(time.createPlayback([15, 60], START).wait, false);
  assert.equal(time.positionAt(time.createPlayback([15, 60], START), at(20)).index, 1);
  assert.equal(time.positionAt(time.createPlayback([15, 60], START, true), at(20)).index, 0);
});

test("timeline: at its end a run stands at the end of its last step", () => {
  for (const seconds of [80, 81, 5000]) {
    const found = time.positionAt(run(), at(seconds));
    assert.deepEqual(found, { index: 2, into: 5000, left: 0, waiting: false, finding: false, done: true, played: 80_000, total: 80_000 });
  }
  const ended = time.positionAt(time.goToStep(run(true), 3, at(1)), at(1));
  assert.deepEqual(ended, { index: 2, into: 5000, left: 0, waiting: false, finding: false, done: true, played: 80_000, total: 80_000 });
});

test("timeline: a run waits only at the end of a step, and not when it is over", () => {
  assert.equal(time.positionAt(run(true), at(14.999)).waiting, false);
  assert.equal(time.positionAt(run(true), at(15)).waiting, true);
  assert.equal(time.positionAt(run(true), at(500)).waiting, true);
  for (const seconds of [0, 15, 75, 80]) assert.equal(time.positionAt(run(), at(seconds)).waiting, false);
  assert.equal(time.positionAt(time.goToStep(run(true), 3, at(20)), at(20)).waiting, false);
});

test("timeline: two minutes away are played on, a moment more is not", () => {
  const long = time.createPlayback([600], START);
  const gone = (milliseconds) => time.observe(long, START + milliseconds);
  assert.equal(gone(120_000).away, false);
  assert.equal(gone(120_000).run.pausedAt, null);
  assert.equal(gone(120_001).away, true);
  assert.equal(gone(120_001).run.pausedAt, START);
});

test("timeline: an absence of twenty seconds may end a run, a moment more may not", () => {
  const nearly = time.observe(run(), at(10)).run;
  const before = time.observe(nearly, at(65)).run;
  assert.equal(time.observe(before, at(85)).away, false);
  const more = time.observe(before, at(85) + 1);
  assert.equal(more.away, true);
  assert.equal(more.run.pausedAt, at(65));
  const over = time.observe(before, at(80)).run;
  assert.equal(time.observe(over, at(110)).away, false); // it was over before anybody went
});

test("timeline: neither a pause nor a clock set back is an absence", () => {
  const paused = time.pause(run(), at(20));
  assert.deepEqual(time.observe(paused, at(5000)), { run: { ...paused, seen: at(5000) }, away: false });
  const seen = time.observe(run(), at(30)).run;
  const back = time.observe(seen, at(10));
  assert.equal(back.away, false);
  assert.equal(time.positionAt(back.run, at(10)).played, 30_000);
});

test("timeline: going on with what goes on changes nothing", () => {
  const one = run();
  assert.deepEqual(time.resume(one, at(30)), one);
  const paused = time.pause(one, at(20));
  assert.deepEqual(time.pause(paused, at(50)), paused);
  assert.equal(time.resume(paused, at(50)).pausedAt, null);
});

test("timeline: a press takes the chosen length within its bounds", () => {
  const press = { kind: "press", seconds: 60, bounds: { min: 30, max: 90 } };
  for (const [chosen, seconds] of [[45, 45], [30, 30], [29, 30], [90, 90], [91, 90], [0, 60], [undefined, 60], [NaN, 60]]) {
    assert.deepEqual(time.withLength(press, chosen), { ...press, seconds });
  }
  const rest = { kind: "rest", seconds: 120 };
  assert.equal(time.withLength(rest, 45), rest);
  assert.equal(press.seconds, 60);
});
