// The URL of a routine's session. A custom routine has no page of its own: its spec is the fragment of one page, so
// that no server receives it.

import { url } from "./dom.js";

/** Return the fragment of the page's URL, decoded; unchanged where it cannot be decoded. */
export function fragment() {
  const text = location.hash.slice(1);
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export const sessionUrl = ({ slug, prescription }) =>
  url(prescription ? `/routines/custom#${prescription}` : `/routines/${encodeURIComponent(slug)}/session`);
