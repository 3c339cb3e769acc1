// The composer: one prescription, edited here, stored as a draft, and rendered after every change. Parsing, serialising
// and limits are in prescription.js and in the service's rules; nothing is sent.

import { renderList } from "./compose-list.js";
import { initSaved } from "./compose-saved.js";
import { renderShare } from "./compose-share.js";
import { renderSummary } from "./compose-summary.js";
import { all, find, make, readJson } from "../core/dom.js";
import { cleanNote, itemLabel, normalise, noteLength, parse, parseReadable, serialize, SpecError } from "../prescription/prescription.js";
import * as store from "../core/store.js";

const EMPTY_DRAFT = { items: [], daily: 0, weeks: 0, note: "", name: "" }; // the name is that of the saved prescription
const rules = readJson("rules");
const byId = (id) => document.getElementById(id);
let draft = EMPTY_DRAFT;
let sharedText = ""; // the text of the draft, empty while it has no link

/* --- editing --- */

/** Apply changes to the draft, store and render it. `said` is the status text, `focus` the button to focus. */
function updateDraft(changes, { said = "", focus } = {}) {
  draft = { ...draft, ...changes };
  store.set("draft", draft);
  showStatus(said);
  render(focus);
}

function render(focus) {
  renderList(draft.items, rules, setItems, focus);
  for (const button of all("[data-add]")) {
    button.setAttribute("aria-disabled", String(draft.items.length >= rules.most.points));
  }
  showFields();
  renderDerived();
}

/** Render what depends on the draft; list and fields stay. */
function renderDerived() {
  const cleaned = { ...draft, note: cleanNote(draft.note) };
  const isWithinLimits = renderSummary(cleaned, rules) && noteLength(cleaned.note) <= rules.most.note;
  sharedText = isWithinLimits ? serialize(cleaned) : "";
  renderShare(isWithinLimits ? cleaned : null, rules, showStatus);
  showCount();
}

function setItems(items, options) {
  if (options?.quiet) {
    setQuietly({ items });
    return renderDerived();
  }
  updateDraft({ items }, options);
}

/** Set a field of the draft without rendering the controls again. */
function setQuietly(changes) {
  draft = { ...draft, ...changes };
  store.set("draft", draft);
}

function showFields() {
  if (byId("name").value !== draft.name) byId("name").value = draft.name;
  byId("daily").value = String(draft.daily);
  byId("weeks").value = String(draft.weeks);
  if (byId("note").value !== draft.note) byId("note").value = draft.note;
}

function showCount() {
  const count = noteLength(cleanNote(draft.note));
  const { note } = rules.most;
  byId("note-count").textContent = count > note ? `${count} of ${note} characters: shorten it by ${count - note}.` : `${count} of ${note} characters`;
  byId("note").setAttribute("aria-invalid", String(count > note));
}

/** Replace the draft by another prescription, with an Undo button. */
function replaceDraft(next, said) {
  const previous = draft;
  updateDraft({ ...EMPTY_DRAFT, ...next }, { said });
  if (!previous.items.length && !previous.note) return;
  const undo = make("button", { type: "button", className: "button" }, "Undo");
  undo.addEventListener("click", () => updateDraft(previous, { said: "As it was." }));
  byId("said").append(" ", undo);
}

const showStatus = (text) => byId("said").replaceChildren(...(text ? [make("span", {}, text)] : []));

/* --- loading a link --- */

/** Take over a link, or its fragment, as far as it can be read, and say what is left out. Returns whether it is whole. */
function loadLink(link) {
  const wrong = byId("link-wrong");
  try {
    const { prescription, leftOut } = parseReadable(normalise(link.trim().replace(/^[^#]*#/, "")), rules);
    replaceDraft(prescription, leftOut.length ? "Read in part. Look at what is left out." : "Read. The link can be changed below.");
    wrong.textContent = leftOut.map(({ message }) => `Left out: ${message}.`).join(" ");
    byId("given-link").closest("details").open ||= leftOut.length > 0;
    return !leftOut.length;
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    byId("given-link").closest("details").open = true;
    wrong.textContent = `Not read. ${error.part}: ${error.message}.`;
    render();
    return false;
  }
}

/** What the saved prescriptions may do with the draft. */
const savedAccess = {
  getText: () => sharedText,
  open(prescription, said) {
    replaceDraft(prescription, said);
    byId("points").focus();
  },
  setName(name) {
    setQuietly({ name });
    showFields();
  },
};

/** Whether the guide still has the step or point of an item, and its position. */
const isInGuide = ({ code, position }) => Object.hasOwn(rules.others, code) ||
  (Object.hasOwn(rules.points, code) && (!position || rules.points[code].positions.includes(position)));

async function init() {
  const text = location.hash.slice(1);
  draft = { ...EMPTY_DRAFT, ...(await store.get("draft")) };
  draft.items = draft.items.filter(isInGuide);
  await initSaved(rules, savedAccess);
  byId("composer").disabled = false;
  if (!text || document.getElementById(text)) return render();
  history.replaceState(null, "", location.pathname); // the draft has it now
  byId("given-link").value = text;
  loadLink(text);
}

/* --- wiring --- */

for (const button of all("[data-add]")) {
  button.addEventListener("click", () => {
    if (draft.items.length >= rules.most.points) return showStatus(`At most ${rules.most.points} steps.`);
    const code = button.dataset.add;
    const { seconds } = rules.points[code] ?? rules.others[code];
    updateDraft({ items: [...draft.items, { code, seconds: seconds?.default ?? 0 }] }, { said: `${itemLabel({ code }, rules)} added.` });
  });
}
byId("use").addEventListener("click", () => {
  const text = byId("from").value;
  replaceDraft(text ? parse(text, rules) : EMPTY_DRAFT, text ? `${byId("from").selectedOptions[0].text} taken over.` : "Empty.");
});
byId("read").addEventListener("click", () => loadLink(byId("given-link").value) && byId("points").focus());
for (const name of ["daily", "weeks"]) byId(name).addEventListener("change", ({ target }) => updateDraft({ [name]: Number(target.value) }));
byId("note").addEventListener("input", ({ target }) => {
  setQuietly({ note: target.value });
  renderDerived();
});
byId("name").addEventListener("input", ({ target }) => setQuietly({ name: target.value }));
byId("afresh").addEventListener("click", () => replaceDraft(EMPTY_DRAFT, "Empty."));
init();
