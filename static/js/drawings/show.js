// The show page: which drawing fills the screen, how much of it is seen, and that the screen stays on meanwhile.

import { requestWakeLock } from "../session/wake-lock.js";
import { all, find, url } from "../core/dom.js";
import { drawing } from "./inline-drawing.js";
import * as store from "../core/store.js";
import { zoomable } from "./viewbox-zoom.js";

const stage = find("#stage");
const { point } = find(".show").dataset;
const say = (words) => (find("#said").textContent = words);
const picked = (name) => find(`input[name=${name}]:checked`);
const zoom = zoomable(stage, (scale) => say(`${Math.round(scale * 100)} percent`));
let shown = `female/${picked("drawing").value}`;

/** Let the point of the page stand out, on the chosen side, and say where a drawing has only one side. */
function emphasise() {
  for (const mark of all(".mark", stage)) {
    for (const part of [mark, mark.previousElementSibling]) part.classList.toggle("other", mark.dataset.code !== point);
  }
  const choice = find("[data-side-choice]");
  if (!choice) return;
  const both = picked("drawing").dataset.sides === "both";
  choice.hidden = !both;
  find("[data-one-side]").hidden = both;
  stage.dataset.side = both ? picked("side").value : "both";
}

function nameFiles(name) {
  for (const link of all("[data-file]")) {
    link.href = url(`/diagrams/${name}.${link.dataset.file}${link.dataset.file === "png" ? "?width=2400" : ""}`);
  }
}

async function show() {
  const wanted = `${picked("body").value}/${picked("drawing").value}`;
  if (wanted !== shown) {
    const svg = await drawing(url(`/diagrams/${wanted}.svg`)).catch(() => null);
    if (wanted !== `${picked("body").value}/${picked("drawing").value}`) return; // by a second tap
    if (!svg) return say("This drawing is not on this device yet, and there is no connection.");
    stage.replaceChildren(svg);
    zoom.fit(svg);
    shown = wanted;
    nameFiles(wanted);
    say(picked("drawing").parentElement.textContent.trim());
  }
  emphasise();
}

/** Panels stand on the bar, however high its words make it. */
const bar = find(".show-bar");
new ResizeObserver(() => find(".show").style.setProperty("--bar", `${bar.offsetHeight}px`)).observe(bar);

zoom.fit(find("svg", stage));
for (const part of all("[data-live]")) part.hidden = false;
for (const key of all("[data-zoom]")) {
  const act = { in: zoom.larger, out: zoom.smaller, whole: zoom.whole }[key.dataset.zoom];
  key.addEventListener("click", () => act());
}
let byHand = false; // what is kept may become known only after a tap
for (const input of all("input[type=radio]")) {
  input.addEventListener("change", () => {
    byHand ||= input.name === "body";
    show();
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
if (!byHand) find(`input[name=body][value=${body}]`).checked = true;
show();
