// Whose emergency number is offered first (static/js/safety/phone-country.js).
import assert from "node:assert/strict";
import { test } from "node:test";
import { countryOf, putOwnCountryFirst } from "../../static/js/safety/phone-country.js";

test("country: the first language that names one decides", () => {
  for (const [languages, country] of [
    [["en-US", "en"], "US"], [["en", "en-GB"], "GB"], [["zh-Hant-TW"], "TW"], [["ca-ES-valencia"], "ES"],
    [["en"], ""], [["zh-Hant"], ""], [[], ""],
  ]) assert.equal(countryOf(languages), country);
});

test("country: its tile comes first and is shown; an unknown one changes nothing", (context) => {
  const languages = (list) => context.mock.getter(navigator, "languages", () => list);
  const tile = (code, hidden) => ({ code, hidden });
  for (const [list, expected] of [[["en-US"], ["US", "AU"]], [["fr-FR"], ["AU", "US"]]]) {
    const mock = languages(list);
    const tiles = [tile("AU", false), tile("US", true)];
    const box = { children: [...tiles], prepend(one) { this.children = [one, ...this.children.filter((each) => each !== one)]; } };
    putOwnCountryFirst(box, (region) => tiles.find(({ code }) => code === region));
    assert.deepEqual(box.children.map(({ code }) => code), expected);
    assert.equal(tiles[1].hidden, expected[0] !== "US");
    mock.mock.restore();
  }
});
