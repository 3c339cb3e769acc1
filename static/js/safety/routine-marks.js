// Marks the listed routines that the answers or ticked signs close, and lists open ones first. Only given answers count
// here: the gate asks the open questions.

import { all, find, make, readJson } from "../core/dom.js";
import { now } from "../core/store.js";
import { isPregnant } from "./check-plan.js";
import { judge, questions } from "./judge.js";
import * as profile from "./profile.js";
import { expandFlags, isCurrent } from "./rules.js";

const { flags, routines } = readJson("routine-rules");
const LOCKED_TEXT = "Locked by your answers";

/** Return the profile with a no for every question without a current answer. */
function withAssumedNo(person, moment) {
  const open = questions.filter((question) => !isCurrent(question, person.answers[question.key], moment));
  const no = open.map(({ key }) => [key, { value: "no", given: moment.day, at: moment.ms }]);
  return { ...person, answers: { ...person.answers, ...Object.fromEntries(no) } };
}

/** Return what closes some steps: {stop, signs, conditions}, the keys of the questions that lock; null if they are open. */
function lockOf(steps, person, moment) {
  const answered = withAssumedNo(person, moment);
  const found = judge(expandFlags({ flags, steps }), answered, moment);
  const isInPregnancy = found.asks && isPregnant(answered.answers, questions, moment); // the gate sends her to routines that need no check
  if (!found.stop && found.worth && !isInPregnancy) return null;
  const locking = found.removed.flatMap(({ reasons }) => reasons.map(({ condition }) => condition));
  return { stop: found.stop, signs: found.signs, conditions: isInPregnancy ? ["pregnancy"] : [...new Set(locking)] };
}

/** Return what closes a published routine, or null. A routine that this page does not know is open: its gate decides. */
export const lockOfRoutine = (slug, person = profile.snapshot(), moment = now()) => (routines[slug] ? lockOf(routines[slug], person, moment) : null);

/**
 * Return what closes all of some points, or null: each is evaluated as every published routine presses it. `codes` is a
 * list; with unknown codes only, the result is null.
 */
export function lockOfPoints(codes, person = profile.snapshot(), moment = now()) {
  const own = (slug, steps) => steps.filter(({ point }) => codes.includes(point)).map((step) => ({ ...step, placement: `${slug} ${step.placement}` }));
  const steps = Object.entries(routines).flatMap(([slug, all]) => own(slug, all));
  return steps.length ? lockOf(steps, person, moment) : null;
}

/** Return the slugs of the closed routines. */
export const closedRoutines = () => new Set(Object.keys(routines).filter((slug) => lockOfRoutine(slug)));

/** Sort the open items first, each group in its order. The focused item keeps the focus. */
function sortOpenFirst(list, isClosed) {
  const items = [...list.children];
  const sorted = [...items.filter((item) => !isClosed(item)), ...items.filter(isClosed)];
  if (sorted.every((item, index) => item === items[index])) return;
  const focused = list.contains(document.activeElement) ? document.activeElement : null;
  list.append(...sorted);
  focused?.focus({ preventScroll: true });
}

function toggleLock(card, closed) {
  const old = find(".lock", card);
  if (!closed) old?.remove();
  else if (!old) (find(".card-meta, .entry", card) ?? card).append(make("span", { className: "lock" }, LOCKED_TEXT));
}

/**
 * Mark every element with `data-routine` and sort their lists; mark the last routine (`data-marked-as`) and received
 * routines (`data-marked-points`).
 */
export function updateMarks(root = document) {
  const closed = closedRoutines();
  const isClosed = (item) => {
    const slugs = [item, ...all("[data-routine]", item)].map(({ dataset }) => dataset.routine).filter(Boolean);
    return slugs.length > 0 && slugs.every((slug) => closed.has(slug));
  };
  for (const card of all("[data-routine]", root)) toggleLock(card, closed.has(card.dataset.routine));
  for (const card of all("[data-marked-as]", root)) toggleLock(card, closed.has(card.dataset.markedAs));
  for (const card of all("[data-marked-points]", root)) toggleLock(card, lockOfPoints(card.dataset.markedPoints.split(" ")));
  for (const list of all("[data-open-first]", root)) sortOpenFirst(list, isClosed);
}

profile.subscribe(() => updateMarks());
document.addEventListener("routines-shown", () => updateMarks());
profile.followWindows();
profile.load().then(() => updateMarks());
