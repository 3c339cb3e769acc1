// "Changed for you": what the answers leave out, make gentler, or keep locked until a health professional agrees.

import { all, find, make } from "../core/dom.js";
import { now } from "../core/store.js";
import { minutes } from "../core/format.js";
import { questions, screens } from "./judge.js";
import * as profile from "./profile.js";
import { reasonsOf } from "./reasons.js";
import { isCurrent } from "./rules.js";

const questionOf = (key) => questions.find((question) => question.key === key);

/** Whether a lock opens once the person says that a professional agreed: a caution with an explicit, current yes. */
function canAsk({ condition, level }) {
  const question = questionOf(condition);
  const answer = profile.snapshot().answers[condition];
  return level === "caution" && Boolean(question?.clearance) && answer?.value === "yes" && answer.cleared !== true && isCurrent(question, answer, now());
}

/** The place that a placement is about, in plain words: "Behind the knee". */
const nameOf = (one) => (one.point ? (screens.places?.[one.point] ?? one.point) : one.title);

/** [["Beside the spine, waist high; Behind the knee", text]]: what is said of the same things stands in one row. */
function bySaying(items, texts) {
  const about = new Map();
  for (const item of items) for (const text of texts(item)) about.set(text, new Set([...(about.get(text) ?? []), nameOf(item)]));
  const rows = new Map();
  for (const [text, names] of about) {
    const key = [...names].join("; ");
    rows.set(key, [...(rows.get(key) ?? []), text]);
  }
  return [...rows].map(([names, said]) => [names, said.join(" ")]);
}

const said = (flags) => reasonsOf(flags, { questions, answers: profile.snapshot().answers, now: now() });

/** The keys of the questions that lock something though nobody answered them yes. */
export const unanswered = (found) => new Set(found.removed.flatMap(({ reasons }) => said(reasons).asks));

const firstOf = (steps) => steps.filter((step, index) => index === 0 || steps[index - 1].placement !== step.placement);

/** What is said of a placement that is played another way: the instructions, or that it is shorter or held otherwise. */
function gentler(found) {
  return (step) => found.instructions[step.placement] ?? (found.altered.has(step.placement) ? ["Done another way for you."] : []);
}

const row = (kind, names, text) => make("li", {}, make("b", {}, `${kind}: ${names}. `), text);

/** The rows of one kind of lock, with its question's confirmation below where that opens it. */
function askRows(removed) {
  return [...new Set(removed.flatMap(({ reasons }) => reasons.map(({ condition }) => condition)))].map((key) => {
    const about = removed.filter(({ reasons }) => reasons.some(({ condition }) => condition === key));
    const flag = about[0].reasons.find(({ condition }) => condition === key);
    const item = row("Ask first", [...new Set(about.map(nameOf))].join("; "), said([flag]).texts[0]);
    const box = make("input", { type: "checkbox" });
    box.dataset.agreed = key;
    item.append(make("details", { className: "agreed" },
      make("summary", {}, key === "pregnancy" ? "My midwife said yes" : "My doctor said yes"),
      make("label", { className: "tick" }, box, make("span", {}, questionOf(key).clearance))));
    return item;
  });
}

/** Show what changed. Resolves to "go", "ask", "again", "back" or "close". */
export async function showChanged(found, parts, show, lengthOf) {
  const part = parts.changed;
  const asking = found.removed.filter(({ reasons }) => reasons.every(canAsk));
  const left = found.removed.filter((one) => !asking.includes(one));
  const presses = found.removed.some(({ point }) => point);
  find("[data-changes]", part).replaceChildren(
    ...bySaying(left, (one) => said(one.reasons).texts).map(([names, text]) => row("Left out", names, text)),
    ...bySaying(firstOf(found.steps), gentler(found)).map(([names, text]) => row("Gentler", names, text)),
    ...askRows(asking));
  find(".part-title", part).textContent = found.worth ? "Changed for you" : presses ? "Nothing to press today" : "Not for you today";
  find("[data-go]", part).hidden = !found.worth;
  find("[data-go]", part).textContent = `Start, ${minutes(lengthOf ? lengthOf(found.steps) : found.steps.reduce((sum, { seconds }) => sum + seconds, 0))}`;
  find("[data-instead]", part).hidden = found.worth;
  find("[data-ask-again]", part).hidden = unanswered(found).size === 0;
  const shown = show("changed");
  const agreed = new Promise((resolve) => {
    for (const box of all("[data-agreed]", part)) box.addEventListener("change", () => resolve(confirm(box.dataset.agreed)));
  });
  return Promise.race([shown, agreed.then((keeping) => keeping)]);
}

/** Keep that a professional agreed: dated today, and gone when the answer expires. */
async function confirm(key) {
  const { answers } = profile.snapshot();
  const { value, areas } = answers[key];
  await profile.saveAnswers({ [key]: { value, ...(areas && { areas }), cleared: true } });
  return "judge";
}
