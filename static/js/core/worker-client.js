// Client of the service worker: offline status, available updates, and changed warnings, which are activated at once.

import { find, make, policy, url } from "./dom.js";
import * as store from "./store.js";

export const SAFETY_VERSION = document.documentElement.dataset.safety; // version of the safety rules of this page
const assetsHash = import.meta.url.split("/").at(-4); // hash of all assets: /static/<hash>/js/core/worker-client.js
const container = navigator.serviceWorker;
const SESSION_ELSEWHERE = "A session runs in another window. End it there first.";
let isReloading = false;
let hasController = Boolean(container?.controller);

/** Post a message to a worker. Resolves to its first reply, or to undefined after the timeout. */
export function postQuestion(worker, message, timeoutMs = 3000) {
  const { port1, port2 } = new MessageChannel();
  worker.postMessage(message, [port2]);
  return new Promise((resolve) => {
    port1.onmessage = ({ data }) => resolve(data);
    setTimeout(resolve, timeoutMs);
  });
}

/* --- sessions --- */

/** Whether a session runs in this page, or is about to resume. */
export async function isBusy() {
  if (document.body.classList.contains("playing")) return true;
  if (!document.body.classList.contains("in-session")) return false;
  const saved = await store.get("session");
  if (saved?.version !== document.documentElement.dataset.version) return false;
  if (!find("#left-off").hidden) return false; // it resumes only by a tap, and then through the gate
  return saved.slug === JSON.parse(find("#routine")?.textContent ?? "{}").slug && !find("#setup").hidden;
}

/** Whether a session can be started from this page now. */
export const canStartSession = async () => find("#setup")?.hidden === false && !(await isBusy());

/* --- service worker --- */

/** Register the service worker, watch for updates, and show the offline status. */
export async function register() {
  container.addEventListener("message", async ({ data, ports }) => data?.ask === "busy" && ports[0].postMessage(await isBusy()));
  container.addEventListener("controllerchange", onControllerChange);
  container.startMessages();
  if (document.readyState !== "complete") await new Promise((done) => addEventListener("load", done, { once: true }));
  const registration = await container.register(policy.createScriptURL(url("/sw.js")), { updateViaCache: "none" });
  registration.addEventListener("updatefound", () => watchInstall(registration.installing));
  watchInstall(registration.installing);
  await activateWaitingWorker();
  // Apps on the home screen do not check for updates by themselves.
  const checkForUpdate = () => document.visibilityState === "visible" && registration.update().catch(() => {});
  document.addEventListener("visibilitychange", checkForUpdate);
  addEventListener("pageshow", ({ persisted }) => persisted && checkForUpdate());
  // The end of a session activates an update that had to wait.
  new MutationObserver(() => activateWaitingWorker()).observe(document.body, { attributeFilter: ["class"] });
  await container.ready;
  renderOfflineStatus(registration.active);
}

function watchInstall(worker) {
  worker?.addEventListener("statechange", () => {
    if (worker.state === "installed" && container.controller) activateWaitingWorker();
    if (worker.state === "activated") renderOfflineStatus(worker);
  });
}

/**
 * Handle a waiting update: activate a changed warning as soon as no session runs, offer a reload for any other change.
 */
export async function activateWaitingWorker() {
  const waiting = (await container?.getRegistration())?.waiting;
  const version = waiting && (await postQuestion(waiting, { ask: "version" }));
  if (!version) return;
  if (version.safety === SAFETY_VERSION) return offerReload(waiting);
  if (await isBusy()) return;
  const isActivated = await postQuestion(waiting, { ask: "take-over" });
  if (isActivated === false && (await canStartSession())) notify(`A warning has changed. ${SESSION_ELSEWHERE}`);
}

function offerReload(waiting) {
  const button = make("button", { type: "button", className: "button", textContent: "Reload" });
  button.addEventListener("click", async () => {
    isReloading = true;
    const isActivated = await postQuestion(waiting, { ask: "take-over" });
    if (isActivated === false) notify(SESSION_ELSEWHERE, button);
  });
  notify("New version available", button);
  waiting.addEventListener("statechange", () => waiting.state === "activated" && !isReloading && notify());
}

/** Show a notice in the bar below the header; without a text, hide it. */
export function notify(text = "", ...nodes) {
  find("#update").replaceChildren(...(text ? [make("span", {}, text), ...nodes] : []));
}

async function onControllerChange() {
  const isFirst = !hasController;
  hasController = true;
  if (isFirst) return;
  if (isReloading || (await canStartSession())) location.reload();
}

/** Show the offline status that the service worker reports while it fetches missing responses. */
async function renderOfflineStatus(worker) {
  const status = find("#offline");
  if (!status) return;
  const { body } = await store.settings();
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => {
    if (data.ready && !status.textContent) status.textContent = "Ready offline";
    if (data.full) setTimeout(() => (status.textContent = "Fully offline"), 1500);
    if (!data.ready) status.textContent = "";
    status.title = `${data.held} of ${data.wanted} pages, drawings and documents on this phone`;
  };
  worker.postMessage({ ask: "status", body, stamp: assetsHash }, [port2]);
}
