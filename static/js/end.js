// The page after a session: pain before and after, the week, a reminder for tomorrow, and once the offer to keep it.

import { all, find, make } from "./dom.js";
import { entries } from "./journal-book.js";
import { week } from "./journal-rules.js";
import * as store from "./store.js";

const DAY = 86_400_000;
const NAMES = ["S", "M", "T", "W", "T", "F", "S"];

/** Show what belongs to the session that ended: {before, title}. */
export async function showEnd({ before, title }) {
  const form = find("[data-after]");
  for (const field of all("input[name=after]", form)) field.addEventListener("change", () => showPain(before, Number(field.value)));
  find("[data-time]", form).value = new Date().toTimeString().slice(0, 5);
  find("[data-remind]", form).addEventListener("click", () => remind(title, find("[data-time]", form).value));
  showWeek(await entries().catch(() => []));
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
  const days = week(known, store.today());
  const count = days.filter(({ sessions }) => sessions).length;
  find("[data-week]").hidden = count === 0;
  find("[data-days]").textContent = `${count} ${count === 1 ? "day" : "days"} this week`;
  find("[data-dots]").replaceChildren(...days.map(({ day, sessions }) => make("li", { className: sessions ? "is-done" : "" },
    NAMES[new Date(`${day}T12:00`).getDay()])));
}

/** A calendar file for tomorrow at that time, made on this phone. */
function remind(title, time) {
  const day = store.today(new Date(Date.now() + DAY)).replaceAll("-", "");
  const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Thumbwidth//EN", "BEGIN:VEVENT", `UID:${crypto.randomUUID()}@thumbwidth`,
    `DTSTAMP:${new Date().toISOString().replace(/[-:]|\.\d+/g, "")}`, `DTSTART:${day}T${time.replace(":", "")}00`, "DURATION:PT15M",
    `SUMMARY:${title.replace(/([,;\\])/g, "\\$1")}`, "BEGIN:VALARM", "ACTION:DISPLAY", `DESCRIPTION:${title.replace(/([,;\\])/g, "\\$1")}`,
    "TRIGGER:PT0M", "END:VALARM", "END:VEVENT", "END:VCALENDAR", ""];
  const address = URL.createObjectURL(new Blob([lines.join("\r\n")], { type: "text/calendar" }));
  make("a", { href: address, download: "thumbwidth-tomorrow.ics" }).click();
  setTimeout(() => URL.revokeObjectURL(address), DAY / 1440);
}
