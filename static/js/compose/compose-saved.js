// The saved prescriptions of the composer: open, save, rename, duplicate, delete, export and import. All of it stays on
// this device; the field of the name is outside of any form, so that nothing submits it.

import { find, make } from "../core/dom.js";
import { saveFile } from "../core/save-file.js";
import * as store from "../core/store.js";
import { itemLabels, parse, SpecError } from "../prescription/prescription.js";
import { MAX_FILE_BYTES, parseFile, PrescriptionFileError, toFile } from "../prescription/prescription-file.js";
import { cleanName, findSaved, freeName, MAX_SAVED, mergeSaved, nameProblem, STORE_KEY, withEntry, withoutName } from "../prescription/saved-prescriptions.js";

const byId = (id) => document.getElementById(id);
const list = byId("saved");
let saved = [];
let rules;
let composer; // {getText, open}: the text of the draft, or "" while it has no link; opens a prescription

/* --- status --- */

/** Show a status text, with an Undo button where `undo` is given. */
function showStatus(area, text, undo) {
  byId(area).replaceChildren(...(text ? [make("span", {}, text)] : []));
  if (!undo) return null;
  const button = make("button", { type: "button", className: "button" }, "Undo");
  button.addEventListener("click", undo);
  byId(area).append(" ", button);
  return button;
}

const NOT_STORED = "This phone did not keep it. Export all before you close this page.";

/** Change the stored entries and render them. Resolves to whether they are stored. */
async function update(change) {
  saved = await store.updateRecord(STORE_KEY, (stored) => change(stored ?? saved));
  render();
  return store.isSaved(STORE_KEY);
}

/* --- list --- */

function render() {
  list.replaceChildren(...saved.map(row));
  byId("saved-none").hidden = saved.length > 0;
  byId("export").disabled = !saved.length;
}

/** Return the prescription of an entry, or the reason why this guide cannot read it. */
function read({ prescription }) {
  try {
    return { parsed: parse(prescription, rules) };
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    return { reason: error.userMessage };
  }
}

function row(entry) {
  const { parsed, reason } = read(entry);
  const act = (name, label, action) => {
    const button = make("button", { type: "button", className: "button quiet" }, label, make("span", { className: "unseen" }, ` ${entry.name}`));
    button.dataset.act = name;
    button.addEventListener("click", action);
    return button;
  };
  const open = make("button", { type: "button", className: "saved-name" }, make("span", { className: "unseen" }, "Open "), make("b", {}, entry.name));
  open.dataset.act = "open";
  if (reason) open.setAttribute("aria-disabled", "true");
  open.addEventListener("click", () => parsed && composer.open({ ...parsed, name: entry.name }, `${entry.name} is open.`));
  const content = make("small", {}, parsed ? itemLabels(parsed.items, rules).join(", ") : `This guide cannot open it. ${reason}`);
  const element = make("li", {}, make("div", { className: "saved-head" }, open, content),
    make("div", { className: "saved-buttons" },
      act("rename", "Rename", () => startRenaming(element, entry)),
      act("duplicate", "Duplicate", () => duplicate(entry)),
      act("delete", "Delete", () => remove(entry))));
  return element;
}

/** Focus a button of the row of an entry. */
function focusRow(name, act) {
  const index = saved.findIndex((entry) => entry.name === name);
  (index < 0 ? byId("saved-title") : find(`[data-act=${act}]`, list.children[index])).focus();
}

/* --- acts --- */

async function duplicate({ name, prescription }) {
  if (isFull(saved)) return showStatus("saved-said", FULL);
  let copyName;
  const isStored = await update((stored) => withEntry(stored, { name: (copyName = freeName(stored, name)), prescription }));
  showStatus("saved-said", isStored ? `${copyName} is a copy of ${name}.` : NOT_STORED);
  return focusRow(copyName, "rename");
}

const isFull = ({ length }) => length >= MAX_SAVED;
const FULL = `Saved prescriptions: at most ${MAX_SAVED}. Delete some first.`;

async function remove(entry) {
  const isStored = await update((stored) => withoutName(stored, entry.name));
  const restore = async () => {
    const isRestored = await update((stored) => mergeSaved(stored, [entry]));
    showStatus("saved-said", isRestored ? `${entry.name} is back.` : NOT_STORED);
    focusRow(entry.name, "open");
  };
  showStatus("saved-said", isStored ? `${entry.name} is deleted.` : NOT_STORED, restore).focus();
}

