// The screens after a ticked sign: "Get help now", "Call your doctor today", and the one that books a check.

import { all, find, make } from "../core/dom.js";
import { isSaved, setSetting, settings } from "../core/store.js";
import { signs } from "./judge.js";
import { lines } from "./lines.js";
import { putOwnCountryFirst } from "./phone-country.js";
import { dialNumber } from "./phone-number.js";

const PARTS = { emergency: "help-now", "same-day": "doctor-today" };

const unique = (texts) => [...new Set(texts.filter(Boolean))];

/** Return the texts of a sign: its own, or those of the line that has it. */
function describeSign(slug) {
  const sign = signs.find((one) => one.slug === slug);
  return sign?.reason ? sign : { ...sign, ...lines.find((line) => line.signs.includes(slug)) };
}

/**
 * Show the screen of the signs that close a routine. Resolves to "mistake", "open", "back" or "close". The screen of
 * same-day signs links to the emergency screen and back.
 */
export async function showResult(found, parts, show) {
  const part = parts[PARTS[found.stop]];
  fillResult(part, found.signs.map(describeSign));
  offerClearance(part, found.signs.filter((slug) => describeSign(slug).clearance));
  await showCall(part);
  const outcome = await show(part.dataset.part);
  if (outcome !== "call") return outcome;
  const help = parts[PARTS.emergency];
  fillResult(help, []);
  find("[data-outcome=mistake]", help).hidden = true; // no emergency sign was ticked
  await showCall(help);
  const helpOutcome = await show(help.dataset.part);
  return helpOutcome === "close" ? helpOutcome : showResult(found, parts, show);
}

/** Fill in the texts of the signs; without signs only the default heading is shown. */
function fillResult(part, descriptions) {
  const heading = find(".part-title", part);
  heading.textContent = (descriptions.length && descriptions.every((one) => one.heading) && descriptions[0].heading) || heading.dataset.usual;
  find("[data-reasons]", part).replaceChildren(...unique(descriptions.map(({ reason }) => reason)).map((text) => make("p", {}, text)));
  const [say] = unique(descriptions.map((one) => one.say));
  find("[data-say-box]", part).hidden = !say;
  find("[data-say]", part).textContent = say ? `“${say}”` : "";
  find("[data-outcome=mistake]", part).hidden = false;
}

/** Offer to confirm that a professional has checked the signs. The confirmation is dated, as a clearance is. */
function offerClearance(part, slugs) {
  const button = find("[data-checked]", part);
  if (!button) return;
  button.hidden = slugs.length === 0;
  button.dataset.checked = slugs.join(" ");
  if (slugs.length) button.textContent = describeSign(slugs[0]).clearance;
}

/* --- who to call --- */

/** Return the digits of a published number, for a telephone link. */
const digits = (text) => text.match(/[0-9+]+/)?.[0] ?? "";

async function showCall(part) {
  const { country, doctor } = await settings();
  const chosen = find(`[data-call-country="${country || "none"}"]`); // listed on one screen, chosen for all
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
  showDoctorStatus(part, "");
  showDoctor(part, doctor);
}

/** Show the link to call the doctor, or the field for the number. */
function showDoctor(part, number = "") {
  const link = find("[data-doctor]", part);
  const known = dialNumber(number);
  if (known) link.href = `tel:${known}`;
  link.hidden = find("[data-doctor-known]", part).hidden = !known;
  find("[data-doctor-number]", part).textContent = number;
  find("[data-doctor-field] input", part).value = number;
  find("[data-doctor-field]", part).hidden = Boolean(known);
}

function editDoctor(part) {
  const field = find("[data-doctor-field]", part);
  field.hidden = false;
  find("input", field).focus();
}

const showDoctorStatus = (part, text) => (find("[data-doctor-said]", part).textContent = text);

/** Store the doctor's number as typed; an empty field deletes it. A text that is no number is refused. */
async function saveDoctor(part, text) {
  const isCleared = !text && Boolean((await settings()).doctor);
  if (!isCleared && !dialNumber(text)) return showDoctorStatus(part, "Write the number with digits only, as you dial it.");
  await setSetting("doctor", text);
  showDoctor(part, text);
  showDoctorStatus(part, isSaved("settings") ? "" : "This phone could not keep that. It holds until you close this page.");
}

/** Add the listeners of the result screens: country and doctor's number. */
export function listen(parts) {
  const help = parts["help-now"];
  putOwnCountryFirst(find("[data-first-countries]", help), (region) => find(`[data-call-country="${region}"]`, help));
  for (const part of [parts["help-now"], parts["doctor-today"]]) {
    for (const tile of all("[data-call-country]", part)) {
      tile.addEventListener("click", async () => {
        await setSetting("country", tile.dataset.callCountry);
        await showCall(part);
      });
    }
    find("[data-change-country]", part)?.addEventListener("click", () => {
      for (const place of all("[data-call-chosen]", part)) place.hidden = true;
      for (const place of all("[data-call-choose]", part)) place.hidden = false;
    });
    find("[data-change-doctor]", part)?.addEventListener("click", () => editDoctor(part));
    find("[data-doctor-field] input", part)?.addEventListener("change", ({ target }) => saveDoctor(part, target.value.trim()));
  }
}
