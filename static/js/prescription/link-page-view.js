// How a routine from a link is shown before it starts: its facts and its steps, as the page of a published one has them.

import { find, make, url } from "../core/dom.js";
import { capitalize, formatDuration, formatFrequency } from "../core/format.js";

/** The ways the body is held, in their order, each once: [{key, name, how, tools}]. */
export function positions(steps, documents) {
  const known = Object.values(documents).flatMap(({ press }) => press.positions);
  return [...new Set(steps.map(({ position }) => position))].map((key) => known.find((one) => one.key === key)).filter(Boolean);
}

export function showFacts(one, made, documents) {
  const held = positions(made.steps, documents);
  const tools = [...new Set(held.flatMap((position) => position.tools))];
  find("[data-points]").replaceChildren(...one.items.flatMap(({ code, seconds, side }) => [", ",
    make("a", { href: url(`/points/${code}`) }, `${code} `, make("span", { lang: "zh-Latn-pinyin" }, documents[code].names.pinyin)), ` ${seconds} s${side ? `, ${side} side only` : ""}`]).slice(1));
  find("[data-takes]").textContent = formatDuration(made.seconds);
  find("[data-often]").textContent = `${capitalize(formatFrequency(one))}.`;
  find("[data-prescribed]").hidden = !formatFrequency(one);
  find("[data-usual]").hidden = Boolean(formatFrequency(one));
  find("[data-positions]").textContent = `${held.map(({ name }) => name.charAt(0).toLowerCase() + name.slice(1)).join("; ")}.`;
  find("[data-tools]").textContent = capitalize(tools.join(", ")) || "Nothing but your hands";
}

/** One item for each side of each point, with what to do and for how long. */
export function showSteps(steps) {
  const groups = [...new Set(steps.map(({ placement }) => placement))].map((name) => steps.filter(({ placement }) => placement === name));
  find("[data-steps]").replaceChildren(...groups.map((group) => {
    const main = group.find(({ kind }) => kind === "press") ?? group[0];
    const seconds = group.reduce((total, step) => total + step.seconds, 0);
    return make("li", {},
      make("h3", {}, make("a", { href: url(`/points/${main.point}`) }, main.title), " ", make("span", { className: "clock" }, formatDuration(seconds))),
      ...group.filter(({ kind }) => kind !== "release").flatMap(told));
  }));
}

/** What a step says: with its seconds the first of it, and each part of finding the place below. */
function told({ seconds, instruction, parts: [first, ...finding] = [instruction] }) {
  const said = make("p", {}, make("span", { className: "clock" }, `${seconds} s`), " ", first);
  return finding.length ? [said, make("ol", {}, ...finding.map((part) => make("li", {}, part)))] : [said];
}