function startRenaming(element, entry) {
  const input = make("input", { type: "text", value: entry.name, autocomplete: "off" });
  const button = (label, action) => {
    const made = make("button", { type: "button", className: "button" }, label);
    made.addEventListener("click", action);
    return made;
  };
  const error = make("p", { className: "link-error", role: "alert" });
  const stop = () => {
    render();
    focusRow(entry.name, "rename");
  };
  input.addEventListener("keydown", ({ key }) => {
    if (key === "Enter") rename(entry, input, error);
    if (key === "Escape") stop();
  });
  element.replaceChildren(make("label", { className: "field" }, make("span", {}, `New name for ${entry.name}`), input), error,
    make("div", { className: "saved-buttons" }, button("Rename it", () => rename(entry, input, error)), button("Cancel", stop)));
  input.select();
}

async function rename(entry, input, error) {
  const name = cleanName(input.value);
  const other = findSaved(saved, name);
  const fault = nameProblem(name) ?? (other && other.name !== entry.name ? `${other.name} is there already` : null);
  if (fault) {
    error.textContent = `Name: ${fault}. Choose another name.`;
    return input.focus();
  }
  const isStored = await update((stored) => withEntry(withoutName(stored, entry.name), { ...entry, name }));
  if (cleanName(byId("name").value) === entry.name) composer.setName(name);
  showStatus("saved-said", isStored ? `${entry.name} is now ${name}.` : NOT_STORED);
  return focusRow(name, "rename");
}

/** Save the draft under the name of the field. An entry of this name is replaced, with an Undo button. */
async function save() {
  const name = cleanName(byId("name").value);
  const prescription = composer.getText();
  const fault = nameProblem(name);
  if (!prescription) return showStatus("save-said", "Not saved. It needs a step, and must keep to the limits.");
  if (fault) {
    byId("name").focus();
    return showStatus("save-said", `Not saved. Name: ${fault}. Write one in the field above.`);
  }
  const previous = findSaved(saved, name);
  if (!previous && isFull(saved)) return showStatus("save-said", `Not saved. ${FULL}`);
  const isStored = await update((stored) => withEntry(stored, { name, prescription }));
  if (!isStored) return showStatus("save-said", NOT_STORED);
  if (!previous || previous.prescription === prescription) return showStatus("save-said", `Saved as ${name}.`);
  return showStatus("save-said", `Saved as ${name}, in place of what it was.`, async () => {
    await update((stored) => withEntry(withoutName(stored, name), previous));
    showStatus("save-said", `${previous.name} is as it was.`);
    byId("save").focus();
  });
}

/* --- files --- */

async function exportAll() {
  const today = store.todayIso();
  const outcome = await saveFile(new File([toFile(saved, today)], `thumbwidth-prescriptions-${today}.json`, { type: "application/json" }));
  if (outcome !== "closed") showStatus("saved-said", `Your file is ${outcome}. Whoever has it can read it.`);
}

async function importFile(file) {
  try {
    if (file.size > MAX_FILE_BYTES) throw new PrescriptionFileError("File", "at most 1 MB", "Choose a file that “Export all” made.");
    const entries = parseFile(await file.text(), rules);
    checkLimit(mergeSaved(saved, entries).length);
    const before = saved.length;
    const isStored = await update((stored) => mergeSaved(stored, entries));
    showStatus("saved-said", isStored ? importedText(saved.length - before, entries.length) : NOT_STORED);
  } catch (error) {
    if (!(error instanceof PrescriptionFileError)) throw error;
    showStatus("saved-said", `Nothing was imported. ${error.message}`);
  }
}

function checkLimit(count) {
  if (count > MAX_SAVED) throw new PrescriptionFileError("Saved prescriptions", `at most ${MAX_SAVED} (with this file ${count})`, "Delete some first.");
}

const importedText = (added, total) =>
  added === total ? `${added} added.` : `${added} added. ${total - added} of the file were here already.`;

/** Load the saved prescriptions and connect the controls. */
export async function initSaved(knownRules, draftAccess) {
  [rules, composer] = [knownRules, draftAccess];
  saved = (await store.get(STORE_KEY)) ?? [];
  render();
}

byId("save").addEventListener("click", save);
byId("name").addEventListener("keydown", ({ key }) => key === "Enter" && save());
byId("export").addEventListener("click", exportAll);
byId("import").addEventListener("click", () => byId("import-file").click());
byId("import-file").addEventListener("change", async ({ target }) => {
  const [file] = target.files;
  if (file) await importFile(file);
  target.value = "";
});
