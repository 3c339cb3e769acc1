// What a draft comes to: its time, what it asks of the patient, where it breaks a limit, and for whom it is not.

import { renderContraindications } from "../safety/contraindications-view.js";
import { positions } from "../prescription/link-page-view.js";
import { fetchPoints } from "../core/point-api.js";
import { find, make, readJson } from "../core/dom.js";
import { join, pressed, seconds } from "../prescription/prescription.js";
import { capitalize, formatDuration } from "../core/format.js";

const questions = readJson("questions");
const part = (id) => document.getElementById(id);
let asked = 0;

/** Show it all; returns whether there is something to hand over that keeps to the limits. */
export function showSum(draft, rules) {
  const { items, daily } = draft;
  const { most } = rules;
  const total = seconds(items, rules);
  const press = pressed(items, rules);
  const long = total > most.seconds;
  part("sum-part").hidden = !items.length;
  find("[data-whole-session]").textContent = `${capitalize(formatDuration(total))}, ${formatDuration(press)} of it pressing. The most is ${formatDuration(most.seconds)}.`;
  find("[data-day]").textContent = daily ? `${capitalize(formatDuration(press * daily))}.` : `${capitalize(formatDuration(press))} each time.`;
  part("total").textContent = items.length
    ? `${Math.ceil(total / 60)} of ${most.seconds / 60} min · ${items.length} of ${most.points} points${long ? ": too long" : ""}`
    : "";
  part("total").classList.toggle("over", long);
  showTooMuch(press * Math.max(daily, 1));
  showDocuments(items, rules, long ? [`It takes ${formatDuration(total)}. The most is ${formatDuration(most.seconds)}: shorten a point or leave one out. Until then there is no link.`] : []);
  return items.length > 0 && !long;
}

function showTooMuch(daily) {
  const box = part("too-much");
  const most = Number(box.dataset.seconds);
  box.hidden = daily <= most;
  find("[data-too-much]").textContent = `This comes to ${formatDuration(daily)} of pressing in a day. The guide keeps a day to ${formatDuration(most)}, and tells the patient so when it is reached.`;
}

const check = (text) => make("li", {}, text);

/** What the points' own documents say: positions, and who must not. An older answer never overwrites a newer one. */
async function showDocuments(items, rules, checks) {
  const turn = (asked += 1);
  part("checks").replaceChildren(...checks.map(check));
  part("care-part").hidden = !items.length;
  if (!items.length) return part("cautions").replaceChildren(); // and nothing is asked for yet
  const documents = await fetchPoints(items, rules).catch(() => null);
  if (turn !== asked) return;
  part("care-missing").hidden = Boolean(documents);
  if (!documents) return part("cautions").replaceChildren();
  const steps = join(items, documents);
  const held = positions(steps, documents);
  const tools = [...new Set(held.flatMap((position) => position.tools))];
  find("[data-positions]").textContent = `${held.map(({ name }) => name).join("; ")}.`;
  find("[data-tools]").textContent = capitalize(tools.join(", ")) || "Nothing but their hands";
  part("checks").replaceChildren(...[...checks, ...apart(steps, held)].map(check));
  renderContraindications(part("cautions"), documents, questions, rules);
}

/** Positions that are left and taken up again: every change is a chance to strain or to fall. */
function apart(steps, held) {
  const turns = steps.filter(({ position }, index) => position !== steps[index - 1]?.position).map(({ position }) => position);
  return held
    .filter(({ key }) => turns.filter((turn) => turn === key).length > 1)
    .map(({ key, name }) => {
      const codes = [...new Set(steps.filter(({ position }) => position === key).map(({ point }) => point))];
      return `“${name}” is left and taken up again. Put its points (${codes.join(", ")}) next to each other, so that the patient changes position less often.`;
    });
}
