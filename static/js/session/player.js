// Controller of the session page: opens the gate, then plays the plan. `timeline.js` computes the position from the
// clock; the timer here only repaints.

import "../safety/emergency-call.js";
import { CueScheduler } from "./cue-scheduler.js";
import { afterPaint, readJson, setText } from "../core/dom.js";
import { FindingGuide } from "./finding.js";
import { disableLongLengths, loadGate, planSession, reevaluate } from "./session-plan.js";
import { newId, timestamp } from "../journal/journal-db.js";
import * as journal from "../journal/journal-session.js";
import { addFoundPoint, addRestingPoint, foundPoints } from "./found-places.js";
import * as savedSession from "./saved-session.js";
import * as profile from "../safety/profile.js";
import { expandFlags, isRecent } from "../safety/rules.js";
import { announce, closeMenu, renderClock, renderStep, setState, showDone, showPlay, showSetup, showSoundStatus, showVoice, ui } from "./player-view.js";
import { findSteps } from "./script.js";
import { playableSettings, prepareSetup, takeAutoStart } from "./setup.js";
import * as sound from "./sound.js";
import { syncAnimations } from "./stage.js";
import * as store from "../core/store.js";
import * as timeline from "./timeline.js";
import { notify } from "../core/worker-client.js";

const STORAGE_TIMEOUT = 3000; // ms
const UNLOAD_TIMEOUT = 1000; // ms in which the previous page releases its lock

const version = document.documentElement.dataset.version;
const routine = expandFlags(readJson("routine"));
// The session: {id, day, time, slug, title, prescription, version, before, plan, digest, length, resting}, see
// saved-session.js. `digest` identifies the answers and signs used for its plan.
let session;
let playback; // the position in it, see timeline.js
let settings;
let cues; // the cue scheduler
let shownIndex = -1; // the step on the screen
let isStarted = false; // after a tap on Start no unfinished session is offered
let isGateOpen = false; // the gate evaluates by itself
let foundCodes; // codes of the points found before
let finding; // the frames of a find step
let lockScreen; // the module, once loaded
let timer;

const loadSymptoms = () => import("./symptoms.js"); // loaded before a session can start
const onWakeLock = (action) => import("./wake-lock.js").then(action, () => {}); // loaded once a session runs
const onLockScreen = (action) => import("./lock-screen.js").then(action, () => {});
const storageTimeout = () => new Promise((done) => setTimeout(done, STORAGE_TIMEOUT)); // storage may be slow or never answer

/* --- before --- */

/** Start a session by a tap; `anew` first asks what changed. */
async function start({ anew = false } = {}) {
  isStarted = true;
  settings = await playableSettings();
  syncSound(sound.unlock(settings)); // within the tap: required by the phone
  const mayStart = anew || (await savedSession.mayPlay()); // a change can be entered beside a session of another window
  if (mayStart === savedSession.TAKEN_OVER && isOurs(await savedSession.unfinishedSession())) return resumeSession();
  const planned = await passGate({ anew, pain: journal.painBefore() });
  if (!planned) return setState("setup");
  startSession(planned);
  store.set("last", { slug: routine.slug, title: routine.title, prescription: routine.prescription });
}

const isOurs = (unfinished) => unfinished?.session.slug === routine.slug && unfinished.session.version === version;

/** Show the gate, without evaluating in parallel. The plan is returned only to a window that may play. */
async function passGate(options) {
  let planned = null;
  savedSession.unlock(); // a gate keeps no other window from asking
  isGateOpen = true;
  setState("gate");
  try {
    foundCodes = await foundPoints();
    planned = await planSession(routine, options);
  } catch {
    notify("The check before a session could not be loaded. Please try again.");
  } finally {
    isGateOpen = false;
    offerChange();
  }
  return planned && (await savedSession.mayPlay()) ? planned : null;
}

function startSession(planned, wait = false) {
  const { slug, title, prescription } = routine;
  session = { id: newId(), ...timestamp(), slug, title, prescription, version, before: journal.painBefore(), ...planned };
  const { steps } = session.plan;
  playback = { of: session.id, ...timeline.createPlayback(steps.map((step) => step.seconds), Date.now(), wait, findSteps(steps, foundCodes)) };
  savedSession.trackSave(journal.archiveUnfinishedSession({ session, run: playback }));
  showPlayer();
}

