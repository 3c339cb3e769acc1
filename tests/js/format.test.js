// Durations in words; tests/unit/test_filters.py says the same of server/filters.py.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { formatDuration } from "../../static/js/core/format.js";

const cases = JSON.parse(readFileSync(new URL("../shared_cases/duration_cases.json", import.meta.url)));

for (const [seconds, text] of cases) test(`words: ${seconds} seconds are ${text}`, () => assert.equal(formatDuration(seconds), text));
