// Plays every routine by many profiles with the phone's rules and looks for what an answer forbids: node forbidden.mjs
// FILE, where FILE holds {now, questions, routines: {slug: steps}, words: {token: regex}, seed, random}. What is in
// effect is worked out here from the flags alone. Prints {profiles, played, adapted, faults}.
import { readFileSync } from "node:fs";
import { applyProfile } from "../../static/js/safety/rules.js";
import { withLength } from "../../static/js/session/timeline.js";

const { now, questions, routines, words, seed, random: count } = JSON.parse(readFileSync(process.argv[2]));
const keys = questions.map(({ key }) => key);
const KINDS = {
  no: { value: "no" }, yes: { value: "yes" }, cleared: { value: "yes", cleared: true }, "not-sure": { value: "not-sure" },
  future: { value: "no", at: now.ms + 1000 }, missing: null,
};
const YES = Object.keys(KINDS).filter((kind) => kind !== "no");
const LENGTHS = [0, 30, 90, 180];

function profileOf(kinds) {
  const given = Object.entries(kinds).map(([key, kind]) => [key, KINDS[kind] && { given: now.day, at: now.ms, ...KINDS[kind] }]);
  return Object.fromEntries(given.filter(([, answer]) => answer));
}

const healthy = Object.fromEntries(keys.map((key) => [key, "no"]));

function* profiles() {
  yield healthy;
  for (const key of keys) for (const kind of YES) yield { ...healthy, [key]: kind };
  for (const one of keys) {
    for (const other of keys.filter((key) => key > one)) {
      for (const kind of ["yes", "cleared"]) for (const second of ["yes", "cleared"]) yield { ...healthy, [one]: kind, [other]: second };
    }
  }
  let state = seed;
  const next = () => ((state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff) / 0x80000000);
  for (let index = 0; index < count; index += 1) {
    const share = ((index % 5) + 1) / 5;
    yield Object.fromEntries(keys.map((key) => [key, next() < share ? [...YES, "cleared", "cleared"][Math.floor(next() * (YES.length + 2))] : "no"]));
  }
}

/** The flags of a step that are in effect, and whether one of them locks. */
function inEffect(step, kinds) {
  const flags = step.contraindications.filter(({ condition, level }) => level !== "not-listed" && kinds[condition] !== "no");
  const opens = (flag) => flag.level === "adapt" ||
    (flag.level === "caution" && kinds[flag.condition] === "cleared" && (flag.only_if_no ?? []).every((key) => kinds[key] === "no"));
  return { flags, locked: !flags.every(opens) };
}

const textsOf = (step) => [step.title, step.instruction, step.feel, ...(step.parts ?? []), ...step.cues.map(({ say }) => say)].filter(Boolean);
const tokens = Object.fromEntries(Object.entries(words).map(([token, { found, negative }]) => [token, { found: new RegExp(found, "gi"), negative: new RegExp(negative, "gi") }]));

/** The sentences of a text that name what is forbidden, other than in the negative. */
function mentions(text, token) {
  const known = tokens[token];
  return known ? text.split(/(?<=[.!?])\s+/).filter((sentence) => sentence.replace(known.negative, "").match(known.found)) : [];
}

const faults = [];
let played = 0;
let adapted = 0;
let total = 0;
for (const kinds of profiles()) {
  total += 1;
  const answers = profileOf(kinds);
  for (const [slug, steps] of Object.entries(routines)) {
    const found = applyProfile(steps, answers, now, questions);
    for (const step of found.steps) {
      played += 1;
      const { flags, locked } = inEffect(step, kinds);
      const fault = (what) => faults.push(`${slug} ${step.placement} ${step.kind}: ${what}, by ${flags.map(({ condition }) => condition)}`);
      if (locked) fault("locked and played");
      if (flags.length) adapted += 1;
      const forbidden = new Set(flags.flatMap((flag) => flag.forbids ?? []));
      const most = Math.min(...flags.map((flag) => flag.max_seconds ?? Infinity));
      for (const token of [step.position, ...(step.uses ?? [])]) if (forbidden.has(token)) fault(`uses ${token}`);
      for (const token of forbidden) for (const text of textsOf(step)) for (const sentence of mentions(text, token)) fault(`says ${JSON.stringify(sentence)} though ${token} is forbidden`);
      if (step.kind === "press") {
        for (const length of LENGTHS) if (withLength(step, length).seconds > most) fault(`${withLength(step, length).seconds} s at ${length}`);
        if (step.bounds.max > Math.max(most, step.bounds.min)) fault("may be made longer");
      }
      if (found.instructions[step.placement] && /\bache\b/i.test(step.feel ?? "")) fault("the usual feel beside an adaptation");
      if (step.variants?.length && !step.variants.some((way) => way.position === step.position && way.instruction === step.instruction)) fault("not a published way");
    }
  }
}
console.log(JSON.stringify({ profiles: total, played, adapted, faults: [...new Set(faults)].slice(0, 20) }));
