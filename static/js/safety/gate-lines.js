// The lines of the gate: what is ticked, opened into parts, and what that answers. A line element is the row of one
// checkbox, `[data-line]`; the parts it opens into are `[data-parts=SLUG]`.

import { all, find } from "../core/dom.js";
import { activeSigns, countsAsYes, isCurrent } from "./rules.js";

const words = (text) => (text ? text.split(" ") : []);
const boxOf = (element) => find("input[type=checkbox]", element);

/** One part of a line, or a line without parts: a checkbox and the keys that it answers. */
function row(element) {
  const { sign, question, areas } = element.dataset;
  return { box: boxOf(element), signs: words(sign), questions: words(question), areas: areas ? areas.split("|") : [] };
}

/** Read the lines below an element, in order; `described` are the catalogue's, whole. */
export function readLines(root, described) {
  return described.map((line) => {
    const element = find(`[data-line="${line.slug}"]`, root);
    if (!element || !boxOf(element)) return null; // a question with buttons of its own
    const place = find(`[data-parts="${line.slug}"]`, root);
    return { ...line, ...row(element), element, item: element.closest("li"), place, parts: place ? all("[data-part-of]", place).map(row) : [] };
  }).filter(Boolean);
}

/** The ticked rows that answer something: those of a line and, where it opens, its parts. */
function tickedRows(line) {
  if (!line.box.checked) return [];
  const whole = { signs: line.own.signs, questions: line.own.questions, areas: [] };
  const parts = line.parts.filter(({ box }) => box.checked);
  return [whole, ...parts];
}

/** {yes, areas} for a question over all lines; `areas` is empty where it counts everywhere. */
export function answerOf(key, lines) {
  const rows = lines.flatMap(tickedRows).filter(({ questions }) => questions.includes(key));
  const areas = rows.every((one) => one.areas.length) ? [...new Set(rows.flatMap((one) => one.areas))] : [];
  return { yes: rows.length > 0, areas };
}

export const isTickedSign = (slug, lines) => lines.flatMap(tickedRows).some(({ signs }) => signs.includes(slug));

/** Show the parts of a ticked line. */
export function reveal(line) {
  if (line.place) line.place.hidden = !line.box.checked;
}

/** Open a line that was just ticked with all its parts ticked. */
export function openParts(line) {
  for (const part of line.parts) part.box.checked = line.box.checked;
  reveal(line);
}

/** A line whose last part was unticked is unticked itself. */
export function afterPart(line) {
  if (!line.parts.some(({ box }) => box.checked)) line.box.checked = false;
  reveal(line);
}

/**
 * Tick what the profile answers yes, and with `all`, untick the rest. What a person touched in this dialog stays:
 * `touched` holds the slugs of those lines.
 */
export function fill(lines, profile, { questions, signs: described }, now, { untick = true, touched = new Set() } = {}) {
  const known = Object.fromEntries(questions.map((question) => [question.key, question]));
  const signs = new Set(activeSigns(profile.signs, now, described));
  const isYes = (key, area) => {
    const answer = profile.answers[key];
    return Boolean(known[key]) && isCurrent(known[key], answer, now) && answer.value !== "no" && countsAsYes(known[key], answer, now, area);
  };
  const areasOf = (one) => (one.areas.length ? one.areas : [""]);
  const hasSign = (one) => one.signs.some((slug) => signs.has(slug));
  const isOn = (one) => hasSign(one) || one.questions.some((key) => areasOf(one).some((area) => isYes(key, area)));
  const isWhole = (one) => (one.signs.length ? hasSign(one)
    : one.questions.length > 0 && one.questions.every((key) => areasOf(one).every((area) => isYes(key, area))));
  /** A part is ticked where all that it says is on file: a yes to its question is no tick of its sign, nor of every area. */
  const tickedParts = (line) => {
    const whole = line.parts.filter(isWhole);
    const isCovered = (area) => whole.some(({ areas }) => areas.includes(area));
    const further = ({ areas, questions: keys }) => areas.some((area) => !isCovered(area) && keys.some((key) => isYes(key, area)));
    const ticked = [...whole, ...line.parts.filter(further)];
    return ticked.length ? ticked : line.parts.filter(isOn); // some tick stands for every yes on file
  };
  for (const line of lines) {
    if (touched.has(line.slug)) continue;
    const on = isOn(line);
    if (!on && !untick) continue;
    line.box.checked = on;
    const ticked = tickedParts(line);
    const isOwn = ticked.length === 0; // the line itself answers it, whatever its parts
    for (const part of line.parts) part.box.checked = on && (isOwn || ticked.includes(part));
    reveal(line);
  }
}
