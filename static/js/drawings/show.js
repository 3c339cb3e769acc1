// The show page: which drawing fills the screen, its visible part, and the wake lock. The fragment of the URL holds all
// of it, so that it outlives a reload, comes back with Back and can be shared.

import { requestWakeLock } from "../session/wake-lock.js";
import { all, find, url } from "../core/dom.js";
import { fragment } from "../core/session-url.js";
import { fetchDrawing } from "./inline-drawing.js";
import { parseState, serializeState } from "./show-state.js";
import * as store from "../core/store.js";
import { makeZoomable } from "./viewbox-zoom.js";

const stage = find("#stage");
const { point } = find(".show").dataset;
const showStatus = (text) => (find("#said").textContent = text);
const checkedRadio = (name) => find(`input[name=${name}]:checked`);
const drawings = all("input[name=drawing]").map(({ value }) => value);
const zoom = makeZoomable(stage, (scale) => showStatus(`${Math.round(scale * 100)} percent`), saveState);
let shownDrawing = `female/${checkedRadio("drawing").value}`;

/** Highlight the page's point on the chosen side, and note where a drawing has only one side. */
function highlightPoint() {
  for (const mark of all(".mark", stage)) {
    for (const part of [mark, mark.previousElementSibling]) part.classList.toggle("other", mark.dataset.code !== point);
  }
  const choice = find("[data-side-choice]");
  if (!choice) return;
  const hasBothSides = checkedRadio("drawing").dataset.sides === "both";
  choice.hidden = !hasBothSides;
  find("[data-one-side]").hidden = hasBothSides;
  stage.dataset.side = hasBothSides ? checkedRadio("side").value : "both";
}

function updateDownloadLinks(name) {
  for (const link of all("[data-file]")) {
    link.href = url(`/diagrams/${name}.${link.dataset.file}${link.dataset.file === "png" ? "?width=2400" : ""}`);
  }
}

async function renderDrawing() {
  const requested = `${checkedRadio("body").value}/${checkedRadio("drawing").value}`;
  if (requested !== shownDrawing) {
    const svg = await fetchDrawing(url(`/diagrams/${requested}.svg`)).catch(() => null);
    if (requested !== `${checkedRadio("body").value}/${checkedRadio("drawing").value}`) return; // by a second tap
    if (!svg) return showStatus("This drawing is not on this device yet, and there is no connection.");
    stage.replaceChildren(svg);
    zoom.fit(svg);
    shownDrawing = requested;
    updateDownloadLinks(requested);
    showStatus(checkedRadio("drawing").parentElement.textContent.trim());
  }
  highlightPoint();
}

/* --- the state in the fragment --- */

const WRITE_DELAY_MS = 250; // browsers refuse a page that writes its URL with every movement of a finger
let writeTimer;
let changes = 0; // by the person; a state that is still being read does not override them
let isBodyChosen = false;

function currentState() {
  const layers = Object.fromEntries(all("[data-shows]").map((input) => [input.dataset.shows, input.checked]));
  const side = find("input[name=side]:checked")?.value ?? "both";
  return { body: checkedRadio("body").value, drawing: checkedRadio("drawing").value, side, layers, ...zoom.view() };
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
  await renderDrawing();
  if (changes === before) zoom.show(state);
}

/** Panels open above the bar, whose height depends on its text. */
const bar = find(".show-bar");
new ResizeObserver(() => find(".show").style.setProperty("--bar", `${bar.offsetHeight}px`)).observe(bar);

zoom.fit(find("svg", stage));
for (const part of all("[data-live]")) part.hidden = false;
for (const key of all("[data-zoom]")) {
  const action = { in: zoom.larger, out: zoom.smaller, whole: zoom.showAll }[key.dataset.zoom];
  key.addEventListener("click", () => action());
}
for (const input of all("input[type=radio]")) {
  input.addEventListener("change", async () => {
    isBodyChosen ||= input.name === "body";
    changes += 1;
    await renderDrawing();
    saveState();
  });
}
for (const input of all("[data-shows]")) input.addEventListener("change", saveState);
addEventListener("pagehide", () => writeTimer && writeState());
addEventListener("hashchange", () => (document.getElementById(location.hash.slice(1)) ? writeState() : applyFragment()));
addEventListener("keydown", ({ key }) => {
  const open = key === "Escape" && find(".show-bar > details[open]");
  if (!open) return;
  open.open = false;
  find("summary", open).focus();
});
stage.addEventListener("pointerdown", () => all(".show-bar > details[open]").forEach((panel) => (panel.open = false)));
requestWakeLock((on) => (find("#awake").textContent = on ? "" : "The screen may go dark by itself: touch it now and then."));
await applyFragment();