/** Offer to enter what changed, within the hours in which no check is due. */
function offerChange() {
  ui["anything-changed"].hidden = !isRecent(profile.snapshot().check, store.now());
}

/* --- during --- */

function showPlayer() {
  showPlay();
  shownIndex = -1;
  cues = new CueScheduler(session.plan, settings);
  finding = new FindingGuide(session.plan, cues, timeline.positionAt(playback, Date.now()).played === 0 ? routine.opening : []);
  renderVoice();
  onWakeLock(({ requestWakeLock }) => playback && requestWakeLock((on) => setText(ui.awake, on ? "Screen stays on." : "This phone may turn the screen off.")));
  onLockScreen((module) => playback && (lockScreen = module).takeControls());
  tick();
  ui["step-title"].focus();
}

function tick() {
  clearTimeout(timer);
  const now = Date.now();
  const observed = timeline.observe(playback, now);
  playback = observed.run;
  if (playback.pausedAt !== null && !savedSession.isFresh(playback, now)) return suspend().finally(savedSession.unlock);
  if (observed.away) {
    ui.away.hidden = false;
    sound.stopAll();
    save();
  }
  const place = timeline.positionAt(playback, now);
  if (place.done) return finish("That was the last one.", true);
  if (place.index !== shownIndex) {
    if (!isStillOpen()) return returnToGate();
    enterStep(place);
  }
  const sentence = renderClock(session.plan, playback, place, routine.limit);
  if (!settings.voice) announce(`${session.plan.steps[place.index].title}. ${sentence}`);
  afterPaint(() => playback && lockScreen?.update(sentence, session.title, playback.pausedAt === null));
  if (playback.pausedAt === null) {
    afterPaint(saveIfIdle);
    if (!place.finding) cues.playDueCues(place, playback);
    else if (finding.readFrame(place, playback)) return confirmFrame();
    timer = setTimeout(tick, place.left % 1000 || 1000);
  }
}

function enterStep(place) {
  shownIndex = place.index;
  const { kind, point } = session.plan.steps[place.index];
  renderStep(session.plan, playback, place, settings.body);
  cues.startStep();
  afterPaint(scheduleTones);
  afterPaint(() => {
    if (kind === "press") addFoundPoint(point);
    profile.load().then(recheck); // a change that another window did not announce
  });
}

/** Schedule the tones from the current position on. */
const scheduleTones = () => playback && cues.schedule(timeline.positionAt(playback, Date.now()), playback);

/** Confirm a frame: show the next one, or start the press. */
function confirmFrame() {
  const place = timeline.positionAt(playback, Date.now());
  if (!place.finding) return;
  shownIndex = -1; // each frame has its own picture
  updatePlayback(finding.isLast(place, playback) ? timeline.goToStep(playback, place.index + 1, Date.now()) : timeline.nextFrame(playback));
}

/** Repeat what the frame or the step says now. */
function repeatSpeech(opening = []) {
  const place = timeline.positionAt(playback, Date.now());
  if (place.finding) finding.repeat(place, playback, opening);
  else cues.repeat(place, playback, opening);
}

/* --- evaluation during a session --- */

/** Whether the session may continue unchanged by the current answers and signs. */
function isStillOpen() {
  const digest = reevaluate(routine, session);
  if (digest && digest !== session.digest) {
    session = { ...session, digest };
    savedSession.saveSession(session);
  }
  return Boolean(digest);
}

/** Evaluate again after an answer or a sign changed, in this window or another. */
function recheck() {
  if (playback && !isGateOpen && !isStillOpen()) returnToGate();
}

/** Hide the step, stop the clock and show the page before a session. */
function suspend() {
  clearTimeout(timer);
  sound.stopAll();
  sound.schedule([]);
  onWakeLock(({ releaseWakeLock }) => releaseWakeLock());
  const unfinished = { session, run: timeline.pause(playback, Date.now()) };
  playback = undefined;
  showSetup();
  lockScreen?.releaseControls();
  const saved = savedSession.savePlayback(unfinished.run);
  if (savedSession.isOver(unfinished.run)) return saved.then(() => journal.archiveUnfinishedSession());
  offerToResume(unfinished);
  return saved;
}

