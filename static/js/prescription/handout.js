// The hand-out of a routine from a link. The page holds every point; this leaves and orders the prescribed ones. It asks
// the server for nothing but a QR code, and for that only when its button is pressed, without the note.

import { all, find, make, readJson, url } from "../core/dom.js";
import { drawing } from "../drawings/inline-drawing.js";
import { label, read, Refused, seconds, write } from "./prescription.js";
import { capitalize, formatDuration, formatFrequency } from "../core/format.js";

const LINES = 6; // of a note; one with more runs on, so that it cannot fill a sheet
const SHORT_WEEKS = 2; // where the prescription says none: until the first review
const rules = readJson("rules");
const text = location.hash.slice(1);

function show() {
  if (!text || document.getElementById(text)) {
    find("[data-no=routine]").hidden = false;
    return;
  }
  for (const link of all("[data-change]")) link.href = url(`/compose#${text}`);
  try {
    fill(read(text, rules));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    find("[data-reason]").textContent = error.told;
    find("[data-no=sense]").hidden = false;
  }
}

function fill(one) {
  const codes = new Set(one.items.map(({ code }) => code));
  fillHead(one, codes);
  fillNote(one.note);
  fillSteps(one.items);
  fillBoxes(one);
  all("[data-codes]").forEach((part) => keep(part, codes));
  for (const row of all("[data-told]")) if (!find("[data-codes]", row)) row.remove();
  find("#qr").addEventListener("click", () => addQr(one));
  find("#print").addEventListener("click", () => print());
  find("#print").hidden = false;
  for (const part of all("[data-filled]")) part.hidden = false;
}

function fillHead(one, codes) {
  const title = `${rules.custom.title}: ${[...new Set(one.items.map(label))].join(", ")}`;
  document.title = `${title}, a hand-out · Thumbwidth`;
  find("[data-title]").textContent = title;
  find("[data-takes]").textContent = capitalize(formatDuration(seconds(one.items, rules)));
  if (formatFrequency(one)) find("[data-often]").textContent = `${capitalize(formatFrequency(one))}.`;
  find("[data-spec]").textContent = withoutNote(one);
  find("[data-today]").textContent = new Date().toLocaleDateString("en-GB", { dateStyle: "long" });
  find("[data-routine]").href = url(`/routines/custom#${write(one)}`);
}

function fillNote(note) {
  const place = find("[data-note-text]");
  place.textContent = note;
  place.classList.toggle("run-on", note.split("\n").length > LINES);
  find("[data-note]").hidden = !note;
}

/** Put the steps into their order. The pictures of the others stay in the page, unseen: all are fetched alike. */
function fillSteps(items) {
  const list = find("[data-steps]");
  const blocks = items.map(({ code }) => find(`[data-point="${code}"]`, list).cloneNode(true));
  items.forEach((item, index) => {
    fillStep(blocks[index], item);
    const first = items.findIndex(({ code }) => code === item.code);
    if (first < index) findAsBefore(blocks[index], first + 1);
  });
  list.append(...blocks);
}

function fillStep(step, { code, seconds, side, position = rules.points[code].positions[0] }) {
  find("[data-seconds]", step).textContent = seconds;
  if (side) find("[data-pressed-side]", step).textContent = ` on the ${side} side only`;
  find("[data-position]", step).textContent = `${rules.positions[position]}.`;
  const [shown] = [side, ...all("[data-pressed]", step).map(({ dataset }) => dataset.pressed).reverse()].filter(Boolean);
  for (const picture of all("[data-pressed]", step)) {
    const { held, pressed } = picture.dataset;
    if (pressed !== shown || (held && held !== position)) picture.remove();
  }
  step.hidden = false;
}

/** The same point once more: how it is found is not said twice. */
function findAsBefore(step, number) {
  const [first, ...others] = all("[data-find]", step);
  first.textContent = `Find it as in step ${number}.`;
  for (const line of others) line.remove();
}

/** A box for each session: so many times a day, for so many weeks. */
function fillBoxes({ daily, weeks }) {
  const day = () => make("td", {}, ...Array.from({ length: daily || rules.most.daily }, () => make("i")));
  find("[data-boxes]").replaceChildren(...Array.from({ length: weeks || SHORT_WEEKS }, (_, week) =>
    make("tr", {}, make("th", { scope: "row" }, `Week ${week + 1}`), ...Array.from({ length: 7 }, day))));
}

/** Leave out what concerns none of these points; name the points where it does not concern all of them. */
function keep(part, codes) {
  const concerned = part.dataset.codes.split(" ").filter((code) => codes.has(code));
  const which = find("[data-which]", part);
  if (!concerned.length) part.remove();
  else if (which && concerned.length < codes.size) which.textContent = ` (${concerned.join(", ")})`;
}

const withoutNote = (one) => write({ ...one, note: "" });

async function addQr(one) {
  const said = find("#qr-said");
  said.textContent = "Asking for it.";
  const svg = await drawing(url(`/qr/${withoutNote(one)}.svg`)).catch(() => null);
  said.textContent = svg ? "The QR code stands at the top of the sheet." : "The QR code could not be made. It needs a connection; the address on the sheet works without.";
  if (!svg) return;
  find("[data-qr] > div").replaceChildren(svg);
  find("[data-qr]").hidden = false;
}

// The skip link changes what stands after the #, and so does a second link that is opened in this window.
addEventListener("hashchange", () => {
  if (document.getElementById(location.hash.slice(1))) history.replaceState(null, "", `#${text}`);
  else if (location.hash.slice(1) !== text) location.reload();
});
show();
