// View of the session page. It renders what it is given and reads neither clock nor answers.

import { find, make, setIfChanged, setText } from "../core/dom.js";
import { adaptationsOf, framesOf, sentence } from "./script.js";
import { showBreath, showPicture, syncAnimations } from "./stage.js";
import { canExtend, formatClock } from "./timeline.js";

export const ui = Object.fromEntries(
  ["setup", "play", "done", "more", "menu", "start", "length", "read", "back", "pause", "next", "found", "again", "wait", "voice", "add",
    "wrong", "end", "progress", "count", "whole", "left", "away", "side", "stage", "ring", "gone", "ring-note", "step-title", "timer",
    "fitted", "fitted-list", "instruction", "note", "dots", "next-up", "awake", "heard", "announce", "wrong-dialog",
    "anything-changed", "left-off", "resume"].map((id) => [id, document.getElementById(id)]),
);

/** Return the title of a step's place: "Left waist"; a point of the midline has no side. */
const placeTitle = ({ side, lay = "" }) => (side === "midline" ? lay : `${side ?? ""} ${lay}`).trim().replace(/^./, (letter) => letter.toUpperCase());
const STATE_OF_KIND = { ready: "find", stand: "move" };
const PAUSED_TEXT = "Paused. Take your hand away.";
const LONG_SENTENCE = 14; // words: longer sentences are set smaller

/** Set the state of the page: setup, gate, the kind of step, paused or done. */
export function setState(name) {
  if (document.documentElement.dataset.session === name) return;
  document.documentElement.dataset.session = name;
  find("h1").classList.toggle("unseen", !["setup", "gate"].includes(name)); // screen readers read the step's title as heading
}

/** Show the page before a session. */
export function showSetup() {
  ui.play.hidden = true;
  ui.setup.hidden = false;
  document.body.classList.remove("playing");
  setState("setup");
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
  setState("done");
  find("[data-done-title]").textContent = title;
  find("[data-done-title]").focus();
}

export function showVoice(isOn, canSpeak) {
  ui.voice.setAttribute("aria-pressed", String(Boolean(isOn)));
  ui.voice.hidden = ui.again.hidden = !canSpeak;
}

export function showSoundStatus(isWanted, isOn) {
  ui.heard.textContent = !isWanted ? "Sound is off." : isOn ? "Sound is on." : "No sound now. Tap anywhere for sound.";
}

const setAttribute = (button, name, value) => button.getAttribute(name) !== value && button.setAttribute(name, value);

/** Render what changes every second. `limit` is the maximum of seconds of a session. Returns the sentence shown. */
export function renderClock(plan, playback, place, limit) {
  const step = plan.steps[place.index];
  const isPaused = playback.pausedAt !== null;
  setText(ui.timer, formatClock(place.left));
  setText(ui.whole, `${formatClock(place.total - place.played)} left in all`);
  setText(ui.left, `${ui.count.textContent} · ${ui.whole.textContent}`);
  setIfChanged(ui.progress, "value", place.played / place.total);
  setIfChanged(ui.gone.style, "strokeDashoffset", String(100 - (100 * place.left) / playback.durations[place.index]));
  setText(ui["ring-note"], isPaused ? "paused" : place.waiting ? "tap Next" : "");
  setText(ui.pause.firstElementChild, isPaused ? "Resume" : "Pause");
  setIfChanged(ui.pause.dataset, "act", isPaused ? "resume" : "pause");
  setIfChanged(ui.play, "className", isPaused ? "play paused" : "play");
  setIfChanged(ui.ring, "className", place.finding ? "ring unseen" : "ring");
  setIfChanged(ui.found, "hidden", !place.finding || isPaused);
  setIfChanged(ui.pause, "hidden", !ui.found.hidden);
  setAttribute(ui.wait, "aria-pressed", String(Boolean(playback.wait)));
  setText(ui["next-up"], place.waiting ? "Tap Next when you are ready." : nextTitle(plan, place.index));
  const canAdd = !place.finding && canExtend(step, playback.durations[place.index], place.total, limit);
  setAttribute(ui.add, "aria-disabled", String(!canAdd)); // not disabled: that would lose the focus
  setState(isPaused ? "paused" : (STATE_OF_KIND[step.kind] ?? step.kind));
  showBreath(place.into);
  return showSentence(plan, step, playback, place);
}

function nextTitle({ steps }, index) {
  const next = steps[index + 1];
  return next ? `Next: ${next.title}` : "This is the last step.";
}

/** Show one sentence: the frame of a find step, the adaptations, or the line that is due. Returns it. */
function showSentence(plan, step, playback, place) {
  const isPaused = playback.pausedAt !== null;
  const frames = place.finding ? framesOf(plan, step) : [];
  const frame = frames[Math.min(playback.frame ?? 0, frames.length - 1)];
  const adaptations = isPaused ? [] : (frame ? frame.adaptations : step.kind === "press" && adaptationsOf(plan, step)) || [];
  const text = isPaused ? PAUSED_TEXT : frame ? frame.text : sentence(step, place.into, playback.durations[place.index]);
  setIfChanged(ui.instruction, "hidden", adaptations.length > 0 || !ui.away.hidden);
  setIfChanged(ui.fitted, "hidden", adaptations.length === 0);
  setText(ui.note, isPaused || !frame ? "" : frame.note);
  setSentence(ui.instruction, text);
  if (adaptations.length) setSentence(ui["fitted-list"], adaptations.join(" "));
  showDots(frames.length, frames.indexOf(frame));
  return adaptations.length ? adaptations.join(" ") : text;
}

function setSentence(element, text) {
  if (element.textContent === text) return;
  setText(element, text);
  element.classList.toggle("long", text.split(" ").length > LONG_SENTENCE);
}

function showDots(count, current) {
  setIfChanged(ui.dots, "hidden", count < 2);
  if (ui.dots.childElementCount !== count) ui.dots.replaceChildren(...Array.from({ length: count }, () => make("i")));
  [...ui.dots.children].forEach((dot, index) => setIfChanged(dot, "className", index === current ? "on" : ""));
}

/** Render what changes with the step. */
export function renderStep(plan, playback, { index, into, finding }, body) {
  const step = plan.steps[index];
  setText(ui["step-title"], step.title);
  setText(ui.count, `Step ${index + 1} of ${plan.steps.length}`);
  setText(ui.side, placeTitle(step));
  setIfChanged(ui.stage.dataset, "from", step.side ?? "");
  syncAnimations(into);
  showPicture(step, plan.steps[index + 1], body, finding ? playback.frame : -1);
}

/** Announce a step or a new sentence to screen readers; not while the voice speaks it. */
export function announce(text) {
  setIfChanged(ui.announce, "textContent", text);
}

/* --- the menu "More": closed by Escape, a tap outside, and by leaving the step --- */

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
