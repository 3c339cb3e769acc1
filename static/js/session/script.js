// What a step shows and says at a time, selected from its published lines. Pure.

import { cueTime } from "./timeline.js";

const latest = (lines, into, duration) => {
  const due = lines.map((line) => ({ line, at: cueTime(line, duration) })).filter(({ at }) => at <= into);
  return due.reduce((latestLine, one) => (latestLine && latestLine.at > one.at ? latestLine : one), null)?.line;
};

/** Return the sentence on the screen at `into` ms of a step of this duration. */
export const sentence = (step, into, duration) => latest(step.shown ?? [], into, duration)?.text ?? step.instruction;

/**
 * Return the spoken lines of a step: [{moment, text}]. `adaptations` replace the general sentence. `isAgain`: the voice
 * has said an earlier press of the point in this session, so that fewer lines are needed.
 */
export function speechOf({ speech = [] }, duration, adaptations = [], isAgain = false) {
  const occasion = isAgain ? "again" : "first";
  const lines = speech.filter((line) => (line.least ?? 0) * 1000 <= duration && (line.occasion || occasion) === occasion);
  return lines.map((line) => ({ moment: cueTime(line, duration), text: line.general && adaptations.length ? adaptations.join(" ") : line.text }));
}

/** Return the adaptations of a step, which replace its usual sentence; none after the press. */
export const adaptationsOf = (plan, step) => (step.kind === "release" ? [] : (plan.instructions[step.placement] ?? []));

/**
 * Return the frames of a find step: the published ones and, if the answers adapt the step, a last one that is shown
 * before the press.
 */
export function framesOf(plan, step) {
  const adaptations = adaptationsOf(plan, step);
  const published = step.frames?.length ? step.frames : [{ text: step.instruction, note: "", speech: [step.title] }];
  return adaptations.length ? [...published, { text: "", note: "", speech: adaptations, adaptations }] : published;
}

/** Return the indexes of the find steps: each place and side once, without points found before. */
export function findSteps(steps, foundPoints) {
  const names = new Set();
  return steps.flatMap(({ kind, point, side, frames }, index) => {
    const name = `${point} ${side}`;
    if (!["ready", "switch"].includes(kind) || !frames?.length || foundPoints.has(point) || names.has(name)) return [];
    names.add(name);
    return [index];
  });
}

/** Return the lines spoken after a session, completed or stopped. */
export const closingLines = (isComplete) => (isComplete
  ? ["That is all. Stay for a moment, then get up slowly.", "Worse than before? Leave it for today.",
    "When you like, pick up the phone and tap how it feels now."]
  : ["Stopped. That is fine. Get up slowly."]);
