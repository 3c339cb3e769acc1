// The course on the start page: the next routine, the progress, the offer of a course, and a sentence that is due.

import { courseState } from "../routines/course-rules.js";
import { all, find, readJson } from "../core/dom.js";
import { dueAdvice, pressedOnDay } from "../journal/journal-rules.js";
import * as store from "../core/store.js";

const rules = readJson("journal-rules");
const section = find("#last");
const offered = { routine: null }; // the routine whose course is offered

/** Return the current course with its state: {slug, title, week, …}; null if there is none. */
export async function currentCourse(journalEntries) {
  const stored = await store.get("course");
  return stored ? { ...stored, ...courseState(stored, journalEntries, store.todayIso(), rules.reviews["six-weeks"]) } : null;
}

/** Whether the daily limit of pressed seconds, or of sessions, is reached today. */
export function isEnough(journalEntries) {
  const { seconds, sessions } = pressedOnDay(journalEntries, store.todayIso());
  return seconds >= Number(section.dataset.seconds) || sessions >= Number(section.dataset.sessions);
}

/** Show the sentence that is due: a review, the end of the course, or that a day off does no harm. */
export async function renderDueSentence(journalEntries, course) {
  const review = dueAdvice(journalEntries, store.todayIso(), rules, (await store.get("seen")) ?? "");
  const stateName = course?.isOver ? "over" : course?.wasOff ? "off" : "";
  for (const one of all("[data-due]", section)) one.hidden = one.dataset.due !== (review || stateName);
}

/**
 * Show the progress of the course: week, number of sessions, a mark for each week. One that is over can be closed, so
 * that its sentence goes. Without a course, and with no sentence due, offer one.
 */
export function renderCourse(course, { last, known: journalEntries, isOverForToday }) {
  const isOn = Boolean(course) && !course.isOver;
  const hasPressed = journalEntries.some(({ slug, pressed }) => slug === last.slug && pressed > 0);
  find("[data-progress]", section).hidden = !isOn;
  find("[data-course]", section).hidden = !course;
  find("[data-course] button", section).textContent = isOn ? "Stop the course" : "Close the course";
  const offer = find("[data-course-offer]", section);
  const hasDueSentence = all("[data-due]", section).some((one) => !one.hidden && one.dataset.due !== "off");
  offer.hidden = isOn || isOverForToday || hasDueSentence || Boolean(last.prescription) || !hasPressed;
  offered.routine = { slug: last.slug, title: last.title };
  if (!isOn) return;
  const { week, weeks, sessions } = course;
  const count = hasDueSentence ? "" : ` · ${sessions} ${sessions === 1 ? "session" : "sessions"}`; // a due sentence takes precedence
  find("[data-progress-said]", section).textContent = `Week ${week} of ${weeks}${count}`;
  all(".weeks i", section).forEach((mark, index) => {
    mark.classList.toggle("done", index < week - 1);
    mark.classList.toggle("now", index === week - 1);
  });
}

find("[data-course-offer] button", section).addEventListener("click", async () => {
  await store.set("course", { ...offered.routine, begun: store.todayIso() });
  document.dispatchEvent(new Event("course-changed"));
});

find("[data-course] button", section).addEventListener("click", async () => {
  await store.remove("course");
  document.dispatchEvent(new Event("course-changed"));
});
