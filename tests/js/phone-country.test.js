// Whose emergency number is offered first (static/js/safety/phone-country.js).
import assert from "node:assert/strict";
import { test } from "node:test";
import { countryOf } from "../../static/js/safety/phone-country.js";

test("country: the first language decides, with its region where it is listed", () => {
  for (const [languages, country] of [
    [["en-US", "en"], "US"], [["en", "en-GB"], "GB"], [["zh-Hant-TW"], "TW"], [["ca-ES-valencia"], "ES"], [["de-AT", "en-US"], "AT"],
    [["en"], ""], [["de", "en-US", "en"], ""], [["zh-Hant"], ""], [[], ""],
  ]) assert.equal(countryOf(languages), country);
});
