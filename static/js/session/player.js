// The session: asks the gate, then shows the step that the clock says it is. What is shown is always worked out
// from `timeline.js`; the timer here only repaints.

import "../safety/emergency-call.js";
import { Cues } from "./cue-scheduler.js";
import { afterPaint, readJson, setText } from "../core/dom.js";
import { Finding } from "./finding.js";
import { fit, loadGate, offerLengths, rejudge } from "./session-plan.js";
import { moment, newId } from "../journal/journal-db.js";
import * as journal from "../journal/journal-session.js";
import { meet, met, rest } from "./found-places.js";
import * as progress from "./saved-session.js";
import * as profile from "../safety/profile.js";
import { expandFlags, isRecent } from "../safety/rules.js";
import { announce, closeMenu, showDone, showHeard, showPlay, showSetup, showStep, showTime, showVoice, stateIs, ui } from "./player-view.js";
import { findsOf } from "./script.js";
import { heardSettings, isToBegin, prepareSetup } from "./setup.js";
import * as sound from "./sound.js";
import { keepTime } from "./stage.js";
import * as store from "../core/store.js";
import * as time from "./timeline.js";
import { notify } from "../core/worker-client.js";

const PATIENCE = 3000; // ms
const UNLOADING = 1000; // ms in which the page before this one lets its session go

const version = document.documentElement.dataset.version;
const routine = expandFlags(readJson("routine"));
// What is played: {id, day, time, slug, title, prescription, version, before, plan, digest, length, resting}, see
// saved-session.js. `digest` stands for the answers and signs by which its plan was judged.
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

const loadWrong = () => import("./symptoms.js"); // asked for before a session can begin
const onWakeLock = (act) => import("./wake-lock.js").then(act, () => {}); // both can wait until a session has begun
const onLockScreen = (act) => import("./lock-screen.js").then(act, () => {});
const patience = () => new Promise((done) => setTimeout(done, PATIENCE)); // storage may take its time, or never answer

/* --- before --- */

/** Begin a session by a tap; `anew` asks first what changed. */
async function start({ anew = false } = {}) {
  begun = true;
  chosen = await heardSettings();
  hear(sound.unlock(chosen)); // in the tap, or the phone stays silent
  const may = anew || (await progress.mayPlay()); // what changed can be said beside a session
  if (may === progress.TAKEN && isOurs(await progress.left())) return goOn();
  const fitted = await throughTheGate({ anew, pain: journal.painBefore() });
  if (!fitted) return stateIs("setup");
  begin(fitted);
  store.set("last", { slug: routine.slug, title: routine.title, prescription: routine.prescription });
}

const isOurs = (left) => left?.session.slug === routine.slug && left.session.version === version;

/** Go through the gate. While it is open nothing is judged beside it. What comes of it is for a window that may play. */
async function throughTheGate(options) {
  let fitted = null;
  progress.letGo(); // a gate keeps no other window from asking
  asking = true;
  stateIs("gate");
  try {
    known = await met();
    fitted = await fit(routine, options);
  } catch {
    notify("The check before a session could not be loaded. Please try again.");
  } finally {
    asking = false;
    offerChange();
  }
  return fitted && (await progress.mayPlay()) ? fitted : null;
}

function begin(fitted, wait = false) {
  const { slug, title, prescription } = routine;
  session = { id: newId(), ...moment(), slug, title, prescription, version, before: journal.painBefore(), ...fitted };
  const { steps } = session.plan;
  run = { of: session.id, ...time.begin(steps.map((step) => step.seconds), Date.now(), wait, findsOf(steps, known)) };
  progress.begin(journal.settle({ session, run }));
  open();
}

/** Within the hours in which nothing is asked, let a person say what changed. */
function offerChange() {
  ui["anything-changed"].hidden = !isRecent(profile.snapshot().check, store.now());
}

/* --- during --- */

function open() {
  showPlay();
  shown = -1;
  cues = new Cues(session.plan, chosen);
  finding = new Finding(session.plan, cues, time.position(run, Date.now()).played === 0 ? routine.opening : []);
  tellVoice();
  onWakeLock(({ stayAwake }) => run && stayAwake((on) => setText(ui.awake, on ? "Screen stays on." : "This phone may turn the screen off.")));
  onLockScreen((module) => run && (lockScreen = module).lead());
  tick();
  ui["step-title"].focus();
}

function tick() {
  clearTimeout(ticking);
  const now = Date.now();
  const seen = time.look(run, now);
  run = seen.run;
  if (run.pausedAt !== null && !progress.isFresh(run, now)) return putAside().finally(progress.letGo);
  if (seen.away) {
    ui.away.hidden = false;
    sound.silence();
    save();
  }
  const place = time.position(run, now);
  if (place.done) return finish("That was the last one.", true);
  if (place.index !== shown) {
    if (!isStillOpen()) return leaveToGate();
    turnTo(place);
  }
  const sentence = showTime(session.plan, run, place, routine.limit);
  if (!chosen.voice) announce(`${session.plan.steps[place.index].title}. ${sentence}`);
  afterPaint(() => run && lockScreen?.tell(sentence, session.title, run.pausedAt === null));
  if (run.pausedAt === null) {
    afterPaint(beat);
    if (!place.finding) cues.give(place, run);
    else if (finding.look(place, run)) return foundIt();
    ticking = setTimeout(tick, place.left % 1000 || 1000);
  }
}

