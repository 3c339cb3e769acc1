// Where a session is, as a pure function of the clock on the wall. No timer lives here: whoever asks says what
// time it is, so a busy page, a frozen tab or a reload can make the answer late but never wrong.
//
// A run is {durations: [ms], startedAt, pausedAt, seen, spent: [ms], wait, held, finds, frame}, in epoch milliseconds,
// never changed in place. `seen` is the last moment anybody looked. `spent` is how long each step really ran, skips and
// pauses left out. `wait` holds each step at its end until the person moves on; `held` is the step they moved to last.
// `finds` are the steps whose clock stands at their start until the person has found the place, frame by frame.

const AWAY = 120_000;
const AWAY_AT_END = 20_000;

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
const startOf = (run, index) => sum(run.durations.slice(0, index));

export const total = (run) => sum(run.durations);

/** Begin at `now`. `seconds` is one number for each step. */
export function begin(seconds, now, wait = false, finds = []) {
  const durations = seconds.map((one) => one * 1000);
  return { durations, startedAt: now, pausedAt: null, seen: now, spent: durations.map(() => 0), wait, held: 0, finds, frame: 0 };
}

/** The first step that waits to be found, from the one that the person moved to last; none: undefined. */
const nextFind = ({ finds = [], held }) => finds.find((index) => index >= held);

/** The milliseconds at which the run stands still by itself. */
function standstill(run) {
  const find = nextFind(run);
  return Math.min(run.wait ? startOf(run, run.held + 1) : total(run), find === undefined ? Infinity : startOf(run, find));
}

/** Milliseconds played at `now`, never before the start nor past the end. */
export function elapsed(run, now) {
  const played = (run.pausedAt ?? now) - run.startedAt;
  return Math.min(Math.max(played, 0), standstill(run));
}

/**
 * The step at `now`, and how far into it: {index, into, left, waiting, finding, done, played, total}, in milliseconds.
 * `waiting`: it is over, and waits for the person; `finding`: it waits at its start for the place to be found.
 */
export function position(run, now) {
  const played = elapsed(run, now);
  const whole = total(run);
  const last = run.wait ? Math.min(run.held, run.durations.length - 1) : run.durations.length - 1;
  let index = 0;
  let start = 0;
  while (index < last && played >= start + run.durations[index]) {
    start += run.durations[index];
    index += 1;
  }
  const left = Math.max(0, start + run.durations[index] - played);
  const done = run.wait ? run.held >= run.durations.length : played >= whole;
  const finding = !done && index === nextFind(run) && played === start;
  return { index, into: played - start, left, waiting: run.wait && !done && left === 0, finding, done, played, total: whole };
}

/**
 * Take note of the time. A clock that was set back must not take back what was played; and after a long absence,
 * or one that would swallow the end, the run is paused at the moment it was last seen. Returns {run, away}.
 */
export function look(run, now) {
  if (run.pausedAt !== null) return { run: { ...run, seen: now }, away: false };
  if (now < run.seen) return { run: { ...run, startedAt: run.startedAt - (run.seen - now), seen: now }, away: false };
  const gap = now - run.seen;
  const swallowed = gap > AWAY_AT_END && position(run, now).done && !position(run, run.seen).done;
  if (gap > AWAY || swallowed) return { run: { ...run, pausedAt: run.seen, seen: now }, away: true };
  return { run: { ...spend(run, now), seen: now }, away: false };
}

/** Add what was played since the last look to the steps it was played in. */
function spend(run, now) {
  const from = elapsed(run, run.seen);
  const to = elapsed(run, now);
  let start = 0;
  const spent = run.spent.map((one, index) => {
    const end = start + run.durations[index];
    const more = Math.min(to, end) - Math.max(from, start);
    start = end;
    return one + Math.max(0, more);
  });
  return { ...run, spent };
}

export function pause(run, now) {
  return run.pausedAt === null ? at({ ...run, pausedAt: now }, elapsed(run, now), now) : run;
}

export function resume(run, now) {
  return run.pausedAt === null ? run : at({ ...run, pausedAt: null }, elapsed(run, now), now);
}

/** Go to the start of a step; one past the last ends the run. A paused run stays paused. */
export function move(run, index, now) {
  const to = Math.min(Math.max(index, 0), run.durations.length);
  return at({ ...run, held: to, frame: 0 }, startOf(run, to), now);
}

/** Go on to the next frame of finding a place. */
export const nextFrame = (run) => ({ ...run, frame: run.frame + 1 });

/** Hold each step at its end, or no longer. */
export function setWait(run, wait, now) {
  const { index, played } = position(run, now);
  return at({ ...run, wait, held: Math.max(run.held, index) }, played, now);
}

/** Make the step that is playing longer. */
export function extend(run, seconds, now) {
  const { index, played } = position(run, now);
  const durations = run.durations.map((one, i) => (i === index ? one + seconds * 1000 : one));
  return at({ ...run, durations }, played, now);
}

/**
 * Whether a step may be made longer: within its own bounds, and never past the most seconds a session may last.
 * Warmth and cold are on the skin for the time the routine gives, and no longer.
 */
export function extendable({ kind, bounds }, duration, whole, limit, seconds = 15) {
  const more = seconds * 1000;
  if (["heat", "cold"].includes(kind)) return false;
  return duration + more <= (bounds?.max ?? Infinity) * 1000 && whole + more <= limit * 1000;
}

/** A press step at the chosen length, within the bounds the catalogue gives it; any other step, or no choice: as it is. */
export function stretched(step, seconds) {
  if (!seconds || !step.bounds) return step;
  return { ...step, seconds: Math.min(Math.max(seconds, step.bounds.min), step.bounds.max) };
}

function at(run, played, now) {
  return { ...run, startedAt: (run.pausedAt ?? now) - played, seen: now };
}

/** Milliseconds as `m:ss`, rounded up, so that a step of a minute starts at 1:00 and ends at 0:00. */
export function clock(milliseconds) {
  const seconds = Math.ceil(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** When a cue of a step comes, in milliseconds from the start of that step of this length. */
export function cueTime(cue, duration) {
  const anchor = { start: 0, half: duration / 2, end: duration }[cue.anchor];
  return Math.min(Math.max(anchor + cue.offset * 1000, 0), duration);
}
