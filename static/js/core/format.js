// Durations and frequencies in words. `formatDuration` has a counterpart in server/filters.py.

/** Return a duration: `45 seconds`, `1 min 20 s`, `18 minutes`. */
export function formatDuration(seconds) {
  const [whole, rest] = [Math.floor(seconds / 60), seconds % 60];
  if (whole === 0) return `${rest} seconds`;
  if (rest === 0) return whole === 1 ? "1 minute" : `${whole} minutes`;
  return whole < 5 ? `${whole} min ${rest} s` : `about ${Math.round(seconds / 60)} minutes`;
}

const TIMES = { 1: "once a day", 2: "twice a day" };

/** Return `twice a day, for 6 weeks`; an empty text where neither is stated. */
export const formatFrequency = ({ daily, weeks }) =>
  [daily && (TIMES[daily] ?? `${daily} times a day`), weeks && `for ${weeks === 1 ? "1 week" : `${weeks} weeks`}`]
    .filter(Boolean).join(", ");

export const capitalize = (text) => text.charAt(0).toUpperCase() + text.slice(1);
