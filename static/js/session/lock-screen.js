// The controls of the lock screen and of headphones, where the browser hands them on (Media Session).

import { ui } from "./player-view.js";

const session = navigator.mediaSession;

const ACTS = {
  pause: () => ui.pause.dataset.act === "pause" && ui.pause.click(),
  play: () => ui.pause.dataset.act === "resume" && ui.pause.click(),
  nexttrack: () => (ui.found.hidden ? ui.next : ui.found).click(),
  previoustrack: () => ui.again.click(),
};

/** Let the lock screen pause, resume, go to the next step and repeat what was said. */
export const lead = () => handle((name) => ACTS[name]);

function handle(handlerOf) {
  for (const name of Object.keys(ACTS)) {
    try {
      session?.setActionHandler(name, handlerOf(name));
    } catch {
      // This browser does not know the action.
    }
  }
}

/** What the lock screen says of the session: the sentence on the screen, the routine, and whether it runs. */
export function tell(title, album, isPlaying) {
  if (!session || !globalThis.MediaMetadata) return;
  if (session.metadata?.title !== title) session.metadata = new MediaMetadata({ title, artist: "Thumbwidth", album });
  session.playbackState = isPlaying ? "playing" : "paused";
}

/** The session is over: nothing is left to lead. */
export function leave() {
  if (!session) return;
  handle(() => null);
  session.metadata = null;
  session.playbackState = "none";
}
