// The letterhead of a handout: practitioner and next appointment. Stored on this phone and printed; it is in no link
// and no request. The fields are outside of any form, so that nothing submits them.

import { all, find } from "../core/dom.js";
import * as store from "../core/store.js";

const STORE_KEY = "letterhead"; // key of the record
const fields = all("[data-letterhead]");
const fieldText = (field) =>
  field.type === "date" && field.value ? new Date(`${field.value}T12:00`).toLocaleDateString("en-GB", { dateStyle: "long" }) : field.value.trim();

/** Render the letterhead; a line without content is hidden. */
function show() {
  for (const field of fields) find(`[data-letter="${field.dataset.letterhead}"]`).textContent = fieldText(field);
  for (const line of all("[data-letter-line]")) line.hidden = !all("[data-letter]", line).some((part) => part.textContent);
  for (const part of all("[data-letter-part]")) part.hidden = !find("[data-letter]", part).textContent;
  find("[data-letter-sheet]").hidden = fields.every((field) => !fieldText(field));
}

function save() {
  show();
  store.set(STORE_KEY, Object.fromEntries(fields.map((field) => [field.dataset.letterhead, field.value])));
}

async function init() {
  const stored = (await store.get(STORE_KEY)) ?? {};
  for (const field of fields) {
    if (!field.value) field.value = stored[field.dataset.letterhead] ?? "";
    field.addEventListener("input", save);
  }
  find("#letterhead-clear").addEventListener("click", () => {
    for (const field of fields) field.value = "";
    store.remove(STORE_KEY);
    show();
    fields[0].focus();
  });
  show();
}

init();
