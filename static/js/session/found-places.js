// What this phone keeps of places on the body: those that were found before, and those that rest today.

import * as store from "../core/store.js";

/** The codes of the points that were pressed on this phone: nobody is asked to find them step by step again. */
export const met = async () => new Set(await store.get("met"));

/** Keep that a place was found. */
export const meet = (code) => store.updateRecord("met", (codes = []) => [...new Set([...codes, code])]);

/** The codes of the points that are left out today, because something was felt while they were pressed. */
export async function rested() {
  const kept = await store.get("rested");
  return kept?.day === store.todayIso() ? kept.codes : [];
}

/** Leave a point out for the rest of the day. */
export const rest = (code) => store.updateRecord("rested", (kept) => {
  const day = store.todayIso();
  return { day, codes: [...new Set([...(kept?.day === day ? kept.codes : []), code])] };
});
