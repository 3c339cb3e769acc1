// Which screens of the health check are due: all of them in a first session, one of tiles on a later day, none within
// twelve hours. Pure. `lines` are lines of the catalogue as `wholeLine` makes them.
//
// A screen is {name} or, for the lines of expired answers and of a tile, {name: "some", lines: [slug]}.

import { isCurrent, isRecent, within } from "./rules.js";

const HOUR = 3_600_000;
const SIGNS_LAST_SHOWN = 7 * 24 * HOUR;
const AHEAD = HOUR; // an answer must last as long as the session that it opens

const FIRST = ["emergency", "today", "pregnancy", "health", "body"];
const unique = (items) => [...new Set(items)];

/**
 * A line of the catalogue with all that it answers, its parts' keys among it. `own` are the keys that no part answers:
 * they are yes whenever the line is ticked.
 */
export function wholeLine(line) {
  const parts = line.parts ?? [];
  const keys = (name) => unique([...(line[name] ?? []), ...parts.flatMap((part) => part[name] ?? [])]);
  const own = (name) => (line[name] ?? []).filter((key) => !parts.some((part) => part[name]?.includes(key)));
  return { ...line, signs: keys("signs"), questions: keys("questions"), own: { signs: own("signs"), questions: own("questions") } };
}

const screens = (names) => names.map((name) => ({ name }));

/** All screens, in order. */
export const allScreens = () => screens(FIRST);

/** The same answers a little later: what is about to expire is asked before the session, not in the middle of it. */
function ahead(now) {
  const ms = now.ms + AHEAD;
  const midnight = new Date(ms).getDate() !== new Date(now.ms).getDate();
  const day = midnight ? new Date(Date.parse(now.day) + 24 * HOUR).toISOString().slice(0, 10) : now.day;
  return { day, ms };
}

/** The questions without a current answer. */
export function openQuestions(answers, questions, now) {
  const later = ahead(now);
  return questions.filter((question) => {
    const answer = answers[question.key];
    return !isCurrent(question, answer, now) || !isCurrent(question, answer, later);
  });
}

const covers = (line, keys) => line.questions.some((key) => keys.has(key));

/** Whether the person said herself that she is or may be pregnant, and no midwife or doctor has agreed yet. */
export function isPregnant(answers, questions, now) {
  const answer = answers.pregnancy;
  const question = questions.find(({ key }) => key === "pregnancy");
  return Boolean(question) && isCurrent(question, answer, now) && answer.value !== "no" && !answer.unsaved && !(answer.value === "yes" && answer.cleared === true);
}

/**
 * The screens due before a routine that asks. A check that was never completed, or is dated in the future, is made
 * whole. Pregnancy ends it: nothing that the other questions decide is open then.
 */
export function dueScreens({ check, answers }, lines, questions, now) {
  if (!(now.ms - check?.at >= 0)) return allScreens();
  const recent = isRecent(check, now);
  const signs = within(check.signsAt, SIGNS_LAST_SHOWN, now) ? [] : screens(["emergency", "today"]);
  if (isPregnant(answers, questions, now)) return [...signs, ...screens(recent ? ["for-you"] : ["pregnancy-signs", "for-you"])];
  const open = openQuestions(answers, questions, now).filter(({ tier }) => recent || tier !== "today");
  const keys = new Set(open.map(({ key }) => key));
  const shown = new Set(signs.map(({ name }) => name));
  const expired = lines.filter((line) => covers(line, keys) && !shown.has(line.screen) && line.screen !== "pregnancy");
  const places = unique(expired.map(({ screen }) => screen));
  return [
    ...signs,
    ...(keys.has("pregnancy") ? screens(["pregnancy"]) : []),
    ...places.map((place) => ({ name: "some", lines: expired.filter(({ screen }) => screen === place).map(({ slug }) => slug) })),
    ...(recent ? [] : screens(["later"])),
  ];
}

/** The day of the last check in words: "you last checked" of today, "yesterday", "Monday", "12 March". */
export function sinceWhen(check, now) {
  const days = Math.round((Date.parse(now.day) - Date.parse(check.day)) / (24 * HOUR));
  if (days <= 0) return "you last checked";
  if (days === 1) return "yesterday";
  const form = days < 7 ? { weekday: "long" } : { day: "numeric", month: "long" };
  return new Date(`${check.day}T12:00Z`).toLocaleDateString("en-GB", { timeZone: "UTC", ...form });
}
