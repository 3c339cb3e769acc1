// The emergency number of the chosen country, wherever a page tells a person to call. Loading this is enough.

import { all, find, make } from "../core/dom.js";
import { keep, settings } from "../core/store.js";

const FIRST = 6;

/** The first countries as one-tap calls, that of the phone's region before the others; it is a guess, so it is named. */
function firstCountries(box) {
  const region = navigator.languages.map((tag) => new Intl.Locale(tag).region).find(Boolean);
  const known = [...find("[data-country]", box).options].filter(({ dataset }) => dataset.tel);
  const ordered = [...known.filter(({ value }) => value === region), ...known.filter(({ value }) => value !== region)];
  return ordered.slice(0, FIRST).map(({ text, value, dataset: { tel } }) => {
    const link = make("a", { className: "tile", href: `tel:${tel.match(/[0-9]+/)[0]}` }, `${text} `, make("b", {}, tel));
    link.addEventListener("click", () => choose(value));
    return link;
  });
}

function show(box, country) {
  const select = find("[data-country]", box);
  select.value = country;
  const { tel, note } = select.selectedOptions[0]?.dataset ?? {};
  const link = find("[data-number]", box);
  link.textContent = tel || "your local emergency number";
  if (tel) link.href = `tel:${tel.match(/[0-9]+/)[0]}`;
  else link.removeAttribute("href");
  find(".call-note", box).textContent = (tel && note) || "";
  find(".tiles", box)?.remove();
  if (!tel) find(".call-line", box).after(make("div", { className: "tiles" }, ...firstCountries(box)));
}

const boxes = all("[data-call]");

async function choose(country) {
  await keep("country", country);
  for (const box of boxes) show(box, country);
}

/** What is chosen on this page already: somebody in need does not wait for scripts. */
const chosen = () => boxes.map((box) => find("[data-country]", box).value).find(Boolean);

async function wire() {
  for (const box of boxes) find("[data-country]", box).addEventListener("change", ({ target }) => choose(target.value));
  const { country } = await settings();
  if (chosen()) await choose(chosen());
  else for (const box of boxes) show(box, country);
}

wire();
