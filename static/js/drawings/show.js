// The show page: which drawing fills the screen, its side, its visible part, and the wake lock. The fragment of the URL holds all
// of it, so that it outlives a reload, comes back with Back and can be shared.

import { requestWakeLock } from "../session/wake-lock.js";
import { all, find, make, url } from "../core/dom.js";
import { fragment } from "../core/session-url.js";
import { fetchDrawing } from "./inline-drawing.js";
import { mirrorDrawing, mirrorPlace, swapSides } from "./mirror-drawing.js";
import { offerExport } from "./show-export.js";
import { parseState, serializeState } from "./show-state.js";
import * as store from "../core/store.js";
import { makeZoomable } from "./viewbox-zoom.js";

const stage = find("#stage");
const { point } = find(".show").dataset;
const showStatus = (text) => (find("#said").textContent = text);
const checkedRadio = (name) => find(`input[name=${name}]:checked`);
const drawings = all("input[name=drawing]").map(({ value }) => value);
const zoom = makeZoomable(stage, (scale) => showStatus(`${Math.round(scale * 100)} percent`), saveState);
const requestedDrawing = () => ({ body: checkedRadio("body").value, drawing: checkedRadio("drawing").value });
const pathOf = ({ body, drawing }) => `${body}/${drawing}`;
/** The drawing on the stage; `svg` is as the server drew it, its viewBox the whole sheet. */
let announced = ""; // drawing and side, to a screen reader
let current = { ...requestedDrawing(), svg: find("svg", stage).cloneNode(true), isMirrored: false };

/* --- the side --- */

const chosenSide = () => checkedRadio("side")?.value ?? "both";
const choiceOf = ({ drawing }) => find(`input[name=drawing][value="${drawing}"]`);
const drawnSides = () => choiceOf(current).dataset.sides;
/** Return the side that is seen: that of a one-sided drawing, or the one chosen of both; "midline" for such a point. */
function seenSide() {
  if (!find("[data-side-choice]")) return "midline";
  if (drawnSides() === "both") return chosenSide();
  return chosenSide() === "both" ? drawnSides() : chosenSide();
}

function sideCaption() {
  const side = { left: "Left side", right: "Right side", both: "Both sides", midline: "Midline" }[seenSide()];
  const isOneOfTwo = drawnSides() === "both" && ["left", "right"].includes(seenSide());
  return `${side}${isOneOfTwo ? " marked" : ""}, ${current.body} body`;
}

/** Mirror a one-sided drawing for the other side of the body; what was seen before stays in view. */
function mirrorIfNeeded() {
  const isMirrored = drawnSides() !== "both" && seenSide() !== drawnSides();
  if (isMirrored === current.isMirrored) return;
  const { scale, middle } = zoom.view();
  place(isMirrored ? mirrorDrawing(current.svg) : current.svg.cloneNode(true));
  zoom.show({ scale, middle: mirrorPlace(current.svg.getAttribute("viewBox"), middle) });
  current.isMirrored = isMirrored;
  stage.toggleAttribute("data-mirrored", isMirrored);
}

/** Return the side of the drawing on the stage, which the controls may be ahead of while another is loaded. */
function shownSide() {
  const drawn = drawnSides();
  if (drawn === "both") return find("[data-side-choice]") ? stage.dataset.side : "midline";
  return current.isMirrored ? { left: "right", right: "left" }[drawn] ?? drawn : drawn;
}

function place(svg) {
  stage.replaceChildren(svg);
  zoom.fit(svg);
}

/** Show the side in drawing, caption and controls. A drawing of both sides has one highlighted, and no mirror image. */
function renderSide() {
  mirrorIfNeeded();
  highlightPoint();
  find("#side").textContent = sideCaption();
  for (const part of all("[data-whole]")) part.hidden = current.isMirrored; // those files show the other side
  if (!find("[data-side-choice]")) return;
  const hasBothSides = drawnSides() === "both";
  find("[data-side-choice]").hidden = !hasBothSides;
  find("[data-mirror-choice]").hidden = hasBothSides;
  stage.dataset.side = hasBothSides ? chosenSide() : "both";
  check("mirror", seenSide());
  for (const input of all("input[name=drawing]")) renderTitle(input);
}

/** Let the title of a one-sided drawing name the side that it would show. */
function renderTitle(input) {
  const { sides, title } = input.dataset;
  const isOtherSide = sides !== "both" && chosenSide() !== "both" && chosenSide() !== sides;
  input.nextElementSibling.textContent = isOtherSide ? swapSides(title) : title;
}

/** Highlight the page's point among the points of a view. */
function highlightPoint() {
  for (const mark of all(".mark", stage)) {
    for (const part of [mark, mark.previousElementSibling]) part.classList.toggle("other", mark.dataset.code !== point);
  }
}

/* --- the drawing --- */

function updateDownloadLinks() {
  for (const link of all("[data-file]")) {
    link.href = url(`/diagrams/${pathOf(current)}.${link.dataset.file}${link.dataset.file === "png" ? "?width=2400" : ""}`);
  }
}

