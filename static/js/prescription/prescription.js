// A routine as the fragment of a link: parsed, serialised, and joined with the published documents of its points. Pure.
// The grammar is in docs/api.md; `points/prescription.py` parses the same, and
// tests/shared_cases/prescription_cases.json tests both. Bounds and limits come from the service (`rules`): {points:
// {BL23: {name, seconds: {default, min, max}, presses, rest, positions}}, most: {points, seconds, daily, …}}.
//
// A prescription is {items: [{code, seconds, side?, position?}], daily, weeks, note}; 0 and "" stand for absent fields.
// An item without a side is pressed on every side of its point, one without a position in the default position.

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
 * end, lower case in codes.
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
  spec = spec.replace(/[?&](?:utm_\w+|fbclid|gclid|igshid|mc_[ce]id)=[^;]*$/i, "");
  spec = spec.replace(/[.,;:!?)\]>"'\s]+$/, ""); // in a note these are encoded
  const [codes, ...fields] = spec.split(";");
  return [codes.replace(/(?<![A-Za-z])[A-Za-z]{2}(?=[0-9])/g, (letters) => letters.toUpperCase()), ...fields].join(";");
}

/** Parse the prescription of a spec. Throws `SpecError`. */
export function parse(text, rules) {
  const { most: limits } = rules;
  if (text.length > limits.text) throw new SpecError("spec", `at most ${limits.text} characters`, text.length);
  const [pointsSpec, ...fieldTexts] = text.split(";");
  if (fieldTexts.length > 3) throw new SpecError("spec", "at most 3 fields after the points", fieldTexts.length);
  return { items: parsePoints(pointsSpec, rules), ...parseFields(fieldTexts, limits) };
}

const PART_SEPARATOR = /-(?![a-z]+(?:-|$))/; // a hyphen before a word without a dot belongs to a position, as in ~side-lying
const PART = /^([A-Z]{2}[1-9][0-9]?)\.([1-9][0-9]{0,2})([lr]?)(?:~([a-z]+(?:-[a-z]+)*))?$/;
const SIDES = { l: "left", r: "right" };

function parsePoints(text, rules) {
  const parts = text.split(PART_SEPARATOR);
  if (parts.length > rules.most.points) throw new SpecError("spec", `at most ${rules.most.points} points`, parts.length);
  const items = parts.map((part, index) => parsePoint(part, `part ${index + 1}`, rules.points));
  const total = totalSeconds(items, rules);
  if (total > rules.most.seconds) throw new SpecError("spec", `at most ${rules.most.seconds} seconds in all`, total);
  return items;
}

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

const writePoint = ({ code, seconds, side = "", position }) => `${code}.${seconds}${side.charAt(0)}${position ? `~${position}` : ""}`;

/** Return the spec of frequency and weeks. */
const frequencyText = ({ daily, weeks }) => (daily ? `;daily=${daily}` : "") + (weeks ? `;weeks=${weeks}` : "");

/** Serialise a prescription. Programs that detect links in text cut off other characters at the end. */
export const serialize = (prescription) => pointsText(prescription) + frequencyText(prescription) + (prescription.note ? `;note=${encode(prescription.note)}` : "");

const encode = (note) =>
  encodeURIComponent(note).replace(/[!'()*.~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/* --- durations and steps --- */

const sum = (numbers) => numbers.reduce((total, one) => total + one, 0);

/** Return the presses of an item in one session: one for each of its sides. */
const pressCount = ({ code, side }, { points: { [code]: point } }) => (side ? 1 : point.presses);

/** Return the seconds pressed in one session, both sides together. */
export const pressedSeconds = (items, rules) => sum(items.map((item) => item.seconds * pressCount(item, rules)));

/** Return the seconds of one session, including finding the places and letting go. */
export const totalSeconds = (items, rules) =>
  pressedSeconds(items, rules) + sum(items.map((item) => (rules.points[item.code].rest * pressCount(item, rules)) / rules.points[item.code].presses));

/** Return the name of an item in a title: `BL40`, or `BL40 right`. */
export const itemLabel = ({ code, side }) => (side ? `${code} ${side}` : code);

/** Return the steps: each point's published placements at its seconds. A repeated placement gets a unique name. */
export function buildSteps(items, documents) {
  const counts = new Map();
  return items.flatMap((item) => {
    const placements = placementsOf(item, documents[item.code]);
    for (const name of new Set(placements.map((step) => step.placement))) counts.set(name, (counts.get(name) ?? 0) + 1);
    return placements.map((step) => ({
      ...step,
      placement: counts.get(step.placement) === 1 ? step.placement : `${step.placement}.${counts.get(step.placement)}`,
      seconds: step.kind === "press" ? item.seconds : step.seconds,
    }));
  });
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
  const labels = [...new Set(prescription.items.map(itemLabel))];
  return {
    ...rules.custom,
    slug: `custom/${pointsText(prescription)}`,
    title: `${rules.custom.title}: ${labels.join(", ")}`,
    summary: prescription.items.map((item) => `${itemLabel(item)} ${item.seconds} s`).join(" · "),
    seconds: totalSeconds(prescription.items, rules),
    steps: buildSteps(prescription.items, documents),
  };
}
