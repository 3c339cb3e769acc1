// What every page does: the worker and its updates, the offline status, the chosen body, and "last time".

import { find, make, trusted } from "./dom.js";
import { swapBodies } from "./picture.js";
import * as store from "./store.js";

let reloading = false;

/* --- the worker --- */

async function register() {
  if (!navigator.serviceWorker) return;
  const controlled = Boolean(navigator.serviceWorker.controller);
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (controlled && reloading) location.reload();
  });
  const address = trusted.createScriptURL("/sw.js");
  const registration = await navigator.serviceWorker.register(address, { updateViaCache: "none" });
  if (registration.waiting) offer(registration.waiting);
  follow(registration.installing);
  registration.addEventListener("updatefound", () => follow(registration.installing));
  // Home-screen apps do not look for updates by themselves.
  const look = () => document.visibilityState === "visible" && registration.update().catch(() => {});
  document.addEventListener("visibilitychange", look);
  addEventListener("pageshow", ({ persisted }) => persisted && look());
  await navigator.serviceWorker.ready;
  status(registration.active);
}

function follow(worker) {
  worker?.addEventListener("statechange", () => {
    if (worker.state === "installed" && navigator.serviceWorker.controller) offer(worker);
    if (worker.state === "activated") status(worker);
  });
}

function offer(worker) {
  const button = make("button", { type: "button", className: "button", textContent: "Reload" });
  button.addEventListener("click", () => {
    reloading = true;
    worker.postMessage("skip-waiting");
  });
  find("#update").replaceChildren(make("span", {}, "New version available"), button);
  worker.addEventListener("statechange", () => {
    if (worker.state === "activated" && !reloading) find("#update").replaceChildren();
  });
}

/** Ask the worker what it holds, and say so: first what matters, then everything. */
function status(worker) {
  const place = find("#offline");
  const channel = new MessageChannel();
  channel.port1.onmessage = ({ data }) => {
    if (data.ready) place.textContent = "Ready offline";
    if (data.full) setTimeout(() => (place.textContent = "Fully offline"), 1500);
    place.title = `${data.held} of ${data.wanted} files on this phone`;
  };
  store.settings().then(({ body }) => worker.postMessage({ ask: "status", body }, [channel.port2]));
}

/* --- the page --- */

async function lastTime() {
  const place = find("#last");
  const last = place && (await store.get("last"));
  if (!last) return;
  const link = find("[data-last]", place);
  link.href = `/routines/${encodeURIComponent(last.slug)}/session`;
  find(".card-title", link).textContent = last.title;
  const unfinished = await store.get("session");
  if (unfinished?.slug === last.slug) find(".card-meta", link).textContent = "Not finished: go on";
  place.hidden = false;
}

async function start() {
  const settings = await store.settings();
  store.mirror(settings);
  if (settings.body !== "female") swapBodies(settings.body);
  lastTime();
}

start();
register().catch(() => {}); // no worker here: the guide still works, with a connection
