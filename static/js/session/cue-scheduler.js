// Schedules the cues of a session: tones ahead of time on the audio clock; speech, vibration and flash when due.

import { adaptationsOf, closingLines, speechOf } from "./script.js";
import * as sound from "./sound.js";
import { cueTime } from "./timeline.js";

const MAX_LATENESS = 2000; // ms: an older cue is dropped

export class CueScheduler {
  constructor(plan, settings) {
    this.plan = plan;
    this.steps = plan.steps;
    this.settings = settings;
    this.playedUntil = -1;
    this.spokenPresses = new Map(); // by point: the first press that the voice said to its end
  }

  /** Start a step: nothing of it was played, and speech of the previous one stops. */
  startStep() {
    this.playedUntil = -1;
    if (this.settings.voice) sound.stopSpeech();
  }

  /** Switch the voice on or off. */
  setVoice(voice) {
    this.settings = { ...this.settings, voice };
    if (!voice) sound.stopSpeech();
  }

  /** Schedule the session's tones on the audio clock, up to the next step that waits for the person. */
  schedule(place, playback) {
    if (playback.pausedAt !== null || place.finding || !this.settings.sound) return sound.schedule([]);
    let from = -place.into;
    const due = [];
    for (let index = place.index; index < this.steps.length; index += 1) {
      if (index > place.index && (playback.wait || playback.finds?.includes(index))) break;
      for (const cue of this.steps[index].cues) {
        const delay = (from + cueTime(cue, playback.durations[index])) / 1000;
        if (delay > -0.3) due.push({ tone: cue.tone, delay: Math.max(0, delay) });
      }
      from += playback.durations[index];
    }
    sound.schedule(due);
  }

  /** Play the cues and lines that became due since the last call. */
  playDueCues(place, playback) {
    const step = this.steps[place.index];
    const duration = playback.durations[place.index];
    const isDue = (moment) => moment > this.playedUntil && moment <= place.into && place.into - moment < MAX_LATENESS;
    for (const cue of step.cues) if (isDue(cueTime(cue, duration))) sound.playCue(cue, { ...this.settings, voice: false });
    const lines = this.#lines(step, duration, this.#isAgain(step));
    for (const { moment, text } of lines) if (isDue(moment)) this.say(text);
    if (lines.length && isDue(lines.at(-1).moment)) this.#rememberPress(step);
    this.playedUntil = place.into;
  }

  /** Whether the voice has said another press of the step's point in this session. */
  #isAgain(step) {
    return this.spokenPresses.has(step.point) && this.spokenPresses.get(step.point) !== step;
  }

  #rememberPress(step) {
    const isSpoken = step.kind === "press" && this.settings.voice;
    if (isSpoken && !this.spokenPresses.has(step.point)) this.spokenPresses.set(step.point, step);
  }

  /** Repeat the current line of a step, as it is said the first time. */
  repeat(place, playback, opening = []) {
    const lines = this.#lines(this.steps[place.index], playback.durations[place.index]).filter(({ moment }) => moment <= place.into);
    sound.stopSpeech();
    opening.forEach((text) => this.say(text));
    this.say(lines.at(-1)?.text ?? this.steps[place.index].title);
  }

  say(text) {
    if (this.settings.voice) sound.speak(text);
  }

  /** End the session: completed or stopped. */
  end(isComplete) {
    sound.schedule([]);
    if (!isComplete) sound.stopSpeech();
    for (const line of closingLines(isComplete)) this.say(line);
  }

  #lines(step, duration, isAgain = false) {
    return speechOf(step, duration, adaptationsOf(this.plan, step), isAgain).sort((one, other) => one.moment - other.moment);
  }
}
