// Practice: a drawing without marks, one point after another, and the distance of each tap from its place.

import { fragment } from "../core/session-url.js";
import { all, find, make, url } from "../core/dom.js";
import { describeOffset, nearestMark, tapOffset } from "./tap-offset.js";
import { fetchDrawing } from "./inline-drawing.js";
import * as store from "../core/store.js";
import { svgElement } from "../core/svg.js";

const STEP = 0.012; // of the drawing's width, for one arrow key
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const ui = Object.fromEntries(["view", "ask", "round", "rule", "verdict", "next", "hint", "give-up", "field", "score", "tally"]
  .map((id) => [id, document.getElementById(id)]));
const pointTexts = Object.fromEntries(all("[data-point]").map((item) => [item.dataset.point, item.content]));
let svg, marks, remaining, cursor, round;

/** Return a cross that is visible on light and dark: the same path twice, the first as its rim. */
function crosshair([x, y], size, className) {
  const arms = `M${x - size} ${y}H${x + size}M${x} ${y - size}V${y + size}`;
  return svgElement("g", { class: className }, ...[0, 1].map(() => svgElement("path", { class: "cross", d: arms, fill: "none" })));
}

async function loadView(view, first) {
  const { body } = await store.settings();
  const [picture, geometry] = await Promise.all([
    fetchDrawing(url(`/diagrams/${body}/views/${view}.svg`)),
    fetch(url(`/api/v1/diagrams/${body}/views/${view}`)).then((response) => response.json()),
  ]);
  const [x0, y0, x1, y1] = geometry.crop;
  picture.setAttribute("viewBox", [x0, y0, x1 - x0, y1 - y0].join(" "));
  picture.setAttribute("role", "presentation");
  for (const name of ["aria-labelledby", "aria-label"]) picture.removeAttribute(name); // the description reveals the places
  for (const element of all("title, desc", picture)) element.remove();
  [svg, marks] = [picture, geometry.marks];
  ui.field.replaceChildren(svg);
  startRound(first);
}

function startRound(first) {
  const codes = [...new Set(marks.map((mark) => mark.code))].sort(() => Math.random() - 0.5);
  remaining = codes.includes(first) ? [first, ...codes.filter((code) => code !== first)] : codes;
  round = { of: remaining.length, inside: 0, asked: 0 };
  askNext();
}

function askNext() {
  round.asked += 1;
  round.open = true;
  const [name, ...rule] = [...pointTexts[remaining[0]].cloneNode(true).children];
  ui.ask.replaceChildren("Where is ", ...name.childNodes, "?");
  ui.rule.replaceChildren(...rule);
  ui.round.textContent = `${round.asked} of ${round.of}`;
  ui.verdict.replaceChildren();
  ui.field.setAttribute("aria-label", `Where is ${remaining[0]}?`);
  for (const part of [ui.rule, ui.next]) part.hidden = true;
  for (const part of [ui.hint, ui["give-up"]]) part.hidden = false;
  for (const part of all(".told", svg)) part.classList.remove("told");
  for (const old of all(".answer, .aim", svg)) old.remove();
  const { x, y, width, height } = svg.viewBox.baseVal;
  moveCursor([x + width / 2, y + height / 2]);
}

function moveCursor(place) {
  const { x, y, width, height } = svg.viewBox.baseVal;
  cursor = [Math.min(Math.max(place[0], x), x + width), Math.min(Math.max(place[1], y), y + height)];
  find(".aim", svg)?.remove();
  svg.append(crosshair(cursor, width * 0.03, "answer aim"));
}

