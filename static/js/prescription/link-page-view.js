// View of a routine from a link, with the facts and steps that a published routine's page has.

import { find, make, url } from "../core/dom.js";
import { capitalize, formatDuration } from "../core/format.js";
import { describeExcess, describeFrequency, isPress, itemSeconds, otherTools } from "./prescription.js";

/** Return the positions of the steps in order, each once: [{key, name, how, tools}]. */
export function uniquePositions(steps, documents) {
  const published = Object.values(documents).flatMap(({ press }) => press.positions);
  return [...new Set(steps.map(({ position }) => position))].map((key) => published.find((one) => one.key === key)).filter(Boolean);
}

/** Return an item of the facts: a point with its seconds and side, or steps without a point. */
function itemFact(item, documents, rules) {
  const { code, seconds, side } = item;
  if (!isPress(item, rules)) return [`${rules.others[code].name}, ${formatDuration(itemSeconds(item, rules))}`];
  const { names } = documents[code];
  return [make("a", { href: url(`/points/${code}`) }, `${code} `, make("span", { lang: "zh-Latn-pinyin" }, names.pinyin)), ` ${seconds} s${side ? `, ${side} side only` : ""}`];
}

export function renderFacts(prescription, routine, documents, rules) {
  const positionsUsed = uniquePositions(routine.steps, documents);
  const tools = [...new Set([...positionsUsed.flatMap((position) => position.tools), ...otherTools(prescription.items, rules)])];
  find("[data-points]").replaceChildren(...prescription.items.flatMap((item) => [", ", ...itemFact(item, documents, rules)]).slice(1));
  find("[data-takes]").textContent = formatDuration(routine.seconds);
  const frequency = describeFrequency(prescription, rules);
  find("[data-often]").textContent = `${capitalize(frequency)}.`;
  find("[data-prescribed]").hidden = !frequency;
  find("[data-usual]").hidden = Boolean(frequency);
  find("[data-excess]").replaceChildren(...describeExcess(prescription, rules).map((text) => make("li", {}, text)));
  find("[data-positions]").textContent = positionsUsed.length ? `${positionsUsed.map(({ name }) => name.charAt(0).toLowerCase() + name.slice(1)).join("; ")}.` : "as the steps say.";
  find("[data-tools]").textContent = capitalize(tools.join(", ")) || "Nothing but your hands";
}

/** Render one item for each side of each point: its steps and seconds. */
export function renderSteps(steps) {
  const groups = [...new Set(steps.map(({ placement }) => placement))].map((name) => steps.filter(({ placement }) => placement === name));
  find("[data-steps]").replaceChildren(...groups.map((group) => {
    const mainStep = group.find(({ kind }) => kind === "press") ?? group[0];
    const seconds = group.reduce((total, step) => total + step.seconds, 0);
    return make("li", {},
      make("h3", {}, mainStep.point ? make("a", { href: url(`/points/${mainStep.point}`) }, mainStep.title) : mainStep.title, " ", make("span", { className: "clock" }, formatDuration(seconds))),
      ...group.filter(({ kind }) => kind !== "release").flatMap(stepText));
  }));
}

/** Return the paragraphs of a step: its seconds and first part, and the parts of finding the place below. */
function stepText({ seconds, instruction, parts: [first, ...finding] = [instruction] }) {
  const text = make("p", {}, make("span", { className: "clock" }, `${seconds} s`), " ", first);
  return finding.length ? [text, make("ol", {}, ...finding.map((part) => make("li", {}, part)))] : [text];
}