/** Suspend the session when another window plays it. */
async function yieldToWindow() {
  if (!playback) return;
  await suspend();
  ui["left-off"].hidden = true;
  notify("Your session goes on in another window.");
}

/** Resume after the back/forward cache, unless another window plays. */
const returnToPage = async () => playback && !(await savedSession.acquireLock(UNLOAD_TIMEOUT)) && yieldToWindow();

/** Return to the gate when the answers no longer allow the plan. The gate explains why and what is left. */
async function returnToGate() {
  const { length } = session;
  suspend();
  ui["left-off"].hidden = true;
  const planned = await passGate({ length });
  if (planned) startSession(planned);
  else setState("setup");
}

/** Apply a change that the person made: repaint, schedule the tones and store it. */
function updatePlayback(next) {
  playback = next;
  ui.away.hidden = true;
  syncAnimations(timeline.positionAt(playback, Date.now()).into);
  shownIndex = shownIndex === timeline.positionAt(playback, Date.now()).index ? shownIndex : -1;
  tick();
  afterPaint(scheduleTones);
  afterPaint(save);
}

/* --- end and resume --- */

const save = () => playback && savedSession.savePlayback(playback);
const saveIfIdle = () => playback && savedSession.savePlaybackIfIdle(playback);

async function finish(title, isComplete = false) {
  clearTimeout(timer);
  const unfinished = { session, run: playback };
  playback = undefined;
  cues.end(isComplete);
  onWakeLock(({ releaseWakeLock }) => releaseWakeLock());
  lockScreen?.releaseControls();
  closeMenu();
  await Promise.race([journal.recordSession(unfinished, isComplete, settings), storageTimeout()]); // a session shown as ended must be stored as ended
  savedSession.unlock();
  import("./end.js").then(({ showEnd }) => showEnd(unfinished.session, isComplete), () => {}); // loaded after the session
  showDone(title);
}

/** Offer to resume an unfinished session; it resumes only through the gate. */
function offerToResume(unfinished) {
  ({ session } = unfinished);
  ui["left-off"].hidden = false;
  ui.resume.onclick = resumeSession;
}

async function restore() {
  const [unfinished] = await Promise.all([savedSession.unfinishedSession(), profile.load()]);
  offerChange();
  if (!unfinished || isStarted) return;
  if (savedSession.isOver(unfinished.run)) return journal.archiveUnfinishedSession();
  if (unfinished.session.slug !== routine.slug) return;
  if (!isOurs(unfinished)) return journal.archiveUnfinishedSession();
  settings = await playableSettings();
  if (!(await savedSession.acquireLock(UNLOAD_TIMEOUT))) return void resumeSession();
  session = unfinished.session;
  if (!savedSession.isFresh(unfinished.run) || !isStillOpen()) return savedSession.unlock(), offerToResume(unfinished);
  playback = unfinished.run;
  renderSoundStatus();
  showPlayer();
  ui.away.hidden = !playback || playback.pausedAt === null;
}

/** Resume an unfinished session through the gate; from the start if the answers changed its plan. */
async function resumeSession() {
  isStarted = true;
  settings = await playableSettings();
  syncSound(sound.unlock(settings));
  const unfinished = (await savedSession.mayPlay()) && (await savedSession.unfinishedSession());
  ui["left-off"].hidden = true;
  if (!isOurs(unfinished)) return savedSession.unlock(); // it ended in another window
  offerToResume(unfinished);
  const { plan, length } = session;
  const planned = await passGate({ length });
  if (!planned) return setState("setup");
  if (JSON.stringify(planned.plan) !== JSON.stringify(plan)) return startSession(planned, unfinished.run.wait);
  session = { ...session, ...planned };
  savedSession.saveSession(session);
  playback = timeline.resume(unfinished.run, Date.now());
  ui.away.hidden = true;
  showPlayer();
  save();
}

