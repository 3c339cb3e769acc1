// The Print button of a handout; without scripts the browser's own command does the same.

import { find } from "../core/dom.js";

const button = find("#print");
button.hidden = false;
button.addEventListener("click", () => print());
