// The routines that were given to the owner of this phone: every link that was opened here, the last one first, until
// it is removed. Kept on this phone only; the note is in it. An entry is
// {prescription, title, seconds, daily, weeks, day}: `prescription` is the link's text, `day` when it was first opened.

import { get, requestPersistence, todayIso, updateRecord } from "../core/store.js";

const MOST = 20;

export const given = async () => (await get("given")) ?? [];

/** The codes of the points that a link's text names. */
export const codesOf = (prescription) => prescription.split(";")[0].match(/[A-Z]{2}[0-9]{1,2}(?=\.)/g) ?? [];

/** Put a routine first, once. */
export const keep = (entry) => updateRecord("given", (before = []) => {
  if (!before.length) requestPersistence();
  const day = before.find(({ prescription }) => prescription === entry.prescription)?.day ?? todayIso();
  const others = before.filter(({ prescription }) => prescription !== entry.prescription);
  return [{ ...entry, day }, ...others].slice(0, MOST);
});

/** Take one out; returns the list as it was, to put back. */
export async function drop(prescription) {
  let list;
  await updateRecord("given", (before = []) => {
    list = before;
    return before.filter((entry) => entry.prescription !== prescription);
  });
  return list;
}

export const putBack = (list) => updateRecord("given", () => list);
