// Pictures of routines on the start page. Each is in the page once, on its card, and copied from there.

import { find, make, readJson } from "../core/dom.js";
import { urlForBody } from "../drawings/inline-drawing.js";

const pointPictures = find("#point-pictures") ? readJson("point-pictures") : {}; // pages other than the start page list received routines too

/** Return the picture of a published routine. */
const publishedPicture = (slug) => find(`[data-routine="${CSS.escape(slug)}"] .thumb`)?.firstElementChild.cloneNode(true);

/** Return the picture of a received routine: that of its first point, on the right if that side alone is pressed. */
function firstPointPicture(prescription) {
  const [, code, side] = /([A-Z]{2}[0-9]{1,2})\.[0-9]+([lr]?)/.exec(prescription ?? "") ?? [];
  const src = side === "r" ? pointPictures[code]?.replace(/-left\.svg$/, "-right.svg") : pointPictures[code];
  const body = document.documentElement.dataset.body || "female";
  if (!src) return find(".thumb .symbol")?.cloneNode(true);
  const picture = make("img", { src: urlForBody(src, body), width: 96, height: 96, alt: "" });
  picture.dataset.bodyPicture = "";
  return picture;
}

/** Return a picture for {slug, prescription}, or undefined. */
export const pictureOf = ({ slug = "", prescription }) => publishedPicture(slug) ?? firstPointPicture(prescription);

/** Put the picture into its slot. */
export function putPicture(root, routine) {
  const picture = pictureOf(routine);
  if (picture?.loading) picture.loading = "eager";
  find("[data-picture-room]", root).replaceChildren(...(picture ? [picture] : []));
}
