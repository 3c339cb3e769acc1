// Where the session of a routine is. A custom one has no page of its own: what it is stands after the # of one page, so
// that no server is told.

import { url } from "./dom.js";

/** What stands after the # of the address, decoded; as it is where that cannot be done. */
export function fragment() {
  const text = location.hash.slice(1);
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export const sessionAddress = ({ slug, prescription }) =>
  url(prescription ? `/routines/custom#${prescription}` : `/routines/${encodeURIComponent(slug)}/session`);
