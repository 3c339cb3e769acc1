// The API documents of the points and of the routines with the steps without a point, fetched once per page; offline they
// come from the offline bundle. All of them are fetched, always in the same order: the requests must not reveal what was
// prescribed.

import { url } from "./dom.js";
import { otherDocument } from "../prescription/prescription.js";

let pending;

async function fetchDocument(path) {
  const response = await fetch(url(`/api/v1/${path}`));
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}

const fetchAll = ({ points, others }) => [
  ...Object.keys(points).map(async (code) => [code, await fetchDocument(`points/${code}`)]),
  ...Object.entries(others).map(async ([key, other]) => [key, otherDocument(await fetchDocument(`routines/${other.routine}`), other)]),
];

/** Return {code: document} for these items. Throws when one is unavailable; the next call tries again. */
export async function fetchPoints(items, rules) {
  pending ??= Promise.all(fetchAll(rules)).then(Object.fromEntries);
  try {
    const points = await pending;
    return Object.fromEntries(items.map(({ code }) => [code, points[code]]));
  } catch (error) {
    pending = undefined;
    throw error;
  }
}
