// What every page does: the worker and its updates, the install offer, the chosen body, and "last time".

import { sessionAddress } from "./address.js";
import { askBody } from "./body.js";
import { find } from "./dom.js";
import * as fresh from "./fresh.js";
import { offerInstall } from "./install.js";
import { showBody } from "./picture.js";
import { isOver, left } from "./progress.js";
import * as store from "./store.js";
import { register } from "./worker.js";

const LAST = "#last"; // where the home screen's shortcut leads; without a last time it is the start page

async function lastTime() {
  const place = find("#last");
  const last = place && (await store.get("last"));
  if (!last) return;
  const link = find("[data-last]", place);
  link.href = sessionAddress(last);
  find(".card-title", link).textContent = last.title;
  const unfinished = await left();
  if (unfinished?.session.slug === last.slug && !isOver(unfinished.run)) find(".card-meta", link).textContent = "Not finished: go on";
  place.hidden = false;
  if (location.hash === LAST) location.replace(link.href);
}

async function start() {
  const settings = await store.settings();
  store.mirror(settings);
  showBody(settings.body);
  askBody(settings);
  lastTime();
}

/** What was given to this phone's owner stands on the home page only. */
async function givenToYou() {
  if (find(".home")) (await import("./given-list.js")).showGiven();
}

/** Routines that are listed here are marked by the answers; which modules are asked for does not depend on them. */
async function markRoutines() {
  if (!find("#routine-rules")) return;
  await import("./safety/routine-marks.js");
  if (find("[data-pregnant]")) await import("./safety/pregnant.js");
}

offerInstall();
markRoutines();
addEventListener("hashchange", () => location.hash === LAST && lastTime());
start();
givenToYou();
// A page that no worker answered has just come from the network: there is nothing to ask yet, unless it can start.
fresh.watch({ now: Boolean(navigator.serviceWorker?.controller || find("#start")) });
if (navigator.serviceWorker) register().catch(() => {}); // no worker here: the guide still works, with a connection
