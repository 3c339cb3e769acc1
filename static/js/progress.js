// The session that is under way, as this phone keeps it: what is played (`session`), written when it begins, and where
// we are in it (`run`, see timeline.js), written every second, so that a phone that dies loses less than two.

import * as store from "./store.js";

let busy = false;
let kept = Promise.resolve();

/** Know when a session is kept from its beginning: no place is marked in it before, or it would be in the one before it. */
export const begin = (keeping) => (kept = keeping);

/** Wait until the session that began is kept. */
export const begun = () => kept;

/** Keep where we are now. */
export const mark = (run) => kept.then(() => store.set("run", run));

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

export const drop = () => Promise.all([store.remove("session"), store.remove("run")]);
