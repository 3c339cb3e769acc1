// The country whose emergency number is listed first: a guess, so it is neither selected nor called.

/**
 * Return the two letters of the country that a list of languages names, or "". Only the first language counts: a
 * browser in German also lists American English.
 */
export function countryOf(languages) {
  const locales = languages.map((tag) => new Intl.Locale(tag));
  return locales.find(({ language, region }) => language === locales[0].language && region)?.region ?? "";
}

/** Return the tile of the phone's region, if it has one. `tileOf` returns the tile of a country. */
export function findOwnTile(tileOf) {
  const region = countryOf(navigator.languages);
  return region && tileOf(region);
}

/** List the phone's country before the others, in a list that is not in view yet. */
export function putOwnCountryFirst(box, tileOf) {
  const own = findOwnTile(tileOf);
  if (own) box.prepend(own);
}

/**
 * Show the phone's country in place of the first tile, whose own it takes. The page is in view already, so every other
 * tile stays where it is; the two are new elements, and the old ones are gone.
 */
export function exchangeOwnCountry(box, tileOf) {
  const own = findOwnTile(tileOf);
  const first = box.firstElementChild;
  if (!own || own === first) return;
  const [newFirst, newOther] = [own.cloneNode(true), first.cloneNode(true)];
  [newFirst.hidden, newOther.hidden] = [first.hidden, own.hidden];
  first.replaceWith(newFirst);
  own.replaceWith(newOther);
}
