// The summary of a draft: duration, positions and tools, limits, and contraindications.

import { renderContraindications } from "../safety/contraindications-view.js";
import { uniquePositions } from "../prescription/link-page-view.js";
import { fetchPoints } from "../core/point-api.js";
import { find, make, readJson } from "../core/dom.js";
import { buildSteps, dailyFault, describeLongPresses, formatTimes, otherTools, pressedSeconds, sessionFault, totalSeconds } from "../prescription/prescription.js";
import { capitalize, formatDuration } from "../core/format.js";

const questions = readJson("questions");
const byId = (id) => document.getElementById(id);
let latestRequest = 0;

/** Render the summary. Returns whether the draft has items and stays within the limits. */
export function renderSummary(draft, rules) {
  const { items, daily } = draft;
  const { most: limit } = rules;
  const total = totalSeconds(items, rules);
  const press = pressedSeconds(items, rules);
  const isTooLong = total > limit.seconds;
  byId("sum-part").hidden = !items.length;
  find("[data-whole-session]").textContent = `${capitalize(formatDuration(total))}, ${formatDuration(press)} of it pressing. The most is ${formatDuration(limit.seconds)}.`;
  find("[data-day]").textContent = daily ? `${capitalize(formatDuration(press * daily))}.` : `${capitalize(formatDuration(press))} each time.`;
  byId("total").textContent = items.length
    ? `${Math.ceil(total / 60)} of ${limit.seconds / 60} min · ${items.length} of ${limit.points} steps${isTooLong ? ": too long" : ""}`
    : "";
  byId("total").classList.toggle("over", isTooLong);
  renderDailyLimit(press * Math.max(daily, 1));
  const fault = dailyFault(draft, rules);
  const repeated = sessionFault(items, rules);
  renderPointFacts(items, rules, [
    ...(isTooLong ? [`It takes ${formatDuration(total)}. The most is ${formatDuration(limit.seconds)}: shorten a point or leave one out. Until then there is no link.`] : []),
    ...(fault ? [`${fault.name} is done at most ${fault.daily} times a day, and this comes to ${fault.found}. Choose fewer times a day, or leave it out. Until then there is no link.`] : []),
    ...(repeated ? [`${repeated.name} stands ${repeated.found} times in this session. It is done at most ${formatTimes(repeated.limit)}: leave one out. Until then there is no link.`] : []),
    ...describeLongPresses(items, rules), // a day's pressing has a note of its own
  ]);
  return items.length > 0 && !isTooLong && !fault && !repeated;
}

function renderDailyLimit(daily) {
  const box = byId("too-much");
  const limit = Number(box.dataset.seconds);
  box.hidden = daily <= limit;
  find("[data-too-much]").textContent = `This comes to ${formatDuration(daily)} of pressing in a day. The guide keeps a day to ${formatDuration(limit)}, and tells the patient so when it is reached.`;
}

const checkItem = (text) => make("li", {}, text);

/** Render the facts of the points' documents: positions and contraindications. An outdated response is dropped. */
async function renderPointFacts(items, rules, checks) {
  const request = (latestRequest += 1);
  byId("checks").replaceChildren(...checks.map(checkItem));
  byId("care-part").hidden = !items.length;
  if (!items.length) return byId("cautions").replaceChildren(); // nothing is requested yet
  const documents = await fetchPoints(items, rules).catch(() => null);
  if (request !== latestRequest) return;
  byId("care-missing").hidden = Boolean(documents);
  if (!documents) return byId("cautions").replaceChildren();
  const steps = buildSteps(items, documents);
  const positions = uniquePositions(steps, documents);
  const tools = [...new Set([...positions.flatMap((position) => position.tools), ...otherTools(items, rules)])];
  find("[data-positions]").textContent = positions.length ? `${positions.map(({ name }) => name).join("; ")}.` : "As the steps say.";
  find("[data-tools]").textContent = capitalize(tools.join(", ")) || "Nothing but their hands";
  byId("checks").replaceChildren(...[...checks, ...repeatedPositions(steps, positions)].map(checkItem));
  renderContraindications(byId("cautions"), documents, questions, rules);
}

/** Return warnings about positions that are taken up twice: every change is a risk of strain or a fall. */
function repeatedPositions(steps, positions) {
  const order = steps.filter(({ position }, index) => position !== steps[index - 1]?.position).map(({ position }) => position);
  return positions
    .filter(({ key }) => order.filter((position) => position === key).length > 1)
    .map(({ key, name }) => {
      const codes = [...new Set(steps.filter(({ position, point }) => point && position === key).map(({ point }) => point))];
      return `“${name}” is left and taken up again. Put its points (${codes.join(", ")}) next to each other, so that the patient changes position less often.`;
    });
}
