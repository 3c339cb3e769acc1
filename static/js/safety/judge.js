// The judge: what the person's answers and ticked signs leave of a routine now. Whatever starts, resumes, restores or
// continues a session asks here, and asks again whenever an answer or a sign changes, in this window or another.

import { embedded } from "../core/dom.js";
import * as profile from "./profile.js";
import { activeSigns, applyProfile, digestOf, needsCheck, worthStarting } from "./rules.js";
import { now } from "../core/store.js";

export const questions = embedded("questions");
export const screens = embedded("gate-screens");
export const { signs } = screens;

/** The tier of a sign; one that this page does not know counts as an emergency. */
const tierOf = (slug) => signs.find((sign) => sign.slug === slug)?.tier ?? "emergency";

/**
 * Judge a routine: {stop, signs, asks, steps, removed, instructions, altered,
 * changed, worth, digest}. `stop` is the tier of a ticked sign
 * that closes the routine ("emergency" or "same-day"), or "". `digest` stands for the answers and signs it was judged by.
 */
export function judge(routine, known = profile.snapshot(), moment = now()) {
  const ticked = activeSigns(known.signs, moment, signs);
  const asks = needsCheck(routine.steps);
  const emergency = ticked.filter((slug) => tierOf(slug) === "emergency");
  const stop = emergency.length ? "emergency" : asks && ticked.length ? "same-day" : "";
  const found = applyProfile(routine.steps, known.answers, moment, questions, { closed: stop !== "" });
  const altered = new Set(found.steps.filter((step) => !routine.steps.includes(step)).map(({ placement }) => placement));
  return {
    ...found, stop, asks, altered, signs: stop === "emergency" ? emergency : ticked,
    changed: found.removed.length > 0 || altered.size > 0 || Object.keys(found.instructions).length > 0,
    worth: worthStarting(routine.steps, found.steps),
    digest: digestOf(known.answers, ticked, moment, questions),
  };
}

/** What a session plays of a judged routine. */
export const planOf = ({ steps, instructions }) => ({ steps, instructions });

/**
 * Whether a session may go on as it is: nothing changed since it was judged, or nothing that changes its plan.
 * Resolves nothing by itself; `plan` is made of a fresh judgement, at the lengths that were chosen.
 */
export function stillAgrees(session, found, plan) {
  if (found.digest === session.digest) return true;
  return !found.stop && found.worth && JSON.stringify(plan) === JSON.stringify(session.plan);
}
