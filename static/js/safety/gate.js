// "Before you start": the health check before a session. Shows the screens that are due, keeps each answer as it is
// given, and ends with what the answers leave of the routine, with a page to call for help, or with nothing.

import { all, find } from "../core/dom.js";
import { now } from "../core/store.js";
import { allScreens, dueScreens, isPregnant } from "./check-plan.js";
import { showChanged, unanswered } from "./gate-changed.js";
import * as results from "./gate-results.js";
import { judge, questions } from "./judge.js";
import { LineScreen } from "./line-screen.js";
import { lines } from "./lines.js";
import * as profile from "./profile.js";
import { isInView } from "./seen-lines.js";

const DEAD_TIME = 800; // ms after a screen change, and after a tap, in which a tap counts for nothing
const WARNING = "pregnant-with-warning-signs";
const STRONG_PAIN = 8; // of 10
const WORSE = "severe-pain";
const DASHES = ["emergency", "today", "pregnancy", "health", "body"];

const gate = find("#gate");
const parts = Object.fromEntries(all("[data-part]", gate).map((part) => [part.dataset.part, part]));
const lineScreen = new LineScreen(gate, parts);
let answer = () => {}; // resolves the screen that is shown
let quietUntil = 0; // on the clock of events
let shownYes; // the yes that a tap on the no brought into view, on this screen
let keeping = false; // a tap counted and what it answers is on its way to the phone

/* --- showing --- */

/** Show one part. Resolves to what the person does there: a word of the part's own, "back" or "close". */
function show(name) {
  if (!gate.open) gate.showModal();
  for (const part of Object.values(parts)) part.hidden = part !== parts[name];
  gate.scrollTop = 0;
  showDashes(name);
  find(".part-title", parts[name]).focus({ preventScroll: true });
  quietUntil = document.timeline.currentTime + DEAD_TIME;
  keeping = false;
  shownYes = undefined;
  return new Promise((resolve) => (answer = resolve));
}

function showDashes(name) {
  const place = DASHES.indexOf(name);
  const dashes = find("[data-dashes]", gate);
  dashes.hidden = place < 0;
  dashes.ariaLabel = `Safety check, ${place + 1} of ${DASHES.length}`;
  all("i", dashes).forEach((dash, index) => dash.classList.toggle("is-on", index <= place));
  find("[data-info]", gate).hidden = !parts[name].dataset.line && !find("[data-line]", parts[name]);
}

/** Whether a tap counts: not right after a screen change, nor right after another tap, nor before that one is kept. */
function counts({ timeStamp }) {
  const may = timeStamp >= quietUntil && !keeping;
  if (may) quietUntil = timeStamp + DEAD_TIME;
  return may;
}

/** Answer the screen with what a button stands for. */
function on(button, outcome) {
  button.addEventListener("click", async (event) => {
    if (!counts(event)) return;
    const reply = answer; // of the screen that was tapped, however long keeping takes
    keeping = true;
    try {
      const said = typeof outcome === "function" ? await outcome(event) : outcome;
      if (said) reply(said);
    } finally {
      if (reply === answer) keeping = false;
    }
  });
}

/** Answer a question of two buttons. A no counts once the yes below it was in view; until then a tap shows the yes. */
function onQuestion(hook, keep) {
  for (const button of all(`[data-${hook}]`, gate)) {
    on(button, () => {
      const value = button.dataset[hook];
      const yes = find(`[data-${hook}=yes]`, button.parentElement);
      if (value === "no" && yes !== shownYes && !isInView(yes, gate)) {
        yes.scrollIntoView({ block: "end" });
        shownYes = yes;
        return "";
      }
      return keep(value);
    });
  }
}

/* --- screens --- */

/** Show a screen. Resolves to "done", "back", "close", or the screens to show next. */
async function ask(screen) {
  if (screen.name in lineScreen.titles) {
    lineScreen.prepare(screen);
    return show(screen.name);
  }
  return show(screen.name);
}

async function answerPregnancy(value) {
  await profile.saveAnswers({ pregnancy: { value } });
  showUnsaved();
  return value === "no" ? "done" : [{ name: "pregnancy-signs" }, { name: "for-you" }];
}

async function answerWarning(value) {
  await profile.saveSigns({ [WARNING]: value === "yes" });
  showUnsaved();
  return "done";
}

/** Strong pain that is new or getting worse is a sign; pain that is usual changes nothing. */
async function answerStrongPain(value) {
  if (value === "yes") await profile.saveSigns({ [WORSE]: true });
  showUnsaved();
  return "done";
}

/** A midwife or doctor has agreed: dated, and with it the other questions are asked. What is not kept leads nowhere. */
async function agree() {
  const isKept = await profile.saveAnswers({ pregnancy: { value: "yes", cleared: true } });
  showUnsaved();
  if (!isKept) return showNotAgreed();
  if (!parts.some) return "done"; // on the start page: the gate of a routine asks the rest
  const due = dueScreens(profile.snapshot(), lines, questions, now());
  return due.length ? due : "done";
}

function openTile(slug) {
  return slug ? [...screensOf(lines.filter(({ tile }) => tile === slug)), { name: "later" }] : allScreens();
}

/** The screens that ask some lines alone. */
function screensOf(chosen) {
  const pregnancy = chosen.some(({ screen }) => screen === "pregnancy") ? [{ name: "pregnancy" }] : [];
  const rest = chosen.filter(({ screen }) => screen !== "pregnancy").map((line) => line.slug);
  return [...pregnancy, ...(rest.length ? [{ name: "some", lines: rest }] : [])];
}

const linesOf = (keys) => lines.filter((line) => line.questions.some((key) => keys.has(key)));

