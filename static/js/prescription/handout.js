// The handout of a routine from a link. The page has all points; this script keeps the prescribed ones, in order. The
// only request is for a QR code, without the note, after its button is pressed.

import { all, find, make, readJson, url } from "../core/dom.js";
import { fetchDrawing } from "../drawings/inline-drawing.js";
import { describeExcess, describeFrequency, isPress, itemLabels, itemSeconds, maxDaily, parse, serialize, SpecError, totalSeconds } from "./prescription.js";
import { capitalize, formatDuration } from "../core/format.js";

const MAX_NOTE_LINES = 6; // a longer note is set as running text, so that it cannot fill a page
const DEFAULT_WEEKS = 2; // if none are prescribed: until the first review
const rules = readJson("rules");
const text = location.hash.slice(1);

function show() {
  if (!text || document.getElementById(text)) {
    find("[data-no=routine]").hidden = false;
    return;
  }
  for (const link of all("[data-change]")) link.href = url(`/compose#${text}`);
  try {
    fillSheet(parse(text, rules));
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    find("[data-reason]").textContent = error.userMessage;
    find("[data-no=sense]").hidden = false;
  }
}

function fillSheet(prescription) {
  const codes = new Set(prescription.items.filter((item) => isPress(item, rules)).map(({ code }) => code));
  fillHead(prescription);
  fillNote(prescription.note);
  fillSteps(prescription.items);
  fillBoxes(prescription);
  all("[data-codes]").forEach((part) => filterByCodes(part, codes));
  for (const row of all("[data-told]")) if (!find("[data-codes]", row)) row.remove();
  find("#qr").addEventListener("click", () => addQr(prescription));
  find("#print").addEventListener("click", () => print());
  find("#print").hidden = false;
  for (const part of all("[data-filled]")) part.hidden = false;
}

function fillHead(prescription) {
  const title = `${rules.custom.title}: ${itemLabels(prescription.items, rules).join(", ")}`;
  document.title = `${title}, a hand-out · Thumbwidth`;
  find("[data-title]").textContent = title;
  find("[data-takes]").textContent = capitalize(formatDuration(totalSeconds(prescription.items, rules)));
  const frequency = describeFrequency(prescription, rules);
  if (frequency) find("[data-often]").textContent = `${capitalize(frequency)}.`;
  find("[data-excess]").textContent = describeExcess(prescription, rules).join(" ");
  find("[data-spec]").textContent = withoutNote(prescription);
  find("[data-today]").textContent = new Date().toLocaleDateString("en-GB", { dateStyle: "long" });
  find("[data-routine]").href = url(`/routines/custom#${serialize(prescription)}`);
}

function fillNote(note) {
  const place = find("[data-note-text]");
  place.textContent = note;
  place.classList.toggle("continued", note.split("\n").length > MAX_NOTE_LINES);
  find("[data-note]").hidden = !note;
}

/** Put the steps in order. The images of the other points stay hidden in the page: all are loaded alike. */
function fillSteps(items) {
  const list = find("[data-steps]");
  const blocks = items.map(({ code }) => find(`[data-point="${code}"]`, list).cloneNode(true));
  items.forEach((item, index) => {
    fillItem(blocks[index], item);
    if (!isPress(item, rules)) return;
    const first = items.findIndex(({ code }) => code === item.code);
    if (first < index) shortenFindSteps(blocks[index], first + 1);
  });
  list.append(...blocks);
}

function fillItem(step, item) {
  if (isPress(item, rules)) return fillStep(step, item);
  find("[data-length]", step).textContent = formatDuration(itemSeconds(item, rules));
  const seconds = find("[data-seconds]", step);
  if (seconds) seconds.textContent = formatDuration(item.seconds);
  step.hidden = false;
}

function fillStep(step, { code, seconds, side, position = rules.points[code].positions[0] }) {
  find("[data-seconds]", step).textContent = seconds;
  if (side) find("[data-pressed-side]", step).textContent = ` on the ${side} side only`;
  find("[data-position]", step).textContent = `${rules.positions[position]}.`;
  const [shownSide] = [side, ...all("[data-pressed]", step).map(({ dataset }) => dataset.pressed).reverse()].filter(Boolean);
  for (const picture of all("[data-pressed]", step)) {
    const { held, pressed } = picture.dataset;
    if (pressed !== shownSide || (held && held !== position)) picture.remove();
  }
  step.hidden = false;
}

/** Shorten a repeated point: it refers to the step that shows how to find it. */
function shortenFindSteps(step, number) {
  const [first, ...others] = all("[data-find]", step);
  first.textContent = `Find it as in step ${number}.`;
  for (const line of others) line.remove();
}

/** Fill in a box for each session: times a day, for so many weeks. */
function fillBoxes({ items, daily, weeks }) {
  const day = () => make("td", {}, ...Array.from({ length: daily || maxDaily(items, rules) }, () => make("i")));
  find("[data-boxes]").replaceChildren(...Array.from({ length: weeks || DEFAULT_WEEKS }, (_, week) =>
    make("tr", {}, make("th", { scope: "row" }, `Week ${week + 1}`), ...Array.from({ length: 7 }, day))));
}

/** Remove a part about none of these points; name the points where it is not about all of them. */
function filterByCodes(part, codes) {
  const matching = part.dataset.codes.split(" ").filter((code) => codes.has(code));
  const codesElement = find("[data-which]", part);
  if (!matching.length) part.remove();
  else if (codesElement && matching.length < codes.size) codesElement.textContent = ` (${matching.join(", ")})`;
}

const withoutNote = (prescription) => serialize({ ...prescription, note: "" });

async function addQr(prescription) {
  const status = find("#qr-said");
  status.textContent = "Asking for it.";
  const svg = await fetchDrawing(url(`/qr/${withoutNote(prescription)}.svg`)).catch(() => null);
  status.textContent = svg ? "The QR code stands at the top of the sheet." : "The QR code could not be made. It needs a connection; the address on the sheet works without.";
  if (!svg) return;
  find("[data-qr] > div").replaceChildren(svg);
  find("[data-qr]").hidden = false;
}

// The skip link changes the fragment, and so does a second link that is opened in this window.
addEventListener("hashchange", () => {
  if (document.getElementById(location.hash.slice(1))) history.replaceState(null, "", `#${text}`);
  else if (location.hash.slice(1) !== text) location.reload();
});
show();
