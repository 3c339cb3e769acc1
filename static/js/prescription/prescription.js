// A routine as the fragment of a link: parsed, serialised, and joined with the published documents of its points. Pure.
// The grammar is in docs/api.md; `points/prescription.py` parses the same, and
// tests/shared_cases/prescription_cases.json tests both. Bounds and limits come from the service (`rules`): {points:
// {BL23: {name, seconds: {default, min, max}, presses, rest, positions}}, others: {heat: {name, routine, step_title,
// tools, timed, seconds, rest, daily, per_session}}, most: {points, seconds, daily, pressing, …}}.
//
// A prescription is {items: [{code, seconds, side?, position?}], daily, weeks, note}; 0 and "" stand for absent fields.
// An item without a side is pressed on every side of its point, one without a position in the default position.
// Steps without a point have their key as `code`, such as heat; those that keep their length have 0 seconds.

import { formatDuration, formatFrequency } from "../core/format.js";

const ENCODED = /^(?:[A-Za-z0-9\-_.!~*'()]|%[0-9A-Fa-f]{2})*$/; // as encodeURIComponent writes it
// Control characters except the line break, and characters that break lines or change the direction invisibly.
const INVISIBLE = /[\0-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\p{Surrogate}]/u;
const MAX_QUOTED = 24; // characters of the input that an error repeats

/** An error and its part: "part 2", "daily", "weeks", "note", "field 1", or "spec" for the whole. */
export class SpecError extends Error {
  constructor(part, message, found) {
    super(found === undefined ? message : `${message} (found ${JSON.stringify(found)})`);
    this.part = part;
  }

  /** The error as a sentence: `Part 2: no such point (found "BL99").` */
  get userMessage() {
    const partName = this.part === "spec" ? "The whole" : this.part.charAt(0).toUpperCase() + this.part.slice(1);
    return `${partName}: ${this.message}.`;
  }
}

/* --- parsing --- */

/**
 * Undo what mail and chat programs do to a link's spec: a second encoding, tracking parameters or punctuation at the
 * end, lower case in codes and capitals elsewhere, typographic dashes and spaces between the parts.
 */
export function normalise(text) {
  let spec = text;
  if (!/[;=]/.test(spec) && /%3[bd]/i.test(spec)) {
    try {
      spec = decodeURIComponent(spec);
    } catch {
      // The parser refuses it.
    }
  }
  spec = spec.replace(/(?:[?&;](?:utm_\w+|fbclid|gclid|igshid|mc_[ce]id)=[^;&?]*)+$/i, "");
  spec = spec.replace(/[.,;:!?)\]>"'\s]+$/, ""); // in a note these are encoded
  const [codes, ...fields] = spec.split(";");
  return [normaliseCodes(codes), ...fields.map((field) => field.replace(/^\s*[a-z]+(?==)/i, (name) => name.trim().toLowerCase()))].join(";");
}

const DASHES = /[\u2010-\u2015\u2212]|%e2%80%9[0-5]|%e2%88%92/g;

const normaliseCodes = (codes) => codes.toLowerCase().replace(DASHES, "-").replace(/(?:\s|%20)+/g, "")
  .replace(/(?<![a-z])[a-z]{2}(?=[0-9])/g, (letters) => letters.toUpperCase());

/** Parse the prescription of a spec. Throws `SpecError`. */
export function parse(text, rules) {
  const { most: limits } = rules;
  if (text.length > limits.text) throw new SpecError("spec", `at most ${limits.text} characters`, text.length);
  const [pointsSpec, ...fieldTexts] = text.split(";");
  if (fieldTexts.length > 3) throw new SpecError("spec", "at most 3 fields after the points", fieldTexts.length);
  const prescription = { items: parsePoints(pointsSpec, rules), ...parseFields(fieldTexts, limits) };
  checkDaily(prescription, "daily", rules);
  return prescription;
}

/**
 * Return {prescription, leftOut}: what can be read of a text, and the errors of the parts that were left out. Throws the
 * first `SpecError` where nothing can be read. For the composer: a session plays a whole link or none.
 */
export function parseReadable(text, rules) {
  const leftOut = [];
  for (let remaining = text; ;) {
    try {
      return { prescription: parse(remaining, rules), leftOut };
    } catch (error) {
      if (!(error instanceof SpecError)) throw error;
      leftOut.push(error);
      const shorter = withoutPart(remaining, error.part, rules);
      if (!shorter || shorter === remaining) throw leftOut[0];
      remaining = shorter;
    }
  }
}

/** Return a text without a part or field, or "" if nothing else is in it. */
function withoutPart(text, part, { others }) {
  const [codes, ...fields] = text.split(";");
  const without = (list, place) => list.filter((_, index) => index !== place - 1);
  const [, kind, number] = /^(part|field) ([0-9]+)$/.exec(part) ?? [];
  if (part === "spec") return "";
  if (kind === "field") return [codes, ...without(fields, number)].join(";");
  if (!kind) return [codes, ...fields.filter((field) => !field.startsWith(`${part}=`))].join(";");
  const remaining = without(codes.split(partSeparator(others)), number).join("-");
  return remaining && [remaining, ...fields].join(";");
}

/** Return the number of times that each step without a point stands in a session, by code. */
function countOthers(items, { others }) {
  const counts = new Map();
  for (const { code } of items) if (Object.hasOwn(others, code)) counts.set(code, (counts.get(code) ?? 0) + 1);
  return counts;
}

/**
 * Return the first step without a point that comes too often in a day: {name, daily, found}; null if none does. Without
 * `daily` a prescription is done at least once a day.
 */
export function dailyFault({ items, daily }, rules) {
  const sessions = Math.max(daily, 1);
  for (const [code, count] of countOthers(items, rules)) {
    const { name, daily: limit } = rules.others[code];
    if (sessions * count > limit) return { name, daily: limit, found: sessions * count };
  }
  return null;
}

/** Return the first step without a point that comes too often in one session: {name, limit, found}; null if none does. */
export function sessionFault(items, rules) {
  for (const [code, found] of countOthers(items, rules)) {
    const { name, per_session: limit } = rules.others[code];
    if (limit && found > limit) return { name, limit, found };
  }
  return null;
}

export const formatTimes = (count) => (count === 1 ? "once" : `${count} times`);

function checkSession(items, rules) {
  const fault = sessionFault(items, rules);
  if (fault) throw new SpecError("spec", `${fault.name} is done at most ${formatTimes(fault.limit)} in a session`, fault.found);
}

function checkDaily(prescription, part, rules) {
  const fault = dailyFault(prescription, rules);
  if (fault) throw new SpecError(part, `${fault.name} is done at most ${fault.daily} times a day`, fault.found);
}

/** Return the most sessions a day: the limit of a custom routine, or fewer where a step without a point says so. */
export function maxDaily(items, rules) {
  const allowed = [...countOthers(items, rules)].map(([code, count]) => Math.floor(rules.others[code].daily / count));
  return Math.max(1, Math.min(rules.most.daily, ...allowed));
}

/** Return how often a prescription is done, in words: as it states, or the most where that is below the usual. */
export function describeFrequency({ items, daily, weeks }, rules) {
  const max = maxDaily(items, rules);
  if (daily || max === rules.most.daily) return formatFrequency({ daily, weeks });
  return `at most ${formatFrequency({ daily: max, weeks })}`;
}

const kindOf = (text) => text.split(".")[0];

/** A hyphen before a lower-case word belongs to a position or slug, as in ~side-lying, unless the word begins a step. */
function partSeparator(others) {
  const kinds = Object.keys(others).map(kindOf).join("|");
  return new RegExp(`-(?!(?!(?:${kinds})(?:-|$))[a-z]+(?:-|$))`);
}

const PART = /^([A-Z]{2}[1-9][0-9]?)\.([1-9][0-9]{0,2})([lr]?)(?:~([a-z]+(?:-[a-z]+)*))?$/;
const SIDES = { l: "left", r: "right" };

function parsePoints(text, rules) {
  const parts = text.split(partSeparator(rules.others));
  if (parts.length > rules.most.points) throw new SpecError("spec", `at most ${rules.most.points} points`, parts.length);
  const items = parts.map((part, index) => parsePart(part, `part ${index + 1}`, rules));
  const total = totalSeconds(items, rules);
  if (total > rules.most.seconds) throw new SpecError("spec", `at most ${rules.most.seconds} seconds in all`, total);
  checkSession(items, rules);
  checkDaily({ items, daily: 1 }, "spec", rules);
  return items;
}

const parsePart = (text, part, { points, others }) =>
  Object.keys(others).map(kindOf).includes(kindOf(text)) ? parseOther(text, part, others) : parsePoint(text, part, points);

/** Parse steps without a point: a key alone if they keep their length, else with the seconds of the longest. */
function parseOther(text, part, others) {
  if (Object.hasOwn(others, text) && !others[text].seconds) return { code: text, seconds: 0 };
  const [, code, lengthText] = /^([^.]*)\.?([^]*)$/.exec(text);
  const bounds = Object.hasOwn(others, code) && others[code].seconds;
  if (!bounds) throw new SpecError(part, `no such step: the steps without a point are ${Object.keys(others).map((key) => stepForm(key, others)).join(", ")}`, text.slice(0, MAX_QUOTED));
  const length = /^[1-9][0-9]{0,4}$/.test(lengthText) ? Number(lengthText) : 0;
  if (length < bounds.min || length > bounds.max) {
    throw new SpecError(part, `${code} takes ${bounds.min} to ${bounds.max} whole seconds, as in ${stepForm(code, others)}`, text.slice(0, MAX_QUOTED));
  }
  return { code, seconds: length };
}

const stepForm = (key, others) => (others[key].seconds ? `${key}.${others[key].seconds.default}` : key);

function parsePoint(text, part, points) {
  const [, code, secondsText, side, position] = PART.exec(text) ?? [];
  if (!code) throw new SpecError(part, "expected a code, a dot and whole seconds such as BL23.60", text.slice(0, MAX_QUOTED));
  if (!Object.hasOwn(points, code)) throw new SpecError(part, "no such point", code);
  const { seconds: { min, max }, presses, positions } = points[code];
  const length = Number(secondsText);
  if (length < min || length > max) throw new SpecError(part, `${code} is pressed for ${min} to ${max} seconds a side`, length);
  if (side && presses < 2) throw new SpecError(part, `${code} lies on the midline and has no side`, side);
  if (position && !positions.includes(position)) throw new SpecError(part, `${code} is pressed in ${positions.join(", ")}`, position.slice(0, MAX_QUOTED));
  return { code, seconds: length, ...(side && { side: SIDES[side] }), ...(position && position !== positions[0] && { position }) };
}

function parseFields(fieldTexts, limits) {
  const fields = { daily: 0, weeks: 0, note: "" };
  const names = new Set();
  for (const [index, field] of fieldTexts.entries()) {
    const [, name, value] = /^(daily|weeks|note)=([^]*)$/.exec(field) ?? [];
    if (!name) throw new SpecError(`field ${index + 1}`, "expected daily=, weeks= or note=", field.slice(0, MAX_QUOTED));
    if (names.has(name)) throw new SpecError(name, "stands here twice");
    names.add(name);
    fields[name] = name === "note" ? parseNote(value, limits.note) : parseNumber(name, value, limits[name]);
  }
  return fields;
}

function parseNumber(name, value, limit) {
  if (!/^[1-9]$/.test(value) || Number(value) > limit) {
    throw new SpecError(name, `expected a whole number from 1 to ${limit}`, value.slice(0, MAX_QUOTED));
  }
  return Number(value);
}

function parseNote(value, limit) {
  if (!ENCODED.test(value)) throw new SpecError("note", "expected percent-encoded text");
  let note;
  try {
    note = decodeURIComponent(value);
  } catch {
    throw new SpecError("note", "expected UTF-8, percent-encoded once");
  }
  if (INVISIBLE.test(note)) throw new SpecError("note", "plain text has no control characters");
  if (noteLength(note) > limit) throw new SpecError("note", `at most ${limit} characters`, noteLength(note));
  return note;
}

/* --- serialising --- */

/** Return the length of a note in characters (code points). */
export const noteLength = (note) => [...note].length;

/** Return a note without the characters that a link may not contain. */
export const cleanNote = (note) =>
  note.replaceAll("\r\n", "\n").replaceAll("\t", " ").replace(new RegExp(INVISIBLE, "gu"), "").trim();

/** Return the spec of the points, the only part that a server may receive: without frequency and note. */
export const pointsText = ({ items }) => items.map(writePoint).join("-");

const writePoint = ({ code, seconds, side = "", position }) =>
  `${code}${seconds ? `.${seconds}` : ""}${side.charAt(0)}${position ? `~${position}` : ""}`;

/** Return the spec of frequency and weeks. */
const frequencyText = ({ daily, weeks }) => (daily ? `;daily=${daily}` : "") + (weeks ? `;weeks=${weeks}` : "");

/** Serialise a prescription. Programs that detect links in text cut off other characters at the end. */
export const serialize = (prescription) => pointsText(prescription) + frequencyText(prescription) + (prescription.note ? `;note=${encode(prescription.note)}` : "");

const encode = (note) =>
  encodeURIComponent(note).replace(/[!'()*.~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/* --- durations and steps --- */

const sum = (numbers) => numbers.reduce((total, one) => total + one, 0);

/** Whether an item is the press of a point, and not steps without one. */
export const isPress = ({ code }, { points }) => Object.hasOwn(points, code);

/** Return the presses of an item in one session: one for each of its sides. */
const pressCount = (item, rules) => (isPress(item, rules) ? (item.side ? 1 : rules.points[item.code].presses) : 0);

/** Return the seconds of one item in a session, including finding the place and letting go. */
export function itemSeconds(item, rules) {
  if (!isPress(item, rules)) return rules.others[item.code].rest + item.seconds;
  const point = rules.points[item.code];
  return (item.seconds + point.rest / point.presses) * pressCount(item, rules);
}

/** Return the seconds pressed in one session, both sides together. */
export const pressedSeconds = (items, rules) => sum(items.map((item) => item.seconds * pressCount(item, rules)));

/** Return sentences about points that are pressed on one side, all presses together, for longer than the guide advises. */
export function describeLongPresses(items, rules) {
  const totals = new Map();
  for (const { code, seconds, side = "" } of items.filter((item) => isPress(item, rules))) {
    const [left, right] = totals.get(code) ?? [0, 0];
    totals.set(code, [left + (side === "right" ? 0 : seconds), right + (side === "left" ? 0 : seconds)]);
  }
  const tooLong = [...totals].map(([code, sides]) => [code, Math.max(...sides), rules.points[code].seconds.max]).filter(([, total, max]) => total > max);
  return tooLong.map(([code, total, max]) => `${code} adds up to ${formatDuration(total)} on one side. This guide advises ${formatDuration(max)} at most.`);
}

/** Return sentences about what is more than the guide advises, and not refused: long presses, and pressing in a day. */
export function describeExcess({ items, daily }, rules) {
  const dailySeconds = pressedSeconds(items, rules) * Math.max(daily, 1);
  return [
    ...describeLongPresses(items, rules),
    ...(dailySeconds > rules.most.pressing ? [`The pressing adds up to ${formatDuration(dailySeconds)} a day. This guide advises ${formatDuration(rules.most.pressing)} at most.`] : []),
  ];
}

/** Return the seconds of one session, including finding the places and letting go. */
export const totalSeconds = (items, rules) => sum(items.map((item) => itemSeconds(item, rules)));

/** Return the name of an item in a title: `BL40`, `BL40 right` or `Heat`. */
export const itemLabel = ({ code, side }, { others }) => others?.[code]?.name ?? (side ? `${code} ${side}` : code);

/** Return the name of each item once. */
export const itemLabels = (items, rules) => [...new Set(items.map((item) => itemLabel(item, rules)))];

/** Return the steps: each item's published placements at its seconds. A repeated placement gets a unique name. */
export function buildSteps(items, documents) {
  const counts = new Map();
  return items.flatMap((item) => {
    const { timed } = documents[item.code];
    const placements = placementsOf(item, documents[item.code]);
    const names = new Map([...new Set(placements.map(({ placement }) => placement))].map((name) => [name, uniqueName(name, counts)]));
    return placements.map((step) => withSeconds({ ...step, placement: names.get(step.placement) }, item.seconds, timed));
  });
}

/** Return the next free name of a placement: heat, heat.2, heat.3. A published number counts in its own routine only. */
function uniqueName(published, counts) {
  const name = published.replace(/\.[0-9]+$/, "");
  counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts.get(name) === 1 ? name : `${name}.${counts.get(name)}`;
}

/** Return a press, or the step with the title `timed`, at a length, without the spoken lines that need a longer step. */
function withSeconds(step, length, timed) {
  if (step.kind === "press") return { ...step, seconds: length };
  if (!timed || step.title !== timed) return step;
  return { ...step, seconds: length, speech: step.speech.filter(({ least = 0 }) => least <= length) };
}

/** Return the tools of the steps without a point: a heat pad, a cloth. */
export const otherTools = (items, { others }) => items.flatMap(({ code }) => others[code]?.tools ?? []);

/** Return what a page needs of steps without a point, from their routine's document, with the fields of a point's. */
export function otherDocument({ steps, positions, sources }, { step_title: own, timed }) {
  const placements = steps.filter(({ title }) => !own || title === own);
  const flags = placements.flatMap(({ contraindications }) => contraindications);
  const contraindications = [...new Map(flags.map((flag) => [JSON.stringify(flag), flag])).values()];
  return { placements, timed, contraindications, press: { positions, sources }, location: { sources: [] } };
}

/** Return the published steps of one item: only of its side, if it has one, and in its position. */
function placementsOf({ side, position }, { placements, ready_right: ready }) {
  const steps = side ? placements.filter((step) => step.side === side) : placements;
  const prepared = side === "right" ? [ready, ...steps.filter(({ kind }) => kind !== "switch")] : steps;
  return position ? prepared.map((step) => inPosition(step, position)) : prepared;
}

/** Return a step with the variants of one position first, and with the values of the first of them. */
function inPosition({ posture, parts, ...step }, position) {
  const matching = step.variants.filter((variant) => variant.position === position);
  const others = step.variants.filter((variant) => variant.position !== position);
  const { parts: own, ...first } = matching[0];
  return { ...step, ...first, ...(own.length && { parts: own }), variants: [...matching, ...others] };
}

/** Return the routine in the form of a published one, as far as a session needs it. */
export function buildRoutine(prescription, documents, rules) {
  return {
    ...rules.custom,
    slug: `custom/${pointsText(prescription)}`,
    title: `${rules.custom.title}: ${itemLabels(prescription.items, rules).join(", ")}`,
    summary: prescription.items.map((item) => `${itemLabel(item, rules)} ${item.seconds || itemSeconds(item, rules)} s`).join(" · "),
    seconds: totalSeconds(prescription.items, rules),
    steps: buildSteps(prescription.items, documents),
  };
}
