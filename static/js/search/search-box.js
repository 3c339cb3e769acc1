// The search field of /points: results while typing, from the index on this phone. What is typed can be about somebody's
// health, so it is never sent: it stands in the fragment of the address, which no request carries.

import { all, find, make } from "../core/dom.js";

const field = find("#find"); // `/points#find` leads to it, and browsers put the cursor there
const form = field.form;
const [count, explained, found, everything] = ["#count", "#explained", "#found", "#all"].map((id) => find(id));
let loading;
let index;
let search;
let saying;
let marks; // of routines that the answers close

/** Fetch the index and the ranking once, when somebody is about to search. */
function load() {
  loading ??= Promise.all([import("./rank.js"), fetch(form.dataset.index).then((answer) => {
    if (!answer.ok) throw new Error(`${form.dataset.index}: ${answer.status}`);
    return answer.json();
  })]).then(([{ searcher }, document]) => {
    index = document;
    search = searcher(document);
  });
  return loading;
}

const link = (href, ...children) => make("li", {}, make("a", { href }, ...children));
const span = (className, text, lang) => make("span", { className, ...(lang && { lang }) }, text);

function matched(text, shown) {
  if (shown.includes(text.text)) return [];
  const words = make("span", text.lang && { lang: text.lang }, text.text);
  return [make("span", { className: "matched" }, `${index.labels[text.label].name}: `, words)];
}

function row({ entry, field: by }) {
  const { key, title, about, hanzi, english, flags = [], href } = entry;
  if (entry.kind !== "point") {
    const found = link(href, make("span", { className: "entry" }, span("name", title), span("meta", about), ...matched(by, [title, about])));
    if (entry.kind === "routine") found.dataset.routine = key;
    return found;
  }
  const names = make("span", { className: "names" }, span("name", title, "zh-Latn-pinyin"), span("hanzi", hanzi, "zh-Hant"), span("english", english));
  const warned = make("span", { className: "flags" }, ...flags.map((flag) => span("flag", flag)));
  return link(href, span("code", key), make("span", { className: "entry" }, names, span("meta", about), ...matched(by, [key, title, hanzi, english]), warned));
}

function section(title, hits) {
  const list = make("ul", { className: "pointlist" }, ...hits.map(row));
  list.dataset.openFirst = "";
  return make("section", {}, make("h2", {}, title), list);
}

function explain({ explanation, points }) {
  explained.hidden = !explanation;
  find("[data-text]", explained).textContent = explanation;
  const meant = index.entries.filter(({ kind, key }) => kind === "point" && points.includes(key));
  find("[data-points]", explained).replaceChildren(
    ...meant.map(({ href, key, title }) => link(href, span("code", key), " ", make("span", { lang: "zh-Latn-pinyin" }, title))));
}

/** Once the typing pauses, say how much was found, and put the query into the address for sharing and going back. */
function say(text, query) {
  clearTimeout(saying);
  saying = setTimeout(() => {
    count.textContent = text;
    history.replaceState(null, "", query ? `${location.pathname}#q=${encodeURIComponent(query)}` : location.pathname);
  }, 300);
}

function show() {
  if (!search) return;
  const query = field.value.trim();
  const answer = search(query);
  const groups = index.kinds.map(({ kind, title }) => [title, answer.hits.filter(({ entry }) => entry.kind === kind)])
    .filter(([, hits]) => hits.length);
  found.replaceChildren(...groups.map(([title, hits]) => section(title, hits)));
  marks?.updateMarks(found);
  everything.hidden = groups.length > 0;
  find(".spread-figure", everything).hidden = Boolean(query); // laying it out costs more than a keystroke may
  explain(answer);
  say(groups.map(([title, hits]) => `${title}: ${hits.length}`).join(" · ") || (query && "Nothing found"), query);
}

async function run() {
  try {
    await load();
    show();
  } catch {
    loading = undefined; // not on this phone yet and no connection: the list below stays
    say("Searching needs a connection until the guide is on this phone. All points are listed below.", field.value.trim());
  }
}

const links = () => all("#found a, #explained:not([hidden]) [data-points] a");

/** Go through the results with the arrow keys; above the first is the field. Escape goes back to it, and empties it. */
function step(event) {
  const here = document.activeElement === field ? -1 : links().indexOf(document.activeElement);
  const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (here < 0 && document.activeElement !== field) return;
  if (event.key === "Escape") back(here < 0);
  else if (!way || (here < 0 && way < 0)) return;
  else (links()[Math.min(here + way, links().length - 1)] ?? field).focus();
  event.preventDefault();
}

function back(empty) {
  field.focus();
  if (!empty) return;
  field.value = "";
  show();
}

/** Take a query from the address: a shared one, or one that the server answered for a page without scripts. */
function take() {
  const shared = new URLSearchParams(location.hash.replace(/^#(?=q=)/, "")).get("q");
  const asked = shared ?? new URLSearchParams(location.search).get("q");
  if (asked !== null) {
    field.value = asked;
    run();
  }
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  await run();
  links()[0]?.focus();
});
field.addEventListener("focus", () => load().catch(() => { loading = undefined; }));
field.addEventListener("input", () => (search ? show() : run()));
form.parentElement.addEventListener("keydown", step);
const loadMarks = () => import("../safety/routine-marks.js");
loadMarks().then((module) => {
  marks = module;
  marks.updateMarks(found);
}, () => {}); // not on this phone yet and no connection: the session's gate says it all the same
addEventListener("hashchange", take);
take();
