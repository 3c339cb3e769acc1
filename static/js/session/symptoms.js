// "Something feels wrong": one tap on what is felt shows one thing to do, with the telephone where it is needed.

import { all, find } from "../core/dom.js";
import { dialNumber } from "../safety/phone-number.js";
import { settings } from "../core/store.js";
import { clock } from "./timeline.js";

const dialog = find("#wrong-dialog");
const box = find("[data-call-box]", dialog);
const OPENING = ["Hands off. What do you feel?", "Chest pain, breathless, or a weak leg mean a call.", "The buttons are on the screen."];

let say = () => {};
let counting;

/** Show the page of what is felt; "" is the list. */
function show(name, why = "") {
  clearInterval(counting);
  for (const part of all("[data-felt]", dialog)) part.hidden = part.dataset.felt !== name;
  const part = find(`[data-felt="${name}"]`, dialog);
  const place = find("[data-call-here]", part);
  if (place) place.append(box);
  box.hidden = !place;
  if (name === "doctor") find("[data-reason]", part).textContent = why;
  const wait = find("[data-wait]", part);
  if (wait) countDown(wait);
  const title = find(".part-title", part);
  title.focus();
  dialog.scrollTo(0, 0);
  if (name) say(title.textContent);
}

/** How long to wait before it is asked whether it has passed. */
function countDown(place) {
  const until = Date.now() + Number(place.dataset.wait) * 1000;
  const paint = () => (place.textContent = clock(Math.max(0, until - Date.now())));
  paint();
  counting = setInterval(paint, 1000);
}

async function offerDoctor() {
  const { doctor } = await settings();
  const link = find("[data-doctor-link]", dialog);
  const number = dialNumber(doctor ?? "");
  link.hidden = !number;
  if (number) link.href = `tel:${number}`;
}

/** Ask what is felt. `speak(text)` reads out; `done` has an act for each end: {stop, next}. */
export function ask(speak, done) {
  say = speak;
  dialog.returnValue = "";
  dialog.showModal();
  show("");
  OPENING.forEach(say);
  offerDoctor();
  dialog.addEventListener("close", () => {
    clearInterval(counting);
    done[dialog.returnValue]?.();
  }, { once: true });
}

for (const button of all("[data-feel]", dialog)) {
  button.addEventListener("click", () => show(button.dataset.feel, button.dataset.why));
}
