// Shows when it is time to see someone, by the journal. Words and figures stand in the page, from the catalogue.

import { all, readJson } from "../core/dom.js";
import { advice } from "./journal-rules.js";
import { get, set, todayIso } from "../core/store.js";

/** Show the word that is due by these entries, and none but that. */
export async function showAdvice(entries) {
  const boxes = all("[data-review]");
  const due = advice(entries, todayIso(), readJson("journal-rules"), (await get("seen")) ?? "");
  for (const box of boxes) box.hidden = box.dataset.review !== due;
  for (const button of all("[data-seen]")) {
    button.onclick = async () => {
      await set("seen", todayIso());
      showAdvice(entries);
    };
  }
}
