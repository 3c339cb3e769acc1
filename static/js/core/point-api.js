// The API documents of the points, fetched once per page; offline they come from the offline bundle. All of them are
// fetched, always in the same order: the requests must not reveal which points were prescribed.

import { url } from "./dom.js";

let pending;

async function fetchPoint(code) {
  const response = await fetch(url(`/api/v1/points/${code}`));
  if (!response.ok) throw new Error(`${code}: ${response.status}`);
  return [code, await response.json()];
}

/** Return {code: document} for the points of these items. Throws when one is unavailable; the next call tries again. */
export async function fetchPoints(items, rules) {
  pending ??= Promise.all(Object.keys(rules.points).map(fetchPoint)).then(Object.fromEntries);
  try {
    const points = await pending;
    return Object.fromEntries(items.map(({ code }) => [code, points[code]]));
  } catch (error) {
    pending = undefined;
    throw error;
  }
}
