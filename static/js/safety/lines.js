// The lines of the gate with all that each answers, for the modules of the gate.

import { wholeLine } from "./check-plan.js";
import { screens } from "./judge.js";

export const lines = screens.lines.map(wholeLine);
