// The emergency number of the chosen country, on every page that asks a person to call. Runs on import.

import { all, find } from "../core/dom.js";
import { setSetting, settings } from "../core/store.js";
import { exchangeOwnCountry } from "./phone-country.js";

function renderNumber(box, country) {
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

async function setCountry(country) {
  await setSetting("country", country);
  for (const box of boxes) renderNumber(box, country);
}

/** Return the country that was selected before the scripts ran: in an emergency nobody waits for them. */
const countryOnPage = () => boxes.map((box) => find("[data-country]", box).value).find(Boolean);

async function init() {
  for (const box of boxes) {
    find("[data-country]", box).addEventListener("change", ({ target }) => setCountry(target.value));
    exchangeOwnCountry(find(".tiles", box), (region) => find(`.tile[data-code="${region}"]`, box));
    for (const tile of all(".tile", box)) tile.addEventListener("click", () => setCountry(tile.dataset.code));
  }
  const { country } = await settings();
  if (countryOnPage()) await setCountry(countryOnPage());
  else for (const box of boxes) renderNumber(box, country);
}

init();
