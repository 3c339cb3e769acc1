// Answers queries as a phone does, for tests/web/test_search.py to compare with the service's answers: reads
// `{index, queries}` from standard input and writes, for each query, its hits, its explanation and what may be meant.
import { readFileSync } from "node:fs";
import { createSearch } from "../../static/js/search/rank.js";

const { index, queries } = JSON.parse(readFileSync(0, "utf-8"));
const search = createSearch(index);
const answers = queries.map((query) => {
  const { hits, explanation, points } = search(query);
  return { hits: hits.map(({ entry, field }) => [entry.kind, entry.key, field.text]), explanation, points };
});
process.stdout.write(JSON.stringify(answers));
