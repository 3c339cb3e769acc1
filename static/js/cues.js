// When the cues of a session are due: tones go to the audio clock ahead of time, words, buzz and flash when it is time.

import * as sound from "./sound.js";
import { cueTime } from "./timeline.js";

const LATE = 2000; // older than this, a cue is no longer given

export class Cues {
  constructor(steps, chosen) {
    this.steps = steps;
    this.chosen = chosen;
    this.heardUpTo = -1;
  }

  /** A new step begins: nothing of it has been heard. */
  turn() {
    this.heardUpTo = -1;
  }

  /** Hand the rest of the session's tones to the audio clock; where each step waits for the person, only this one's. */
  schedule(place, run) {
    if (run.pausedAt !== null || !this.chosen.sound) return sound.schedule([]);
    const steps = run.wait ? [place.index] : this.steps.map((_, index) => index).slice(place.index);
    let from = -place.into;
    const due = [];
    for (const index of steps) {
      for (const cue of this.steps[index].cues) {
        const delay = (from + cueTime(cue, run.durations[index])) / 1000;
        if (delay > -0.3) due.push({ tone: cue.tone, delay: Math.max(0, delay) });
      }
      from += run.durations[index];
    }
    sound.schedule(due);
  }

  /** Give the cues whose moment has come since the last look. */
  give(place, run) {
    for (const cue of this.steps[place.index].cues) {
      const moment = cueTime(cue, run.durations[place.index]);
      if (moment > this.heardUpTo && moment <= place.into && place.into - moment < LATE) sound.give(cue, this.chosen);
    }
    this.heardUpTo = place.into;
  }
}
