// The session: asks the gate, then shows the step that the clock says it is. What is shown is always worked out
// from `timeline.js`; the timer here only repaints.

import { wire as wireCall } from "./call.js";
import { letSleep, stayAwake } from "./awake.js";
import { Cues } from "./cues.js";
import { embedded, find } from "./dom.js";
import * as gate from "./gate.js";
import { apply, worthStarting } from "./safety.js";
import { showStep, showTime, ui } from "./screen.js";
import * as sound from "./sound.js";
import * as store from "./store.js";
import * as time from "./timeline.js";

const HEARTBEAT = 2000;
const ASK_AGAIN = 60 * 60 * 1000;

const version = document.documentElement.dataset.version;
const routine = embedded("routine");
const questions = embedded("questions");
let plan; // {steps, instructions}: what the answers left of the routine
let run; // where we are in it, see timeline.js
let chosen; // the settings
let cues; // what is to be heard
let shown = -1; // the step on the screen
let ticking;
let beating;

/* --- before --- */

async function start() {
  chosen = await store.settings();
  const heard = sound.unlock(chosen); // in the tap, or the phone stays silent
  const fitted = await fit();
  if (!fitted) return;
  plan = fitted;
  run = time.begin(plan.steps.map((step) => step.seconds), Date.now(), ui.wait.checked);
  store.set("last", { slug: routine.slug, title: routine.title });
  navigator.storage?.persist?.();
  open();
  hear(heard);
}

/** Go through the gate; returns the fitted plan, or nothing when there is no session. */
async function fit() {
  for (let again = false; ; again = true) {
    const profile = await gate.ask(again);
    if (!profile) return null;
    const fitted = apply(routine.steps, profile, store.today(), questions);
    const worth = worthStarting(routine.steps, fitted.steps);
    const same = !fitted.removed.length && !Object.keys(fitted.instructions).length;
    const choice = same && worth ? "go" : await gate.review(fitted, worth);
    if (choice === "again") continue;
    if (choice !== "go" || !worth) return null;
    gate.close();
    return { steps: fitted.steps.map(withLength), instructions: fitted.instructions };
  }
}

/** A press step at the chosen length, within the bounds the catalogue gives it. */
function withLength(step) {
  return stretched(step, Number(ui.length?.value));
}

function stretched(step, seconds) {
  if (!seconds || !step.bounds) return step;
  return { ...step, seconds: Math.min(Math.max(seconds, step.bounds.min), step.bounds.max) };
}

/* --- during --- */

function open() {
  ui.setup.hidden = true;
  ui.play.hidden = false;
  document.body.classList.add("playing");
  shown = -1;
  cues = new Cues(plan.steps, chosen);
  stayAwake((on) => (ui.awake.textContent = on ? "Screen stays on." : "This phone may turn the screen off."));
  clearInterval(beating);
  beating = setInterval(save, HEARTBEAT);
  save();
  tick();
}

function tick() {
  clearTimeout(ticking);
  const now = Date.now();
  const seen = time.look(run, now);
  run = seen.run;
  if (seen.away) leaveOff();
  const place = time.position(run, now);
  if (place.done) return finish();
  if (place.index !== shown) turnTo(place);
  showTime(plan, run, place);
  if (run.pausedAt === null) {
    cues.give(place, run);
    ticking = setTimeout(tick, place.left % 1000 || 1000);
  }
}

function turnTo(place) {
  shown = place.index;
  showStep(plan, place.index, chosen.body);
  cues.turn();
  cues.schedule(place, run);
}

function leaveOff() {
  ui.away.hidden = false;
  sound.silence();
  save();
}

/** Change the run by a person's hand: repaint, tell the audio clock, and keep it. */
function change(next) {
  run = next;
  ui.away.hidden = true;
  shown = shown === time.position(run, Date.now()).index ? shown : -1;
  tick();
  if (run) cues.schedule(time.position(run, Date.now()), run);
  save();
}

/* --- after, and in between visits --- */

const save = () => run && store.set("session", { slug: routine.slug, version, plan, run });

function finish(title = "That was the last one.") {
  clearTimeout(ticking);
  clearInterval(beating);
  run = undefined;
  sound.schedule([]);
  letSleep();
  store.remove("session");
  atRest();
  ui.play.hidden = true;
  ui.setup.hidden = true;
  ui.done.hidden = false;
  document.body.classList.remove("playing");
  find("[data-done-title]").textContent = title;
  find("[data-done-title]").focus();
}

/** Tell a waiting worker that nobody is in a session here, so that a changed warning may take over. */
async function atRest() {
  const registration = await navigator.serviceWorker?.getRegistration();
  registration?.waiting?.postMessage("session-off");
}

async function restore() {
  const left = await store.get("session");
  if (left?.slug !== routine.slug || !ui.play.hidden) return atRest();
  if (left.version !== version) return store.remove("session");
  chosen = await store.settings();
  ({ plan, run } = left);
  tellHeard(false);
  open();
  ui.away.hidden = run.pausedAt === null;
}

/** Go on; after an hour or more only through the gate, and from the beginning if its answers changed the plan. */
async function goOn() {
  hear(sound.unlock(chosen));
  if (Date.now() - run.pausedAt < ASK_AGAIN) return change(time.resume(run, Date.now()));
  const before = JSON.stringify(plan);
  const fitted = await fit();
  if (!fitted) return;
  if (before === JSON.stringify(fitted)) return change(time.resume(run, Date.now()));
  plan = fitted;
  cues = new Cues(plan.steps, chosen);
  change(time.begin(plan.steps.map((step) => step.seconds), Date.now(), run.wait));
}

/** The audio clock takes a moment to start, and on some phones never does: nothing waits for it. */
async function hear(unlocking) {
  tellHeard(await unlocking);
  if (run) cues.schedule(time.position(run, Date.now()), run);
}

function tellHeard(can) {
  ui.heard.textContent = !chosen.sound ? "Sound is off." : can ? "Sound is on." : "Sound comes back after Pause and Resume.";
}

const here = () => time.position(run, Date.now()).index;

ui.start.addEventListener("click", start);
for (const option of ui.length?.options ?? []) {
  const whole = routine.steps.reduce((total, step) => total + stretched(step, Number(option.value)).seconds, 0);
  option.disabled = whole > routine.limit;
}
ui.start.disabled = false; // until now a tap would have been lost
ui.back.addEventListener("click", () => change(time.move(run, here() - 1, Date.now())));
ui.next.addEventListener("click", () => change(time.move(run, here() + 1, Date.now())));
ui.add.addEventListener("click", () => {
  if (ui.add.getAttribute("aria-disabled") !== "true") change(time.extend(run, 15, Date.now()));
});
ui.end.addEventListener("click", () => finish("You stopped here. That is fine."));
ui.pause.addEventListener("click", () => {
  if (run.pausedAt !== null) return goOn();
  sound.silence();
  change(time.pause(run, Date.now()));
});
ui.wrong.addEventListener("click", () => {
  sound.silence();
  change(time.pause(run, Date.now()));
  ui["wrong-dialog"].returnValue = "";
  ui["wrong-dialog"].showModal();
});
ui["wrong-dialog"].addEventListener("close", () => {
  if (ui["wrong-dialog"].returnValue === "stop") finish("Stopped for today.");
});
document.addEventListener("visibilitychange", () => {
  if (!run) return;
  if (document.visibilityState === "hidden") save();
  else tick();
});
addEventListener("pagehide", save);
wireCall();
restore();
