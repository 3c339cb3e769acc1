// The plan of one session: the health check, what the answers leave, and the chosen length.

import { restingPoints } from "./found-places.js";
import { isStillValid, judge, planOf } from "../safety/judge.js";
import { worthStarting } from "../safety/rules.js";
import { ui } from "./player-view.js";
import { withLength } from "./timeline.js";
import { notify } from "../core/worker-client.js";

let gateModule;

/** Load the gate's modules. They are loaded once the page can start a session, whatever the answers are. */
export function loadGate() {
  if (gateModule) return gateModule;
  gateModule = import("../safety/gate.js").catch((error) => {
    gateModule = undefined;
    throw error;
  });
  return gateModule;
}

const withLengths = (steps, length) => steps.map((step) => withLength(step, length));
const lengthOf = (steps, length) => withLengths(steps, length).reduce((total, { seconds }) => total + seconds, 0);

/** Return the seconds of a routine at a press length in seconds; 0 is the default. */
export const secondsAt = (routine, length) => lengthOf(routine.steps, length);

/**
 * Return the plan of an evaluated routine at a press length in seconds; 0 is the default. Resting points are left out.
 */
const planAt = (found, length, resting) =>
  planOf({ ...found, steps: withLengths(found.steps.filter(({ point }) => !resting.includes(point)), length) });

/** Show the gate. Resolves to {plan, digest, length, resting}, or to null without a session. */
export async function planSession(routine, { length = Number(ui.length?.value) || 0, anew = false, pain = null } = {}) {
  const gate = await loadGate();
  const found = await gate.check(routine, { anew, pain, lengthOf: (steps) => lengthOf(steps, length) });
  if (!found) return null;
  const resting = await restingPoints();
  const plan = planAt(found, length, resting);
  if (!worthStarting(routine.steps, plan.steps)) {
    notify("You left this point for today. Try it tomorrow, or choose another routine.");
    return null;
  }
  return { plan, digest: found.digest, length, resting };
}

/**
 * Evaluate a session by the current answers and signs. Returns the new digest if the plan is unchanged; null if the
 * session may not continue.
 */
export function reevaluate(routine, session) {
  const found = judge(routine);
  return isStillValid(session, found, planAt(found, session.length ?? 0, session.resting ?? [])) ? found.digest : null;
}

/** Disable the lengths that exceed the session's limit, and select the one of the URL. */
export function disableLongLengths(routine) {
  for (const option of ui.length?.options ?? []) option.disabled = secondsAt(routine, Number(option.value)) > routine.limit;
  const requestedLength = new URLSearchParams(location.hash.slice(1)).get("press");
  const option = [...(ui.length?.options ?? [])].find(({ value, disabled }) => value === requestedLength && !disabled);
  if (option) option.selected = true;
}
