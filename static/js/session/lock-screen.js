// The controls of the lock screen and of headphones, where the browser hands them on (Media Session).

const session = navigator.mediaSession;

/** Let the lock screen pause, go on, go to the next step and say it again: {play, pause, nexttrack, previoustrack}. */
export function lead(acts) {
  for (const [name, act] of Object.entries(acts)) {
    try {
      session?.setActionHandler(name, act);
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
  lead({ play: null, pause: null, nexttrack: null, previoustrack: null });
  session.metadata = null;
  session.playbackState = "none";
}
