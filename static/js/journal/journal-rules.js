// What the journal's entries say about today and the past weeks. Pure: the caller passes the day. All thresholds come
// from the page, which has them from the catalogue: `rules` is {newSpell, averaged: days, change, hardlyAny: points of
// ten, reviews: {"two-weeks": days, "six-weeks": days}}.

const DAY = 86_400_000;

/** Return the whole days from one ISO date to another. */
export const daysBetween = (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / DAY);

const average = (numbers) => (numbers.length ? numbers.reduce((sum, one) => sum + one, 0) / numbers.length : null);

/** Return the presses of a day: {seconds, sessions}. */
export function pressedOnDay(entries, day) {
  const presses = entries.filter((entry) => entry.day === day && entry.pressed > 0);
  return { seconds: presses.reduce((sum, entry) => sum + entry.pressed, 0), sessions: presses.length };
}

/**
 * Return how often a movement routine was done on a day: by itself, or as a step of a received routine, whose slug is its
 * spec: `custom/BL23.60-move.gentle-movement`.
 */
export function movementsOnDay(entries, day, slug) {
  const timesIn = (entry) => (entry.slug === slug ? 1 : entry.slug.replace(/^custom\//, "-").split(`-move.${slug}`).length - 1);
  return entries.filter((entry) => entry.day === day).reduce((sum, entry) => sum + timesIn(entry), 0);
}

/** Return the last seven days, today last: [{day, sessions}]. */
export function week(entries, today) {
  return Array.from({ length: 7 }, (_, index) => {
    const day = new Date(Date.parse(today) - (6 - index) * DAY).toISOString().slice(0, 10);
    return { day, sessions: entries.filter((entry) => entry.day === day && entry.slug).length };
  });
}

/**
 * Return the pain episode that lasts until today: {days, early, late}; null after a long gap. `early` and `late` are
 * the average pain before pressing in its first and last days, null without ratings. `lastVisit`, the day of a visit to
 * a professional, starts a new count.
 */
export function painEpisode(entries, today, rules, lastVisit = "") {
  const days = entries.map((entry) => entry.day).filter((day) => day <= today).sort();
  let start = days.at(-1);
  if (!start || daysBetween(start, today) > rules.newSpell) return null;
  for (const day of days.reverse()) if (daysBetween(day, start) <= rules.newSpell) start = day;
  if (lastVisit > start) start = lastVisit;
  const pain = (from, to) => average(entries
    .filter(({ day, before }) => before !== null && day >= start && daysBetween(start, day) >= from && daysBetween(start, day) <= to)
    .map(({ before }) => before));
  const age = daysBetween(start, today);
  const span = rules.averaged;
  return { days: age, early: pain(0, span - 1), late: age >= span ? pain(Math.max(span, age - span + 1), age) : null };
}

/**
 * Return the review that is due: "worse", "six-weeks", "two-weeks" or "". Days without a rating count as not better.
 */
export function dueAdvice(entries, today, rules, lastVisit = "") {
  const episode = painEpisode(entries, today, rules, lastVisit);
  if (!episode) return "";
  const { days, early, late } = episode;
  const isKnown = early !== null && late !== null;
  const isGone = late !== null && late <= rules.hardlyAny;
  if (isKnown && late - early >= rules.change) return "worse";
  if (days >= rules.reviews["six-weeks"] && !isGone) return "six-weeks";
  const isEasing = isGone || (isKnown && early - late >= rules.change);
  return days >= rules.reviews["two-weeks"] && !isEasing ? "two-weeks" : "";
}
