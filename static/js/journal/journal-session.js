// The journal on the session page: pain before, daily total, advice, the entry, and pain after.

import { all, find } from "../core/dom.js";
import { renderAdvice } from "./journal-advice.js";
import * as journalDb from "./journal-db.js";
import { pressedOnDay } from "./journal-rules.js";
import * as savedSession from "../session/saved-session.js";
import { setAll, settings, todayIso } from "../core/store.js";

const NO_SESSION = { session: null, run: null }; // the records to delete after a session
const MIN_SECONDS = 30; // a shorter session gets no entry

const sum = (numbers) => numbers.reduce((total, one) => total + one, 0);

const toNumber = (value) => (value ? Number(value) : null);

/* --- before --- */

/** Return the pain before the session, or null. */
export const painBefore = () => toNumber(find("#before input:checked")?.value);

/** Show the total of the day and the advice. They lock nothing. */
export async function renderDailyTotal() {
  const unfinished = await savedSession.unfinishedSession();
  const entries = [...(await journalDb.entries().catch(() => [])), ...(unfinished ? [toEntry(unfinished, false)] : [])];
  const box = find("[data-limit]");
  if (!box) return;
  const { seconds, sessions } = pressedOnDay(entries, todayIso());
  const minutes = Math.round(seconds / 60);
  box.hidden = seconds < Number(box.dataset.seconds) && sessions < Number(box.dataset.sessions);
  find("[data-today]", box).textContent =
    `You have pressed for about ${minutes} ${minutes === 1 ? "minute" : "minutes"} today, in ${sessions === 1 ? "one session" : `${sessions} sessions`}.`;
  await renderAdvice(entries);
}

/* --- the entry --- */

/** Return the journal entry of a session. Its seconds exclude pauses and skips. */
function toEntry({ session, run }, isFinished) {
  const { id, day, time, slug, title, before, plan } = session;
  const playedSeconds = (index) => Math.round(run.spent[index] / 1000);
  const seconds = plan.steps.map((_, index) => playedSeconds(index));
  const pressSeconds = seconds.filter((_, index) => plan.steps[index].kind === "press");
  return { id, day, time, slug, title, seconds: sum(seconds), pressed: sum(pressSeconds), before, after: null, note: "", finished: isFinished };
}

/** Save the entry of a session if it belongs into the journal. `otherRecords` change in the same transaction. */
async function saveSessionEntry(unfinished, isFinished, sessionSettings, otherRecords) {
  const entry = toEntry(unfinished, isFinished);
  if (entry.seconds < MIN_SECONDS || !sessionSettings.journal) return null;
  await journalDb.saveEntry(entry, otherRecords);
  return entry;
}

/**
 * Store the session that starts, {session, run}, or none. An unfinished session is archived in the transaction that
 * replaces it, so that a crash leaves either the session or its entry. A session that another window plays is left
 * alone.
 */
export const archiveUnfinishedSession = (next = NO_SESSION) => savedSession.unlessPlaying(() => replaceSession(next));

async function replaceSession(next) {
  const [unfinished, ownSettings] = await Promise.all([savedSession.unfinishedSession(), settings()]);
  if (unfinished && (await saveSessionEntry(unfinished, false, ownSettings, next).catch(() => null))) return;
  await (next === NO_SESSION ? savedSession.clearSession() : setAll(next));
}

/* --- after --- */

/** Save the entry of a session and the fields that the person adds; every change is saved at once. */
export async function recordSession(unfinished, isFinished, sessionSettings) {
  const form = find("[data-after]");
  const status = find("[data-kept]", form);
  let entry = toEntry(unfinished, isFinished);
  let lastWrite = Promise.resolve();
  let recordsToRemove = NO_SESSION; // until the entry is written; a later session must stay
  const showStatus = (text) => (status.textContent = text);
  const onFailure = () => showStatus("This phone would not keep it. What you wrote stays here: change it, and it is tried again.");
  const onSuccess = () => {
    recordsToRemove = {};
    showStatus("Saved on this phone.");
  };
  const save = () => {
    entry = { ...entry, after: toNumber(find("input[name=after]:checked", form)?.value), note: find("textarea", form).value.trim() };
    lastWrite = lastWrite.then(() => journalDb.saveEntry(entry, recordsToRemove)).then(onSuccess, onFailure);
    return lastWrite;
  };
  await savedSession.whenSaved();
  try {
    if (!(await saveSessionEntry(unfinished, isFinished, sessionSettings, NO_SESSION))) return savedSession.clearSession();
    recordsToRemove = {};
  } catch {
    onFailure();
  }
  form.hidden = false;
  form.addEventListener("change", save);
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const link of all("#done a")) {
    link.addEventListener("click", async (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      await lastWrite; // the last change may still be on its way
      location.assign(link.href);
    });
  }
}
