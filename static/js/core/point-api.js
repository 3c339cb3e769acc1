// The published documents of the points, fetched once a page; offline they come from the pack. All of them are fetched,
// whichever are wanted, in the same order: what a page asks for must not tell which points were prescribed.

import { url } from "./dom.js";

let fetching;

async function fetchOne(code) {
  const answer = await fetch(url(`/api/v1/points/${code}`));
  if (!answer.ok) throw new Error(`${code}: ${answer.status}`);
  return [code, await answer.json()];
}

/** {code: document} for the points of these items. Throws when one cannot be had; the next call asks again. */
export async function documentsOf(items, rules) {
  fetching ??= Promise.all(Object.keys(rules.points).map(fetchOne)).then(Object.fromEntries);
  try {
    const all = await fetching;
    return Object.fromEntries(items.map(({ code }) => [code, all[code]]));
  } catch (error) {
    fetching = undefined;
    throw error;
  }
}
