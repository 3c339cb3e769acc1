// Who must not press the points of a routine, or only with care: what is published of each point, said once for all of
// them. `said` is the page's: {levels: [["avoid", "Left out"], …] strictest first, tiers: {S106: "hospital advice", …}}.

import { make, url } from "../core/dom.js";

/** [{question, level, reason, instruction, sources, codes}]: pregnancy first, then from the strictest to the mildest. */
export function cautions(documents, questions, levels) {
  const order = levels.map(([level]) => level);
  const found = new Map();
  for (const [code, { contraindications }] of Object.entries(documents)) {
    for (const flag of contraindications) {
      if (flag.level === "not-listed") continue;
      const key = JSON.stringify([flag.condition, flag.level, flag.reason, flag.instruction]);
      const known = found.get(key) ?? { ...flag, codes: [] };
      found.set(key, { ...known, codes: [...known.codes, code] });
    }
  }
  const rank = ({ condition, level }) => (condition === "pregnancy" ? -1 : order.indexOf(level));
  const place = ({ condition }) => questions.findIndex(({ key }) => key === condition);
  return [...found.values()]
    .map((flag) => ({ ...flag, question: questions[place(flag)]?.short ?? flag.condition }))
    .sort((one, other) => rank(one) - rank(other) || order.indexOf(one.level) - order.indexOf(other.level) || place(one) - place(other));
}

/** The same as a list. Pregnancy and what must not be pressed stand open; of each milder level everything is named, and
 * the reasons are one tap away. */
export function showCautions(list, documents, questions, said) {
  const all = cautions(documents, questions, said.levels);
  const whom = (codes) => (codes.length < Object.keys(documents).length ? codes.join(", ") : "");
  const open = ({ condition, level }) => condition === "pregnancy" || level === "avoid";
  const badge = (level) => make("strong", { className: `level level-${level}` }, Object.fromEntries(said.levels)[level] ?? level);
  const entry = (flag, ...before) => make("li", {},
    make("p", {}, ...before, make("span", { className: "caution-name" }, flag.question),
      ` · ${whom(flag.codes) || (flag.codes.length > 1 ? "all of these points" : flag.codes[0])}`),
    make("p", {}, flag.reason, ...then(flag)),
    basis(flag.sources, said.tiers));
  const folded = (level, flags) => make("li", {}, make("details", {},
    make("summary", {}, badge(level), ` ${names(flags, whom).join(" · ")}`),
    make("ul", { className: "cautions" }, ...flags.map((flag) => entry(flag)))));
  const rest = all.filter((flag) => !open(flag));
  list.replaceChildren(
    ...all.filter(open).map((flag) => entry(flag, badge(flag.level), " ")),
    ...[...new Set(rest.map(({ level }) => level))].map((level) => folded(level, rest.filter((flag) => flag.level === level))));
}

/** What a level is about, each once, with the points where it is not all of them: `Kidney (BL23)`. */
function names(flags, whom) {
  const codes = new Map();
  for (const flag of flags) codes.set(flag.question, [...(codes.get(flag.question) ?? []), ...flag.codes]);
  return [...codes].map(([question, those]) => (whom(those) ? `${question} (${whom(those)})` : question));
}

function then({ level, instruction }) {
  if (!instruction || level === "avoid") return [];
  return [" ", make("span", { className: "instead" }, `${level === "adapt" ? "Then:" : "Once cleared:"} ${instruction}`)];
}

/** Each source's kind, numbered where there are several of one: links of one name lead to one place. */
function kinds(keys, tiers) {
  const named = keys.map((key) => tiers[key] ?? key);
  const nth = (kind, place) => named.slice(0, place + 1).filter((one) => one === kind).length;
  return named.map((kind, place) => (nth(kind, named.length) > 1 ? `${kind} ${nth(kind, place)}` : kind));
}

/** What something rests on: each source a link, named by its kind; our own judgement as such. */
export function basis(sources, tiers, label = "Basis") {
  const published = sources.filter((key) => key !== "our-judgement");
  if (!published.length) return make("p", { className: "basis own" }, "Our own cautious choice, not yet reviewed by a clinician.");
  const named = kinds(published, tiers);
  const links = published.flatMap((key, place) => [", ", make("a", { href: url(`/sources#${key}`) }, named[place])]).slice(1);
  return make("p", { className: "basis" }, `${label}: `, ...links, ...(published.length < sources.length ? [", our own judgement"] : []));
}
