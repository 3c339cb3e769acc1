// "Before you start": the health check before a session. Shows the screens that are due, stores each answer at the tap,
// and ends with the evaluated routine, with a screen to call for help, or with nothing.

import { all, find } from "../core/dom.js";
import { now } from "../core/store.js";
import { allScreens, dueScreens, isPregnant } from "./check-plan.js";
import { showChanged, unconfirmedKeys } from "./gate-changed.js";
import * as results from "./gate-results.js";
import { judge, questions } from "./judge.js";
import { LineScreen } from "./line-screen.js";
import { lines } from "./lines.js";
import * as profile from "./profile.js";
import { isInView } from "./seen-lines.js";

const TAP_DELAY = 800; // ms after a screen change or a tap, in which taps are ignored
const PREGNANCY_SIGN = "pregnant-with-warning-signs";
const STRONG_PAIN = 8; // of 10
const SEVERE_PAIN_SIGN = "severe-pain";
const PROGRESS_SCREENS = ["emergency", "today", "pregnancy", "health", "body"];

const gate = find("#gate");
const parts = Object.fromEntries(all("[data-part]", gate).map((part) => [part.dataset.part, part]));
const lineScreen = new LineScreen(gate, parts);
let resolveScreen = () => {}; // resolves the screen that is shown
let ignoredUntil = 0; // in the time of events
let revealedYes; // the yes button that a tap on no scrolled into view on this screen
let isSaving = false; // an accepted tap is being stored

/* --- showing --- */

/** Show one part. Resolves to an outcome of the part, "back" or "close". */
function showPart(name) {
  if (!gate.open) gate.showModal();
  for (const part of Object.values(parts)) part.hidden = part !== parts[name];
  gate.scrollTop = 0;
  showDashes(name);
  find(".part-title", parts[name]).focus({ preventScroll: true });
  ignoredUntil = document.timeline.currentTime + TAP_DELAY;
  isSaving = false;
  revealedYes = undefined;
  return new Promise((resolve) => (resolveScreen = resolve));
}

function showDashes(name) {
  const place = PROGRESS_SCREENS.indexOf(name);
  const dashes = find("[data-dashes]", gate);
  dashes.hidden = place < 0;
  dashes.ariaLabel = `Safety check, ${place + 1} of ${PROGRESS_SCREENS.length}`;
  all("i", dashes).forEach((dash, index) => dash.classList.toggle("is-on", index <= place));
  find("[data-info]", gate).hidden = !parts[name].dataset.line && !find("[data-line]", parts[name]);
}

/** Whether a tap counts: not right after a screen change or another tap, nor while one is being stored. */
function acceptTap({ timeStamp }) {
  const isAccepted = timeStamp >= ignoredUntil && !isSaving;
  if (isAccepted) ignoredUntil = timeStamp + TAP_DELAY;
  return isAccepted;
}

/** Resolve the screen with the outcome of a button. */
function bindOutcome(button, outcome) {
  button.addEventListener("click", async (event) => {
    if (!acceptTap(event)) return;
    const reply = resolveScreen; // of the screen that was tapped, however long storing takes
    isSaving = true;
    try {
      const result = typeof outcome === "function" ? await outcome(event) : outcome;
      if (result) reply(result);
    } finally {
      if (reply === resolveScreen) isSaving = false;
    }
  });
}

/**
 * Bind the buttons of a yes-or-no question. A no counts once the yes below it was in view; until then it shows the yes.
 */
function bindQuestion(hook, save) {
  for (const button of all(`[data-${hook}]`, gate)) {
    bindOutcome(button, () => {
      const value = button.dataset[hook];
      const yes = find(`[data-${hook}=yes]`, button.parentElement);
      if (value === "no" && yes !== revealedYes && !isInView(yes, gate)) {
        yes.scrollIntoView({ block: "end" });
        revealedYes = yes;
        return "";
      }
      return save(value);
    });
  }
}

/* --- screens --- */

/** Show a screen. Resolves to "done", "back", "close", or the screens to show next. */
async function showScreen(screen) {
  if (screen.name in lineScreen.titles) lineScreen.prepare(screen);
  return showPart(screen.name);
}

