// The received routines: every link that was opened on this phone, the latest first, until it is removed. Stored on
// this phone only, with the note. An entry is {prescription, title, seconds, daily, weeks, day}: `prescription` is the
// spec, `day` the day it was first opened.

import { get, requestPersistence, todayIso, updateRecord } from "../core/store.js";

/** A bound for a program that opens links without end; nobody is given so many. */
const MAX_RECEIVED = 200;

export const loadReceived = async () => (await get("given")) ?? [];

/** Return the codes of the points in a spec. */
export const codesOf = (prescription) => prescription.split(";")[0].match(/[A-Z]{2}[0-9]{1,2}(?=\.)/g) ?? [];

/** Add a routine at the start of the list, or move it there. */
export const addReceived = (entry) => updateRecord("given", (stored = []) => {
  if (!stored.length) requestPersistence();
  const day = stored.find(({ prescription }) => prescription === entry.prescription)?.day ?? todayIso();
  const others = stored.filter(({ prescription }) => prescription !== entry.prescription);
  return [{ ...entry, day }, ...others].slice(0, MAX_RECEIVED);
});

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
