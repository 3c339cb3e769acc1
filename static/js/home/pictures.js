// Pictures of routines on the start page: each is there once, on its card, and is copied to where it is needed.

import { find, make, readJson } from "../core/dom.js";
import { forBody } from "../drawings/inline-drawing.js";

const ofPoints = find("#point-pictures") ? readJson("point-pictures") : {}; // other pages list what was given too

/** The picture of a published routine. */
const published = (slug) => find(`[data-routine="${CSS.escape(slug)}"] .thumb`)?.firstElementChild.cloneNode(true);

/** The picture of a routine that only this phone knows: its first point's. */
function own(prescription) {
  const src = ofPoints[/[A-Z]{2}[0-9]{1,2}/.exec(prescription ?? "")?.[0]];
  const body = document.documentElement.dataset.body || "female";
  if (!src) return find(".thumb .symbol")?.cloneNode(true);
  const picture = make("img", { src: forBody(src, body), width: 96, height: 96, alt: "" });
  picture.dataset.bodyPicture = "";
  return picture;
}

/** A picture for {slug, prescription}, or nothing. */
export const pictureOf = ({ slug = "", prescription }) => published(slug) ?? own(prescription);

/** Put it where the page has room for one. */
export function putPicture(root, routine) {
  const picture = pictureOf(routine);
  if (picture?.loading) picture.loading = "eager";
  find("[data-picture-room]", root).replaceChildren(...(picture ? [picture] : []));
}
