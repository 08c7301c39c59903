// Works out of files of reference managers: what each is called, who wrote it, by which numbers it is
// known. Before it, site.js is loaded.
"use strict";

const imported = (() => {
  // ---------------------------------------------- texts

  // As UTF-8 where it is that, else as Windows wrote in the West, which Latin 1 is a part of.
  const decode = (bytes) => {
    const [first, second] = new Uint8Array(bytes);
    const wide = { "255 254": "utf-16le", "254 255": "utf-16be" }[`${first} ${second}`];
    try {
      return new TextDecoder(wide ?? "utf-8", { fatal: true }).decode(bytes);
    } catch {
      return new TextDecoder("windows-1252").decode(bytes);
    }
  };

  // Managers keep HTML in titles, and write its signs as entities, some of them twice.
  const unescaped = (text) =>
    new DOMParser().parseFromString(text.replaceAll("<", "&lt;"), "text/html").documentElement.textContent;
  const TAG = /<\/?(?:[bisu]|em|strong|su[bp]|span|scp?|small|tt|font|nocase|br|p|a|title|[a-z]+:[a-z-]+)(?:\s[^<>]*)?\/?>/gi;
  const shown = (text) => unescaped(unescaped(text)).replace(TAG, "").replace(/\s+/g, " ").trim();

  const LETTERS = {
    ss: "ß", SS: "ẞ", ae: "æ", AE: "Æ", oe: "œ", OE: "Œ", o: "ø", O: "Ø", aa: "å", AA: "Å", l: "ł", L: "Ł",
    i: "i", j: "j", dh: "ð", DH: "Ð", th: "þ", TH: "Þ", dj: "đ", DJ: "Đ", textless: "<", textgreater: ">",
  };
  const GREEK = /^(?:alpha|beta|gamma|delta|epsilon|zeta|eta|theta|iota|kappa|lambda|mu|nu|xi|pi|rho|sigma|tau|upsilon|phi|chi|psi|omega)$/i;
  const bare = (text) => shown(text
    .replace(/\\["'`^~=.](?=\s*[{\\\p{L}])/gu, "")
    .replace(/\\([a-zA-Z]+)\s*/g, (_, name) => LETTERS[name] ?? (GREEK.test(name) ? name : ""))
    .replace(/[{}\\$]/g, ""));

  // ---------------------------------------------- names and numbers

  // What a name is looked for by: its family name, or the whole of one that has no parts.
  const familyOf = (name) => {
    const [family, comma] = name.split(/(,)/);
    if (comma) return family.trim();
    const words = name.trim().split(/\s+/);
    while (words.length > 1 && /^(?:jr|sr)\.?$|^[IVX]+$/i.test(words.at(-1))) words.pop();
    const isBehind = words.length > 1 && /^(?:\p{Lu}\.?-?){1,3}$/u.test(words.at(-1)); // Doe J
    return isBehind ? words.slice(0, -1).join(" ") : words.at(-1);
  };
  const isNumber = (id) => /\d{4}\.\d{4,5}|[a-z-]\/\d{7}|10\.\d{4,9}\//i.test(id);
  // A number without what sites add to it in addresses, or arXiv to make a DOI of it.
  const plainly = (word) => {
    let id = word.replace(/^[(<[]+|[>\],;.]+$/g, "").replace(/^.*10\.48550\/arxiv\./i, "arXiv:");
    if (!/^https?:/i.test(id)) return id;
    try {
      id = decodeURIComponent(id);
    } catch {} // as it is, then
    return id.replace(/[?#].*$/, "").replace(/\/(?:full(?:text)?|e?pdf|abstract|html|meta|summary)?$/i, "").replace(/\.pdf$/i, "");
  };
  const numbersOf = (...fields) => fields
    .flatMap((text) => text.split(/\s+/).map(plainly)).filter(isNumber);

  // ---------------------------------------------- formats

  const readBibtex = (text) => text.split(/^[ \t]*@(?!comment|string|preamble)\w+\s*[{(]/gim).slice(1).map((entry) => {
    const field = (name) => {
      const start = entry.match(new RegExp(`(?:^|[,\\s])${name}\\s*=\\s*`, "i"));
      if (!start) return "";
      const rest = entry.slice(start.index + start[0].length);
      if (!/^["{]/.test(rest)) return bare(rest.match(/^[^,}\s]*/)[0]);
      const last = rest[0] === '"' ? '"' : "}"; // quotation marks within braces end nothing
      let depth = last === "}" ? 1 : 0, end = 1;
      for (; end < rest.length; end++) {
        depth += { "{": 1, "}": -1 }[rest[end]] ?? 0;
        if (!depth && rest[end] === last && (last === "}" || rest[end - 1] !== "\\")) break;
      }
      return bare(rest.slice(1, end));
    };
    return {
      title: field("title"),
      families: field("author").split(/\s+and\s+/i).filter((name) => name && name !== "others").map(familyOf),
      ids: numbersOf(...["eprint", "doi", "url", "howpublished", "journal"].map(field)),
    };
  });

  const readRis = (text) => text.split(/^ER {1,2}-/m).map((record) => {
    const fields = (tag) => [...record.matchAll(new RegExp(`^${tag} {1,2}- (.*?)\\s*$`, "gm"))].map(([, value]) => shown(value));
    return {
      title: ["TI", "T1", "CT", "BT"].flatMap(fields)[0] ?? "",
      families: ["AU", "A1"].flatMap(fields).map(familyOf),
      ids: numbersOf(...["DO", "UR", "L1", "L2", "LK", "M3"].flatMap(fields)),
    };
  }).filter(({ title }) => title);

  const readCsl = (items) => items.map((item) => {
    const field = (name) => String(item?.[name] ?? "");
    const names = Array.isArray(item?.author) ? item.author : [];
    return {
      title: shown(field("title")),
      families: names.map((name) => String(name?.family ?? name?.literal ?? "")).filter(Boolean),
      ids: numbersOf(field("DOI"), field("URL"), field("number"), field("note").split(/\s/)[0]),
    };
  });

  const read = (text, value) =>
    (Array.isArray(value) ? readCsl(value) : /^TY {1,2}- /m.test(text) ? readRis(text) : readBibtex(text))
      .filter(({ title, ids }) => title || ids.length);

  // ---------------------------------------------- the same work

  const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]/u;
  const isLatin = (name) => /\p{sc=Latin}/u.test(name);
  const isOf = (family, name, letters) => {
    if (isLatin(family) !== isLatin(name)) return true; // nobody can tell whether it is the same
    if (UNSPACED.test(family)) return letters(name).startsWith(letters(family));
    const spaced = (text) => ` ${text.split(/[^\p{L}\p{M}\p{N}]+/u).map(letters).filter(Boolean).join(" ")} `;
    return spaced(name).includes(spaced(family));
  };
  // Whether a work may be by these people; `letters` makes a text comparable.
  const isBy = (families, names, letters) =>
    !families.length || !names.length || families.some((family) => names.some((name) => isOf(family, name, letters)));

  return { decode, read, isBy };
})();
