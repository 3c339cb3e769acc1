// The page after a session: pain before and after, the week, a reminder, a course, and once the install help.

import { courseState } from "../routines/course-rules.js";
import { all, find, make, readJson } from "../core/dom.js";
import { entries } from "../journal/journal-db.js";
import { week } from "../journal/journal-rules.js";
import * as store from "../core/store.js";

const DAY = 86_400_000;
const DAY_LETTERS = ["S", "M", "T", "W", "T", "F", "S"];

/**
 * Fill in the page for the session that ended: {before, title, slug, prescription, plan}. Movement is offered only after
 * a session that was played to its end: who stopped may have felt something wrong.
 */
export async function showEnd(session, isComplete) {
  const { before, title } = session;
  const form = find("[data-after]");
  for (const field of all("input[name=after]", form)) field.addEventListener("change", () => showPain(before, Number(field.value)));
  find("[data-time]", form).value = new Date().toTimeString().slice(0, 5);
  find("[data-remind]", form).addEventListener("click", () => saveReminder(title, find("[data-time]", form).value));
  const journalEntries = await entries().catch(() => null);
  showWeek(journalEntries ?? []);
  if (isComplete) offerMovement(session.slug, journalEntries);
  offerCourse(session);
  const wasOffered = await store.get("offered-install");
  find("[data-keep]").hidden = Boolean(wasOffered) || find("#install").hidden;
  if (!wasOffered && !find("#install").hidden) store.set("offered-install", true);
}

function showPain(before, after) {
  const element = find("[data-from-to]");
  element.hidden = before === null;
  find("[data-was]", element).textContent = before;
  find("[data-is]", element).textContent = after;
  const isWorse = before !== null && after > before;
  find("[data-worse]").classList.toggle("is-worse", isWorse);
  if (isWorse) find("[data-move]")?.remove();
}

/** Offer the movement routine where the page has it. */
async function offerMovement(slug, journalEntries) {
  if (!find("[data-move]")) return;
  const { renderMovementOffer } = await import("../routines/movement-offer.js");
  renderMovementOffer(document, { beside: slug, journalEntries });
}

function showWeek(journalEntries) {
  const days = week(journalEntries, store.todayIso());
  const count = days.filter(({ sessions }) => sessions).length;
  find("[data-week]").hidden = count === 0;
  find("[data-days]").textContent = `${count} ${count === 1 ? "day" : "days"} this week`;
  find("[data-dots]").replaceChildren(...days.map(({ day, sessions }) => make("li", { className: sessions ? "is-done" : "" },
    DAY_LETTERS[new Date(`${day}T12:00`).getDay()])));
}

/** Offer a six-week course of a published routine, if the session had a press and no course is running. */
async function offerCourse({ slug, title, prescription, plan }) {
  if (prescription || !plan.steps.some(({ kind }) => kind === "press")) return;
  const course = await store.get("course");
  const days = readJson("journal-rules").reviews["six-weeks"];
  if (course && !courseState(course, [], store.todayIso(), days).isOver) return;
  const button = make("button", { type: "button", className: "button" }, "Begin a course");
  const question = make("span", {}, `Do this on most days for ${days / 7} weeks? ${find("[data-after]").dataset.dayOff}`);
  const row = make("p", { className: "remind", role: "status" }, question, " ", button);
  button.addEventListener("click", async () => {
    await store.set("course", { slug, title, begun: store.todayIso() });
    row.textContent = store.isSaved("course") ? "Your course has begun. Today shows what is next." : "This phone would not keep it.";
  });
  find("[data-further]").append(row);
}

/** Save a calendar file for tomorrow at a time, made on this phone. */
function saveReminder(title, time) {
  const day = store.todayIso(new Date(Date.now() + DAY)).replaceAll("-", "");
  const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Thumbwidth//EN", "BEGIN:VEVENT", `UID:${crypto.randomUUID()}@thumbwidth`,
    `DTSTAMP:${new Date().toISOString().replace(/[-:]|\.\d+/g, "")}`, `DTSTART:${day}T${time.replace(":", "")}00`, "DURATION:PT15M",
    `SUMMARY:${title.replace(/([,;\\])/g, "\\$1")}`, "BEGIN:VALARM", "ACTION:DISPLAY", `DESCRIPTION:${title.replace(/([,;\\])/g, "\\$1")}`,
    "TRIGGER:PT0M", "END:VALARM", "END:VEVENT", "END:VCALENDAR", ""];
  const objectUrl = URL.createObjectURL(new Blob([lines.join("\r\n")], { type: "text/calendar" }));
  make("a", { href: objectUrl, download: "thumbwidth-tomorrow.ics" }).click();
  setTimeout(() => URL.revokeObjectURL(objectUrl), DAY / 1440);
}
