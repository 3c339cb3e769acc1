// The composer: one prescription, changed by the person's hand, kept on this phone as a draft, and shown again after
// every change. Reading, writing and limits are prescription.js and the service's rules; nothing is sent.

import { showList } from "./compose-list.js";
import { showGiving } from "./compose-share.js";
import { showSum } from "./compose-summary.js";
import { all, find, make, readJson } from "../core/dom.js";
import { clean, long, read, Refused } from "../prescription/prescription.js";
import * as store from "../core/store.js";

const EMPTY = { items: [], daily: 0, weeks: 0, note: "" };
const rules = readJson("rules");
const part = (id) => document.getElementById(id);
let draft = EMPTY;

/* --- changing --- */

/** Take over a change, keep it and show it. `said` is for the status line, `focus` for the list. */
function change(changes, { said = "", focus } = {}) {
  draft = { ...draft, ...changes };
  store.set("draft", draft);
  say(said);
  show(focus);
}

function show(focus) {
  showList(draft.items, rules, setItems, focus);
  for (const button of all("[data-add]")) {
    button.setAttribute("aria-disabled", String(draft.items.length >= rules.most.points));
  }
  showFields();
  retell();
}

/** What follows from the draft, the list and the fields left as they are. */
function retell() {
  const told = { ...draft, note: clean(draft.note) };
  const fits = showSum(told, rules);
  showGiving(fits && long(told.note) <= rules.most.note ? told : null, rules, say);
  showCount();
}

function setItems(items, told) {
  if (told?.quiet) {
    draft = { ...draft, items };
    store.set("draft", draft);
    return retell();
  }
  change({ items }, told);
}

function showFields() {
  part("daily").value = String(draft.daily);
  part("weeks").value = String(draft.weeks);
  if (part("note").value !== draft.note) part("note").value = draft.note;
}

function showCount() {
  const count = long(clean(draft.note));
  const { note } = rules.most;
  part("note-count").textContent = count > note ? `${count} of ${note} characters: shorten it by ${count - note}.` : `${count} of ${note} characters`;
  part("note").setAttribute("aria-invalid", String(count > note));
}

/** Put another prescription in place of this one, with a way back. */
function replace(next, said) {
  const before = draft;
  change({ ...EMPTY, ...next }, { said });
  if (!before.items.length && !before.note) return;
  const undo = make("button", { type: "button", className: "button" }, "Undo");
  undo.addEventListener("click", () => change(before, { said: "As it was." }));
  part("said").append(" ", undo);
}

const say = (text) => part("said").replaceChildren(...(text ? [make("span", {}, text)] : []));

/* --- reading a link --- */

/** The prescription of a link or of what stands after its #. */
const fromLink = (link) => read(link.trim().replace(/^[^#]*#/, ""), rules);

function readLink() {
  try {
    replace(fromLink(part("given-link").value), "Read. The link can be changed below.");
    part("link-wrong").textContent = "";
    part("points").focus();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    part("link-wrong").textContent = `Not read. ${error.part}: ${error.message}.`;
  }
}

/** Whether the guide still has the point of an item, and its position. */
const isInGuide = ({ code, position }) =>
  Object.hasOwn(rules.points, code) && (!position || rules.points[code].positions.includes(position));

async function start() {
  const text = location.hash.slice(1);
  draft = { ...EMPTY, ...(await store.get("draft")) };
  draft.items = draft.items.filter(isInGuide);
  part("composer").disabled = false;
  if (!text || document.getElementById(text)) return show();
  history.replaceState(null, "", location.pathname); // what is in it is in the draft from now on
  try {
    replace(fromLink(text), "Read from the link.");
  } catch {
    part("given-link").value = text;
    part("given-link").closest("details").open = true;
    show();
    readLink();
  }
}

/* --- wiring --- */

for (const button of all("[data-add]")) {
  button.addEventListener("click", () => {
    if (draft.items.length >= rules.most.points) return say(`At most ${rules.most.points} points.`);
    const code = button.dataset.add;
    change({ items: [...draft.items, { code, seconds: rules.points[code].seconds.default }] }, { said: `${code} added.` });
  });
}
part("use").addEventListener("click", () => {
  const text = part("from").value;
  replace(text ? read(text, rules) : EMPTY, text ? `${part("from").selectedOptions[0].text} taken over.` : "Empty.");
});
part("read").addEventListener("click", readLink);
for (const name of ["daily", "weeks"]) part(name).addEventListener("change", ({ target }) => change({ [name]: Number(target.value) }));
part("note").addEventListener("input", ({ target }) => {
  draft = { ...draft, note: target.value };
  store.set("draft", draft);
  retell();
});
part("afresh").addEventListener("click", () => replace(EMPTY, "Empty."));
start();
