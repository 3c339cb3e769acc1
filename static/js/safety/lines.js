// The lines of the gate, each with the keys of its parts.

import { expandLine } from "./check-plan.js";
import { screens } from "./judge.js";

export const lines = screens.lines.map(expandLine);
