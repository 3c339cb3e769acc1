// Safety rules: what health answers do to the steps of a routine. Pure, without facts: levels, reasons, instructions
// and what an answer forbids come from the catalogue. `points/safety.py` holds the same rules;
// tests/shared_cases/safety_cases.json tests both.
//
// An answer is {value: "yes"|"no"|"not-sure", given: "2026-11-21", at?: epoch ms, cleared?: true, areas?: ["knee"]}.
// `now` is {day: "2026-11-21", ms}. Missing never means safe: no answer, "not sure", an expired answer and one from the
// future count as yes; an unknown question, an unknown level and a step without flags exclude.

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Return the whole days from one ISO date to another; NaN where either is invalid. */
const daysBetween = (from, to) => (Date.parse(to) - Date.parse(from)) / DAY;

/**
 * Whether an answer exists, is not too old and not from the future. Its age is elapsed time; answers of the first
 * edition have a date only, and are compared by date.
 */
export function isCurrent(question, answer, now) {
  const days = daysBetween(answer?.given, now.day);
  if (!(days >= 0)) return false;
  if (answer.at === undefined) return days <= question.expires_days;
  const age = now.ms - answer.at;
  return age >= 0 && age <= (question.expires_hours ? question.expires_hours * HOUR : question.expires_days * DAY);
}

/** Whether a question counts as answered yes, in a body area if the question is asked by area. */
export function countsAsYes(question, answer, now, area = "") {
  if (!isCurrent(question, answer, now)) return true;
  if (answer.value === "no") return false;
  if (answer.value !== "yes") return true;
  if (!question.by_area || !answer.areas?.length || !area) return true;
  return answer.areas.includes(area);
}

function isCleared(flag, questions, answers, now) {
  const answer = answers[flag.condition];
  if (answer?.value !== "yes" || answer.cleared !== true) return false;
  if (!isCurrent(questions[flag.condition], answer, now)) return false;
  return (flag.only_if_no ?? []).every(
    (key) => questions[key] && !countsAsYes(questions[key], answers[key], now),
  );
}

/** Return the effect of one flag: "nothing", "adapt" or "lock". */
function flagEffect(flag, questions, answers, now, area) {
  if (flag.level === "not-listed") return "nothing";
  const question = questions[flag.condition];
  if (!question) return "lock";
  if (!countsAsYes(question, answers[flag.condition], now, area)) return "nothing";
  if (flag.level === "adapt") return "adapt";
  if (flag.level === "caution" && isCleared(flag, questions, answers, now)) return "adapt";
  return "lock";
}

function evaluateStep(step, questions, answers, now) {
  if (!Array.isArray(step.contraindications)) return { locks: [{ condition: "unknown" }], adaptations: [] };
  const found = { locks: [], adaptations: [] };
  for (const flag of step.contraindications) {
    const effect = flagEffect(flag, questions, answers, now, step.area);
    if (effect === "lock") found.locks.push(flag);
    if (effect === "adapt") found.adaptations.push(flag);
  }
  return found;
}

/**
 * Put the flags of a routine back at its steps: a page has each flag once, in `flags`, and a step refers to them by
 * index. An unknown index leaves its step without flags, and so locked.
 */
export function expandFlags({ flags, ...routine }) {
  if (!flags) return routine;
  const steps = routine.steps.map((step) => {
    const own = step.contraindications?.map((place) => flags[place]);
    return { ...step, contraindications: own?.every(Boolean) ? own : undefined };
  });
  return { ...routine, steps };
}

const uniqueBy = (items, key) => [...new Map(items.map((item) => [item[key], item])).values()];

/** Return the ways in which a step can be done, the usual one first. */
const waysOf = (step) => (step.variants?.length ? step.variants : [step]);

/** Return the needs of a way: its position and its techniques; null where they are unknown, which permits nothing. */
const needsOf = ({ position, uses }) => (Array.isArray(uses) ? [position, ...uses] : null);

function isPermitted(way, forbidden) {
  if (!forbidden.size) return true;
  const needs = needsOf(way);
  return needs !== null && !needs.some((token) => forbidden.has(token));
}

