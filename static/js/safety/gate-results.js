// The pages behind a ticked sign: "Get help now", "Call your doctor today", and the calm one that books a check.

import { all, find, make } from "../core/dom.js";
import { isKept, keep, settings } from "../core/store.js";
import { signs } from "./judge.js";
import { lines } from "./lines.js";
import { dialled } from "./phone-number.js";

const PARTS = { emergency: "help-now", "same-day": "doctor-today" };

const unique = (texts) => [...new Set(texts.filter(Boolean))];

/** What is said of a sign: its own words, or those of a line that answers it alone. */
function described(slug) {
  const sign = signs.find((one) => one.slug === slug);
  return sign?.reason ? sign : { ...sign, ...lines.find((line) => line.signs.includes(slug)) };
}

/**
 * Show the page of the signs that close a routine. Resolves to "mistake", "open", "back" or "close". The page of a
 * doctor's signs leads to the page to call for help, and back.
 */
export async function showResult(found, parts, show) {
  const part = parts[PARTS[found.stop]];
  fillResult(part, found.signs.map(described));
  offerClearance(part, found.signs.filter((slug) => described(slug).clearance));
  await showCall(part);
  const said = await show(part.dataset.part);
  if (said !== "call") return said;
  const help = parts[PARTS.emergency];
  fillResult(help, []);
  find("[data-outcome=mistake]", help).hidden = true; // no emergency sign was ticked
  await showCall(help);
  const after = await show(help.dataset.part);
  return after === "close" ? after : showResult(found, parts, show);
}

/** Fill in what is said of the signs; without any, the usual heading stands alone. */
function fillResult(part, told) {
  const heading = find(".part-title", part);
  heading.textContent = (told.length && told.every((one) => one.heading) && told[0].heading) || heading.dataset.usual;
  find("[data-reasons]", part).replaceChildren(...unique(told.map(({ reason }) => reason)).map((text) => make("p", {}, text)));
  const [say] = unique(told.map((one) => one.say));
  find("[data-say-box]", part).hidden = !say;
  find("[data-say]", part).textContent = say ? `“${say}”` : "";
  find("[data-outcome=mistake]", part).hidden = false;
}

/** A sign that a professional has looked at is opened by saying so; it is dated, as a clearance is. */
function offerClearance(part, slugs) {
  const button = find("[data-checked]", part);
  if (!button) return;
  button.hidden = slugs.length === 0;
  button.dataset.checked = slugs.join(" ");
  if (slugs.length) button.textContent = described(slugs[0]).clearance;
}

/* --- who to call --- */

/** The digits of a published number, for a telephone link. */
const digits = (text) => text.match(/[0-9+]+/)?.[0] ?? "";

async function showCall(part) {
  const { country, doctor } = await settings();
  const chosen = find(`[data-call-country="${country || "none"}"]`); // listed on one page, chosen for all
  const link = find("[data-call-link]", part);
  for (const place of all("[data-call-chosen]", part)) place.hidden = !chosen;
  for (const place of all("[data-call-choose]", part)) place.hidden = Boolean(chosen);
  if (chosen) {
    find("[data-number]", link).textContent = chosen.dataset.tel;
    link.href = `tel:${digits(chosen.dataset.tel)}`;
    const name = find("[data-place]", part);
    if (name) name.textContent = `${chosen.dataset.name}.`;
  }
  if (!find("[data-doctor]", part)) return;
  sayOfDoctor(part, "");
  showDoctor(part, doctor);
}

/** Show the link to call the doctor, or the field for the number. */
function showDoctor(part, number = "") {
  const link = find("[data-doctor]", part);
  const known = dialled(number);
  if (known) link.href = `tel:${known}`;
  link.hidden = find("[data-doctor-known]", part).hidden = !known;
  find("[data-doctor-number]", part).textContent = number;
  find("[data-doctor-field] input", part).value = number;
  find("[data-doctor-field]", part).hidden = Boolean(known);
}

function changeDoctor(part) {
  const field = find("[data-doctor-field]", part);
  field.hidden = false;
  find("input", field).focus();
}

const sayOfDoctor = (part, text) => (find("[data-doctor-said]", part).textContent = text);

/** Keep the doctor's number as it was written; an emptied field forgets it. What is no number is not kept. */
async function keepDoctor(part, text) {
  const isGone = !text && Boolean((await settings()).doctor);
  if (!isGone && !dialled(text)) return sayOfDoctor(part, "Write the number with digits only, as you dial it.");
  await keep("doctor", text);
  showDoctor(part, text);
  sayOfDoctor(part, isKept("settings") ? "" : "This phone could not keep that. It holds until you close this page.");
}

/** The country of the phone's region stands first. It is a guess, so it is never called or chosen by it. */
function putOwnCountryFirst(part) {
  const region = navigator.languages.map((tag) => new Intl.Locale(tag).region).find(Boolean);
  const own = region && find(`[data-call-country="${region}"]`, part);
  if (own) find("[data-first-countries]", part).prepend(own);
}

/** Follow the choices of a result page: the country, and the doctor's number. */
export function listen(parts) {
  putOwnCountryFirst(parts["help-now"]);
  for (const part of [parts["help-now"], parts["doctor-today"]]) {
    for (const tile of all("[data-call-country]", part)) {
      tile.addEventListener("click", async () => {
        await keep("country", tile.dataset.callCountry);
        await showCall(part);
      });
    }
    find("[data-change-country]", part)?.addEventListener("click", () => {
      for (const place of all("[data-call-chosen]", part)) place.hidden = true;
      for (const place of all("[data-call-choose]", part)) place.hidden = false;
    });
    find("[data-change-doctor]", part)?.addEventListener("click", () => changeDoctor(part));
    find("[data-doctor-field] input", part)?.addEventListener("change", ({ target }) => keepDoctor(part, target.value.trim()));
  }
}
