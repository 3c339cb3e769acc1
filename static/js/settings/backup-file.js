// A copy of all data of this phone as one JSON file, and back. Pure. Unreadable parts are reported; the person decides
// whether to restore the rest. A journal file can be read too.

import { isDay, parseEntries, toLines } from "../journal/journal-file.js";
import { MAX_RECEIVED } from "../prescription/received-routines.js";
import { cleanName, findSaved, MAX_SAVED, MAX_TEXT, mergeSaved, nameProblem } from "../prescription/saved-prescriptions.js";
import { reconcile } from "../safety/rules.js";

export const FORMAT_KEY = "thumbwidth-backup";
/** The stored records that a copy holds; the journal's entries are beside them. */
export const RECORD_NAMES = ["settings", "answers", "closed", "given", "prescriptions", "letterhead", "favourites", "course", "calendars"];
const MAX_CALENDARS = 20;

const stringUpTo = (max) => (value) => typeof value === "string" && value.length <= max;
const oneOf = (...values) => (value) => values.includes(value);
const isSwitch = oneOf(true, false);
const isCount = (value) => value === null || value === undefined || (Number.isInteger(value) && value >= 0 && value <= 100_000);
const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isName = (value) => typeof value === "string" && /^[a-z][a-z0-9-]{0,59}$/.test(value);
const isNames = (value) => Array.isArray(value) && value.every(isName);
const isTime = Number.isFinite;

const SETTINGS = {
  body: oneOf("female", "male"), skin: oneOf("1", "2", "3", "4"), theme: oneOf("", "light", "dark"), country: stringUpTo(3), doctor: stringUpTo(40),
  sound: isSwitch, voice: isSwitch, vibration: isSwitch, flash: isSwitch, journal: isSwitch, bodyAsked: isSwitch,
};
const ANSWER = {
  value: oneOf("yes", "no", "not-sure"), given: (value) => isDay(value), at: isTime, areas: isNames, lines: isNames, cleared: oneOf(true), unsaved: isSwitch,
};
const RECEIVED = { prescription: stringUpTo(MAX_TEXT), title: stringUpTo(200), seconds: isCount, daily: isCount, weeks: isCount, day: (value) => isDay(value) };

