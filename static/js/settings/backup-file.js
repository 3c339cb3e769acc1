// A copy of everything that a phone keeps of its owner, as one JSON file, and back. Pure. What cannot be read is named;
// whether the rest is brought back is for the person to decide. A journal alone can be read too.

import { isDay, parseEntries, toLines } from "../journal/journal-file.js";
import { reconcile } from "../safety/rules.js";

export const MARK = "thumbwidth-backup";
const MOST_GIVEN = 20;

const text = (most) => (value) => typeof value === "string" && value.length <= most;
const oneOf = (...values) => (value) => values.includes(value);
const isSwitch = oneOf(true, false);
const isCount = (value) => value === null || value === undefined || (Number.isInteger(value) && value >= 0 && value <= 100_000);
const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isName = (value) => typeof value === "string" && /^[a-z][a-z0-9-]{0,59}$/.test(value);
const isNames = (value) => Array.isArray(value) && value.every(isName);
const isMoment = Number.isFinite;

const SETTINGS = {
  body: oneOf("female", "male"), skin: oneOf("1", "2", "3", "4"), theme: oneOf("", "light", "dark"), country: text(3), doctor: text(40),
  sound: isSwitch, voice: isSwitch, vibration: isSwitch, flash: isSwitch, journal: isSwitch, bodyAsked: isSwitch,
};
const ANSWER = {
  value: oneOf("yes", "no", "not-sure"), given: (value) => isDay(value), at: isMoment, areas: isNames, cleared: oneOf(true), unsaved: isSwitch,
};
const GIVEN = { prescription: text(4000), title: text(200), seconds: isCount, daily: isCount, weeks: isCount, day: (value) => isDay(value) };

/* --- writing --- */

/** The file of `{settings, answers, closed, given}`, each as it is kept, and the journal's entries. */
export function toBackup({ settings = {}, answers = {}, closed, given = [] }, entries, today) {
  const parts = { settings, answers, signs: closed ?? null, given };
  const lines = Object.entries(parts).map(([name, value]) => `"${name}": ${JSON.stringify(value)}`);
  return `{"${MARK}": 1, "made": "${today}",\n"journal": [\n${toLines(entries)}\n],\n${lines.join(",\n")}}\n`;
}

/* --- parsing --- */

/** Take out of a record what its table does not know or allow; each goes into `problems`. */
function clean(record, table, where, problems) {
  const good = {};
  for (const [name, value] of Object.entries(record)) {
    if (Object.hasOwn(table, name) && table[name](value)) good[name] = value;
    else problems.push(`${where}${name}: cannot be read (found ${String(JSON.stringify(value)).slice(0, 60)})`);
  }
  return good;
}

function cleanAnswers(answers, problems) {
  const good = {};
  for (const [key, answer] of Object.entries(answers)) {
    const found = [];
    const read = isName(key) && isRecord(answer) ? clean(answer, ANSWER, `answers.${key}.`, found) : {};
    if (!found.length && read.value && read.given) good[key] = read;
    else problems.push(found[0] ?? `answers.${key.slice(0, 60)}: cannot be read`);
  }
  return good;
}

function cleanSigns(signs, problems) {
  if (signs === null) return undefined;
  const { day, signs: ticked, at = {}, checked = [] } = signs;
  const isRight = isDay(day) && isNames(ticked) && isNames(checked) && isRecord(at) && Object.values(at).every(isMoment);
  if (isRight) return { day, signs: ticked, at, checked };
  problems.push("signs: cannot be read");
  return undefined;
}

function cleanGiven(given, problems) {
  return given.flatMap((entry, place) => {
    const found = [];
    const read = isRecord(entry) ? clean(entry, GIVEN, `given.${place + 1}.`, found) : {};
    if (!found.length && read.prescription && read.title && read.day) return [read];
    problems.push(found[0] ?? `given.${place + 1}: cannot be read`);
    return [];
  });
}

/**
 * All that can be read of a file: `{records, entries, problems, doubtful}`; `records` is null where the file is a journal
 * alone. `order` is that of days in a journal, see `readAll`.
 */
export function readBackup(content, order) {
  const { entries, problems: faults, doubtful } = parseEntries(content, order);
  const problems = faults.map(({ line, reason }) => `Line ${line}: ${reason}`);
  let document = null;
  try {
    document = JSON.parse(content.replace(/^\ufeff/, ""));
  } catch {
    // A spreadsheet's file, or one that is cut off: its journal is all that can be read.
  }
  if (document?.[MARK] !== 1) return { records: null, entries, problems, doubtful };
  const { settings = {}, answers = {}, signs = null, given = [] } = document;
  const whole = { settings, answers, signs: signs ?? {} };
  for (const name of Object.keys(whole)) if (!isRecord(whole[name])) problems.push(`${name}: cannot be read`);
  if (!Array.isArray(given)) problems.push("given: cannot be read");
  const records = {
    settings: isRecord(settings) ? clean(settings, SETTINGS, "settings.", problems) : {},
    answers: isRecord(answers) ? cleanAnswers(answers, problems) : {},
    closed: isRecord(signs) ? cleanSigns(signs, problems) : undefined,
    given: Array.isArray(given) ? cleanGiven(given, problems) : [],
  };
  return { records, entries, problems, doubtful };
}

/* --- merging --- */

/**
 * The records as they are kept after a file was brought back. Settings are the file's. Of two answers the stricter stays,
 * ticked signs of both count, and a sign is looked at only where nothing else ticks it.
 */
export function merged(stored, { settings, answers, closed, given }) {
  const before = stored.answers ?? {};
  const both = Object.entries(answers).map(([key, answer]) => [key, before[key] ? reconcile(before[key], answer) : answer]);
  const known = new Set(given.map(({ prescription }) => prescription));
  return {
    settings: { ...stored.settings, ...settings },
    answers: { ...before, ...Object.fromEntries(both) },
    ...(closed && { closed: mergedSigns(stored.closed, closed) }),
    given: [...(stored.given ?? []).filter(({ prescription }) => !known.has(prescription)), ...given].slice(0, MOST_GIVEN),
  };
}

function mergedSigns(stored, other) {
  if (!stored) return other;
  const sides = [stored, other].map(({ signs = [], at = {}, checked = [] }) => ({ signs, at, checked }));
  const signs = [...new Set(sides.flatMap((side) => side.signs))];
  const times = signs.map((slug) => [slug, Math.max(...sides.map(({ at }) => at[slug] ?? 0))]).filter(([, time]) => time);
  const isLookedAt = (slug) => sides.every((side) => side.checked.includes(slug) || !side.signs.includes(slug));
  const day = stored.day > other.day ? stored.day : other.day;
  return { day, signs, at: Object.fromEntries(times), checked: signs.filter(isLookedAt) };
}
