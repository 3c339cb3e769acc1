// Safety rules: what health answers do to the steps of a routine. Pure, and without a fact of its own: levels, reasons,
// instructions and what an answer forbids are the catalogue's. `points/safety.py` holds the same rules;
// tests/shared_cases/safety_cases.json binds both.
//
// An answer is {value: "yes"|"no"|"not-sure", given: "2026-11-21", at?: epoch ms, cleared?: true, areas?: ["knee"]}.
// `now` is {day: "2026-11-21", ms}. Missing never means safe: no answer, "not sure", an expired answer and one from the
// future count as yes; an unknown question, an unknown level and a step without any flags exclude.

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Whole days from one ISO date to another; NaN where either is none. */
const daysBetween = (from, to) => (Date.parse(to) - Date.parse(from)) / DAY;

/**
 * Whether an answer is there, not too old and not from the future. Its life is counted by elapsed time; answers of the
 * first edition, which carry a date alone, by their date.
 */
export function isCurrent(question, answer, now) {
  const days = daysBetween(answer?.given, now.day);
  if (!(days >= 0)) return false;
  if (answer.at === undefined) return days <= question.expires_days;
  const age = now.ms - answer.at;
  return age >= 0 && age <= (question.expires_hours ? question.expires_hours * HOUR : question.expires_days * DAY);
}

/** Whether a question counts as answered yes, for a body area where it is asked by area. */
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

/** What one flag does: "nothing", "adapt" or "lock". */
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
 * Put the flags of a routine back at its steps: a page carries each flag once, in `flags`, and a step names its own by
 * number. A number that names none leaves its step without flags, and so locked.
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

/** The ways in which a step can be done, the usual one first. */
const waysOf = (step) => (step.variants?.length ? step.variants : [step]);

/** What a way of doing a step needs: its position and its manners. Where it does not say, nothing is permitted. */
const needsOf = ({ position, uses }) => (Array.isArray(uses) ? [position, ...uses] : null);

function isPermitted(way, forbidden) {
  if (!forbidden.size) return true;
  const needs = needsOf(way);
  return needs !== null && !needs.some((token) => forbidden.has(token));
}

/** The first way in which every step of a placement can be done; -1 when there is none. */
function firstPermitted(group, forbidden) {
  const count = Math.min(...group.map((step) => waysOf(step).length));
  for (let index = 0; index < count; index += 1) {
    if (group.every((step) => isPermitted(waysOf(step)[index], forbidden))) return index;
  }
  return -1;
}

/** The flags that leave no way to do a placement. */
function flagsInTheWay(group, flags) {
  const needed = new Set(group.flatMap((step) => waysOf(step).flatMap((way) => needsOf(way) ?? [])));
  const found = flags.filter((flag) => flag.forbids?.some((token) => needed.has(token)));
  return found.length ? found : flags;
}

/** A step as it is done: in its permitted way, for at most so many seconds, without what is told instead. */
function adaptedStep(step, way, most, told) {
  const chosen = way > 0 ? { ...step, ...waysOf(step)[way] } : step;
  const isLong = step.kind === "press" && (step.bounds?.max > most || step.seconds > most);
  const bounds = step.bounds && { ...step.bounds, max: Math.min(step.bounds.max, most) };
  const shorter = isLong ? { ...chosen, seconds: Math.min(step.seconds, most), ...(bounds && { bounds }) } : chosen;
  return told && shorter.feel ? { ...shorter, feel: "" } : shorter;
}

/** Evaluate the steps of one placement: {locks}, or {steps, instructions}. */
function evaluatePlacement(group, questions, answers, now) {
  const evaluated = group.map((step) => evaluateStep(step, questions, answers, now));
  const locks = uniqueBy(evaluated.flatMap((one) => one.locks), "condition");
  if (locks.length) return { locks };
  const inEffect = uniqueBy(evaluated.flatMap((one) => one.adaptations), "condition");
  const way = firstPermitted(group, new Set(inEffect.flatMap((flag) => flag.forbids ?? [])));
  if (way < 0) return { locks: flagsInTheWay(group, inEffect) };
  const limits = inEffect.filter((flag) => flag.max_seconds);
  const most = Math.min(Infinity, ...limits.map((flag) => flag.max_seconds));
  const shortest = Math.max(0, ...group.map((step) => step.bounds?.min ?? 0));
  if (shortest > most) return { locks: limits.filter((flag) => flag.max_seconds < shortest) };
  const instructions = [...new Set(inEffect.map((flag) => flag.instruction).filter(Boolean))];
  return { steps: group.map((step) => adaptedStep(step, way, most, instructions.length > 0)), instructions };
}

