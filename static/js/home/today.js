// What this phone's owner did last, to go on with or to do again, and the days of this week.

import { sessionAddress } from "../address.js";
import { all, find } from "../dom.js";
import { codesOf, given } from "../given.js";
import { entries } from "../journal-book.js";
import { isOver, left } from "../progress.js";
import * as store from "../store.js";
import { position } from "../timeline.js";
import { capital, minutes } from "../words.js";
import { putPicture } from "./pictures.js";

const LAST = "#last"; // where the home screen's shortcut leads; without a last time it is the start page
const DAY = 86_400_000;
const place = find("#last");
const link = find("[data-last]", place);

/** `Point 3 of 3. 4 minutes left.` */
function whereLeft({ session, run }) {
  const { index, played, total } = position(run, run.pausedAt ?? run.seen);
  const codes = [...new Set(session.plan.steps.map(({ point }) => point).filter(Boolean))];
  const before = session.plan.steps.slice(0, index + 1).findLast(({ point }) => point)?.point ?? codes[0];
  const count = Math.max(1, Math.round((total - played) / 60_000));
  const said = codes.length ? [`Point ${codes.indexOf(before) + 1} of ${codes.length}.`] : [];
  return [...said, `${count} ${count === 1 ? "minute" : "minutes"} left.`].join(" ");
}

/** How long it takes as it is published, or as it was given. */
async function takes({ slug, prescription }) {
  const meta = find(`.others [data-routine="${CSS.escape(slug)}"] .card-meta`);
  if (meta) return capital(meta.firstChild.textContent.split("·")[0].trim());
  const own = (await given()).find((entry) => entry.prescription === prescription);
  return own ? capital(minutes(own.seconds)) : "";
}

async function showLast() {
  const last = await store.get("last");
  store.mirrored({ returning: last ? "yes" : "" });
  if (!last) return delete document.documentElement.dataset.returning;
  const unfinished = await left();
  const goesOn = unfinished?.session.slug === last.slug && !isOver(unfinished.run);
  link.href = sessionAddress(last);
  link.textContent = goesOn ? "Continue" : "Do it again";
  find("[data-last-title]", place).textContent = last.title;
  find("[data-last-about]", place).textContent = goesOn ? whereLeft(unfinished) : await takes(last);
  find("[data-anew]", place).hidden = !goesOn;
  putPicture(place, last);
  const offer = find(".offer", place);
  if (last.prescription) offer.dataset.markedPoints = codesOf(last.prescription).join(" ");
  else offer.dataset.markedAs = last.slug;
  document.dispatchEvent(new Event("routines-shown"));
  place.hidden = false;
  document.documentElement.dataset.returning = "yes";
  if (location.hash === LAST) location.replace(link.href);
}

/** Write the session that was left into the journal, and begin it anew. */
async function startAgain() {
  const { settle } = await import("../journal-session.js");
  await settle();
  location.assign(link.href);
}

/** The days of this week from Monday on: which had a session, and which is today. */
async function showWeek() {
  const today = store.today();
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
addEventListener("hashchange", () => location.hash === LAST && showLast());
showWeek();
showLast();
