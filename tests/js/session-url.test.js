// Addresses: a fragment that cannot be decoded throws nowhere, and a site below a path is at home there.
import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.window = {};

const { fragment, sessionUrl } = await import("../../static/js/core/session-url.js");

for (const [hash, expected] of [["#BL23", "BL23"], ["#%42L23", "BL23"], ["#%", "%"], ["#%E0%A4%A", "%E0%A4%A"], ["", ""]]) {
  test(`address: the fragment ${JSON.stringify(hash)} is read as ${JSON.stringify(expected)}`, () => {
    globalThis.location = { hash };
    assert.equal(fragment(), expected);
  });
}

test("address: a session is at its routine, or after the # of the page for links", () => {
  assert.equal(sessionUrl({ slug: "five-minutes" }), "/routines/five-minutes/session");
  assert.equal(sessionUrl({ slug: "custom/BL23.60", prescription: "BL23.60" }), "/routines/custom#BL23.60");
});
