// Lists the routines that are open in pregnancy first, for a person who answered that she is pregnant.

import { find } from "../core/dom.js";
import { isPregnant } from "../safety/check-plan.js";
import { questions } from "../safety/judge.js";
import * as profile from "../safety/profile.js";
import { now } from "../core/store.js";

function render({ answers }) {
  const isPregnantNow = isPregnant(answers, questions, now());
  find("#for-her").hidden = !isPregnantNow;
  if (isPregnantNow) document.documentElement.dataset.her = "";
  else delete document.documentElement.dataset.her;
}

profile.subscribe(render);
profile.load().then(() => render(profile.snapshot()));
