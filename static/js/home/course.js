// The course on the start page: which routine is next, how far it is, the offer of one, and a sentence that is due.

import { courseOn } from "../routines/course-rules.js";
import { all, find, readJson } from "../core/dom.js";
import { advice, pressedOn } from "../journal/journal-rules.js";
import * as store from "../core/store.js";

const rules = readJson("journal-rules");
const place = find("#last");
const begin = { routine: null }; // what a course would be of

/** The course that was begun, with where it is: {slug, title, week, …}; nothing where there is none. */
export async function course(known) {
  const kept = await store.get("course");
  return kept ? { ...kept, ...courseOn(kept, known, store.todayIso(), rules.reviews["six-weeks"]) } : null;
}

/** Whether as much was pressed today as the trial pressed in a day, or as often as is good for the skin. */
export function isEnough(known) {
  const { seconds, sessions } = pressedOn(known, store.todayIso());
  return seconds >= Number(place.dataset.seconds) || sessions >= Number(place.dataset.sessions);
}

/** Show the one sentence that is due: to see someone, that the course is over, or that a day off did no harm. */
export async function showDue(known, running) {
  const review = advice(known, store.todayIso(), rules, (await store.get("seen")) ?? "");
  const own = running?.isOver ? "over" : running?.wasOff ? "off" : "";
  for (const one of all("[data-due]", place)) one.hidden = one.dataset.due !== (review || own);
}

/** Show how far the course is: its week, the sessions so far and a mark a week; or, where none is on and nothing is due, the offer of one. */
export function showCourse(running, { last, known, isOverForToday }) {
  const isOn = Boolean(running) && !running.isOver;
  const pressesHere = known.some(({ slug, pressed }) => slug === last.slug && pressed > 0);
  find("[data-course]", place).hidden = find("[data-progress]", place).hidden = !isOn;
  const offer = find("[data-course-offer]", place);
  const isSomethingDue = all("[data-due]", place).some((one) => !one.hidden && one.dataset.due !== "off");
  offer.hidden = isOn || isOverForToday || isSomethingDue || Boolean(last.prescription) || !pressesHere;
  begin.routine = { slug: last.slug, title: last.title };
  if (!isOn) return;
  const { week, weeks, sessions } = running;
  const count = isSomethingDue ? "" : ` · ${sessions} ${sessions === 1 ? "session" : "sessions"}`; // what is due comes first
  find("[data-progress-said]", place).textContent = `Week ${week} of ${weeks}${count}`;
  all(".weeks i", place).forEach((mark, index) => {
    mark.classList.toggle("done", index < week - 1);
    mark.classList.toggle("now", index === week - 1);
  });
}

find("[data-course-offer] button", place).addEventListener("click", async () => {
  await store.set("course", { ...begin.routine, begun: store.todayIso() });
  document.dispatchEvent(new Event("course-changed"));
});

find("[data-course] button", place).addEventListener("click", async () => {
  await store.remove("course");
  document.dispatchEvent(new Event("course-changed"));
});
