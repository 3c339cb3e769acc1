// Two points side by side. Which two is in the address's fragment (#BL23,BL25), so it can be kept and shared.

import { fragment } from "../core/session-url.js";
import { all, find, make, url } from "../core/dom.js";
import { drawing } from "./inline-drawing.js";
import * as store from "../core/store.js";

const AT_ONCE = 4; // rows, as many as may be in sight
const SIDES = ["first", "second"];
const choice = Object.fromEntries(SIDES.map((side) => [side, find(`[data-choice=${side}]`)]));
const codes = [...choice.first.options].map((option) => option.value);
const facts = Object.fromEntries(all("[data-facts]").map((item) => [item.dataset.facts, item.content]));

let further; // rows that are still to come

/** The two codes of a fragment; what is missing or unknown is filled with the first points there are. */
function asked() {
  const named = fragment().toUpperCase().split(",").filter((code) => codes.includes(code));
  const [first = codes[0], second = codes.find((code) => code !== first)] = named;
  return [first, second];
}

/** A row for each heading: what both points say to it. Of the cautions, those that differ in full, the others by name. */
function table([first, second]) {
  const cells = (code) => all("[data-row]", facts[code]).map((cell) => cell.cloneNode(true));
  const [left, right] = [cells(first), cells(second)];
  return left.flatMap((cell, place) => {
    const pair = [cell, right[place]];
    const same = alike(pair);
    const told = pair.some((one) => one.childElementCount || one.textContent.trim());
    return [...(told ? [row(cell.dataset.row, pair.map((one, at) => cellOf([first, second][at], one)))] : []), ...same];
  });
}

function cellOf(code, { childNodes }) {
  const cell = make("td", {}, ...childNodes);
  cell.dataset.code = code; // for where the cells stand below each other
  return cell;
}

const row = (name, cells) => make("tr", {}, make("th", { scope: "row" }, name), ...cells);

/** Take out of a pair of cells the cautions that hold for both points alike; returns a row that names them, if any. */
function alike([cell, other]) {
  const there = new Map(all("[data-caution]", other).map((item) => [item.dataset.caution, item]));
  const byLevel = new Map();
  for (const item of all("[data-caution]", cell)) {
    const { caution, level, named } = item.dataset;
    const twin = there.get(caution);
    if (twin?.dataset.level !== level) continue;
    byLevel.set(level, { named, whom: [...(byLevel.get(level)?.whom ?? []), find("b", item).textContent] });
    for (const one of [item, twin]) one.remove();
  }
  for (const list of [cell, other].map((one) => find("ul", one))) if (list && !list.childElementCount) list.remove();
  // Named, not left out: what is not there would read as nothing to be careful about.
  const said = [...byLevel].map(([level, { named, whom }]) =>
    make("p", {}, make("strong", { className: `level level-${level}` }, named), ` ${whom.join(" · ")}`));
  return said.length ? [row("The same for both", [make("td", { colSpan: 2 }, ...said)])] : [];
}

/** Draw the body as large in both, or let each drawing fill its place. */
function scale() {
  const drawings = all("[data-drawing] svg");
  const widths = drawings.map((svg) => svg.viewBox.baseVal.width);
  const widest = Math.max(...widths);
  drawings.forEach((svg, place) => (svg.style.width = find("#scale").checked ? `${(100 * widths[place]) / widest}%` : ""));
}

async function draw(side, code, body) {
  const place = find(`[data-drawing=${side}]`);
  const name = `${body}/${code}`;
  if (place.dataset.name === name) return;
  place.dataset.name = name;
  const svg = await drawing(url(`/diagrams/${body}/points/${code}.svg`)).catch(() => null);
  if (place.dataset.name !== name) return; // another was chosen meanwhile
  place.replaceChildren(svg ?? make("p", {}, "This drawing is not on this device yet, and there is no connection."));
}

async function show(pair) {
  SIDES.forEach((side, place) => {
    choice[side].value = pair[place];
    find(`[data-head=${side}]`).textContent = pair[place];
  });
  const rows = table(pair);
  clearTimeout(further); // of a pair that was chosen a moment before
  find("#facts").replaceChildren(...rows.splice(0, AT_ONCE));
  further = setTimeout(() => find("#facts").append(...rows)); // further down: laid out in a turn of its own
  const { body } = await store.settings();
  await Promise.all(SIDES.map((side, place) => draw(side, pair[place], body)));
  scale();
  find("#said").textContent = `${pair[0]} beside ${pair[1]}`;
}

function choose() {
  const pair = SIDES.map((side) => choice[side].value);
  history.replaceState(null, "", `#${pair.join(",")}`);
  show(pair);
}

for (const side of SIDES) choice[side].addEventListener("change", choose);
find("#scale").addEventListener("change", scale);
addEventListener("hashchange", () => show(asked()));
await show(asked());
find("#compare").hidden = false;
