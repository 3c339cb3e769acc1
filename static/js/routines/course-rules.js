// A course: one routine on most days, for six weeks. Pure: the caller passes the day, and the page has the number of
// days. The record is {slug, title, begun}.

import { daysBetween } from "../journal/journal-rules.js";

/**
 * Return the state of a course on a day: {week, weeks, sessions, isOver, isDone: pressed today, wasOff: nothing
 * yesterday}. Days are calendar days, so that a day off costs nothing; after a clock change to the past it is in week
 * 1.
 */
export function courseState({ begun }, entries, today, days) {
  const age = Math.max(0, daysBetween(begun, today));
  const pressed = entries.filter(({ day, pressed: seconds }) => seconds > 0 && day >= begun && day <= today);
  const last = pressed.map(({ day }) => day).sort().at(-1);
  return {
    week: Math.floor(age / 7) + 1,
    weeks: days / 7,
    sessions: pressed.length,
    isOver: age >= days,
    isDone: last === today,
    wasOff: last !== undefined && daysBetween(last, today) > 1,
  };
}
