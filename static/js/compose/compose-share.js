// Handing a prescription over: its link, copied or shared; a QR code and a calendar file, which are made by the server
// and asked for only when their button is pressed, without the note.

import { ask } from "../prescription/calendar-form.js";
import { find, url } from "../core/dom.js";
import { drawing } from "../drawings/inline-drawing.js";
import { points, write } from "../prescription/prescription.js";
import { tabValue } from "../core/store.js";

const PREVIEW = "thumbwidth-preview"; // tells the page of the routine that it is only looked at
const part = (id) => document.getElementById(id);
let now = null; // what can be handed over
let say = () => {};

const link = () => `${location.origin}${url("/routines/custom")}#${write(now)}`;
const withoutNote = () => write({ ...now, note: "" });

/** Show the link of a prescription, or, for null, that there is none yet. */
export function showGiving(one, { most }, saying) {
  [now, say] = [one, saying];
  part("handing").hidden = !one;
  part("not-yet").hidden = Boolean(one);
  part("qr-figure").hidden = true; // it would be of another routine
  part("qr-said").textContent = "";
  if (!one) return;
  part("link").value = link();
  part("open").href = url(`/routines/custom#${write(one)}`);
  part("paper").href = url(`/routines/custom/handout#${write(one)}`);
  ask(find("[data-calendar]"), points(one), { daily: one.daily || most.daily, weeks: one.weeks || most.weeks });
}

async function copy() {
  try {
    await navigator.clipboard.writeText(link());
    say("The link is copied.");
  } catch {
    part("link").focus();
    part("link").select();
    say("This browser does not let a page copy. The link is marked: copy it by hand.");
  }
}

async function share() {
  try {
    await navigator.share({ title: "Your acupressure routine", url: link() });
  } catch (error) {
    if (error.name !== "AbortError") say("This browser would not share it. Copy the link instead.");
  }
}

async function showQr() {
  const asked = now;
  part("qr-said").textContent = "Asking for it.";
  const svg = await drawing(url(`/qr/${withoutNote()}.svg`)).catch(() => null);
  if (asked !== now) return; // changed meanwhile
  part("qr-said").textContent = svg ? "" : "The QR code could not be made. It needs a connection; the link works without.";
  if (!svg) return;
  find(".sheet", part("qr-figure")).replaceChildren(svg);
  part("qr-figure").hidden = false;
}

part("link").addEventListener("focus", ({ target }) => target.select());
part("copy").addEventListener("click", copy);
part("share").addEventListener("click", share);
part("share").hidden = !navigator.share;
for (const name of ["open", "paper"]) part(name).addEventListener("click", () => tabValue(PREVIEW, write(now)));
part("qr").addEventListener("click", showQr);
