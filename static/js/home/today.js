// The main card of the start page: resume the unfinished session, the next of a course, or the last routine; nothing
// more when it is enough for the day; and what is still open where the answers lock the routine. And the days of this week.

import { sessionUrl } from "../core/session-url.js";
import { all, find } from "../core/dom.js";
import { codesOf, loadReceived } from "../prescription/received-routines.js";
import { entries } from "../journal/journal-db.js";
import { renderMovementOffer } from "../routines/movement-offer.js";
import * as profile from "../safety/profile.js";
import { isOver, unfinishedSession } from "../session/saved-session.js";
import * as store from "../core/store.js";
import { positionAt } from "../session/timeline.js";
import { capitalize, formatDuration } from "../core/format.js";
import { currentCourse, isEnough, renderCourse, renderDueSentence } from "./course.js";
import { BREATHING, allowedOffer, renderLock } from "./locked-offer.js";
import { putPicture } from "./pictures.js";

const LAST_HASH = "#last"; // the shortcut of the home screen; without a last routine it opens the start page
const DAY = 86_400_000;
const section = find("#last");
const link = find("[data-last]", section);

/** Return the position in the unfinished session: `Point 3 of 3. 4 minutes left.` */
function positionText({ session, run }) {
  const { index, played, total } = positionAt(run, run.pausedAt ?? run.seen);
  const codes = [...new Set(session.plan.steps.map(({ point }) => point).filter(Boolean))];
  const current = session.plan.steps.slice(0, index + 1).findLast(({ point }) => point)?.point ?? codes[0];
  const count = Math.max(1, Math.round((total - played) / 60_000));
  const pointText = codes.length ? [`Point ${codes.indexOf(current) + 1} of ${codes.length}.`] : [];
  return [...pointText, `${count} ${count === 1 ? "minute" : "minutes"} left.`].join(" ");
}

/** Return the duration of a published or received routine. */
async function durationText({ slug, prescription }) {
  const meta = find(`.others [data-routine="${CSS.escape(slug)}"] .card-meta`);
  if (meta) return capitalize(meta.firstChild.textContent.split("·")[0].trim());
  const received = (await loadReceived()).find((entry) => entry.prescription === prescription);
  return received ? capitalize(formatDuration(received.seconds)) : "";
}

/** Return the content of the card: {title, about, act, routine, address}. */
async function nextOffer(last, journalEntries) {
  const unfinished = await unfinishedSession();
  if (unfinished?.session.slug === last.slug && !isOver(unfinished.run)) {
    return { title: last.title, about: positionText(unfinished), act: "Continue", routine: last, address: sessionUrl(last), goesOn: true };
  }
  if (isEnough(journalEntries)) {
    const address = `${sessionUrl({ slug: BREATHING })}#now`;
    return { title: "Enough for today", about: "Go on tomorrow.", act: "Breathe", routine: { slug: BREATHING }, address, isEnough: true };
  }
  const course = await currentCourse(journalEntries);
  const isNext = course && !course.isOver;
  const routine = isNext ? course : last;
  const about = await durationText(routine);
  return { title: routine.title, about, act: isNext && !course.isDone ? "Start" : "Do it again", routine, address: sessionUrl(routine) };
}

async function showLastRoutine() {
  const last = await store.get("last");
  store.saveForFirstPaint({ returning: last ? "yes" : "" });
  if (!last) return delete document.documentElement.dataset.returning;
  const readEntries = await entries().catch(() => null);
  const journalEntries = readEntries ?? [];
  await profile.load();
  const offer = allowedOffer(await nextOffer(last, journalEntries));
  const { title, about, act, routine, address, goesOn, isLocked, isStopped, isEnough: isOverForToday } = offer;
  link.href = address;
  link.textContent = act;
  find("[data-last-title]", section).textContent = title;
  find("[data-last-about]", section).textContent = about;
  find("[data-anew]", section).hidden = !goesOn;
  renderLock(section, offer);
  renderMovementOffer(section, { beside: routine.slug, journalEntries: readEntries });
  find("[data-picture-room]", section).hidden = isLocked;
  putPicture(section, routine);
  const { dataset } = find(".offer", section);
  delete dataset.markedAs;
  delete dataset.markedPoints;
  if (routine.prescription) dataset.markedPoints = codesOf(routine.prescription).join(" ");
  else if (!isStopped) dataset.markedAs = routine.slug;
  const course = await currentCourse(journalEntries);
  await renderDueSentence(journalEntries, course);
  renderCourse(course, { last, known: journalEntries, isOverForToday: isOverForToday || isLocked });
  document.dispatchEvent(new Event("routines-shown"));
  section.hidden = false;
  document.documentElement.dataset.returning = "yes";
  if (location.hash === LAST_HASH && !isOverForToday && !isLocked) location.replace(link.href);
}

/** Archive the unfinished session and start the routine again. */
async function startAgain() {
  const { archiveUnfinishedSession } = await import("../journal/journal-session.js");
  await archiveUnfinishedSession();
  location.assign(link.href);
}

/** Mark the days of this week, Monday first: those with a session, and today. */
async function showWeek() {
  const today = store.todayIso();
  const monday = Date.parse(today) - ((new Date(`${today}T12:00Z`).getUTCDay() + 6) % 7) * DAY;
  const days = Array.from({ length: 7 }, (_, index) => new Date(monday + index * DAY).toISOString().slice(0, 10));
  const week = (await entries().catch(() => [])).filter(({ day, slug }) => days.includes(day) && slug);
  const doneDays = new Set(week.map(({ day }) => day));
  all(".dot", section).forEach((dot, index) => {
    dot.classList.toggle("done", doneDays.has(days[index]));
    dot.classList.toggle("now", days[index] === today);
  });
  const said = `${doneDays.size} ${doneDays.size === 1 ? "day" : "days"} this week`;
  const before = week.find((entry) => entry.before !== null)?.before;
  const after = week.findLast((entry) => entry.after !== null)?.after;
  const hasPain = before !== undefined && after !== undefined;
  find("[data-week-said]", section).textContent = said;
  find("[data-week-pain]", section).textContent = hasPain ? `Pain ${before} → ${after}` : "";
  find("[data-week]", section).setAttribute("aria-label", `Journal: ${said}${hasPain ? `, pain went from ${before} to ${after}` : ""}`);
}

find("[data-anew] button", section).addEventListener("click", startAgain);
document.addEventListener("course-changed", showLastRoutine);
profile.subscribe(showLastRoutine);
addEventListener("hashchange", () => location.hash === LAST_HASH && showLastRoutine());
showWeek();
showLastRoutine();
