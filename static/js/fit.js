// From a routine as published to the plan of one session: the gate, what its answers leave, and the chosen length.

import { embedded } from "./dom.js";
import * as gate from "./gate.js";
import { apply, worthStarting } from "./safety.js";
import { ui } from "./screen.js";
import { today } from "./store.js";
import { stretched } from "./timeline.js";

const questions = embedded("questions");

/** Go through the gate; returns {steps, instructions}, or nothing when there is no session. */
export async function fit(routine) {
  for (let again = false; ; again = true) {
    const profile = await gate.ask(again);
    if (!profile) return null;
    const fitted = apply(routine.steps, profile, today(), questions);
    const worth = worthStarting(routine.steps, fitted.steps);
    const same = !fitted.removed.length && !Object.keys(fitted.instructions).length;
    const choice = same && worth ? "go" : await gate.review(fitted, worth);
    if (choice === "again") continue;
    if (choice !== "go" || !worth) return null;
    gate.close();
    return { steps: fitted.steps.map((step) => stretched(step, Number(ui.length?.value))), instructions: fitted.instructions };
  }
}

/** Offer no length that would carry the whole session past its limit. */
export function offerLengths(routine) {
  for (const option of ui.length?.options ?? []) {
    const whole = routine.steps.reduce((total, step) => total + stretched(step, Number(option.value)).seconds, 0);
    option.disabled = whole > routine.limit;
  }
}
