// A paper's page: the paper cited in three styles, and alone in other forms. Before it, site.js and
// exports.js are loaded.
"use strict";

// ------------------------------------------------ styles
// The styles' own rules, as their files for citation processors tell them, for the items that
// broadsheet/content/csl.py writes: https://github.com/citation-style-language/styles. Titles keep
// their capitals.

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August",
  "September", "October", "November", "December"];

const told = (...parts) => parts.filter(Boolean);
const list = (...parts) => told(...parts).join(", ");
const wrap = (before, text, after = "") => (text ? before + text + after : "");
// A comma or a full stop stands within quotation marks; this one behind no other that ends a sentence.
const within = (text, sign) => text.replace(/(?:[”’]*”)?$/, `${sign}$&`);
const ended = (text) => (/[.?!:。？！][”’“‘»›«‹」』]*$/.test(text) ? text : within(text, "."));
const sentences = (...parts) => told(...parts).map(ended).join(" ");

// Quotation marks of each kind: what opens and closes, then the same two within others of the kind.
const KINDS = ["“”‘’", "„“‚‘", "„”‚’", "””’’", "«»‹›", "»«›‹", "»»››", "「」『』"];
const MARK = /["'“”‘’„‚«»‹›「」『』]/g;
const STRAIGHT = { '"': 0, "'": 2 }; // they are of any kind, double or single
const kindOf = (opening, closing) => {
  const fits = (kind, at, mark) => mark === kind[at] || STRAIGHT[mark] === (at & 2);
  for (const at of [0, 2]) {
    const kind = KINDS.find((one) => fits(one, at, opening) && fits(one, at + 1, closing));
    if (kind) return [kind, at];
  }
};
// Where words stand without spaces, a mark between two letters is no apostrophe.
const BARE = "\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}\\p{sc=Hang}\\p{sc=Thai}\\p{sc=Laoo}\\p{sc=Khmr}\\p{sc=Mymr}";
const [BEFORE, BEHIND] = [`(?:\\d(?=.s\\b)|(?![${BARE}])\\p{L})`, `(?![${BARE}])\\p{L}`];
const APOSTROPHE = new RegExp(`(${BEFORE})['’](?=${BEHIND})`, "gu");
const ACRONYM = /\p{sc=Hebr}"(?=\p{sc=Hebr})/gu; // Hebrew writes one before its last letter
const FREE = new RegExp(`(?:^|[\\s\\p{Ps}\\p{Pi}\\p{Pd}/"'])$`, "u");
const GLUED = new RegExp(`[${BARE}]$`, "u");

const canOpen = (mark, before, behind) => {
  if (!/^\S/.test(behind)) return /[«‹]/.test(mark); // in French a space stands within
  return /[“‘„‚«‹「『]/.test(mark) || FREE.test(before) || GLUED.test(before) || (mark === '"' && !/\d$/.test(before));
};

// Marks that belong together, as two places in a text: not everywhere does a space tell which opens.
const pairsOf = (text) => {
  const signs = [APOSTROPHE, ACRONYM].flatMap((sign) => [...text.matchAll(sign)]);
  const inWords = new Set(signs.map(({ index, 0: found }) => index + found.length - 1));
  const begun = [], pairs = [];
  for (const { index, 0: mark } of text.matchAll(MARK)) {
    if (inWords.has(index)) continue;
    const [before, behind] = [text.slice(0, index), text.slice(index + 1)];
    const isFirst = FREE.test(before) && !/[\p{Pd}/]$/u.test(before) && /^[\p{L}\p{N}]/u.test(behind);
    const last = isFirst ? -1 : begun.findLastIndex((start) => kindOf(text[start], mark));
    if (last >= 0) {
      pairs.push([begun[last], index]);
      begun.length = last;
    } else if (canOpen(mark, before, behind)) begun.push(index);
  }
  return pairs;
};
const replaced = (text, placeOf) => {
  const pairs = pairsOf(text);
  const signs = text.split("");
  for (const [start, end] of pairs) {
    const [kind, own] = kindOf(text[start], text[end]);
    const place = placeOf(own, pairs.filter(([first, last]) => first < start && end < last).length);
    [signs[start], signs[end]] = kind.slice(place);
  }
  return signs.join("").replace(APOSTROPHE, "$1’");
};

// A title as printed, and within quotation marks; what ends it stands before the last of its own.
const printed = (text) => replaced(text, (own) => own);
const nested = (text) => replaced(text, (_, depth) => (depth % 2 ? 0 : 2));
const quoted = (title, end) => {
  const [, text, marks] = nested(title).match(/^(.*?)((?:[”’]*’)?)$/s);
  return `“${text}${end === "." && ended(text) === text ? "" : end}${marks}”`;
};

// What a journal or a conference calls a number is that of an article; an arXiv id is none.
const SERIAL = ["article-journal", "paper-conference"];
const numberOf = (item) => (SERIAL.includes(item.type) ? "" : item.number);

const ranged = (text) => (text ?? "").replace(/(\w)--?(?=\w)/g, "$1–");
const isCount = (text) => /^\d+[A-Za-z]?(?:[-–/]\d+[A-Za-z]?)?$/.test(text ?? "");
const counted = (text) => (isCount(text) ? ranged(text) : text ?? "");
const labelled = (one, many, text) => text && `${/[-–,&]/.test(text) ? many : one} ${text}`;
const pagesOf = (item) => labelled("p.", "pp.", ranged(item.page));
const issueOf = (one, many, item) =>
  labelled(one, isCount(item.issue) ? many : one, counted(item.issue));
const addressOf = (item) => (item.DOI ? `https://doi.org/${item.DOI}` : item.URL ?? "");

const dateOf = (item) => {
  const [year, month, day] = item.issued["date-parts"][0];
  return { year: `${year}`, month: MONTHS[month - 1] ?? "", day: day ? `${day}` : "" };
};

// Chinese, Japanese and Korean names stand as they are read; what has no capitals has no initials.
const isWhole = ({ family, given }) =>
  /^[\p{sc=Han}\p{sc=Hangul}\p{sc=Hiragana}]/u.test(family) &&
  /^[\p{sc=Han}\p{sc=Hangul}\p{sc=Hiragana}\p{sc=Katakana}]/u.test(given);
const namesOf = (item, arrange) => (item.author ?? []).map((name, place) => {
  if (name.literal) return name.literal;
  if (isWhole(name)) return name.family + name.given;
  return arrange({ ...name, given: name.given.replace(/\.(?=\p{Lu})/gu, ". ") }, place);
});
const initial = (word) => {
  if (!/^\p{Lu}/u.test(word)) return word;
  const parts = word.split(/[-‐‑]/).filter((part) => /^\p{Lu}/u.test(part));
  return parts.map((part) => `${part.match(/^.\p{M}*/u)[0]}.`).join("-");
};
const initials = (given) => given.trim().split(/\s+/).map(initial).join(" ");

const apa = (item) => {
  const { year, month, day } = dateOf(item);
  const { type, genre, publisher } = item;
  const names = namesOf(item, ({ family, given, suffix }) => list(family, initials(given), suffix));
  const last = names.pop();
  const people = names.length > 19 ? list(...names.slice(0, 19), `… ${last}`)
    : names.length ? list(...names, `& ${last}`) : last;
  const title = printed(item.title);
  const place = printed(item["container-title"] ?? "");
  const pages = ranged(item.page);
  const isDated = type === "paper-conference" && !(item.volume || item.issue || pages);
  const date = `(${list(year, isDated && told(month, day).join(" "))})`;
  if (SERIAL.includes(type)) {
    const part = counted(item.volume) + wrap("(", counted(item.issue), ")");
    return `${sentences(people, date, title, list(place, part, pages))} ${addressOf(item)}`;
  }
  const number = numberOf(item);
  const identifier = told(number && genre, number).join(" ");
  const volume = isCount(item.volume) && labelled("Vol.", "Vols.", counted(item.volume));
  const part = wrap(": ", volume ? "" : item.volume);
  const places = list(volume, issueOf("Issue", "Issues", item), pagesOf(item));
  const about = part + wrap(" (", told(identifier, places).join("; "), ")");
  const what = { thesis: publisher, dataset: "Dataset" }[type] ?? (number ? "" : genre);
  return `${sentences(
    people,
    date,
    title + (place ? "" : about) + wrap(" [", what, "]"),
    place && `In ${place}${about}`,
    type !== "thesis" && publisher,
  )} ${addressOf(item)}`;
};

// Of a last page, what differs from the first: 101–8, 321–28, but 100–104.
const shortened = (pages) =>
  ranged(pages).replace(/(\p{L}*)(\d+)–\1(\d+)(?![\p{L}\d])/gu, (_, letters, first, last) => {
    let same = 0;
    while (same < first.length && first[same] === last[same]) same += 1;
    const isKept = first < 100 || first % 100 === 0 || same === last.length;
    const start = isKept || first.length > last.length ? 0
      : first % 100 < 10 ? same : Math.min(same, first.length - 2);
    return `${letters}${first}–${last.slice(start)}`;
  });

const chicago = (item) => {
  const { year, month, day } = dateOf(item);
  const { type, genre, publisher, issue } = item;
  const names = namesOf(item, ({ family, given, suffix }, place) =>
    (place ? told(given, family, suffix).join(" ") : list(family, given, suffix)));
  const people = names.length > 10 ? list(...names.slice(0, 7), "et al.")
    : names.length > 1 ? list(...names.slice(0, -1), `and ${names.at(-1)}`) : names[0];
  const place = printed(item["container-title"] ?? "");
  const isBare = type === "book" || (!place && ["report", "chapter", "article-journal"].includes(type));
  const title = isBare ? printed(item.title) : quoted(item.title, ".");
  const date = told(month, day).join(" ");
  const pages = shortened(item.page);
  const volume = counted(item.volume);
  if (SERIAL.includes(type)) {
    const whole = day ? list(date, year) : told(date, year).join(" ");
    const source = volume && issue ? told(place, volume, `(${counted(issue)})`).join(" ")
      : volume ? told(place, volume, `(${told(month, year).join(" ")})`).join(" ")
        : issue ? `${list(place, `no. ${counted(issue)}`)} (${told(month, year).join(" ")})` : "";
    const where = source ? source + wrap(": ", pages) : list(place, whole, pages);
    return sentences(people, year, title, where, addressOf(item));
  }
  const number = numberOf(item);
  const isThesis = type === "thesis";
  const identifier = told(number && genre, !isThesis && number).join(" ");
  const vol = !isCount(item.volume) ? volume
    : place ? labelled("vol.", "vols.", volume) : labelled("Vol.", "Vols.", volume);
  const part = isCount(item.volume) && place && pages ? `${volume}:${pages}` : list(vol, place && pages);
  return sentences(
    people,
    year,
    title,
    !number && genre,
    ...(place ? [`In ${list(place, identifier, part)}`] : [identifier, part]),
    issueOf("no.", "nos.", item),
    list(publisher, ["article", "dataset"].includes(type) && date),
    isThesis && wrap("(", number, ")"),
    addressOf(item),
  );
};

const ieee = (item) => {
  const { year, month, day } = dateOf(item);
  const { type, publisher } = item;
  const names = namesOf(item, ({ family, given, suffix }) =>
    told(initials(given), family, suffix).join(" "));
  const people = names.length > 6 ? `${names[0]} et al.`
    : names.length > 2 ? list(...names.slice(0, -1), `and ${names.at(-1)}`) : names.join(" and ");
  const short = month === "May" ? month : wrap("", month.slice(0, 3), ".");
  const date = ["book", "chapter", "thesis"].includes(type) ? year
    : ["article", "dataset"].includes(type) && day ? `${short} ${day.padStart(2, "0")}, ${year}`
      : told(short, year).join(" ");
  const place = printed(item["container-title"] ?? "");
  const pages = pagesOf(item);
  const part = list(wrap("vol. ", counted(item.volume)), wrap("no. ", counted(item.issue)));
  const number = numberOf(item);
  const source = {
    "article": [date, told(publisher, number).join(": ")],
    "article-journal": [place, part, pages, date],
    "paper-conference": [wrap("in ", place), publisher, date, pages],
    "chapter": [wrap("in ", place), part, publisher, date, pages],
    "thesis": [publisher, date],
    "report": [publisher, number, date],
  }[type];
  const title = printed(item.title);
  const book = part ? `${within(title, ",")} ${part}` : title;
  const body = type === "article-journal" ? `${quoted(item.title, ",")} ${list(...source)},`
    : source ? `${quoted(item.title, ",")} ${ended(list(...source))}`
      : type === "book" ? sentences(book, list(publisher, date, pages))
        : sentences(
          list(place, part) ? `${quoted(item.title, ",")} ${list(place, part)}` : quoted(item.title, "."),
          list(publisher, pages, date),
        );
  const access = item.DOI ? `doi: ${item.DOI}.` : `[Online]. Available: ${item.URL}`;
  return `${wrap("", people, ", ")}${body} ${access}`;
};

const styles = { APA: apa, Chicago: chicago, IEEE: ieee };

// ------------------------------------------------ the page

const section = document.querySelector(".cite");
const links = [...section.querySelectorAll(".links a")];
const key = exported.keyOf(document.getElementById("bibtex").textContent);

const cited = (item) => Object.entries(styles).map(([name, write]) => {
  const [head, text] = [`in-${name}`, `as-${name}`];
  const button = make("button", { className: "copy", type: "button" }, say("Copy"));
  button.dataset.copy = text;
  button.setAttribute("aria-describedby", head);
  return make("div", {}, make("b", { id: head }, name), button,
    make("p", { id: text, lang: "en", dir: "ltr" }, write(item)));
});

const [, items] = links.map((link) => link.href);
const shown = make("div", { role: "status" });
const details = make("details", { className: "styles" },
  make("summary", {}, Object.keys(styles).join(", ")), shown);
details.addEventListener("toggle", async () => {
  if (!details.open || shown.querySelector("button")) return;
  try {
    shown.replaceChildren(...cited(exported.one[".csl.json"](await exported.read(items), key)));
  } catch {
    const why = say("The citations could not be fetched. BibTeX needs no connection.");
    shown.replaceChildren(make("p", {}, why));
  }
});
section.querySelector("h2").after(details);

// From a disk nothing can be fetched: there the links lead to the whole day, as without scripts.
if (location.protocol !== "file:") {
  section.querySelector(".links span")?.remove();
  for (const link of links) {
    link.addEventListener("click", async (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      const [ending] = link.href.match(/\.(?:ris|csl\.json)$/);
      try {
        const part = exported.one[ending](await exported.read(link.href), key);
        exported.download(exported.filesOf[ending]([part]), key + ending);
      } catch {
        location.assign(link.href);
      }
    });
  }
}
