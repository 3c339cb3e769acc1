// Advice to see a professional, derived from the journal. Texts and thresholds are in the page, from the catalogue.

import { all, readJson } from "../core/dom.js";
import { dueAdvice } from "./journal-rules.js";
import { get, set, todayIso } from "../core/store.js";

/** Show the review that is due by these entries, and hide the others. */
export async function renderAdvice(entries) {
  const boxes = all("[data-review]");
  const dueReview = dueAdvice(entries, todayIso(), readJson("journal-rules"), (await get("seen")) ?? "");
  for (const box of boxes) box.hidden = box.dataset.review !== dueReview;
  for (const button of all("[data-seen]")) {
    button.onclick = async () => {
      await set("seen", todayIso());
      renderAdvice(entries);
    };
  }
}
