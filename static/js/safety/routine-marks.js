// Marks the routines that the person's answers or ticked signs close, on pages that list routines, and lists what is
// open first. Only what was answered counts here: what is still to be asked, the gate asks.

import { all, embedded, find, make } from "../core/dom.js";
import { now } from "../core/store.js";
import { isPregnant } from "./check-plan.js";
import { judge, questions } from "./judge.js";
import * as profile from "./profile.js";
import { expandFlags, isCurrent } from "./rules.js";

const { flags, routines } = embedded("routine-rules");
const WORDS = "Locked by your answers";

/** The profile with a no for every question that has no current answer. */
function answeredOnly(known, moment) {
  const open = questions.filter((question) => !isCurrent(question, known.answers[question.key], moment));
  const no = open.map(({ key }) => [key, { value: "no", given: moment.day, at: moment.ms }]);
  return { ...known, answers: { ...known.answers, ...Object.fromEntries(no) } };
}

/** The slugs of the routines that are closed. */
export function closedRoutines(known = profile.snapshot(), moment = now()) {
  const answered = answeredOnly(known, moment);
  const pregnant = isPregnant(answered.answers, questions, moment); // the gate leads her to what never asks
  const isClosed = ([, steps]) => {
    const found = judge(expandFlags({ flags, steps }), answered, moment);
    return Boolean(found.stop) || !found.worth || (found.asks && pregnant);
  };
  return new Set(Object.entries(routines).filter(isClosed).map(([slug]) => slug));
}

/**
 * Whether nothing of some points is open: each is judged as every published routine presses it. `codes` are words; without
 * a known one nothing is said.
 */
function arePointsClosed(codes, known = profile.snapshot(), moment = now()) {
  const own = (slug, steps) => steps.filter(({ point }) => codes.split(" ").includes(point)).map((step) => ({ ...step, placement: `${slug} ${step.placement}` }));
  const steps = Object.entries(routines).flatMap(([slug, all]) => own(slug, all));
  if (!steps.length) return false;
  const found = judge(expandFlags({ flags, steps }), answeredOnly(known, moment), moment);
  return Boolean(found.stop) || !found.worth;
}

/** Put the open ones first, each part in its order. What has the focus keeps it, though it moves. */
function sortOpenFirst(list, isClosed) {
  const items = [...list.children];
  const sorted = [...items.filter((item) => !isClosed(item)), ...items.filter(isClosed)];
  if (sorted.every((item, index) => item === items[index])) return;
  const focused = list.contains(document.activeElement) ? document.activeElement : null;
  list.append(...sorted);
  focused?.focus({ preventScroll: true });
}

function mark(card, closed) {
  const old = find(".lock", card);
  if (!closed) old?.remove();
  else if (!old) (find(".card-meta, .entry", card) ?? card).append(make("span", { className: "lock" }, WORDS));
}

/**
 * Mark every element with `data-routine`, and sort the lists they stand in; and what this phone's owner did last
 * (`data-marked-as`) or was given (`data-marked-points`).
 */
export function show(root = document) {
  const closed = closedRoutines();
  const isClosed = (item) => {
    const slugs = [item, ...all("[data-routine]", item)].map(({ dataset }) => dataset.routine).filter(Boolean);
    return slugs.length > 0 && slugs.every((slug) => closed.has(slug));
  };
  for (const card of all("[data-routine]", root)) mark(card, closed.has(card.dataset.routine));
  for (const card of all("[data-marked-as]", root)) mark(card, closed.has(card.dataset.markedAs));
  for (const card of all("[data-marked-points]", root)) mark(card, arePointsClosed(card.dataset.markedPoints));
  for (const list of all("[data-open-first]", root)) sortOpenFirst(list, isClosed);
}

profile.subscribe(() => show());
document.addEventListener("routines-shown", () => show());
profile.follow();
profile.load().then(() => show());
