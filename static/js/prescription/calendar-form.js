// The form for a calendar file: finds the time zone, and on the page of a custom routine says which one is asked for.

import { all, find, make, url } from "../core/dom.js";
import { get, updateRecord } from "../core/store.js";

const MADE = "calendars"; // addresses of the files that this phone has fetched
const MOST = 20;

/** Choose the browser's own time zone, in whatever list the form came with. */
export function chooseZone(form, zone = Intl.DateTimeFormat().resolvedOptions().timeZone) {
  const field = find("[name=zone]", form);
  if (!zone) return;
  if (!all("option", field).some((option) => option.value === zone)) field.append(make("option", {}, zone));
  field.value = zone;
}

/** Ask for a custom routine: its text without the note, with at most so many times a day and weeks. */
export function ask(form, text, { daily, weeks }) {
  form.setAttribute("action", url(`/calendar/${encodeURIComponent(text).replaceAll("%3B", ";").replaceAll("%3D", "=")}.ics`));
  all("[name=at]", form).forEach((field, place) => {
    field.disabled = place >= daily;
    field.closest("label").hidden = field.disabled;
  });
  const field = find("[name=weeks]", form);
  for (const option of all("option", field)) option.hidden = option.disabled = Number(option.value) > weeks;
  field.value = String(weeks);
}

/** Say that a file takes the place of one fetched earlier, so that it cancels what that has and this has not. */
async function followFetches(form) {
  const address = () => form.getAttribute("action");
  const again = make("input", { type: "hidden", name: "again", value: "yes", disabled: true });
  form.append(again);
  const look = async () => (again.disabled = !((await get(MADE)) ?? []).includes(address()));
  form.addEventListener("submit", () => setTimeout(async () => {
    await updateRecord(MADE, (made = []) => [address(), ...made.filter((one) => one !== address())].slice(0, MOST));
    await look();
  }));
  new MutationObserver(look).observe(form, { attributeFilter: ["action"] });
  await look();
}

for (const form of all("[data-calendar]")) {
  chooseZone(form);
  followFetches(form);
}
