// The settings page: every change is kept at once, on this phone.

import * as answers from "../safety/health-answers.js";
import { all, find } from "../core/dom.js";
import * as profile from "../safety/profile.js";
import * as sound from "../session/sound.js";
import * as store from "../core/store.js";

const said = find("#saved");
const byHand = new Set(); // what was kept before may become known only after a tap, and does not undo it
const say = (text) => (said.textContent = text);

async function showSettings() {
  const settings = await store.settings();
  for (const field of all("[data-setting]")) {
    if (byHand.has(field.dataset.setting)) continue;
    const value = settings[field.dataset.setting];
    if (field.type === "checkbox") field.checked = Boolean(value);
    else if (field.type === "radio") field.checked = field.value === value;
    else field.value = value;
  }
  if (!navigator.vibrate) find("[data-switch=vibration]").hidden = true;
  if (!globalThis.speechSynthesis) find("[data-switch=voice]").hidden = true;
}

let shown = {}; // the answers as this page shows them

function showAnswers(known) {
  shown = { ...known.answers };
  for (const field of all("[data-question]")) {
    if (!byHand.has(field.dataset.question)) answers.fill(field, shown[field.dataset.question]);
  }
}

/** Keep an answer at the tap. Of what two windows say of a question the yes stays, and is shown. */
async function keepAnswer(field) {
  const key = field.dataset.question;
  byHand.add(key);
  const saved = await profile.saveAnswers({ [key]: answers.read(field) }, () => ({ answers: shown }));
  byHand.delete(key);
  showAnswers(profile.snapshot());
  say(saved ? "Saved on this phone." : "This phone could not keep your answer. It counts as yes for now.");
}

for (const field of all("[data-setting]")) {
  field.addEventListener("change", async () => {
    byHand.add(field.dataset.setting);
    await store.setSetting(field.dataset.setting, field.type === "checkbox" ? field.checked : field.value);
    say(store.isSaved("settings") ? "Saved on this phone." : "This phone could not keep that. It holds until you close this page.");
  });
}

/** Give one cue as a session would, and say so if the phone does not. */
async function test(kind) {
  const given = kind === "sound" ? await testTone() : sound.playCue({ say: "Press in slowly.", tone: "start" }, { [kind]: true });
  say(given ? "That was it." : "This phone does not give it now.");
}

async function testTone() {
  const heard = await sound.unlock({ sound: true });
  sound.schedule([{ tone: "start", delay: 0 }]);
  return heard;
}

for (const button of all("[data-test]")) button.addEventListener("click", () => test(button.dataset.test));
for (const field of all("[data-question]")) answers.listen(field, keepAnswer);

const dialog = find("#clear-dialog");
find("#clear").addEventListener("click", () => {
  dialog.returnValue = "";
  dialog.showModal();
});
dialog.addEventListener("close", async () => {
  if (dialog.returnValue !== "clear") return;
  byHand.clear();
  const isGone = await store.clear();
  store.mirrorAppearance(await store.settings());
  await Promise.all([showSettings(), isGone ? profile.clearPending() : profile.load().then(showAnswers)]); // the marks stay too
  say(isGone ? "Everything is cleared." : "This phone could not clear it. Close this page and try again.");
});

document.addEventListener("brought-back", () => {
  byHand.clear();
  showSettings();
});
profile.subscribe(showAnswers);
profile.followWindows();
showSettings();
profile.load().then(showAnswers);
