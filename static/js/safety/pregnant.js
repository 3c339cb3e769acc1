// The button "I'm pregnant" of the start page: stores the answer, asks about warning signs, and shows what is open.

import { all } from "../core/dom.js";
import { checkPregnancy } from "./gate.js";

for (const button of all("[data-pregnant]")) {
  button.addEventListener("click", checkPregnancy);
  button.disabled = false; // a tap before this line would have no effect
}
