// The session: asks the gate, then shows the step that the clock says it is. What is shown is always worked out
// from `timeline.js`; the timer here only repaints.

import "./call.js";
import { letSleep, stayAwake } from "./awake.js";
import { Cues } from "./cues.js";
import { embedded, find } from "./dom.js";
import { Finding } from "./finding.js";
import { fit, loadGate, offerLengths, rejudge } from "./fit.js";
import { moment, newId } from "./journal-book.js";
import * as journal from "./journal-session.js";
import { meet, met, rest } from "./places.js";
import * as progress from "./progress.js";
import * as profile from "./safety/profile.js";
import { expandFlags, isRecent } from "./safety/rules.js";
import { announce, closeMenu, showStep, showTime, stateIs, ui } from "./screen.js";
import { closing, findsOf } from "./script.js";
import { isToBegin, prepareSetup } from "./setup.js";
import * as sound from "./sound.js";
import { keepTime } from "./stage.js";
import * as store from "./store.js";
import * as time from "./timeline.js";
import { tell } from "./worker.js";

const PATIENCE = 3000;

const version = document.documentElement.dataset.version;
const routine = expandFlags(embedded("routine"));
// What is played: {id, day, time, slug, title, prescription, version, before, plan, digest, length, resting}, see
// progress.js. `digest` stands for the answers and signs by which its plan was judged.
let session;
let run; // where we are in it, see timeline.js
let chosen; // the settings
let cues; // what is to be heard
let shown = -1; // the step on the screen
let begun = false; // by a tap on Start: too late then to go on with a session that was left
let asking = false; // the gate is open: it judges for itself
let known; // the codes of the points that were found before
let finding; // the frames of finding a place
let lockScreen; // its module, once it is there
let ticking;

const loadWrong = () => import("./wrong.js"); // asked for before a session can begin

const patience = () => new Promise((done) => setTimeout(done, PATIENCE)); // storage may take its time, or never answer

/* --- before --- */

/** Begin a session by a tap; `anew` asks first what changed. */
async function start({ anew = false } = {}) {
  begun = true;
  chosen = await heardSettings();
  const heard = sound.unlock(chosen); // in the tap, or the phone stays silent
  const fitted = await throughTheGate({ anew, pain: journal.painBefore() });
  if (!fitted) return stateIs("setup");
  begin(fitted);
  store.set("last", { slug: routine.slug, title: routine.title, prescription: routine.prescription });
  hear(heard);
}

/** The settings as they can be met: without a voice on this phone there is none to switch on. */
async function heardSettings() {
  const settings = await store.settings();
  return { ...settings, voice: settings.voice && sound.canSpeak() };
}

/** Go through the gate. While it is open nothing is judged beside it. */
async function throughTheGate(options) {
  asking = true;
  stateIs("gate");
  try {
    known = await met();
    return await fit(routine, options);
  } catch {
    tell("The check before a session could not be loaded. Please try again.");
    return null;
  } finally {
    asking = false;
    offerChange();
  }
}

function begin(fitted, wait = false) {
  const { slug, title, prescription } = routine;
  session = { id: newId(), ...moment(), slug, title, prescription, version, before: journal.painBefore(), ...fitted };
  const { steps } = session.plan;
  run = time.begin(steps.map((step) => step.seconds), Date.now(), wait, findsOf(steps, known));
  progress.begin(journal.settle({ session, run }));
  open();
}

/** Within the hours in which nothing is asked, let a person say what changed. */
function offerChange() {
  ui["anything-changed"].hidden = !isRecent(profile.snapshot().check, store.now());
}

/* --- during --- */

function open() {
  ui.setup.hidden = true;
  ui.play.hidden = false;
  document.body.classList.add("playing");
  shown = -1;
  cues = new Cues(session.plan, chosen);
  finding = new Finding(session.plan, cues, time.position(run, Date.now()).played === 0 ? routine.opening : []);
  showVoice();
  stayAwake((on) => (ui.awake.textContent = on ? "Screen stays on." : "This phone may turn the screen off."));
  import("./lock-screen.js").then((module) => run && (lockScreen = module).lead(acts), () => {}); // it can wait
  tick();
  ui["step-title"].focus();
}

