// What the session page shows. Told what to show; knows neither clock nor answers.

import { find, make } from "./dom.js";
import { drawing, forBody } from "./picture.js";
import { clock, extendable } from "./timeline.js";

export const ui = Object.fromEntries(
  ["setup", "play", "done", "start", "length", "wait", "back", "pause", "next", "add", "wrong", "end", "progress", "count",
    "whole", "away", "picture", "posture", "step-title", "timer", "fitted", "fitted-list", "instruction", "finding",
    "finding-list", "next-up", "awake", "heard", "announce", "wrong-dialog", "anything-changed", "left-off", "resume"].map((id) => [id, document.getElementById(id)]),
);

/** Everything that changes with the second. `limit` is the most seconds a session may last. */
export function showTime(plan, run, place, limit) {
  ui.timer.textContent = clock(place.left);
  ui.whole.textContent = `${clock(place.total - place.played)} left in all`;
  ui.progress.value = place.played / place.total;
  ui.pause.textContent = run.pausedAt === null ? "Pause" : "Resume";
  ui.play.classList.toggle("paused", run.pausedAt !== null);
  ui["next-up"].textContent = place.waiting ? "Tap Next when you are ready." : upNext(plan, place.index);
  const longer = extendable(plan.steps[place.index], run.durations[place.index], place.total, limit);
  ui.add.setAttribute("aria-disabled", String(!longer)); // not disabled: that would lose the focus
}

function upNext({ steps }, index) {
  const next = steps[index + 1];
  return next ? `Next: ${next.title}` : "This is the last step.";
}

/** Everything that changes with the step, and one announcement of it. `unhurried`: nothing needs to be folded away. */
export function showStep(plan, index, body, unhurried) {
  const step = plan.steps[index];
  const [first, ...finding] = step.parts?.length ? step.parts : [step.instruction];
  const said = step.kind === "release" ? [] : (plan.instructions[step.placement] ?? []);
  ui["step-title"].textContent = step.title;
  ui.instruction.textContent = step.feel ? `${first} ${step.feel}` : first;
  ui.finding.hidden = finding.length === 0;
  ui.finding.open = unhurried;
  ui["finding-list"].replaceChildren(...finding.map((text) => make("li", {}, text)));
  ui.count.textContent = `Step ${index + 1} of ${plan.steps.length}`;
  ui.fitted.hidden = said.length === 0;
  ui["fitted-list"].replaceChildren(...said.map((text) => make("p", {}, text)));
  ui.announce.textContent = [`${step.title}.`, ...said].join(" ");
  scrollTo(0, 0);
  showPicture(step, body).then(() => fetchAhead(step, plan.steps[index + 1], body));
  showPosture(step, step.posture, body);
}

async function showDrawing(figure, link, body) {
  const address = link ? forBody(link.href, body) : "";
  if (address === figure.dataset.address) return;
  figure.dataset.address = address;
  const svg = address && (await drawing(address).catch(() => null));
  if (figure.dataset.address !== address) return; // the next step was quicker
  find(".sheet", figure).replaceChildren(...(svg ? [svg] : []));
  figure.hidden = !svg;
}

async function showPicture(step, body) {
  await showDrawing(ui.picture, step.diagram, body);
  ui.picture.dataset.side = step.side ?? "";
  noteSide(ui.picture, step.side, ".mark");
}

async function showPosture(step, link, body) {
  await showDrawing(ui.posture, link, body);
  noteSide(ui.posture, step.side, ".caption");
}

/** Say so below a drawing in which nothing of a kind is on the step's side. */
function noteSide(figure, side, kind) {
  const other = { left: "right", right: "left" }[side];
  const turned = other && find(`${kind}[data-side=${other}]`, figure) && !find(`${kind}[data-side=${side}]`, figure);
  find("figcaption", figure).textContent = turned ? "The drawing shows the other side." : "";
}

/** Have the next drawing at hand before it is needed. */
function fetchAhead(step, next, body) {
  if (next?.diagram && next.point !== step.point) fetch(forBody(next.diagram.href, body)).catch(() => {});
}
