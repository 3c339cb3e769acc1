// The list of routines: those that were marked stand first.

import { find } from "../core/dom.js";
import * as favourites from "./favourites.js";

const place = find("#favourites");
const cards = (await favourites.all()).map((slug) => find(`[data-listed] [data-routine="${CSS.escape(slug)}"]`)).filter(Boolean);
find(".cards", place).replaceChildren(...cards.map((card) => card.cloneNode(true)));
place.hidden = cards.length === 0;
