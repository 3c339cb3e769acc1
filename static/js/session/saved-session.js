// The current session as stored on this phone. The record `session` is written at the start; the playback (record
// `run`, see timeline.js) every second, so that a crash loses less than two. A playback names its session. One window
// plays at a time, and holds a lock.

import { make } from "../core/dom.js";
import * as store from "../core/store.js";
import { notify } from "../core/worker-client.js";

const HOUR = 60 * 60 * 1000;
const RESUMABLE_FOR = HOUR; // a session left within this time resumes where it was
const STORED_FOR = 24 * HOUR; // one left earlier than this becomes a journal entry

let isBusy = false;
let saving = Promise.resolve();

/** Set the promise of the session's first write. Playbacks saved before would belong to the previous session. */
export const trackSave = (promise) => (saving = promise);

/** Return the promise of the session's first write. */
export const whenSaved = () => saving;

/** Store the playback. */
export const savePlayback = (run) => saving.then(() => store.set("run", run));

/** Store the session, with the digest of its last evaluation. */
export const saveSession = (session) => saving.then(() => store.set("session", session));

/** Store the playback unless the previous write is still running. */
export async function savePlaybackIfIdle(run) {
  if (isBusy) return;
  isBusy = true;
  await savePlayback(run).finally(() => (isBusy = false));
}

/** Return the unfinished session with its playback; null if there is none. */
export async function unfinishedSession() {
  const [session, run] = await Promise.all([store.get("session"), store.get("run")]);
  const belongsTogether = session?.id === (run?.of ?? session?.id); // playbacks of earlier versions name no session
  return session?.id && run?.spent && belongsTogether ? { session, run } : null;
}

const lastSeen = (run) => run.pausedAt ?? run.seen;

/** Whether a playback may be shown at its step: left a short while ago, today, and not in the future. */
export function isFresh(run, now = Date.now()) {
  const age = now - lastSeen(run);
  return age >= 0 && age < RESUMABLE_FOR && store.todayIso(new Date(now)) === store.todayIso(new Date(lastSeen(run)));
}

/** Whether a playback was left so long ago that its session has ended. */
export const isOver = (run, now = Date.now()) => now - lastSeen(run) >= STORED_FOR;

export const clearSession = () => Promise.all([store.remove("session"), store.remove("run")]);

/* --- one session at a time --- */

const LOCK_NAME = "thumbwidth-session";
export const TAKEN_OVER = "taken";
const TAKEOVER_TIMEOUT = 2000; // ms in which another window suspends its session
let channel;
let releaseLock; // releases the lock of this window
let onLoss = () => {};

/** Request the lock. Resolves to whether this window holds it. */
const requestLock = (options) =>
  new Promise((resolve) => {
    const onLock = (lock) => lock && new Promise((done) => resolve(Boolean((releaseLock = done))));
    navigator.locks.request(LOCK_NAME, options, onLock).catch(() => releaseLock && handleLoss()).finally(() => resolve(false));
  });

function handleLoss() {
  releaseLock = undefined;
  onLoss();
}

/** Whether this window may play: no other does, or it stops within `timeoutMs`. */
export async function acquireLock(timeoutMs = 0) {
  if (releaseLock) return true;
  if (!navigator.locks) return !channel?.postMessage("put aside"); // without locks the newest window plays
  const signal = timeoutMs && AbortSignal.timeout?.(timeoutMs);
  return requestLock(signal ? { signal } : { ifAvailable: true });
}

/** Whether this window may play. If another does, the person can take its session over: then `TAKEN_OVER`. */
export async function mayPlay() {
  if (await acquireLock()) return true;
  const button = make("button", { type: "button", className: "button", textContent: "Take it over" });
  notify("A session is open in another window.", button);
  await new Promise((done) => button.addEventListener("click", done));
  notify();
  channel?.postMessage("put aside"); // resolves once the other window has suspended it
  return ((await acquireLock(TAKEOVER_TIMEOUT)) || (await requestLock({ steal: true }))) && TAKEN_OVER;
}

export function unlock() {
  releaseLock?.();
  releaseLock = undefined;
}

/** Run an action on the stored session unless another window plays it. */
export async function unlessPlaying(action) {
  if (releaseLock || !navigator.locks) return action();
  return navigator.locks.request(LOCK_NAME, { ifAvailable: true }, (lock) => lock && action());
}

/** Call `suspend` when another window takes the session over; `onReturn` after the back/forward cache. */
export function followWindows(suspend, onReturn) {
  onLoss = suspend;
  const listen = () => {
    channel ??= globalThis.BroadcastChannel && new BroadcastChannel(LOCK_NAME);
    if (channel) channel.onmessage = async () => (await suspend(), unlock());
  };
  addEventListener("pagehide", () => {
    channel?.close();
    channel = undefined;
    unlock();
  });
  addEventListener("pageshow", ({ persisted }) => {
    listen();
    if (persisted) onReturn();
  });
  listen();
}