async function answerPregnancy(value) {
  await profile.saveAnswers({ pregnancy: { value } });
  showUnsaved();
  return value === "no" ? "done" : [{ name: "pregnancy-signs" }, { name: "for-you" }];
}

async function answerWarning(value) {
  await profile.saveSigns({ [PREGNANCY_SIGN]: value === "yes" });
  showUnsaved();
  return "done";
}

/** Store strong pain as a sign where it is new or getting worse; pain that is usual changes nothing. */
async function answerStrongPain(value) {
  if (value === "yes") await profile.saveSigns({ [SEVERE_PAIN_SIGN]: true });
  showUnsaved();
  return "done";
}

/** Store the clearance of a midwife or doctor, and show the other questions. A failed write changes nothing. */
async function savePregnancyClearance() {
  const isKept = await profile.saveAnswers({ pregnancy: { value: "yes", cleared: true } });
  showUnsaved();
  if (!isKept) return showNotAgreed();
  if (!parts.some) return "done"; // the start page has no such screen: the gate of a routine asks the rest
  const due = dueScreens(profile.snapshot(), lines, questions, now());
  return due.length ? due : "done";
}

function screensOfTile(slug) {
  return slug ? [...screensOf(lines.filter(({ tile }) => tile === slug)), { name: "later" }] : allScreens();
}

/** Return the screens for some lines only. */
function screensOf(chosen) {
  const pregnancy = chosen.some(({ screen }) => screen === "pregnancy") ? [{ name: "pregnancy" }] : [];
  const rest = chosen.filter(({ screen }) => screen !== "pregnancy").map((line) => line.slug);
  return [...pregnancy, ...(rest.length ? [{ name: "some", lines: rest }] : [])];
}

const linesOf = (keys) => lines.filter((line) => line.questions.some((key) => keys.has(key)));

/** Answer no to today's questions ("Nothing new"); the other answers keep their dates. */
async function answerNothingNew() {
  const { answers } = profile.snapshot();
  await lineScreen.answerToday(answers);
  showUnsaved();
  return "done";
}

/** Show the full wording of the lines on the screen. */
function showWording() {
  const shown = new Set(all("[data-part]:not([hidden]) [data-line], [data-part][data-line]:not([hidden])", gate).map((line) => line.dataset.line));
  const box = find("#wording");
  for (const entry of all("[data-wording]", box)) entry.hidden = !shown.has(entry.dataset.wording);
  box.showModal();
  box.scrollTop = 0;
}

/** Store that a professional has checked the pain behind some signs. A failed write opens nothing. */
async function saveSignClearance(button) {
  const isKept = await profile.saveChecked(button.dataset.checked.split(" "));
  showUnsaved();
  return isKept ? "open" : showNotAgreed();
}

/** Show that an answer could not be stored, and that it counts as yes. */
function showUnsaved() {
  find("[data-unsaved]", gate).hidden = profile.snapshot().unsaved.length === 0;
}

/** Show at the top of the screen that a clearance could not be stored. The screen stays, without an outcome. */
function showNotAgreed() {
  find("[data-unsaved]", gate).hidden = false;
  gate.scrollTop = 0;
  return "";
}

/* --- flow --- */

/** Return the screen that lists a sign. */
const screenOf = (slug) => (slug === PREGNANCY_SIGN ? "pregnancy-signs" : lines.find((line) => line.signs.includes(slug))?.screen ?? "emergency");

/** Show whom to call as long as a sign closes the routine. Resolves to whether the routine is open. */
async function showSignResults(routine) {
  for (;;) {
    const found = judge(routine);
    if (!found.stop) return true;
    const outcome = await results.showResult(found, parts, showPart);
    if (outcome === "open") continue;
    if (outcome !== "mistake") return false;
    const name = found.signs.map(screenOf).find((one) => parts[one]);
    if (!name || ["back", "close"].includes(await showScreen({ name }))) return false; // the start page has few screens
  }
}

