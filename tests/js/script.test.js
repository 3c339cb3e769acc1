// What a step shows and says at a moment, and which steps wait to be found (static/js/session/script.js, timeline.js).
import assert from "node:assert/strict";
import { test } from "node:test";
import * as script from "../../static/js/session/script.js";
import * as time from "../../static/js/session/timeline.js";

const PRESS = {
  kind: "press", placement: "A.left", instruction: "whole",
  shown: [{ anchor: "start", offset: 0, text: "in" }, { anchor: "start", offset: 10, text: "hold" }, { anchor: "end", offset: -10, text: "off" }],
  speech: [
    { anchor: "start", offset: 0, text: "in", least: 0, general: false },
    { anchor: "start", offset: 10, text: "ache", least: 0, general: true },
    { anchor: "start", offset: 22, text: "breathe", least: 60, general: false },
  ],
};

test("script: a sentence stands until the next begins", () => {
  const at = (seconds) => script.sentence(PRESS, seconds * 1000, 60_000);
  assert.deepEqual([0, 9, 10, 49, 50, 60].map(at), ["in", "in", "hold", "hold", "off", "off"]);
  assert.equal(script.sentence({ instruction: "whole" }, 0, 1000), "whole");
});

test("script: a short press leaves out the further lines, an adaptation takes the general sentence's place", () => {
  const texts = (...given) => script.speechOf(PRESS, ...given).map(({ text }) => text);
  assert.deepEqual(texts(60_000), ["in", "ache", "breathe"]);
  assert.deepEqual(texts(30_000), ["in", "ache"]);
  assert.deepEqual(texts(60_000, ["Lightly.", "No ball."]), ["in", "Lightly. No ball.", "breathe"]);
});

test("script: a later press of a point is said in fewer lines, with what the answers change and every warning", () => {
  const speech = [
    { anchor: "start", offset: 0, text: "in" },
    { anchor: "start", offset: 10, text: "ache", general: true, occasion: "first" },
    { anchor: "start", offset: 10, text: "as before", general: true, occasion: "again" },
    { anchor: "start", offset: 22, text: "breathe", occasion: "first" },
    { anchor: "half", offset: 8, text: "let go", occasion: "" },
  ];
  const texts = (...given) => script.speechOf({ speech }, 60_000, ...given).map(({ text }) => text);
  assert.deepEqual(texts(), ["in", "ache", "breathe", "let go"]);
  assert.deepEqual(texts([], true), ["in", "as before", "let go"]);
  assert.deepEqual(texts(["Lightly."], true), ["in", "Lightly.", "let go"]);
});

test("script: what the answers change is the last frame of finding, and is not told once nothing is pressed", () => {
  const plan = { steps: [], instructions: { "A.left": ["Lightly."] } };
  const ready = { kind: "ready", placement: "A.left", frames: [{ text: "one", note: "", speech: ["One."] }] };
  assert.deepEqual(script.framesOf(plan, ready).map(({ speech }) => speech), [["One."], ["Lightly."]]);
  assert.deepEqual(script.framesOf({ ...plan, instructions: {} }, ready), ready.frames);
  assert.deepEqual(script.adaptationsOf(plan, { kind: "release", placement: "A.left" }), []);
});

test("script: each place and side waits once to be found, unless it was met", () => {
  const step = (kind, point, side) => ({ kind, point, side, frames: [{}] });
  const steps = [step("ready", "A", "left"), step("press", "A", "left"), step("switch", "A", "right"), step("ready", "B", "left"),
    step("ready", "A", "left"), { kind: "rest" }];
  assert.deepEqual(script.findSteps(steps, new Set()), [0, 2, 3]);
  assert.deepEqual(script.findSteps(steps, new Set(["A"])), [3]);
});

const START = 1_800_000_000_000;
const at = (seconds) => START + seconds * 1000;
const where = (run, seconds) => {
  const { index, into, finding, done } = time.positionAt(run, at(seconds));
  return [index, into / 1000, finding, done];
};

test("timeline: a step that waits to be found stands at its start until the person moves on", () => {
  let run = time.createPlayback([15, 60, 5, 15, 60], START, false, [0, 3]);
  assert.deepEqual(where(run, 500), [0, 0, true, false]);
  run = time.goToStep(run, 1, at(500));
  assert.deepEqual(where(run, 500), [1, 0, false, false]);
  assert.deepEqual(where(run, 565), [3, 0, true, false]);
  assert.deepEqual(where(run, 5000), [3, 0, true, false]);
  assert.equal(time.observe(run, at(570)).run.spent[3], 0);
  assert.deepEqual(where(time.goToStep(run, 4, at(600)), 660), [4, 60, false, true]);
});

test("timeline: back at a step that waited, it waits again; a pause changes nothing", () => {
  let run = time.goToStep(time.createPlayback([15, 60], START, false, [0]), 1, at(10));
  run = time.goToStep(run, 0, at(30));
  assert.deepEqual(where(run, 90), [0, 0, true, false]);
  run = time.resume(time.pause(run, at(90)), at(900));
  assert.deepEqual(where(run, 999), [0, 0, true, false]);
});

test("timeline: frames are counted, and begin anew with each step", () => {
  const run = time.nextFrame(time.nextFrame(time.createPlayback([15, 60], START, false, [0])));
  assert.equal(run.frame, 2);
  assert.equal(time.goToStep(run, 1, at(1)).frame, 0);
});

test("timeline: who asks for it is waited for from the step that is playing", () => {
  const run = time.setWait(time.createPlayback([15, 60, 5], START), true, at(20));
  assert.deepEqual(where(run, 500), [1, 60, false, false]);
  assert.equal(time.positionAt(run, at(500)).waiting, true);
  assert.deepEqual(where(time.setWait(run, false, at(500)), 501), [2, 1, false, false]);
});
