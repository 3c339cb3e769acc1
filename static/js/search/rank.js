// Ranks the results of a query from the published index, as points/search/rank.py does: same folding, matching and
// order. Entries, words and weights are in the index.

const [EXACT, PREFIX, FUZZY] = [4, 3, 2];
const [ONE_EDIT_LENGTH, TWO_EDITS_LENGTH, NAME_FUZZY_LENGTH] = [5, 8, 4];
const [SHORTEST_NAME, SHORTEST_HANGUL, LONGEST_PREFIX] = [2, 4, 2];
const OLD_BLADDER = /^b[ .\-_:]{0,3}(?:3[6-9]|4[0-9]|5[0-4])$/;
const LETTERS = "0-9a-z\\u00df-\\u024f";
const TOKEN = new RegExp(`[${LETTERS}]+|(?:(?![${LETTERS}])[\\p{L}\\p{N}])+`, "gu");
const LETTER_FOLDS = { đ: "d", ı: "i", ł: "l", ø: "o" };

/** Fold a text for comparison: no case, no diacritics, katakana as hiragana, hangul as jamo. */
export function fold(text) {
  return text.normalize("NFKD").toLowerCase()
    .replace(/[\u0300-\u036f\u3099\u309a]/g, "")
    .replace(/['\u2018\u2019\u02bc`]/g, "")
    .replace(/[đıłø]/g, (letter) => LETTER_FOLDS[letter])
    .replace(/[\u30a1-\u30f6]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60))
    .replace(/[\t\n\v\f\r ]+/g, " ").trim();
}

const tokenize = (text) => fold(text).match(TOKEN) ?? [];
const matchKey = (text) => tokenize(text).join(" ").replace(/([^0-9]) /g, "$1").replace(/ (?![0-9])/g, "");
const singular = (word) => (/^[\0-\x7f]{3,}s$/.test(word) && !/[siu]s$/.test(word) ? word.slice(0, -1) : word);
const hasDigit = (text) => /[0-9]/.test(text);

/** Return the edit distance: letters missing, added, wrong or swapped with a neighbour; Infinity above `limit`. */
function editDistance(typed, known, limit) {
  if (!limit || typed[0] !== known[0] || Math.abs(typed.length - known.length) > limit) return Infinity;
  let [older, previous, row] = [[], [], Array.from({ length: known.length + 1 }, (_, place) => place)];
  for (let place = 1; place <= typed.length; place += 1) {
    [older, previous, row] = [previous, row, [place]];
    for (let other = 1; other <= known.length; other += 1) {
      let cost = Math.min(previous[other] + 1, row[other - 1] + 1, previous[other - 1] + (typed[place - 1] !== known[other - 1]));
      if (place > 1 && other > 1 && typed[place - 1] === known[other - 2] && known[other - 1] === typed[place - 2]) {
        cost = Math.min(cost, older[other - 2] + 1);
      }
      row.push(cost);
    }
    if (Math.min(...row) > limit) return Infinity;
  }
  return row[known.length];
}

function maxEdits(word, oneEditLength) {
  if (hasDigit(word)) return 0;
  return word.length >= TWO_EDITS_LENGTH ? 2 : word.length >= oneEditLength ? 1 : 0;
}

/**
 * Return the known forms that equal or begin with the typed word; if there are none, those within the edit distance.
 */
function matches(typed, forms, fuzzy, oneEditLength = ONE_EDIT_LENGTH) {
  const isExactOnly = hasDigit(typed) || /^[\0-\x7f]$/.test(typed);
  const found = forms.has(typed) ? [[typed, EXACT]] : [];
  if (!isExactOnly) {
    for (const form of forms.keys()) if (form !== typed && form.startsWith(typed) && !hasDigit(form)) found.push([form, PREFIX]);
  }
  if (found.length || !fuzzy) return found;
  const [letters, limit] = [[...typed], maxEdits(typed, oneEditLength)];
  const candidates = [...forms.keys()].filter((form) => form[0] === letters[0] && Math.abs(form.length - letters.length) <= limit);
  return candidates.filter((form) => limit && !hasDigit(form) && editDistance(letters, [...form], limit) <= limit).map((form) => [form, FUZZY]);
}

function keepBest(best, place, score, field) {
  if (!best.has(place) || score > best.get(place)[0]) best.set(place, [score, field]);
}

/** Create `search(query)` from the published index. It returns `{hits, explanation, points}`, best first by kind. */
export function createSearch(index) {
  const { entries, labels, skip, messages } = index;
  const [words, keys, asides, prefixes] = [index.words, index.keys, index.asides, index.prefixes]
    .map((table) => new Map(Object.entries(table)));
  const kinds = index.kinds.map(({ kind }) => kind);
  const label = (place, field) => labels[entries[place].fields[field].label];

  function whoCode(text) {
    const match = /^([^0-9]*?[^0-9 .\-_:])[ .\-_:]{0,3}0{0,2}([1-9][0-9]?)$/.exec(fold(text));
    const prefix = match && prefixes.get(match[1].replace(/[ .\-_:]/g, ""));
    return prefix && !OLD_BLADDER.test(fold(text)) ? [prefix, match[2]] : null;
  }

  function withoutSuffix(token) {
    const letters = [...token];
    for (const suffix of index.suffixes) {
      const shortest = /^[\u1100-\u11ff]/.test(suffix) ? SHORTEST_HANGUL : SHORTEST_NAME;
      if (token.endsWith(suffix) && letters.length - [...suffix].length >= shortest) return token.slice(0, -suffix.length);
    }
    return token;
  }

  /** Return the code, or the aside, that a token ends, and how many preceding words belong to it. */
  function codeAt(precedingWords, token) {
    if (!/^0{0,2}[1-9][0-9]?$/.test(token)) {
      if (asides.has(token)) return { aside: token };
      return { code: hasDigit(token) ? whoCode(token) : null, used: 0 };
    }
    const number = String(Number(token));
    for (let used = Math.min(LONGEST_PREFIX, precedingWords.length); used > 0; used -= 1) {
      const prefix = precedingWords.slice(-used).join("");
      if (asides.has(prefix + number)) return { aside: prefix + number };
      if (prefixes.has(prefix) && (prefix.length > 1 || !/^[\0-\x7f]*$/.test(prefix))) return { code: [prefixes.get(prefix), number], used };
    }
    return { code: null, used: 0 };
  }

  /** Parse a query into its codes, anywhere in it, and its other words. */
  function parse(query) {
    const all = tokenize(query).map(withoutSuffix);
    const named = all.filter((token) => !index.fillers.includes(token));
    const tokens = named.length ? named : all;
    const [found, rest] = [[], []];
    for (const token of tokens) {
      const { aside, code: which, used } = codeAt(rest, token);
      if (aside) return { aside };
      if (which) {
        rest.splice(rest.length - used, used);
        found.push(which);
      } else rest.push(token);
    }
    return { key: matchKey(tokens.join(" ")), found, rest: rest.map(singular) };
  }

  /** Return the entries that have a word. */
  function entriesWith(word, fuzzy) {
    const postings = new Map();
    for (const [form, quality] of matches(word, words, fuzzy)) {
      for (const [place, field] of words.get(form)) keepBest(postings, place, quality * label(place, field).weight, field);
    }
    return postings;
  }

  function allWords(queryWords, fuzzy) {
    let totals = new Map();
    const best = new Map();
    queryWords.forEach((word, number) => {
      const postings = entriesWith(word, fuzzy);
      const common = [...postings].filter(([place]) => number === 0 || totals.has(place));
      totals = new Map(common.map(([place, [score]]) => [place, (totals.get(place) ?? 0) + score]));
      for (const [place, [score, field]] of common) keepBest(best, place, score, field);
    });
    return [...totals].map(([place, total]) => [place, Math.floor(total / queryWords.length), best.get(place)[1]]);
  }

  function scores(key, queryWords, fuzzy) {
    const best = new Map();
    for (const [form, quality] of matches(key, keys, fuzzy, NAME_FUZZY_LENGTH)) {
      for (const [place, field] of keys.get(form)) {
        const { weight, whole: exactWeight } = label(place, field);
        keepBest(best, place, quality * (quality === EXACT ? exactWeight : weight), field);
      }
    }
    for (const [place, score, field] of allWords(queryWords, fuzzy)) keepBest(best, place, score, field);
    return best;
  }

  function hits(best) {
    const order = (place) => kinds.indexOf(entries[place].kind);
    return [...best].sort(([one, [first]], [other, [second]]) => order(one) - order(other) || second - first || one - other)
      .map(([place, [, field]]) => ({ entry: entries[place], field: entries[place].fields[field] }));
  }

  const explanationOnly = (explanation, points = []) => ({ hits: [], explanation, points });
  const explainAside = (key) => explanationOnly(asides.get(key).text, asides.get(key).points);
  const codeKey = (which) => which.join("").toLowerCase();

  function explainElsewhere([name, ...codes]) {
    const text = codes.length === 1 ? messages.not_here : messages.not_here_both;
    return explanationOnly(text.replace("{name}", name).replace("{codes}", codes.join(" and ")));
  }

  function explainMissing([prefix, number]) {
    const text = Number(number) <= index.counts[prefix] ? messages.no_such_code : messages.no_such_point;
    return explanationOnly(text.replace("{code}", prefix + number).replace("{count}", index.counts[prefix]), index.codes[prefix] ?? []);
  }

  /**
   * Return the entries that have most of the words. The first `required` words are codes, which every entry must have.
   */
  function partial(queryWords, required) {
    const found = queryWords.map((word) => entriesWith(word, true));
    if (queryWords.some((word, place) => hasDigit(word) && !found[place].size)) return explanationOnly(messages.nothing);
    const counts = new Map();
    for (const postings of found) for (const place of postings.keys()) counts.set(place, (counts.get(place) ?? 0) + 1);
    const allowedPlaces = [...counts].filter(([place]) => found.slice(0, required).every((postings) => postings.has(place)));
    const maxCount = Math.max(0, ...allowedPlaces.map(([, count]) => count));
    if (!required && maxCount * 2 < queryWords.length) return explanationOnly(messages.nothing);
    const best = new Map();
    for (const [place, count] of allowedPlaces) {
      if (count === maxCount) for (const postings of found) if (postings.has(place)) keepBest(best, place, ...postings.get(place));
    }
    const unmatched = queryWords.filter((_, place) => ![...best.keys()].some((entry) => found[place].has(entry)));
    const explanation = unmatched.length ? messages.partial.replace("{words}", unmatched.join(", ")) : messages.apart;
    return { hits: hits(best), explanation, points: [] };
  }

  return function search(query) {
    const key = matchKey(query);
    if (!key) return explanationOnly("");
    if (asides.has(key)) return explainAside(key);
    const wholeCode = whoCode(query);
    if (wholeCode) {
      const best = new Map((words.get(codeKey(wholeCode)) ?? []).map(([place, field]) => [place, [EXACT, field]]));
      return best.size ? { hits: hits(best), explanation: "", points: [] } : explainMissing(wholeCode);
    }
    const parsed = parse(query);
    if (parsed.aside) return explainAside(parsed.aside);
    const other = !parsed.found.length && [key, parsed.key].find((form) => Object.hasOwn(index.elsewhere, form));
    if (other) return explainElsewhere(index.elsewhere[other]);
    const unknown = parsed.found.find((which) => !words.has(codeKey(which)));
    if (unknown) return explainMissing(unknown);
    const queryWords = [...parsed.found.map(codeKey), ...parsed.rest.filter((word) => !skip.includes(word))];
    for (const fuzzy of [false, true]) {
      for (const form of new Set([key, parsed.key])) {
        const best = scores(form, queryWords, fuzzy);
        if (best.size) return { hits: hits(best), explanation: "", points: [] };
      }
    }
    return partial(queryWords, parsed.found.length);
  };
}
