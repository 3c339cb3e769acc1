// The position in a session as a pure function of the wall clock. There is no timer: the caller passes the time, so a
// busy page, a frozen tab or a reload can make the result late but never wrong.
//
// A playback is {durations: [ms], startedAt, pausedAt, seen, spent: [ms], wait, held, finds, frame}, in epoch
// milliseconds, and immutable. `seen` is the time of the last observation. `spent` is the time each step was played,
// without skips and pauses. With `wait` each step stops at its end until the person continues; `held` is the step they
// moved to last. `finds` are the steps whose clock stops at their start until the person has found the place, frame by
// frame. The names of the fields are stored on phones.

const AWAY_MS = 120_000;
const AWAY_AT_END_MS = 20_000;

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
const startOf = (playback, index) => sum(playback.durations.slice(0, index));

export const total = (playback) => sum(playback.durations);

/** Create a playback that starts at `now`. `seconds` has one number for each step. */
export function createPlayback(seconds, now, wait = false, finds = []) {
  const durations = seconds.map((one) => one * 1000);
  return { durations, startedAt: now, pausedAt: null, seen: now, spent: durations.map(() => 0), wait, held: 0, finds, frame: 0 };
}

/** Return the index of the next find step, from the step that the person moved to last; undefined if there is none. */
const nextFind = ({ finds = [], held }) => finds.find((index) => index >= held);

/** Return the ms at which the playback stops by itself. */
function limitMs(playback) {
  const find = nextFind(playback);
  return Math.min(playback.wait ? startOf(playback, playback.held + 1) : total(playback), find === undefined ? Infinity : startOf(playback, find));
}

/** Return the ms played at `now`, never before the start nor past the end. */
export function playedMs(playback, now) {
  const played = (playback.pausedAt ?? now) - playback.startedAt;
  return Math.min(Math.max(played, 0), limitMs(playback));
}

/**
 * Return the step at `now` and the position in it: {index, into, left, waiting, finding, done, played, total}, in ms.
 * `waiting`: it has ended and waits for the person; `finding`: it waits at its start for the place to be found.
 */
export function positionAt(playback, now) {
  const played = playedMs(playback, now);
  const totalMs = total(playback);
  const last = playback.wait ? Math.min(playback.held, playback.durations.length - 1) : playback.durations.length - 1;
  let index = 0;
  let start = 0;
  while (index < last && played >= start + playback.durations[index]) {
    start += playback.durations[index];
    index += 1;
  }
  const left = Math.max(0, start + playback.durations[index] - played);
  const done = playback.wait ? playback.held >= playback.durations.length : played >= totalMs;
  const finding = !done && index === nextFind(playback) && played === start;
  return { index, into: played - start, left, waiting: playback.wait && !done && left === 0, finding, done, played, total: totalMs };
}

/**
 * Observe the time. A clock that was set back does not reduce what was played. After a long absence, or one in which
 * the session would end, the playback is paused at the last observation. Returns {run, away}.
 */
export function observe(playback, now) {
  if (playback.pausedAt !== null) return { run: { ...playback, seen: now }, away: false };
  if (now < playback.seen) return { run: { ...playback, startedAt: playback.startedAt - (playback.seen - now), seen: now }, away: false };
  const gap = now - playback.seen;
  const endsInGap = gap > AWAY_AT_END_MS && positionAt(playback, now).done && !positionAt(playback, playback.seen).done;
  if (gap > AWAY_MS || endsInGap) return { run: { ...playback, pausedAt: playback.seen, seen: now }, away: true };
  return { run: { ...addPlayed(playback, now), seen: now }, away: false };
}

/** Add the time since the last observation to the steps in which it was played. */
function addPlayed(playback, now) {
  const from = playedMs(playback, playback.seen);
  const to = playedMs(playback, now);
  let start = 0;
  const spent = playback.spent.map((one, index) => {
    const end = start + playback.durations[index];
    const extra = Math.min(to, end) - Math.max(from, start);
    start = end;
    return one + Math.max(0, extra);
  });
  return { ...playback, spent };
}

export function pause(playback, now) {
  return playback.pausedAt === null ? reanchor({ ...playback, pausedAt: now }, playedMs(playback, now), now) : playback;
}

export function resume(playback, now) {
  return playback.pausedAt === null ? playback : reanchor({ ...playback, pausedAt: null }, playedMs(playback, now), now);
}

/** Go to the start of a step; an index past the last ends the playback. A paused playback stays paused. */
export function goToStep(playback, index, now) {
  const to = Math.min(Math.max(index, 0), playback.durations.length);
  return reanchor({ ...playback, held: to, frame: 0 }, startOf(playback, to), now);
}

/** Go to the next frame of a find step. */
export const nextFrame = (playback) => ({ ...playback, frame: playback.frame + 1 });

/** Set whether each step waits at its end. */
export function setWait(playback, wait, now) {
  const { index, played } = positionAt(playback, now);
  return reanchor({ ...playback, wait, held: Math.max(playback.held, index) }, played, now);
}

/** Extend the current step. */
export function extendStep(playback, seconds, now) {
  const { index, played } = positionAt(playback, now);
  const durations = playback.durations.map((one, i) => (i === index ? one + seconds * 1000 : one));
  return reanchor({ ...playback, durations }, played, now);
}

/**
 * Whether a step may be extended: within its own bounds and the session's limit in seconds. Heat and cold are never
 * extended: their time on the skin is limited by the routine.
 */
export function canExtend({ kind, bounds }, duration, totalMs, limit, seconds = 15) {
  const extra = seconds * 1000;
  if (["heat", "cold"].includes(kind)) return false;
  return duration + extra <= (bounds?.max ?? Infinity) * 1000 && totalMs + extra <= limit * 1000;
}

/** Return a press step at the chosen length, within its bounds; any other step unchanged. */
export function withLength(step, seconds) {
  if (!seconds || !step.bounds) return step;
  return { ...step, seconds: Math.min(Math.max(seconds, step.bounds.min), step.bounds.max) };
}

function reanchor(playback, played, now) {
  return { ...playback, startedAt: (playback.pausedAt ?? now) - played, seen: now };
}

/** Format ms as `m:ss`, rounded up, so that a step of a minute starts at 1:00 and ends at 0:00. */
export function formatClock(milliseconds) {
  const seconds = Math.ceil(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** Return the time of a cue in ms from the start of a step of this duration. */
export function cueTime(cue, duration) {
  const anchor = { start: 0, half: duration / 2, end: duration }[cue.anchor];
  return Math.min(Math.max(anchor + cue.offset * 1000, 0), duration);
}
