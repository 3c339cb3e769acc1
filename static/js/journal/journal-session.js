// The journal's part in a session: pain before, a word about today and the weeks behind, the entry, and pain after.

import { all, find } from "../core/dom.js";
import { showAdvice } from "./journal-advice.js";
import * as book from "./journal-db.js";
import { pressedOn } from "./journal-rules.js";
import * as progress from "../session/saved-session.js";
import { setAll, settings, todayIso } from "../core/store.js";

const GONE = { session: null, run: null }; // what is kept of a session that is over
const LEAST = 30; // seconds; less is a look at the routine, and no entry

const sum = (numbers) => numbers.reduce((total, one) => total + one, 0);

const number = (value) => (value ? Number(value) : null);

/* --- before --- */

/** The pain that was chosen on the way in, or null. */
export const painBefore = () => number(find("#before input:checked")?.value);

/** Say what today's pressing and the weeks behind suggest. It is a word, not a lock. */
export async function prepare() {
  const left = await progress.unfinishedSession();
  const entries = [...(await book.entries().catch(() => [])), ...(left ? [entryOf(left, false)] : [])];
  const box = find("[data-limit]");
  if (!box) return;
  const { seconds, sessions } = pressedOn(entries, todayIso());
  const minutes = Math.round(seconds / 60);
  box.hidden = seconds < Number(box.dataset.seconds) && sessions < Number(box.dataset.sessions);
  find("[data-today]", box).textContent =
    `You have pressed for about ${minutes} ${minutes === 1 ? "minute" : "minutes"} today, in ${sessions === 1 ? "one session" : `${sessions} sessions`}.`;
  await showAdvice(entries);
}

/* --- the entry --- */

/** What a session comes to: its real seconds, pauses and skips left out. */
function entryOf({ session, run }, finished) {
  const { id, day, time, slug, title, before, plan } = session;
  const ran = (index) => Math.round(run.spent[index] / 1000);
  const all = plan.steps.map((_, index) => ran(index));
  const pressed = all.filter((_, index) => plan.steps[index].kind === "press");
  return { id, day, time, slug, title, seconds: sum(all), pressed: sum(pressed), before, after: null, note: "", finished };
}

/** Write a session into the journal if it is to be in it; `instead`: what becomes of other records in the same moment. */
async function write(left, finished, chosen, instead) {
  const entry = entryOf(left, finished);
  if (entry.seconds < LEAST || !chosen.journal) return null;
  await book.keep(entry, instead);
  return entry;
}

/**
 * Keep the session that begins, {session, run}, or none. One that was left is written down in the moment it is written
 * over: it is read before, and a phone that dies has either the one or the entry of it. One that another window plays
 * stays as it is.
 */
export const settle = (next = GONE) => progress.unlessPlaying(() => replace(next));

async function replace(next) {
  const [left, chosen] = await Promise.all([progress.unfinishedSession(), settings()]);
  if (left && (await write(left, false, chosen, next).catch(() => null))) return;
  await (next === GONE ? progress.clearSession() : setAll(next));
}

/* --- after --- */

/** Write the session down, and let the person add to it; every change is kept at once. */
export async function ended(left, finished, chosen) {
  const form = find("[data-after]");
  const said = find("[data-kept]", form);
  let entry = entryOf(left, finished);
  let writing = Promise.resolve();
  let gone = GONE; // until it is written; a later session is not this one's to remove
  const say = (text) => (said.textContent = text);
  const failed = () => say("This phone would not keep it. What you wrote stays here: change it, and it is tried again.");
  const kept = () => {
    gone = {};
    say("Saved on this phone.");
  };
  const save = () => {
    entry = { ...entry, after: number(find("input[name=after]:checked", form)?.value), note: find("textarea", form).value.trim() };
    writing = writing.then(() => book.keep(entry, gone)).then(kept, failed);
    return writing;
  };
  await progress.whenSaved();
  try {
    if (!(await write(left, finished, chosen, GONE))) return progress.clearSession();
    gone = {};
  } catch {
    failed();
  }
  form.hidden = false;
  form.addEventListener("change", save);
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const link of all("#done a")) {
    link.addEventListener("click", async (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      await writing; // a note that was typed last is still on its way
      location.assign(link.href);
    });
  }
}
