// View of a routine from a link, with the facts and steps that a published routine's page has.

import { find, make, url } from "../core/dom.js";
import { capitalize, formatDuration, formatFrequency } from "../core/format.js";

/** Return the positions of the steps in order, each once: [{key, name, how, tools}]. */
export function uniquePositions(steps, documents) {
  const published = Object.values(documents).flatMap(({ press }) => press.positions);
  return [...new Set(steps.map(({ position }) => position))].map((key) => published.find((one) => one.key === key)).filter(Boolean);
}

export function renderFacts(prescription, routine, documents) {
  const positionsUsed = uniquePositions(routine.steps, documents);
  const tools = [...new Set(positionsUsed.flatMap((position) => position.tools))];
  find("[data-points]").replaceChildren(...prescription.items.flatMap(({ code, seconds, side }) => [", ",
    make("a", { href: url(`/points/${code}`) }, `${code} `, make("span", { lang: "zh-Latn-pinyin" }, documents[code].names.pinyin)), ` ${seconds} s${side ? `, ${side} side only` : ""}`]).slice(1));
  find("[data-takes]").textContent = formatDuration(routine.seconds);
  find("[data-often]").textContent = `${capitalize(formatFrequency(prescription))}.`;
  find("[data-prescribed]").hidden = !formatFrequency(prescription);
  find("[data-usual]").hidden = Boolean(formatFrequency(prescription));
  find("[data-positions]").textContent = `${positionsUsed.map(({ name }) => name.charAt(0).toLowerCase() + name.slice(1)).join("; ")}.`;
  find("[data-tools]").textContent = capitalize(tools.join(", ")) || "Nothing but your hands";
}

/** Render one item for each side of each point: its steps and seconds. */
export function renderSteps(steps) {
  const groups = [...new Set(steps.map(({ placement }) => placement))].map((name) => steps.filter(({ placement }) => placement === name));
  find("[data-steps]").replaceChildren(...groups.map((group) => {
    const mainStep = group.find(({ kind }) => kind === "press") ?? group[0];
    const seconds = group.reduce((total, step) => total + step.seconds, 0);
    return make("li", {},
      make("h3", {}, make("a", { href: url(`/points/${mainStep.point}`) }, mainStep.title), " ", make("span", { className: "clock" }, formatDuration(seconds))),
      ...group.filter(({ kind }) => kind !== "release").flatMap(stepText));
  }));
}

/** Return the paragraphs of a step: its seconds and first part, and the parts of finding the place below. */
function stepText({ seconds, instruction, parts: [first, ...finding] = [instruction] }) {
  const text = make("p", {}, make("span", { className: "clock" }, `${seconds} s`), " ", first);
  return finding.length ? [text, make("ol", {}, ...finding.map((part) => make("li", {}, part)))] : [text];
}