/** Show screens one after the other. Resolves to whether all were answered; `completes`: the check is then stored. */
async function showScreens(routine, due, completes = due.length > 0) {
  let index = 0;
  const signs = due.some(({ name }) => name === "emergency") && due.some(({ name }) => name === "today");
  while (index < due.length) {
    if (due[index].name === "for-you") await profile.saveCheck({ signs }); // the check ends there
    const outcome = await showScreen(due[index]);
    if (outcome === "close" || (outcome === "back" && index === 0)) return false;
    if (outcome === "back") {
      index -= 1;
      continue;
    }
    if (Array.isArray(outcome)) due.splice(index + 1, due.length, ...outcome);
    index += 1;
    if (!(await showSignResults(routine))) return false;
  }
  if (completes) await profile.saveCheck({ signs });
  return true;
}

/** Show what the answers changed. Resolves to the evaluated routine to play, or null. */
async function showChanges(routine, lengthOf) {
  for (;;) {
    if (!(await showSignResults(routine))) return null;
    const found = judge(routine);
    if (found.asks && isPregnant(profile.snapshot().answers, questions, now())) {
      if (!(await showScreens(routine, [{ name: "for-you" }]))) return null;
      continue;
    }
    if (!found.changed && found.worth) return found;
    const outcome = await showChanged(found, parts, showPart, lengthOf);
    if (outcome === "go" && found.worth) return judge(routine).digest === found.digest ? found : showChanges(routine, lengthOf);
    showUnsaved();
    if (outcome === "judge") continue;
    if (outcome === "ask" && (await showScreens(routine, screensOf(linesOf(unconfirmedKeys(found))), false))) continue;
    if (outcome !== "again" || !(await showScreens(routine, allScreens()))) return null;
  }
}

/**
 * Show the screens that are due before a routine. Resolves to the evaluated routine (see judge.js), or to null if the
 * person closed the gate or a sign closes the routine. `anew` asks what changed although a check was completed lately;
 * `pain` is the pain now, 0 to 10, if the person rated it.
 */
export async function check(routine, { anew = false, pain = null, lengthOf } = {}) {
  await profile.load();
  lineScreen.begin();
  showUnsaved();
  try {
    if (!(await showSignResults(routine))) return null;
    const asks = judge(routine).asks;
    const isStrong = asks && pain >= STRONG_PAIN;
    if (isStrong && !(await showScreens(routine, [{ name: "strong-pain" }], false))) return null;
    const due = !asks ? [] : anew ? [{ name: "later" }] : dueScreens(profile.snapshot(), lines, questions, now());
    if (!(await showScreens(routine, due))) return null;
    return await showChanges(routine, lengthOf);
  } finally {
    lineScreen.end();
    gate.close();
  }
}

/** Show a person who stated that she is pregnant what is open to her. */
export async function checkPregnancy() {
  const firstScreens = answerPregnancy("yes");
  lineScreen.begin();
  try {
    const due = await firstScreens;
    const anyPress = { steps: [{ kind: "press", placement: "any", contraindications: [] }] };
    await showScreens(anyPress, due);
  } finally {
    lineScreen.end();
    gate.close();
  }
}

/* --- wiring --- */

for (const part of Object.values(parts)) {
  for (const button of all("[data-none]", part)) bindOutcome(button, (event) => lineScreen.answer(event).then((done) => done && "done").finally(showUnsaved));
}
bindQuestion("pregnancy", answerPregnancy);
bindQuestion("warning", answerWarning);
bindQuestion("worse", answerStrongPain);
for (const button of all("[data-tile]", gate)) bindOutcome(button, () => screensOfTile(button.dataset.tile));
for (const button of all("[data-outcome]", gate)) bindOutcome(button, button.dataset.outcome);
for (const button of all("[data-nothing-new]", gate)) bindOutcome(button, answerNothingNew);
for (const button of all("[data-agree]", gate)) bindOutcome(button, savePregnancyClearance);
for (const button of all("[data-checked]", gate)) bindOutcome(button, () => saveSignClearance(button));
results.listen(parts);
find("[data-info]", gate).addEventListener("click", showWording);
find("[data-back]", gate).addEventListener("click", () => resolveScreen("back"));
gate.addEventListener("close", () => resolveScreen("close"));
lineScreen.listen(showUnsaved);
