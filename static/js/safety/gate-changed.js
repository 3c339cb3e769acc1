// The screen "Changed for you": what the answers leave out, adapt, or lock until a health professional agrees.

import { all, find, make } from "../core/dom.js";
import { now } from "../core/store.js";
import { formatDuration } from "../core/format.js";
import { questions, screens } from "./judge.js";
import * as profile from "./profile.js";
import { reasonsOf } from "./reasons.js";
import { isCurrent } from "./rules.js";

const questionOf = (key) => questions.find((question) => question.key === key);

/** Whether confirming that a professional agreed opens a lock: a caution with a current, explicit yes. */
function canConfirm({ condition, level }) {
  const question = questionOf(condition);
  const answer = profile.snapshot().answers[condition];
  return level === "caution" && Boolean(question?.clearance) && answer?.value === "yes" && answer.cleared !== true && isCurrent(question, answer, now());
}

/** Return the plain name of a placement's place: "Behind the knee". */
const placeName = (one) => (one.point ? (screens.places?.[one.point] ?? one.point) : one.title);

/** Return [["Beside the spine, waist high; Behind the knee", text]]: one row for places with the same texts. */
function groupByText(items, texts) {
  const about = new Map();
  for (const item of items) for (const text of texts(item)) about.set(text, new Set([...(about.get(text) ?? []), placeName(item)]));
  const rows = new Map();
  for (const [text, names] of about) {
    const key = [...names].join("; ");
    rows.set(key, [...(rows.get(key) ?? []), text]);
  }
  return [...rows].map(([names, explain]) => [names, explain.join(" ")]);
}

const explain = (flags) => reasonsOf(flags, { questions, answers: profile.snapshot().answers, now: now() });

/** Return the keys of the questions that lock something without a yes. */
export const unconfirmedKeys = (found) => new Set(found.removed.flatMap(({ reasons }) => explain(reasons).asks));

const firstSteps = (steps) => steps.filter((step, index) => index === 0 || steps[index - 1].placement !== step.placement);

/** Return a function from a step to the texts about its adaptation: its instructions, or a general sentence. */
function adaptationTexts(found) {
  return (step) => found.instructions[step.placement] ?? (found.altered.has(step.placement) ? ["Done another way for you."] : []);
}

const changeRow = (kind, names, text) => make("li", {}, make("b", {}, `${kind}: ${names}. `), text);

/** Return a row for each question that locks, with its confirmation below. */
function confirmationRows(removed) {
  return [...new Set(removed.flatMap(({ reasons }) => reasons.map(({ condition }) => condition)))].map((key) => {
    const about = removed.filter(({ reasons }) => reasons.some(({ condition }) => condition === key));
    const flag = about[0].reasons.find(({ condition }) => condition === key);
    const item = changeRow("Ask first", [...new Set(about.map(placeName))].join("; "), explain([flag]).texts[0]);
    const box = make("input", { type: "checkbox" });
    box.dataset.agreed = key;
    item.append(make("details", { className: "agreed" },
      make("summary", {}, key === "pregnancy" ? "My midwife said yes" : "My doctor said yes"),
      make("label", { className: "tick" }, box, make("span", {}, questionOf(key).clearance))));
    return item;
  });
}

/** Show what the answers changed. Resolves to "go", "ask", "again", "back", "close" or "judge". */
export async function showChanged(found, parts, show, lengthOf) {
  const part = parts.changed;
  const confirmable = found.removed.filter(({ reasons }) => reasons.every(canConfirm));
  const lockedItems = found.removed.filter((one) => !confirmable.includes(one));
  const presses = found.removed.some(({ point }) => point);
  find("[data-changes]", part).replaceChildren(
    ...groupByText(lockedItems, (one) => explain(one.reasons).texts).map(([names, text]) => changeRow("Left out", names, text)),
    ...groupByText(firstSteps(found.steps), adaptationTexts(found)).map(([names, text]) => changeRow("Gentler", names, text)),
    ...confirmationRows(confirmable));
  find(".part-title", part).textContent = found.worth ? "Changed for you" : presses ? "Nothing to press today" : "Not for you today";
  find("[data-go]", part).hidden = !found.worth;
  find("[data-go]", part).textContent = `Start, ${formatDuration(lengthOf ? lengthOf(found.steps) : found.steps.reduce((sum, { seconds }) => sum + seconds, 0))}`;
  find("[data-instead]", part).hidden = found.worth;
  find("[data-ask-again]", part).hidden = unconfirmedKeys(found).size === 0;
  const outcome = show("changed");
  const confirmation = new Promise((resolve) => {
    for (const box of all("[data-agreed]", part)) box.addEventListener("change", () => resolve(saveClearance(box.dataset.agreed)));
  });
  return Promise.race([outcome, confirmation.then((keeping) => keeping)]);
}

/** Store that a professional agreed. The clearance has today's date and expires with its answer. */
async function saveClearance(key) {
  const { answers } = profile.snapshot();
  const { value, areas } = answers[key];
  await profile.saveAnswers({ [key]: { value, ...(areas && { areas }), cleared: true } });
  return "judge";
}
