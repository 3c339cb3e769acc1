// Mozilla's HTTP Observatory on localhost: node observatory.mjs <folder of the package> <http port> <https port>
// prints {grade, score, tests}. Its own command line knows only ports 80 and 443, so the scan is put together here.
import { pathToFileURL } from "node:url";

const [folder, httpPort, httpsPort] = process.argv.slice(2);
const part = (name) => import(pathToFileURL(`${folder}/src/${name}.js`));
const { retrieve } = await part("retriever/retriever");
const { ALL_TESTS } = await part("constants");
const { getGradeForScore, getScoreModifier } = await part("grader/grader");
const { MINIMUM_SCORE_FOR_EXTRA_CREDIT } = await part("grader/charts");

const answers = await retrieve("localhost", { httpPort: Number(httpPort), httpsPort: Number(httpsPort) });
const results = ALL_TESTS.map((test) => test(answers));
const tests = {};
let [all, without] = [100, 100];
for (const result of results) {
  const score = getScoreModifier(result.result);
  tests[result.constructor.name] = { result: result.result, score };
  all += score;
  without += Math.min(score, 0);
}
const { grade, score } = getGradeForScore(without >= MINIMUM_SCORE_FOR_EXTRA_CREDIT ? all : without);
console.log(JSON.stringify({ grade, score, tests }));
process.exit(0);
