// The picture of a session: how this side is pressed, or, with Landmarks, the plate that shows how the place is found.
// Every picture is looked up here.

import { find } from "./dom.js";
import { drawing, forBody } from "./picture.js";

const [stage, figure, lung, act, pulse, landmarks, breath] =
  ["stage", "picture", "lung", "act", "pulse", "landmarks", "breath"].map((id) => document.getElementById(id));
const beats = find("#beats");

const BREATH = { all: 10_000, in: 4_000 }; // ms

let plate = false; // Landmarks is on
let shown; // {step, next, body}

/** The published drawing of a step: its plate, or the pressing of this side; nothing where there is none. */
export const pictureOf = (step, wantsPlate) => (wantsPlate ? (step.diagram ?? step.posture) : (step.posture ?? step.diagram));

/** Show the picture of a step, and have that of the next at hand before it is needed. */
export async function showPicture(step, next, body) {
  shown = { step, next, body };
  const isBreath = ["breathe", "rest"].includes(step.kind);
  const link = pictureOf(step, plate && Boolean(step.diagram));
  landmarks.hidden = !step.diagram || !step.posture;
  lung.hidden = Boolean(link) || !isBreath;
  act.hidden = Boolean(link) || isBreath;
  act.textContent = act.hidden ? "" : step.title;
  lung.classList.toggle("paced", step.kind === "breathe");
  stage.dataset.kind = step.kind;
  await put(link, step, body);
  const ahead = next && pictureOf(next, false);
  if (ahead && ahead.href !== link?.href) fetch(forBody(ahead.href, body)).catch(() => {});
}

async function put(link, step, body) {
  const address = link ? forBody(link.href, body) : "";
  const { dataset } = figure;
  if (address !== dataset.address) {
    dataset.address = address;
    const svg = address && (await drawing(address).catch(() => null));
    if (dataset.address !== address) return; // the next step was quicker
    find(".sheet", figure).replaceChildren(...(svg ? [svg] : []));
    figure.hidden = !svg;
  }
  const isPlate = link === step.diagram;
  Object.assign(dataset, { picture: link ? (isPlate ? "plate" : "pose") : "", point: step.point ?? "", side: step.side ?? "" });
  dataset.posture = isPlate ? "" : nameOf(link);
  noteSide(step.side);
  placePulse();
}

const nameOf = (link) => link?.href.split("/").at(-1).replace(".svg", "") ?? "";

/** Say so below a plate in which nothing is on the step's side. */
function noteSide(side) {
  const other = { left: "right", right: "left" }[side];
  const turned = figure.dataset.picture === "plate" && other && find(`.mark[data-side=${other}]`, figure) && !find(`.mark[data-side=${side}]`, figure);
  find("figcaption", figure).textContent = turned ? "The drawing shows the other side." : "";
}

/** The pulse beats over the mark of the picture, while it is pressed. */
function placePulse() {
  const mark = figure.dataset.picture === "pose" && shown.step.kind === "press" && find(".mark", figure);
  pulse.hidden = !mark;
  if (!mark) return;
  const [at, frame] = [mark.getBoundingClientRect(), stage.getBoundingClientRect()];
  pulse.style.translate = `${at.x + at.width / 2 - frame.x}px ${at.y + at.height / 2 - frame.y}px`;
}

/** Beat and breathe from this moment of the step on: what moves keeps time with the clock. */
export function keepTime(into) {
  document.documentElement.style.setProperty("--into", `${-(into % BREATH.all)}ms`);
}

/** Say whether to breathe in or out; where nothing may move, a row of ten seconds shows how long. */
export function showBreath(into) {
  if (lung.hidden || !lung.classList.contains("paced")) return;
  const now = into % BREATH.all;
  breath.textContent = now < BREATH.in ? "Breathe in" : "Breathe out";
  [...beats.children].forEach((beat, second) => beat.classList.toggle("on", second * 1000 <= now));
}

landmarks.addEventListener("click", () => {
  plate = !plate;
  landmarks.setAttribute("aria-pressed", String(plate));
  if (shown) showPicture(shown.step, shown.next, shown.body);
});
new ResizeObserver(() => shown && placePulse()).observe(stage);

/** Show how the first place is pressed before the session begins. */
export async function showFirst(steps, body) {
  const first = steps.find((step) => step.kind === "press");
  const place = document.getElementById("ready-picture");
  if (!first || !place) return;
  const svg = await drawing(forBody(pictureOf(first, false).href, body)).catch(() => null);
  if (svg) find(".sheet", place).replaceChildren(svg);
}
