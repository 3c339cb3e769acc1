// Joins custom routines as the phone does and prints the hash of each, for tests/web/test_prescription.py to compare:
// node join.mjs FILE, where FILE holds {rules, documents, texts}: documents of points and routines.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { buildRoutine, otherDocument, parse, serialize } from "../../static/js/prescription/prescription.js";

const { rules, documents, texts } = JSON.parse(readFileSync(process.argv[2]));

/** The same value with the names of every object in order, so that equal values are equal texts. */
function ordered(value) {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.keys(value).sort().map((name) => [name, ordered(value[name])]));
}

/** Leave out the seconds of spoken lines: the player works them out from their anchors at the length it plays. */
function untimed(steps) {
  for (const step of steps) for (const way of [step, ...step.variants]) for (const line of way.speech ?? []) delete line.at;
  return steps;
}

for (const [key, other] of Object.entries(rules.others)) documents[key] = otherDocument(documents[other.routine], other);
for (const text of texts) {
  const one = parse(text, rules);
  const { slug, title, summary, seconds, steps } = buildRoutine(one, documents, rules);
  const joined = JSON.stringify(ordered({ slug, title, summary, seconds, steps: untimed(structuredClone(steps)) }));
  console.log(JSON.stringify({ written: serialize(one), hash: createHash("sha256").update(joined).digest("hex") }));
}
