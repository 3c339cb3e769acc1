// The search field of /points: results while typing, from an index on this phone. A query can be about a person's
// health, so it is never sent: it is in the fragment of the URL, which no request contains.

import { all, find, make } from "../core/dom.js";

const field = find("#find"); // `/points#find` focuses it
const form = field.form;
const [count, explanationBox, results, allPoints] = ["#count", "#explained", "#found", "#all"].map((id) => find(id));
let pendingIndex;
let index;
let search;
let announceTimer;
let routineMarks; // of routines that the answers close

/** Fetch the index and the ranking once, when the field gets the focus. */
function loadIndex() {
  pendingIndex ??= Promise.all([import("./rank.js"), fetch(form.dataset.index).then((response) => {
    if (!response.ok) throw new Error(`${form.dataset.index}: ${response.status}`);
    return response.json();
  })]).then(([{ createSearch }, document]) => {
    index = document;
    search = createSearch(document);
  });
  return pendingIndex;
}

const link = (href, ...children) => make("li", {}, make("a", { href }, ...children));
const span = (className, text, lang) => make("span", { className, ...(lang && { lang }) }, text);

function matchReason(text, visibleTexts) {
  if (visibleTexts.includes(text.text)) return [];
  const words = make("span", text.lang && { lang: text.lang }, text.text);
  return [make("span", { className: "match-reason" }, `${index.labels[text.label].name}: `, words)];
}

function row({ entry, field: match }) {
  const { key, title, about, hanzi, english, flags = [], href } = entry;
  if (entry.kind !== "point") {
    const item = link(href, make("span", { className: "entry" }, span("name", title), span("meta", about), ...matchReason(match, [title, about])));
    if (entry.kind === "routine") item.dataset.routine = key;
    return item;
  }
  const names = make("span", { className: "names" }, span("name", title, "zh-Latn-pinyin"), span("hanzi", hanzi, "zh-Hant"), span("english", english));
  const warnings = make("span", { className: "flags" }, ...flags.map((flag) => span("flag", flag)));
  return link(href, span("code", key), make("span", { className: "entry" }, names, span("meta", about), ...matchReason(match, [key, title, hanzi, english]), warnings));
}

function section(title, hits) {
  const list = make("ul", { className: "pointlist" }, ...hits.map(row));
  list.dataset.openFirst = "";
  return make("section", {}, make("h2", {}, title), list);
}

function showExplanation({ explanation, points }) {
  explanationBox.hidden = !explanation;
  find("[data-text]", explanationBox).textContent = explanation;
  const namedPoints = index.entries.filter(({ kind, key }) => kind === "point" && points.includes(key));
  find("[data-points]", explanationBox).replaceChildren(
    ...namedPoints.map(({ href, key, title }) => link(href, span("code", key), " ", make("span", { lang: "zh-Latn-pinyin" }, title))));
}

/** After a pause in typing, announce the number of results and put the query into the URL. */
function announce(text, query) {
  clearTimeout(announceTimer);
  announceTimer = setTimeout(() => {
    count.textContent = text;
    history.replaceState(null, "", query ? `${location.pathname}#q=${encodeURIComponent(query)}` : location.pathname);
  }, 300);
}

function renderResults() {
  if (!search) return;
  const query = field.value.trim();
  const result = search(query);
  const groups = index.kinds.map(({ kind, title }) => [title, result.hits.filter(({ entry }) => entry.kind === kind)])
    .filter(([, hits]) => hits.length);
  results.replaceChildren(...groups.map(([title, hits]) => section(title, hits)));
  routineMarks?.updateMarks(results);
  allPoints.hidden = groups.length > 0;
  find(".spread-figure", allPoints).hidden = Boolean(query); // its layout would delay a keystroke
  showExplanation(result);
  announce(groups.map(([title, hits]) => `${title}: ${hits.length}`).join(" · ") || (query && "Nothing found"), query);
}

async function searchNow() {
  try {
    await loadIndex();
    renderResults();
  } catch {
    pendingIndex = undefined; // not cached and offline: the list below stays
    announce("Searching needs a connection until the guide is on this phone. All points are listed below.", field.value.trim());
  }
}

const resultLinks = () => all("#found a, #explained:not([hidden]) [data-points] a");

/**
 * Move through the results with the arrow keys; above the first is the field. Escape focuses the field, or empties it.
 */
function moveThroughResults(event) {
  const position = document.activeElement === field ? -1 : resultLinks().indexOf(document.activeElement);
  const direction = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (position < 0 && document.activeElement !== field) return;
  if (event.key === "Escape") focusField(position < 0);
  else if (!direction || (position < 0 && direction < 0)) return;
  else (resultLinks()[Math.min(position + direction, resultLinks().length - 1)] ?? field).focus();
  event.preventDefault();
}

function focusField(isEmptied) {
  field.focus();
  if (!isEmptied) return;
  field.value = "";
  renderResults();
}

/** Take the query from the URL: a shared one, or one that the server answered without scripts. */
function queryFromUrl() {
  const shared = new URLSearchParams(location.hash.replace(/^#(?=q=)/, "")).get("q");
  const query = shared ?? new URLSearchParams(location.search).get("q");
  if (query !== null) {
    field.value = query;
    searchNow();
  }
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  await searchNow();
  resultLinks()[0]?.focus();
});
field.addEventListener("focus", () => loadIndex().catch(() => { pendingIndex = undefined; }));
field.addEventListener("input", () => (search ? renderResults() : searchNow()));
form.parentElement.addEventListener("keydown", moveThroughResults);
const loadMarks = () => import("../safety/routine-marks.js");
loadMarks().then((module) => {
  routineMarks = module;
  routineMarks.updateMarks(results);
}, () => {}); // not cached and offline: the gate shows it before a session
addEventListener("hashchange", queryFromUrl);
queryFromUrl();
