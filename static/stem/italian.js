// The Snowball stemmer for Italian (snowballstem.org/algorithms/italian/stemmer.html), as of version 3.1.
"use strict";

(self.stemmers ??= {}).italian = (() => {
  const V = "aeiouàèìòù";
  const GRAVE = { á: "à", é: "è", í: "ì", ó: "ò", ú: "ù" };
  const BETWEEN_VOWELS = new RegExp(`([${V}])([ui])(?=[${V}])`, "gu");
  const START = new RegExp(`^(?:divan|.[^${V}]+[${V}]|[${V}]{2,}[^${V}]|[^${V}][${V}].)`, "u");
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
  const compose = (heads, tails) =>
    heads.split(" ").flatMap((head) => tails.split(" ").map((tail) => head + tail)).join(" ");

  const PRONOUN = table({
    ["ci gli la le li lo mi ne si ti vi sene " + compose("glie me te ce ve", "la le li lo ne")]: (pronoun) => {
      const verb = word.slice(0, -pronoun.length);
      const found = /(?:[ae]ndo|[aei]r)$/.exec(verb);
      if (found && found.index >= rv) word = verb + (verb.endsWith("r") ? "e" : "");
    },
  });

  const STANDARD = table({
    "anza anze ico ici ica ice iche ichi ismo ismi abile abili ibile ibili ista iste isti istà istè istì oso osi osa ose mente atrice atrici ante anti": drop,
    "azione azioni atore atori": dropThen("ic"),
    "logia logie": (ending) => swap(ending, "log", r2),
    "uzione uzioni usione usioni": (ending) => swap(ending, "u", r2),
    "enza enze": (ending) => swap(ending, "ente", r2),
    "amento amenti imento imenti": dropInRv,
    "amente": (ending) =>
      swap(ending, "", r1) && (drop("iv") ? drop("at") : ["os", "ic", "abil"].some(drop), true),
    "ità": dropThen("abil", "ic", "iv"),
    "ivo ivi iva ive": (ending) => drop(ending) && (drop("at") && drop("ic"), true),
  });

  const VERBS = table({
    [compose("er ir", "à ai anno e ebbe ebbero ei emmo emo este esti ete ò ono")]: dropInRv,
    [compose("a e i", "va vamo vano vate vi vo")]: dropInRv,
    [compose("a i u", "ta te ti to")]: dropInRv,
    "ammo ando ano are arono asse assero assi assimo emmo enda ende endi endo essero ete iamo immo isca iscano isce isci isco iscono issero ono ar ir": dropInRv,
  });

  return (text) => {
    word = text
      .replace(/[áéíóú]/g, (letter) => GRAVE[letter])
      .replace(/qu/g, "qU")
      // A capital marks a letter that counts as a consonant.
      .replace(BETWEEN_VOWELS, (found, before, letter) => before + letter.toUpperCase());
    rv = (START.exec(word)?.[0] ?? word).length;
    r1 = regionAfter(0);
    r2 = regionAfter(r1);
    apply(PRONOUN, 0);
    apply(STANDARD, 0) || apply(VERBS, rv);
    if ([..."aeioàèìò"].some(dropInRv)) dropInRv("i");
    swap("ch", "c", rv) || swap("gh", "g", rv);
    return word.replace(/[IU]/g, (letter) => letter.toLowerCase());
  };
})();
