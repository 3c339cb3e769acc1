// One line that offers the movement routine beside a routine of the same place. It is shown only if the person's answers
// leave the movement open: a question without a current answer counts as yes, as in a session.

import { all, readJson } from "../core/dom.js";
import { movementsOnDay } from "../journal/journal-rules.js";
import { now, todayIso } from "../core/store.js";
import { isPregnant } from "../safety/check-plan.js";
import { judge, questions } from "../safety/judge.js";
import * as profile from "../safety/profile.js";
import { expandFlags } from "../safety/rules.js";

const { slug: movement, daily, routines, ...rules } = readJson("movement-rules");

/** Whether the answers and signs leave the movement open. */
function isOpen(person = profile.snapshot(), moment = now()) {
  const found = judge(expandFlags(rules), person, moment);
  return !found.stop && found.worth && !isPregnant(person.answers, questions, moment);
}

/** Whether the journal has it fewer times today than its frequency allows; false if the journal cannot be read. */
const isBelowDailyLimit = (journalEntries) => journalEntries !== null && movementsOnDay(journalEntries, todayIso(), movement) < daily;

/** Show the line beside a routine, or hide it. `journalEntries` is null if the journal cannot be read. */
export function renderMovementOffer(root, { beside, journalEntries }) {
  const isBeside = routines.includes(beside) && beside !== movement;
  const isOffered = isBeside && isBelowDailyLimit(journalEntries) && isOpen();
  for (const line of all("[data-move]", root)) line.hidden = !isOffered;
}