const COURSE = { slug: isName, title: stringUpTo(200), begun: (value) => isDay(value) };
const isCalendar = (value) => stringUpTo(MAX_TEXT)(value) && /^\/(?:[^\s?#/]+\/)*calendar\/[^\s?#/]+\.ics$/.test(value);

const SAVED = { name: (value) => nameProblem(value) === null, prescription: (value) => stringUpTo(MAX_TEXT)(value) && value !== "" };

const isDate = (value) => value === "" || isDay(value);
const LETTERHEAD = { practice: stringUpTo(80), name: stringUpTo(80), telephone: stringUpTo(80), checked: isDate, next: isDate };

/* --- writing --- */

/** Return the file of the stored `records`, named as in `RECORD_NAMES`, and the journal's entries. */
export function toBackup(records, entries, today) {
  const { settings = {}, answers = {}, closed = null, given = [], prescriptions = [], letterhead = {}, favourites = [], course = null, calendars = [] } = records;
  const parts = { settings, answers, signs: closed, given, prescriptions, letterhead, favourites, course, calendars };
  const lines = Object.entries(parts).map(([name, value]) => `"${name}": ${JSON.stringify(value)}`);
  return `{"${FORMAT_KEY}": 1, "made": "${today}",\n"journal": [\n${toLines(entries)}\n],\n${lines.join(",\n")}}\n`;
}

/* --- parsing --- */

/** Remove the fields of a record that its table does not know or allow; each is added to `problems`. */
function clean(record, table, where, problems) {
  const cleaned = {};
  for (const [name, value] of Object.entries(record)) {
    if (Object.hasOwn(table, name) && table[name](value)) cleaned[name] = value;
    else problems.push(`${where}${name}: cannot be read (found ${String(JSON.stringify(value)).slice(0, 60)})`);
  }
  return cleaned;
}

function cleanAnswers(answers, problems) {
  const cleaned = {};
  for (const [key, answer] of Object.entries(answers)) {
    const faults = [];
    const record = isName(key) && isRecord(answer) ? clean(answer, ANSWER, `answers.${key}.`, faults) : {};
    if (!faults.length && record.value && record.given) cleaned[key] = record;
    else problems.push(faults[0] ?? `answers.${key.slice(0, 60)}: cannot be read`);
  }
  return cleaned;
}

function cleanSigns(signs, problems) {
  if (signs === null) return undefined;
  const { day, signs: slugs, at = {}, checked = [] } = signs;
  const isValid = isDay(day) && isNames(slugs) && isNames(checked) && isRecord(at) && Object.values(at).every(isTime);
  if (isValid) return { day, signs: slugs, at, checked };
  problems.push("signs: cannot be read");
  return undefined;
}

function cleanCourse(course, problems) {
  if (course === null) return undefined;
  const faults = [];
  const record = isRecord(course) ? clean(course, COURSE, "course.", faults) : {};
  if (!faults.length && record.slug && record.title && record.begun) return record;
  problems.push(faults[0] ?? "course: cannot be read");
  return undefined;
}

/** Return the entries of a list that a test accepts, each once; each other entry is added to `problems`. */
function cleanList(list, isValid, where, problems) {
  if (!Array.isArray(list)) {
    problems.push(`${where}: cannot be read`);
    return [];
  }
  list.forEach((value, index) => isValid(value) || problems.push(`${where}.${index + 1}: cannot be read`));
  return [...new Set(list.filter(isValid))];
}

function cleanReceived(received, problems) {
  return received.flatMap((entry, index) => {
    const faults = [];
    const record = isRecord(entry) ? clean(entry, RECEIVED, `given.${index + 1}.`, faults) : {};
    if (!faults.length && record.prescription && record.title && record.day) return [record];
    problems.push(faults[0] ?? `given.${index + 1}: cannot be read`);
    return [];
  });
}

function cleanSaved(saved, problems) {
  return saved.slice(0, MAX_SAVED).reduce((cleaned, entry, index) => {
    const where = `prescriptions.${index + 1}`;
    const faults = [];
    const record = isRecord(entry) ? clean(entry, SAVED, `${where}.`, faults) : {};
    if (!faults.length && record.name && record.prescription && !findSaved(cleaned, record.name)) {
      return [...cleaned, { ...record, name: cleanName(record.name) }];
    }
    problems.push(faults[0] ?? `${where}: cannot be read`);
    return cleaned;
  }, []);
}

/**
 * Parse a file: `{records, entries, problems, doubtful}`; `records` is null for a journal file. `order` is the order of
 * days in a journal, see `parseEntries`.
 */
export function parseBackup(content, order) {
  const { entries, problems: faults, doubtful } = parseEntries(content, order);
  const problems = faults.map(({ line, reason }) => `Line ${line}: ${reason}`);
  let document = null;
  try {
    document = JSON.parse(content.replace(/^\ufeff/, ""));
  } catch {
    // A spreadsheet's file, or one that is cut off: only its journal can be read.
  }
  if (document?.[FORMAT_KEY] !== 1) return { records: null, entries, problems, doubtful };
  const { settings = {}, answers = {}, signs = null, given = [], prescriptions = [], letterhead = {}, favourites = [], course = null, calendars = [] } = document;
  const parts = { settings, answers, signs: signs ?? {}, letterhead };
  for (const name of Object.keys(parts)) if (!isRecord(parts[name])) problems.push(`${name}: cannot be read`);
  for (const [name, value] of Object.entries({ given, prescriptions })) if (!Array.isArray(value)) problems.push(`${name}: cannot be read`);
  const records = {
    settings: isRecord(settings) ? clean(settings, SETTINGS, "settings.", problems) : {},
    answers: isRecord(answers) ? cleanAnswers(answers, problems) : {},
    closed: isRecord(signs) ? cleanSigns(signs, problems) : undefined,
    given: Array.isArray(given) ? cleanReceived(given, problems) : [],
    prescriptions: Array.isArray(prescriptions) ? cleanSaved(prescriptions, problems) : [],
    letterhead: isRecord(letterhead) ? clean(letterhead, LETTERHEAD, "letterhead.", problems) : {},
    favourites: cleanList(favourites, isName, "favourites", problems),
    course: cleanCourse(course, problems),
    calendars: cleanList(calendars, isCalendar, "calendars", problems),
  };
  return { records, entries, problems, doubtful };
}

/* --- merging --- */

/**
 * Merge a file into the stored records. Settings and letterhead come from the file. Of two answers the stricter stays, ticked signs of
 * both count, and a sign is confirmed only where no other record ticks it. Of two saved prescriptions with one name both stay.
 * Favourites and calendar files of both stay. Of two courses the one that began later stays.
 */
export function mergeRecords(stored, { settings, answers, closed, given, prescriptions, letterhead, favourites, course, calendars }) {
  const storedAnswers = stored.answers ?? {};
  const mergedAnswers = Object.entries(answers).map(([key, answer]) => [key, storedAnswers[key] ? reconcile(storedAnswers[key], answer) : answer]);
  const known = new Set(given.map(({ prescription }) => prescription));
  return {
    settings: { ...stored.settings, ...settings },
    answers: { ...storedAnswers, ...Object.fromEntries(mergedAnswers) },
    ...(closed && { closed: mergeSigns(stored.closed, closed) }),
    given: [...(stored.given ?? []).filter(({ prescription }) => !known.has(prescription)), ...given].slice(0, MAX_RECEIVED),
    ...(Object.keys(letterhead).length && { letterhead: { ...stored.letterhead, ...letterhead } }),
    prescriptions: mergeSaved(stored.prescriptions ?? [], prescriptions).slice(0, MAX_SAVED),
    favourites: union(stored.favourites, favourites),
    ...(course && { course: laterCourse(stored.course, course) }),
    calendars: union(stored.calendars, calendars).slice(0, MAX_CALENDARS),
  };
}

/** Return the values of both lists, each once, those of this phone first. */
const union = (stored = [], others) => [...new Set([...stored, ...others])];

const laterCourse = (stored, other) => (stored && stored.begun >= other.begun ? stored : other);

function mergeSigns(stored, other) {
  if (!stored) return other;
  const sides = [stored, other].map(({ signs = [], at = {}, checked = [] }) => ({ signs, at, checked }));
  const signs = [...new Set(sides.flatMap((side) => side.signs))];
  const times = signs.map((slug) => [slug, Math.max(...sides.map(({ at }) => at[slug] ?? 0))]).filter(([, time]) => time);
  const isChecked = (slug) => sides.every((side) => side.checked.includes(slug) || !side.signs.includes(slug));
  const day = stored.day > other.day ? stored.day : other.day;
  return { day, signs, at: Object.fromEntries(times), checked: signs.filter(isChecked) };
}
