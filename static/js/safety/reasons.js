// What is said of a question that counts as yes. Its medical reason is for somebody who answered yes; of an answer that is
// missing, old, unsure or not kept, only that is said. Pure.

import { isCurrent } from "./rules.js";

const SAID = {
  open: "No answer of yours counts now, so this counts as yes",
  unsaved: "This phone could not keep your answer, so this counts as yes",
  unsure: "You were not sure, so this counts as yes",
};

/** How an answer comes to count as yes: "yes", "open", "unsaved" or "unsure". */
function standing(question, answer, now) {
  if (answer?.unsaved) return "unsaved";
  if (!isCurrent(question, answer, now)) return "open";
  return { yes: "yes", "not-sure": "unsure" }[answer.value] ?? "open";
}

/**
 * What is said of flags that lock, {texts, asks}: `asks` are the keys of the questions to ask again, of which the person
 * did not say yes. `known` is {questions, answers, now}.
 */
export function reasonsOf(flags, { questions, answers, now }) {
  const texts = [];
  const without = { open: [], unsaved: [], unsure: [] };
  const asks = [];
  for (const { condition, reason } of flags) {
    const question = questions.find(({ key }) => key === condition);
    const how = question ? standing(question, answers[condition], now) : "yes";
    const short = question?.short;
    if (how === "yes") texts.push(`${short ? `${short}: ` : ""}${reason ?? "This version does not know the question behind it."}`);
    else {
      without[how].push(short ?? condition);
      asks.push(condition);
    }
  }
  for (const [how, shorts] of Object.entries(without)) if (shorts.length) texts.push(`${SAID[how]}: ${shorts.join("; ")}.`);
  return { texts, asks };
}
