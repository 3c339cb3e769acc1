// Entry module of every page: service worker, updates, install help, chosen body, and the parts of the start page.

import { all, find } from "./dom.js";
import * as freshness from "../safety/warning-freshness.js";
import { offerInstall } from "./install.js";
import { offerBodyChoice, setBody } from "../drawings/inline-drawing.js";
import * as store from "./store.js";
import { register } from "./worker-client.js";

async function init() {
  const settings = await store.settings();
  store.mirrorAppearance(settings);
  setBody(settings.body);
  offerBodyChoice(settings);
}

/** Load the modules that only the start page uses: last routine, received routines, choices. */
async function initHomePage() {
  if (!find(".home")) return;
  await Promise.all([import("../home/today.js"), import("../home/choose.js"), import("../home/pregnancy-choices.js")]);
  (await import("../prescription/received-routines-view.js")).renderReceived();
}

/** Mark the listed routines by the health answers. The modules requested do not depend on the answers. */
async function markRoutines() {
  if (!find("#routine-rules")) return;
  await import("../safety/routine-marks.js");
  if (find("[data-pregnant]")) await import("../safety/pregnant.js");
}

if (!isSecureContext) all("[data-if-secure]").forEach((element) => (element.hidden = true)); // a service worker needs https
import("./cleared.js").catch(() => {}); // not cached yet and offline
offerInstall();
markRoutines();
init();
initHomePage();
// A page that no service worker controls has just come from the network: check only where a session can start.
freshness.watchWarnings({ now: Boolean(navigator.serviceWorker?.controller || find("#start")) });
if (navigator.serviceWorker) register().catch(() => {}); // without a service worker the guide works online
