// The Snowball stemmer for English, Porter 2 (snowballstem.org/algorithms/english/stemmer.html), as of version 3.1.
"use strict";

(self.stemmers ??= {}).english = (() => {
  const WHOLE = new Map(Object.entries({
    skis: "ski", skies: "sky", idly: "idl", gently: "gentl", ugly: "ugli", early: "earli", only: "onli",
    singly: "singl", sky: "sky", news: "news", howe: "howe", atlas: "atlas", cosmos: "cosmos", bias: "bias",
    andes: "andes",
  }));
  const START = /^(?:gener|commun|arsen|past|univers|later|emerg|organ|inter)/;
  const VOWEL_THEN_NOT = /[aeiouy][^aeiouy]/u;
  const SHORT_SYLLABLE = /(?:[^aeiouy][aeiouy][^aeiouywxY]|^[aeiouy][^aeiouy]|past)$/u;
  const NOT_VERBAL = /^(?:(?:inn|out|cann|herr|earr|even)ing|(?:proc|exc|succ)eed(?:ly)?)$/;
  const DOUBLE = /(?:bb|dd|ff|gg|mm|nn|pp|rr|tt)$/;

  let word, r1, r2;

  const regionAfter = (from) => {
    const found = VOWEL_THEN_NOT.exec(word.slice(from));
    return found ? from + found.index + found[0].length : word.length;
  };

  // Each table is {what to leave: "the endings that give it"}.
  const table = (groups) => new Map(Object.entries(groups).flatMap(
    ([left, endings]) => endings.split(" ").map((ending) => [ending, left])));

  const DERIVED = table({
    tion: "tional", ence: "enci", ance: "anci", able: "abli", ent: "entli", ize: "izer ization",
    ate: "ational ation ator", al: "alism aliti alli", ful: "fulness fulli", ous: "ousli ousness",
    ive: "iveness iviti", ble: "biliti bli", og: "ogist ogi", less: "lessli", "": "li",
  });
  const DERIVED_AGAIN = table({
    tion: "tional", ate: "ational", al: "alize", ic: "icate iciti ical", "": "ful ness ative",
  });
  const LAST = table({ "": "al ance ence er ic able ible ant ement ment ent ism ate iti ous ive ize ion" });

  const ONLY_IF = {
    ogi: () => /logi$/.test(word),
    li: () => /[cdeghkmnrt]li$/.test(word),
    ative: (at) => at >= r2,
    ion: () => /[st]ion$/.test(word),
  };

  const apply = (rules, region) => {
    // No ending is longer than the seven letters of ational.
    for (let at = Math.max(0, word.length - 7); at < word.length; at++) {
      const ending = word.slice(at);
      if (!rules.has(ending)) continue;
      if (at >= region && (ONLY_IF[ending]?.(at) ?? true)) word = word.slice(0, at) + rules.get(ending);
      return;
    }
  };

  const dropPlural = () => {
    if (word.endsWith("sses")) word = word.slice(0, -2);
    else if (/ie[ds]$/.test(word)) word = word.slice(0, /^.?ie.$/u.test(word) ? -1 : -2);
    else if (/[aeiouy].*[^us]s$/u.test(word)) word = word.slice(0, -1);
  };

  const mend = (stem) => {
    if (/(?:at|bl|iz)$/.test(stem)) return `${stem}e`;
    if (DOUBLE.test(stem)) return /^[aeo]..$/.test(stem) ? stem : stem.slice(0, -1);
    return stem.length === r1 && SHORT_SYLLABLE.test(stem) ? `${stem}e` : stem;
  };

  const dropVerbal = () => {
    const ending = /(?:eed|ed|ing)(?:ly)?$/.exec(word)?.[0];
    if (!ending || NOT_VERBAL.test(word)) return;
    const stem = word.slice(0, -ending.length);
    if (ending.startsWith("eed")) word = stem.length < r1 ? word : `${stem}ee`;
    else if (/^[^aeiouy]ying$/u.test(word)) word = stem.replace("y", "ie");
    else if (/[aeiouy]/.test(stem)) word = mend(stem);
  };

  const dropFinal = () => {
    const at = word.length - 1;
    const left = word.slice(0, at);
    if (word.endsWith("e") && (at >= r2 || (at >= r1 && !SHORT_SYLLABLE.test(left)))) word = left;
    else if (word.endsWith("ll") && at >= r2) word = left;
  };

  return (text) => {
    if (WHOLE.has(text)) return WHOLE.get(text);
    if (/^.{0,2}$/u.test(text)) return text;
    // A capital marks a y that counts as a consonant.
    word = text.replace(/^y/, "Y").replace(/([aeiouy])y/g, "$1Y");
    r1 = START.exec(word)?.[0].length ?? regionAfter(0);
    r2 = regionAfter(r1);
    dropPlural();
    dropVerbal();
    word = word.replace(/(.[^aeiouy])[yY]$/u, "$1i");
    apply(DERIVED, r1);
    apply(DERIVED_AGAIN, r1);
    apply(LAST, r2);
    dropFinal();
    return word.replace(/Y/g, "y");
  };
})();
