// The named prescriptions of this device: `[{name, prescription}]`, by name. Pure. They are stored on the device and
// written to files that the person saves; they are in no link and no request.

export const STORE_KEY = "prescriptions"; // key of the record
export const MAX_SAVED = 200;
export const MAX_NAME = 60; // characters
export const MAX_TEXT = 4000; // characters of a prescription's text

const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}]/u;

/** Return a name as it is stored: single spaces, none at the ends. */
export const cleanName = (text) => text.replace(/\s+/gu, " ").trim();

/** Return what is wrong with a name, or null. */
export function nameProblem(name) {
  if (typeof name !== "string" || cleanName(name) === "") return "a name is missing";
  if (INVISIBLE.test(name)) return "a name has visible letters only";
  const { length } = [...name];
  return length > MAX_NAME ? `at most ${MAX_NAME} characters (found ${length})` : null;
}

const sameName = (one, other) => one.toLowerCase() === other.toLowerCase();

/** Return the entry with a name, in any case. */
export const findSaved = (saved, name) => saved.find((entry) => sameName(entry.name, name));

export const withoutName = (saved, name) => saved.filter((entry) => !sameName(entry.name, name));

/** Return the entries with one more, which replaces an entry of its name. */
export const withEntry = (saved, entry) =>
  [...withoutName(saved, entry.name), entry].sort((one, other) => one.name.localeCompare(other.name, "en", { numeric: true }));

const stemOf = (name) => name.replace(/ \(\d+\)$/, "");

/** Return a name that no entry has: `Back`, else `Back (2)` and so on. */
export function freeName(saved, name) {
  if (!findSaved(saved, name)) return name;
  const stem = stemOf(name);
  for (let number = 2; ; number += 1) {
    const ending = ` (${number})`;
    const candidate = [...stem].slice(0, MAX_NAME - ending.length).join("") + ending;
    if (!findSaved(saved, candidate)) return candidate;
  }
}

/** Whether an entry is there already, under its name or, where a different one has that, under a numbered one. */
function isPresent(saved, { name, prescription }) {
  const isSame = (entry) => entry.prescription === prescription && sameName(stemOf(entry.name), stemOf(name));
  const found = findSaved(saved, name);
  return Boolean(found) && (isSame(found) || saved.some(isSame));
}

/** Merge further entries: equal ones count once, and one with the name of a different entry gets a free name. */
export const mergeSaved = (saved, others) => others.reduce(
  (merged, entry) => (isPresent(merged, entry) ? merged : withEntry(merged, { ...entry, name: freeName(merged, entry.name) })), saved);
