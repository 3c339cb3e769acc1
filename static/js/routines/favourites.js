// The favourite routines by slug, the latest first. Stored on this phone only.

import { get, updateRecord } from "../core/store.js";

export const loadFavourites = async () => (await get("favourites")) ?? [];

/** Add a routine to the favourites or remove it. Returns the new list. */
export const toggleFavourite = (slug) => updateRecord("favourites", (slugs = []) => (slugs.includes(slug) ? slugs.filter((one) => one !== slug) : [slug, ...slugs]));
