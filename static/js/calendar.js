// The form for a calendar file: finds the time zone, and on the page of a custom routine says which one is asked for.

import { all, find, make } from "./dom.js";

/** Choose the browser's own time zone, in whatever list the form came with. */
export function chooseZone(form, zone = Intl.DateTimeFormat().resolvedOptions().timeZone) {
  const field = find("[name=zone]", form);
  if (!zone) return;
  if (!all("option", field).some((option) => option.value === zone)) field.append(make("option", {}, zone));
  field.value = zone;
}

/** Ask for a custom routine: its text without the note, with at most so many times a day and weeks. */
export function ask(form, text, { daily, weeks }) {
  form.setAttribute("action", `/calendar/${encodeURIComponent(text).replaceAll("%3B", ";").replaceAll("%3D", "=")}.ics`);
  all("[name=at]", form).forEach((field, place) => {
    field.disabled = place >= daily;
    field.closest("label").hidden = field.disabled;
  });
  const field = find("[name=weeks]", form);
  for (const option of all("option", field)) option.hidden = option.disabled = Number(option.value) > weeks;
  field.value = String(weeks);
}

for (const form of all("[data-calendar]")) chooseZone(form);
