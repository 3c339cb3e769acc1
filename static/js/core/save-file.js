// Gives the person a file: through the share sheet in an app on the home screen, where a download saves nothing or traps the
// page; elsewhere as a download.

import { make } from "./dom.js";

/** Resolves to `shared`, `downloaded`, or `closed` where the person closed the share sheet. */
export async function saveFile(file) {
  const canShare = matchMedia("(display-mode: standalone)").matches && navigator.canShare?.({ files: [file] });
  if (canShare) {
    try {
      await navigator.share({ files: [file] });
      return "shared";
    } catch (error) {
      if (error.name === "AbortError") return "closed";
    }
  }
  const address = URL.createObjectURL(file);
  make("a", { href: address, download: file.name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  return "downloaded";
}
