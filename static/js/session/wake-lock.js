// Keeps the screen on while a session runs, and says whether it does.

let wanted = false;
let lock;
let tell = () => {};

async function take() {
  if (!wanted || lock || document.visibilityState !== "visible") return;
  try {
    lock = await navigator.wakeLock.request("screen");
    lock.addEventListener("release", () => {
      lock = undefined;
      tell(false);
    });
    if (!wanted) lock.release();
    else tell(true);
  } catch {
    tell(false); // no such thing here, or the battery is low
  }
}

document.addEventListener("visibilitychange", take);

/** Ask for the screen to stay on; `report(on)` hears of every change. */
export function stayAwake(report) {
  wanted = true;
  tell = report;
  return take();
}

export function letSleep() {
  wanted = false;
  lock?.release();
}
