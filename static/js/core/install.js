// Install help: a button where the browser has an install prompt, instructions where it has none.

import { find, make } from "./dom.js";

const isInstalled = () => matchMedia("(display-mode: standalone)").matches || navigator.standalone === true;
let prompt;

/** Show the install help in the footer, unless the guide runs from the home screen. */
export function offerInstall() {
  const container = find("#install");
  if (!container || isInstalled()) return;
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    prompt = event;
    const button = make("button", { type: "button", className: "button", textContent: "Install Thumbwidth" });
    button.addEventListener("click", async () => {
      await prompt.prompt();
      container.hidden = true;
    });
    show(container, button);
  });
  addEventListener("appinstalled", () => (container.hidden = true));
  // Only browsers on iPhones and iPads have `navigator.standalone`, and none of them has a prompt.
  if (navigator.standalone === false) {
    show(container, "To keep it: tap Share, then Add to Home Screen. Do it before you fill in Settings, because an iPhone keeps the two apart.");
  }
}

function show(container, ...content) {
  container.replaceChildren(...content);
  container.hidden = false;
}
