// The emergency number of the chosen country, wherever a page tells a person to call. Loading this is enough.

import { all, find } from "../core/dom.js";
import { keep, settings } from "../core/store.js";

function show(box, country) {
  const select = find("[data-country]", box);
  select.value = country;
  const { tel, note } = select.selectedOptions[0]?.dataset ?? {};
  const link = find("[data-number]", box);
  link.textContent = tel || "your local emergency number";
  if (tel) link.href = `tel:${tel.match(/[0-9]+/)[0]}`;
  else link.removeAttribute("href");
  find(".call-note", box).textContent = (tel && note) || "";
}

const boxes = all("[data-call]");

async function choose(country) {
  await keep("country", country);
  for (const box of boxes) show(box, country);
}

/** What is chosen on this page already: somebody in need does not wait for scripts. */
const chosen = () => boxes.map((box) => find("[data-country]", box).value).find(Boolean);

async function wire() {
  for (const box of boxes) {
    find("[data-country]", box).addEventListener("change", ({ target }) => choose(target.value));
    for (const tile of all(".tile", box)) tile.addEventListener("click", () => choose(tile.dataset.code));
  }
  const { country } = await settings();
  if (chosen()) await choose(chosen());
  else for (const box of boxes) show(box, country);
}

wire();
