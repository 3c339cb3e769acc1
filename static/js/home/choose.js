// From an area of the body to one routine. Minutes and posture have defaults, and the page's table names the offer.
// Routines that the answers lock are not offered. The area is the fragment of the URL, so that Back works.

import { all, find, readJson, url } from "../core/dom.js";
import { entries } from "../journal/journal-db.js";
import { renderMovementOffer } from "../routines/movement-offer.js";
import * as profile from "../safety/profile.js";
import { closedRoutines } from "../safety/routine-marks.js";
import * as store from "../core/store.js";
import { putPicture } from "./pictures.js";

const offersByPlace = readJson("choice-offers");
const sections = all(".choose");
let journalEntries = null; // null until the journal has been read
let choice = { minutes: "10", where: "standing" }; // the defaults

const card = (section, slug) => find(`.others [data-routine="${CSS.escape(slug)}"]`, section);

/** Return the other offers of the area: the other postures, then the listed routines in their order. */
function otherOffers(section) {
  const place = offersByPlace[section.dataset.place];
  const listed = all(".others [data-routine]", section).map(({ dataset }) => ({ slug: dataset.routine }));
  return [...Object.values(place).map((lengths) => lengths[choice.minutes]), ...listed];
}

function renderOffer(section) {
  const first = offersByPlace[section.dataset.place][choice.where][choice.minutes];
  const closedSlugs = closedRoutines();
  const offer = closedSlugs.has(first.slug) ? otherOffers(section).find(({ slug }) => !closedSlugs.has(slug)) : first;
  const box = find("[data-offer]", section);
  box.hidden = !offer;
  renderMovementOffer(section, { beside: (offer ?? first).slug, journalEntries });
  if (!offer) return;
  const title = ({ slug }) => find(".card-title", card(section, slug)).textContent;
  find("[data-offer-title]", box).textContent = title(offer);
  find("[data-offer-about]", box).textContent = offer.about ?? find(".card-meta", card(section, offer.slug)).firstChild.textContent;
  find("[data-offer-start]", box).href = url(`/routines/${encodeURIComponent(offer.slug)}/session${offer.press ? `#press=${offer.press}` : ""}`);
  const reason = find("[data-offer-why]", box);
  reason.hidden = offer === first;
  reason.textContent = offer === first ? "" : `${title(first)} is locked by your answers.`;
  putPicture(box, offer);
}

const renderOffers = () => sections.forEach(renderOffer);

for (const section of sections) {
  find("[data-asks]", section).hidden = false;
  find(".others", section).open = false;
  for (const field of all("[data-ask]", section)) {
    field.addEventListener("change", () => {
      choice = { ...choice, [field.dataset.ask]: field.value };
      fillFields();
      store.set("choice", choice);
    });
  }
}

function fillFields() {
  for (const field of all("[data-ask]")) field.checked = choice[field.dataset.ask] === field.value;
  renderOffers();
}

/** Focus the title of the chosen area, so that screen readers read it first. */
function focusTarget() {
  find(".choose:target h1")?.focus({ preventScroll: true });
  if (find(".choose:target, .where-first:target")) scrollTo(0, 0);
}

addEventListener("hashchange", focusTarget);
profile.subscribe(renderOffers);
store.get("choice").then((stored) => {
  choice = { ...choice, ...stored };
  fillFields();
  Promise.all([profile.load(), entries().then((list) => (journalEntries = list), () => {})]).then(renderOffers);
});
focusTarget();
