// Reads the QR code of a link from a picture, where the browser has a barcode detector (Shape Detection API).

import { find } from "../core/dom.js";

/** Show the field for a picture if codes can be read here; `open` gets the text of a code that was found. */
export async function offerScanner(open) {
  const formats = await globalThis.BarcodeDetector?.getSupportedFormats().catch(() => []);
  if (!formats?.includes("qr_code")) return;
  const field = find("[data-scan]");
  field.hidden = false;
  find("input", field).addEventListener("change", async ({ target }) => {
    const code = await readCode(target.files[0]);
    target.value = "";
    find("[data-scan-result]").textContent = code ? "" : "We found no code in this picture. Go closer and try again.";
    if (code) open(code);
  });
}

/** Return the text of the first QR code in an image file, "" if there is none or the file is no image. */
async function readCode(file) {
  try {
    const [code] = await new BarcodeDetector({ formats: ["qr_code"] }).detect(await createImageBitmap(file));
    return code?.rawValue ?? "";
  } catch {
    return "";
  }
}
