// The page of a routine that came in a link: reads it, joins what is published of its points, shows it, and hands it to
// the same player as any other. What cannot be read is said, with the part that is wrong.

import { ask } from "./calendar-form.js";
import { renderContraindications, renderSources } from "../safety/contraindications-view.js";
import { showFacts, showSteps } from "./link-page-view.js";
import { fetchPoints } from "../core/point-api.js";
import { find, make, readJson, url } from "../core/dom.js";
import * as given from "./received-routines.js";
import { showGiven } from "./received-routines-view.js";
import { label, normalised, points, read, Refused, routine, write } from "./prescription.js";
import { tabValue } from "../core/store.js";

const PATIENCE = 6000; // ms
const PREVIEW = "thumbwidth-preview"; // set by the composer: whoever looks at it there was not given it
const rules = readJson("rules");
const questions = readJson("questions");
const text = normalised(location.hash.slice(1));

/** Say why there is no session: one of the page's own boxes, with the part and the reason. */
function refuse(name, title, reason = "") {
  const box = find(`[data-no=${name}]`);
  find("[data-title]").textContent = title;
  const place = find("[data-reason]", box);
  if (place) place.textContent = reason;
  box.hidden = false;
}

async function show() {
  if (text !== location.hash.slice(1)) history.replaceState(null, "", `#${text}`);
  if (!text || document.getElementById(text)) {
    refuse("routine", "A routine in a link");
    import("./code-scanner.js").then(({ offerScanner }) => offerScanner(openLink));
    return showGiven();
  }
  try {
    const one = read(text, rules);
    const documents = await fetchPoints(one.items, rules);
    await play(one, documents);
  } catch (error) {
    if (!(error instanceof Refused)) return refuse("connection", "Not all of it is on this phone");
    refuse("sense", "This link cannot be read", error.told);
    find("[data-mend]").href = url(`/compose#${text}`);
  }
}

async function play(one, documents) {
  const prescription = write(one);
  const made = { ...routine(one, documents, rules), version: document.documentElement.dataset.version, limit: rules.most.seconds, prescription };
  document.title = `${made.title} · Thumbwidth`;
  find("[data-title]").textContent = made.title;
  showNote(one.note);
  showFacts(one, made, documents);
  showSteps(made.steps);
  const cited = Object.values(documents).flatMap(({ location, press }) => [...location.sources, ...press.sources]);
  find("[data-basis]").replaceChildren(renderSources([...new Set([...cited, ...made.sources])], rules.tiers, "Basis of the steps"));
  renderContraindications(find("[data-cautions]"), documents, questions, rules);
  ask(find("[data-calendar]"), points(one), { daily: one.daily || rules.most.daily, weeks: one.weeks || rules.most.weeks });
  find("[data-change]").href = url(`/compose#${prescription}`);
  find("[data-paper]").href = url(`/routines/custom/handout#${prescription}`);
  document.body.append(make("div", { id: "routine", hidden: true }, JSON.stringify(made))); // where the player looks for it
  find("#setup").hidden = false;
  await answering();
  await import("../session/player.js");
  const seen = tabValue(PREVIEW) === prescription;
  find("[data-preview]").hidden = !seen;
  find("[data-stays]").hidden = seen;
  if (!seen) await given.keep({ prescription, title: [...new Set(one.items.map(label))].join(", "), seconds: made.seconds, daily: one.daily, weeks: one.weeks });
}

/** Wait until the worker answers for the site: from then on no server sees which drawings a session asks for. */
async function answering() {
  const worker = navigator.serviceWorker;
  if (!worker || worker.controller) return;
  const there = new Promise((done) => worker.addEventListener("controllerchange", done, { once: true }));
  await Promise.race([there, new Promise((done) => setTimeout(done, PATIENCE))]);
}

function showNote(note) {
  find("[data-note]").hidden = !note;
  find("[data-note-text]").textContent = note;
}

/** Open a link, or what follows its #, in this window. */
function openLink(link) {
  location.hash = normalised(link.slice(link.indexOf("#") + 1).trim());
}

// The skip link changes what stands after the #, and so does a second link that is opened in this window.
addEventListener("hashchange", () => {
  if (document.getElementById(location.hash.slice(1))) history.replaceState(null, "", `#${text}`);
  else if (location.hash.slice(1) !== text) location.reload();
});
find("[data-paste]").addEventListener("submit", (event) => {
  event.preventDefault();
  openLink(find("input", event.target).value);
});
find("[data-try-again]").addEventListener("click", () => location.reload());
show();
