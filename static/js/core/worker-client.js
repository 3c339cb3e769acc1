// The worker from the page's side: what it holds, a new version that waits, and a changed warning that does not.

import { find, make, trusted, url } from "./dom.js";
import * as store from "./store.js";

export const SAFETY = document.documentElement.dataset.safety; // the safety rules this page was made with
const stamp = import.meta.url.split("/").at(-4); // the hash of all assets: /static/<hash>/js/core/worker-client.js
const container = navigator.serviceWorker;
const ELSEWHERE = "A session runs in another window. End it there first.";
let reloading = false;
let controlled = Boolean(container?.controller);

/** Ask a worker; resolves to its first answer, or to nothing when it says nothing. */
export function ask(worker, question, patience = 3000) {
  const { port1, port2 } = new MessageChannel();
  worker.postMessage(question, [port2]);
  return new Promise((resolve) => {
    port1.onmessage = ({ data }) => resolve(data);
    setTimeout(resolve, patience);
  });
}

/* --- sessions --- */

/** Whether a session runs in this page, or is about to be taken up again. */
export async function isBusy() {
  if (document.body.classList.contains("playing")) return true;
  if (!document.body.classList.contains("in-session")) return false;
  const left = await store.get("session");
  if (left?.version !== document.documentElement.dataset.version) return false;
  if (!find("#left-off").hidden) return false; // it goes on only by a tap, and then through the gate
  return left.slug === JSON.parse(find("#routine")?.textContent ?? "{}").slug && !find("#setup").hidden;
}

/** Whether a session can be started from this page as it is. */
export const isBeforeSession = async () => find("#setup")?.hidden === false && !(await isBusy());

/* --- the worker --- */

/** Register the worker, follow its versions, and say what it holds. */
export async function register() {
  container.addEventListener("message", async ({ data, ports }) => data?.ask === "busy" && ports[0].postMessage(await isBusy()));
  container.addEventListener("controllerchange", onTakeOver);
  container.startMessages();
  if (document.readyState !== "complete") await new Promise((done) => addEventListener("load", done, { once: true }));
  const registration = await container.register(trusted.createScriptURL(url("/sw.js")), { updateViaCache: "none" });
  registration.addEventListener("updatefound", () => follow(registration.installing));
  follow(registration.installing);
  await settle();
  // Home-screen apps do not look for updates by themselves.
  const update = () => document.visibilityState === "visible" && registration.update().catch(() => {});
  document.addEventListener("visibilitychange", update);
  addEventListener("pageshow", ({ persisted }) => persisted && update());
  // The end of a session is the moment for what had to wait.
  new MutationObserver(() => settle()).observe(document.body, { attributeFilter: ["class"] });
  await container.ready;
  showStatus(registration.active);
}

function follow(worker) {
  worker?.addEventListener("statechange", () => {
    if (worker.state === "installed" && container.controller) settle();
    if (worker.state === "activated") showStatus(worker);
  });
}

/** Deal with a version that waits: a changed warning takes over as soon as no session runs, anything else asks. */
export async function settle() {
  const waiting = (await container?.getRegistration())?.waiting;
  const version = waiting && (await ask(waiting, { ask: "version" }));
  if (!version) return;
  if (version.safety === SAFETY) return offer(waiting);
  if (await isBusy()) return;
  const can = await ask(waiting, { ask: "take-over" });
  if (can === false && (await isBeforeSession())) tell(`A warning has changed. ${ELSEWHERE}`);
}

function offer(waiting) {
  const button = make("button", { type: "button", className: "button", textContent: "Reload" });
  button.addEventListener("click", async () => {
    reloading = true;
    const can = await ask(waiting, { ask: "take-over" });
    if (can === false) tell(ELSEWHERE, button);
  });
  tell("New version available", button);
  waiting.addEventListener("statechange", () => waiting.state === "activated" && !reloading && tell());
}

/** Say something in the bar below the masthead, or nothing. */
export function tell(words = "", ...more) {
  find("#update").replaceChildren(...(words ? [make("span", {}, words), ...more] : []));
}

async function onTakeOver() {
  const first = !controlled;
  controlled = true;
  if (first) return;
  if (reloading || (await isBeforeSession())) location.reload();
}

/** Ask the worker what it holds, and say so: first what matters, then everything. It fetches what is missing. */
async function showStatus(worker) {
  const place = find("#offline");
  if (!place) return;
  const { body } = await store.settings();
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => {
    if (data.ready && !place.textContent) place.textContent = "Ready offline";
    if (data.full) setTimeout(() => (place.textContent = "Fully offline"), 1500);
    if (!data.ready) place.textContent = "";
    place.title = `${data.held} of ${data.wanted} pages, drawings and documents on this phone`;
  };
  worker.postMessage({ ask: "status", body, stamp }, [port2]);
}
