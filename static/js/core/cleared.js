// Loads a page anew when everything was cleared in another window, so that it shows nothing that is gone. A session that
// plays is left to its own judging of the answers, which ends it at the gate.

const NAME = "thumbwidth-cleared"; // set by store.js
const known = clearedAt();

function clearedAt() {
  try {
    return localStorage.getItem(NAME);
  } catch {
    return null;
  }
}

addEventListener("storage", ({ key }) => {
  if (key === NAME && !document.body.classList.contains("playing")) location.reload();
});
addEventListener("pageshow", ({ persisted }) => {
  if (persisted && clearedAt() !== known) location.reload();
});
