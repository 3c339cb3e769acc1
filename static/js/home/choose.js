// From a place on the body to one routine: minutes and posture have a start value, and what is offered is the page's own
// table. What the answers lock is not offered. Which place is shown stands in the address, so that Back leads back.

import { all, find, readJson, url } from "../core/dom.js";
import * as profile from "../safety/profile.js";
import { closedRoutines } from "../safety/routine-marks.js";
import * as store from "../core/store.js";
import { putPicture } from "./pictures.js";

const offers = readJson("choice-offers");
const places = all(".choose");
let wanted = { minutes: "10", where: "standing" }; // until somebody has chosen otherwise

const card = (section, slug) => find(`.others [data-routine="${CSS.escape(slug)}"]`, section);

/** What else is offered for the place: the other postures, then all that is listed, in its order. */
function others(section) {
  const place = offers[section.dataset.place];
  const listed = all(".others [data-routine]", section).map(({ dataset }) => ({ slug: dataset.routine }));
  return [...Object.values(place).map((lengths) => lengths[wanted.minutes]), ...listed];
}

function show(section) {
  const first = offers[section.dataset.place][wanted.where][wanted.minutes];
  const closed = closedRoutines();
  const found = closed.has(first.slug) ? others(section).find(({ slug }) => !closed.has(slug)) : first;
  const box = find("[data-offer]", section);
  box.hidden = !found;
  if (!found) return;
  const title = ({ slug }) => find(".card-title", card(section, slug)).textContent;
  find("[data-offer-title]", box).textContent = title(found);
  find("[data-offer-about]", box).textContent = found.about ?? find(".card-meta", card(section, found.slug)).firstChild.textContent;
  find("[data-offer-start]", box).href = url(`/routines/${encodeURIComponent(found.slug)}/session${found.press ? `#press=${found.press}` : ""}`);
  const why = find("[data-offer-why]", box);
  why.hidden = found === first;
  why.textContent = found === first ? "" : `${title(first)} is locked by your answers.`;
  putPicture(box, found);
}

const showAll = () => places.forEach(show);

for (const section of places) {
  find("[data-asks]", section).hidden = false;
  find(".others", section).open = false;
  for (const field of all("[data-ask]", section)) {
    field.addEventListener("change", () => {
      wanted = { ...wanted, [field.dataset.ask]: field.value };
      fill();
      store.set("choice", wanted);
    });
  }
}

function fill() {
  for (const field of all("[data-ask]")) field.checked = wanted[field.dataset.ask] === field.value;
  showAll();
}

/** The title of the place that was tapped is read first. */
function arrive() {
  find(".choose:target h1")?.focus({ preventScroll: true });
  if (find(".choose:target, .where-first:target")) scrollTo(0, 0);
}

addEventListener("hashchange", arrive);
profile.subscribe(showAll);
store.get("choice").then((kept) => {
  wanted = { ...wanted, ...kept };
  fill();
  profile.load().then(showAll);
});
arrive();