/** Return the index of the first way that every step of a placement permits; -1 if there is none. */
function firstPermitted(group, forbidden) {
  const count = Math.min(...group.map((step) => waysOf(step).length));
  for (let index = 0; index < count; index += 1) {
    if (group.every((step) => isPermitted(waysOf(step)[index], forbidden))) return index;
  }
  return -1;
}

/** Return the flags that leave no way to do a placement. */
function blockingFlags(group, flags) {
  const needed = new Set(group.flatMap((step) => waysOf(step).flatMap((way) => needsOf(way) ?? [])));
  const found = flags.filter((flag) => flag.forbids?.some((token) => needed.has(token)));
  return found.length ? found : flags;
}

/** Return a step in its permitted way, limited to `maxSeconds`, without `feel` where an instruction replaces it. */
function adaptedStep(step, way, maxSeconds, hasInstruction) {
  const chosen = way > 0 ? { ...step, ...waysOf(step)[way] } : step;
  const isLong = step.kind === "press" && (step.bounds?.max > maxSeconds || step.seconds > maxSeconds);
  const bounds = step.bounds && { ...step.bounds, max: Math.min(step.bounds.max, maxSeconds) };
  const shorter = isLong ? { ...chosen, seconds: Math.min(step.seconds, maxSeconds), ...(bounds && { bounds }) } : chosen;
  return hasInstruction && shorter.feel ? { ...shorter, feel: "" } : shorter;
}

/** Evaluate the steps of one placement: {locks}, or {steps, instructions}. */
function evaluatePlacement(group, questions, answers, now) {
  const evaluated = group.map((step) => evaluateStep(step, questions, answers, now));
  const locks = uniqueBy(evaluated.flatMap((one) => one.locks), "condition");
  if (locks.length) return { locks };
  const inEffect = uniqueBy(evaluated.flatMap((one) => one.adaptations), "condition");
  const way = firstPermitted(group, new Set(inEffect.flatMap((flag) => flag.forbids ?? [])));
  if (way < 0) return { locks: blockingFlags(group, inEffect) };
  const limits = inEffect.filter((flag) => flag.max_seconds);
  const maxSeconds = Math.min(Infinity, ...limits.map((flag) => flag.max_seconds));
  const shortest = Math.max(0, ...group.map((step) => step.bounds?.min ?? 0));
  if (shortest > maxSeconds) return { locks: limits.filter((flag) => flag.max_seconds < shortest) };
  const instructions = [...new Set(inEffect.map((flag) => flag.instruction).filter(Boolean))];
  return { steps: group.map((step) => adaptedStep(step, way, maxSeconds, instructions.length > 0)), instructions };
}

const isOpenKind = ({ kind }) => kind === "breathe" || kind === "rest";

/**
 * Return what the answers leave of some steps: {steps, removed, instructions}. Placements are dropped as a whole.
 *
 * `questions` is the published list. `steps` are the steps to play; `removed` has one entry for each dropped placement,
 * with the flags that lock it; `instructions` holds, by placement, the texts that replace the usual ones (`feel`). Both
 * sides of a point have the same flags, so they are dropped together. `closed`: a sign counts, so that only breathing
 * and rest are left.
 */
export function applyProfile(steps, answers, now, questions, { closed = false } = {}) {
  const known = Object.fromEntries(questions.map((question) => [question.key, question]));
  const removed = [];
  const instructions = {};
  const played = new Map();
  for (const [placement, group] of groupByPlacement(steps)) {
    const found = closed && !group.every(isOpenKind) ? { locks: [] } : evaluatePlacement(group, known, answers, now);
    if (found.locks) {
      removed.push({ placement, point: group[0].point ?? "", area: group[0].area ?? "", title: placementTitle(group), reasons: found.locks });
      continue;
    }
    group.forEach((step, index) => played.set(step, found.steps[index]));
    if (found.instructions.length) instructions[placement] = found.instructions;
  }
  return { steps: steps.filter((step) => played.has(step)).map((step) => played.get(step)), removed, instructions };
}

