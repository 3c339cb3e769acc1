// "Something feels wrong": each symptom leads to one instruction, with the telephone where needed.

import { all, find } from "../core/dom.js";
import { dialNumber } from "../safety/phone-number.js";
import { get, settings } from "../core/store.js";
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

/** Show the rows of those who answered a question with yes or "not sure". */
async function showOwnRows() {
  const answers = (await get("answers")) ?? {};
  for (const row of all("[data-only-for]", dialog)) row.hidden = !["yes", "unsure"].includes(answers[row.dataset.onlyFor]?.value);
}

/** Open the dialog. `speak(text)` speaks; `actions` has a function for each outcome: {stop, next}. */
export function openSymptoms(speak, actions) {
  say = speak;
  dialog.returnValue = "";
  dialog.showModal();
  showAnswer("");
  OPENING.forEach(say);
  offerDoctor();
  showOwnRows();
  dialog.addEventListener("close", () => {
    clearInterval(countdown);
    actions[dialog.returnValue]?.();
  }, { once: true });
}

for (const button of all("[data-feel]", dialog)) {
  button.addEventListener("click", () => showAnswer(button.dataset.feel, button.dataset.why));
}
