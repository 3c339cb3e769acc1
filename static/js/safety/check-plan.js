// The screens of the health check that are due: all in a first session, one of tiles on a later day, none within twelve
// hours. Pure. `lines` are catalogue lines from `expandLine`.
//
// A screen is {name} or, for the lines of expired answers and of a tile, {name: "some", lines: [slug]}.

import { isCurrent, isRecent, isWithin } from "./rules.js";

const HOUR = 3_600_000;
const SIGNS_INTERVAL = 7 * 24 * HOUR;
const SESSION_MARGIN = HOUR; // an answer must be valid until the session ends

const SCREEN_ORDER = ["emergency", "today", "pregnancy", "health", "body"];
const unique = (items) => [...new Set(items)];

/**
 * Return a line with the keys of its parts merged into its own. `own` holds the keys that no part answers: they are yes
 * whenever the line is ticked.
 */
export function expandLine(line) {
  const parts = line.parts ?? [];
  const keys = (name) => unique([...(line[name] ?? []), ...parts.flatMap((part) => part[name] ?? [])]);
  const own = (name) => (line[name] ?? []).filter((key) => !parts.some((part) => part[name]?.includes(key)));
  return { ...line, signs: keys("signs"), questions: keys("questions"), own: { signs: own("signs"), questions: own("questions") } };
}

const toScreens = (names) => names.map((name) => ({ name }));

/** Return all screens, in order. */
export const allScreens = () => toScreens(SCREEN_ORDER);

/** Return the time at which a session ends at the latest: an answer that expires before is asked now. */
function sessionEnd(now) {
  const ms = now.ms + SESSION_MARGIN;
  const midnight = new Date(ms).getDate() !== new Date(now.ms).getDate();
  const day = midnight ? new Date(Date.parse(now.day) + 24 * HOUR).toISOString().slice(0, 10) : now.day;
  return { day, ms };
}

/** Return the questions without a current answer. */
export function openQuestions(answers, questions, now) {
  const later = sessionEnd(now);
  return questions.filter((question) => {
    const answer = answers[question.key];
    return !isCurrent(question, answer, now) || !isCurrent(question, answer, later);
  });
}

const asksAny = (line, keys) => line.questions.some((key) => keys.has(key));

/** Whether the person stated that she is or may be pregnant, and no midwife or doctor has agreed yet. */
export function isPregnant(answers, questions, now) {
  const answer = answers.pregnancy;
  const question = questions.find(({ key }) => key === "pregnancy");
  return Boolean(question) && isCurrent(question, answer, now) && answer.value !== "no" && !answer.unsaved && !(answer.value === "yes" && answer.cleared === true);
}

/**
 * Return the screens due before a routine that needs the check. A check that was never completed, or is dated in the
 * future, is repeated in full. Pregnancy ends it: then nothing is open that the other questions decide.
 */
export function dueScreens({ check, answers }, lines, questions, now) {
  if (!(now.ms - check?.at >= 0)) return allScreens();
  const recent = isRecent(check, now);
  const signs = isWithin(check.signsAt, SIGNS_INTERVAL, now) ? [] : toScreens(["emergency", "today"]);
  if (isPregnant(answers, questions, now)) return [...signs, ...toScreens(recent ? ["for-you"] : ["pregnancy-signs", "for-you"])];
  const open = openQuestions(answers, questions, now).filter(({ tier }) => recent || tier !== "today");
  const keys = new Set(open.map(({ key }) => key));
  const shown = new Set(signs.map(({ name }) => name));
  const expired = lines.filter((line) => asksAny(line, keys) && !shown.has(line.screen) && line.screen !== "pregnancy");
  const names = unique(expired.map(({ screen }) => screen));
  return [
    ...signs,
    ...(keys.has("pregnancy") ? toScreens(["pregnancy"]) : []),
    ...names.map((name) => ({ name: "some", lines: expired.filter(({ screen }) => screen === name).map(({ slug }) => slug) })),
    ...(recent ? [] : toScreens(["later"])),
  ];
}

/** Return the day of the last check: "you last checked" for today, "yesterday", "Monday", "12 March". */
export function lastCheckText(check, now) {
  const days = Math.round((Date.parse(now.day) - Date.parse(check.day)) / (24 * HOUR));
  if (days <= 0) return "you last checked";
  if (days === 1) return "yesterday";
  const form = days < 7 ? { weekday: "long" } : { day: "numeric", month: "long" };
  return new Date(`${check.day}T12:00Z`).toLocaleDateString("en-GB", { timeZone: "UTC", ...form });
}