const isOpenKind = ({ kind }) => kind === "breathe" || kind === "rest";

/**
 * Drop what the answers exclude, by whole placements, and adapt what they change.
 *
 * `questions` is the published list. Returns the steps to play; `removed`, one entry for each placement left out with
 * the flags that lock it; and `instructions`, by placement, to show in place of the usual ones (`feel`). Both sides of a
 * point carry the same flags, so they come and go together. `closed`: a sign counts, so only breathing and rest are left.
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

/** Whether a session is worth starting: a routine that presses must still have something to press. */
export function worthStarting(before, after) {
  const presses = (steps) => steps.some((step) => step.kind === "press");
  return presses(before) ? presses(after) : after.length > 0;
}

/** Whether the health check comes before a routine: always, but for one that only breathes and rests. */
export const needsCheck = (steps) => !steps.every(isOpenKind);

/** Whether something happened less than `span` ago; never at a time in the future. */
export const within = (ms, span, now) => now.ms - ms >= 0 && now.ms - ms < span;

const NOTHING_ASKED = 12 * HOUR;

/** Whether nothing is asked now, because a check was completed a short while ago. */
export const isRecent = (check, now) => within(check?.at, NOTHING_ASKED, now);

const SIGN_HOURS = 24;

/**
 * Whether a ticked sign counts: for 24 hours of elapsed time, and as long as its time lies in the future. `tick` is
 * {given, at?, checked?}; a tick of the first edition has a date alone, and counts on its day and the next. `checked`
 * says that the person confirmed the sign's clearance, where it has one.
 */
export function signCounts(sign, tick, now) {
  if (!tick) return false;
  const days = daysBetween(tick.given, now.day);
  const isFuture = days < 0 || tick.at > now.ms;
  if (tick.checked && sign?.clearance && !isFuture) return false;
  if (tick.at === undefined) return !(days > 1);
  return isFuture || !(now.ms - tick.at >= SIGN_HOURS * HOUR);
}

/** The slugs of the signs that count now. `record` is {day, signs: [slug], at?: {slug: epoch ms}, checked?: [slug]}. */
export function activeSigns(record, now, signs = []) {
  return (record?.signs ?? []).filter((slug) => {
    const at = record.at?.[slug];
    const given = at === undefined ? record.day : now.day; // the moment says more than the day of the last tick
    return signCounts(signs.find((sign) => sign.slug === slug), { given, at, checked: record.checked?.includes(slug) }, now);
  });
}

const STRENGTH = { no: 0, yes: 1 };
const strengthOf = ({ value }) => STRENGTH[value] ?? 2;

/**
 * What holds of two answers that were written without knowing of each other: the yes. "Not sure" and what is no answer
 * win over a yes, because nothing clears them. Two that say yes are cleared only where both are, for the areas of both.
 */
export function reconcile(one, other) {
  if (one.value !== other.value) return strengthOf(one) > strengthOf(other) ? one : other;
  const isLater = one.given > other.given || (one.given === other.given && (one.at ?? 0) > (other.at ?? 0));
  const later = isLater ? one : other;
  if (one.value === "no") return later;
  const areas = one.areas?.length && other.areas?.length ? [...new Set([...one.areas, ...other.areas])] : [];
  const { areas: _areas, cleared: _cleared, ...rest } = later;
  return { ...rest, ...(areas.length && { areas }), ...(one.cleared === true && other.cleared === true && { cleared: true }) };
}

/** Everything in the answers and signs that a judgement depends on, as one text: another text may mean another plan. */
export function digestOf(answers, signs, now, questions) {
  const states = questions.map((question) => {
    const answer = answers[question.key];
    if (!isCurrent(question, answer, now)) return `${question.key}:?`;
    const areas = [...(answer.areas ?? [])].sort();
    return [question.key, answer.value, ...areas, ...(answer.cleared === true ? ["cleared"] : [])].join(":");
  });
  return [...states.sort(), ...[...signs].sort()].join(" ");
}
