// Controls of the lock screen and of headphones (Media Session).

import { ui } from "./player-view.js";

const session = navigator.mediaSession;

const ACTIONS = {
  pause: () => ui.pause.dataset.act === "pause" && ui.pause.click(),
  play: () => ui.pause.dataset.act === "resume" && ui.pause.click(),
  nexttrack: () => (ui.found.hidden ? ui.next : ui.found).click(),
  previoustrack: () => ui.again.click(),
};

/** Handle pause, resume, next and repeat of the lock screen. */
export const takeControls = () => setHandlers((name) => ACTIONS[name]);

function setHandlers(handlerOf) {
  for (const name of Object.keys(ACTIONS)) {
    try {
      session?.setActionHandler(name, handlerOf(name));
    } catch {
      // The browser does not support the action.
    }
  }
}

/** Show the current sentence, the routine and the state on the lock screen. */
export function update(title, album, isPlaying) {
  if (!session || !globalThis.MediaMetadata) return;
  if (session.metadata?.title !== title) session.metadata = new MediaMetadata({ title, artist: "Thumbwidth", album });
  session.playbackState = isPlaying ? "playing" : "paused";
}

/** Remove the controls at the end of the session. */
export function releaseControls() {
  if (!session) return;
  setHandlers(() => null);
  session.metadata = null;
  session.playbackState = "none";
}