function tick() {
  clearTimeout(ticking);
  const now = Date.now();
  const seen = time.look(run, now);
  run = seen.run;
  if (run.pausedAt !== null && !progress.isFresh(run, now)) return putAside();
  if (seen.away) leaveOff();
  const place = time.position(run, now);
  if (place.done) return finish("That was the last one.", true);
  if (place.index !== shown) {
    if (!isStillOpen()) return leaveToGate();
    turnTo(place);
    profile.load().then(recheck); // whatever another window kept without a word
  }
  const sentence = showTime(session.plan, run, place, routine.limit);
  if (!chosen.voice) announce(`${session.plan.steps[place.index].title}. ${sentence}`);
  lockScreen?.tell(sentence, session.title, run.pausedAt === null);
  if (run.pausedAt === null) {
    progress.beat(run);
    if (!place.finding) cues.give(place, run);
    else if (finding.look(place, run)) return foundIt();
    ticking = setTimeout(tick, place.left % 1000 || 1000);
  }
}

function turnTo(place) {
  shown = place.index;
  const { kind, point } = session.plan.steps[place.index];
  if (kind === "press") meet(point);
  showStep(session.plan, run, place, chosen.body);
  cues.turn();
  cues.schedule(place, run);
}

/** The person has done what the frame shows: on to the next, or to the pressing. */
function foundIt() {
  const place = time.position(run, Date.now());
  if (!place.finding) return;
  shown = -1; // a frame has a picture of its own
  change(finding.isLast(place, run) ? time.move(run, place.index + 1, Date.now()) : time.nextFrame(run));
}

/** Say it again: what the frame or the step says now. */
function sayAgain(before = []) {
  const place = time.position(run, Date.now());
  if (place.finding) finding.again(place, run, before);
  else cues.repeat(place, run, before);
}

/* --- judged again --- */

/** Whether the session may go on as it is, by what is known of the answers and signs now. */
function isStillOpen() {
  const digest = rejudge(routine, session);
  if (digest && digest !== session.digest) {
    session = { ...session, digest };
    progress.judged(session);
  }
  return Boolean(digest);
}

/** An answer or a sign changed, here or in another window. */
function recheck() {
  if (run && !asking && !isStillOpen()) leaveToGate();
}

/** Take the step off the screen and stop the clock. */
function putAside() {
  clearTimeout(ticking);
  sound.silence();
  sound.schedule([]);
  letSleep();
  const left = { session, run: time.pause(run, Date.now()) };
  run = undefined;
  ui.play.hidden = true;
  ui.setup.hidden = false;
  document.body.classList.remove("playing");
  lockScreen?.leave();
  stateIs("setup");
  if (progress.isOver(left.run)) return progress.mark(left.run).then(() => journal.settle());
  progress.mark(left.run);
  offerToResume(left);
}

/** What is played is no longer what the answers allow: it ends at the gate, which says why and what is left. */
async function leaveToGate() {
  const { length } = session;
  putAside();
  ui["left-off"].hidden = true;
  const fitted = await throughTheGate({ length });
  if (fitted) begin(fitted);
  else stateIs("setup");
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
  keepTime(time.position(run, Date.now()).into);
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
  lockScreen?.leave();
  closeMenu();
  if (!whole) sound.hush();
  if (chosen.voice) for (const line of closing(whole)) sound.speak(line);
  await Promise.race([journal.ended(left, whole, chosen), patience()]); // what is shown as over is kept as over
  import("./end.js").then(({ showEnd }) => showEnd(left.session), () => {}); // what it adds can wait
  ui.play.hidden = true;
  ui.setup.hidden = true;
  ui.done.hidden = false;
  document.body.classList.replace("playing", "ended");
  stateIs("done");
  find("[data-done-title]").textContent = title;
  find("[data-done-title]").focus();
}

/** Show how far a session came that was left; it goes on only through the judge. */
function offerToResume(left) {
  ({ session } = left);
  ui["left-off"].hidden = false;
  ui.resume.onclick = () => goOn(left.run);
}

async function restore() {
  const [left] = await Promise.all([progress.left(), profile.load()]);
  offerChange();
  if (!left || begun) return;
  if (progress.isOver(left.run)) return journal.settle();
  if (left.session.slug !== routine.slug) return;
  if (left.session.version !== version) return journal.settle();
  chosen = await heardSettings();
  session = left.session;
  if (!progress.isFresh(left.run) || !isStillOpen()) return offerToResume(left);
  run = left.run;
  tellHeard(false);
  open();
  ui.away.hidden = !run || run.pausedAt === null;
}

