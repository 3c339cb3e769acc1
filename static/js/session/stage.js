// The picture of a session: how a place is found, frame by frame, and how it is pressed; with Landmarks on, the plate.
// Selects and loads every picture.

import { find, setIfChanged, setText } from "../core/dom.js";
import { fetchDrawing, urlForBody } from "../drawings/inline-drawing.js";

const [stage, figure, lung, act, pulse, landmarks, breath, ring] =
  ["stage", "picture", "lung", "act", "pulse", "landmarks", "breath", "ring"].map((id) => document.getElementById(id));
const beats = find("#beats");

const LATE_MS = 250; // after this time the previous picture is hidden
const BREATH = { all: 10_000, in: 4_000 }; // ms

let showsPlate = false; // Landmarks is on
let current; // {step, next, body, frame}

/**
 * Return the published drawings of a step in the order of preference: the find frame, or the press on this side. A
 * breathing step has none: it shows the circle.
 */
const drawingsOf = ({ kind, frames, posture, diagram }, frame = -1) =>
  (kind === "breathe" ? [] : [frames?.at(frame)?.diagram, posture, diagram].filter(Boolean));

/** Show the picture of a step, and of a frame while its place is being found. */
export function showPicture(step, next, body, frame = -1) {
  if (current?.step === step && current.frame === frame && current.body === body) return;
  current = { step, next, body, frame };
  renderPicture();
}

/** Render the current picture, and prefetch the next one. */
async function renderPicture() {
  const { step, next, body, frame } = current;
  const isBreath = ["breathe", "rest"].includes(step.kind);
  const links = showsPlate && step.diagram ? [step.diagram] : drawingsOf(step, frame);
  landmarks.hidden = !step.diagram || !step.posture;
  lung.hidden = links.length > 0 || !isBreath;
  act.hidden = links.length > 0 || isBreath;
  act.textContent = act.hidden ? "" : step.title;
  lung.classList.toggle("paced", step.kind === "breathe");
  stage.dataset.kind = step.kind;
  await loadPicture(links, step, body);
  const nextFrame = frame >= 0 && step.frames[frame + 1]?.diagram;
  const nextLinks = nextFrame ? [nextFrame] : next ? [next.frames?.[0]?.diagram, drawingsOf(next)[0]] : [];
  for (const link of nextLinks) if (link && link !== links[0]) fetch(urlForBody(link.href, body)).catch(() => {});
}

/** Load the first of these drawings that is available. */
async function loadPicture(links, step, body) {
  const { dataset } = figure;
  const requested = (dataset.wanted = links.map(({ href }) => urlForBody(href, body)).join(" "));
  let link = links[0];
  if (dataset.address !== urlForBody(link?.href ?? "", body)) {
    let svg;
    const timer = setTimeout(() => {
      figure.hidden = true; // no picture rather than that of another side
      dataset.address = "";
    }, LATE_MS);
    for (link of links) if ((svg = await fetchDrawing(urlForBody(link.href, body)).catch(() => null))) break;
    clearTimeout(timer);
    if (dataset.wanted !== requested) return; // a later step was faster
    dataset.address = svg ? urlForBody(link.href, body) : "";
    if (svg?.dataset.plate) svg.setAttribute("viewBox", svg.dataset.plate); // the figure around the place, without label columns
    find(".sheet", figure).replaceChildren(...(svg ? [svg] : []));
    figure.hidden = !svg;
  }
  const kind = !link ? "" : link === step.diagram ? "plate" : link === step.posture ? "pose" : "find";
  Object.assign(dataset, { picture: kind, point: step.point ?? "", side: step.side ?? "" });
  dataset.posture = kind === "pose" ? nameOf(link) : "";
  dataset.frame = kind === "find" ? nameOf(link) : "";
  noteOtherSide(step.side);
  requestAnimationFrame(placePulse); // at the next layout
}

const nameOf = (link) => link.href.split("/").at(-1).replace(".svg", "");

/** Show a note below a plate that has no mark on the step's side. */
function noteOtherSide(side) {
  const other = { left: "right", right: "left" }[side];
  const isOtherSide = figure.dataset.picture === "plate" && other && find(`.mark[data-side=${other}]`, figure) && !find(`.mark[data-side=${side}]`, figure);
  setText(find("figcaption", figure), isOtherSide ? "The drawing shows the other side." : "");
}

/** Place the pulse over the mark of the picture during a press. */
function placePulse() {
  const mark = figure.dataset.picture === "pose" && current.step.kind === "press" && find(".mark", figure);
  setIfChanged(pulse, "hidden", !mark);
  if (!mark) return;
  const [box, frame] = [mark.getBoundingClientRect(), stage.getBoundingClientRect()];
  pulse.style.translate = `${box.x + box.width / 2 - frame.x}px ${box.y + box.height / 2 - frame.y}px`;
}

let origin = 0; // start of the step on the document's timeline

/** Synchronise pulse and breath with the step, `into` in ms: after a step change and after any change of its clock. */
export function syncAnimations(into) {
  origin = document.timeline.currentTime - into;
  requestAnimationFrame(alignAnimations);
}

/** Set running and later animations to the time of the step. */
function alignAnimations() {
  const animations = [lung, pulse, ring].flatMap((element) => element.getAnimations({ subtree: true }));
  for (const animation of animations) animation.currentTime = document.timeline.currentTime - origin;
}

stage.addEventListener("animationstart", alignAnimations);

/** Show whether to breathe in or out; with reduced motion, a row of ten dots shows the seconds. */
export function showBreath(into) {
  if (lung.hidden || !lung.classList.contains("paced")) return;
  const now = into % BREATH.all;
  setText(breath, now < BREATH.in ? "Breathe in" : "Breathe out");
  [...beats.children].forEach((beat, second) => setIfChanged(beat, "className", second * 1000 <= now ? "on" : ""));
}

landmarks.addEventListener("click", () => {
  showsPlate = !showsPlate;
  landmarks.setAttribute("aria-pressed", String(showsPlate));
  if (current) renderPicture();
});
new ResizeObserver(() => current && placePulse()).observe(stage);

/** Show how the first place is pressed, before the session starts. */
export async function showFirst(steps, body) {
  const first = steps.find((step) => step.kind === "press");
  const container = document.getElementById("ready-picture");
  if (!first || !container) return;
  const svg = await fetchDrawing(urlForBody(drawingsOf(first)[0].href, body)).catch(() => null);
  if (svg) find(".sheet", container).replaceChildren(svg);
}
