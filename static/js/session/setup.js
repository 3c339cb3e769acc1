// The page before a session: how it begins looks like, how long it takes, whether it is read out, and the pain now.

import { all, find } from "../core/dom.js";
import { secondsAt } from "./session-plan.js";
import { met } from "./found-places.js";
import { ui } from "./player-view.js";
import { findsOf } from "./script.js";
import * as sound from "./sound.js";
import { showFirst } from "./stage.js";
import * as store from "../core/store.js";
import { formatDuration } from "../core/format.js";

/** Make the page follow what is chosen on it. */
export async function prepareSetup(routine) {
  const showTakes = () => (find("[data-takes]").textContent = formatDuration(secondsAt(routine, Number(ui.length?.value) || 0)));
  ui.length?.addEventListener("change", showTakes);
  showTakes();
  all("#before input").forEach(takeBack);
  sound.whenVoicesCome(offerVoice);
  const settings = await store.settings();
  await offerVoice();
  showFirst(routine.steps, settings.body);
  const hint = find("[data-first]");
  if (hint) hint.hidden = findsOf(routine.steps, await met()).length === 0;
}

/** A second tap on a number takes it back: nobody has to say how strong the pain is. */
function takeBack(field) {
  let was = false;
  field.closest("label").addEventListener("pointerdown", () => (was = field.checked));
  field.addEventListener("click", () => {
    if (was) field.checked = false;
    was = false;
  });
}

let isSwitched = false; // by the person: the settings that were read before it say less

/** "Read it to me": on unless it was switched off, and off where the phone has no voice of its own. */
async function offerVoice() {
  const { voice } = await store.settings();
  const can = sound.canSpeak();
  ui.read.disabled = !can;
  if (!isSwitched) ui.read.checked = voice && can;
  find("[data-voiceless]").hidden = can;
}

ui.read.addEventListener("change", () => {
  isSwitched = true;
  store.setSetting("voice", ui.read.checked);
});

/** The settings as they can be met: without a voice on this phone there is none to switch on. */
export async function heardSettings() {
  const settings = await store.settings();
  return { ...settings, voice: settings.voice && sound.canSpeak() };
}

/** Whether the link that led here begins the session by itself, once: one in which nothing is pressed. */
export function isToBegin({ steps }) {
  if (location.hash !== "#now" || steps.some(({ kind }) => kind === "press")) return false;
  history.replaceState(null, "", location.pathname); // not again when the page is loaded again
  return true;
}
