// What every page does: the worker and its updates, the install offer and the chosen body; and the start page's parts.

import { all, find } from "./dom.js";
import * as fresh from "../safety/warning-freshness.js";
import { offerInstall } from "./install.js";
import { askBody, showBody } from "../drawings/inline-drawing.js";
import * as store from "./store.js";
import { register } from "./worker-client.js";

async function start() {
  const settings = await store.settings();
  store.mirror(settings);
  showBody(settings.body);
  askBody(settings);
}

/** What this phone's owner did last, was given and may choose stands on the start page only. */
async function startPage() {
  if (!find(".home")) return;
  await Promise.all([import("../home/today.js"), import("../home/choose.js"), import("../home/pregnancy-choices.js")]);
  (await import("../prescription/received-routines-view.js")).showGiven();
}

/** Routines that are listed here are marked by the answers; which modules are asked for does not depend on them. */
async function markRoutines() {
  if (!find("#routine-rules")) return;
  await import("../safety/routine-marks.js");
  if (find("[data-pregnant]")) await import("../safety/pregnant.js");
}

if (!isSecureContext) all("[data-if-secure]").forEach((promise) => (promise.hidden = true)); // no worker without https
import("./cleared.js").catch(() => {}); // not on this phone yet and no connection
offerInstall();
markRoutines();
start();
startPage();
// A page that no worker answered has just come from the network: there is nothing to ask yet, unless it can start.
fresh.watch({ now: Boolean(navigator.serviceWorker?.controller || find("#start")) });
if (navigator.serviceWorker) register().catch(() => {}); // no worker here: the guide still works, with a connection
