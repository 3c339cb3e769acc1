// Reloads the page when the storage was cleared in another window, so that it shows no deleted data. A running session
// is exempt: it evaluates the answers again and ends at the gate.

const STORAGE_KEY = "thumbwidth-cleared"; // set by store.js
const timeAtLoad = readClearedTime();

function readClearedTime() {
  try {
    return localStorage.getItem(STORAGE_KEY);
  } catch {
    return null;
  }
}

addEventListener("storage", ({ key }) => {
  if (key === STORAGE_KEY && !document.body.classList.contains("playing")) location.reload();
});
addEventListener("pageshow", ({ persisted }) => {
  if (persisted && readClearedTime() !== timeAtLoad) location.reload();
});
