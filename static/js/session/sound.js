// Tones, voice, vibration and flash for the cues of a session. Tones are scheduled ahead on the audio clock, so that a
// busy page cannot delay them; every pause and skip cancels them and schedules the rest again. Nothing waits for
// speech: some phones never report its end.

const TONES = {
  ready: [[523, 0, 0.18]],
  start: [[523, 0, 0.14], [659, 0.16, 0.24]],
  half: [[659, 0, 0.12], [659, 0.2, 0.12]],
  end: [[659, 0, 0.16], [440, 0.2, 0.4]],
};

const FULL_VOLUME = 1;
const DUCKED_VOLUME = 0.25;

let context;
let gain; // of all tones; lower during speech
let scheduledTones = [];
let onStateChange = () => {};

/** Whether tones are audible now. */
export const isOn = () => context?.state === "running";

/** Call `listener` whenever the audio starts or stops. */
export const onChange = (listener) => (onStateChange = listener);

/** Try to resume after the phone stopped the audio; outside a tap it may refuse. */
export const resumeAudio = () => context?.resume?.().catch(() => {});

/** Create the audio context and enable the voice. Must be called within a tap. */
export async function unlock({ sound, voice }) {
  if (navigator.audioSession) navigator.audioSession.type = "playback"; // audible with the silent switch on
  if (voice && globalThis.speechSynthesis) speechSynthesis.speak(new SpeechSynthesisUtterance(""));
  if (!sound || !globalThis.AudioContext) return false;
  if (await isRunning()) return true;
  context?.close().catch(() => {});
  context = new AudioContext();
  context.onstatechange = () => onStateChange();
  gain = context.createGain();
  gain.connect(context.destination);
  return isRunning();
}

/** Whether the context runs. After a call some phones report "running" while its clock stands still. */
async function isRunning() {
  if (!context || context.state === "closed") return false;
  try {
    await Promise.race([context.resume(), new Promise((done) => setTimeout(done, 300))]);
    const start = context.currentTime;
    await new Promise((done) => setTimeout(done, 120));
    return context.state === "running" && context.currentTime > start;
  } catch {
    return false;
  }
}

export function stopAll() {
  for (const tone of scheduledTones) tone.stop();
  scheduledTones = [];
  stopSpeech();
}

/** Stop the speech and drop what is queued. */
export function stopSpeech() {
  globalThis.speechSynthesis?.cancel();
  utterances.clear();
  duck();
}

/** Schedule tones: a list of {tone, delay} with the delay in seconds from now. */
export function schedule(cues) {
  for (const tone of scheduledTones) tone.stop();
  scheduledTones = [];
  if (context?.state !== "running") return;
  for (const { tone, delay } of cues) {
    for (const [pitch, offset, length] of TONES[tone] ?? []) scheduledTones.push(beep(pitch, context.currentTime + delay + offset, length));
  }
}

function beep(pitch, when, length) {
  const oscillator = context.createOscillator();
  const shape = context.createGain();
  oscillator.frequency.value = pitch;
  shape.gain.setValueAtTime(0, when);
  shape.gain.linearRampToValueAtTime(0.25, when + 0.02);
  shape.gain.exponentialRampToValueAtTime(0.001, when + length);
  oscillator.connect(shape).connect(gain);
  oscillator.start(when);
  oscillator.stop(when + length + 0.05);
  return oscillator;
}

/** Play a cue's speech, vibration and flash, each if switched on. Returns whether any of them was played. */
export function playCue(cue, { voice, vibration, flash }) {
  const hasSpoken = voice && cue.say && speak(cue.say);
  const hasVibrated = vibration && navigator.vibrate?.(cue.tone === "end" ? [120, 80, 120] : 120);
  const hasFlashed = flash && cue.tone !== "none" && flashScreen();
  return Boolean(hasSpoken || hasVibrated || hasFlashed);
}

const localVoices = () =>
  globalThis.speechSynthesis?.getVoices().filter((voice) => voice.localService && voice.lang.startsWith("en")) ?? [];

/** Whether this phone has a local English voice; voices that need the network are never used. */
export const canSpeak = () => localVoices().length > 0;

/** Call `listener` when the phone has loaded its voices, which can be after the page. */
export const onVoicesChange = (listener) => globalThis.speechSynthesis?.addEventListener?.("voiceschanged", listener);

const utterances = new Set(); // referenced, because some browsers drop an utterance without a reference and never report its end

/** Queue speech. Returns whether there is a voice for it. */
export function speak(text) {
  const voices = localVoices();
  if (!voices.length) return false;
  const utterance = new SpeechSynthesisUtterance(text);
  utterance.voice = voices.find((voice) => voice.lang === "en-GB") ?? voices[0];
  utterance.rate = 0.95;
  utterances.add(utterance);
  utterance.onstart = duck;
  utterance.onend = utterance.onerror = () => {
    utterances.delete(utterance);
    duck();
  };
  speechSynthesis.speak(utterance);
  return true;
}

/** Lower the tones during speech. */
function duck() {
  if (gain) gain.gain.value = utterances.size ? DUCKED_VOLUME : FULL_VOLUME;
}

/** Flash once, at most every half second, and never with reduced motion. */
let lastFlash = 0;
function flashScreen() {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches || Date.now() - lastFlash < 500) return false;
  lastFlash = Date.now();
  const overlay = document.getElementById("blink");
  overlay.classList.add("on");
  setTimeout(() => overlay.classList.remove("on"), 250);
  return true;
}
