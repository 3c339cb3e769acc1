// Prevents a session from starting with outdated warnings while the network has newer ones. The smallest API document
// states the current version of the safety rules; a tap on Start waits for it. Offline, or when the response is slow,
// the rules of this page apply and the gate shows a note; a response that arrives while the gate is open still counts.

import { find, make, url } from "../core/dom.js";
import * as store from "../core/store.js";
import { activateWaitingWorker, canStartSession, isBusy, notify, postQuestion, SAFETY_VERSION } from "../core/worker-client.js";

const START_TIMEOUT = 4000; // ms: a longer wait would make Start look broken
const FETCH_TIMEOUT = 60_000; // ms until a request counts as failed
const VALID_FOR = 5 * 60 * 1000; // ms for which a response counts
const RELOADED_KEY = "thumbwidth-reloaded";
const MAX_TRIES = 3; // then a session may start with the old rules, as it may offline
let failures = 0;
let pendingCheck; // the check in progress
let checkedUntil = 0;
let letThrough = false;

async function fetchSafetyVersion() {
  try {
    const response = await fetch(url("/api/v1/catalogue"), { cache: "no-store", signal: AbortSignal.timeout(FETCH_TIMEOUT) });
    return response.ok ? (await response.json()).safety_version : undefined;
  } catch {
    return undefined;
  }
}

/** Check whether a warning changed, and install the new rules if so. Resolves to whether this page may start. */
export function checkWarnings() {
  pendingCheck ??= compareVersions().finally(() => (pendingCheck = undefined));
  return pendingCheck;
}

async function compareVersions() {
  const version = await fetchSafetyVersion();
  if (version === undefined) return true; // `gateStart` shows that nothing is known
  if (version === SAFETY_VERSION) {
    checkedUntil = Date.now() + VALID_FOR;
    failures = 0;
    return markChecked();
  }
  checkedUntil = 0;
  if (await isBusy()) return updateInBackground(); // never during a session; its end activates the update
  const canStart = await canStartSession();
  if (canStart) {
    find("#gate")?.close();
    notify("A warning has changed. Fetching the new version.");
  }
  try {
    await installUpdate(version, canStart);
  } catch {
    failures += 1;
    if (canStart && failures >= MAX_TRIES) notify("The newest warnings could not be fetched. You can start with the ones on this phone.");
    else if (canStart) offerRetry();
  }
  return !canStart || failures >= MAX_TRIES;
}

/** Store that the warnings of this page are the newest, and hide the note in the gate. */
function markChecked() {
  store.set("compared", store.todayIso());
  if (find("#unchecked")) find("#unchecked").hidden = true;
  return true;
}

/** Show in the gate that the warnings may be outdated, and when they were last checked. It locks nothing. */
async function showUnchecked() {
  const day = await store.get("compared");
  const date = day && new Date(`${day}T12:00Z`).toLocaleDateString("en-GB", { timeZone: "UTC", dateStyle: "long" });
  find("[data-compared]").textContent = date ? `last compared on ${date}` : "never compared on this phone";
  find("#unchecked").hidden = false;
}

async function updateInBackground() {
  (await navigator.serviceWorker?.getRegistration())?.update().catch(() => {});
  return true;
}

/** Install the service worker of the new rules; a page that can start a session is reloaded with them. */
async function installUpdate(version, canStart) {
  const registration = await navigator.serviceWorker?.getRegistration();
  const active = registration?.active && (await postQuestion(registration.active, { ask: "version" }));
  if (!active || active.safety === version) return canStart && reload(version);
  await registration.update();
  const worker = registration.installing ?? registration.waiting;
  if (!worker) throw new Error("no new version yet");
  if (worker.state === "installing") await waitForInstall(worker);
  await activateWaitingWorker(); // a page that can start a session reloads then
}

const waitForInstall = (worker) =>
  new Promise((resolve, reject) => {
    worker.addEventListener("statechange", () => (worker.state === "redundant" ? reject(new Error("not installed")) : resolve()));
  });

/** Reload this page, once for each version: an outdated copy in a cache must not cause a loop. */
function reload(version) {
  const isNew = store.tabValue(RELOADED_KEY) !== version && store.tabValue(RELOADED_KEY, version) === version;
  if (!isNew) throw new Error("the page comes with the old rules");
  location.reload();
}

function offerRetry() {
  const button = make("button", { type: "button", className: "button", textContent: "Try again" });
  button.addEventListener("click", checkWarnings);
  notify("A warning has changed, and the new version could not be fetched yet.", button);
}

/** Check now if needed, and again whenever the page returns to the foreground. */
export function watchWarnings({ now }) {
  document.addEventListener("click", gateStart, { capture: true });
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && checkWarnings());
  addEventListener("pageshow", ({ persisted }) => persisted && checkWarnings());
  if (now) checkWarnings();
  else markChecked(); // the page has just come from the network
}

async function gateStart(event) {
  const start = event.target.closest?.("#start");
  if (!start || letThrough || Date.now() < checkedUntil) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  start.setAttribute("aria-busy", "true");
  const isAllowed = await Promise.race([checkWarnings(), new Promise((done) => setTimeout(done, START_TIMEOUT, true))]);
  if (isAllowed && Date.now() >= checkedUntil) await showUnchecked();
  start.removeAttribute("aria-busy");
  if (!isAllowed) return;
  letThrough = true;
  start.click();
  letThrough = false;
}
