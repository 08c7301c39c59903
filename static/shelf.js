// Reads the files of the search's index, below search/, for the page that searches and for the map.
// Before it, site.js is loaded.
"use strict";

class FileError extends Error {}

const VERSION = "broadsheet search 2";
const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
const VALUES = new Uint8Array(128);
[...DIGITS].forEach((digit, value) => { VALUES[digit.charCodeAt(0)] = value; });
const files = new Map();
let manifest, months, byCode;

const load = async (path, read) => {
  const answer = await fetch(`search/${path}`, { cache: manifest ? "default" : "no-cache" }).catch(() => ({}));
  if (!answer.ok) throw new FileError(path);
  return read(answer, path);
};

const keep = (path, read) => {
  if (!files.has(path)) {
    files.set(path, load(path, read));
    files.get(path).catch(() => files.delete(path)); // the next query tries again
  }
  return files.get(path);
};

const readJson = async (answer, path) => {
  const value = await answer.json().catch(() => { throw new FileError(path); });
  if (value.version !== VERSION) throw new FileError("");
  return value;
};

const readText = async (answer, path) => {
  const text = await answer.text().catch(() => { throw new FileError(path); });
  if (!text.startsWith("broadsheet ") || !text.endsWith("\n.\n")) throw new FileError(path);
  if (!text.startsWith(`${VERSION}\n`)) throw new FileError("");
  return text.slice(VERSION.length, -3);
};

const loadText = (path) => keep(path, readText);

const loadSections = async (path) => {
  const found = [];
  if (!months.length) return found; // a feed without papers
  for (const section of (await loadText(path)).split("\n=").slice(1)) {
    const month = byCode.get(section.slice(0, 4));
    if (!month) throw new FileError("");
    found.push([month, section.slice(5)]);
  }
  return found;
};

const loadManifest = async (prepare = () => {}) => {
  if (manifest) return;
  const value = await keep("index.json", readJson);
  let total = 0;
  months = value.months.map(([name, code, width, rows]) => {
    const month = { name, code, rows, first: total };
    total += 32 * width;
    return month;
  });
  byCode = new Map(months.map((month) => [month.code, month]));
  prepare(value);
  manifest = value;
};

const monthOf = (number) => {
  let low = 0, high = months.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (months[middle].first <= number) low = middle; else high = middle;
  }
  return months[low];
};

const loadRow = async (number) => {
  const month = monthOf(number);
  const place = number - month.first;
  const path = `rows/${month.name}-${(place >> month.rows).toString(16)}.json`;
  const row = (await keep(path, readJson)).rows.find(([at]) => at === place);
  if (!row) throw new FileError("");
  return row;
};

// Reads the numbers of papers out of gaps; a level is a digit behind each.
const readGaps = (text, month, add, hasLevels) => {
  let number = month.first - 1, gap = 0;
  for (let at = 0; at < text.length; at++) {
    const value = VALUES[text.charCodeAt(at)];
    gap = (gap << 5) | (value & 31);
    if (value < 32) {
      number += gap + 1;
      add(number, hasLevels && VALUES[text.charCodeAt(++at)]);
      gap = 0;
    }
  }
};

const loadList = async (path) => {
  const found = new Set();
  for (const [month, body] of await loadSections(path)) readGaps(body, month, (number) => found.add(number));
  return found;
};

const andMore = (others) => sayMany("and %(count)s more", "and %(count)s more", others, { count: inDigits(others) });
const byline = (names, others) => names.map(apart).join(say(", ")) + (others ? say(" ") + andMore(others) : "");
