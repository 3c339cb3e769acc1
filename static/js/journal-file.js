// The journal as a file, JSON or CSV, and back. Pure. A file that is not right in every line is refused whole, with the
// reason and the line: half an import would be worse than none.

const text = (most) => (value) => typeof value === "string" && value.length <= most;
const like = (pattern) => (value) => typeof value === "string" && pattern.test(value);
const whole = (most) => (value) => Number.isInteger(value) && value >= 0 && value <= most;
const pain = (value) => value === null || whole(10)(value);
const isDay = (value) => like(/^20\d\d-\d\d-\d\d$/)(value) && new Date(`${value}T00:00Z`).toJSON()?.startsWith(value) === true;

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

export class Refused extends Error {
  constructor(reason, line) {
    super(`Line ${line}: ${reason}`);
  }
}

/* --- out --- */

/** One entry a line, so that a line number finds it. */
export function toJson(entries, today) {
  const lines = entries.map((entry) => JSON.stringify(entry, NAMES));
  return `{"${MARK}": 1, "exported": "${today}", "entries": [\n${lines.join(",\n")}\n]}\n`;
}

export function toCsv(entries) {
  const rows = entries.map((entry) => NAMES.map((name) => cell(entry[name])));
  return [NAMES, ...rows].map((row) => `${row.join(",")}\r\n`).join("");
}

function cell(value) {
  if (value === null) return "";
  if (typeof value === "boolean") return value ? "yes" : "no";
  const safe = /^['=+\-@\t\r]/.test(value) ? `'${value}` : String(value); // a spreadsheet must not run a note
  return /[",;\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/* --- in --- */

/** The entries of a file, JSON or CSV by its looks. Throws `Refused`. */
export function read(content) {
  const clean = content.replace(/^\ufeff/, "");
  const found = /^\s*[[{]/.test(clean) ? fromJson(clean) : fromCsv(clean);
  const seen = new Map();
  for (const { entry, line } of found) {
    check(entry, line);
    if (seen.has(entry.id)) throw new Refused(`id: stands already in line ${seen.get(entry.id)} (found ${entry.id})`, line);
    seen.set(entry.id, line);
  }
  return found.map(({ entry }) => entry);
}

function check(entry, line) {
  if (Array.isArray(entry)) throw new Refused("expected an entry", line);
  const odd = Object.keys(entry).find((name) => !FIELDS[name]);
  if (odd) throw new Refused(`${odd}: no such field in a journal`, line);
  for (const [name, [right, expected]] of Object.entries(FIELDS)) {
    if (!(name in entry)) throw new Refused(`${name}: missing`, line);
    if (!right(entry[name])) throw new Refused(`${name}: expected ${expected} (found ${JSON.stringify(entry[name]).slice(0, 60)})`, line);
  }
  if (entry.pressed > entry.seconds) throw new Refused("pressed: more than the seconds of the session", line);
}

function fromJson(content) {
  const parts = [...pieces(content)];
  const last = content.trimEnd().split("\n").length;
  let document;
  try {
    document = JSON.parse(content);
  } catch {
    throw new Refused("not readable as JSON; the file may be cut off or changed", parts.find(broken)?.line ?? last);
  }
  if (document[MARK] !== 1 || !Array.isArray(document.entries)) throw new Refused("not a journal of this guide", 1);
  const odd = Object.keys(document).find((name) => ![MARK, "exported", "entries"].includes(name));
  if (odd) throw new Refused(`${odd}: no such field in a journal`, 1);
  const other = document.entries.findIndex((entry) => typeof entry !== "object" || entry === null);
  if (other >= 0) throw new Refused("expected an entry", (parts[other - 1]?.line ?? 1) + 1);
  return document.entries.map((entry, index) => ({ entry, line: parts[index].line }));
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

function fromCsv(content) {
  const [head, ...rows] = records(content);
  const names = head?.cells ?? [];
  const missing = NAMES.find((name) => !names.includes(name));
  if (missing) throw new Refused(`not a journal of this guide: the column ${missing} is missing`, 1);
  return rows.map(({ cells, line }) => {
    if (cells.length !== names.length) throw new Refused(`expected ${names.length} cells (found ${cells.length})`, line);
    return { entry: Object.fromEntries(names.map((name, index) => [name, value(name, cells[index])])), line };
  });
}

function value(name, written) {
  if (["before", "after"].includes(name) && written === "") return null;
  if (["seconds", "pressed", "before", "after"].includes(name)) return /^\d+$/.test(written) ? Number(written) : written;
  if (name === "finished") return { yes: true, no: false }[written.toLowerCase()] ?? written;
  return /^'['=+\-@\t\r]/.test(written) ? written.slice(1) : written;
}

/** The records of a CSV file (RFC 4180; comma, or semicolon where the head has them): [{cells, line}]. */
function records(content) {
  const separator = content.split(/\r?\n/, 1)[0].includes(";") ? ";" : ",";
  const found = [];
  const cells = new RegExp(`(?:"((?:[^"]|"")*)"|([^"${separator}\\r\\n]*))(${separator}|\\r?\\n|$)`, "y");
  let line = 1;
  let row = { cells: [], line };
  while (cells.lastIndex < content.length) {
    const match = cells.exec(content);
    if (!match) throw new Refused("a quotation mark is open or out of place", line);
    row.cells.push(match[1] === undefined ? match[2] : match[1].replaceAll('""', '"'));
    line += match[0].split("\n").length - 1;
    if (match[3] === separator && cells.lastIndex < content.length) continue;
    if (match[3] === separator) row.cells.push("");
    if (row.cells.length > 1 || row.cells[0]) found.push(row);
    row = { cells: [], line };
  }
  return found;
}