function turnTo(place) {
  shown = place.index;
  const { kind, point } = session.plan.steps[place.index];
  showStep(session.plan, run, place, chosen.body);
  cues.turn();
  afterPaint(handOver);
  afterPaint(() => {
    if (kind === "press") meet(point);
    profile.load().then(recheck); // whatever another window kept without a word
  });
}

/** Give the audio clock the tones from here on. */
const handOver = () => run && cues.schedule(time.position(run, Date.now()), run);

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
  onWakeLock(({ letSleep }) => letSleep());
  const left = { session, run: time.pause(run, Date.now()) };
  run = undefined;
  showSetup();
  lockScreen?.leave();
  const marked = progress.mark(left.run);
  if (progress.isOver(left.run)) return marked.then(() => journal.settle());
  offerToResume(left);
  return marked;
}

/** Another window plays now. */
async function giveAway() {
  if (!run) return;
  await putAside();
  ui["left-off"].hidden = true;
  notify("Your session goes on in another window.");
}

/** Back from the browser's memory: go on, unless another window plays now. */
const comeBack = async () => run && !(await progress.hold(UNLOADING)) && giveAway();

/** What is played is no longer what the answers allow: it ends at the gate, which says why and what is left. */
async function leaveToGate() {
  const { length } = session;
  putAside();
  ui["left-off"].hidden = true;
  const fitted = await throughTheGate({ length });
  if (fitted) begin(fitted);
  else stateIs("setup");
}

/** Change the run by a person's hand: repaint, tell the audio clock, and keep it. */
function change(next) {
  run = next;
  ui.away.hidden = true;
  keepTime(time.position(run, Date.now()).into);
  shown = shown === time.position(run, Date.now()).index ? shown : -1;
  tick();
  afterPaint(handOver);
  afterPaint(save);
}

/* --- after, and in between visits --- */

const save = () => run && progress.mark(run);
const beat = () => run && progress.beat(run);

async function finish(title, whole = false) {
  clearTimeout(ticking);
  const left = { session, run };
  run = undefined;
  cues.end(whole);
  onWakeLock(({ letSleep }) => letSleep());
  lockScreen?.leave();
  closeMenu();
  await Promise.race([journal.ended(left, whole, chosen), patience()]); // what is shown as over is kept as over
  progress.letGo();
  import("./end.js").then(({ showEnd }) => showEnd(left.session), () => {}); // what it adds can wait
  showDone(title);
}

/** Show how far a session came that was left; it goes on only through the judge. */
function offerToResume(left) {
  ({ session } = left);
  ui["left-off"].hidden = false;
  ui.resume.onclick = goOn;
}

async function restore() {
  const [left] = await Promise.all([progress.left(), profile.load()]);
  offerChange();
  if (!left || begun) return;
  if (progress.isOver(left.run)) return journal.settle();
  if (left.session.slug !== routine.slug) return;
  if (!isOurs(left)) return journal.settle();
  chosen = await heardSettings();
  if (!(await progress.hold(UNLOADING))) return void goOn();
  session = left.session;
  if (!progress.isFresh(left.run) || !isStillOpen()) return progress.letGo(), offerToResume(left);
  run = left.run;
  tellHeard();
  open();
  ui.away.hidden = !run || run.pausedAt === null;
}

/** Go on with a session that was left, through the gate; from the beginning if the answers changed its plan. */
async function goOn() {
  begun = true;
  chosen = await heardSettings();
  hear(sound.unlock(chosen));
  const left = (await progress.mayPlay()) && (await progress.left());
  ui["left-off"].hidden = true;
  if (!isOurs(left)) return progress.letGo(); // it ended in another window
  offerToResume(left);
  const { plan, length } = session;
  const fitted = await throughTheGate({ length });
  if (!fitted) return stateIs("setup");
  if (JSON.stringify(fitted.plan) !== JSON.stringify(plan)) return begin(fitted, left.run.wait);
  session = { ...session, ...fitted };
  progress.judged(session);
  run = time.resume(left.run, Date.now());
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
  if (run) sayAgain(["Going on."]);
}

/** The audio clock takes a moment to start, and on some phones never does: nothing waits for it. */
async function hear(unlocking) {
  await unlocking;
  tellHeard();
  handOver();
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

const tellHeard = () => showHeard(chosen?.sound, sound.isOn());
const tellVoice = () => showVoice(chosen.voice, sound.canSpeak());
const switchWait = (now) => change(time.setWait(run, !run.wait, now));

press(ui.back, (now, index) => (closeMenu(), change(time.move(run, index - 1, now))));
press(ui.next, (now, index) => change(time.move(run, index + 1, now)));
press(ui.found, foundIt);
press(ui.add, (now) => ui.add.getAttribute("aria-disabled") !== "true" && change(time.extend(run, 15, now)));
press(ui.end, () => finish("You stopped here. That is fine."));
press(ui.pause, (now) => (run.pausedAt !== null ? unpause() : pauseHere(now)));
press(ui.again, () => sayAgain());
press(ui.wait, switchWait);
press(ui.stage, (now, index) => time.position(run, now).finding && switchWait(now, index));
press(ui.voice, () => {
  chosen = { ...chosen, voice: !chosen.voice };
  store.setSetting("voice", chosen.voice);
  cues.setVoice(chosen.voice);
  tellVoice();
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
  if (document.visibilityState === "hidden") return save();
  tick();
  sound.revive();
});
document.addEventListener("click", () => run && chosen.sound && !sound.isOn() && hear(sound.unlock({ sound: true })));
sound.follow(tellHeard);
addEventListener("pagehide", save);
progress.follow(giveAway, comeBack);
profile.followWindows();
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
