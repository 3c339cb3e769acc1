// The page of a routine from a link: parses it, joins the published documents of its points, shows it, and starts the
// player. An unreadable link is reported with the part that is wrong.

import { setRoutine } from "./calendar-form.js";
import { renderContraindications, renderSources } from "../safety/contraindications-view.js";
import { renderFacts, renderSteps } from "./link-page-view.js";
import { fetchPoints } from "../core/point-api.js";
import { find, make, readJson, url } from "../core/dom.js";
import { sessionUrl } from "../core/session-url.js";
import * as receivedRoutines from "./received-routines.js";
import { renderReceived } from "./received-routines-view.js";
import { buildRoutine, itemLabels, maxDaily, normalise, parse, pointsText, serialize, SpecError } from "./prescription.js";
import { tabValue } from "../core/store.js";

const WORKER_TIMEOUT = 6000; // ms
const PREVIEW_KEY = "thumbwidth-preview"; // set by the composer: a preview is not stored as received
const rules = readJson("rules");
const questions = readJson("questions");
const text = normalise(location.hash.slice(1));

/** Show why there is no session: one of the page's boxes, with the wrong part and the reason. */
function showProblem(name, title, reason = "") {
  const box = find(`[data-no=${name}]`);
  find("[data-title]").textContent = title;
  const reasonElement = find("[data-reason]", box);
  if (reasonElement) reasonElement.textContent = reason;
  box.hidden = false;
}

async function show() {
  if (text !== location.hash.slice(1)) history.replaceState(null, "", `#${text}`);
  if (!text || document.getElementById(text)) {
    showProblem("routine", "A routine in a link");
    import("./code-scanner.js").then(({ offerScanner }) => offerScanner(openLink));
    return renderReceived();
  }
  try {
    const parsed = parse(text, rules);
    const documents = await fetchPoints(parsed.items, rules);
    await showRoutine(parsed, documents);
  } catch (error) {
    if (!(error instanceof SpecError)) return showProblem("connection", "Not all of it is on this phone");
    showProblem("sense", "This link cannot be read", error.userMessage);
    find("[data-mend]").href = url(`/compose#${text}`);
  }
}

async function showRoutine(parsed, documents) {
  const prescription = serialize(parsed);
  const routine = { ...buildRoutine(parsed, documents, rules), version: document.documentElement.dataset.version, limit: rules.most.seconds, prescription };
  document.title = `${routine.title} · Thumbwidth`;
  find("[data-title]").textContent = routine.title;
  showNote(parsed.note);
  renderFacts(parsed, routine, documents, rules);
  renderSteps(routine.steps);
  const sources = Object.values(documents).flatMap(({ location, press }) => [...location.sources, ...press.sources]);
  find("[data-basis]").replaceChildren(renderSources([...new Set([...sources, ...routine.sources])], rules.tiers, "Basis of the steps"));
  renderContraindications(find("[data-cautions]"), documents, questions, rules);
  setRoutine(find("[data-calendar]"), pointsText(parsed), { daily: parsed.daily || maxDaily(parsed.items, rules), weeks: parsed.weeks || rules.most.weeks });
  find("[data-change]").href = url(`/compose#${prescription}`);
  find("[data-paper]").href = url(`/routines/custom/handout#${prescription}`);
  document.body.append(make("div", { id: "routine", hidden: true }, JSON.stringify(routine))); // read by the player
  find("#setup").hidden = false;
  await workerReady();
  await import("../session/player.js");
  const isPreview = tabValue(PREVIEW_KEY) === prescription;
  find("[data-preview]").hidden = !isPreview;
  find("[data-stays]").hidden = isPreview;
  if (!isPreview) await storeReceived({ prescription, title: itemLabels(parsed.items, rules).join(", "), seconds: routine.seconds, daily: parsed.daily, weeks: parsed.weeks });
}

/** Store the routine as received, and name the one that was removed to make room: it can be opened again. */
async function storeReceived(entry) {
  const removed = await receivedRoutines.addReceived(entry);
  if (!removed) return;
  const link = make("a", { href: sessionUrl(removed) }, removed.title);
  find("[data-made-room]").replaceChildren("To make room, the routine that you opened longest ago was removed: ", link, ".");
}

/** Wait until the service worker controls the page: then no server sees which drawings a session requests. */
async function workerReady() {
  const worker = navigator.serviceWorker;
  if (!worker || worker.controller) return;
  const controlled = new Promise((done) => worker.addEventListener("controllerchange", done, { once: true }));
  await Promise.race([controlled, new Promise((done) => setTimeout(done, WORKER_TIMEOUT))]);
}

/** Show the note without empty lines at its ends, and with one at most between paragraphs. */
function showNote(note) {
  const text = note.trim().replace(/\n\s*\n\s*\n/g, "\n\n");
  find("[data-note]").hidden = !text;
  find("[data-note-text]").textContent = text;
}

/** Open a link, or its fragment, in this window. */
function openLink(link) {
  location.hash = normalise(link.slice(link.indexOf("#") + 1).trim());
}

// The skip link changes the fragment, and so does a second link that is opened in this window.
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
