// Finding a place, frame by frame, while the clock is stopped.

import { framesOf } from "./script.js";

// With the voice on no tap is needed: after so many ms a frame announces that it continues, and then does.
const IDLE_REMINDER = { warnAfter: 45_000, endAfter: 60_000, text: "No rush. I go on in 15 seconds. Tap the screen to wait." };

export class FindingGuide {
  /** `opening` is spoken before the first frame of a session. */
  constructor(plan, cues, opening = []) {
    this.plan = plan;
    this.cues = cues;
    this.opening = opening;
    this.frameName = "";
  }

  /** Speak the current frame once. Returns whether it has ended: with the voice on, it ends by itself. */
  readFrame({ index }, { frame, wait }, now = Date.now()) {
    const name = `${index} ${frame}`;
    if (this.frameName !== name) this.#read(index, frame, name, now);
    if (!this.cues.settings.voice || wait) return false;
    const waited = now - this.since;
    if (waited >= IDLE_REMINDER.warnAfter && waited < IDLE_REMINDER.endAfter && !this.hasWarned) {
      this.hasWarned = true;
      this.cues.say(IDLE_REMINDER.text);
    }
    return waited >= IDLE_REMINDER.endAfter;
  }

  /** Speak the frame again from its beginning. */
  repeat({ index }, { frame }, opening = []) {
    this.opening = opening;
    this.#read(index, frame, `${index} ${frame}`, Date.now());
  }

  /** Whether the current frame is the last of its step. */
  isLast({ index }, { frame }) {
    return frame + 1 >= framesOf(this.plan, this.plan.steps[index]).length;
  }

  #read(index, frame, name, now) {
    Object.assign(this, { frameName: name, since: now, hasWarned: false });
    this.cues.startStep();
    const { speech } = framesOf(this.plan, this.plan.steps[index])[frame];
    for (const line of [...this.opening, ...speech]) this.cues.say(line);
    this.opening = [];
  }
}
