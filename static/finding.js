// The engine of the search: ranks what the index holds as its twin in broadsheet/search does. Before it
// come site.js, shelf.js and the stemmers of the site's languages.
"use strict";

// ------------------------------------------------ what is known before a query

const prepare = (value) => {
  value.asking = new Set(value.asking);
  for (const [language, words] of Object.entries(value.function)) value.function[language] = new Set(words);
  value.greekNames = new Set(Object.values(value.greek));
  value.unspaced = new RegExp(value.unspaced, "gu");
  for (const name of Object.values(value.stemmers)) if (!self.stemmers?.[name]) throw new FileError(`${name}.js`);
};

// ------------------------------------------------ text to terms

const CONTENT = 0, FUNCTION = 1, JOINED = 2;
const JOINT = "[-'’./&‐‑]";
const LETTER = "[\\p{L}\\p{M}\\p{N}]";
const WORD = new RegExp(`${LETTER}+(?:${JOINT}${LETTER}+)*(?:\\+\\+|#)?`, "gu");
const PARTS = new RegExp(JOINT, "u");

const findWords = (text) => text.toLowerCase().split(/\s+/).flatMap((chunk) => {
  chunk = chunk.replace(/\]\([^)\s]*|https?:\/\/\S+/g, " ");
  if (/[$\\]/.test(chunk)) {
    chunk = chunk.replace(/\\([a-z]+)\*?/g, (_, name) => (manifest.greekNames.has(name) ? ` ${name} ` : " "));
    chunk = chunk.replace(/[${}^_\\]/g, "");
  }
  return chunk.match(WORD) ?? [];
});

const fold = (word) => {
  if (/^[!-~]*$/.test(word)) return word;
  word = word.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").normalize("NFC").toLowerCase();
  if (manifest.greek[word]) return manifest.greek[word];
  let folded = "";
  for (const letter of word) if (/[\p{L}\p{M}\p{N}]/u.test(letter)) folded += manifest.fold[letter] ?? letter;
  return folded;
};

const stem = (word, language) => {
  if (language === "en") word = fold(word);
  const stemmer = self.stemmers?.[manifest.stemmers[language]];
  return fold(stemmer ? stemmer(word) : word) || fold(word);
};

function* expand(word, language) {
  word = word.normalize("NFKC").toLowerCase().replaceAll("’", "'");
  const runs = [...word.matchAll(manifest.unspaced)];
  if (runs.length) {
    let at = 0;
    for (const run of runs) {
      for (const other of findWords(word.slice(at, run.index))) yield* expand(other, language);
      const letters = [...fold(run[0])];
      const pairs = letters.length > 1 ? letters.slice(1).map((letter, i) => letters[i] + letter) : letters;
      for (const pair of pairs) yield { term: pair, surface: pair, kind: CONTENT };
      at = run.index + run[0].length;
    }
    for (const other of findWords(word.slice(at))) yield* expand(other, language);
  } else if (word.length > 64) {
    return;
  } else if (/[+#]$/.test(word) || /^[0-9]+\.[0-9]+$/.test(word)) {
    yield { term: word, surface: word, kind: CONTENT };
  } else {
    if (language === "en" && word.endsWith("'s")) word = word.slice(0, -2);
    const parts = word.split(PARTS);
    for (const part of parts) {
      const surface = fold(part);
      if (surface.length === 1 || manifest.function[language]?.has(surface)) {
        yield { term: `~${surface}`, surface, kind: FUNCTION };
      } else if (surface) {
        yield { term: stem(part, language), surface, kind: CONTENT };
      }
    }
    if (parts.length > 1) yield { term: stem(parts.join(""), language), surface: fold(parts.join("")), kind: JOINED };
  }
}

const expandName = (text) => findWords(text).flatMap((word) => word.normalize("NFKC").toLowerCase().split(PARTS)).flatMap((part) =>
  (part.search(manifest.unspaced) < 0 ? [stem(part, manifest.languages[0])] : [...expand(part)].map((token) => token.term))
    .filter(Boolean).map((term) => `@${term}`));

// ------------------------------------------------ queries

const PART = /(-*)(?:(author|topic|year|has):)?(?:"([^"]*)"?|(\S+))?/gi;
const DESCRIPTION = 12, LONGEST = 2000;