function groupByPlacement(steps) {
  const groups = new Map();
  for (const step of steps) groups.set(step.placement, [...(groups.get(step.placement) ?? []), step]);
  return groups;
}

const placementTitle = (group) => (group.find((step) => step.kind === "press") ?? group[0]).title;

/** Whether a session is worth starting: a routine with presses must still have one. */
export function worthStarting(before, after) {
  const hasPress = (steps) => steps.some((step) => step.kind === "press");
  return hasPress(before) ? hasPress(after) : after.length > 0;
}

/** Whether the health check comes before a routine: always, unless it only has breathing and rest. */
export const needsCheck = (steps) => !steps.every(isOpenKind);

/** Whether a time lies within the last `span` ms; false for a time in the future. */
export const isWithin = (ms, span, now) => now.ms - ms >= 0 && now.ms - ms < span;

const RECHECK_AFTER = 12 * HOUR;

/** Whether a check was completed so lately that none is due. */
export const isRecent = (check, now) => isWithin(check?.at, RECHECK_AFTER, now);

const SIGN_HOURS = 24;

/**
 * Whether a ticked sign counts: for 24 hours of elapsed time, and while its time lies in the future. `tick` is {given,
 * at?, checked?}; a tick of the first edition has a date only, and counts on its day and the next. `checked`: the
 * person confirmed the clearance of the sign, if it has one.
 */
export function signCounts(sign, tick, now) {
  if (!tick) return false;
  const days = daysBetween(tick.given, now.day);
  const isFuture = days < 0 || tick.at > now.ms;
  if (tick.checked && sign?.clearance && !isFuture) return false;
  if (tick.at === undefined) return !(days > 1);
  return isFuture || !(now.ms - tick.at >= SIGN_HOURS * HOUR);
}

/**
 * Return the slugs of the signs that count now. `record` is {day, signs: [slug], at?: {slug: epoch ms}, checked?:
 * [slug]}.
 */
export function activeSigns(record, now, signs = []) {
  return (record?.signs ?? []).filter((slug) => {
    const at = record.at?.[slug];
    const given = at === undefined ? record.day : now.day; // the time is more exact than the day of the last tick
    return signCounts(signs.find((sign) => sign.slug === slug), { given, at, checked: record.checked?.includes(slug) }, now);
  });
}

const STRENGTH = { no: 0, yes: 1 };
const strengthOf = ({ value }) => STRENGTH[value] ?? 2;

/**
 * Resolve two answers that were written independently: the yes stands. "Not sure" and invalid values take precedence
 * over a yes, because nothing clears them. Two yes answers are cleared only if both are, for the areas of both.
 */
export function reconcile(one, other) {
  if (one.value !== other.value) return strengthOf(one) > strengthOf(other) ? one : other;
  const isLater = one.given > other.given || (one.given === other.given && (one.at ?? 0) > (other.at ?? 0));
  const later = isLater ? one : other;
  if (one.value === "no") return later;
  const areas = one.areas?.length && other.areas?.length ? [...new Set([...one.areas, ...other.areas])] : [];
  const lines = one.lines?.length && other.lines?.length ? [...new Set([...one.lines, ...other.lines])] : [];
  const { areas: _areas, lines: _lines, cleared: _cleared, ...rest } = later;
  return { ...rest, ...(areas.length && { areas }), ...(lines.length && { lines }), ...(one.cleared === true && other.cleared === true && { cleared: true }) };
}

/**
 * Return all answers and signs that an evaluation depends on, as one text: a different text may mean a different plan.
 */
export function digestOf(answers, signs, now, questions) {
  const states = questions.map((question) => {
    const answer = answers[question.key];
    if (!isCurrent(question, answer, now)) return `${question.key}:?`;
    const areas = [...(answer.areas ?? [])].sort();
    return [question.key, answer.value, ...areas, ...(answer.cleared === true ? ["cleared"] : [])].join(":");
  });
  return [...states.sort(), ...[...signs].sort()].join(" ");
}
