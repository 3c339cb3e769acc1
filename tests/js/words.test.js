// Durations in words; tests/test_labels.py says the same of server/labels.py.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { minutes } from "../../static/js/words.js";

const cases = JSON.parse(readFileSync(new URL("../duration_cases.json", import.meta.url)));

for (const [seconds, text] of cases) test(`words: ${seconds} seconds are ${text}`, () => assert.equal(minutes(seconds), text));
