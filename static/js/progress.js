// The session that is under way, as this phone keeps it: what is played (`session`), written when it begins, and where
// we are in it (`run`, see timeline.js), written every second, so that a phone that dies loses less than two.

import * as store from "./store.js";

const HOUR = 60 * 60 * 1000;
const FRESH = HOUR; // a session that was left shorter ago than this goes on where it was
const KEPT = 24 * HOUR; // one that was left longer ago becomes an entry of the journal

let busy = false;
let kept = Promise.resolve();

/** Know when a session is kept from its beginning: no place is marked in it before, or it would be in the one before it. */
export const begin = (keeping) => (kept = keeping);

/** Wait until the session that began is kept. */
export const begun = () => kept;

/** Keep where we are now. */
export const mark = (run) => kept.then(() => store.set("run", run));

/** Keep by which answers the session was judged last. */
export const judged = (session) => kept.then(() => store.set("session", session));

/** Keep how far it is, unless the phone is still busy with the last time. */
export async function beat(run) {
  if (busy) return;
  busy = true;
  await mark(run).finally(() => (busy = false));
}

/** The session that was left, with its run; nothing when there is none. */
export async function left() {
  const [session, run] = await Promise.all([store.get("session"), store.get("run")]);
  return session?.id && run?.spent ? { session, run } : null;
}

const lastSeen = (run) => run.pausedAt ?? run.seen;

/** Whether a run may be shown at its step: left a short while ago, on this day, and not in the future. */
export function isFresh(run, now = Date.now()) {
  const age = now - lastSeen(run);
  return age >= 0 && age < FRESH && store.today(new Date(now)) === store.today(new Date(lastSeen(run)));
}

/** Whether a run was left so long ago that it is over. */
export const isOver = (run, now = Date.now()) => now - lastSeen(run) >= KEPT;

export const drop = () => Promise.all([store.remove("session"), store.remove("run")]);
