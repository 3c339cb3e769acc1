// Named prescriptions as a JSON file, and back. Pure. A file is read as a whole or refused, with what is wrong, the rule
// and a remedy.

import { parse, serialize, SpecError } from "./prescription.js";
import { cleanName, findSaved, MAX_SAVED, nameProblem } from "./saved-prescriptions.js";

const FORMAT_KEY = "thumbwidth-prescriptions";
const BACKUP_KEY = "thumbwidth-backup"; // see backup-file.js
const FIELDS = [FORMAT_KEY, "exported", "prescriptions"];
const ENTRY_FIELDS = ["name", "prescription"];
export const MAX_FILE_BYTES = 1_000_000;

/** An unreadable file: `thing: rule. Remedy.` */
export class PrescriptionFileError extends Error {
  constructor(thing, rule, remedy) {
    super(`${thing}: ${rule}. ${remedy}`);
  }
}

/** Return the file of all entries, one on each line. */
export function toFile(saved, today) {
  const lines = saved.map((entry) => JSON.stringify(entry, ENTRY_FIELDS)).join(",\n");
  return `{"${FORMAT_KEY}": 1, "exported": "${today}", "prescriptions": [\n${lines}\n]}\n`;
}

/** Parse a file into its entries. Throws `PrescriptionFileError` for the first thing that is wrong. */
export function parseFile(content, rules) {
  const entries = [];
  for (const [index, value] of listOf(parseDocument(content)).entries()) {
    entries.push(parseEntry(value, `Prescription ${index + 1}`, entries, rules));
  }
  return entries;
}

const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const quote = (value) => String(JSON.stringify(value)).slice(0, 60);

function parseDocument(content) {
  try {
    return JSON.parse(content.replace(/^\ufeff/, ""));
  } catch {
    throw new PrescriptionFileError("File", "expected JSON; it is cut off, changed, or of another kind", "Choose a file that “Export all” made, or export it again.");
  }
}

/** Return the list of entries of a document, after its frame is checked. */
function listOf(document) {
  const remedy = "Choose a file that “Export all” made.";
  if (isRecord(document) && Object.hasOwn(document, BACKUP_KEY)) {
    throw new PrescriptionFileError("File", "a copy of everything", "Bring it back in Settings: the saved prescriptions come with it.");
  }
  if (!isRecord(document) || !Object.hasOwn(document, FORMAT_KEY)) throw new PrescriptionFileError("File", "not a file of saved prescriptions", remedy);
  if (document[FORMAT_KEY] !== 1) throw new PrescriptionFileError("File", `expected version 1 (found ${quote(document[FORMAT_KEY])})`, "Update this guide, then import the file again.");
  const unknownField = Object.keys(document).find((name) => !FIELDS.includes(name));
  if (unknownField) throw new PrescriptionFileError("File", `no such field (found ${quote(unknownField)})`, "Leave the field out.");
  const { prescriptions } = document;
  if (!Array.isArray(prescriptions)) throw new PrescriptionFileError("File", "expected a list of prescriptions", remedy);
  if (prescriptions.length > MAX_SAVED) throw new PrescriptionFileError("File", `at most ${MAX_SAVED} prescriptions (found ${prescriptions.length})`, "Leave some out.");
  return prescriptions;
}

function parseEntry(value, thing, earlier, rules) {
  if (!isRecord(value)) throw new PrescriptionFileError(thing, `expected a name and a prescription (found ${quote(value)})`, "Correct it in the file, or leave it out.");
  const unknownField = Object.keys(value).find((name) => !ENTRY_FIELDS.includes(name));
  if (unknownField) throw new PrescriptionFileError(thing, `no such field (found ${quote(unknownField)})`, "Leave the field out.");
  const fault = nameProblem(value.name);
  if (fault) throw new PrescriptionFileError(`${thing}, name`, fault, "Give it another name in the file.");
  const name = cleanName(value.name);
  if (findSaved(earlier, name)) throw new PrescriptionFileError(`${thing}, name`, `two prescriptions have it (found ${quote(name)})`, "Give each a name of its own in the file.");
  return { name, prescription: parseText(value.prescription, `${thing} (${quote(name)})`, rules) };
}

/** Return the text of a prescription as this guide writes it. */
function parseText(text, thing, rules) {
  const remedy = "Correct it in the file, or leave this prescription out.";
  if (typeof text !== "string") throw new PrescriptionFileError(thing, `expected the text of a link (found ${quote(text)})`, remedy);
  try {
    return serialize(parse(text, rules));
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    throw new PrescriptionFileError(`${thing}, ${error.part}`, error.message, remedy);
  }
}