/** Show the chosen drawing. Resolves to whether it is on the stage. */
async function renderDrawing() {
  const requested = requestedDrawing();
  if (pathOf(requested) !== pathOf(current)) {
    const svg = await fetchDrawing(url(`/diagrams/${pathOf(requested)}.svg`)).catch(() => null);
    if (pathOf(requested) !== pathOf(requestedDrawing())) return false; // by a second tap
    if (!svg) {
      reportMissingDrawing(requested);
      return false;
    }
    current = { ...requested, svg: svg.cloneNode(true), isMirrored: false };
    place(svg);
    stage.removeAttribute("data-mirrored");
    updateDownloadLinks();
  }
  showProblem();
  renderSide();
  const description = `${choiceOf(current).nextElementSibling.textContent}. ${sideCaption()}`;
  if (description !== announced) showStatus((announced = description));
  return true;
}

/* --- problems --- */

/** Show a message over the drawing, with buttons; without text, remove it. */
function showProblem(text = "", ...buttons) {
  const problem = find("#problem");
  if (problem.contains(document.activeElement)) stage.focus();
  const parts = text ? [make("p", {}, text), make("p", { className: "show-save" }, ...buttons)] : [];
  problem.replaceChildren(...parts);
}

const describe = (one) => `${choiceOf(one).nextElementSibling.textContent}, ${one.body} body`;
const makeButton = (text, onclick) => make("button", { type: "button", className: "button", onclick }, text);

/** The drawing on the stage stays: let the controls name it again, and say how to get the other one. */
function reportMissingDrawing(requested) {
  chooseDrawing(current);
  renderSide();
  const tryAgain = makeButton("Try again", async () => {
    chooseDrawing(requested);
    if (await renderDrawing()) saveState();
  });
  showProblem(
    `Not loaded: ${describe(requested)}. You still see: ${describe(current)}. Connect to the internet, then try again.`,
    tryAgain, makeButton("Close", () => showProblem()),
  );
}

function chooseDrawing({ body, drawing }) {
  check("body", body);
  check("drawing", drawing);
}

/* --- the state in the fragment --- */

const WRITE_DELAY_MS = 250; // browsers refuse a page that writes its URL with every movement of a finger
let writeTimer;
let changes = 0; // by the person; a state that is still being read does not override them
let isBodyChosen = false;

function currentState() {
  const layers = Object.fromEntries(all("[data-shows]").map((input) => [input.dataset.shows, input.checked]));
  return { body: current.body, drawing: current.drawing, side: chosenSide(), layers, ...zoom.view() };
}

/** Write the state into the URL a moment after the last change. No history entry is added: Back leaves the page. */
function saveState() {
  changes += 1;
  clearTimeout(writeTimer);
  writeTimer = setTimeout(writeState, WRITE_DELAY_MS);
}

function writeState() {
  clearTimeout(writeTimer);
  writeTimer = undefined;
  history.replaceState(null, "", `#${serializeState(currentState(), drawings)}`);
}

function check(name, value) {
  for (const input of all(`input[name=${name}]`)) input.checked = input.value === value;
}

function setControls({ body, drawing, side, layers }) {
  if (body) check("body", body);
  check("drawing", drawing);
  check("side", side);
  for (const input of all("[data-shows]")) input.checked = layers[input.dataset.shows];
}

/** Show the state of the fragment. Without a body there, the setting counts. */
async function applyFragment() {
  const state = parseState(fragment(), drawings);
  const before = changes;
  isBodyChosen = Boolean(state.body);
  setControls(state);
  if (!isBodyChosen) {
    const { body } = await store.settings();
    if (!isBodyChosen) check("body", body);
  }
  const isShown = await renderDrawing();
  if (changes !== before) saveState();
  else if (isShown) zoom.show(state);
}

/** Panels open above the bar, whose height depends on its text. */
const bar = find(".show-bar");
new ResizeObserver(() => find(".show").style.setProperty("--bar", `${bar.offsetHeight}px`)).observe(bar);

zoom.fit(find("svg", stage));
for (const input of all("input[name=drawing]")) input.dataset.title = input.nextElementSibling.textContent;
for (const part of all("[data-live]")) part.hidden = false;
for (const key of all("[data-zoom]")) {
  const action = { in: zoom.larger, out: zoom.smaller, whole: zoom.showAll }[key.dataset.zoom];
  key.addEventListener("click", () => {
    action();
    if (!key.offsetWidth) stage.focus(); // on a narrow screen "Whole drawing" is visible while there is a use for it
  });
}
for (const input of all("input[type=radio]")) {
  input.addEventListener("change", async () => {
    isBodyChosen ||= input.name === "body";
    changes += 1;
    if (input.name === "mirror") check("side", input.value);
    if (await renderDrawing()) saveState();
  });
}
for (const input of all("[data-shows]")) input.addEventListener("change", saveState);
addEventListener("pagehide", () => writeTimer && writeState());
addEventListener("hashchange", () => (document.getElementById(location.hash.slice(1)) ? writeState() : applyFragment()));
addEventListener("keydown", ({ key }) => {
  const open = key === "Escape" && find(".show-bar > details[open]");
  if (key === "Escape") showProblem();
  if (!open) return;
  open.open = false;
  find("summary", open).focus();
});
stage.addEventListener("pointerdown", () => all(".show-bar > details[open]").forEach((panel) => (panel.open = false)));
offerExport({
  seen: zoom.seen,
  fileName: () => `${choiceOf(current).dataset.fileName}-${shownSide()}`,
  onFailure: (text) => showProblem(text, makeButton("Close", () => showProblem())),
});
requestWakeLock((on) => (find("#awake").textContent = on ? "" : "The screen may go dark by itself: touch it now and then."));
await applyFragment();
