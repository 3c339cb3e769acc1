// The journal's entries on this phone, one record each. What cannot be kept is said (these throw), never swallowed.
//
// An entry is {id, day, time, slug, title, seconds, pressed, finished, before, after, note}: day and time by this
// phone's calendar, seconds that were really played and really pressed, pain from 0 to 10 or null. An entry without
// a slug is a note of how things were, with no session.

import { requestPersistence, todayIso, transact } from "../core/store.js";

const PREFIX = "entry ";
const SAFE = { durability: "strict" }; // it is said to be saved only when it would survive a flat battery
const every = () => IDBKeyRange.bound(PREFIX, `${PREFIX}\uffff`);
const inOrder = (one, other) => `${one.day} ${one.time} ${one.id}`.localeCompare(`${other.day} ${other.time} ${other.id}`);

/** A name for a new entry that no other has. */
export const newId = (now = Date.now()) => `${now.toString(36)}-${Math.floor(Math.random() * 46_656).toString(36)}`;

/** When something is, for an entry: {day, time}. */
export function moment(now = new Date()) {
  return { day: todayIso(now), time: [now.getHours(), now.getMinutes()].map((part) => String(part).padStart(2, "0")).join(":") };
}

/** All entries, the oldest first. */
export async function entries() {
  return (await transact("readonly", (table) => table.getAll(every()))).sort(inOrder);
}

/** Keep one entry, new or changed; `instead`: other records by name that come, or with null go, in the same moment. */
export async function keep(entry, instead = {}) {
  const before = await transact("readwrite", (table) => {
    const count = table.count(every());
    for (const [name, value] of Object.entries(instead)) value === null ? table.delete(name) : table.put(value, name);
    table.put(entry, PREFIX + entry.id);
    return count;
  }, SAFE);
  if (before === 0) requestPersistence();
}

export const drop = (id) => transact("readwrite", (table) => table.delete(PREFIX + id));
export const dropAll = () => transact("readwrite", (table) => table.delete(every()));

/** Add entries that are not here yet, all or none; those that are here stay as they are. Returns how many were added. */
export async function merge(others) {
  const before = new Set(
    await transact("readwrite", (table) => {
      const keys = table.getAllKeys(every());
      keys.onsuccess = () => {
        const here = new Set(keys.result);
        for (const entry of others) if (!here.has(PREFIX + entry.id)) table.put(entry, PREFIX + entry.id);
      };
      return keys;
    }, { ...SAFE, multiStep: true }),
  );
  if (others.length) requestPersistence();
  return others.filter(({ id }) => !before.has(PREFIX + id)).length;
}
