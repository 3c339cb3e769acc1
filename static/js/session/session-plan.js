// From a routine as published to the plan of one session: the health check, what the answers leave, and the chosen length.

import { rested } from "./found-places.js";
import { isStillValid, judge, planOf } from "../safety/judge.js";
import { worthStarting } from "../safety/rules.js";
import { ui } from "./player-view.js";
import { stretched } from "./timeline.js";
import { notify } from "../core/worker-client.js";

let loading;

/** The gate's modules: asked for once the page can start a session, whatever the answers are. */
export function loadGate() {
  if (loading) return loading;
  loading = import("../safety/gate.js").catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

const atLength = (steps, length) => steps.map((step) => stretched(step, length));
const lengthOf = (steps, length) => atLength(steps, length).reduce((total, { seconds }) => total + seconds, 0);

/** How long a routine takes at a length in seconds for each press; 0 is the usual. */
export const secondsAt = (routine, length) => lengthOf(routine.steps, length);

/** The plan of a judged routine at a length in seconds for each press; 0 is the usual. Points that rest today are out. */
const planAt = (found, length, resting) =>
  planOf({ ...found, steps: atLength(found.steps.filter(({ point }) => !resting.includes(point)), length) });

/** Go through the gate. Resolves to {plan, digest, length, resting}, or to nothing when there is no session. */
export async function fit(routine, { length = Number(ui.length?.value) || 0, anew = false, pain = null } = {}) {
  const gate = await loadGate();
  const found = await gate.check(routine, { anew, pain, lengthOf: (steps) => lengthOf(steps, length) });
  if (!found) return null;
  const resting = await rested();
  const plan = planAt(found, length, resting);
  if (!worthStarting(routine.steps, plan.steps)) {
    notify("You left this point for today. Try it tomorrow, or choose another routine.");
    return null;
  }
  return { plan, digest: found.digest, length, resting };
}

/**
 * Judge a session by the answers and signs as they are now. Resolves the digest where it changed and the plan did not,
 * so that it need not be judged again; nothing when the session may not go on as it is.
 */
export function rejudge(routine, session) {
  const found = judge(routine);
  return isStillValid(session, found, planAt(found, session.length ?? 0, session.resting ?? [])) ? found.digest : null;
}

/** Offer no length that would carry the whole session past its limit; begin with the one that the address asks for. */
export function offerLengths(routine) {
  for (const option of ui.length?.options ?? []) option.disabled = secondsAt(routine, Number(option.value)) > routine.limit;
  const asked = new URLSearchParams(location.hash.slice(1)).get("press");
  const option = [...(ui.length?.options ?? [])].find(({ value, disabled }) => value === asked && !disabled);
  if (option) option.selected = true;
}
