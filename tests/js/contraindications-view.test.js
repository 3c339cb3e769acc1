// For which points of a prescription a caution is named (static/js/safety/contraindications-view.js).
import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.window = {}; // core/dom.js looks for Trusted Types
const { namesUnlessAll } = await import("../../static/js/safety/contraindications-view.js");

const names = { "move.a": "Gentle movement", "move.b": "Gentle movement", BL23: "BL23", BL40: "BL40" };
const named = (code) => names[code];
const all = Object.keys(names);

test("cautions: steps that share a name are named once", () => {
  assert.equal(namesUnlessAll(["move.a", "move.b"], all, named), "Gentle movement");
  assert.equal(namesUnlessAll(["BL23", "move.a", "move.b"], all, named), "BL23, Gentle movement");
});

test("cautions: a code that several cautions name counts once", () => {
  assert.equal(namesUnlessAll(["BL23", "BL23", "BL40", "BL40"], all, named), "BL23, BL40");
});

test("cautions: for all of them no point is named", () => {
  assert.equal(namesUnlessAll(all, all, named), "");
});
