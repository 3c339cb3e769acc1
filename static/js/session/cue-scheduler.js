// When the cues of a session are due: tones go to the audio clock ahead of time, words, buzz and flash when it is time.

import { closing, speechOf, toldInstead } from "./script.js";
import * as sound from "./sound.js";
import { cueTime } from "./timeline.js";

const LATE = 2000; // older than this, a cue is no longer given

export class Cues {
  constructor(plan, chosen) {
    this.plan = plan;
    this.steps = plan.steps;
    this.chosen = chosen;
    this.heardUpTo = -1;
  }

  /** A new step begins: nothing of it has been heard, and nothing of the last is said any more. */
  turn() {
    this.heardUpTo = -1;
    if (this.chosen.voice) sound.hush();
  }

  /** The voice was switched on or off. */
  setVoice(voice) {
    this.chosen = { ...this.chosen, voice };
    if (!voice) sound.hush();
  }

  /** Hand the rest of the session's tones to the audio clock, as far as it goes on without the person. */
  schedule(place, run) {
    if (run.pausedAt !== null || place.finding || !this.chosen.sound) return sound.schedule([]);
    let from = -place.into;
    const due = [];
    for (let index = place.index; index < this.steps.length; index += 1) {
      if (index > place.index && (run.wait || run.finds?.includes(index))) break;
      for (const cue of this.steps[index].cues) {
        const delay = (from + cueTime(cue, run.durations[index])) / 1000;
        if (delay > -0.3) due.push({ tone: cue.tone, delay: Math.max(0, delay) });
      }
      from += run.durations[index];
    }
    sound.schedule(due);
  }

  /** Give the cues and lines whose moment has come since the last look. */
  give(place, run) {
    const step = this.steps[place.index];
    const duration = run.durations[place.index];
    const isDue = (moment) => moment > this.heardUpTo && moment <= place.into && place.into - moment < LATE;
    for (const cue of step.cues) if (isDue(cueTime(cue, duration))) sound.give(cue, { ...this.chosen, voice: false });
    for (const { moment, text } of this.#lines(step, duration)) if (isDue(moment)) this.say(text);
    this.heardUpTo = place.into;
  }

  /** Read out what a step says from its start to now: on request. */
  repeat(place, run, before = []) {
    const lines = this.#lines(this.steps[place.index], run.durations[place.index]).filter(({ moment }) => moment <= place.into);
    sound.hush();
    before.forEach((text) => this.say(text));
    this.say(lines.at(-1)?.text ?? this.steps[place.index].title);
  }

  say(text) {
    if (this.chosen.voice) sound.speak(text);
  }

  /** The session is over: played to its end, or stopped. */
  end(whole) {
    sound.schedule([]);
    if (!whole) sound.hush();
    for (const line of closing(whole)) this.say(line);
  }

  #lines(step, duration) {
    return speechOf(step, duration, toldInstead(this.plan, step)).sort((one, other) => one.moment - other.moment);
  }
}