/** Go on with a session that was left, through the gate; from the beginning if the answers changed its plan. */
async function goOn(left) {
  begun = true;
  chosen = await heardSettings();
  hear(sound.unlock(chosen));
  const { plan, length } = session;
  const fitted = await throughTheGate({ length });
  if (!fitted) return stateIs("setup");
  if (JSON.stringify(fitted.plan) !== JSON.stringify(plan)) return begin(fitted, left.wait);
  session = { ...session, ...fitted };
  progress.judged(session);
  run = time.resume(left, Date.now());
  ui.away.hidden = true;
  open();
  save();
}

/** Resume a session that was paused a short while ago. */
async function unpause() {
  hear(sound.unlock(chosen));
  await profile.load();
  if (!run || run.pausedAt === null) return;
  if (!isStillOpen()) return leaveToGate();
  change(time.resume(run, Date.now()));
  if (!run) return;
  sayAgain(["Going on."]);
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

/* --- the person's acts --- */

function pauseHere(now) {
  sound.silence();
  change(time.pause(run, now));
  cues.say("Paused. Take your hand away.");
}

const goOnToNext = (now, index) => change(time.move(run, index + 1, now));
const switchWait = (now) => change(time.setWait(run, !run.wait, now));

/** What the lock screen and headphones can do. */
const acts = {
  pause: () => run?.pausedAt === null && pauseHere(Date.now()),
  play: () => run && run.pausedAt !== null && unpause(),
  nexttrack: () => run && (ui.found.hidden ? ui.next : ui.found).click(),
  previoustrack: () => run && sayAgain(),
};

function showVoice() {
  ui.voice.setAttribute("aria-pressed", String(Boolean(chosen.voice)));
  ui.voice.hidden = ui.again.hidden = !sound.canSpeak();
}

press(ui.back, (now, index) => {
  closeMenu();
  change(time.move(run, index - 1, now));
});
press(ui.next, goOnToNext);
press(ui.found, foundIt);
press(ui.add, (now) => ui.add.getAttribute("aria-disabled") !== "true" && change(time.extend(run, 15, now)));
press(ui.end, () => finish("You stopped here. That is fine."));
press(ui.pause, (now) => (run.pausedAt !== null ? unpause() : pauseHere(now)));
press(ui.again, () => sayAgain());
press(ui.wait, switchWait);
press(ui.stage, (now, index) => time.position(run, now).finding && switchWait(now, index));
press(ui.voice, () => {
  chosen = { ...chosen, voice: !chosen.voice };
  store.keep("voice", chosen.voice);
  cues.setVoice(chosen.voice);
  showVoice();
  if (chosen.voice) sayAgain();
});
press(ui.wrong, (now, index) => {
  sound.silence();
  change(time.pause(run, now));
  const acts = { stop: () => finish("Stopped for today."), next: () => leaveOut(index) };
  loadWrong().then(({ ask }) => ask((text) => cues.say(text), acts));
});

/** Leave the point of a step out for the rest of the day, and go on with the next one. */
function leaveOut(index) {
  const { steps } = session.plan;
  const { point } = steps[index];
  if (point) rest(point);
  const next = steps.findIndex((step, at) => at > index && step.point !== point);
  if (!run) return;
  if (next < 0) return finish("Stopped for today.");
  change(time.move(run, next, Date.now()));
  unpause();
}
document.addEventListener("visibilitychange", () => {
  if (!run) return;
  if (document.visibilityState === "hidden") save();
  else tick();
});
addEventListener("pagehide", save);
profile.follow();
profile.subscribe(recheck);
offerLengths(routine);
const prepared = prepareSetup(routine);
ui.start.addEventListener("click", () => start());
ui["anything-changed"].addEventListener("click", () => start({ anew: true }));
// Until now a tap would have been lost, and until it is known whether a session was left, one would be lost by it.
Promise.race([Promise.all([restore(), prepared]), patience()]).finally(() => {
  ui.start.disabled = false;
  if (isToBegin(routine) && !begun && !run && ui["left-off"].hidden) start();
  loadGate();
  loadWrong();
});
journal.prepare();
