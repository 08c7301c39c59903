// The Snowball stemmer for French (snowballstem.org/algorithms/french/stemmer.html), as of version 3.1.
"use strict";

(self.stemmers ??= {}).french = (() => {
  const V = "aeiouyâàëéêèïîôûù";
  const MARKED = new RegExp(`[${V}][ui](?=[${V}])|[${V}]y|qu|y(?=[${V}])`, "gu");
  const START = new RegExp(`^(?:[${V}]{2}.|par|col|tap|ni[${V}]|.[^${V}]*[${V}])`, "u");
  const VOWEL_THEN_NOT = new RegExp(`[${V}][^${V}]`, "u");
  const AFTER_VOWEL = new RegExp(`[${V}]ments?$`, "u");
  const AFTER_CONSONANT = new RegExp(`[^${V}]issements?$`, "u");
  const CONSONANT_LAST = new RegExp(`[^${V}H]$`, "u");
  const ACCENTED = new RegExp(`[éè]([^${V}]+)$`, "u");
  const NOT_A_VERB = /(?:^.al|auv|épl)ais(?:es?)?$/u;

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
  const dropOr = (ending, by, region = 0) => drop(ending) || swap(ending, by, region);
  const dropInRv = (ending) => swap(ending, "", rv);
  // The e only keeps the g or c soft before an a.
  const dropBeforeA = (ending) => dropInRv(ending) && (dropInRv("e"), true);

  const STANDARD = table({
    "ance ances iqUe iqUes isme ismes able ables iste istes eux": drop,
    "atrice atrices ateur ateurs ation ations": (ending) => drop(ending) && (dropOr("ic", "iqU"), true),
    "logie logies": (ending) => swap(ending, "log", r2),
    "usion usions ution utions": (ending) => swap(ending, "u", r2),
    "ence ences": (ending) => swap(ending, "ent", r2),
    "ement ements": (ending) => {
      if (!dropInRv(ending)) return false;
      if (drop("iv")) drop("at");
      else dropOr("eus", "eux", r1) || drop("abl") || drop("iqU") || swap("ièr", "i", rv) || swap("Ièr", "i", rv);
      return true;
    },
    "ité ités": (ending) => drop(ending) && (dropOr("abil", "abl") || dropOr("ic", "iqU") || drop("iv"), true),
    "if ifs ive ives": (ending) => drop(ending) && (drop("at") && dropOr("ic", "iqU"), true),
    "eaux": (ending) => swap(ending, "eau", 0),
    "aux": (ending) => swap(ending, "al", r1),
    "oux": () => /[bhjlnp]oux$/.test(word) && swap("x", "", 0),
    "euse euses": (ending) => dropOr(ending, "eux", r1),
    "issement issements": (ending) => AFTER_CONSONANT.test(word) && swap(ending, "", r1),
    // These three leave what may be a verb's ending, so they return nothing and the verb steps follow.
    "amment": (ending) => { swap(ending, "ant", rv); },
    "emment": (ending) => { swap(ending, "ent", rv); },
    "ment ments": (ending) => { if (AFTER_VOWEL.test(word.slice(rv))) dropInRv(ending); },
  });

  const VERBS_IN_I = table({
    "îmes ît îtes i ie ies ir ira irai iraIent irais irait iras irent irez iriez irions irons iront is issaIent issais issait issant issante issantes issants isse issent isses issez issiez issions issons it":
      (ending) => CONSONANT_LAST.test(word.slice(rv, -ending.length)) && dropInRv(ending),
  });

  const VERBS = table({
    "ions": drop,
    "é ée ées és èrent er era erai eraIent erais erait eras erez eriez erions erons eront ez iez":
      dropInRv,
    "âmes ât âtes a ai aIent ait ant ante antes ants as asse assent asses assiez assions":
      dropBeforeA,
    "ais": (ending) => !NOT_A_VERB.test(word) && dropBeforeA(ending),
    "aise aises": (ending) => !NOT_A_VERB.test(word) && dropInRv(ending),
  });

  const RESIDUE = table({
    "ion": (ending) => /[st]ion$/.test(word.slice(rv)) && drop(ending),
    "ier ière Ier Ière": (ending) => swap(ending, "i", rv),
    "e": dropInRv,
  });

  return (text) => {
    // A capital marks a letter that counts as a consonant, an H the place of a diaeresis.
    word = text
      .replace(MARKED, (found) => found.slice(0, -1) + found.slice(-1).toUpperCase())
      .replace(/ë/g, "He").replace(/ï/g, "Hi");
    rv = (START.exec(word)?.[0] ?? word).length;
    r1 = regionAfter(0);
    r2 = regionAfter(r1);
    if (apply(STANDARD, 0) || apply(VERBS_IN_I, rv) || apply(VERBS, rv)) {
      word = word.replace(/Y$/, "i").replace(/ç$/, "c");
    } else {
      if (/(?:Hi|[^aiouès])s$/u.test(word)) word = word.slice(0, -1);
      apply(RESIDUE, rv);
    }
    return word
      .replace(/(enn|onn|ett|ell|eill)$/, (found) => found.slice(0, -1))
      .replace(ACCENTED, "e$1")
      .replace(/He/g, "ë").replace(/Hi/g, "ï").replace(/H/g, "")
      .replace(/[IUY]/g, (letter) => letter.toLowerCase());
  };
})();
