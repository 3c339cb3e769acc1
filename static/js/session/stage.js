// The picture of a session: how the place is found on this side, frame by frame, and how it is pressed; or, with
// Landmarks, the plate. Every picture is looked up here.

import { find, setIfChanged, setText } from "../core/dom.js";
import { drawing, forBody } from "../drawings/inline-drawing.js";

const [stage, figure, lung, act, pulse, landmarks, breath, ring] =
  ["stage", "picture", "lung", "act", "pulse", "landmarks", "breath", "ring"].map((id) => document.getElementById(id));
const beats = find("#beats");

const LATE_MS = 250; // a drawing that takes longer leaves no old one in sight meanwhile
const BREATH = { all: 10_000, in: 4_000 }; // ms

let plate = false; // Landmarks is on
let shown; // {step, next, body, frame}

/**
 * The published drawings of a step, the one to show first: the find frame of that number, or how this side is pressed. A
 * breath is led by the circle.
 */
const drawingsOf = ({ kind, frames, posture, diagram }, frame = -1) =>
  (kind === "breathe" ? [] : [frames?.at(frame)?.diagram, posture, diagram].filter(Boolean));

/** Show the picture of a step: of the frame that waits to be found, or of the last one. */
export function showPicture(step, next, body, frame = -1) {
  if (shown?.step === step && shown.frame === frame && shown.body === body) return;
  shown = { step, next, body, frame };
  paint();
}

/** Paint what is shown, and have the next picture at hand before it is needed. */
async function paint() {
  const { step, next, body, frame } = shown;
  const isBreath = ["breathe", "rest"].includes(step.kind);
  const links = plate && step.diagram ? [step.diagram] : drawingsOf(step, frame);
  landmarks.hidden = !step.diagram || !step.posture;
  lung.hidden = links.length > 0 || !isBreath;
  act.hidden = links.length > 0 || isBreath;
  act.textContent = act.hidden ? "" : step.title;
  lung.classList.toggle("paced", step.kind === "breathe");
  stage.dataset.kind = step.kind;
  await put(links, step, body);
  const nextFrame = frame >= 0 && step.frames[frame + 1]?.diagram;
  const ahead = nextFrame ? [nextFrame] : next ? [next.frames?.[0]?.diagram, drawingsOf(next)[0]] : [];
  for (const link of ahead) if (link && link !== links[0]) fetch(forBody(link.href, body)).catch(() => {});
}

/** Put the first of these drawings that can be had into the page. */
async function put(links, step, body) {
  const { dataset } = figure;
  const wanted = (dataset.wanted = links.map(({ href }) => forBody(href, body)).join(" "));
  let link = links[0];
  if (dataset.address !== forBody(link?.href ?? "", body)) {
    let svg;
    const late = setTimeout(() => {
      figure.hidden = true; // no picture rather than that of another side
      dataset.address = "";
    }, LATE_MS);
    for (link of links) if ((svg = await drawing(forBody(link.href, body)).catch(() => null))) break;
    clearTimeout(late);
    if (dataset.wanted !== wanted) return; // the next step was quicker
    dataset.address = svg ? forBody(link.href, body) : "";
    if (svg?.dataset.plate) svg.setAttribute("viewBox", svg.dataset.plate); // the figure round the place, without columns
    find(".sheet", figure).replaceChildren(...(svg ? [svg] : []));
    figure.hidden = !svg;
  }
  const kind = !link ? "" : link === step.diagram ? "plate" : link === step.posture ? "pose" : "find";
  Object.assign(dataset, { picture: kind, point: step.point ?? "", side: step.side ?? "" });
  dataset.posture = kind === "pose" ? nameOf(link) : "";
  dataset.frame = kind === "find" ? nameOf(link) : "";
  noteSide(step.side);
  requestAnimationFrame(placePulse); // where the layout is due anyway
}

const nameOf = (link) => link.href.split("/").at(-1).replace(".svg", "");

/** Say so below a plate in which nothing is on the step's side. */
function noteSide(side) {
  const other = { left: "right", right: "left" }[side];
  const turned = figure.dataset.picture === "plate" && other && find(`.mark[data-side=${other}]`, figure) && !find(`.mark[data-side=${side}]`, figure);
  setText(find("figcaption", figure), turned ? "The drawing shows the other side." : "");
}

/** The pulse beats over the mark of the picture, while it is pressed. */
function placePulse() {
  const mark = figure.dataset.picture === "pose" && shown.step.kind === "press" && find(".mark", figure);
  setIfChanged(pulse, "hidden", !mark);
  if (!mark) return;
  const [at, frame] = [mark.getBoundingClientRect(), stage.getBoundingClientRect()];
  pulse.style.translate = `${at.x + at.width / 2 - frame.x}px ${at.y + at.height / 2 - frame.y}px`;
}

let origin = 0; // the start of the step on the document's timeline

/** Let pulse and breath be as far as the step is, in milliseconds: after a step change, and after any change of its clock. */
export function keepTime(into) {
  origin = document.timeline.currentTime - into;
  requestAnimationFrame(align);
}

/** Move the animations that run, and those that begin later, to the time of the step. */
function align() {
  const moving = [lung, pulse, ring].flatMap((element) => element.getAnimations({ subtree: true }));
  for (const animation of moving) animation.currentTime = document.timeline.currentTime - origin;
}

stage.addEventListener("animationstart", align);

/** Say whether to breathe in or out; where nothing may move, a row of ten seconds shows how long. */
export function showBreath(into) {
  if (lung.hidden || !lung.classList.contains("paced")) return;
  const now = into % BREATH.all;
  setText(breath, now < BREATH.in ? "Breathe in" : "Breathe out");
  [...beats.children].forEach((beat, second) => setIfChanged(beat, "className", second * 1000 <= now ? "on" : ""));
}

landmarks.addEventListener("click", () => {
  plate = !plate;
  landmarks.setAttribute("aria-pressed", String(plate));
  if (shown) paint();
});
new ResizeObserver(() => shown && placePulse()).observe(stage);

/** Show how the first place is pressed before the session begins. */
export async function showFirst(steps, body) {
  const first = steps.find((step) => step.kind === "press");
  const place = document.getElementById("ready-picture");
  if (!first || !place) return;
  const svg = await drawing(forBody(drawingsOf(first)[0].href, body)).catch(() => null);
  if (svg) find(".sheet", place).replaceChildren(svg);
}
