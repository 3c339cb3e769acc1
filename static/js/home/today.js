// What this phone's owner does next: go on with a session that was left, the next of a course, or the last routine again;
// or nothing more, when it is enough for one day. And the days of this week.

import { sessionUrl } from "../core/session-url.js";
import { all, find } from "../core/dom.js";
import { codesOf, given } from "../prescription/received-routines.js";
import { entries } from "../journal/journal-db.js";
import { isOver, unfinishedSession } from "../session/saved-session.js";
import * as store from "../core/store.js";
import { positionAt } from "../session/timeline.js";
import { capitalize, formatDuration } from "../core/format.js";
import { course, isEnough, showCourse, showDue } from "./course.js";
import { putPicture } from "./pictures.js";

const LAST = "#last"; // where the home screen's shortcut leads; without a last time it is the start page
const DAY = 86_400_000;
const BREATHING = "seated-breathing"; // is offered when it is enough
const place = find("#last");
const link = find("[data-last]", place);

/** `Point 3 of 3. 4 minutes left.` */
function whereLeft({ session, run }) {
  const { index, played, total } = positionAt(run, run.pausedAt ?? run.seen);
  const codes = [...new Set(session.plan.steps.map(({ point }) => point).filter(Boolean))];
  const before = session.plan.steps.slice(0, index + 1).findLast(({ point }) => point)?.point ?? codes[0];
  const count = Math.max(1, Math.round((total - played) / 60_000));
  const said = codes.length ? [`Point ${codes.indexOf(before) + 1} of ${codes.length}.`] : [];
  return [...said, `${count} ${count === 1 ? "minute" : "minutes"} left.`].join(" ");
}

/** How long it takes as it is published, or as it was given. */
async function takes({ slug, prescription }) {
  const meta = find(`.others [data-routine="${CSS.escape(slug)}"] .card-meta`);
  if (meta) return capitalize(meta.firstChild.textContent.split("·")[0].trim());
  const own = (await given()).find((entry) => entry.prescription === prescription);
  return own ? capitalize(formatDuration(own.seconds)) : "";
}

/** What the card says: {title, about, act, routine, address}. */
async function offered(last, known) {
  const unfinished = await unfinishedSession();
  if (unfinished?.session.slug === last.slug && !isOver(unfinished.run)) {
    return { title: last.title, about: whereLeft(unfinished), act: "Continue", routine: last, address: sessionUrl(last), goesOn: true };
  }
  if (isEnough(known)) {
    const address = `${sessionUrl({ slug: BREATHING })}#now`;
    return { title: "Enough for today", about: "Go on tomorrow.", act: "Breathe", routine: { slug: BREATHING }, address, isEnough: true };
  }
  const running = await course(known);
  const isNext = running && !running.isOver;
  const routine = isNext ? running : last;
  const about = await takes(routine);
  return { title: routine.title, about, act: isNext && !running.isDone ? "Start" : "Do it again", routine, address: sessionUrl(routine) };
}

async function showLast() {
  const last = await store.get("last");
  store.saveForFirstPaint({ returning: last ? "yes" : "" });
  if (!last) return delete document.documentElement.dataset.returning;
  const known = await entries().catch(() => []);
  const { title, about, act, routine, address, goesOn, isEnough: isOverForToday } = await offered(last, known);
  link.href = address;
  link.textContent = act;
  find("[data-last-title]", place).textContent = title;
  find("[data-last-about]", place).textContent = about;
  find("[data-anew]", place).hidden = !goesOn;
  putPicture(place, routine);
  const { dataset } = find(".offer", place);
  delete dataset[routine.prescription ? "markedAs" : "markedPoints"];
  if (routine.prescription) dataset.markedPoints = codesOf(routine.prescription).join(" ");
  else dataset.markedAs = routine.slug;
  const running = await course(known);
  await showDue(known, running);
  showCourse(running, { last, known, isOverForToday });
  document.dispatchEvent(new Event("routines-shown"));
  place.hidden = false;
  document.documentElement.dataset.returning = "yes";
  if (location.hash === LAST && !isOverForToday) location.replace(link.href);
}

/** Write the session that was left into the journal, and begin it anew. */
async function startAgain() {
  const { settle } = await import("../journal/journal-session.js");
  await settle();
  location.assign(link.href);
}

/** The days of this week from Monday on: which had a session, and which is today. */
async function showWeek() {
  const today = store.todayIso();
  const monday = Date.parse(today) - ((new Date(`${today}T12:00Z`).getUTCDay() + 6) % 7) * DAY;
  const days = Array.from({ length: 7 }, (_, index) => new Date(monday + index * DAY).toISOString().slice(0, 10));
  const week = (await entries().catch(() => [])).filter(({ day, slug }) => days.includes(day) && slug);
  const done = new Set(week.map(({ day }) => day));
  all(".dot", place).forEach((dot, index) => {
    dot.classList.toggle("done", done.has(days[index]));
    dot.classList.toggle("now", days[index] === today);
  });
  const said = `${done.size} ${done.size === 1 ? "day" : "days"} this week`;
  const before = week.find((entry) => entry.before !== null)?.before;
  const after = week.findLast((entry) => entry.after !== null)?.after;
  const known = before !== undefined && after !== undefined;
  find("[data-week-said]", place).textContent = said;
  find("[data-week-pain]", place).textContent = known ? `Pain ${before} → ${after}` : "";
  find("[data-week]", place).setAttribute("aria-label", `Journal: ${said}${known ? `, pain went from ${before} to ${after}` : ""}`);
}

find("[data-anew] button", place).addEventListener("click", startAgain);
document.addEventListener("course-changed", showLast);
addEventListener("hashchange", () => location.hash === LAST && showLast());
showWeek();
showLast();
