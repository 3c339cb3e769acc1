// Texts for a question that counts as yes. The medical reason is shown for a yes only; a missing, old, unsure or
// unsaved answer is named as such. Pure.

import { isCurrent } from "./rules.js";

const STATUS_TEXTS = {
  open: "No answer of yours counts now, so this counts as yes",
  unsaved: "This phone could not keep your answer, so this counts as yes",
  unsure: "You were not sure, so this counts as yes",
};

/** Return why an answer counts as yes: "yes", "open", "unsaved" or "unsure". */
function answerStatus(question, answer, now) {
  if (answer?.unsaved) return "unsaved";
  if (!isCurrent(question, answer, now)) return "open";
  return { yes: "yes", "not-sure": "unsure" }[answer.value] ?? "open";
}

/** Return {texts, asks} for flags that lock: `asks` holds the keys of the questions to ask again, without a yes. */
export function reasonsOf(flags, { questions, answers, now }) {
  const texts = [];
  const namesByStatus = { open: [], unsaved: [], unsure: [] };
  const asks = [];
  for (const { condition, reason } of flags) {
    const question = questions.find(({ key }) => key === condition);
    const status = question ? answerStatus(question, answers[condition], now) : "yes";
    const short = question?.short;
    if (status === "yes") texts.push(`${short ? `${short}: ` : ""}${reason ?? "This version does not know the question behind it."}`);
    else {
      namesByStatus[status].push(short ?? condition);
      asks.push(condition);
    }
  }
  for (const [status, names] of Object.entries(namesByStatus)) if (names.length) texts.push(`${STATUS_TEXTS[status]}: ${names.join("; ")}.`);
  return { texts, asks };
}