const plainId = (word) => {
  const arxiv = word.match(/^(?:.*?[:/.])??([0-9]{4}\.[0-9]{4,5}|[a-z-]+(?:\.[a-z]{2})?\/[0-9]{7})(?:v[0-9]+)?(?:\.pdf)?(?:[/?#].*)?$/i);
  if (arxiv) return arxiv[1];
  const doi = word.match(/^.*?(10\.[0-9]{4,9}\/\S+)/i);
  return doi ? doi[1].toLowerCase().replace(/[^\p{L}\p{N}]/gu, "") : word;
};

const weigh = ({ kind, surface }) =>
  kind === FUNCTION ? 0.1 : kind === JOINED ? 0.5 : manifest.asking.has(surface) ? 0.35 : 1;

const readWords = (text) => findWords(text).flatMap((word) => {
  const [own, ...others] = manifest.languages.map((language) => [...expand(word, language)]);
  return own.map((token, place) => {
    const same = others.filter((other) => other.length === own.length).map((other) => other[place].term);
    return { ...token, terms: [...new Set([token.term, ...same])], weight: weigh(token) };
  });
});

const readQuery = (text) => {
  const free = [], filters = [];
  text = text.slice(0, LONGEST).replace(/[“”„«»]/g, '"');
  const describes = text.trim().split(/\s+/).length >= DESCRIPTION;
  for (const [, sign, field, phrase, word] of text.matchAll(PART)) {
    const value = (phrase || plainId(word ?? "")).trim();
    if (!value) continue;
    if (field || ((phrase || sign) && !describes)) {
      filters.push({ field: (field ?? "").toLowerCase(), value, without: Boolean(sign) });
    }
    if (!field && (describes || !sign)) free.push(value);
  }
  return { words: readWords(free.join(" ")), filters };
};

const neighbours = (words, asking) => {
  const content = words.filter((one) => one.kind === CONTENT && (asking || one.weight === 1));
  const pairs = new Map();
  content.slice(1).forEach((other, i) => {
    if (content[i].term !== other.term) pairs.set(`${content[i].term} ${other.term}`, [content[i], other]);
  });
  return [...pairs.values()];
};

// ------------------------------------------------ looking up

const CRC = Uint32Array.from({ length: 256 }, (_, n) => {
  for (let bit = 0; bit < 8; bit++) n = n & 1 ? (n >>> 1) ^ 0xedb88320 : n >>> 1;
  return n;
});
const bytes = new TextEncoder();

const termHash = (term) => {
  let crc = -1;
  for (const byte of bytes.encode(term.replace(/^@/, ""))) crc = CRC[(crc ^ byte) & 255] ^ (crc >>> 8);
  return ~crc >>> 0;
};

const pairHash = (first, second) => {
  let mixed = (Math.imul(first, 0x9e3779b1) + second) | 0;
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0x85ebca6b);
  return (mixed ^ (mixed >>> 13)) >>> 0;
};

const shard = (kind, hash) => `${kind}/${(hash & (manifest.shards - 1)).toString(16)}.txt`;

const known = new Map(); // what was decoded, by term and by pair

const loadTerm = async (term) => {
  if (known.has(term)) return known.get(term);
  const found = new Map();
  for (const [month, body] of await loadSections(shard("words", termHash(term)))) {
    const line = `\n${body}`.split(`\n${term} `)[1];
    if (line) readGaps(line.split("\n", 1)[0], month, (number, level) => found.set(number, level), true);
  }
  known.set(term, found);
  return found;
};

const merge = async (terms) => {
  const lists = await Promise.all([...new Set(terms)].map(loadTerm));
  const filled = lists.filter((list) => list.size);
  if (filled.length < 2) return filled[0] ?? new Map();
  const found = new Map();
  for (const list of filled) {
    for (const [number, level] of list) found.set(number, Math.max(level, found.get(number) ?? 0));
  }
  return found;
};

const postings = (...words) =>
  merge(words.flatMap((word) => (word.kind === CONTENT ? [...word.terms, `@${word.term}`] : word.terms)));

const loadPair = async (one, other) => {
  const found = new Set();
  for (const first of one.terms) {
    for (const second of other.terms) {
      const hash = pairHash(termHash(first), termHash(second));
      const short = hash >>> 14;
      const digits = DIGITS[short >> 12] + DIGITS[(short >> 6) & 63] + DIGITS[short & 63];
      for (const [month, body] of await loadSections(shard("pairs", hash))) {
        for (let at = 0; at < body.length;) {
          const same = body.startsWith(digits, at);
          let place = 0, value;
          at += 3;
          do {
            value = VALUES[body.charCodeAt(at++)];
            place = (place << 5) | (value & 31);
          } while (value > 31);
          if (same) found.add(month.first + place);
        }
      }
    }
  }
  return found;
};

// ------------------------------------------------ spelling and related words

const letterOf = (word) => (/^[a-z]/.test(word) ? word[0] : String.fromCharCode(97 + (word.codePointAt(0) % 26)));

const loadLexicon = async (word, part) => {
  const letter = letterOf(word);
  if (!manifest.letters.includes(letter)) return [];
  const text = (await loadText(`lexicon/${letter}.txt`)).split("\n~")[part];
  return text.split("\n").slice(part ? 1 : 2).filter(Boolean);
};

const loadWords = async (word) => (await loadLexicon(word, 0)).map((line) => {
  const [one, often] = line.split(" ");
  return [one, VALUES[often.charCodeAt(0)]];
});

const order = (one, other) => {
  for (let i = 0; i < one.length; i++) {
    if (one[i] !== other[i]) return one[i] < other[i] ? -1 : 1;
  }
  return 0;
};

const complete = async (word) => {
  if (word.length < 3) return [];
  const found = (await loadWords(word)).filter(([one]) => one.startsWith(word));
  return found.map(([one, often]) => [-often, one]).sort(order).slice(0, 5).map(([, one]) => one);
};

const distance = (one, other, most) => {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let last = [], before = [], row = Array.from({ length: other.length + 1 }, (_, i) => i);
  for (let at = 1; at <= one.length; at++) {
    [last, before, row] = [before, row, [at]];
    for (let to = 1; to <= other.length; to++) {
      row[to] = Math.min(before[to] + 1, row[to - 1] + 1, before[to - 1] + (one[at - 1] !== other[to - 1]));
      if (at > 1 && to > 1 && one[at - 2] === other[to - 1] && one[at - 1] === other[to - 2]) {
        row[to] = Math.min(row[to], last[to - 2] + 1);
      }
    }
  }
  return row[other.length];
};

const mend = async (word) => {
  const most = word.length < 4 ? 0 : word.length < 8 ? 1 : 2;
  const own = letterOf(word);
  for (const letters of [[own], most ? [...manifest.letters].filter((one) => one !== own) : []]) {
    const lists = await Promise.all(letters.map(loadWords));
    const found = lists.flat().map(([one, often]) => [distance(word, one, most), -often, one]);
    const near = found.filter(([steps]) => steps > 0 && steps <= most).sort(order);
    if (near.length) return near[0][2];
  }
  return "";
};

const relatedWords = async (words, unknown) => {
  const asked = new Set(words.map((word) => word.term));
  const language = manifest.languages[0];
  const found = new Set();
  for (const word of words) {
    if (word.kind !== CONTENT || word.weight !== 1) continue;
    for (const line of await loadLexicon(word.surface, 1)) {
      const [first, ...others] = line.split(" ");
      if (first === word.surface || stem(first, language) === word.term) others.forEach((one) => found.add(one));
    }
  }
  for (const word of unknown) {
    for (const one of await complete(word.slice(0, Math.max(5, Math.floor(word.length * 0.6))))) found.add(one);
  }
  return [...found].filter((one) => !asked.has(stem(one, language))).slice(0, 5);
};

// ------------------------------------------------ ranking

const idf = (df) => Math.log(1 + (manifest.papers - df + 0.5) / (df + 0.5));

const score = async (words, lists) => {
  const scores = new Map(), held = new Map(), weights = new Map(), found = new Map();
  words.forEach((word, i) => {
    weights.set(word.term, (weights.get(word.term) ?? 0) + word.weight);
    if (lists[i].size) found.set(word.term, lists[i]);
  });
  let whole = 0;
  for (const [term, list] of found) {
    const worth = weights.get(term) * idf(list.size);
    whole += worth;
    for (const [number, level] of list) {
      scores.set(number, (scores.get(number) ?? 0) + worth * level / 63);
      held.set(number, (held.get(number) ?? 0) + worth);
    }
  }
  for (const [number, value] of scores) scores.set(number, value * (held.get(number) / whole) ** 0.1);
  const pairs = neighbours(words, false)
    .filter((pair) => pair.every((word) => (found.get(word.term)?.size ?? 0) >= 5));
  for (const holders of await Promise.all(pairs.map((pair) => loadPair(...pair)))) {
    if (holders.size < 5 || holders.size > Math.max(50, 0.02 * manifest.papers)) continue;
    for (const number of holders) scores.set(number, (scores.get(number) ?? 0) + 0.05 * idf(holders.size));
  }
  return scores;
};

const ranked = (scores) => [...scores]
  .map(([number, value]) => [-Math.floor(value * 1e6 + 0.5), -number])
  .sort(([a, b], [c, d]) => a - c || b - d)
  .map(([, number]) => -number);

// The papers that all of some lists have.
const meet = (lists) =>
  lists.reduce((met, list) => new Set([...met].filter((n) => list.has(n))), new Set(lists[0]?.keys()));

const phrase = async (text) => {
  const words = readWords(text);
  const pairs = neighbours(words, true);
  if (pairs.length) return meet(await Promise.all(pairs.map((pair) => loadPair(...pair))));
  const of = (kind) => words.filter((word) => word.kind === kind);
  const told = [of(JOINED), of(CONTENT), words].find((some) => some.length) ?? [];
  return meet(await Promise.all(told.map((word) => postings(word))));
};

const topicOf = (name) => manifest.topics.find((names) => names.some((one) => one.toLowerCase() === name.toLowerCase()))?.[0];

const holders = async ({ field, value }) => {
  if (field === "author") return meet(await Promise.all(expandName(value).map(loadTerm)));
  if (field === "topic") {
    const slug = topicOf(value);
    return slug ? loadList(`topics/${slug}.txt`) : new Set();
  }
  if (field === "has") return manifest.has.includes(value.toLowerCase()) ? loadList(`has/${value.toLowerCase()}.txt`) : new Set();
  return phrase(value);
};

const ofYears = (value, numbers) => {
  const [begin, end = begin] = value.split("-");
  const [first, last] = [begin, end || "9999"].map((year) => year.padStart(4, "0"));
  return new Set([...numbers].filter((n) => {
    const year = monthOf(n).name.slice(0, 4);
    return first <= year && year <= last;
  }));
};

const allowedBy = async (filters, scores, hasWords) => {
  let allowed = hasWords ? new Set(scores.keys()) : null;
  const sets = await Promise.all(filters.map((one) => (one.field === "year" ? null : holders(one))));
  const place = (one) => (one.without ? 2 : 0) + (one.field === "year" ? 1 : 0);
  const sorted = filters.map((one, i) => [one, sets[i]]).sort(([a], [b]) => place(a) - place(b));
  for (const [one, set] of sorted) {
    if (!allowed && (one.without || one.field === "year")) allowed = await loadList("papers.txt");
    const found = set ?? ofYears(one.value, allowed);
    allowed = !allowed ? found : new Set([...allowed].filter((n) => found.has(n) !== one.without));
  }
  return allowed;
};

// What is looked up for a word: itself, its completions, its neighbour in spelling.
const readings = async (word, unfinished, typing) => {
  if (typing && unfinished) {
    const words = (await complete(word.surface)).flatMap(readWords);
    if (words.length) return { words };
  }
  if (word.kind !== CONTENT || (await postings(word)).size) return { words: [word] };
  const others = unfinished ? await complete(word.surface) : [];
  const fixed = others.length ? "" : await mend(word.surface);
  return { words: (fixed ? [fixed] : others).flatMap(readWords), fixed };
};

// Answers a query; `typing` says that its last word may not be finished.
const search = async (text, chosen, typing) => {
  await loadManifest(prepare);
  const { words, filters } = readQuery(text);
  filters.push(...chosen);
  const last = words.findLast((word) => word.kind === CONTENT)?.surface;
  const mended = [], unknown = [], terms = new Set();
  const lists = await Promise.all(words.map(async (word) => {
    const read = await readings(word, word.kind === CONTENT && word.surface === last, typing);
    for (const one of [word, ...read.words]) one.terms.forEach((term) => terms.add(term));
    word.fixed = read.fixed;
    return postings(...read.words);
  }));
  words.forEach(({ surface, kind, fixed }, i) => {
    if (fixed) mended.push([surface, fixed]);
    else if (!lists[i].size && kind === CONTENT) unknown.push(surface);
  });
  const find = async (scores, filtersOf) => {
    if (!filtersOf.length) return ranked(scores);
    const allowed = await allowedBy(filtersOf, scores, words.length > 0);
    return ranked(new Map([...allowed].map((number) => [number, scores.get(number) ?? 0])));
  };
  const scores = await score(words, lists);
  const numbers = await find(scores, filters);
  let near = [], nearWords = [];
  if (numbers.length < 5 && words.length) {
    nearWords = await relatedWords(words, unknown);
    const read = nearWords.flatMap(readWords);
    const others = await score(read, await Promise.all(read.map((word) => postings(word))));
    const found = new Set(numbers);
    near = (await find(others, filters)).filter((number) => !found.has(number)).slice(0, 5);
    if (near.length) read.forEach((word) => terms.add(word.term));
  }
  const without = (field) => find(scores, filters.filter((one) => one.field !== field || !chosen.includes(one)));
  const topic = filters.find((one) => one.field === "topic" && !topicOf(one.value));
  return { numbers, mended, unknown, near, nearWords, terms, without, noTopic: topic?.value };
};
