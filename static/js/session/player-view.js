// What the session page shows. Told what to show; knows neither clock nor answers.

import { find, make, setIfChanged, setText } from "../core/dom.js";
import { framesOf, sentence, toldInstead } from "./script.js";
import { keepTime, showBreath, showPicture } from "./stage.js";
import { clock, extendable } from "./timeline.js";

export const ui = Object.fromEntries(
  ["setup", "play", "done", "more", "menu", "start", "length", "read", "back", "pause", "next", "found", "again", "wait", "voice", "add",
    "wrong", "end", "progress", "count", "whole", "left", "away", "side", "stage", "ring", "gone", "ring-note", "step-title", "timer",
    "fitted", "fitted-list", "instruction", "note", "dots", "next-up", "awake", "heard", "announce", "wrong-dialog",
    "anything-changed", "left-off", "resume"].map((id) => [id, document.getElementById(id)]),
);

/** Where a step is, for its head: "Left waist"; a point of the midline has no side. */
const head = ({ side, lay = "" }) => (side === "midline" ? lay : `${side ?? ""} ${lay}`).trim().replace(/^./, (letter) => letter.toUpperCase());
const STATES = { ready: "find", stand: "move" };
const PAUSED = "Paused. Take your hand away.";
const LONG = 14; // words: more are set smaller

/** Say in the page what is on the screen: setup, gate, the kind of step, paused or done. */
export function stateIs(name) {
  if (document.documentElement.dataset.session === name) return;
  document.documentElement.dataset.session = name;
  find("h1").classList.toggle("unseen", !["setup", "gate"].includes(name)); // the step's title is the heading that is read
}

/** Show the page before a session. */
export function showSetup() {
  ui.play.hidden = true;
  ui.setup.hidden = false;
  document.body.classList.remove("playing");
  stateIs("setup");
}

export function showPlay() {
  ui.setup.hidden = true;
  ui.play.hidden = false;
  document.body.classList.add("playing");
}

/** Show the page after a session. */
export function showDone(title) {
  ui.play.hidden = true;
  ui.setup.hidden = true;
  ui.done.hidden = false;
  document.body.classList.replace("playing", "ended");
  stateIs("done");
  find("[data-done-title]").textContent = title;
  find("[data-done-title]").focus();
}

export function showVoice(isOn, canSpeak) {
  ui.voice.setAttribute("aria-pressed", String(Boolean(isOn)));
  ui.voice.hidden = ui.again.hidden = !canSpeak;
}

export function showHeard(isWanted, isOn) {
  ui.heard.textContent = !isWanted ? "Sound is off." : isOn ? "Sound is on." : "No sound now. Tap anywhere for sound.";
}

const mark = (button, name, value) => button.getAttribute(name) !== value && button.setAttribute(name, value);

/** Everything that changes with the second. `limit` is the most seconds a session may last. Returns the sentence shown. */
export function showTime(plan, run, place, limit) {
  const step = plan.steps[place.index];
  const isPaused = run.pausedAt !== null;
  setText(ui.timer, clock(place.left));
  setText(ui.whole, `${clock(place.total - place.played)} left in all`);
  setText(ui.left, `${ui.count.textContent} · ${ui.whole.textContent}`);
  setIfChanged(ui.progress, "value", place.played / place.total);
  setIfChanged(ui.gone.style, "strokeDashoffset", String(100 - (100 * place.left) / run.durations[place.index]));
  setText(ui["ring-note"], isPaused ? "paused" : place.waiting ? "tap Next" : "");
  setText(ui.pause.firstElementChild, isPaused ? "Resume" : "Pause");
  setIfChanged(ui.pause.dataset, "act", isPaused ? "resume" : "pause");
  setIfChanged(ui.play, "className", isPaused ? "play paused" : "play");
  setIfChanged(ui.ring, "className", place.finding ? "ring unseen" : "ring");
  setIfChanged(ui.found, "hidden", !place.finding || isPaused);
  setIfChanged(ui.pause, "hidden", !ui.found.hidden);
  mark(ui.wait, "aria-pressed", String(Boolean(run.wait)));
  setText(ui["next-up"], place.waiting ? "Tap Next when you are ready." : upNext(plan, place.index));
  const longer = !place.finding && extendable(step, run.durations[place.index], place.total, limit);
  mark(ui.add, "aria-disabled", String(!longer)); // not disabled: that would lose the focus
  stateIs(isPaused ? "paused" : (STATES[step.kind] ?? step.kind));
  showBreath(place.into);
  return showSentence(plan, step, run, place);
}

function upNext({ steps }, index) {
  const next = steps[index + 1];
  return next ? `Next: ${next.title}` : "This is the last step.";
}

/** One sentence: the frame that waits, what the answers changed, or what is due now. Returns it. */
function showSentence(plan, step, run, place) {
  const isPaused = run.pausedAt !== null;
  const frames = place.finding ? framesOf(plan, step) : [];
  const frame = frames[Math.min(run.frame ?? 0, frames.length - 1)];
  const told = isPaused ? [] : (frame ? frame.told : step.kind === "press" && toldInstead(plan, step)) || [];
  const text = isPaused ? PAUSED : frame ? frame.text : sentence(step, place.into, run.durations[place.index]);
  setIfChanged(ui.instruction, "hidden", told.length > 0 || !ui.away.hidden);
  setIfChanged(ui.fitted, "hidden", told.length === 0);
  setText(ui.note, isPaused || !frame ? "" : frame.note);
  put(ui.instruction, text);
  if (told.length) put(ui["fitted-list"], told.join(" "));
  showDots(frames.length, frames.indexOf(frame));
  return told.length ? told.join(" ") : text;
}

function put(place, text) {
  if (place.textContent === text) return;
  setText(place, text);
  place.classList.toggle("long", text.split(" ").length > LONG);
}

function showDots(count, at) {
  setIfChanged(ui.dots, "hidden", count < 2);
  if (ui.dots.childElementCount !== count) ui.dots.replaceChildren(...Array.from({ length: count }, () => make("i")));
  [...ui.dots.children].forEach((dot, index) => setIfChanged(dot, "className", index === at ? "on" : ""));
}

/** Everything that changes with the step. */
export function showStep(plan, run, { index, into, finding }, body) {
  const step = plan.steps[index];
  setText(ui["step-title"], step.title);
  setText(ui.count, `Step ${index + 1} of ${plan.steps.length}`);
  setText(ui.side, head(step));
  setIfChanged(ui.stage.dataset, "from", step.side ?? "");
  keepTime(into);
  showPicture(step, plan.steps[index + 1], body, finding ? run.frame : -1);
}

/** Say a step, or a sentence that is new, once to who cannot see it; not where the voice says it. */
export function announce(text) {
  setIfChanged(ui.announce, "textContent", text);
}

/* --- what is seldom needed, behind More: closed by Escape, a tap beside it, and by what ends or moves the step --- */

export function closeMenu() {
  ui.menu.hidden = true;
  ui.more.setAttribute("aria-expanded", "false");
}

ui.more.addEventListener("click", () => {
  ui.menu.hidden = !ui.menu.hidden;
  ui.more.setAttribute("aria-expanded", String(!ui.menu.hidden));
});
document.addEventListener("click", ({ target }) => {
  if (!ui.menu.hidden && !ui.menu.contains(target) && !ui.more.contains(target)) closeMenu();
});
document.addEventListener("keydown", ({ key }) => {
  if (key !== "Escape" || ui.menu.hidden) return;
  closeMenu();
  ui.more.focus();
});
