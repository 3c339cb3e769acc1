// The journal's entries in the database, one record each. A failed write throws.
//
// An entry is {id, day, time, slug, title, seconds, pressed, finished, before, after, note}: local day and time,
// seconds played and pressed without pauses, pain from 0 to 10 or null. An entry without a slug is a note without a
// session.

import { putRecords, requestPersistence, todayIso, transact } from "../core/store.js";

const PREFIX = "entry ";
const STRICT = { durability: "strict" }; // a saved entry survives an empty battery
const entryRange = () => IDBKeyRange.bound(PREFIX, `${PREFIX}\uffff`);
const byTime = (one, other) => `${one.day} ${one.time} ${one.id}`.localeCompare(`${other.day} ${other.time} ${other.id}`);

/** Return a unique id for a new entry. */
export const newId = (now = Date.now()) => `${now.toString(36)}-${Math.floor(Math.random() * 46_656).toString(36)}`;

/** Return the local day and time for an entry: {day, time}. */
export function timestamp(now = new Date()) {
  return { day: todayIso(now), time: [now.getHours(), now.getMinutes()].map((part) => String(part).padStart(2, "0")).join(":") };
}

/** Return all entries, the oldest first. */
export async function entries() {
  return (await transact("readonly", (objects) => objects.getAll(entryRange()))).sort(byTime);
}

/** Save one entry, new or changed. `otherRecords` are written, or deleted where null, in the same transaction. */
export async function saveEntry(entry, otherRecords = {}) {
  const count = await transact("readwrite", (objects) => {
    const request = objects.count(entryRange());
    putRecords(objects, otherRecords);
    objects.put(entry, PREFIX + entry.id);
    return request;
  }, STRICT);
  if (count === 0) requestPersistence();
}

export const deleteEntry = (id) => transact("readwrite", (objects) => objects.delete(PREFIX + id));
export const deleteAllEntries = () => transact("readwrite", (objects) => objects.delete(entryRange()));

/**
 * Add the entries that are not stored yet, and replace the records of `names` by `change(records)`: all or nothing.
 * Returns how many entries were added.
 */
export async function importEntries(others, names = [], change = () => ({})) {
  const knownKeys = new Set(
    await transact("readwrite", (objects) => {
      const reads = names.map((name) => objects.get(name));
      const keys = objects.getAllKeys(entryRange()); // answered after the reads
      keys.onsuccess = () => {
        const known = new Set(keys.result);
        for (const entry of others) if (!known.has(PREFIX + entry.id)) objects.put(entry, PREFIX + entry.id);
        putRecords(objects, change(Object.fromEntries(names.map((name, index) => [name, reads[index].result]))));
      };
      return keys;
    }, { ...STRICT, multiStep: true }),
  );
  if (others.length) requestPersistence();
  return others.filter(({ id }) => !knownKeys.has(PREFIX + id)).length;
}
