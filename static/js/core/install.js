// How to put the guide on the home screen: a button where the browser has a prompt, words where it has none.

import { find, make } from "./dom.js";

const installed = () => matchMedia("(display-mode: standalone)").matches || navigator.standalone === true;
let prompt;

/** Offer it in the footer, unless the guide already runs from the home screen. */
export function offerInstall() {
  const place = find("#install");
  if (!place || installed()) return;
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    prompt = event;
    const button = make("button", { type: "button", className: "button", textContent: "Install Thumbwidth" });
    button.addEventListener("click", async () => {
      await prompt.prompt();
      place.hidden = true;
    });
    show(place, button);
  });
  addEventListener("appinstalled", () => (place.hidden = true));
  // Only browsers on iPhones and iPads have `navigator.standalone`; none of them has a prompt.
  if (navigator.standalone === false) {
    show(place, "To keep it: tap Share, then Add to Home Screen. Do it before you fill in Settings, because an iPhone keeps the two apart.");
  }
}

function show(place, ...content) {
  place.replaceChildren(...content);
  place.hidden = false;
}
