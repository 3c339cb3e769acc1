// Whose emergency number is offered first (static/js/safety/phone-country.js).
import assert from "node:assert/strict";
import { test } from "node:test";
import { countryOf } from "../../static/js/safety/phone-country.js";

test("country: the first language names it, where it is listed with a region", () => {
  for (const [languages, country] of [
    [["en-US", "en"], "US"], [["en", "en-GB"], "GB"], [["zh-Hant-TW"], "TW"], [["ca-ES-valencia"], "ES"], [["de-AT", "en-US"], "AT"],
  ]) assert.equal(countryOf(languages), country);
});

test("country: another language names none", () => {
  for (const languages of [["en"], ["zh-Hant"], ["de", "en-US", "en"], []]) assert.equal(countryOf(languages), "");
});
