// The journal as a file, JSON or CSV, and back. Pure. Every unreadable line is reported with its reason; the person
// decides whether to import the rest.

import * as csv from "./journal-csv.js";

const stringUpTo = (max) => (value) => typeof value === "string" && value.length <= max;
const matches = (pattern) => (value) => typeof value === "string" && pattern.test(value);
const integerUpTo = (max) => (value) => Number.isInteger(value) && value >= 0 && value <= max;
const isPain = (value) => value === null || integerUpTo(10)(value);
export const isDay = (value) => matches(/^(?:19[7-9]\d|2\d{3})-\d\d-\d\d$/)(value) && new Date(`${value}T00:00Z`).toJSON()?.startsWith(value) === true;

const FIELDS = {
  id: [matches(/^[0-9a-z-]{1,40}$/), "a name of small letters and digits"],
  day: [isDay, "a day such as 2026-11-21"],
  time: [matches(/^([01]\d|2[0-3]):[0-5]\d$/), "a time such as 08:05"],
  slug: [matches(/^[\w./-]{0,200}$/), "the name of a routine as in its address, or nothing"],
  title: [stringUpTo(200), "at most 200 letters"],
  seconds: [integerUpTo(86_400), "whole seconds of one day"],
  pressed: [integerUpTo(86_400), "whole seconds of one day"],
  before: [isPain, "a whole number from 0 to 10, or nothing"],
  after: [isPain, "a whole number from 0 to 10, or nothing"],
  note: [stringUpTo(5_000), "at most 5000 letters"],
  finished: [(value) => typeof value === "boolean", "yes or no"], // last: so a file that is cut off here is noticed
};
const NAMES = Object.keys(FIELDS);
const FORMAT_KEY = "thumbwidth-journal";
const BACKUP_KEY = "thumbwidth-backup"; // a full backup, see backup-file.js: its journal can be imported

export class FileError extends Error {
  constructor(reason, line) {
    super(`Line ${line}: ${reason}`);
  }
}

/* --- writing --- */

/** Return the entries as JSON, one on each line, so that a line number identifies it. */
export const toLines = (entries) => entries.map((entry) => JSON.stringify(entry, NAMES)).join(",\n");

export const toJson = (entries, today) => `{"${FORMAT_KEY}": 1, "exported": "${today}", "entries": [\n${toLines(entries)}\n]}\n`;

/** Return the entries as CSV, for a spreadsheet. */
export const toCsv = (entries) => csv.toCsv(entries, NAMES);

/* --- parsing --- */

/** Decode a file: UTF-8 or UTF-16 by its byte order mark or its zeros, otherwise Windows-1252. */
export function decode(buffer) {
  const bytes = new Uint8Array(buffer);
  const zeros = [bytes.findIndex((byte) => byte === 0), bytes.length > 3];
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (zeros[1] && zeros[0] === 1)) return new TextDecoder("utf-16le").decode(bytes);
  if ((bytes[0] === 0xfe && bytes[1] === 0xff) || (zeros[1] && zeros[0] === 0)) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/** Parse the entries of a file, JSON or CSV by its content. Throws `FileError` for the first unreadable line. */
export function parseFile(content, order) {
  const { entries, problems, doubtful } = parseEntries(content, order);
  if (doubtful.length) throw new FileError(`day: is the day or the month first? (found ${doubtful[0].day})`, doubtful[0].line);
  if (problems.length) throw new FileError(problems[0].reason, problems[0].line);
  return entries;
}

/**
 * Parse all readable entries of a file: `{entries, problems: [{line, reason}], doubtful: [{line, day}]}`. If days are
 * doubtful, call again with the order, `dmy` or `mdy`.
 */
export function parseEntries(content, order) {
  const text = content.replace(/^\ufeff/, "");
  const { rows, fault, doubtful = [] } = /^\s*[[{]/.test(text) ? fromJson(text) : csv.fromCsv(text, NAMES, order);
  const lineOfId = new Map();
  const entries = [];
  const problems = fault ? [fault] : [];
  for (const { entry, line, reason } of doubtful.length ? [] : rows) {
    const defect = reason ?? findProblem(entry)
      ?? (lineOfId.has(entry.id) ? `id: stands already in line ${lineOfId.get(entry.id)} (found ${entry.id})` : null);
    if (defect) problems.push({ line, reason: defect });
    else {
      lineOfId.set(entry.id, line);
      entries.push(entry);
    }
  }
  problems.sort((one, other) => one.line - other.line);
  return { entries, problems, doubtful };
}

/** Return what is wrong with an entry, or null. */
function findProblem(entry) {
  if (typeof entry !== "object" || entry === null || Array.isArray(entry)) return "expected an entry";
  const unknownField = Object.keys(entry).find((name) => !Object.hasOwn(FIELDS, name));
  if (unknownField) return `${unknownField}: no such field in a journal`;
  for (const [name, [isValid, expected]] of Object.entries(FIELDS)) {
    if (!Object.hasOwn(entry, name)) return `${name}: missing`;
    if (!isValid(entry[name])) return `${name}: expected ${expected} (found ${JSON.stringify(entry[name]).slice(0, 60)})`;
  }
  return entry.pressed > entry.seconds ? "pressed: more than the seconds of the session" : null;
}

function fromJson(content) {
  const parts = [...entryChunks(content)];
  let document;
  try {
    document = JSON.parse(content);
  } catch {
    const line = parts.find(isInvalidJson)?.line ?? content.trimEnd().split("\n").length;
    const fault = { line, reason: "not readable as JSON; the file may be cut off or changed" };
    const isJournal = [FORMAT_KEY, BACKUP_KEY].some((key) => content.trimStart().startsWith(`{"${key}": 1`));
    const validParts = isJournal ? parts.filter((part) => !isInvalidJson(part)) : [];
    return { rows: validParts.map((part) => ({ entry: JSON.parse(part.content), line: part.line })), fault };
  }
  const isCopy = document[BACKUP_KEY] === 1;
  const entries = isCopy ? document.journal : document[FORMAT_KEY] === 1 && document.entries;
  if (!Array.isArray(entries)) return { rows: [], fault: { line: 1, reason: "not a journal of this guide" } };
  const unknownField = !isCopy && Object.keys(document).find((name) => ![FORMAT_KEY, "exported", "entries"].includes(name));
  if (unknownField) return { rows: [], fault: { line: 1, reason: `${unknownField}: no such field in a journal` } };
  let index = 0; // a number or text among the entries is no part
  const rows = entries.map((entry) => (
    typeof entry === "object" && entry !== null ? { entry, line: parts[index++].line } : { entry, line: (parts[index - 1]?.line ?? 1) + 1 }));
  return { rows };
}

function isInvalidJson({ content }) {
  try {
    return !JSON.parse(content);
  } catch {
    return true;
  }
}

/** Yield the objects at the depth of entries, each with its first line. */
function* entryChunks(content) {
  let depth = 0;
  let line = 1;
  let isQuoted = false;
  let start = null;
  for (let index = 0; index < content.length; index += 1) {
    const letter = content[index];
    if (letter === "\n") line += 1;
    if (isQuoted) {
      if (letter === "\\") index += 1;
      else if (letter === '"') isQuoted = false;
    } else if (letter === '"') isQuoted = true;
    else if ("{[".includes(letter)) {
      depth += 1;
      if (depth === 3) start = { at: index, line };
    } else if ("}]".includes(letter)) {
      if (depth === 3) yield { content: content.slice(start.at, index + 1), line: start.line };
      depth -= 1;
    }
  }
  if (depth >= 3) yield { content: content.slice(start.at), line: start.line };
}
