// The points that were found on this phone before, and those that rest today.

import * as store from "../core/store.js";

/** Return the codes of the points that were found before: their frames are not shown again. */
export const foundPoints = async () => new Set(await store.get("met"));

/** Store that a point was found. */
export const addFoundPoint = (code) => store.updateRecord("met", (codes = []) => [...new Set([...codes, code])]);

/** Return the codes of the points that are left out today, because something felt wrong during a press. */
export async function restingPoints() {
  const stored = await store.get("rested");
  return stored?.day === store.todayIso() ? stored.codes : [];
}

/** Leave a point out for the rest of the day. */
export const addRestingPoint = (code) => store.updateRecord("rested", (stored) => {
  const day = store.todayIso();
  return { day, codes: [...new Set([...(stored?.day === day ? stored.codes : []), code])] };
});
