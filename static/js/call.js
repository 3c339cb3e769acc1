// The emergency number of the chosen country, wherever a page tells a person to call. Loading this is enough.

import { all, find } from "./dom.js";
import { keep, settings } from "./store.js";

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

async function wire() {
  const boxes = all("[data-call]");
  const { country } = await settings();
  for (const box of boxes) {
    show(box, country);
    find("[data-country]", box).addEventListener("change", async ({ target }) => {
      const chosen = target.value;
      await keep("country", chosen);
      for (const each of boxes) show(each, chosen);
    });
  }
}

wire();
