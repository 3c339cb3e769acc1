// The list of routines: favourites first.

import { find } from "../core/dom.js";
import * as favourites from "./favourites.js";

const section = find("#favourites");
const cards = (await favourites.loadFavourites()).map((slug) => find(`[data-listed] [data-routine="${CSS.escape(slug)}"]`)).filter(Boolean);
find(".cards", section).replaceChildren(...cards.map((card) => card.cloneNode(true)));
section.hidden = cards.length === 0;
