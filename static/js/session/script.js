// What a step shows and says at a moment, chosen from what is published with it. Pure.

import { cueTime } from "./timeline.js";

const latest = (lines, into, duration) => {
  const begun = lines.map((line) => ({ line, at: cueTime(line, duration) })).filter(({ at }) => at <= into);
  return begun.reduce((last, one) => (last && last.at > one.at ? last : one), null)?.line;
};

/** The sentence on the screen, so many milliseconds into a step of this duration. */
export const sentence = (step, into, duration) => latest(step.shown ?? [], into, duration)?.text ?? step.instruction;

/** What is read out in a step: [{moment, text}]. `told` are adaptations, said in place of the general sentence. */
export function speechOf({ speech = [] }, duration, told = []) {
  const fitting = speech.filter((line) => (line.least ?? 0) * 1000 <= duration);
  return fitting.map((line) => ({ moment: cueTime(line, duration), text: line.general && told.length ? told.join(" ") : line.text }));
}

/** The adaptations of a step, shown and said in place of its usual sentence; none where nothing is pressed any more. */
export const toldInstead = (plan, step) => (step.kind === "release" ? [] : (plan.instructions[step.placement] ?? []));

/**
 * The frames of a step that waits to be found: what is published, and a last one for what the answers change, so that
 * it is read before anything is pressed.
 */
export function framesOf(plan, step) {
  const told = toldInstead(plan, step);
  const published = step.frames?.length ? step.frames : [{ text: step.instruction, note: "", speech: [step.title] }];
  return told.length ? [...published, { text: "", note: "", speech: told, told }] : published;
}

/** The steps in which a place is found that this person has not found before: indexes, each place and side once. */
export function findsOf(steps, met) {
  const seen = new Set();
  return steps.flatMap(({ kind, point, side, frames }, index) => {
    const name = `${point} ${side}`;
    if (!["ready", "switch"].includes(kind) || !frames?.length || met.has(point) || seen.has(name)) return [];
    seen.add(name);
    return [index];
  });
}

/** What is said after a session, played whole or stopped. */
export const closing = (whole) => (whole
  ? ["That is all. Stay for a moment, then get up slowly.", "Worse than before? Leave it for today.",
    "When you like, pick up the phone and tap how it feels now."]
  : ["Stopped. That is fine. Get up slowly."]);
