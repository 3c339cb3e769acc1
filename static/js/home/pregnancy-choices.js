// Somebody who answered that she is pregnant finds first what is open to her.

import { find } from "../core/dom.js";
import { isPregnant } from "../safety/check-plan.js";
import { questions } from "../safety/judge.js";
import * as profile from "../safety/profile.js";
import { now } from "../core/store.js";

function show({ answers }) {
  const pregnant = isPregnant(answers, questions, now());
  find("#for-her").hidden = !pregnant;
  if (pregnant) document.documentElement.dataset.her = "";
  else delete document.documentElement.dataset.her;
}

profile.subscribe(show);
profile.load().then(() => show(profile.snapshot()));
