// The Snowball stemmer for Arabic (snowballstem.org/algorithms/arabic/stemmer.html), as of version 3.1.
"use strict";

(self.stemmers ??= {}).arabic = (() => {
  // Each table is {the least length of a word that loses it: "endings"}.
  const table = (groups) => new Map(Object.entries(groups).flatMap(
    ([least, endings]) => endings.split(" ").map((ending) => [ending, Number(least)])));

  const VERB_PRONOUN = table({ 4: "ه ك", 5: "ني نا ها هم هن كم كن", 6: "هما كما كمو" });
  const VERB_TENSE = table({ 4: "ت ا ن ي", 5: "نا تا تن", 6: "ان ون ين تما" });
  const VERB_PLURAL = table({ 5: "وا تم" });
  const VERB_PLURAL_BEFORE_PRONOUN = table({ 4: "و", 6: "تمو" });
  const NOUN_PRONOUN = table({ 4: "ي ك ه", 5: "نا كم ها هن هم", 6: "كما هما" });
  const NOUN_DUAL = table({ 6: "ن" });
  const NOUN_VOWEL = table({ 5: "ا ي و" });
  const NOUN_PLURAL = table({ 5: "ات" });
  const NOUN_OPEN_T = table({ 4: "ت" });
  const NOUN_CLOSED_T = table({ 4: "ة" });

  const SEAT = { أ: "ا", إ: "ا", آ: "ا", ؤ: "و", ئ: "ي" };

  let word;

  const size = () => [...word].length;

  const strip = (endings) => {
    const length = [3, 2, 1].find((n) => endings.has(word.slice(-n)));
    if (!length || size() < endings.get(word.slice(-length))) return false;
    word = word.slice(0, -length);
    return true;
  };
  const stripOneOf = (...tables) => tables.some(strip);
  const stripNumber = () => stripOneOf(NOUN_VOWEL, NOUN_PLURAL, NOUN_OPEN_T);

  const stripVerb = () => {
    if (!strip(VERB_PRONOUN)) return stripOneOf(VERB_PLURAL, VERB_TENSE);
    while (strip(VERB_PRONOUN));
    stripOneOf(VERB_TENSE, VERB_PLURAL_BEFORE_PRONOUN);
    return true;
  };

  const stripNoun = (defined) => {
    let relative = /ي()$/u;
    const closed = strip(NOUN_CLOSED_T);
    if (!closed && !defined && strip(NOUN_PRONOUN)) {
      // As published, a pronoun with no ending of number before it has the step below pass over a letter.
      if (!stripNumber()) relative = /ي(.)$/u;
    } else if (!closed && !(strip(NOUN_DUAL) && stripNumber())) {
      (!defined && strip(NOUN_VOWEL)) || strip(NOUN_PLURAL);
    }
    if (size() < 3 || !relative.test(word)) return false;
    word = word.replace(relative, "$1");
    return true;
  };

  const swap = (pattern, least, by, from = 0) => {
    const rest = word.slice(from);
    if (size() < least || !pattern.test(rest)) return false;
    word = word.slice(0, from) + rest.replace(pattern, by);
    return true;
  };

  const stripPrefixes = (defined) => {
    // A letter that a rule has put stays: the rules after it begin behind it.
    const from = swap(/^أ(?=[أآاإ])/, 4, "") || swap(/^أؤ/, 4, "أ") ? 1 : 0;
    swap(/^[فو](?!ا)/, 4, "", from);
    if (swap(/^[بك]ال/, 6, "", from) || swap(/^[لا]ل/, 5, "", from)) return;
    if (swap(/^(?:ب(?!ا)|ك(?=ك))/, 4, "", from) || defined) return;
    const behind = from + swap(/^س(?=[يتنأ])/, 5, "", from);
    swap(/^[ينت](?=ست)/, 5, "ا", behind);
  };

  return (text) => {
    const letters = [...text].length;
    const defined = (letters > 4 && /^[بك]ال/.test(text)) || (letters > 3 && /^[لا]ل/.test(text));
    word = text
      .replace(/[\u0640\u064B-\u0652]/g, "")
      .replace(/[\u0660-\u0669]/g, (digit) => digit.charCodeAt(0) - 0x660)
      .replace(/[\uFE80-\uFEFC]/g, (shape) => shape.normalize("NFKC"));
    (!defined && stripVerb()) || stripNoun(defined) || (word = word.replace(/ى$/, "ي"));
    stripPrefixes(defined);
    return word.replace(/[أإآؤئ]$/, "ء").replace(/[أإآؤئ]/g, (letter) => SEAT[letter]);
  };
})();
