// The settings page: every change is stored at once, on this phone.

import * as answers from "../safety/health-answers.js";
import { all, find } from "../core/dom.js";
import * as profile from "../safety/profile.js";
import * as sound from "../session/sound.js";
import * as store from "../core/store.js";

const statusLine = find("#saved");
const touchedFields = new Set(); // stored values that are read later do not override a tap
const showStatus = (text) => (statusLine.textContent = text);

async function showSettings() {
  const settings = await store.settings();
  for (const field of all("[data-setting]")) {
    if (touchedFields.has(field.dataset.setting)) continue;
    const value = settings[field.dataset.setting];
    if (field.type === "checkbox") field.checked = Boolean(value);
    else if (field.type === "radio") field.checked = field.value === value;
    else field.value = value;
  }
  if (!navigator.vibrate) find("[data-switch=vibration]").hidden = true;
  if (!globalThis.speechSynthesis) find("[data-switch=voice]").hidden = true;
}

let shownAnswers = {}; // the answers as this page shows them

function showAnswers(current) {
  shownAnswers = { ...current.answers };
  for (const field of all("[data-question]")) {
    if (!touchedFields.has(field.dataset.question)) answers.fill(field, shownAnswers[field.dataset.question]);
  }
}

/** Store an answer at the tap. If another window wrote too, the yes stays and is shown. */
async function saveAnswer(field) {
  const key = field.dataset.question;
  touchedFields.add(key);
  const isSaved = await profile.saveAnswers({ [key]: answers.read(field) }, () => ({ answers: shownAnswers }));
  touchedFields.delete(key);
  showAnswers(profile.snapshot());
  showStatus(isSaved ? "Saved on this phone." : "This phone could not keep your answer. It counts as yes for now.");
}

for (const field of all("[data-setting]")) {
  field.addEventListener("change", async () => {
    touchedFields.add(field.dataset.setting);
    await store.setSetting(field.dataset.setting, field.type === "checkbox" ? field.checked : field.value);
    showStatus(store.isSaved("settings") ? "Saved on this phone." : "This phone could not keep that. It holds until you close this page.");
  });
}

/** Play a sample of one cue, and say so if the phone cannot. */
async function playSample(kind) {
  const hasPlayed = kind === "sound" ? await playTone() : sound.playCue({ say: "Press in slowly.", tone: "start" }, { [kind]: true });
  showStatus(hasPlayed ? "That was it." : "This phone does not give it now.");
}

async function playTone() {
  const isAudible = await sound.unlock({ sound: true });
  sound.schedule([{ tone: "start", delay: 0 }]);
  return isAudible;
}

for (const button of all("[data-test]")) button.addEventListener("click", () => playSample(button.dataset.test));
for (const field of all("[data-question]")) answers.listen(field, saveAnswer);

const dialog = find("#clear-dialog");
find("#clear").addEventListener("click", () => {
  dialog.returnValue = "";
  dialog.showModal();
});
dialog.addEventListener("close", async () => {
  if (dialog.returnValue !== "clear") return;
  touchedFields.clear();
  const isGone = await store.clear();
  store.mirrorAppearance(await store.settings());
  await Promise.all([showSettings(), isGone ? profile.clearPending() : profile.load().then(showAnswers)]); // marks of unsaved answers stay too
  showStatus(isGone ? "Everything is cleared." : "This phone could not clear it. Close this page and try again.");
});

document.addEventListener("brought-back", () => {
  touchedFields.clear();
  showSettings();
});
profile.subscribe(showAnswers);
profile.followWindows();
showSettings();
profile.load().then(showAnswers);
