// Sharing a prescription: its link, copied or shared; a QR code and a calendar file, which the server makes without the
// note, and only after their button is pressed.

import { setRoutine } from "../prescription/calendar-form.js";
import { find, url } from "../core/dom.js";
import { fetchDrawing } from "../drawings/inline-drawing.js";
import { maxDaily, pointsText, serialize } from "../prescription/prescription.js";
import { tabValue } from "../core/store.js";

const PREVIEW_KEY = "thumbwidth-preview"; // marks the routine's page as a preview
const byId = (id) => document.getElementById(id);
let current = null; // the prescription to share
let showStatus = () => {};

const link = () => `${location.origin}${url("/routines/custom")}#${serialize(current)}`;
const withoutNote = () => serialize({ ...current, note: "" });

/** Render the link of a prescription; null shows that there is none yet. */
export function renderShare(prescription, rules, onStatus) {
  [current, showStatus] = [prescription, onStatus];
  byId("handing").hidden = !prescription;
  byId("not-yet").hidden = Boolean(prescription);
  byId("qr-figure").hidden = true; // it belongs to the previous prescription
  byId("qr-said").textContent = "";
  if (!prescription) return;
  byId("link").value = link();
  byId("open").href = url(`/routines/custom#${serialize(prescription)}`);
  byId("paper").href = url(`/routines/custom/handout#${serialize(prescription)}`);
  setRoutine(find("[data-calendar]"), pointsText(prescription), { daily: prescription.daily || maxDaily(prescription.items, rules), weeks: prescription.weeks || rules.most.weeks });
}

async function copy() {
  try {
    await navigator.clipboard.writeText(link());
    showStatus("The link is copied.");
  } catch {
    byId("link").focus();
    byId("link").select();
    showStatus("This browser does not let a page copy. The link is marked: copy it by hand.");
  }
}

async function share() {
  try {
    await navigator.share({ title: "Your acupressure routine", url: link() });
  } catch (error) {
    if (error.name !== "AbortError") showStatus("This browser would not share it. Copy the link instead.");
  }
}

async function showQr() {
  const requested = current;
  byId("qr-said").textContent = "Asking for it.";
  const svg = await fetchDrawing(url(`/qr/${withoutNote()}.svg`)).catch(() => null);
  if (requested !== current) return; // changed meanwhile
  byId("qr-said").textContent = svg ? "" : "The QR code could not be made. It needs a connection; the link works without.";
  if (!svg) return;
  find(".sheet", byId("qr-figure")).replaceChildren(svg);
  byId("qr-figure").hidden = false;
}

byId("link").addEventListener("focus", ({ target }) => target.select());
byId("copy").addEventListener("click", copy);
byId("share").addEventListener("click", share);
byId("share").hidden = !navigator.share;
for (const name of ["open", "paper"]) byId(name).addEventListener("click", () => tabValue(PREVIEW_KEY, serialize(current)));
byId("qr").addEventListener("click", showQr);
