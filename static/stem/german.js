// The Snowball stemmer for German (snowballstem.org/algorithms/german/stemmer.html), as of version 3.1.
"use strict";

(self.stemmers ??= {}).german = (() => {
  const V = "aeiouyäöü";
  const BETWEEN_VOWELS = new RegExp(`[${V}][uy](?=[${V}])`, "g");
  const VOWEL_THEN_NOT = new RegExp(`[${V}][^${V}]`, "u");
  const SPELLED_OUT = { ß: "ss", ae: "ä", oe: "ö", ue: "ü", qu: "qu" };
  const PLAIN = { ä: "a", ö: "o", ü: "u", U: "u", Y: "y" };

  let word, r1, r2;

  const regionAfter = (from) => {
    const found = VOWEL_THEN_NOT.exec(word.slice(from));
    return found ? from + found.index + found[0].length : word.length;
  };

  const swap = (ending, by, region) => {
    const at = word.length - ending.length;
    if (at < region || !word.endsWith(ending)) return false;
    word = word.slice(0, at) + by;
    return true;
  };

  const table = (groups) => new Map(Object.entries(groups).flatMap(
    ([endings, rule]) => endings.split(" ").map((ending) => [ending, rule])));

  const apply = (rules, region) => {
    for (let at = 0; at < word.length; at++) {
      const ending = word.slice(at);
      if (!rules.has(ending)) continue;
      if (at >= region) rules.get(ending)(ending);
      return;
    }
  };

  const drop = (ending) => swap(ending, "", 0);
  const dropIf = (before) => (ending) => before.test(word) && drop(ending);
  const dropThen = (...more) => (ending) => drop(ending) && more.some((next) => next());

  const INFLECTION = table({
    "em": (ending) => word.endsWith("system") || drop(ending),
    "ern er erin erinnen": drop,
    "e en es": dropThen(() => swap("niss", "nis", 0)),
    "s": dropIf(/[bdfghklmnrt]s$/),
    "ln lns": (ending) => swap(ending, "l", 0),
  });

  const MORE_INFLECTION = table({
    "en er est": drop,
    "st": dropIf(/.{3}[bdfghklmnt]st$/u),
    "et": (ending) => !/(?:geordn|intern|plan|tick|tr)et$/.test(word) && dropIf(/[dfgklmnrstUzä]et$/)(ending),
  });

  const DERIVATION = table({
    "end ung": dropThen(() => !word.endsWith("eig") && swap("ig", "", r2)),
    "ig ik isch": (ending) => word.endsWith(`e${ending}`) || drop(ending),
    "lich heit": dropThen(() => swap("er", "", r1), () => swap("en", "", r1)),
    "keit": dropThen(() => swap("lich", "", r2), () => swap("ig", "", r2)),
  });

  return (text) => {
    // A capital marks a letter that counts as a consonant.
    word = text
      .replace(BETWEEN_VOWELS, (found) => found[0] + found[1].toUpperCase())
      .replace(/ß|[aou]e|qu/g, (found) => SPELLED_OUT[found]);
    const start = regionAfter(0);
    r1 = Math.max(start, /^.{0,3}/u.exec(word)[0].length);
    r2 = regionAfter(start);
    apply(INFLECTION, r1);
    apply(MORE_INFLECTION, r1);
    apply(DERIVATION, r2);
    return word.replace(/[äöüUY]/g, (letter) => PLAIN[letter]);
  };
})();
