// Shows what was given to the owner of this phone, where a page has a place for it; each with a way to remove it.

import { sessionUrl } from "../core/session-url.js";
import { find, make } from "../core/dom.js";
import { pictureOf } from "../home/pictures.js";
import { codesOf, drop, given, putBack } from "./received-routines.js";
import { daysBetween } from "../journal/journal-rules.js";
import { todayIso } from "../core/store.js";
import { capitalize, formatDuration, formatFrequency } from "../core/format.js";

/** Whether the weeks that were given are over. */
const over = ({ day, weeks }) => weeks > 0 && daysBetween(day, todayIso()) >= weeks * 7;

function card(entry, show) {
  const meta = [capitalize(formatDuration(entry.seconds)), formatFrequency(entry)].filter(Boolean).join(" · ");
  const words = make("span", { className: "card-words" },
    make("span", { className: "card-title" }, entry.title),
    ...(over(entry) ? [make("span", { className: "card-text" }, "The weeks you were given are over. Ask whoever gave it to you before you go on.")] : []),
    make("span", { className: "card-meta" }, meta));
  const picture = make("span", { className: "thumb" }, ...[pictureOf(entry)].filter(Boolean));
  const link = make("a", { className: "card", href: sessionUrl(entry) }, picture, words);
  link.dataset.markedPoints = codesOf(entry.prescription).join(" ");
  const remove = make("button", { type: "button", className: "button quiet" }, "Remove", make("span", { className: "unseen" }, ` ${entry.title}`));
  remove.addEventListener("click", async () => show(await drop(entry.prescription)));
  return make("li", {}, link, remove);
}

/** Fill the place; with `before`, the list as it was a moment ago, offer to put back what was removed. */
export async function showGiven(before) {
  const place = find("#given");
  if (!place) return;
  const list = await given();
  find("[data-given]", place).replaceChildren(...list.map((entry) => card(entry, showGiven)));
  place.hidden = !list.length && !before;
  document.dispatchEvent(new Event("routines-shown"));
  const said = find("[data-given-said]", place);
  said.replaceChildren();
  if (!before) return;
  const undo = make("button", { type: "button", className: "button" }, "Put it back");
  undo.addEventListener("click", async () => {
    await putBack(before);
    await showGiven();
    find(".card", place)?.focus();
  });
  said.append(make("span", {}, "Removed from this phone."), " ", undo);
  undo.focus();
}
