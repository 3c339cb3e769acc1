// Keeps a session from being started with old warnings while the network could tell better. The service's smallest
// document says which safety rules are in force; until it has been asked, a tap on Start waits for the answer.
// Without a connection, or with one that is slow to answer, the rules this page came with hold, and the gate says so;
// an answer that comes while the gate is still open counts all the same.

import { find, make, url } from "../core/dom.js";
import * as store from "../core/store.js";
import { ask, isBeforeSession, isBusy, SAFETY, settle, tell } from "../core/worker-client.js";

const PATIENCE = 4000; // ms: longer would make a tap on Start look broken
const LATE = 60_000; // ms after which no answer is expected any more
const FRESH = 5 * 60 * 1000; // ms for which an answer counts
const RELOADED = "thumbwidth-reloaded";
const TRIES = 3; // after which a session may start with the old rules, as it may without a connection
let failures = 0;
let looking; // the question under way
let knownUntil = 0;
let passing = false;

async function current() {
  try {
    const answer = await fetch(url("/api/v1/catalogue"), { cache: "no-store", signal: AbortSignal.timeout(LATE) });
    return answer.ok ? (await answer.json()).safety_version : undefined;
  } catch {
    return undefined;
  }
}

/** Look whether a warning changed, and if so bring the new rules in. Resolves to whether this page may start. */
export function look() {
  looking ??= compare().finally(() => (looking = undefined));
  return looking;
}

async function compare() {
  const safety = await current();
  if (safety === undefined) return true; // `hold` says that nothing is known
  if (safety === SAFETY) {
    knownUntil = Date.now() + FRESH;
    failures = 0;
    return compared();
  }
  knownUntil = 0;
  if (await isBusy()) return fetchQuietly(); // never in the middle of a step; the end of the session settles it
  const before = await isBeforeSession();
  if (before) {
    find("#gate")?.close();
    tell("A warning has changed. Fetching the new version.");
  }
  try {
    await bring(safety, before);
  } catch {
    failures += 1;
    if (before && failures >= TRIES) tell("The newest warnings could not be fetched. You can start with the ones on this phone.");
    else if (before) offerAgain();
  }
  return !before || failures >= TRIES;
}

/** Note that the warnings of this page are the newest; what the gate may have said of them is settled. */
function compared() {
  store.set("compared", store.today());
  if (find("#unchecked")) find("#unchecked").hidden = true;
  return true;
}

/** Say in the gate that the warnings may not be the newest, and when they last were. Nothing is locked by that. */
async function sayUnchecked() {
  const day = await store.get("compared");
  const said = day && new Date(`${day}T12:00Z`).toLocaleDateString("en-GB", { timeZone: "UTC", dateStyle: "long" });
  find("[data-compared]").textContent = said ? `last compared on ${said}` : "never compared on this phone";
  find("#unchecked").hidden = false;
}

async function fetchQuietly() {
  (await navigator.serviceWorker?.getRegistration())?.update().catch(() => {});
  return true;
}

/** Get the worker of the new rules in; where this page could start a session it is loaded anew with them. */
async function bring(safety, before) {
  const registration = await navigator.serviceWorker?.getRegistration();
  const active = registration?.active && (await ask(registration.active, { ask: "version" }));
  if (!active || active.safety === safety) return before && reload(safety);
  await registration.update();
  const coming = registration.installing ?? registration.waiting;
  if (!coming) throw new Error("no new version yet");
  if (coming.state === "installing") await installed(coming);
  await settle(); // the take-over reloads a page that could start a session
}

const installed = (worker) =>
  new Promise((resolve, reject) => {
    worker.addEventListener("statechange", () => (worker.state === "redundant" ? reject(new Error("not installed")) : resolve()));
  });

/** Load this page anew, but only once for the same rules: a copy on the way that is too old must not loop. */
function reload(safety) {
  const isNew = store.inTab(RELOADED) !== safety && store.inTab(RELOADED, safety) === safety;
  if (!isNew) throw new Error("the page comes with the old rules");
  location.reload();
}

function offerAgain() {
  const button = make("button", { type: "button", className: "button", textContent: "Try again" });
  button.addEventListener("click", look);
  tell("A warning has changed, and the new version could not be fetched yet.", button);
}

/** Look now, if there is a reason to, and again whenever the page comes back to the front. */
export function watch({ now }) {
  document.addEventListener("click", hold, { capture: true });
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && look());
  addEventListener("pageshow", ({ persisted }) => persisted && look());
  if (now) look();
  else compared(); // the page has come from the network just now
}

async function hold(event) {
  const start = event.target.closest?.("#start");
  if (!start || passing || Date.now() < knownUntil) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  start.setAttribute("aria-busy", "true");
  const may = await Promise.race([look(), new Promise((done) => setTimeout(done, PATIENCE, true))]);
  if (may && Date.now() >= knownUntil) await sayUnchecked();
  start.removeAttribute("aria-busy");
  if (!may) return;
  passing = true;
  start.click();
  passing = false;
}
