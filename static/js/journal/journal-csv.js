// The journal as CSV (RFC 4180), and as a spreadsheet saves it again: other separators and encodings, dates and times
// in local formats, numbers with a fraction, yes and no in other languages. Pure.

/** Cells that a spreadsheet would take for a formula, after any space, and cells that begin with the guard itself. */
const GUARDED = /^(?:'|[\s\u0000-\u0020\u00a0\u3000\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n])/u;
const YES = new Set(["yes", "true", "1", "ja", "wahr", "vrai", "oui", "verdadero", "sí", "si", "vero"]);
const NO = new Set(["no", "false", "0", "nein", "falsch", "faux", "non", "falso"]);
const NUMBERS = ["seconds", "pressed", "before", "after"];

/* --- writing --- */

/** Format entries as CSV. The byte order mark tells spreadsheets that it is UTF-8. */
export function toCsv(entries, names) {
  const rows = entries.map((entry) => names.map((name) => formatCell(entry[name])));
  return `\ufeff${[names, ...rows].map((row) => `${row.join(",")}\r\n`).join("")}`;
}

function formatCell(value) {
  if (value === null) return "";
  if (typeof value === "boolean") return value ? "yes" : "no";
  const safe = typeof value === "string" && GUARDED.test(value) ? `'${value}` : String(value);
  return /[",;\r\n\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/* --- parsing --- */

/**
 * Parse the rows of a file: `{rows: [{entry, line}], doubtful: [{line, day}], fault}`. `order`, `dmy` or `mdy`, states
 * the order of a day such as `3/10/2026`; without it an ambiguous day is doubtful. `fault` is the error that ends the
 * parsing.
 */
export function fromCsv(content, names, order) {
  const { rows, fault } = parseRows(content);
  const [head, ...body] = rows;
  const columns = (head?.cells ?? []).map((name) => name.trim().toLowerCase());
  const missing = names.find((name) => !columns.includes(name));
  if (missing) return { rows: [], doubtful: [], fault: { line: 1, reason: `not a journal of this guide: the column ${missing} is missing` } };
  const days = body.map(({ cells }) => cells[columns.indexOf("day")] ?? "");
  const dayOrder = order ?? detectOrder(days);
  const doubtful = dayOrder ? [] : body.filter((_, index) => matchSlashedDay(days[index])).map(({ line, cells }) => ({ line, day: cells[columns.indexOf("day")] }));
  const entries = body.map(({ cells, line }) => {
    const extra = cells.slice(columns.length).some((text) => text.trim());
    if (cells.length < columns.length || extra) return { line, reason: `expected ${columns.length} cells (found ${cells.length})` };
    return { line, entry: Object.fromEntries(names.map((name) => [name, parseValue(name, cells[columns.indexOf(name)], dayOrder)])) };
  });
  return { rows: entries, doubtful, fault };
}

function parseValue(name, original, order) {
  const text = original.trim();
  if (name === "day") return parseDay(text, order);
  if (name === "time") return parseTime(text);
  if (NUMBERS.includes(name)) return parseNumber(name, text);
  if (name === "finished") return YES.has(text.toLowerCase()) ? true : NO.has(text.toLowerCase()) ? false : original;
  if (name === "id" || name === "slug") return removeGuard(text);
  return removeGuard(original);
}

const removeGuard = (text) => (text.startsWith("'") && GUARDED.test(text.slice(1)) ? text.slice(1) : text);

function parseNumber(name, text) {
  if (text === "" && (name === "before" || name === "after")) return null;
  return /^\d+([.,]0+)?$/.test(text) ? Number.parseInt(text, 10) : text;
}

const twoDigits = (text) => text.padStart(2, "0");
const matchSlashedDay = (text) => /^(\d{1,2})([/-])(\d{1,2})\2(\d{4})\b/.exec(text.trim());

/** Return a day in ISO 8601, without its time; an unreadable day unchanged, so that the validation refuses it. */
function parseDay(text, order) {
  const plain = text.replace(/[T ]00:00(:00(\.0+)?)?Z?$/, "");
  const iso = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/.exec(plain);
  if (iso) return `${iso[1]}-${twoDigits(iso[3])}-${twoDigits(iso[4])}`;
  const dotted = /^(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})$/.exec(plain); // this format always has the day first
  if (dotted) return `${dotted[3]}-${twoDigits(dotted[2])}-${twoDigits(dotted[1])}`;
  const slashed = matchSlashedDay(plain);
  if (!slashed || !order) return text;
  const [date, month] = order === "dmy" ? [slashed[1], slashed[3]] : [slashed[3], slashed[1]];
  return `${slashed[4]}-${twoDigits(month)}-${twoDigits(date)}`;
}

/** Detect the order of days: a number above twelve is no month. Returns undefined if it is ambiguous. */
function detectOrder(days) {
  const matches = days.map(matchSlashedDay).filter(Boolean);
  const isDayFirst = matches.some(([, first]) => Number(first) > 12);
  const isMonthFirst = matches.some(([, , , second]) => Number(second) > 12);
  if (matches.length === 0) return "dmy";
  return isDayFirst === isMonthFirst ? undefined : isDayFirst ? "dmy" : "mdy";
}

/** Return a time in the 24-hour format. Reads `9:40 PM`, `21:40:00`, `09.40` and `9:40`. */
function parseTime(text) {
  const match = /^(\d{1,2})[:.](\d{2})(?:[:.]\d{2})?(?:\s*([ap])\.?\s?m\.?)?$/i.exec(text);
  if (!match) return text;
  let hour = Number(match[1]);
  if (match[3]) {
    if (hour < 1 || hour > 12) return text;
    hour = (hour % 12) + (match[3].toLowerCase() === "p" ? 12 : 0);
  }
  return `${twoDigits(String(hour))}:${match[2]}`;
}

/** Split a CSV file into records, without empty ones: `{rows: [{cells, line}], fault}`. */
function parseRows(file) {
  const declared = /^sep=(.)\r?\n/.exec(file);
  const content = declared ? file.slice(declared[0].length) : file;
  const head = content.split(/\r?\n/, 1)[0];
  const separator = declared?.[1] ?? [";", "\t", ","].find((letter) => head.includes(letter)) ?? ",";
  const escaped = separator.replace(/[\\\]^|]/, "\\$&");
  const cells = new RegExp(`(?:"((?:[^"]|"")*)"|([^"${escaped}\\r\\n]*))([${escaped}]|\\r?\\n|\\r|$)`, "y");
  const rows = [];
  let line = declared ? 2 : 1;
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
