// The dialog in which one entry of the journal is changed, made or removed.

import { all, find } from "../core/dom.js";
import * as book from "./journal-db.js";

const dialog = find("#entry-dialog");
const field = (name) => find(`textarea[name=${name}]`, dialog);
const radios = (name) => all(`input[name=${name}]`, dialog);
const pick = (name, value) => radios(name).forEach((radio) => (radio.checked = radio.value === String(value)));

function picked(name) {
  const value = radios(name).find((radio) => radio.checked)?.value;
  return value === undefined ? null : Number(value);
}

/** An entry of this moment, without a session. */
export const fresh = () => ({
  id: book.newId(), ...book.moment(), slug: "", title: "", seconds: 0, pressed: 0, before: null, after: null, note: "", finished: true,
});

/** Let the person change an entry; with a `title`, one that is not kept yet. `changed(text)` hears what was done. */
export function edit(entry, changed, title = "") {
  const day = new Date(`${entry.day}T12:00Z`).toLocaleDateString("en-GB", { day: "numeric", month: "long", timeZone: "UTC" });
  find("#entry-title").textContent = title || [entry.title, day, entry.time].filter(Boolean).join(", ");
  find("#entry-before-label").textContent = entry.slug ? "Pain before" : "Pain";
  find("#entry-after-label").closest("fieldset").hidden = !entry.slug;
  find("[data-remove]", dialog).hidden = Boolean(title);
  field("note").value = entry.note;
  pick("entry-before", entry.before);
  pick("entry-after", entry.after);
  dialog.onclose = () => finish(entry, dialog.returnValue, changed);
  dialog.returnValue = "";
  dialog.showModal();
  find("#entry-title").focus();
}

async function finish(entry, answer, changed) {
  const [before, after] = [picked("entry-before"), picked("entry-after")];
  try {
    if (answer === "save") await book.keep({ ...entry, before, after, note: field("note").value.trim() });
    if (answer === "remove") await book.drop(entry.id);
  } catch {
    dialog.returnValue = "";
    dialog.showModal(); // what was typed is still in it
    return changed("This phone would not keep it. Nothing you typed is lost: try again.");
  }
  if (answer === "save") await changed("Saved on this phone.");
  if (answer === "remove") await changed("Removed.");
}
