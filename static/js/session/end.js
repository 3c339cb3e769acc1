// The page after a session: pain before and after, the week, a reminder for tomorrow, a course, and once the offer to
// keep it.

import { courseOn } from "../routines/course-rules.js";
import { all, find, make, readJson } from "../core/dom.js";
import { entries } from "../journal/journal-db.js";
import { week } from "../journal/journal-rules.js";
import * as store from "../core/store.js";

const DAY = 86_400_000;
const NAMES = ["S", "M", "T", "W", "T", "F", "S"];

/** Show what belongs to the session that ended: {before, title, slug, prescription, plan}. */
export async function showEnd(session) {
  const { before, title } = session;
  const form = find("[data-after]");
  for (const field of all("input[name=after]", form)) field.addEventListener("change", () => showPain(before, Number(field.value)));
  find("[data-time]", form).value = new Date().toTimeString().slice(0, 5);
  find("[data-remind]", form).addEventListener("click", () => remind(title, find("[data-time]", form).value));
  showWeek(await entries().catch(() => []));
  offerCourse(session);
  const offered = await store.get("offered-install");
  find("[data-keep]").hidden = Boolean(offered) || find("#install").hidden;
  if (!offered && !find("#install").hidden) store.set("offered-install", true);
}

function showPain(before, after) {
  const place = find("[data-from-to]");
  place.hidden = before === null;
  find("[data-was]", place).textContent = before;
  find("[data-is]", place).textContent = after;
  find("[data-worse]").classList.toggle("is-worse", before !== null && after > before);
}

function showWeek(known) {
  const days = week(known, store.todayIso());
  const count = days.filter(({ sessions }) => sessions).length;
  find("[data-week]").hidden = count === 0;
  find("[data-days]").textContent = `${count} ${count === 1 ? "day" : "days"} this week`;
  find("[data-dots]").replaceChildren(...days.map(({ day, sessions }) => make("li", { className: sessions ? "is-done" : "" },
    NAMES[new Date(`${day}T12:00`).getDay()])));
}

/** Offer to do a published routine for six weeks, where something was pressed and no course is on. */
async function offerCourse({ slug, title, prescription, plan }) {
  if (prescription || !plan.steps.some(({ kind }) => kind === "press")) return;
  const kept = await store.get("course");
  const days = readJson("journal-rules").reviews["six-weeks"];
  if (kept && !courseOn(kept, [], store.todayIso(), days).isOver) return;
  const begin = make("button", { type: "button", className: "button" }, "Begin a course");
  const said = make("span", {}, `Do this on most days for ${days / 7} weeks? ${find("[data-after]").dataset.dayOff}`);
  const row = make("p", { className: "remind", role: "status" }, said, " ", begin);
  begin.addEventListener("click", async () => {
    await store.set("course", { slug, title, begun: store.todayIso() });
    row.textContent = store.isSaved("course") ? "Your course has begun. Today shows what is next." : "This phone would not keep it.";
  });
  find("[data-after]").append(row);
}

/** A calendar file for tomorrow at that time, made on this phone. */
function remind(title, time) {
  const day = store.todayIso(new Date(Date.now() + DAY)).replaceAll("-", "");
  const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Thumbwidth//EN", "BEGIN:VEVENT", `UID:${crypto.randomUUID()}@thumbwidth`,
    `DTSTAMP:${new Date().toISOString().replace(/[-:]|\.\d+/g, "")}`, `DTSTART:${day}T${time.replace(":", "")}00`, "DURATION:PT15M",
    `SUMMARY:${title.replace(/([,;\\])/g, "\\$1")}`, "BEGIN:VALARM", "ACTION:DISPLAY", `DESCRIPTION:${title.replace(/([,;\\])/g, "\\$1")}`,
    "TRIGGER:PT0M", "END:VALARM", "END:VEVENT", "END:VCALENDAR", ""];
  const address = URL.createObjectURL(new Blob([lines.join("\r\n")], { type: "text/calendar" }));
  make("a", { href: address, download: "thumbwidth-tomorrow.ics" }).click();
  setTimeout(() => URL.revokeObjectURL(address), DAY / 1440);
}
