// A telephone number as a person types it and as a telephone link dials it. Pure.

const SEPARATORS = /[\s().-]/g;
const MAX_DIGITS = 15; // the most digits of any number worldwide
const MIN_DIGITS = 3;

/**
 * Return the number to dial, as `+442079460000`; "" for a text that is not one number. "(0)" after a country code is
 * the zero dialled within that country only.
 */
export function dialNumber(text) {
  const written = text.trim().replace(/^(\(?(?:\+|00)[0-9\s.-]{1,6}\)?\s*)\(0\)/, "$1");
  const number = written.replace(SEPARATORS, "");
  const digits = number.replace(/^\+/, "");
  const isNumber = /^\+?[0-9]+$/.test(number) && !number.startsWith("+0") && /^\(?\+?[^+]*$/.test(written);
  return isNumber && digits.length >= MIN_DIGITS && digits.length <= MAX_DIGITS ? number : "";
}
