// "I'm pregnant" on the start page: kept at the tap, one question about warning signs, and what is open to her.

import { all } from "../core/dom.js";
import { checkPregnancy } from "./gate.js";

for (const button of all("[data-pregnant]")) {
  button.addEventListener("click", checkPregnancy);
  button.disabled = false; // until now a tap would have been lost
}
