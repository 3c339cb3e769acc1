// What the journal's entries say about today and about the weeks behind. Pure: whoever asks says which day it is.
// Figures of advice (how much a day, after how many days) come from the page, which has them from the service.

const DAY = 86_400_000;
const BREAK = 28; // after so many days without an entry, a new spell of pain begins (our own rule)
const CHANGE = 2; // so many points of ten are a change a person would notice (our own rule)
const GONE = 1; // at most this is hardly any pain (our own rule)

/** Whole days from one ISO date to another. */
export const daysBetween = (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / DAY);

const average = (numbers) => (numbers.length ? numbers.reduce((sum, one) => sum + one, 0) / numbers.length : null);

/** What was pressed on a day: {seconds, sessions}. */
export function pressedOn(entries, day) {
  const pressed = entries.filter((entry) => entry.day === day && entry.pressed > 0);
  return { seconds: pressed.reduce((sum, entry) => sum + entry.pressed, 0), sessions: pressed.length };
}

/** The last seven days, today last: [{day, sessions}]. */
export function week(entries, today) {
  return Array.from({ length: 7 }, (_, index) => {
    const day = new Date(Date.parse(today) - (6 - index) * DAY).toISOString().slice(0, 10);
    return { day, sessions: entries.filter((entry) => entry.day === day && entry.slug).length };
  });
}

/**
 * The spell of pain that lasts until today: {days, early, late}. `early` and `late` are the average pain before
 * pressing in its first and in the last seven days, null where nothing was noted. `seen`, the day somebody was
 * seen about it, begins the count anew. Null when nothing was written for long.
 */
export function spell(entries, today, seen = "") {
  const days = entries.map((entry) => entry.day).filter((day) => day <= today).sort();
  let start = days.at(-1);
  if (!start || daysBetween(start, today) > BREAK) return null;
  for (const day of days.reverse()) if (daysBetween(day, start) <= BREAK) start = day;
  if (seen > start) start = seen;
  const pain = (from, to) => average(entries
    .filter(({ day, before }) => before !== null && day >= start && daysBetween(start, day) >= from && daysBetween(start, day) <= to)
    .map(({ before }) => before));
  const age = daysBetween(start, today);
  return { days: age, early: pain(0, 6), late: age >= 7 ? pain(Math.max(7, age - 6), age) : null };
}

/**
 * Whether it is time to see someone: "worse", "six-weeks", "two-weeks" or "". What was not noted counts as not
 * better. `after` gives the days: {"two-weeks": 14, "six-weeks": 42}.
 */
export function advice(entries, today, after, seen = "") {
  const now = spell(entries, today, seen);
  if (!now) return "";
  const { days, early, late } = now;
  const known = early !== null && late !== null;
  const gone = late !== null && late <= GONE;
  if (known && late - early >= CHANGE) return "worse";
  if (days >= after["six-weeks"] && !gone) return "six-weeks";
  const easing = gone || (known && early - late >= CHANGE);
  return days >= after["two-weeks"] && !easing ? "two-weeks" : "";
}
