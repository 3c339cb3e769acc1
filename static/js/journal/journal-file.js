// The journal as a file, JSON or CSV, and back. Pure. Every line that cannot be read is named with its reason; whether the
// others are imported without it is for the person to decide.

import * as csv from "./journal-csv.js";

const text = (most) => (value) => typeof value === "string" && value.length <= most;
const like = (pattern) => (value) => typeof value === "string" && pattern.test(value);
const whole = (most) => (value) => Number.isInteger(value) && value >= 0 && value <= most;
const pain = (value) => value === null || whole(10)(value);
export const isDay = (value) => like(/^(?:19[7-9]\d|2\d{3})-\d\d-\d\d$/)(value) && new Date(`${value}T00:00Z`).toJSON()?.startsWith(value) === true;

const FIELDS = {
  id: [like(/^[0-9a-z-]{1,40}$/), "a name of small letters and digits"],
  day: [isDay, "a day such as 2026-11-21"],
  time: [like(/^([01]\d|2[0-3]):[0-5]\d$/), "a time such as 08:05"],
  slug: [like(/^[\w./-]{0,200}$/), "the name of a routine as in its address, or nothing"],
  title: [text(200), "at most 200 letters"],
  seconds: [whole(86_400), "whole seconds of one day"],
  pressed: [whole(86_400), "whole seconds of one day"],
  before: [pain, "a whole number from 0 to 10, or nothing"],
  after: [pain, "a whole number from 0 to 10, or nothing"],
  note: [text(5_000), "at most 5000 letters"],
  finished: [(value) => typeof value === "boolean", "yes or no"], // last: a file cut off within it is seen to be
};
const NAMES = Object.keys(FIELDS);
const MARK = "thumbwidth-journal";
const COPY = "thumbwidth-backup"; // of everything, see backup-file.js: its journal is read

export class Refused extends Error {
  constructor(reason, line) {
    super(`Line ${line}: ${reason}`);
  }
}

/* --- out --- */

/** One entry a line, so that a line number finds it. */
export const toLines = (entries) => entries.map((entry) => JSON.stringify(entry, NAMES)).join(",\n");

export const toJson = (entries, today) => `{"${MARK}": 1, "exported": "${today}", "entries": [\n${toLines(entries)}\n]}\n`;

/** As CSV, for a spreadsheet. */
export const toCsv = (entries) => csv.toCsv(entries, NAMES);

/* --- in --- */

/** The text of a file: UTF-8 or UTF-16 by its mark or its zeros, else what Windows writes. */
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

/** The entries of a file, JSON or CSV by its looks. Throws `Refused` for the first line that cannot be read. */
export function read(content, order) {
  const { entries, problems, doubtful } = readAll(content, order);
  if (doubtful.length) throw new Refused(`day: is the day or the month first? (found ${doubtful[0].day})`, doubtful[0].line);
  if (problems.length) throw new Refused(problems[0].reason, problems[0].line);
  return entries;
}

/**
 * All that can be read of a file: `{entries, problems: [{line, reason}], doubtful: [{line, day}]}`. Where days are doubtful
 * nothing is decided: read again with the order, `dmy` or `mdy`.
 */
export function readAll(content, order) {
  const clean = content.replace(/^\ufeff/, "");
  const { rows, fault, doubtful = [] } = /^\s*[[{]/.test(clean) ? fromJson(clean) : csv.fromCsv(clean, NAMES, order);
  const seen = new Map();
  const entries = [];
  const problems = fault ? [fault] : [];
  for (const { entry, line, reason } of doubtful.length ? [] : rows) {
    const wrong = reason ?? problem(entry)
      ?? (seen.has(entry.id) ? `id: stands already in line ${seen.get(entry.id)} (found ${entry.id})` : null);
    if (wrong) problems.push({ line, reason: wrong });
    else {
      seen.set(entry.id, line);
      entries.push(entry);
    }
  }
  problems.sort((one, other) => one.line - other.line);
  return { entries, problems, doubtful };
}

/** What is wrong with an entry, or null. */
function problem(entry) {
  if (typeof entry !== "object" || entry === null || Array.isArray(entry)) return "expected an entry";
  const odd = Object.keys(entry).find((name) => !Object.hasOwn(FIELDS, name));
  if (odd) return `${odd}: no such field in a journal`;
  for (const [name, [right, expected]] of Object.entries(FIELDS)) {
    if (!Object.hasOwn(entry, name)) return `${name}: missing`;
    if (!right(entry[name])) return `${name}: expected ${expected} (found ${JSON.stringify(entry[name]).slice(0, 60)})`;
  }
  return entry.pressed > entry.seconds ? "pressed: more than the seconds of the session" : null;
}

function fromJson(content) {
  const parts = [...pieces(content)];
  let document;
  try {
    document = JSON.parse(content);
  } catch {
    const line = parts.find(broken)?.line ?? content.trimEnd().split("\n").length;
    const fault = { line, reason: "not readable as JSON; the file may be cut off or changed" };
    const isJournal = [MARK, COPY].some((mark) => content.trimStart().startsWith(`{"${mark}": 1`));
    const whole = isJournal ? parts.filter((part) => !broken(part)) : [];
    return { rows: whole.map((part) => ({ entry: JSON.parse(part.content), line: part.line })), fault };
  }
  const isCopy = document[COPY] === 1;
  const entries = isCopy ? document.journal : document[MARK] === 1 && document.entries;
  if (!Array.isArray(entries)) return { rows: [], fault: { line: 1, reason: "not a journal of this guide" } };
  const odd = !isCopy && Object.keys(document).find((name) => ![MARK, "exported", "entries"].includes(name));
  if (odd) return { rows: [], fault: { line: 1, reason: `${odd}: no such field in a journal` } };
  let at = 0; // a number or a text among the entries is no part
  const rows = entries.map((entry) => (
    typeof entry === "object" && entry !== null ? { entry, line: parts[at++].line } : { entry, line: (parts[at - 1]?.line ?? 1) + 1 }));
  return { rows };
}

function broken({ content }) {
  try {
    return !JSON.parse(content);
  } catch {
    return true;
  }
}

/** Cut out what stands at the depth of entries, with the line it begins on. */
function* pieces(content) {
  let depth = 0;
  let line = 1;
  let quoted = false;
  let start = null;
  for (let at = 0; at < content.length; at += 1) {
    const letter = content[at];
    if (letter === "\n") line += 1;
    if (quoted) {
      if (letter === "\\") at += 1;
      else if (letter === '"') quoted = false;
    } else if (letter === '"') quoted = true;
    else if ("{[".includes(letter)) {
      depth += 1;
      if (depth === 3) start = { at, line };
    } else if ("}]".includes(letter)) {
      if (depth === 3) yield { content: content.slice(start.at, at + 1), line: start.line };
      depth -= 1;
    }
  }
  if (depth >= 3) yield { content: content.slice(start.at), line: start.line };
}
