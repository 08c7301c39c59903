// The Snowball stemmer for Spanish (snowballstem.org/algorithms/spanish/stemmer.html), as of version 3.1.
"use strict";

(self.stemmers ??= {}).spanish = (() => {
  const V = "aeiouáéíóúü";
  const START = new RegExp(`^(?:.[^${V}]+[${V}]|[${V}]{2,}[^${V}]|[^${V}][${V}].)`, "u");
  const VOWEL_THEN_NOT = new RegExp(`[${V}][^${V}]`, "u");
  const PLAIN = { á: "a", é: "e", í: "i", ó: "o", ú: "u" };
  const unaccent = (text) => text.replace(/[áéíóú]/g, (letter) => PLAIN[letter]);

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

  const PRONOUN = table({
    "me se sela selo selas selos la le lo las les los nos": (pronoun) => {
      const verb = word.slice(0, -pronoun.length);
      const found = /(?:i[eé]ndo|[aá]ndo|[aáeéií]r|yendo)$/.exec(verb);
      if (!found || found.index < rv || /(?:^|[^u])yendo$/u.test(verb)) return;
      word = verb.slice(0, found.index) + unaccent(found[0]);
    },
  });

  const STANDARD = table({
    "anza anzas ico ica icos icas ismo ismos able ables ible ibles ista istas oso osa osos osas amiento amientos imiento imientos": drop,
    "adora adoras ador adores ación aciones acion ante antes ancia ancias": dropThen("ic"),
    "logía logías": (ending) => swap(ending, "log", r2),
    "ución uciones ucion": (ending) => swap(ending, "u", r2),
    "encia encias": (ending) => swap(ending, "ente", r2),
    "amente": (ending) =>
      swap(ending, "", r1) && (drop("iv") ? drop("at") : ["os", "ic", "ad"].some(drop), true),
    "mente": dropThen("ante", "able", "ible"),
    "idad idades": dropThen("abil", "ic", "iv"),
    "iva ivo ivas ivos": dropThen("at"),
  });

  const VERBS_IN_Y = table({
    "ya ye yan yen yeron yendo yo yó yas yes yais yamos":
      (ending) => word.endsWith("u" + ending) && dropInRv(ending),
  });

  const tenses = (vowels, endings) =>
    vowels.flatMap((vowel) => endings.split(" ").map((ending) => vowel + ending)).join(" ");
  const VERBS = table({
    // The u of gu only keeps the g hard before an e.
    "en es éis emos": (ending) => { if (dropInRv(ending) && word.endsWith("gu")) swap("u", "", 0); },
    [tenses(["a", "e", "i"], "rían rías rán rás ríais ría réis ríamos remos rá ré")]: dropInRv,
    [tenses(["a", "ie"], "ra ran ras rais se sen ses seis ron ndo")]: dropInRv,
    "aba ada ida ía ad ed id aste iste an aban ían ado ido ió ar er ir as abas adas idas ías ís áis abais íais asteis isteis ados idos amos ábamos íamos imos áramos iéramos iésemos ásemos": dropInRv,
  });

  const RESIDUE = table({
    "os a o á í ó": dropInRv,
    "e é": (ending) => { if (dropInRv(ending) && word.endsWith("gu")) swap("u", "", rv); },
  });

  return (text) => {
    word = text;
    rv = (START.exec(word)?.[0] ?? word).length;
    r1 = regionAfter(0);
    r2 = regionAfter(r1);
    apply(PRONOUN, 0);
    apply(STANDARD, 0) || apply(VERBS_IN_Y, rv) || apply(VERBS, rv);
    apply(RESIDUE, rv);
    return unaccent(word);
  };
})();
