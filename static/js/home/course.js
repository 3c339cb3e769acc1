// The course on the start page: which routine is next, the week it is in, and a sentence that is due.

import { courseOn } from "../routines/course-rules.js";
import { all, find, readJson } from "../core/dom.js";
import { advice, pressedOn } from "../journal/journal-rules.js";
import * as store from "../core/store.js";

const rules = readJson("journal-rules");
const place = find("#last");

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
  find("[data-course]", place).hidden = !running || running.isOver;
}

find("[data-course] button", place).addEventListener("click", async () => {
  await store.remove("course");
  document.dispatchEvent(new Event("course-changed"));
});
