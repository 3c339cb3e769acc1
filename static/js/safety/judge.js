// Evaluates a routine by the person's current answers and ticked signs. Every start, resume, restore or continuation of
// a session calls it, and so does every change of an answer or a sign, in this window or another.

import { readJson } from "../core/dom.js";
import * as profile from "./profile.js";
import { activeSigns, applyProfile, digestOf, needsCheck, worthStarting } from "./rules.js";
import { now } from "../core/store.js";

export const questions = readJson("questions");
export const screens = readJson("gate-screens");
export const { signs } = screens;

/** Return the tier of a sign; an unknown sign counts as an emergency. */
const tierOf = (slug) => signs.find((sign) => sign.slug === slug)?.tier ?? "emergency";

/**
 * Evaluate a routine: {stop, signs, asks, steps, removed, instructions, altered, changed, worth, digest}. `stop` is the
 * tier of a ticked sign that closes the routine ("emergency" or "same-day"), or "". `digest` identifies the answers and
 * signs used.
 */
export function judge(routine, person = profile.snapshot(), moment = now()) {
  const ticked = activeSigns(person.signs, moment, signs);
  const asks = needsCheck(routine.steps);
  const emergency = ticked.filter((slug) => tierOf(slug) === "emergency");
  const stop = emergency.length ? "emergency" : asks && ticked.length ? "same-day" : "";
  const found = applyProfile(routine.steps, person.answers, moment, questions, { closed: stop !== "" });
  const altered = new Set(found.steps.filter((step) => !routine.steps.includes(step)).map(({ placement }) => placement));
  return {
    ...found, stop, asks, altered, signs: stop === "emergency" ? emergency : ticked,
    changed: found.removed.length > 0 || altered.size > 0 || Object.keys(found.instructions).length > 0,
    worth: worthStarting(routine.steps, found.steps),
    digest: digestOf(person.answers, ticked, moment, questions),
  };
}

/** Return the plan of a session from an evaluated routine. */
export const planOf = ({ steps, instructions }) => ({ steps, instructions });

/**
 * Whether a session may continue unchanged: the answers are the same, or they leave its plan as it is. `plan` comes
 * from a fresh evaluation, at the chosen lengths.
 */
export function isStillValid(session, found, plan) {
  if (found.digest === session.digest) return true;
  return !found.stop && found.worth && JSON.stringify(plan) === JSON.stringify(session.plan);
}
