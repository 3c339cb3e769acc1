// The session that is under way, as this phone keeps it: what is played (`session`), written when it begins, and where
// we are in it (`run`, see timeline.js), written every second, so that a phone that dies loses less than two. A run
// names the session it belongs to. One window at a time plays; it holds a lock.

import { make } from "../core/dom.js";
import * as store from "../core/store.js";
import { notify } from "../core/worker-client.js";

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
  const isItsOwn = session?.id === (run?.of ?? session?.id); // runs of earlier versions name no session
  return session?.id && run?.spent && isItsOwn ? { session, run } : null;
}

const lastSeen = (run) => run.pausedAt ?? run.seen;

/** Whether a run may be shown at its step: left a short while ago, on this day, and not in the future. */
export function isFresh(run, now = Date.now()) {
  const age = now - lastSeen(run);
  return age >= 0 && age < FRESH && store.todayIso(new Date(now)) === store.todayIso(new Date(lastSeen(run)));
}

/** Whether a run was left so long ago that it is over. */
export const isOver = (run, now = Date.now()) => now - lastSeen(run) >= KEPT;

export const drop = () => Promise.all([store.remove("session"), store.remove("run")]);

/* --- one session a phone --- */

const NAME = "thumbwidth-session";
export const TAKEN = "taken";
const ANSWER = 2000; // ms that another window has to put its session aside
let windows;
let release; // ends this window's hold
let onLoss = () => {};

/** Resolves to whether the lock is held now. */
const request = (options) =>
  new Promise((resolve) => {
    const held = (lock) => lock && new Promise((done) => resolve(Boolean((release = done))));
    navigator.locks.request(NAME, options, held).catch(() => release && lose()).finally(() => resolve(false));
  });

function lose() {
  release = undefined;
  onLoss();
}

/** Whether this window may play: no other does, or it stops within `patience` ms. */
export async function hold(patience = 0) {
  if (release) return true;
  if (!navigator.locks) return !windows?.postMessage("put aside"); // without locks the newest window plays
  const signal = patience && AbortSignal.timeout?.(patience);
  return request(signal ? { signal } : { ifAvailable: true });
}

/** Whether this window may play. While another does, the person may take its session over: then `TAKEN`. */
export async function mayPlay() {
  if (await hold()) return true;
  const button = make("button", { type: "button", className: "button", textContent: "Take it over" });
  notify("A session is open in another window.", button);
  await new Promise((done) => button.addEventListener("click", done));
  notify();
  windows?.postMessage("put aside"); // and wait until it has
  return ((await hold(ANSWER)) || (await request({ steal: true }))) && TAKEN;
}

export function letGo() {
  release?.();
  release = undefined;
}

/** Do something with the stored session unless another window plays it. */
export async function unlessPlayed(act) {
  if (release || !navigator.locks) return act();
  return navigator.locks.request(NAME, { ifAvailable: true }, (lock) => lock && act());
}

/** Put the session aside by `putAside` when another window takes it; `back`: this page returned from the browser's memory. */
export function follow(putAside, back) {
  onLoss = putAside;
  const listen = () => {
    windows ??= globalThis.BroadcastChannel && new BroadcastChannel(NAME);
    if (windows) windows.onmessage = async () => (await putAside(), letGo());
  };
  addEventListener("pagehide", () => {
    windows?.close();
    windows = undefined;
    letGo();
  });
  addEventListener("pageshow", ({ persisted }) => {
    listen();
    if (persisted) back();
  });
  listen();
}
