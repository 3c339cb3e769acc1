// "Something feels wrong": each symptom leads to one instruction, with the telephone where needed.

import { all, find } from "../core/dom.js";
import { questions } from "../safety/judge.js";
import { dialNumber } from "../safety/phone-number.js";
import { snapshot, subscribe } from "../safety/profile.js";
import { countsAsYes } from "../safety/rules.js";
import { now, settings } from "../core/store.js";
import { formatClock } from "./timeline.js";

const dialog = find("#wrong-dialog");
const box = find("[data-call-box]", dialog);
const OPENING = ["Hands off. What do you feel?", "Chest pain, breathless, a weak leg, or numb between the legs mean a call.", "The buttons are on the screen."];

let say = () => {};
let countdown;

/** Show the answer to a symptom; "" is the list. */
function showAnswer(name, why = "") {
  clearInterval(countdown);
  for (const part of all("[data-felt]", dialog)) part.hidden = part.dataset.felt !== name;
  const part = find(`[data-felt="${name}"]`, dialog);
  const slot = find("[data-call-here]", part);
  if (slot) slot.append(box);
  box.hidden = !slot;
  if (name === "doctor") find("[data-reason]", part).textContent = why;
  const wait = find("[data-wait]", part);
  if (wait) countDown(wait);
  const title = find(".part-title", part);
  title.focus();
  dialog.scrollTo(0, 0);
  if (name) say(title.textContent);
}

/** Count down the time to wait before asking whether the symptom has passed. */
function countDown(element) {
  const until = Date.now() + Number(element.dataset.wait) * 1000;
  const render = () => (element.textContent = formatClock(Math.max(0, until - Date.now())));
  render();
  countdown = setInterval(render, 1000);
}

async function offerDoctor() {
  const { doctor } = await settings();
  const link = find("[data-doctor-link]", dialog);
  const number = dialNumber(doctor ?? "");
  link.hidden = !number;
  if (number) link.href = `tel:${number}`;
}

/** Hide the rows that concern only people who answer a question with yes; without a valid no they are shown. */
function hideOthersRows() {
  const { answers } = snapshot();
  for (const row of all("[data-only-for]", dialog)) {
    const question = questions.find(({ key }) => key === row.dataset.onlyFor);
    row.hidden = question !== undefined && !countsAsYes(question, answers[question.key], now());
  }
}

subscribe(hideOthersRows);

/** Open the dialog. `speak(text)` speaks; `actions` has a function for each outcome: {stop, next}. */
export function openSymptoms(speak, actions) {
  say = speak;
  dialog.returnValue = "";
  hideOthersRows();
  dialog.showModal();
  showAnswer("");
  OPENING.forEach(say);
  offerDoctor();
  dialog.addEventListener("close", () => {
    clearInterval(countdown);
    actions[dialog.returnValue]?.();
  }, { once: true });
}

for (const button of all("[data-feel]", dialog)) {
  button.addEventListener("click", () => showAnswer(button.dataset.feel, button.dataset.why));
}
