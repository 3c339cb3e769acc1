// The form of a calendar file: time zone, and the routine of the page.

import { all, find, make, url } from "../core/dom.js";
import { get, updateRecord } from "../core/store.js";

const STORE_KEY = "calendars"; // URLs of the files that this phone has downloaded
const MAX_URLS = 20;

/** Select the browser's time zone, and add it to the list if missing. */
export function selectTimeZone(form, zone = Intl.DateTimeFormat().resolvedOptions().timeZone) {
  const field = find("[name=zone]", form);
  if (!zone) return;
  if (!all("option", field).some((option) => option.value === zone)) field.append(make("option", {}, zone));
  field.value = zone;
}

/** Set the routine of the form: its spec without the note, and the maximum of times a day and weeks. */
export function setRoutine(form, text, { daily, weeks }) {
  form.setAttribute("action", url(`/calendar/${encodeURIComponent(text).replaceAll("%3B", ";").replaceAll("%3D", "=")}.ics`));
  all("[name=at]", form).forEach((field, place) => {
    field.disabled = place >= daily;
    field.closest("label").hidden = field.disabled;
  });
  const field = find("[name=weeks]", form);
  for (const option of all("option", field)) option.hidden = option.disabled = Number(option.value) > weeks;
  field.value = String(weeks);
}

/** Tell the server when a file replaces one downloaded before, so that it cancels the events that are gone. */
async function watchDownloads(form) {
  const formUrl = () => form.getAttribute("action");
  const replaceField = make("input", { type: "hidden", name: "again", value: "yes", disabled: true });
  form.append(replaceField);
  const updateField = async () => (replaceField.disabled = !((await get(STORE_KEY)) ?? []).includes(formUrl()));
  form.addEventListener("submit", () => setTimeout(async () => {
    await updateRecord(STORE_KEY, (urls = []) => [formUrl(), ...urls.filter((one) => one !== formUrl())].slice(0, MAX_URLS));
    await updateField();
  }));
  new MutationObserver(updateField).observe(form, { attributeFilter: ["action"] });
  await updateField();
}

for (const form of all("[data-calendar]")) {
  selectTimeZone(form);
  watchDownloads(form);
}
