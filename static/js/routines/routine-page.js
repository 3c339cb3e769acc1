// The page of a routine: favourite button and share button.

import { find } from "../core/dom.js";
import * as favourites from "./favourites.js";

const { routinePage: slug, title } = find("[data-routine-page]").dataset;
const star = find("[data-favourite]");
const status = find("[data-said]");

async function share() {
  const address = location.origin + location.pathname;
  try {
    if (navigator.share) return await navigator.share({ title, url: address });
    await navigator.clipboard.writeText(address);
    status.textContent = "Link copied.";
  } catch (error) {
    if (error.name !== "AbortError") status.textContent = address; // for copying by hand
  }
}

const renderStar = (list) => star.setAttribute("aria-pressed", String(list.includes(slug)));

star.addEventListener("click", async () => renderStar(await favourites.toggleFavourite(slug)));
find("[data-share]").addEventListener("click", share);
favourites.loadFavourites().then(renderStar);
find("[data-scripted]").hidden = false;
