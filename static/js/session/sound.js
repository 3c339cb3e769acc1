// Tones, voice, vibration and flash for the cues of a session. Tones are handed to the audio clock ahead of time,
// so a busy page cannot make them late; every pause and skip throws them away and hands over the rest anew.
// Speech never holds anything up: some phones never say that it has ended.

const TONES = {
  ready: [[523, 0, 0.18]],
  start: [[523, 0, 0.14], [659, 0.16, 0.24]],
  half: [[659, 0, 0.12], [659, 0.2, 0.12]],
  end: [[659, 0, 0.16], [440, 0.2, 0.4]],
};

const LOUD = 1;
const UNDER_THE_VOICE = 0.25;

let context;
let volume; // of all tones; they stay under the voice
let playing = [];
let onStateChange = () => {};

/** Whether tones are heard now. */
export const isOn = () => context?.state === "running";

/** Call `changed` whenever the audio starts or stops, by itself too. */
export const follow = (changed) => (onStateChange = changed);

/** Try to go on after the phone stopped the audio; outside a tap it may refuse. */
export const revive = () => context?.resume?.().catch(() => {});

/** Must be called inside a tap. Makes the audio context, and wakes the voice where the phone wants that. */
export async function unlock({ sound, voice }) {
  if (navigator.audioSession) navigator.audioSession.type = "playback"; // heard with the silent switch on, where there is one
  if (voice && globalThis.speechSynthesis) speechSynthesis.speak(new SpeechSynthesisUtterance(""));
  if (!sound || !globalThis.AudioContext) return false;
  if (await runs()) return true;
  context?.close().catch(() => {});
  context = new AudioContext();
  context.onstatechange = () => onStateChange();
  volume = context.createGain();
  volume.connect(context.destination);
  return runs();
}

/** A context may claim to run while its clock stands still (after a call, on some phones): look whether it moves. */
async function runs() {
  if (!context || context.state === "closed") return false;
  try {
    await Promise.race([context.resume(), new Promise((done) => setTimeout(done, 300))]);
    const before = context.currentTime;
    await new Promise((done) => setTimeout(done, 120));
    return context.state === "running" && context.currentTime > before;
  } catch {
    return false;
  }
}

export function silence() {
  for (const tone of playing) tone.stop();
  playing = [];
  hush();
}

/** Say nothing more of what was to be said. */
export function hush() {
  globalThis.speechSynthesis?.cancel();
  saying.clear();
  duck();
}

/** Hand over tones: a list of {tone, delay} with the delay in seconds from now. */
export function schedule(cues) {
  for (const tone of playing) tone.stop();
  playing = [];
  if (context?.state !== "running") return;
  for (const { tone, delay } of cues) {
    for (const [pitch, after, length] of TONES[tone] ?? []) playing.push(beep(pitch, context.currentTime + delay + after, length));
  }
}

function beep(pitch, when, length) {
  const oscillator = context.createOscillator();
  const shape = context.createGain();
  oscillator.frequency.value = pitch;
  shape.gain.setValueAtTime(0, when);
  shape.gain.linearRampToValueAtTime(0.25, when + 0.02);
  shape.gain.exponentialRampToValueAtTime(0.001, when + length);
  oscillator.connect(shape).connect(volume);
  oscillator.start(when);
  oscillator.stop(when + length + 0.05);
  return oscillator;
}

/** Give a cue its words, buzz and flash, each only if switched on. Returns whether the phone gave any of them. */
export function give(cue, { voice, vibration, flash }) {
  const spoken = voice && cue.say && speak(cue.say);
  const buzzed = vibration && navigator.vibrate?.(cue.tone === "end" ? [120, 80, 120] : 120);
  const flashed = flash && cue.tone !== "none" && blink();
  return Boolean(spoken || buzzed || flashed);
}

const localVoices = () =>
  globalThis.speechSynthesis?.getVoices().filter((voice) => voice.localService && voice.lang.startsWith("en")) ?? [];

/** Whether this phone has an English voice of its own; nothing is ever said by a voice that needs the network. */
export const canSpeak = () => localVoices().length > 0;

/** Call `changed` when the phone has found its voices, which it may do after the page is there. */
export const whenVoicesCome = (changed) => globalThis.speechSynthesis?.addEventListener?.("voiceschanged", changed);

const saying = new Set(); // held, because some browsers drop an utterance that nobody holds, and its end is never told

/** Say something after what is being said. Returns whether there is a voice to say it. */
export function speak(words) {
  const local = localVoices();
  if (!local.length) return false;
  const utterance = new SpeechSynthesisUtterance(words);
  utterance.voice = local.find((voice) => voice.lang === "en-GB") ?? local[0];
  utterance.rate = 0.95;
  saying.add(utterance);
  utterance.onstart = duck;
  utterance.onend = utterance.onerror = () => {
    saying.delete(utterance);
    duck();
  };
  speechSynthesis.speak(utterance);
  return true;
}

/** Tones are soft while something is said. */
function duck() {
  if (volume) volume.gain.value = saying.size ? UNDER_THE_VOICE : LOUD;
}

/** One flash for a cue, never a second within half a second, and none where motion is unwelcome. */
let lastFlash = 0;
function blink() {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches || Date.now() - lastFlash < 500) return false;
  lastFlash = Date.now();
  const sheet = document.getElementById("blink");
  sheet.classList.add("on");
  setTimeout(() => sheet.classList.remove("on"), 250);
  return true;
}
