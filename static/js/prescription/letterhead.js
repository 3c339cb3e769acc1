// The letterhead of a handout: who gives it, and when the patient comes again. Kept on this phone and printed; it is in no
// link and no request. The fields stand in no form, so that nothing can send them.

import { all, find } from "../core/dom.js";
import * as store from "../core/store.js";

const NAME = "letterhead"; // in the store
const fields = all("[data-letterhead]");
const spoken = (field) =>
  field.type === "date" && field.value ? new Date(`${field.value}T12:00`).toLocaleDateString("en-GB", { dateStyle: "long" }) : field.value.trim();

/** Put what is written into the sheet; a line of which nothing is written is left out. */
function show() {
  for (const field of fields) find(`[data-letter="${field.dataset.letterhead}"]`).textContent = spoken(field);
  for (const line of all("[data-letter-line]")) line.hidden = !all("[data-letter]", line).some((part) => part.textContent);
  for (const part of all("[data-letter-part]")) part.hidden = !find("[data-letter]", part).textContent;
  find("[data-letter-sheet]").hidden = fields.every((field) => !spoken(field));
}

function keep() {
  show();
  store.set(NAME, Object.fromEntries(fields.map((field) => [field.dataset.letterhead, field.value])));
}

async function start() {
  const kept = (await store.get(NAME)) ?? {};
  for (const field of fields) {
    if (!field.value) field.value = kept[field.dataset.letterhead] ?? "";
    field.addEventListener("input", keep);
  }
  find("#letterhead-clear").addEventListener("click", () => {
    for (const field of fields) field.value = "";
    store.remove(NAME);
    show();
    fields[0].focus();
  });
  show();
}

start();
