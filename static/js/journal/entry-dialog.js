// The dialog that adds, changes or removes one journal entry.

import { all, find } from "../core/dom.js";
import * as journalDb from "./journal-db.js";

const dialog = find("#entry-dialog");
const field = (name) => find(`textarea[name=${name}]`, dialog);
const radios = (name) => all(`input[name=${name}]`, dialog);
const checkRadio = (name, value) => radios(name).forEach((radio) => (radio.checked = radio.value === String(value)));

function checkedValue(name) {
  const value = radios(name).find((radio) => radio.checked)?.value;
  return value === undefined ? null : Number(value);
}

/** Return an entry of this time, without a session. */
export const emptyEntry = () => ({
  id: journalDb.newId(), ...journalDb.timestamp(), slug: "", title: "", seconds: 0, pressed: 0, before: null, after: null, note: "", finished: true,
});

/** Edit an entry; with a `title`, a new one. `onChange(text)` is called with the result. */
export function editEntry(entry, onChange, title = "") {
  const day = new Date(`${entry.day}T12:00Z`).toLocaleDateString("en-GB", { day: "numeric", month: "long", timeZone: "UTC" });
  find("#entry-title").textContent = title || [entry.title, day, entry.time].filter(Boolean).join(", ");
  find("#entry-before-label").textContent = entry.slug ? "Pain before" : "Pain";
  find("#entry-after-label").closest("fieldset").hidden = !entry.slug;
  find("[data-remove]", dialog).hidden = Boolean(title);
  field("note").value = entry.note;
  checkRadio("entry-before", entry.before);
  checkRadio("entry-after", entry.after);
  dialog.onclose = () => onClose(entry, dialog.returnValue, onChange);
  dialog.returnValue = "";
  dialog.showModal();
  find("#entry-title").focus();
}

async function onClose(entry, outcome, onChange) {
  const [before, after] = [checkedValue("entry-before"), checkedValue("entry-after")];
  try {
    if (outcome === "save") await journalDb.saveEntry({ ...entry, before, after, note: field("note").value.trim() });
    if (outcome === "remove") await journalDb.deleteEntry(entry.id);
  } catch {
    dialog.returnValue = "";
    dialog.showModal(); // the typed text is still in it
    return onChange("This phone would not keep it. Nothing you typed is lost: try again.");
  }
  if (outcome === "save") await onChange("Saved on this phone.");
  if (outcome === "remove") await onChange("Removed.");
}
