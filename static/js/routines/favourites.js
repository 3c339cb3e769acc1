// The routines that somebody marked, by slug, the last one first. Kept on this phone only.

import { get, updateRecord } from "../core/store.js";

export const all = async () => (await get("favourites")) ?? [];

/** Mark a routine, or no longer; returns the list as it then is. */
export const toggle = (slug) => updateRecord("favourites", (before = []) => (before.includes(slug) ? before.filter((one) => one !== slug) : [slug, ...before]));
