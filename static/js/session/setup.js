// The page before a session: its first picture, duration, voice, and the pain now.

import { all, find } from "../core/dom.js";
import { secondsAt } from "./session-plan.js";
import { foundPoints } from "./found-places.js";
import { ui } from "./player-view.js";
import { findSteps } from "./script.js";
import * as sound from "./sound.js";
import { showFirst } from "./stage.js";
import * as store from "../core/store.js";
import { formatDuration } from "../core/format.js";

/** Initialise the fields and the values that depend on them. */
export async function prepareSetup(routine) {
  const renderDuration = () => (find("[data-takes]").textContent = formatDuration(secondsAt(routine, Number(ui.length?.value) || 0)));
  ui.length?.addEventListener("change", renderDuration);
  renderDuration();
  all("#before input").forEach(allowDeselect);
  sound.onVoicesChange(offerVoice);
  const settings = await store.settings();
  await offerVoice();
  showFirst(routine.steps, settings.body);
  const hint = find("[data-first]");
  if (hint) hint.hidden = findSteps(routine.steps, await foundPoints()).length === 0;
  if (hint && !(await store.get("checked"))) hint.textContent = ", after safety questions";
}

/** Deselect a number at a second tap: the pain rating is optional. */
function allowDeselect(field) {
  let wasChecked = false;
  field.closest("label").addEventListener("pointerdown", () => (wasChecked = field.checked));
  field.addEventListener("click", () => {
    if (wasChecked) field.checked = false;
    wasChecked = false;
  });
}

let isTouched = false; // by the person: settings that were read earlier no longer apply

/** Show "Read it to me": on by default, disabled where the phone has no local voice. */
async function offerVoice() {
  const { voice } = await store.settings();
  const canSpeak = sound.canSpeak();
  ui.read.disabled = !canSpeak;
  if (!isTouched) ui.read.checked = voice && canSpeak;
  find("[data-voiceless]").hidden = canSpeak;
}

ui.read.addEventListener("change", () => {
  isTouched = true;
  store.setSetting("voice", ui.read.checked);
});

/** Return the settings that this phone can follow: without a voice, speech is off. */
export async function playableSettings() {
  const settings = await store.settings();
  return { ...settings, voice: settings.voice && sound.canSpeak() };
}

/** Whether the link starts the session by itself, once. Only a session without presses does. */
export function takeAutoStart({ steps }) {
  if (location.hash !== "#now" || steps.some(({ kind }) => kind === "press")) return false;
  history.replaceState(null, "", location.pathname); // a reload does not start it again
  return true;
}
