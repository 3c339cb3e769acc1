// Finding a place, frame by frame, while the clock stands still.

import { framesOf } from "./script.js";

// With the voice on nobody has to tap: after so many milliseconds a frame says that it goes on, and then does.
const NO_RUSH = { said: 45_000, over: 60_000, text: "No rush. I go on in 15 seconds. Tap the screen to wait." };

export class Finding {
  /** `opening` is said before the first frame of a session. */
  constructor(plan, cues, opening = []) {
    this.plan = plan;
    this.cues = cues;
    this.opening = opening;
    this.shown = "";
  }

  /** Read out the frame that is shown, once. Returns whether it is over: with the voice on, nobody may be looking. */
  look({ index }, { frame, wait }, now = Date.now()) {
    const name = `${index} ${frame}`;
    if (this.shown !== name) this.#read(index, frame, name, now);
    if (!this.cues.chosen.voice || wait) return false;
    const waited = now - this.since;
    if (waited >= NO_RUSH.said && waited < NO_RUSH.over && !this.isHurried) {
      this.isHurried = true;
      this.cues.say(NO_RUSH.text);
    }
    return waited >= NO_RUSH.over;
  }

  /** Read the frame out again, from its beginning. */
  again({ index }, { frame }, before = []) {
    this.opening = before;
    this.#read(index, frame, `${index} ${frame}`, Date.now());
  }

  /** Whether the frame that is shown is the last of its step. */
  isLast({ index }, { frame }) {
    return frame + 1 >= framesOf(this.plan, this.plan.steps[index]).length;
  }

  #read(index, frame, name, now) {
    Object.assign(this, { shown: name, since: now, isHurried: false });
    this.cues.turn();
    const { speech } = framesOf(this.plan, this.plan.steps[index])[frame];
    for (const line of [...this.opening, ...speech]) this.cues.say(line);
    this.opening = [];
  }
}
