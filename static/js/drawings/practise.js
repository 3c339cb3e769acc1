// Practising: a drawing without marks, one point asked after the other, and how far off each tap was.

import { fragment } from "../core/session-url.js";
import { all, find, make, url } from "../core/dom.js";
import { nearest, offset, words } from "./tap-offset.js";
import { drawing } from "./inline-drawing.js";
import * as store from "../core/store.js";

const SVG = "http://www.w3.org/2000/svg";
const STEP = 0.012; // of the drawing's width, for one press of an arrow key
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const ui = Object.fromEntries(["view", "ask", "round", "rule", "verdict", "next", "hint", "give-up", "field", "score", "tally"]
  .map((id) => [id, document.getElementById(id)]));
const told = Object.fromEntries(all("[data-point]").map((item) => [item.dataset.point, item.content]));
let svg, marks, left, aim, round;

function shape(name, attributes, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** A cross that shows on light and on dark: twice the same path, the first as its rim. */
function cross([x, y], size, className) {
  const arms = `M${x - size} ${y}H${x + size}M${x} ${y - size}V${y + size}`;
  return shape("g", { class: className }, ...[0, 1].map(() => shape("path", { class: "cross", d: arms, fill: "none" })));
}

async function open(view, first) {
  const { body } = await store.settings();
  const [picture, geometry] = await Promise.all([
    drawing(url(`/diagrams/${body}/views/${view}.svg`)),
    fetch(url(`/api/v1/diagrams/${body}/views/${view}`)).then((answer) => answer.json()),
  ]);
  const [x0, y0, x1, y1] = geometry.crop;
  picture.setAttribute("viewBox", [x0, y0, x1 - x0, y1 - y0].join(" "));
  picture.setAttribute("role", "presentation");
  for (const name of ["aria-labelledby", "aria-label"]) picture.removeAttribute(name); // the description gives the places away
  for (const spoken of all("title, desc", picture)) spoken.remove();
  [svg, marks] = [picture, geometry.marks];
  ui.field.replaceChildren(svg);
  begin(first);
}

function begin(first) {
  const codes = [...new Set(marks.map((mark) => mark.code))].sort(() => Math.random() - 0.5);
  left = codes.includes(first) ? [first, ...codes.filter((code) => code !== first)] : codes;
  round = { of: left.length, inside: 0, asked: 0 };
  ask();
}

function ask() {
  round.asked += 1;
  round.open = true;
  const [name, ...rule] = [...told[left[0]].cloneNode(true).children];
  ui.ask.replaceChildren("Where is ", ...name.childNodes, "?");
  ui.rule.replaceChildren(...rule);
  ui.round.textContent = `${round.asked} of ${round.of}`;
  ui.verdict.replaceChildren();
  ui.field.setAttribute("aria-label", `Where is ${left[0]}?`);
  for (const part of [ui.rule, ui.next]) part.hidden = true;
  for (const part of [ui.hint, ui["give-up"]]) part.hidden = false;
  for (const part of all(".told", svg)) part.classList.remove("told");
  for (const old of all(".answer, .aim", svg)) old.remove();
  const { x, y, width, height } = svg.viewBox.baseVal;
  move([x + width / 2, y + height / 2]);
}

function move(place) {
  const { x, y, width, height } = svg.viewBox.baseVal;
  aim = [Math.min(Math.max(place[0], x), x + width), Math.min(Math.max(place[1], y), y + height)];
  find(".aim", svg)?.remove();
  svg.append(cross(aim, width * 0.03, "answer aim"));
}

/** Show the point, and where the tap was if there was one; say how far off. */
function answer(tap) {
  if (!round.open) return;
  round.open = false;
  const code = left.shift();
  const target = nearest(marks, code, tap ?? [0, 0]);
  const { cun, inside } = tap ? offset(target, tap) : { inside: false };
  reveal(target, tap);
  round.inside += inside;
  const off = tap ? `${words(target, cun)}.` : "Here it is.";
  const where = !tap ? "" : inside ? "Inside the zone in which it is looked for." : "Outside the zone in which it is looked for.";
  ui.verdict.replaceChildren(make("p", { className: "off" }, off), make("p", {}, where), ...(left.length ? [] : [
    make("p", {}, `That was the round: ${round.inside} of ${round.of} inside.`)]));
  for (const part of [ui.rule, ui.next]) part.hidden = false;
  for (const part of [ui.hint, ui["give-up"]]) part.hidden = true;
  ui.next.textContent = left.length ? "Next" : "Another round";
  ui.next.focus({ preventScroll: true });
  ui.next.scrollIntoView({ block: "nearest" }); // no further, so that the drawing and the answer are seen together
  keep(code, inside);
}

function reveal(target, tap) {
  find(".aim", svg)?.remove();
  for (const mark of all(`.mark[data-code="${target.code}"]`, svg)) {
    for (const part of [mark, mark.previousElementSibling]) part.classList.add("told");
  }
  const [[x, y], [rx, ry]] = [target.at, target.zone];
  const shown = shape("g", { class: "answer" }, shape("ellipse", { class: "zone", cx: x, cy: y, rx, ry }));
  if (tap) {
    const way = { class: "miss", x1: x, y1: y, x2: tap[0], y2: tap[1] };
    shown.append(shape("line", way), shape("line", way), cross(tap, svg.viewBox.baseVal.width * 0.025, ""));
  }
  find("[data-layer=marks]", svg).before(shown);
}

async function keep(code, inside) {
  tally(await store.updateRecord("practise", (before) => {
    const { asked = 0, hit = 0 } = before?.[code] ?? {};
    return { ...before, [code]: { asked: asked + 1, hit: hit + inside } };
  }));
}

function tally(kept) {
  const codes = Object.keys(kept ?? {});
  ui.score.hidden = !codes.length;
  ui.tally.replaceChildren(...codes.map((code) =>
    make("li", {}, make("span", { className: "code" }, code), `${kept[code].hit} of ${kept[code].asked} inside`)));
}

/** Open what the fragment names: a view, or the nearest view that shows a point, which is then asked first. */
function start() {
  const wanted = fragment();
  const options = [...ui.view.options];
  const showing = options.find((one) => one.value === wanted || one.dataset.points.split(" ").includes(wanted.toUpperCase()));
  if (showing) ui.view.value = showing.value;
  return load(wanted.toUpperCase());
}

const load = (first) => open(ui.view.value, first).catch(() => {
  ui.ask.textContent = "This drawing is not on this device yet, and there is no connection.";
});

ui.field.addEventListener("click", (event) => {
  if (!svg) return;
  const place = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
  answer([place.x, place.y]);
});
ui.field.addEventListener("keydown", (event) => {
  const way = ARROWS[event.key];
  if (!round?.open || !(way || event.key === "Enter") || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const stretch = STEP * svg.viewBox.baseVal.width;
  if (way) move([aim[0] + way[0] * stretch, aim[1] + way[1] * stretch]);
  else answer(aim);
});
ui.next.addEventListener("click", () => {
  if (left.length) ask();
  else begin();
  ui.ask.focus();
});
ui.hint.addEventListener("click", () => {
  ui.rule.hidden = false;
  ui.hint.hidden = true;
  ui["give-up"].focus();
});
ui["give-up"].addEventListener("click", () => answer(null));
ui.view.addEventListener("change", () => {
  history.replaceState(null, "", `#${ui.view.value}`);
  load();
});
find("#forget").addEventListener("click", async () => {
  await store.remove("practise");
  tally(null);
  ui.ask.focus();
});
addEventListener("hashchange", start);
tally(await store.get("practise"));
await start();
find("#practise").hidden = false;
