// The country whose emergency number is listed first.

/** Return the two letters of the first country that the languages name, or "". */
export const countryOf = (languages) => languages.map((tag) => new Intl.Locale(tag).region).find(Boolean) ?? "";

/**
 * List the country of the phone's region first. It is a guess, so it is neither selected nor called. `tileOf` returns the
 * tile of a country, if it has one.
 */
export function putOwnCountryFirst(box, tileOf) {
  const region = countryOf(navigator.languages);
  const own = region && tileOf(region);
  if (!own) return;
  own.hidden = false;
  box.prepend(own);
}
