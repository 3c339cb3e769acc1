// Backup on the settings page: saves a copy of all data of this phone, and restores one.

import { mergeRecords, parseBackup, RECORD_NAMES, toBackup } from "./backup-file.js";
import { find, make } from "../core/dom.js";
import * as journalDb from "../journal/journal-db.js";
import { decode } from "../journal/journal-file.js";
import { saveFile } from "../core/save-file.js";
import * as store from "../core/store.js";

const MAX_FILE_BYTES = 6_000_000;
const choiceRow = find("[data-backup-choice]");
const input = find("#backup-file");
const FAILURE_TEXT = "This phone would not read or keep it. Nothing was changed.";

function showStatus(text, ...choices) {
  find("#backup-said").textContent = text;
  choiceRow.replaceChildren(...choices.map(([label, action]) => {
    const button = make("button", { type: "button", className: "button", textContent: label });
    button.addEventListener("click", () => action().catch(() => showStatus(FAILURE_TEXT)));
    return button;
  }));
}

async function saveCopy() {
  const [records, entries] = await Promise.all([store.getAll(RECORD_NAMES), journalDb.entries()]);
  const today = store.todayIso();
  const file = new File([toBackup(records, entries, today)], `thumbwidth-copy-${today}.json`, { type: "application/json" });
  const outcome = await saveFile(file);
  if (outcome !== "closed") showStatus(`Your copy is ${outcome}. Whoever has the file can read it.`);
}

async function restore(content, order) {
  const { records, entries, problems, doubtful } = parseBackup(content, order);
  const restoreRest = () => restoreAll(records, entries);
  if (doubtful.length) {
    showStatus(`In line ${doubtful[0].line} stands ${doubtful[0].day}. Is the day or the month first?`,
      ["Day first", () => restore(content, "dmy")], ["Month first", () => restore(content, "mdy")]);
  } else if (problems.length) {
    const othersText = problems.length > 1 ? ` ${problems.length - 1} more cannot be read.` : "";
    const hasContent = records !== null || entries.length > 0;
    showStatus(`Nothing was brought back. ${problems[0]}.${othersText}`, ...(hasContent ? [["Bring back the rest", restoreRest]] : []));
  } else await restoreRest();
}

async function restoreAll(records, entries) {
  const merge = records ? [RECORD_NAMES, (stored) => mergeRecords(stored, records)] : [];
  const count = await journalDb.importEntries(entries, ...merge);
  const journal = count === 1 ? "1 journal entry" : `${count} journal entries`;
  showStatus(records ? `Brought back: your answers, settings, routines and prescriptions, and ${journal}.` : `This file is a journal. ${journal} added.`);
  if (!records) return;
  store.mirrorAppearance(await store.settings());
  globalThis.BroadcastChannel && new BroadcastChannel("thumbwidth-safety").postMessage({}); // every window reads the records again
  document.dispatchEvent(new Event("brought-back"));
}

find("#backup-save").addEventListener("click", () => saveCopy().catch(() => showStatus(FAILURE_TEXT)));
find("#backup-load").addEventListener("click", () => input.click());
input.addEventListener("change", async () => {
  const [file] = input.files;
  if (file && file.size > MAX_FILE_BYTES) showStatus("Nothing was brought back. The file is larger than any copy.");
  else if (file) await file.arrayBuffer().then(decode).then((content) => restore(content)).catch(() => showStatus(FAILURE_TEXT));
  input.value = "";
});
