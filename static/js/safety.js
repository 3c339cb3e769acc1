// What a person's answers do to the steps of a routine. Pure, and without a fact of its own: levels, reasons and
// instructions are the catalogue's. `points/safety.py` holds the same rules; tests/safety_cases.json binds both.
//
// An answer is {value: "yes"|"no"|"not-sure", given: "2026-11-21", cleared?: true, areas?: ["knee"]}.
// Missing never means safe: no answer, "not sure", an expired answer and one from the future count as yes;
// a question nobody knows, a level nobody knows and a step without any flags exclude.

const DAY = 86_400_000;

/** Whether an answer is there and not too old. `today` is an ISO date. */
export function current(question, answer, today) {
  const age = (Date.parse(today) - Date.parse(answer?.given)) / DAY;
  return age >= 0 && age <= question.expires_days;
}

/** Whether a question counts as answered yes, for a body area where it is asked by area. */
export function applies(question, answer, today, area = "") {
  if (!current(question, answer, today)) return true;
  if (answer.value === "no") return false;
  if (answer.value !== "yes") return true;
  if (!question.by_area || !answer.areas?.length || !area) return true;
  return answer.areas.includes(area);
}

function cleared(flag, questions, answers, today) {
  const answer = answers[flag.condition];
  if (answer?.value !== "yes" || answer.cleared !== true) return false;
  if (!current(questions[flag.condition], answer, today)) return false;
  return (flag.only_if_no ?? []).every(
    (key) => questions[key] && !applies(questions[key], answers[key], today),
  );
}

/** What one flag does: "nothing", "adapt" or "lock". */
function effect(flag, questions, answers, today, area) {
  if (flag.level === "not-listed") return "nothing";
  const question = questions[flag.condition];
  if (!question) return "lock";
  if (!applies(question, answers[flag.condition], today, area)) return "nothing";
  if (flag.level === "adapt") return "adapt";
  if (flag.level === "caution" && cleared(flag, questions, answers, today)) return "adapt";
  return "lock";
}

function judge(step, questions, answers, today) {
  const found = { locks: [], adaptations: [] };
  if (!Array.isArray(step.contraindications)) return { locks: [{ condition: "unknown" }], adaptations: [] };
  for (const flag of step.contraindications) {
    const does = effect(flag, questions, answers, today, step.area);
    if (does === "lock") found.locks.push(flag);
    if (does === "adapt" && flag.instruction) found.adaptations.push(flag);
  }
  return found;
}

/**
 * The routine that a page carries, with the cautions at their steps: a page says each once, in `flags`, and a step
 * names its own by number. A number that names none leaves its step without cautions, and so locked.
 */
export function whole({ flags, ...routine }) {
  if (!flags) return routine;
  const steps = routine.steps.map((step) => {
    const own = step.contraindications?.map((place) => flags[place]);
    return { ...step, contraindications: own?.every(Boolean) ? own : undefined };
  });
  return { ...routine, steps };
}

const uniqueBy = (items, key) => [...new Map(items.map((item) => [item[key], item])).values()];

/**
 * Drop what the answers exclude, by whole placements, so that no get-ready, switch or release is left behind.
 *
 * `questions` is the published list. Returns the steps to play; `removed`, one entry a placement with the flags
 * that locked it; and `instructions`, by placement, to show before the usual ones. Both sides of a point carry
 * the same flags, so they come and go together.
 */
export function apply(steps, answers, today, questions) {
  const known = Object.fromEntries(questions.map((question) => [question.key, question]));
  const placements = Map.groupBy ? Map.groupBy(steps, (step) => step.placement) : grouped(steps);
  const removed = [];
  const instructions = {};
  for (const [placement, group] of placements) {
    const judged = group.map((step) => judge(step, known, answers, today));
    const locks = uniqueBy(judged.flatMap((one) => one.locks), "condition");
    const said = judged.flatMap((one) => one.adaptations.map((flag) => flag.instruction));
    if (locks.length) removed.push({ placement, point: group[0].point ?? "", title: title(group), reasons: locks });
    else if (said.length) instructions[placement] = [...new Set(said)];
  }
  const gone = new Set(removed.map((one) => one.placement));
  return { steps: steps.filter((step) => !gone.has(step.placement)), removed, instructions };
}

function grouped(steps) {
  const groups = new Map();
  for (const step of steps) groups.set(step.placement, [...(groups.get(step.placement) ?? []), step]);
  return groups;
}

const title = (group) => (group.find((step) => step.kind === "press") ?? group[0]).title;

/** Whether a session is worth starting: a routine that presses must still have something to press. */
export function worthStarting(before, after) {
  const presses = (steps) => steps.some((step) => step.kind === "press");
  return presses(before) ? presses(after) : after.length > 0;
}
