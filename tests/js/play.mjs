// Plays routines by profiles as the phone does, for tests/test_profiles.py to compare: node play.mjs FILE, where FILE
// holds {today, questions, routines, profiles, lengths}. Prints a line a profile: for each routine what is kept of it
// ("1" a step kept, "0" left out), whether it is worth starting, and what is said before each placement. Before those,
// a line a length: the milliseconds of every step of each whole routine as the player times it, and their total.
import { readFileSync } from "node:fs";
import { apply, worthStarting } from "../../static/js/safety.js";
import { begin, stretched, total } from "../../static/js/timeline.js";

const { today, questions, routines, profiles, lengths } = JSON.parse(readFileSync(process.argv[2]));

function timed(steps, length) {
  const run = begin(steps.map((step) => stretched(step, length).seconds), 0);
  return { durations: run.durations, total: total(run) };
}

function played(steps, profile) {
  const found = apply(steps, profile, today, questions);
  const kept = new Set(found.steps);
  return {
    kept: steps.map((step) => (kept.has(step) ? "1" : "0")).join(""),
    many: found.steps.length,
    worth: worthStarting(steps, found.steps),
    said: found.instructions,
  };
}

for (const length of lengths) console.log(JSON.stringify(routines.map((steps) => timed(steps, length))));
for (const profile of profiles) console.log(JSON.stringify(routines.map((steps) => played(steps, profile))));
