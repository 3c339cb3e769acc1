// Keeps the screen on while a session runs.

let isWanted = false;
let lock;
let onChange = () => {};

async function acquire() {
  if (!isWanted || lock || document.visibilityState !== "visible") return;
  try {
    lock = await navigator.wakeLock.request("screen");
    lock.addEventListener("release", () => {
      lock = undefined;
      onChange(false);
    });
    if (!isWanted) lock.release();
    else onChange(true);
  } catch {
    onChange(false); // not supported, or the battery is low
  }
}

document.addEventListener("visibilitychange", acquire);

/** Request the wake lock; `listener(isOn)` is called at every change. */
export function requestWakeLock(listener) {
  isWanted = true;
  onChange = listener;
  return acquire();
}

export function releaseWakeLock() {
  isWanted = false;
  lock?.release();
}
