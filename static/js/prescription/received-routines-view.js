// The list of received routines, on pages with a section for it; each has a button to remove it.

import { sessionUrl } from "../core/session-url.js";
import { find, make } from "../core/dom.js";
import { pictureOf } from "../home/pictures.js";
import { codesOf, loadReceived, removeReceived, restoreReceived } from "./received-routines.js";
import { daysBetween } from "../journal/journal-rules.js";
import { todayIso } from "../core/store.js";
import { capitalize, formatDuration, formatFrequency } from "../core/format.js";

const SHOWN_UNFOLDED = 3; // the newest

/** Whether the prescribed weeks are over. */
const isOver = ({ day, weeks }) => weeks > 0 && daysBetween(day, todayIso()) >= weeks * 7;

function card(entry, onRemove) {
  const meta = [capitalize(formatDuration(entry.seconds)), formatFrequency(entry)].filter(Boolean).join(" · ");
  const words = make("span", { className: "card-words" },
    make("span", { className: "card-title" }, entry.title),
    ...(isOver(entry) ? [make("span", { className: "card-text" }, "The weeks you were given are over. Ask whoever gave it to you before you go on.")] : []),
    make("span", { className: "card-meta" }, meta));
  const picture = make("span", { className: "thumb" }, ...[pictureOf(entry)].filter(Boolean));
  const link = make("a", { className: "card", href: sessionUrl(entry) }, picture, words);
  link.dataset.markedPoints = codesOf(entry.prescription).join(" ");
  const remove = make("button", { type: "button", className: "button quiet" }, "Remove", make("span", { className: "unseen" }, ` ${entry.title}`));
  remove.addEventListener("click", async () => onRemove(await removeReceived(entry.prescription)));
  return make("li", {}, link, remove);
}

function renderCards(section, list) {
  const cards = list.map((entry) => card(entry, renderReceived));
  find("[data-given]", section).replaceChildren(...cards.slice(0, SHOWN_UNFOLDED));
  const older = find("[data-given-older]", section);
  older.hidden = cards.length <= SHOWN_UNFOLDED;
  find("[data-older-count]", older).textContent = cards.length - SHOWN_UNFOLDED;
  find("ul", older).replaceChildren(...cards.slice(SHOWN_UNFOLDED));
}

/** Render the list; with `previous`, the list before a removal, offer to undo it. */
export async function renderReceived(previous) {
  const section = find("#given");
  if (!section) return;
  const list = await loadReceived();
  renderCards(section, list);
  section.hidden = !list.length && !previous;
  document.dispatchEvent(new Event("routines-shown"));
  const status = find("[data-given-said]", section);
  status.replaceChildren();
  if (!previous) return;
  const undo = make("button", { type: "button", className: "button" }, "Put it back");
  undo.addEventListener("click", async () => {
    await restoreReceived(previous);
    await renderReceived();
    find(".card", section)?.focus();
  });
  status.append(make("span", {}, "Removed from this phone."), " ", undo);
  undo.focus();
}
