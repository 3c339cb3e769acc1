// The contraindications of a routine's points, merged and without repetition. `labels` come from the page: {levels:
// [["avoid", "Left out"], …] strictest first, tiers: {S106: "hospital advice", …}, others: {heat: {name}}}.

import { make, url } from "../core/dom.js";

/** Return [{question, level, reason, instruction, sources, codes}]: pregnancy first, then from strictest to mildest. */
export function mergeContraindications(documents, questions, levels) {
  const order = levels.map(([level]) => level);
  const found = new Map();
  for (const [code, { contraindications }] of Object.entries(documents)) {
    for (const flag of contraindications) {
      if (flag.level === "not-listed") continue;
      const key = JSON.stringify([flag.condition, flag.level, flag.reason, flag.instruction]);
      const merged = found.get(key) ?? { ...flag, codes: [] };
      found.set(key, { ...merged, codes: [...merged.codes, code] });
    }
  }
  const rank = ({ condition, level }) => (condition === "pregnancy" ? -1 : order.indexOf(level));
  const place = ({ condition }) => questions.findIndex(({ key }) => key === condition);
  return [...found.values()]
    .map((flag) => ({ ...flag, question: questions[place(flag)]?.short ?? flag.condition }))
    .sort((one, other) => rank(one) - rank(other) || order.indexOf(one.level) - order.indexOf(other.level) || place(one) - place(other));
}

/**
 * Show the contraindications as a list. Pregnancy and `avoid` are expanded; each milder level names its questions and
 * keeps the reasons behind one tap.
 */
export function renderContraindications(list, documents, questions, labels) {
  const all = mergeContraindications(documents, questions, labels.levels);
  const named = (code) => labels.others?.[code]?.name ?? code;
  const pointsText = (codes) => namesUnlessAll(codes, Object.keys(documents), named);
  const isOpen = ({ condition, level }) => condition === "pregnancy" || level === "avoid";
  const badge = (level) => make("strong", { className: `level level-${level}` }, Object.fromEntries(labels.levels)[level] ?? level);
  const entry = (flag, ...before) => make("li", {},
    make("p", {}, ...before, make("span", { className: "caution-name" }, flag.question),
      ` · ${pointsText(flag.codes) || (flag.codes.length > 1 ? "all of these" : named(flag.codes[0]))}`),
    make("p", {}, flag.reason, ...instructionNote(flag)),
    renderSources(flag.sources, labels.tiers));
  const foldedLevel = (level, flags) => make("li", {}, make("details", {},
    make("summary", {}, badge(level), ` ${questionNames(flags, pointsText).join(" · ")}`),
    make("ul", { className: "cautions" }, ...flags.map((flag) => entry(flag)))));
  const rest = all.filter((flag) => !isOpen(flag));
  list.replaceChildren(
    ...all.filter(isOpen).map((flag) => entry(flag, badge(flag.level), " ")),
    ...[...new Set(rest.map(({ level }) => level))].map((level) => foldedLevel(level, rest.filter((flag) => flag.level === level))));
}

/** Return the name of each code once, as steps of one routine share it; "" for all codes of a prescription. */
export function namesUnlessAll(codes, all, named) {
  const distinct = new Set(codes);
  return distinct.size < all.length ? [...new Set([...distinct].map(named))].join(", ") : "";
}

/** Return each question of a level once, with its points unless they are all: `Kidney (BL23)`. */
function questionNames(flags, pointsText) {
  const codes = new Map();
  for (const flag of flags) codes.set(flag.question, [...(codes.get(flag.question) ?? []), ...flag.codes]);
  return [...codes].map(([question, those]) => (pointsText(those) ? `${question} (${pointsText(those)})` : question));
}

function instructionNote({ level, instruction }) {
  if (!instruction || level === "avoid") return [];
  return [" ", make("span", { className: "flag-instruction" }, `${level === "adapt" ? "Then:" : "Once cleared:"} ${instruction}`)];
}

/** Return the tier of each source, numbered where several share one: links with the same name need the same target. */
function numberedTiers(keys, tiers) {
  const named = keys.map((key) => tiers[key] ?? key);
  const ordinal = (kind, place) => named.slice(0, place + 1).filter((one) => one === kind).length;
  return named.map((kind, place) => (ordinal(kind, named.length) > 1 ? `${kind} ${ordinal(kind, place)}` : kind));
}

/** Return a paragraph of sources: each a link named by its tier; our own judgement as such. */
export function renderSources(sources, tiers, label = "Basis") {
  const published = sources.filter((key) => key !== "our-judgement");
  if (!published.length) return make("p", { className: "basis own" }, "Our own cautious choice, not yet reviewed by a clinician.");
  const named = numberedTiers(published, tiers);
  const links = published.flatMap((key, place) => [", ", make("a", { href: url(`/sources#${key}`) }, named[place])]).slice(1);
  return make("p", { className: "basis" }, `${label}: `, ...links, ...(published.length < sources.length ? [", our own judgement"] : []));
}
