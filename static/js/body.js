// The switch in the first picture of a page: which body the drawings show, until somebody has chosen; female until then.
// The answer is a setting like any other, and a choice in Settings is one too.

import { all } from "./dom.js";
import { showBody } from "./picture.js";
import * as store from "./store.js";

/** Let the switch of this page choose. */
export function askBody({ body }) {
  const buttons = all("[data-choose-body]");
  const press = (chosen) => buttons.forEach((one) => one.setAttribute("aria-pressed", String(one.dataset.chooseBody === chosen)));
  press(body);
  for (const button of buttons) {
    button.addEventListener("click", async () => {
      const chosen = button.dataset.chooseBody;
      press(chosen);
      showBody(chosen);
      await store.keep("body", chosen);
    });
  }
}
