// A telephone number as a person writes it, and as a telephone link dials it. Pure.

const SEPARATORS = /[\s().-]/g;
const MOST = 15; // digits of any number in the world
const LEAST = 3;

/**
 * The number to dial, as `+442079460000`; "" for what is not one number in digits. "(0)" after a country's code stands
 * for the zero that is dialled within that country only.
 */
export function dialled(text) {
  const written = text.trim().replace(/^(\(?(?:\+|00)[0-9\s.-]{1,6}\)?\s*)\(0\)/, "$1");
  const number = written.replace(SEPARATORS, "");
  const digits = number.replace(/^\+/, "");
  const isNumber = /^\+?[0-9]+$/.test(number) && !number.startsWith("+0") && /^\(?\+?[^+]*$/.test(written);
  return isNumber && digits.length >= LEAST && digits.length <= MOST ? number : "";
}
