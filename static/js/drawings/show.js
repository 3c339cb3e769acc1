// The show page: which drawing fills the screen, its visible part, and the wake lock.

import { requestWakeLock } from "../session/wake-lock.js";
import { all, find, url } from "../core/dom.js";
import { fetchDrawing } from "./inline-drawing.js";
import * as store from "../core/store.js";
import { makeZoomable } from "./viewbox-zoom.js";

const stage = find("#stage");
const { point } = find(".show").dataset;
const showStatus = (text) => (find("#said").textContent = text);
const checkedRadio = (name) => find(`input[name=${name}]:checked`);
const zoom = makeZoomable(stage, (scale) => showStatus(`${Math.round(scale * 100)} percent`));
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

/** Panels open above the bar, whose height depends on its text. */
const bar = find(".show-bar");
new ResizeObserver(() => find(".show").style.setProperty("--bar", `${bar.offsetHeight}px`)).observe(bar);

zoom.fit(find("svg", stage));
for (const part of all("[data-live]")) part.hidden = false;
for (const key of all("[data-zoom]")) {
  const action = { in: zoom.larger, out: zoom.smaller, whole: zoom.whole }[key.dataset.zoom];
  key.addEventListener("click", () => action());
}
let bodyTouched = false; // the stored body does not override a choice made before it was read
for (const input of all("input[type=radio]")) {
  input.addEventListener("change", () => {
    bodyTouched ||= input.name === "body";
    renderDrawing();
  });
}
addEventListener("keydown", ({ key }) => {
  const open = key === "Escape" && find(".show-bar > details[open]");
  if (!open) return;
  open.open = false;
  find("summary", open).focus();
});
stage.addEventListener("pointerdown", () => all(".show-bar > details[open]").forEach((panel) => (panel.open = false)));
requestWakeLock((on) => (find("#awake").textContent = on ? "" : "The screen may go dark by itself: touch it now and then."));
const { body } = await store.settings();
if (!bodyTouched) find(`input[name=body][value=${body}]`).checked = true;
renderDrawing();
