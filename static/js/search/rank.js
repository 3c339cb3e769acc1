// Ranks what a query finds from the index that the service publishes, as points/search/rank.py does: same folding, same
// matching, same order. What can be found, by which words and how much each weighs stands in the index.

const [FULL, BEGUN, MISTYPED] = [4, 3, 2];
const [ONE_SLIP, TWO_SLIPS, SHORT_NAME] = [5, 8, 4];
const [SHORTEST_NAME, SHORTEST_HANGUL, LONGEST_PREFIX] = [2, 4, 2];
const OLD_BLADDER = /^b[ .\-_:]{0,3}(?:3[6-9]|4[0-9]|5[0-4])$/;
const LETTERS = "0-9a-z\\u00df-\\u024f";
const WORD = new RegExp(`[${LETTERS}]+|(?:(?![${LETTERS}])[\\p{L}\\p{N}])+`, "gu");
const OTHER = { đ: "d", ı: "i", ł: "l", ø: "o" };

/** Text for comparing: no case, no marks, katakana as hiragana, hangul in its letters. */
export function fold(text) {
  return text.normalize("NFKD").toLowerCase()
    .replace(/[\u0300-\u036f\u3099\u309a]/g, "")
    .replace(/['\u2018\u2019\u02bc`]/g, "")
    .replace(/[đıłø]/g, (letter) => OTHER[letter])
    .replace(/[\u30a1-\u30f6]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60))
    .replace(/[\t\n\v\f\r ]+/g, " ").trim();
}

const pieces = (text) => fold(text).match(WORD) ?? [];
const joined = (text) => pieces(text).join(" ").replace(/([^0-9]) /g, "$1").replace(/ (?![0-9])/g, "");
const singular = (word) => (/^[\0-\x7f]{3,}s$/.test(word) && !/[siu]s$/.test(word) ? word.slice(0, -1) : word);
const hasDigit = (text) => /[0-9]/.test(text);

/** The letters missing, added, wrong or swapped with a neighbour; more than `most` is no match. */
function slips(typed, meant, most) {
  if (!most || typed[0] !== meant[0] || Math.abs(typed.length - meant.length) > most) return Infinity;
  let [older, before, row] = [[], [], Array.from({ length: meant.length + 1 }, (_, place) => place)];
  for (let place = 1; place <= typed.length; place += 1) {
    [older, before, row] = [before, row, [place]];
    for (let other = 1; other <= meant.length; other += 1) {
      let cost = Math.min(before[other] + 1, row[other - 1] + 1, before[other - 1] + (typed[place - 1] !== meant[other - 1]));
      if (place > 1 && other > 1 && typed[place - 1] === meant[other - 2] && meant[other - 1] === typed[place - 2]) {
        cost = Math.min(cost, older[other - 2] + 1);
      }
      row.push(cost);
    }
    if (Math.min(...row) > most) return Infinity;
  }
  return row[meant.length];
}

function allowed(word, short) {
  if (hasDigit(word)) return 0;
  return word.length >= TWO_SLIPS ? 2 : word.length >= short ? 1 : 0;
}

/** The known forms that are, or begin with, what was typed; where there are none, those a slip away. */
function alike(typed, forms, forgiving, short = ONE_SLIP) {
  const whole = hasDigit(typed) || /^[\0-\x7f]$/.test(typed);
  const found = forms.has(typed) ? [[typed, FULL]] : [];
  if (!whole) {
    for (const form of forms.keys()) if (form !== typed && form.startsWith(typed) && !hasDigit(form)) found.push([form, BEGUN]);
  }
  if (found.length || !forgiving) return found;
  const [letters, most] = [[...typed], allowed(typed, short)];
  const near = [...forms.keys()].filter((form) => form[0] === letters[0] && Math.abs(form.length - letters.length) <= most);
  return near.filter((form) => most && !hasDigit(form) && slips(letters, [...form], most) <= most).map((form) => [form, MISTYPED]);
}

function keep(best, place, score, field) {
  if (!best.has(place) || score > best.get(place)[0]) best.set(place, [score, field]);
}

/** Make `search(query)` from the published index. It answers `{hits, explanation, points}`, best first by kind. */
export function searcher(index) {
  const { entries, labels, skip, messages } = index;
  const [words, keys, asides, prefixes] = [index.words, index.keys, index.asides, index.prefixes]
    .map((table) => new Map(Object.entries(table)));
  const kinds = index.kinds.map(({ kind }) => kind);
  const label = (place, field) => labels[entries[place].fields[field].label];

  function code(text) {
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

  /** The code, or the aside, that a token ends, and how many words before it belong to that. */
  function codeAt(before, token) {
    if (!/^0{0,2}[1-9][0-9]?$/.test(token)) {
      if (asides.has(token)) return { aside: token };
      return { code: hasDigit(token) ? code(token) : null, used: 0 };
    }
    const number = String(Number(token));
    for (let used = Math.min(LONGEST_PREFIX, before.length); used > 0; used -= 1) {
      const prefix = before.slice(-used).join("");
      if (asides.has(prefix + number)) return { aside: prefix + number };
      if (prefixes.has(prefix) && (prefix.length > 1 || !/^[\0-\x7f]*$/.test(prefix))) return { code: [prefixes.get(prefix), number], used };
    }
    return { code: null, used: 0 };
  }

  /** A query taken apart: the codes in it, wherever they stand, and its other words. */
  function parse(query) {
    const all = pieces(query).map(withoutSuffix);
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
    return { key: joined(tokens.join(" ")), found, rest: rest.map(singular) };
  }

  /** The entries that have a word. */
  function having(word, forgiving) {
    const here = new Map();
    for (const [form, quality] of alike(word, words, forgiving)) {
      for (const [place, field] of words.get(form)) keep(here, place, quality * label(place, field).weight, field);
    }
    return here;
  }

  function allWords(wanted, forgiving) {
    let totals = new Map();
    const top = new Map();
    wanted.forEach((word, number) => {
      const here = having(word, forgiving);
      const both = [...here].filter(([place]) => number === 0 || totals.has(place));
      totals = new Map(both.map(([place, [score]]) => [place, (totals.get(place) ?? 0) + score]));
      for (const [place, [score, field]] of both) keep(top, place, score, field);
    });
    return [...totals].map(([place, total]) => [place, Math.floor(total / wanted.length), top.get(place)[1]]);
  }

  function scores(key, wanted, forgiving) {
    const best = new Map();
    for (const [form, quality] of alike(key, keys, forgiving, SHORT_NAME)) {
      for (const [place, field] of keys.get(form)) {
        const { weight, whole } = label(place, field);
        keep(best, place, quality * (quality === FULL ? whole : weight), field);
      }
    }
    for (const [place, score, field] of allWords(wanted, forgiving)) keep(best, place, score, field);
    return best;
  }

  function hits(best) {
    const order = (place) => kinds.indexOf(entries[place].kind);
    return [...best].sort(([one, [first]], [other, [second]]) => order(one) - order(other) || second - first || one - other)
      .map(([place, [, field]]) => ({ entry: entries[place], field: entries[place].fields[field] }));
  }

  const explained = (explanation, points = []) => ({ hits: [], explanation, points });
  const aside = (key) => explained(asides.get(key).text, asides.get(key).points);
  const spelled = (which) => which.join("").toLowerCase();

  function notHere([name, ...codes]) {
    const text = codes.length === 1 ? messages.not_here : messages.not_here_both;
    return explained(text.replace("{name}", name).replace("{codes}", codes.join(" and ")));
  }

  function missing([prefix, number]) {
    const text = Number(number) <= index.counts[prefix] ? messages.no_such_code : messages.no_such_point;
    return explained(text.replace("{code}", prefix + number).replace("{count}", index.counts[prefix]), index.codes[prefix] ?? []);
  }

  /** The entries that have most of the words, the first `required` of which are codes that an entry must have. */
  function partial(wanted, required) {
    const found = wanted.map((word) => having(word, true));
    if (wanted.some((word, place) => hasDigit(word) && !found[place].size)) return explained(messages.nothing);
    const counts = new Map();
    for (const here of found) for (const place of here.keys()) counts.set(place, (counts.get(place) ?? 0) + 1);
    const allowedPlaces = [...counts].filter(([place]) => found.slice(0, required).every((here) => here.has(place)));
    const most = Math.max(0, ...allowedPlaces.map(([, count]) => count));
    if (!required && most * 2 < wanted.length) return explained(messages.nothing);
    const best = new Map();
    for (const [place, count] of allowedPlaces) {
      if (count === most) for (const here of found) if (here.has(place)) keep(best, place, ...here.get(place));
    }
    const left = wanted.filter((_, place) => ![...best.keys()].some((entry) => found[place].has(entry)));
    const explanation = left.length ? messages.partial.replace("{words}", left.join(", ")) : messages.apart;
    return { hits: hits(best), explanation, points: [] };
  }

  return function search(query) {
    const key = joined(query);
    if (!key) return explained("");
    if (asides.has(key)) return aside(key);
    const whole = code(query);
    if (whole) {
      const best = new Map((words.get(spelled(whole)) ?? []).map(([place, field]) => [place, [FULL, field]]));
      return best.size ? { hits: hits(best), explanation: "", points: [] } : missing(whole);
    }
    const asked = parse(query);
    if (asked.aside) return aside(asked.aside);
    const other = !asked.found.length && [key, asked.key].find((form) => Object.hasOwn(index.elsewhere, form));
    if (other) return notHere(index.elsewhere[other]);
    const unknown = asked.found.find((which) => !words.has(spelled(which)));
    if (unknown) return missing(unknown);
    const wanted = [...asked.found.map(spelled), ...asked.rest.filter((word) => !skip.includes(word))];
    for (const forgiving of [false, true]) {
      for (const form of new Set([key, asked.key])) {
        const best = scores(form, wanted, forgiving);
        if (best.size) return { hits: hits(best), explanation: "", points: [] };
      }
    }
    return partial(wanted, asked.found.length);
  };
}
