// The controls of the lock screen and of headphones (static/js/session/lock-screen.js), with a recorder in place of the
// browser's Media Session: what each of them taps, what the lock screen shows, and that nothing is left at the end.
import assert from "node:assert/strict";
import { test } from "node:test";

const UNKNOWN = "previoustrack"; // an action that a second browser refuses
const handlers = new Map();
let refuses = null;
const session = {
  metadata: null,
  playbackState: "none",
  setActionHandler(name, act) {
    if (name === refuses) throw new TypeError(`${name} is not known`);
    handlers.set(name, act);
  },
};
class Metadata {
  constructor(told) {
    Object.assign(this, told);
  }
}

const taps = [];
const element = (id) => ({ id, hidden: false, dataset: {}, click: () => taps.push(id), addEventListener() {}, classList: { toggle() {}, add() {}, remove() {} } });
const elements = {};
globalThis.document = {
  getElementById: (id) => (elements[id] ??= element(id)),
  querySelector: (selector) => element(selector),
  querySelectorAll: () => [],
  addEventListener() {},
  documentElement: element("html"),
  body: element("body"),
};
globalThis.window = globalThis;
globalThis.MediaMetadata = Metadata;
Object.defineProperty(globalThis, "navigator", { value: { mediaSession: session }, configurable: true });
globalThis.matchMedia = () => ({ matches: false, addEventListener() {} });
globalThis.IntersectionObserver = globalThis.ResizeObserver = class {
  observe() {}
};

const { releaseControls, takeControls, update } = await import("../../static/js/session/lock-screen.js");

/** What the page has tapped when the lock screen is tapped. */
function tapped(name) {
  taps.length = 0;
  handlers.get(name)();
  return [...taps];
}

test("lock screen: play and pause tap the one button only where it does what they say", () => {
  takeControls();
  elements.pause.dataset.act = "pause";
  assert.deepEqual([tapped("pause"), tapped("play")], [["pause"], []]);
  elements.pause.dataset.act = "resume";
  assert.deepEqual([tapped("pause"), tapped("play")], [[], ["pause"]]);
});

test("lock screen: the next track is the next step, or Found it where a place is looked for; the one before is Again", () => {
  takeControls();
  elements.found.hidden = true;
  assert.deepEqual(tapped("nexttrack"), ["next"]);
  elements.found.hidden = false;
  assert.deepEqual(tapped("nexttrack"), ["found"]);
  assert.deepEqual(tapped("previoustrack"), ["again"]);
});

test("lock screen: it shows the sentence, the routine and whether the session runs; the same sentence is not set twice", () => {
  update("Press in slowly.", "Low-back ease", true);
  const first = session.metadata;
  assert.deepEqual({ ...first }, { title: "Press in slowly.", artist: "Thumbwidth", album: "Low-back ease" });
  assert.equal(session.playbackState, "playing");
  update("Press in slowly.", "Low-back ease", false);
  assert.equal(session.metadata, first);
  assert.equal(session.playbackState, "paused");
  update("Let go.", "Low-back ease", true);
  assert.equal(session.metadata.title, "Let go.");
});

test("lock screen: an action that the browser does not know keeps no other away", () => {
  handlers.clear();
  refuses = UNKNOWN;
  takeControls();
  refuses = null;
  assert.deepEqual([...handlers.keys()], ["pause", "play", "nexttrack"]);
});

test("lock screen: after the session nothing is left to tap or to read", () => {
  takeControls();
  update("Let go.", "Low-back ease", true);
  releaseControls();
  assert.deepEqual([...handlers.values()], [null, null, null, null]);
  assert.equal(session.metadata, null);
  assert.equal(session.playbackState, "none");
});
