// Asks once which body the drawings shall show, on the first page with a drawing; female until then. The answer is a
// setting like any other. The question floats above the page, so that nothing moves when it comes or goes.

import { find, make } from "./dom.js";
import { showBody } from "./picture.js";
import * as store from "./store.js";

export function askBody(settings) {
  if (settings.bodyAsked || !find("[data-diagram]")) return;
  const choose = (body, name) => {
    const button = make("button", { type: "button", className: "button" }, name);
    button.addEventListener("click", async () => {
      note.remove();
      await store.keep("bodyAsked", true);
      await store.keep("body", body);
      showBody(body);
    });
    return button;
  };
  const note = make("section", { className: "ask-body" }, make("p", {}, "Which body shall the drawings show?"),
    make("p", { className: "row" }, choose("female", "Female"), choose("male", "Male")));
  note.setAttribute("aria-label", "Body in the drawings");
  document.body.append(note);
}
