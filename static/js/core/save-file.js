// Saves a file for the person: by the share sheet in an installed app, where a download saves nothing or leaves the
// page; elsewhere by a download.

import { make } from "./dom.js";

/** Resolve to `shared`, `downloaded`, or `closed` if the person closed the share sheet. */
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
  const objectUrl = URL.createObjectURL(file);
  make("a", { href: objectUrl, download: file.name }).click();
  setTimeout(() => URL.revokeObjectURL(objectUrl), 60_000);
  return "downloaded";
}
