// What the journal's entries say about today and about the weeks behind. Pure: whoever asks says which day it is.
// Every figure it goes by comes from the page, which has them from the catalogue: `rules` is {newSpell, averaged: days,
// change, hardlyAny: points of ten, reviews: {"two-weeks": days, "six-weeks": days}}.

const DAY = 86_400_000;

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
 * pressing in its first and in its last days, null where nothing was noted. `seen`, the day somebody was
 * seen about it, begins the count anew. Null when nothing was written for long.
 */
export function spell(entries, today, rules, seen = "") {
  const days = entries.map((entry) => entry.day).filter((day) => day <= today).sort();
  let start = days.at(-1);
  if (!start || daysBetween(start, today) > rules.newSpell) return null;
  for (const day of days.reverse()) if (daysBetween(day, start) <= rules.newSpell) start = day;
  if (seen > start) start = seen;
  const pain = (from, to) => average(entries
    .filter(({ day, before }) => before !== null && day >= start && daysBetween(start, day) >= from && daysBetween(start, day) <= to)
    .map(({ before }) => before));
  const age = daysBetween(start, today);
  const span = rules.averaged;
  return { days: age, early: pain(0, span - 1), late: age >= span ? pain(Math.max(span, age - span + 1), age) : null };
}

/**
 * Whether it is time to see someone: "worse", "six-weeks", "two-weeks" or "". What was not noted counts as not
 * better.
 */
export function advice(entries, today, rules, seen = "") {
  const now = spell(entries, today, rules, seen);
  if (!now) return "";
  const { days, early, late } = now;
  const known = early !== null && late !== null;
  const gone = late !== null && late <= rules.hardlyAny;
  if (known && late - early >= rules.change) return "worse";
  if (days >= rules.reviews["six-weeks"] && !gone) return "six-weeks";
  const easing = gone || (known && early - late >= rules.change);
  return days >= rules.reviews["two-weeks"] && !easing ? "two-weeks" : "";
}
