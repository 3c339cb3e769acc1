// A routine as a link carries it after its `#`: read, written, and joined from what the service publishes for each
// point. Pure. The grammar stands in docs/api.md; `points/prescription.py` reads the same, and
// tests/shared_cases/prescription_cases.json binds the two. Bounds and limits are the service's (`rules`):
// {points: {BL23: {name, seconds: {default, min, max}, presses, rest, positions}}, most: {points, seconds, daily, …}}.
//
// A prescription is {items: [{code, seconds, side?, position?}], daily, weeks, note}; 0 and "" are what it does not say.
// An item without a side is pressed on every side of its point, one without a position in the usual one.

const ENCODED = /^(?:[A-Za-z0-9\-_.!~*'()]|%[0-9A-Fa-f]{2})*$/; // as encodeURIComponent writes
// Control characters but the line break, and those that break or turn a line unseen.
const UNSEEN = /[\0-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\p{Surrogate}]/u;
const KEPT = 24; // so much of what was found is repeated

/** What is wrong, and with which part: "part 2", "daily", "weeks", "note", "field 1", or "spec" for the whole. */
export class Refused extends Error {
  constructor(part, message, found) {
    super(found === undefined ? message : `${message} (found ${JSON.stringify(found)})`);
    this.part = part;
  }

  /** The same for a person: `Part 2: no such point (found "BL99").` */
  get told() {
    const where = this.part === "spec" ? "The whole" : this.part.charAt(0).toUpperCase() + this.part.slice(1);
    return `${where}: ${this.message}.`;
  }
}

/* --- reading --- */

/**
 * A link's text without what mail and chat programs do to it: encoded once more, a tracking field or closing punctuation
 * after it, small letters in codes.
 */
export function normalised(text) {
  let found = text;
  if (!/[;=]/.test(found) && /%3[bd]/i.test(found)) {
    try {
      found = decodeURIComponent(found);
    } catch {
      // Refused as it is.
    }
  }
  found = found.replace(/[?&](?:utm_\w+|fbclid|gclid|igshid|mc_[ce]id)=[^;]*$/i, "");
  found = found.replace(/[.,;:!?)\]>"'\s]+$/, ""); // a note has these encoded
  const [codes, ...rest] = found.split(";");
  return [codes.replace(/(?<![A-Za-z])[A-Za-z]{2}(?=[0-9])/g, (letters) => letters.toUpperCase()), ...rest].join(";");
}

/** The prescription a text says. Throws `Refused`. */
export function read(text, rules) {
  const { most } = rules;
  if (text.length > most.text) throw new Refused("spec", `at most ${most.text} characters`, text.length);
  const [points, ...rest] = text.split(";");
  if (rest.length > 3) throw new Refused("spec", "at most 3 fields after the points", rest.length);
  return { items: readPoints(points, rules), ...readFields(rest, most) };
}

const BETWEEN_PARTS = /-(?![a-z]+(?:-|$))/; // a hyphen before a word without a dot belongs to a position, as in ~side-lying
const PART = /^([A-Z]{2}[1-9][0-9]?)\.([1-9][0-9]{0,2})([lr]?)(?:~([a-z]+(?:-[a-z]+)*))?$/;
const SIDES = { l: "left", r: "right" };

function readPoints(text, rules) {
  const parts = text.split(BETWEEN_PARTS);
  if (parts.length > rules.most.points) throw new Refused("spec", `at most ${rules.most.points} points`, parts.length);
  const items = parts.map((part, index) => readPoint(part, `part ${index + 1}`, rules.points));
  const total = seconds(items, rules);
  if (total > rules.most.seconds) throw new Refused("spec", `at most ${rules.most.seconds} seconds in all`, total);
  return items;
}

function readPoint(text, part, points) {
  const [, code, written, side, position] = PART.exec(text) ?? [];
  if (!code) throw new Refused(part, "expected a code, a dot and whole seconds such as BL23.60", text.slice(0, KEPT));
  if (!Object.hasOwn(points, code)) throw new Refused(part, "no such point", code);
  const { seconds: { min, max }, presses, positions } = points[code];
  const length = Number(written);
  if (length < min || length > max) throw new Refused(part, `${code} is pressed for ${min} to ${max} seconds a side`, length);
  if (side && presses < 2) throw new Refused(part, `${code} lies on the midline and has no side`, side);
  if (position && !positions.includes(position)) throw new Refused(part, `${code} is pressed in ${positions.join(", ")}`, position.slice(0, KEPT));
  return { code, seconds: length, ...(side && { side: SIDES[side] }), ...(position && position !== positions[0] && { position }) };
}

function readFields(rest, most) {
  const found = { daily: 0, weeks: 0, note: "" };
  const seen = new Set();
  for (const [index, field] of rest.entries()) {
    const [, name, value] = /^(daily|weeks|note)=([^]*)$/.exec(field) ?? [];
    if (!name) throw new Refused(`field ${index + 1}`, "expected daily=, weeks= or note=", field.slice(0, KEPT));
    if (seen.has(name)) throw new Refused(name, "stands here twice");
    seen.add(name);
    found[name] = name === "note" ? readNote(value, most.note) : readNumber(name, value, most[name]);
  }
  return found;
}

function readNumber(name, value, most) {
  if (!/^[1-9]$/.test(value) || Number(value) > most) {
    throw new Refused(name, `expected a whole number from 1 to ${most}`, value.slice(0, KEPT));
  }
  return Number(value);
}

function readNote(value, most) {
  if (!ENCODED.test(value)) throw new Refused("note", "expected percent-encoded text");
  let note;
  try {
    note = decodeURIComponent(value);
  } catch {
    throw new Refused("note", "expected UTF-8, percent-encoded once");
  }
  if (UNSEEN.test(note)) throw new Refused("note", "plain text has no control characters");
  if (long(note) > most) throw new Refused("note", `at most ${most} characters`, long(note));
  return note;
}

/* --- writing --- */

/** Characters as a person counts them, or nearly. */
export const long = (note) => [...note].length;

/** A note as typed or pasted, without what a link may not carry. */
export const clean = (note) =>
  note.replaceAll("\r\n", "\n").replaceAll("\t", " ").replace(new RegExp(UNSEEN, "gu"), "").trim();

/** The part of the text that a server may be told: the points, without how often and without the note. */
export const points = ({ items }) => items.map(writePoint).join("-");

const writePoint = ({ code, seconds, side = "", position }) => `${code}.${seconds}${side.charAt(0)}${position ? `~${position}` : ""}`;

/** How often and how long, as the text says it. */
const often = ({ daily, weeks }) => (daily ? `;daily=${daily}` : "") + (weeks ? `;weeks=${weeks}` : "");

/** The text that reads as this prescription. Programs that find links in text drop other signs at the end. */
export const write = (one) => points(one) + often(one) + (one.note ? `;note=${encode(one.note)}` : "");

const encode = (note) =>
  encodeURIComponent(note).replace(/[!'()*.~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/* --- what it comes to --- */

const sum = (numbers) => numbers.reduce((total, one) => total + one, 0);

/** How often an item is pressed in one session: once for each of its sides. */
const presses = ({ code, side }, { points: { [code]: point } }) => (side ? 1 : point.presses);

/** Seconds that are pressed in one session, both sides together. */
export const pressed = (items, rules) => sum(items.map((item) => item.seconds * presses(item, rules)));

/** Seconds of one session, finding the place and letting go included. */
export const seconds = (items, rules) =>
  pressed(items, rules) + sum(items.map((item) => (rules.points[item.code].rest * presses(item, rules)) / rules.points[item.code].presses));

/** What an item is called in a title: `BL40`, or `BL40 right`. */
export const label = ({ code, side }) => (side ? `${code} ${side}` : code);

/** The steps: each point's published placements at its seconds. A place that comes again gets a name of its own. */
export function join(items, documents) {
  const seen = new Map();
  return items.flatMap((item) => {
    const placements = placementsOf(item, documents[item.code]);
    for (const name of new Set(placements.map((step) => step.placement))) seen.set(name, (seen.get(name) ?? 0) + 1);
    return placements.map((step) => ({
      ...step,
      placement: seen.get(step.placement) === 1 ? step.placement : `${step.placement}.${seen.get(step.placement)}`,
      seconds: step.kind === "press" ? item.seconds : step.seconds,
    }));
  });
}

/** The published steps of one item: of its side alone, if it has one, and in its position. */
function placementsOf({ side, position }, { placements, ready_right: ready }) {
  const steps = side ? placements.filter((step) => step.side === side) : placements;
  const begun = side === "right" ? [ready, ...steps.filter(({ kind }) => kind !== "switch")] : steps;
  return position ? begun.map((step) => inPosition(step, position)) : begun;
}

/** A step with the variants of one position first, and done in the first of them. */
function inPosition({ posture, parts, ...step }, position) {
  const held = step.variants.filter((variant) => variant.position === position);
  const others = step.variants.filter((variant) => variant.position !== position);
  const { parts: own, ...first } = held[0];
  return { ...step, ...first, ...(own.length && { parts: own }), variants: [...held, ...others] };
}

/** The routine as the service would publish it, as far as a session needs it. */
export function routine(one, documents, rules) {
  const labels = [...new Set(one.items.map(label))];
  return {
    ...rules.custom,
    slug: `custom/${points(one)}`,
    title: `${rules.custom.title}: ${labels.join(", ")}`,
    summary: one.items.map((item) => `${label(item)} ${item.seconds} s`).join(" · "),
    seconds: seconds(one.items, rules),
    steps: join(one.items, documents),
  };
}
