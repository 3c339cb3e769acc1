// The session: asks the gate, then shows the step that the clock says it is. What is shown is always worked out
// from `timeline.js`; the timer here only repaints.

import "./call.js";
import { letSleep, stayAwake } from "./awake.js";
import { Cues } from "./cues.js";
import { embedded, find } from "./dom.js";
import { fit, offerLengths } from "./fit.js";
import { moment, newId } from "./journal-book.js";
import * as journal from "./journal-session.js";
import * as progress from "./progress.js";
import { whole } from "./safety.js";
import { showStep, showTime, ui } from "./screen.js";
import * as sound from "./sound.js";
import * as store from "./store.js";
import * as time from "./timeline.js";

const ASK_AGAIN = 60 * 60 * 1000;
const PATIENCE = 3000;

const version = document.documentElement.dataset.version;
const routine = whole(embedded("routine"));
let session; // what is played: {id, day, time, slug, title, prescription, version, before, plan}, see progress.js
let run; // where we are in it, see timeline.js
let chosen; // the settings
let cues; // what is to be heard
let shown = -1; // the step on the screen
let begun = false; // by a tap on Start: too late then to go on with a session that was left
let ticking;

const patience = () => new Promise((done) => setTimeout(done, PATIENCE)); // storage may take its time, or never answer

/* --- before --- */

async function start() {
  begun = true;
  chosen = await store.settings();
  const heard = sound.unlock(chosen); // in the tap, or the phone stays silent
  const plan = await fit(routine);
  if (!plan) return;
  begin(plan, ui.wait?.checked);
  store.set("last", { slug: routine.slug, title: routine.title, prescription: routine.prescription });
  hear(heard);
}

function begin(plan, wait) {
  const { slug, title, prescription } = routine;
  session = { id: newId(), ...moment(), slug, title, prescription, version, before: journal.painBefore(), plan };
  run = time.begin(plan.steps.map((step) => step.seconds), Date.now(), Boolean(wait));
  progress.begin(journal.settle({ session, run }));
  open();
}

/* --- during --- */

function open() {
  ui.setup.hidden = true;
  ui.play.hidden = false;
  document.body.classList.add("playing");
  shown = -1;
  cues = new Cues(session.plan.steps, chosen);
  stayAwake((on) => (ui.awake.textContent = on ? "Screen stays on." : "This phone may turn the screen off."));
  tick();
}

function tick() {
  clearTimeout(ticking);
  const now = Date.now();
  const seen = time.look(run, now);
  run = seen.run;
  if (seen.away) leaveOff();
  const place = time.position(run, now);
  if (place.done) return finish("That was the last one.", true);
  if (place.index !== shown) turnTo(place);
  showTime(session.plan, run, place, routine.limit);
  if (run.pausedAt === null) {
    progress.beat(run);
    cues.give(place, run);
    ticking = setTimeout(tick, place.left % 1000 || 1000);
  }
}

function turnTo(place) {
  shown = place.index;
  showStep(session.plan, place.index, chosen.body, run.wait);
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

const save = () => run && progress.mark(run);

async function finish(title, whole = false) {
  clearTimeout(ticking);
  const left = { session, run };
  run = undefined;
  sound.schedule([]);
  letSleep();
  await Promise.race([journal.ended(left, whole, chosen), patience()]); // what is shown as over is kept as over
  ui.play.hidden = true;
  ui.setup.hidden = true;
  ui.done.hidden = false;
  document.body.classList.remove("playing");
  find("[data-done-title]").textContent = title;
  find("[data-done-title]").focus();
}

async function restore() {
  const left = await progress.left();
  if (left?.session.slug !== routine.slug || begun) return;
  if (left.session.version !== version) return journal.settle();
  chosen = await store.settings();
  ({ session, run } = left);
  tellHeard(false);
  open();
  ui.away.hidden = !run || run.pausedAt === null;
}

/** Go on; after an hour or more only through the gate, and from the beginning if its answers changed the plan. */
async function goOn() {
  hear(sound.unlock(chosen));
  if (Date.now() - run.pausedAt < ASK_AGAIN) return change(time.resume(run, Date.now()));
  const plan = await fit(routine);
  if (!plan) return;
  if (JSON.stringify(session.plan) === JSON.stringify(plan)) return change(time.resume(run, Date.now()));
  begin(plan, run.wait);
}

/** The audio clock takes a moment to start, and on some phones never does: nothing waits for it. */
async function hear(unlocking) {
  tellHeard(await unlocking);
  if (run) cues.schedule(time.position(run, Date.now()), run);
}

function tellHeard(can) {
  ui.heard.textContent = !chosen.sound ? "Sound is off." : can ? "Sound is on." : "Sound comes back after Pause and Resume.";
}

/** Do what a button says from where the clock says we are; not if that has just ended or stopped the session. */
function press(button, act) {
  button.addEventListener("click", () => {
    const paused = run?.pausedAt;
    if (run) tick();
    if (run && run.pausedAt === paused) act(Date.now(), time.position(run, Date.now()).index);
  });
}

press(ui.back, (now, index) => change(time.move(run, index - 1, now)));
press(ui.next, (now, index) => change(time.move(run, index + 1, now)));
press(ui.add, (now) => ui.add.getAttribute("aria-disabled") !== "true" && change(time.extend(run, 15, now)));
press(ui.end, () => finish("You stopped here. That is fine."));
press(ui.pause, (now) => {
  if (run.pausedAt !== null) return goOn();
  sound.silence();
  change(time.pause(run, now));
});
// What takes longer to read than the step lasts is read with the clock stopped.
press(find("summary", ui.finding), (now) => {
  if (ui.finding.open || run.wait || run.pausedAt !== null) return;
  sound.silence();
  change(time.pause(run, now));
});
press(ui.wrong, (now) => {
  sound.silence();
  change(time.pause(run, now));
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
offerLengths(routine);
ui.start.addEventListener("click", start);
// Until now a tap would have been lost, and until it is known whether a session was left, one would be lost by it.
Promise.race([restore(), patience()]).finally(() => (ui.start.disabled = false));
journal.prepare();
