// A course: one routine on most days, for six weeks. Pure: whoever asks says which day it is, and the page says how many
// days a course has. What is kept of it is {slug, title, begun}, on this phone alone.

import { daysBetween } from "../journal/journal-rules.js";

/**
 * Where a course is on a day: {week, weeks, sessions, isOver, isDone: something was pressed today, wasOff: nothing yesterday}.
 * Days are counted by the calendar, so that a day off takes nothing away; a clock that was set back begins at week 1.
 */
export function courseOn({ begun }, entries, today, days) {
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
