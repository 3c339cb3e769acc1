// A routine's page: keep it among the favourites on this phone, and share its address.

import { find } from "../core/dom.js";
import * as favourites from "./favourites.js";

const { routinePage: slug, title } = find("[data-routine-page]").dataset;
const star = find("[data-favourite]");
const said = find("[data-said]");

async function share() {
  const address = location.origin + location.pathname;
  try {
    if (navigator.share) return await navigator.share({ title, url: address });
    await navigator.clipboard.writeText(address);
    said.textContent = "Link copied.";
  } catch (error) {
    if (error.name !== "AbortError") said.textContent = address; // to be copied by hand
  }
}

const show = (list) => star.setAttribute("aria-pressed", String(list.includes(slug)));

star.addEventListener("click", async () => show(await favourites.toggle(slug)));
find("[data-share]").addEventListener("click", share);
favourites.all().then(show);
find("[data-scripted]").hidden = false;