/** Resume a session that was paused a short while ago. */
async function unpause() {
  syncSound(sound.unlock(settings));
  await profile.load();
  if (!playback || playback.pausedAt === null) return;
  if (!isStillOpen()) return returnToGate();
  updatePlayback(timeline.resume(playback, Date.now()));
  if (playback) repeatSpeech(["Going on."]);
}

/** Render the sound status once the audio clock runs. Nothing waits for it: on some phones it never starts. */
async function syncSound(unlocking) {
  await unlocking;
  renderSoundStatus();
  scheduleTones();
}

/** Bind a button to an action at the current position; skipped if the session has just ended or paused. */
function bindButton(button, action) {
  button.addEventListener("click", () => {
    const pausedAt = playback?.pausedAt;
    if (playback) tick();
    if (playback && playback.pausedAt === pausedAt) action(Date.now(), timeline.positionAt(playback, Date.now()).index);
  });
}

/* --- buttons --- */

function pauseByTap(now) {
  sound.stopAll();
  updatePlayback(timeline.pause(playback, now));
  cues.say("Paused. Take your hand away.");
}

const renderSoundStatus = () => showSoundStatus(settings?.sound, sound.isOn());
const renderVoice = () => showVoice(settings.voice, sound.canSpeak());
const switchWait = (now) => updatePlayback(timeline.setWait(playback, !playback.wait, now));

bindButton(ui.back, (now, index) => (closeMenu(), updatePlayback(timeline.goToStep(playback, index - 1, now))));
bindButton(ui.next, (now, index) => updatePlayback(timeline.goToStep(playback, index + 1, now)));
bindButton(ui.found, confirmFrame);
bindButton(ui.add, (now) => ui.add.getAttribute("aria-disabled") !== "true" && updatePlayback(timeline.extendStep(playback, 15, now)));
bindButton(ui.end, () => finish("You stopped here. That is fine."));
bindButton(ui.pause, (now) => (playback.pausedAt !== null ? unpause() : pauseByTap(now)));
bindButton(ui.again, () => repeatSpeech());
bindButton(ui.wait, switchWait);
bindButton(ui.stage, (now, index) => timeline.positionAt(playback, now).finding && switchWait(now, index));
bindButton(ui.voice, () => {
  settings = { ...settings, voice: !settings.voice };
  store.setSetting("voice", settings.voice);
  cues.setVoice(settings.voice);
  renderVoice();
  if (settings.voice) repeatSpeech();
});
bindButton(ui.wrong, (now, index) => {
  sound.stopAll();
  updatePlayback(timeline.pause(playback, now));
  const actions = { stop: () => finish("Stopped for today."), next: () => skipPoint(index) };
  loadSymptoms().then(({ openSymptoms }) => openSymptoms((text) => cues.say(text), actions));
});

/** Leave the point of a step out for the rest of the day, and continue with the next one. */
function skipPoint(index) {
  const { steps } = session.plan;
  const { point } = steps[index];
  if (point) addRestingPoint(point);
  const next = steps.findIndex((step, other) => other > index && step.point !== point);
  if (!playback) return;
  if (next < 0) return finish("Stopped for today.");
  updatePlayback(timeline.goToStep(playback, next, Date.now()));
  unpause();
}
document.addEventListener("visibilitychange", () => {
  if (!playback) return;
  if (document.visibilityState === "hidden") return save();
  tick();
  sound.resumeAudio();
});
document.addEventListener("click", () => playback && settings.sound && !sound.isOn() && syncSound(sound.unlock({ sound: true })));
sound.onChange(renderSoundStatus);
addEventListener("pagehide", save);
savedSession.followWindows(yieldToWindow, returnToPage);
profile.followWindows();
profile.subscribe(recheck);
disableLongLengths(routine);
const setupReady = prepareSetup(routine);
ui.start.addEventListener("click", () => start());
ui["anything-changed"].addEventListener("click", () => start({ anew: true }));
// Start is enabled once it is known whether there is an unfinished session: an earlier tap would lose it.
Promise.race([Promise.all([restore(), setupReady]), storageTimeout()]).finally(() => {
  ui.start.disabled = false;
  if (takeAutoStart(routine) && !isStarted && !playback && ui["left-off"].hidden) start();
  loadGate();
  loadSymptoms();
});
journal.renderDailyTotal();
