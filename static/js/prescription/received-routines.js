// The received routines: every link that was opened on this phone, the latest first, until it is removed. Stored on
// this phone only, with the note. An entry is {prescription, title, seconds, daily, weeks, day}: `prescription` is the
// spec, `day` the day it was first opened.

import { get, requestPersistence, todayIso, updateRecord } from "../core/store.js";

/** More than anybody is given. The routine that was opened longest ago makes room for one more. */
export const MAX_RECEIVED = 200;

export const loadReceived = async () => (await get("given")) ?? [];

/** Return the codes of the points in a spec. */
export const codesOf = (prescription) => prescription.split(";")[0].match(/[A-Z]{2}[0-9]{1,2}(?=\.)/g) ?? [];

/** Add a routine at the start of the list, or move it there. Returns the routine that was removed to make room, if any. */
export async function addReceived(entry) {
  let removed;
  await updateRecord("given", (stored = []) => {
    if (!stored.length) requestPersistence();
    const day = stored.find(({ prescription }) => prescription === entry.prescription)?.day ?? todayIso();
    const others = stored.filter(({ prescription }) => prescription !== entry.prescription);
    const received = [{ ...entry, day }, ...others];
    removed = received[MAX_RECEIVED];
    return received.slice(0, MAX_RECEIVED);
  });
  return removed;
}

/** Remove a routine. Returns the previous list, for an undo. */
export async function removeReceived(prescription) {
  let previous;
  await updateRecord("given", (stored = []) => {
    previous = stored;
    return stored.filter((entry) => entry.prescription !== prescription);
  });
  return previous;
}

export const restoreReceived = (previous) => updateRecord("given", () => previous);
