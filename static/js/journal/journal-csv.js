// The journal as CSV (RFC 4180), and what a spreadsheet makes of that file when it saves it again: other separators and
// encodings, dates and times as the country writes them, numbers with a fraction, yes and no in its own language. Pure.

/** What a spreadsheet takes for a formula, after any space, and what marks a guarded cell itself. */
const GUARDED = /^(?:'|[\s\u0000-\u0020\u00a0\u3000\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n])/u;
const YES = new Set(["yes", "true", "1", "ja", "wahr", "vrai", "oui", "verdadero", "sí", "si", "vero"]);
const NO = new Set(["no", "false", "0", "nein", "falsch", "faux", "non", "falso"]);
const NUMBERS = ["seconds", "pressed", "before", "after"];

/* --- out --- */

/** With a byte order mark, by which spreadsheets know UTF-8. */
export function toCsv(entries, names) {
  const rows = entries.map((entry) => names.map((name) => cell(entry[name])));
  return `\ufeff${[names, ...rows].map((row) => `${row.join(",")}\r\n`).join("")}`;
}

function cell(value) {
  if (value === null) return "";
  if (typeof value === "boolean") return value ? "yes" : "no";
  const safe = typeof value === "string" && GUARDED.test(value) ? `'${value}` : String(value);
  return /[",;\r\n\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/* --- in --- */

/**
 * The rows of a file: `{rows: [{entry, line}], doubtful: [{line, day}], fault}`. `order`, `dmy` or `mdy`, is how a day such
 * as `3/10/2026` is meant; without it one that the file leaves open is doubtful. `fault` is what ends the reading.
 */
export function fromCsv(content, names, order) {
  const { rows, fault } = records(content);
  const [head, ...body] = rows;
  const columns = (head?.cells ?? []).map((name) => name.trim().toLowerCase());
  const missing = names.find((name) => !columns.includes(name));
  if (missing) return { rows: [], doubtful: [], fault: { line: 1, reason: `not a journal of this guide: the column ${missing} is missing` } };
  const days = body.map(({ cells }) => cells[columns.indexOf("day")] ?? "");
  const meant = order ?? orderOf(days);
  const doubtful = meant ? [] : body.filter((_, index) => slashed(days[index])).map(({ line, cells }) => ({ line, day: cells[columns.indexOf("day")] }));
  const found = body.map(({ cells, line }) => {
    const extra = cells.slice(columns.length).some((text) => text.trim());
    if (cells.length < columns.length || extra) return { line, reason: `expected ${columns.length} cells (found ${cells.length})` };
    return { line, entry: Object.fromEntries(names.map((name) => [name, value(name, cells[columns.indexOf(name)], meant)])) };
  });
  return { rows: found, doubtful, fault };
}

function value(name, written, order) {
  const text = written.trim();
  if (name === "day") return day(text, order);
  if (name === "time") return time(text);
  if (NUMBERS.includes(name)) return number(name, text);
  if (name === "finished") return YES.has(text.toLowerCase()) ? true : NO.has(text.toLowerCase()) ? false : written;
  if (name === "id" || name === "slug") return unguarded(text);
  return unguarded(written);
}

const unguarded = (text) => (text.startsWith("'") && GUARDED.test(text.slice(1)) ? text.slice(1) : text);

function number(name, text) {
  if (text === "" && (name === "before" || name === "after")) return null;
  return /^\d+([.,]0+)?$/.test(text) ? Number.parseInt(text, 10) : text;
}

const two = (text) => text.padStart(2, "0");
const slashed = (text) => /^(\d{1,2})([/-])(\d{1,2})\2(\d{4})\b/.exec(text.trim());

/** A day as ISO 8601 writes it, where it can be told; else as it is, to be refused. A time after it is left out. */
function day(text, order) {
  const plain = text.replace(/[T ]00:00(:00(\.0+)?)?Z?$/, "");
  const iso = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/.exec(plain);
  if (iso) return `${iso[1]}-${two(iso[3])}-${two(iso[4])}`;
  const dotted = /^(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})$/.exec(plain); // only ever with the day first
  if (dotted) return `${dotted[3]}-${two(dotted[2])}-${two(dotted[1])}`;
  const either = slashed(plain);
  if (!either || !order) return text;
  const [date, month] = order === "dmy" ? [either[1], either[3]] : [either[3], either[1]];
  return `${either[4]}-${two(month)}-${two(date)}`;
}

/** What the days of a file show of their order: a number above twelve is no month. Undefined where they leave it open. */
function orderOf(days) {
  const found = days.map(slashed).filter(Boolean);
  const isDayFirst = found.some(([, first]) => Number(first) > 12);
  const isMonthFirst = found.some(([, , , second]) => Number(second) > 12);
  if (found.length === 0) return "dmy";
  return isDayFirst === isMonthFirst ? undefined : isDayFirst ? "dmy" : "mdy";
}

/** A time on the clock of 24 hours: `9:40 PM`, `21:40:00`, `09.40` and `9:40` are read. */
function time(text) {
  const match = /^(\d{1,2})[:.](\d{2})(?:[:.]\d{2})?(?:\s*([ap])\.?\s?m\.?)?$/i.exec(text);
  if (!match) return text;
  let hour = Number(match[1]);
  if (match[3]) {
    if (hour < 1 || hour > 12) return text;
    hour = (hour % 12) + (match[3].toLowerCase() === "p" ? 12 : 0);
  }
  return `${two(String(hour))}:${match[2]}`;
}

/** The records of a CSV file by its separator, empty ones left out: `{rows: [{cells, line}], fault}`. */
function records(whole) {
  const named = /^sep=(.)\r?\n/.exec(whole);
  const content = named ? whole.slice(named[0].length) : whole;
  const head = content.split(/\r?\n/, 1)[0];
  const separator = named?.[1] ?? [";", "\t", ","].find((letter) => head.includes(letter)) ?? ",";
  const cut = separator.replace(/[\\\]^|]/, "\\$&");
  const cells = new RegExp(`(?:"((?:[^"]|"")*)"|([^"${cut}\\r\\n]*))([${cut}]|\\r?\\n|\\r|$)`, "y");
  const rows = [];
  let line = named ? 2 : 1;
  let row = { cells: [], line };
  while (cells.lastIndex < content.length) {
    const match = cells.exec(content);
    if (!match) return { rows, fault: { line, reason: "a quotation mark is open or out of place" } };
    row.cells.push(match[1] === undefined ? match[2] : match[1].replaceAll('""', '"'));
    line += match[0].split("\n").length - 1;
    if (match[3] === separator && cells.lastIndex < content.length) continue;
    if (match[3] === separator) row.cells.push("");
    if (row.cells.some((text) => text.trim())) rows.push(row);
    row = { cells: [], line };
  }
  return { rows };
}
