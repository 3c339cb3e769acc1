// The lines of the gate: what is ticked, the parts of a line, and the answers that follow. A line element is the row of
// one checkbox, `[data-line]`; its parts are in `[data-parts=SLUG]`.

import { all, find } from "../core/dom.js";
import { activeSigns, countsAsYes, isCurrent } from "./rules.js";

const splitWords = (text) => (text ? text.split(" ") : []);
const boxOf = (element) => find("input[type=checkbox]", element);

/** Read a part, or a line without parts: a checkbox and the keys that it answers. */
function readRow(element) {
  const { sign, question, areas } = element.dataset;
  return { box: boxOf(element), signs: splitWords(sign), questions: splitWords(question), areas: areas ? areas.split("|") : [] };
}

/** Read the lines below an element, in order; `described` are the expanded lines of the catalogue. */
export function readLines(root, described) {
  return described.map((line) => {
    const element = find(`[data-line="${line.slug}"]`, root);
    if (!element || !boxOf(element)) return null; // a question with buttons of its own
    const place = find(`[data-parts="${line.slug}"]`, root);
    return { ...line, ...readRow(element), element, item: element.closest("li"), place, parts: place ? all("[data-part-of]", place).map(readRow) : [] };
  }).filter(Boolean);
}

/** Return the ticked rows that answer something: a line's own keys and its ticked parts. */
function tickedRows(line) {
  if (!line.box.checked) return [];
  const whole = { signs: line.own.signs, questions: line.own.questions, areas: [] };
  const parts = line.parts.filter(({ box }) => box.checked);
  return [whole, ...parts];
}

/**
 * Return {yes, areas, slugs} for a question over all lines; `areas` is empty where it counts everywhere, `slugs` are the
 * lines that say yes.
 */
export function answerOf(key, lines) {
  const isAsked = ({ questions }) => questions.includes(key);
  const saying = lines.filter((line) => tickedRows(line).some(isAsked));
  const rows = saying.flatMap(tickedRows).filter(isAsked);
  const areas = rows.every((one) => one.areas.length) ? [...new Set(rows.flatMap((one) => one.areas))] : [];
  return { yes: rows.length > 0, areas, slugs: saying.map(({ slug }) => slug) };
}

export const isTickedSign = (slug, lines) => lines.flatMap(tickedRows).some(({ signs }) => signs.includes(slug));

/** Show the parts of a line while it is ticked. */
export function updateParts(line) {
  if (line.place) line.place.hidden = !line.box.checked;
}

/** Tick or untick all parts with their line, and show them. */
export function tickAllParts(line) {
  for (const part of line.parts) part.box.checked = line.box.checked;
  updateParts(line);
}

/** Untick a line whose last part was unticked. */
export function untickEmptyLine(line) {
  if (!line.parts.some(({ box }) => box.checked)) line.box.checked = false;
  updateParts(line);
}

/**
 * Tick the lines that the profile answers yes and, with `untick`, untick the others. Lines whose slugs are in
 * `touched`, which the person changed in this dialog, stay as they are. Of several lines of one question those are
 * ticked that the answer was given by; all of them where it does not say.
 */
export function fillLines(lines, profile, { questions, signs: described }, now, { untick = true, touched = new Set() } = {}) {
  const questionOf = Object.fromEntries(questions.map((question) => [question.key, question]));
  const signs = new Set(activeSigns(profile.signs, now, described));
  const isYes = (key, area) => {
    const answer = profile.answers[key];
    return Boolean(questionOf[key]) && isCurrent(questionOf[key], answer, now) && answer.value !== "no" && countsAsYes(questionOf[key], answer, now, area);
  };
  const areasOf = (one) => (one.areas.length ? one.areas : [""]);
  const hasSign = (one) => one.signs.some((slug) => signs.has(slug));
  const isOn = (one) => hasSign(one) || one.questions.some((key) => areasOf(one).some((area) => isYes(key, area)));
  const isOfLine = (line) => (key) => {
    const given = (profile.answers[key]?.lines ?? []).filter((slug) => lines.some((one) => one.slug === slug && one.questions.includes(key)));
    return !given.length || given.includes(line.slug);
  };
  const isWhole = (one) => (one.signs.length ? hasSign(one)
    : one.questions.length > 0 && one.questions.every((key) => areasOf(one).every((area) => isYes(key, area))));
  /**
   * Return the parts to tick. A part is ticked if the profile has all that it states: a yes to its question does not
   * tick its sign, nor every area.
   */
  const tickedParts = (line) => {
    const whole = line.parts.filter(isWhole);
    const isCovered = (area) => whole.some(({ areas }) => areas.includes(area));
    const isAdditional = ({ areas, questions: keys }) => areas.some((area) => !isCovered(area) && keys.some((key) => isYes(key, area)));
    const ticked = [...whole, ...line.parts.filter(isAdditional)];
    return ticked.length ? ticked : line.parts.filter(isOn); // every yes of the profile needs a visible tick
  };
  for (const line of lines) {
    if (touched.has(line.slug)) continue;
    const on = isOn({ ...line, questions: line.questions.filter(isOfLine(line)) });
    if (!on && !untick) continue;
    line.box.checked = on;
    const ticked = tickedParts(line);
    const isOwn = ticked.length === 0; // the line itself answers it, whatever its parts
    for (const part of line.parts) part.box.checked = on && (isOwn || ticked.includes(part));
    updateParts(line);
  }
}
