// Two points side by side. The fragment of the URL names them (#BL23,BL25), so that the page can be bookmarked and
// shared.

import { fragment } from "../core/session-url.js";
import { all, find, make, url } from "../core/dom.js";
import { fetchDrawing } from "./inline-drawing.js";
import * as store from "../core/store.js";

const FIRST_ROWS = 4; // rows that may be visible at once
const SIDES = ["first", "second"];
const choice = Object.fromEntries(SIDES.map((side) => [side, find(`[data-choice=${side}]`)]));
const codes = [...choice.first.options].map((option) => option.value);
const facts = Object.fromEntries(all("[data-facts]").map((item) => [item.dataset.facts, item.content]));

let deferredRows; // timer of the rows below

/** Return the two codes of the fragment; missing or unknown ones are replaced by the first points. */
function pairFromHash() {
  const known = fragment().toUpperCase().split(",").filter((code) => codes.includes(code));
  const [first = codes[0], second = codes.find((code) => code !== first)] = known;
  return [first, second];
}

/**
 * Return a row for each heading with the text of both points. Cautions that differ are shown in full, shared ones by
 * name.
 */
function tableRows([first, second]) {
  const cells = (code) => all("[data-row]", facts[code]).map((cell) => cell.cloneNode(true));
  const [left, right] = [cells(first), cells(second)];
  return left.flatMap((cell, index) => {
    const pair = [cell, right[index]];
    const sharedRow = extractShared(pair);
    const hasContent = pair.some((one) => one.childElementCount || one.textContent.trim());
    return [...(hasContent ? [row(cell.dataset.row, pair.map((one, index) => tableCell([first, second][index], one)))] : []), ...sharedRow];
  });
}

function tableCell(code, { childNodes }) {
  const cell = make("td", {}, ...childNodes);
  cell.dataset.code = code; // for the narrow layout, in which cells are stacked
  return cell;
}

const row = (name, cells) => make("tr", {}, make("th", { scope: "row" }, name), ...cells);

/** Remove the cautions that both cells share. Returns a row that names them, if any. */
function extractShared([cell, other]) {
  const otherItems = new Map(all("[data-caution]", other).map((item) => [item.dataset.caution, item]));
  const byLevel = new Map();
  for (const item of all("[data-caution]", cell)) {
    const { caution, level, named } = item.dataset;
    const twin = otherItems.get(caution);
    if (twin?.dataset.level !== level) continue;
    byLevel.set(level, { named, whom: [...(byLevel.get(level)?.whom ?? []), find("b", item).textContent] });
    for (const one of [item, twin]) one.remove();
  }
  for (const list of [cell, other].map((one) => find("ul", one))) if (list && !list.childElementCount) list.remove();
  // Shared cautions are named: leaving them out would read as if there were none.
  const paragraphs = [...byLevel].map(([level, { named, whom }]) =>
    make("p", {}, make("strong", { className: `level level-${level}` }, named), ` ${whom.join(" · ")}`));
  return paragraphs.length ? [row("The same for both", [make("td", { colSpan: 2 }, ...paragraphs)])] : [];
}

/** Draw both bodies at the same scale, or let each drawing fill its place. */
function equaliseScale() {
  const drawings = all("[data-drawing] svg");
  const widths = drawings.map((svg) => svg.viewBox.baseVal.width);
  const widest = Math.max(...widths);
  drawings.forEach((svg, index) => (svg.style.width = find("#scale").checked ? `${(100 * widths[index]) / widest}%` : ""));
}

async function loadSide(side, code, body) {
  const container = find(`[data-drawing=${side}]`);
  const name = `${body}/${code}`;
  if (container.dataset.name === name) return;
  container.dataset.name = name;
  const svg = await fetchDrawing(url(`/diagrams/${body}/points/${code}.svg`)).catch(() => null);
  if (container.dataset.name !== name) return; // another point was chosen meanwhile
  container.replaceChildren(svg ?? make("p", {}, "This drawing is not on this device yet, and there is no connection."));
}

async function showPair(pair) {
  SIDES.forEach((side, index) => {
    choice[side].value = pair[index];
    find(`[data-head=${side}]`).textContent = pair[index];
  });
  const rows = tableRows(pair);
  clearTimeout(deferredRows); // of a pair chosen before
  find("#facts").replaceChildren(...rows.splice(0, FIRST_ROWS));
  deferredRows = setTimeout(() => find("#facts").append(...rows)); // below the fold: laid out in a task of its own
  const { body } = await store.settings();
  await Promise.all(SIDES.map((side, index) => loadSide(side, pair[index], body)));
  equaliseScale();
  find("#said").textContent = `${pair[0]} beside ${pair[1]}`;
}

function onChoice() {
  const pair = SIDES.map((side) => choice[side].value);
  history.replaceState(null, "", `#${pair.join(",")}`);
  showPair(pair);
}

for (const side of SIDES) choice[side].addEventListener("change", onChoice);
find("#scale").addEventListener("change", equaliseScale);
addEventListener("hashchange", () => showPair(pairFromHash()));
await showPair(pairFromHash());
find("#compare").hidden = false;
