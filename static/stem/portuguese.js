// The Snowball stemmer for Portuguese (snowballstem.org/algorithms/portuguese/stemmer.html), as of version 3.1.
"use strict";

(self.stemmers ??= {}).portuguese = (() => {
  const V = "aeiouáéíóúâêô";
  const START = new RegExp(`^(?:.[^${V}]+[${V}]|[${V}]{2,}[^${V}]|[^${V}][${V}].)`, "u");
  const VOWEL_THEN_NOT = new RegExp(`[${V}][^${V}]`, "u");

  let word, rv, r1, r2;

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
    for (let i = region; i < word.length; i++) {
      const ending = word.slice(i);
      if (rules.has(ending)) return rules.get(ending)(ending);
    }
    return false;
  };

  const drop = (ending) => swap(ending, "", r2);
  const dropInRv = (ending) => swap(ending, "", rv);
  const dropThen = (...more) => (ending) => drop(ending) && (more.some(drop), true);

  const STANDARD = table({
    "eza ezas ico ica icos icas ismo ismos ável ível ista istas oso osa osos osas amento amentos imento imentos adora adoras ador adores aça~o aço~es ante antes ância": drop,
    "logia logias": (ending) => swap(ending, "log", r2),
    "uça~o uço~es": (ending) => swap(ending, "u", r2),
    "ência ências": (ending) => swap(ending, "ente", r2),
    "amente": (ending) =>
      swap(ending, "", r1) && (drop("iv") ? drop("at") : ["os", "ic", "ad"].some(drop), true),
    "mente": dropThen("ante", "avel", "ível"),
    "idade idades": dropThen("abil", "ic", "iv"),
    "iva ivo ivas ivos": dropThen("at"),
    "ira iras": (ending) => word.endsWith("e" + ending) && swap(ending, "ir", rv),
  });

  const tenses = (vowels, endings) =>
    vowels.flatMap((vowel) => endings.split(" ").map((ending) => vowel + ending)).join(" ");
  const VERBS = table({
    [tenses(["a", "e", "i"], "r ra rá ria rei ram riam rem ra~o ras rás rias res rdes reis ríeis ríamos remos rmos sse ssem sses ste stes ndo")]: dropInRv,
    [tenses(["á", "é", "í"], "reis sseis ramos")]: dropInRv,
    "ada ida ia ava ei am iam avam em ado ido as adas idas ias avas es is ais eis íeis áveis ados idos ámos amos íamos ávamos emos ássemos êssemos íssemos imos eu iu ou": dropInRv,
  });

  const RESIDUE = table({ "os a i o á í ó": dropInRv });

  return (text) => {
    // A nasal vowel counts as a vowel and a consonant.
    word = text.replace(/ã/g, "a~").replace(/õ/g, "o~");
    rv = (START.exec(word)?.[0] ?? word).length;
    r1 = regionAfter(0);
    r2 = regionAfter(r1);
    if (apply(STANDARD, 0) || apply(VERBS, rv)) {
      if (word.endsWith("ci")) dropInRv("i");
    } else {
      apply(RESIDUE, rv);
    }
    if (["e", "é", "ê"].some(dropInRv)) {
      if (/gu$|ci$/.test(word) && word.length > rv) word = word.slice(0, -1);
    } else {
      word = word.replace(/ç$/, "c");
    }
    return word.replace(/a~/g, "ã").replace(/o~/g, "õ");
  };
})();