/** "Nothing new" answers what its tiles name for today; the answers on file keep their dates. */
async function nothingNew() {
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

/** A professional has looked at the pain behind some signs. What is not kept opens nothing. */
async function agreeToSigns(button) {
  const isKept = await profile.saveChecked(button.dataset.checked.split(" "));
  showUnsaved();
  return isKept ? "open" : showNotAgreed();
}

/** Say that something could not be kept, and that it counts as yes. */
function showUnsaved() {
  find("[data-unsaved]", gate).hidden = profile.snapshot().unsaved.length === 0;
}

/** Say at the top of the screen that an agreement could not be kept. The screen stays: it answers nothing. */
function showNotAgreed() {
  find("[data-unsaved]", gate).hidden = false;
  gate.scrollTop = 0;
  return "";
}

/* --- the way through --- */

/** The screen on which a sign is ticked. */
const screenOf = (slug) => (slug === WARNING ? "pregnancy-signs" : lines.find((line) => line.signs.includes(slug))?.screen ?? "emergency");

/** Show who to call as long as a sign closes the routine. Resolves to whether it is open. */
async function passSigns(routine) {
  for (;;) {
    const found = judge(routine);
    if (!found.stop) return true;
    const outcome = await results.showResult(found, parts, show);
    if (outcome === "open") continue;
    if (outcome !== "mistake") return false;
    const name = found.signs.map(screenOf).find((one) => parts[one]);
    if (!name || ["back", "close"].includes(await ask({ name }))) return false; // the start page has few screens
  }
}

/** Show screens one after the other. Resolves to whether all of them were answered; `completes`: that ends a check. */
async function passScreens(routine, due, completes = due.length > 0) {
  let index = 0;
  const signs = due.some(({ name }) => name === "emergency") && due.some(({ name }) => name === "today");
  while (index < due.length) {
    if (due[index].name === "for-you") await profile.saveCheck({ signs }); // the check ends there
    const outcome = await ask(due[index]);
    if (outcome === "close" || (outcome === "back" && index === 0)) return false;
    if (outcome === "back") {
      index -= 1;
      continue;
    }
    if (Array.isArray(outcome)) due.splice(index + 1, due.length, ...outcome);
    index += 1;
    if (!(await passSigns(routine))) return false;
  }
  if (completes) await profile.saveCheck({ signs });
  return true;
}

/** Show what the answers changed. Resolves to the judgement to play, or null. */
async function passChanges(routine, lengthOf) {
  for (;;) {
    if (!(await passSigns(routine))) return null;
    const found = judge(routine);
    if (found.asks && isPregnant(profile.snapshot().answers, questions, now())) {
      if (!(await passScreens(routine, [{ name: "for-you" }]))) return null;
      continue;
    }
    if (!found.changed && found.worth) return found;
    const outcome = await showChanged(found, parts, show, lengthOf);
    if (outcome === "go" && found.worth) return judge(routine).digest === found.digest ? found : passChanges(routine, lengthOf);
    showUnsaved();
    if (outcome === "judge") continue;
    if (outcome === "ask" && (await passScreens(routine, screensOf(linesOf(unanswered(found))), false))) continue;
    if (outcome !== "again" || !(await passScreens(routine, allScreens()))) return null;
  }
}

/**
 * Take a person through what is due before a routine. Resolves to the judgement (see judge.js), or to null when the
 * person closed the gate or a sign closes the routine. `anew` asks what changed, though a check was completed lately;
 * `pain` is the pain now, 0 to 10, where the person gave it.
 */
export async function check(routine, { anew = false, pain = null, lengthOf } = {}) {
  await profile.load();
  lineScreen.begin();
  showUnsaved();
  try {
    if (!(await passSigns(routine))) return null;
    const asks = judge(routine).asks;
    const isStrong = asks && pain >= STRONG_PAIN;
    if (isStrong && !(await passScreens(routine, [{ name: "strong-pain" }], false))) return null;
    const due = !asks ? [] : anew ? [{ name: "later" }] : dueScreens(profile.snapshot(), lines, questions, now());
    if (!(await passScreens(routine, due))) return null;
    return await passChanges(routine, lengthOf);
  } finally {
    lineScreen.end();
    gate.close();
  }
}

/** Take a person who said that she is pregnant to what is open to her. */
export async function checkPregnancy() {
  const keeping = answerPregnancy("yes");
  lineScreen.begin();
  try {
    const due = await keeping;
    const anything = { steps: [{ kind: "press", placement: "any", contraindications: [] }] };
    await passScreens(anything, due);
  } finally {
    lineScreen.end();
    gate.close();
  }
}

/* --- wiring --- */

for (const part of Object.values(parts)) {
  for (const button of all("[data-none]", part)) on(button, (event) => lineScreen.answer(event).then((done) => done && "done").finally(showUnsaved));
}
onQuestion("pregnancy", answerPregnancy);
onQuestion("warning", answerWarning);
onQuestion("worse", answerStrongPain);
for (const button of all("[data-tile]", gate)) on(button, () => openTile(button.dataset.tile));
for (const button of all("[data-outcome]", gate)) on(button, button.dataset.outcome);
for (const button of all("[data-nothing-new]", gate)) on(button, nothingNew);
for (const button of all("[data-agree]", gate)) on(button, agree);
for (const button of all("[data-checked]", gate)) on(button, () => agreeToSigns(button));
results.listen(parts);
find("[data-info]", gate).addEventListener("click", showWording);
find("[data-back]", gate).addEventListener("click", () => answer("back"));
gate.addEventListener("close", () => answer("close"));
lineScreen.listen(showUnsaved);