/** Check a tap: show the place and the distance. Without a tap only the place is shown. */
function checkTap(tap) {
  if (!round.open) return;
  round.open = false;
  const code = remaining.shift();
  const target = nearestMark(marks, code, tap ?? [0, 0]);
  const { cun, inside } = tap ? tapOffset(target, tap) : { inside: false };
  showTarget(target, tap);
  round.inside += inside;
  const offsetText = tap ? `${describeOffset(target, cun)}.` : "Here it is.";
  const zoneText = !tap ? "" : inside ? "Inside the zone in which it is looked for." : "Outside the zone in which it is looked for.";
  ui.verdict.replaceChildren(make("p", { className: "off" }, offsetText), make("p", {}, zoneText), ...(remaining.length ? [] : [
    make("p", {}, `That was the round: ${round.inside} of ${round.of} inside.`)]));
  for (const part of [ui.rule, ui.next]) part.hidden = false;
  for (const part of [ui.hint, ui["give-up"]]) part.hidden = true;
  ui.next.textContent = remaining.length ? "Next" : "Another round";
  ui.next.focus({ preventScroll: true });
  ui.next.scrollIntoView({ block: "nearest" }); // no further, so that drawing and result are both visible
  saveScore(code, inside);
}

function showTarget(target, tap) {
  find(".aim", svg)?.remove();
  for (const mark of all(`.mark[data-code="${target.code}"]`, svg)) {
    for (const part of [mark, mark.previousElementSibling]) part.classList.add("told");
  }
  const [[x, y], [rx, ry]] = [target.at, target.zone];
  const overlay = svgElement("g", { class: "answer" }, svgElement("ellipse", { class: "zone", cx: x, cy: y, rx, ry }));
  if (tap) {
    const line = { class: "miss-line", x1: x, y1: y, x2: tap[0], y2: tap[1] };
    overlay.append(svgElement("line", line), svgElement("line", line), crosshair(tap, svg.viewBox.baseVal.width * 0.025, ""));
  }
  find("[data-layer=marks]", svg).before(overlay);
}

async function saveScore(code, inside) {
  renderScore(await store.updateRecord("practise", (stored) => {
    const { asked = 0, hit = 0 } = stored?.[code] ?? {};
    return { ...stored, [code]: { asked: asked + 1, hit: hit + inside } };
  }));
}

function renderScore(scores) {
  const codes = Object.keys(scores ?? {});
  ui.score.hidden = !codes.length;
  ui.tally.replaceChildren(...codes.map((code) =>
    make("li", {}, make("span", { className: "code" }, code), `${scores[code].hit} of ${scores[code].asked} inside`)));
}

/** Load the view of the fragment, or the first view with the point of the fragment, which is then asked first. */
function loadFromHash() {
  const requested = fragment();
  const options = [...ui.view.options];
  const option = options.find((one) => one.value === requested || one.dataset.points.split(" ").includes(requested.toUpperCase()));
  if (option) ui.view.value = option.value;
  return loadSelected(requested.toUpperCase());
}

const loadSelected = (first) => loadView(ui.view.value, first).catch(() => {
  ui.ask.textContent = "This drawing is not on this device yet, and there is no connection.";
});

ui.field.addEventListener("click", (event) => {
  if (!svg) return;
  const place = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
  checkTap([place.x, place.y]);
});
ui.field.addEventListener("keydown", (event) => {
  const direction = ARROWS[event.key];
  if (!round?.open || !(direction || event.key === "Enter") || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const distance = STEP * svg.viewBox.baseVal.width;
  if (direction) moveCursor([cursor[0] + direction[0] * distance, cursor[1] + direction[1] * distance]);
  else checkTap(cursor);
});
ui.next.addEventListener("click", () => {
  if (remaining.length) askNext();
  else startRound();
  ui.ask.focus();
});
ui.hint.addEventListener("click", () => {
  ui.rule.hidden = false;
  ui.hint.hidden = true;
  ui["give-up"].focus();
});
ui["give-up"].addEventListener("click", () => checkTap(null));
ui.view.addEventListener("change", () => {
  history.replaceState(null, "", `#${ui.view.value}`);
  loadSelected();
});
find("#forget").addEventListener("click", async () => {
  await store.remove("practise");
  renderScore(null);
  ui.ask.focus();
});
addEventListener("hashchange", loadFromHash);
renderScore(await store.get("practise"));
await loadFromHash();
find("#practise").hidden = false;
