// Saves a copy of everything that this phone keeps of its owner, and brings one back. It stands on the settings page.

import { merged, readBackup, toBackup } from "./backup-file.js";
import { find, make } from "../core/dom.js";
import * as book from "../journal/journal-db.js";
import { decode } from "../journal/journal-file.js";
import { saveFile } from "../core/save-file.js";
import * as store from "../core/store.js";

const BIG = 6_000_000; // bytes: no copy is larger
const NAMES = ["settings", "answers", "closed", "given"];
const choosing = find("[data-backup-choice]");
const input = find("#backup-file");
const FAILED = "This phone would not read or keep it. Nothing was changed.";

function say(text, ...choices) {
  find("#backup-said").textContent = text;
  choosing.replaceChildren(...choices.map(([label, act]) => {
    const button = make("button", { type: "button", className: "button", textContent: label });
    button.addEventListener("click", () => act().catch(() => say(FAILED)));
    return button;
  }));
}

async function save() {
  const [records, entries] = await Promise.all([store.getAll(NAMES), book.entries()]);
  const today = store.todayIso();
  const file = new File([toBackup(records, entries, today)], `thumbwidth-copy-${today}.json`, { type: "application/json" });
  const how = await saveFile(file);
  if (how !== "closed") say(`Your copy is ${how}. Whoever has the file can read it.`);
}

async function bringBack(content, order) {
  const { records, entries, problems, doubtful } = readBackup(content, order);
  const keep = () => keepAll(records, entries);
  if (doubtful.length) {
    say(`In line ${doubtful[0].line} stands ${doubtful[0].day}. Is the day or the month first?`,
      ["Day first", () => bringBack(content, "dmy")], ["Month first", () => bringBack(content, "mdy")]);
  } else if (problems.length) {
    const more = problems.length > 1 ? ` ${problems.length - 1} more cannot be read.` : "";
    const isSome = records !== null || entries.length > 0;
    say(`Nothing was brought back. ${problems[0]}.${more}`, ...(isSome ? [["Bring back the rest", keep]] : []));
  } else await keep();
}

async function keepAll(records, entries) {
  if (records) await store.updateRecords(NAMES, (stored) => merged(stored, records));
  const added = await book.importEntries(entries);
  const journal = added === 1 ? "1 journal entry" : `${added} journal entries`;
  say(records ? `Brought back: your answers, settings and routines, and ${journal}.` : `This file is a journal. ${journal} added.`);
  if (!records) return;
  store.mirrorAppearance(await store.settings());
  globalThis.BroadcastChannel && new BroadcastChannel("thumbwidth-safety").postMessage({}); // every window reads them again
  document.dispatchEvent(new Event("brought-back"));
}

find("#backup-save").addEventListener("click", () => save().catch(() => say(FAILED)));
find("#backup-load").addEventListener("click", () => input.click());
input.addEventListener("change", async () => {
  const [file] = input.files;
  if (file && file.size > BIG) say("Nothing was brought back. The file is larger than any copy.");
  else if (file) await file.arrayBuffer().then(decode).then((content) => bringBack(content)).catch(() => say(FAILED));
  input.value = "";
});
