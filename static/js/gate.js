// "Before you start": asked before every session, in three tiers. Resolves to the answers, or to null when the
// person closed it or has a sign that needs someone first. A sign stays ticked for the rest of the day.

import * as answers from "./answers.js";
import { all, embedded, find, make } from "./dom.js";
import { current } from "./safety.js";
import * as store from "./store.js";

const gate = find("#gate");
const parts = Object.fromEntries(all("[data-part]", gate).map((part) => [part.dataset.part, part]));
const fields = () => all("[data-question]", gate);
const questions = Object.fromEntries(embedded("questions").map((question) => [question.key, question]));
let finish = () => {};
let passed = new Set(); // the tiers answered with "none of these" this time

function show(name) {
  for (const part of Object.values(parts)) part.hidden = part !== parts[name];
  gate.scrollTop = 0;
  find(".part-title", parts[name]).focus({ preventScroll: true });
}

/* --- the first two tiers: signs --- */

const ticked = (part) => all("[data-sign]:checked", part).map((box) => box.dataset.sign);

function reflect(part) {
  const signs = ticked(part);
  for (const advice of all("[data-advice]", part)) advice.hidden = !signs.includes(advice.dataset.advice);
  find("[data-stop]", part).hidden = signs.length === 0;
  find("[data-none]", part).hidden = signs.length > 0;
  part.classList.toggle("stopped", signs.length > 0);
  if (signs.length) gate.scrollTop = 0;
}

async function remember() {
  const signs = [...ticked(parts.emergency), ...ticked(parts["same-day"])];
  await (signs.length ? store.set("closed", { day: store.today(), signs }) : store.remove("closed"));
}

async function restoreSigns() {
  const closed = await store.get("closed");
  const signs = closed?.day === store.today() ? closed.signs : [];
  for (const box of all("[data-sign]", gate)) box.checked = signs.includes(box.dataset.sign);
  reflect(parts.emergency);
  reflect(parts["same-day"]);
}

/* --- the third tier: about you --- */

let kept = {};
let changed = new Set();

/** Put what is still to be answered in the open, and what was answered and is not too old under "earlier answers". */
async function arrange() {
  kept = await answers.load();
  changed = new Set();
  const known = [];
  for (const field of fields()) {
    const question = questions[field.dataset.question];
    const old = question.tier === "today" ? null : kept[question.key];
    const fresh = Boolean(old && current(question, old, store.today()));
    answers.fill(field, fresh ? old : null);
    find(fresh ? "[data-known-list]" : "[data-asked]", parts.about).append(field);
    if (fresh) known.push(`${question.short}: ${old.value.replace("-", " ")}`);
  }
  find("[data-known]", parts.about).hidden = known.length === 0;
  find("[data-known]", parts.about).open = false;
  summarise();
  find("[data-about-title]", gate).textContent = known.length ? "Anything new since last time?" : "About you, and today";
  offer();
}

function summarise() {
  const given = all("[data-known-list] [data-question]", gate).map((field) => [questions[field.dataset.question], answers.read(field)]);
  const yes = given.filter(([, answer]) => answer?.value !== "no").map(([question]) => question.short);
  find("[data-known] summary", gate).textContent =
    `Your earlier answers: ${yes.length ? yes.join(", ") : "no to all"} (see or change)`;
}

/** Say "None of these" while nothing is ticked, and "None of the others" once something is. */
function offer() {
  const open = all("[data-asked] [data-question]", gate);
  const some = open.some((field) => answers.read(field) && answers.read(field).value !== "no");
  find("[data-none]", parts.about).textContent = some ? "None of the others" : "None of these";
  find("[data-continue]", parts.about).hidden = !open.some((field) => answers.read(field));
}

function noToTheRest() {
  for (const field of all("[data-asked] [data-question]", gate)) {
    if (answers.read(field)) continue;
    answers.fill(field, { value: "no" });
    changed.add(field.dataset.question);
  }
}

