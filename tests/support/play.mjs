// Plays routines by profiles as the phone does, for tests/unit/test_profile_matrix.py to compare: node play.mjs FILE, where FILE
// holds {today, questions, routines, profiles, lengths}. Prints a line a profile: for each routine what is kept of it
// ("1" a step kept, "0" left out), whether it is worth starting, what is said at each placement, and how a step is done
// otherwise than published. Before those,
// a line a length: the milliseconds of every step of each whole routine as the player times it, and their total.
import { readFileSync } from "node:fs";
import { applyProfile, worthStarting } from "../../static/js/safety/rules.js";
import { createPlayback, total, withLength } from "../../static/js/session/timeline.js";

const { today, questions, routines, profiles, lengths } = JSON.parse(readFileSync(process.argv[2]));

const now = { day: today, ms: Date.parse(`${today}T12:00Z`) };

function timed(steps, length) {
  const run = createPlayback(steps.map((step) => withLength(step, length).seconds), 0);
  return { durations: run.durations, total: total(run) };
}

function played(steps, profile) {
  const found = applyProfile(steps, profile, now, questions);
  const named = ({ placement, kind }) => `${placement} ${kind}`;
  const kept = new Set(found.steps.map(named)); // an adapted step is another object
  return {
    kept: steps.map((step) => (kept.has(named(step)) ? "1" : "0")).join(""),
    many: found.steps.length,
    worth: worthStarting(steps, found.steps),
    said: found.instructions,
    ways: Object.fromEntries(found.steps.filter((step) => !steps.includes(step)).map((step) => [named(step), changeOf(steps, step)])),
  };
}

/** How a step is done otherwise than published: [number of its variant, seconds, most seconds, general sentence]. */
function changeOf(steps, step) {
  const before = steps.find(({ placement, kind }) => placement === step.placement && kind === step.kind);
  const same = (way) => ["position", "uses", "parts", "instruction"].every((name) => JSON.stringify(way[name] ?? []) === JSON.stringify(step[name] ?? []));
  return [before.variants.findIndex(same), step.seconds, step.bounds?.max ?? null, step.feel ?? ""];
}

for (const length of lengths) console.log(JSON.stringify(routines.map((steps) => timed(steps, length))));
for (const profile of profiles) console.log(JSON.stringify(routines.map((steps) => played(steps, profile))));