/** The whole profile: old answers keep their date, new ones get today's, those of the day are not kept at all. */
function collect() {
  const given = store.today();
  const profile = {};
  for (const field of fields()) {
    const key = field.dataset.question;
    const answer = answers.read(field);
    if (!answer) continue;
    profile[key] = changed.has(key) || !kept[key] ? { ...answer, given } : { ...kept[key] };
  }
  const lasting = Object.entries(profile).filter(([key]) => questions[key].tier !== "today");
  kept = { ...kept, ...Object.fromEntries(lasting) };
  answers.save(Object.fromEntries(lasting));
  return profile;
}

/* --- the way through --- */

/** Show the first tier that is still to be asked. */
const onward = () => show(["emergency", "same-day"].find((tier) => !passed.has(tier)) ?? "about");

/** Ask from the top, or, `again`, let the third tier be changed. */
export async function ask(again = false) {
  const answered = new Promise((resolve) => (finish = resolve));
  if (again) show("about");
  else {
    await Promise.all([restoreSigns(), arrange()]);
    passed = new Set();
    if (!gate.open) gate.showModal();
    if (ticked(parts["same-day"]).length && !ticked(parts.emergency).length) show("same-day");
    else onward();
  }
  return answered;
}

export const close = () => gate.close();

/** Show what was left out and what changes. Resolves to "go", "again" or null (closed). */
export function review({ steps, removed, instructions }, worth) {
  const left = bySaying(removed, (one) => one.reasons.map(reason));
  const first = steps.filter((step, index) => index === 0 || steps[index - 1].placement !== step.placement);
  const fitted = bySaying(first, (step) => instructions[step.placement] ?? []);
  find("[data-reasons]", gate).replaceChildren(
    ...left.map(([why, names]) => make("li", {}, make("b", {}, `Left out: ${names}. `), why)),
    ...fitted.map(([said, names]) => make("li", {}, make("b", {}, `Changed: ${names}. `), said)),
  );
  find("[data-review-title]", gate).textContent = worth ? "Fitted to your answers" : "Not today, with these answers";
  find("[data-review-lead]", gate).textContent = worth
    ? "This session keeps what your answers allow."
    : "Too little of this routine is left to start it. Here is why.";
  find("[data-go]", gate).hidden = !worth;
  const gentle = find("[data-gentle]", gate);
  if (gentle) gentle.hidden = worth;
  show("review");
  return new Promise((resolve) => (finish = resolve));
}

/** [[text, "BL23, BL25"]]: each thing to say once, with everything it is said of. */
function bySaying(items, texts) {
  const said = new Map();
  for (const item of items) {
    for (const text of texts(item)) said.set(text, new Set([...(said.get(text) ?? []), item.point || item.title]));
  }
  return [...said].map(([text, names]) => [text, [...names].join(", ")]);
}

function reason(flag) {
  const name = questions[flag.condition]?.short;
  return `${name ? `${name}: ` : ""}${flag.reason ?? "This version does not know the question behind it."}`;
}

for (const part of [parts.emergency, parts["same-day"]]) {
  find("[data-none]", part).addEventListener("click", () => {
    passed.add(part.dataset.part);
    onward();
  });
  part.addEventListener("change", ({ target }) => {
    if (!target.dataset.sign) return;
    reflect(part);
    remember();
  });
}
for (const field of fields()) {
  answers.listen(field, () => {
    changed.add(field.dataset.question);
    summarise();
    offer();
  });
}
find("[data-none]", parts.about).addEventListener("click", () => {
  noToTheRest();
  finish(collect());
});
find("[data-continue]", parts.about).addEventListener("click", () => finish(collect()));
find("[data-go]", gate).addEventListener("click", () => finish("go"));
find("[data-again]", gate).addEventListener("click", () => finish("again"));
find("[data-close]", gate).addEventListener("click", () => gate.close());
gate.addEventListener("close", () => finish(null));
