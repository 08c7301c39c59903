// The Snowball stemmer for Russian (snowballstem.org/algorithms/russian/stemmer.html), as of version 3.1.
"use strict";

(self.stemmers ??= {}).russian = (() => {
  const V = "аеиоуыэюя";
  const TO_FIRST_VOWEL = new RegExp(`^.*?[${V}]`, "u");
  const TO_SECOND_REGION = new RegExp(`^.*?[${V}][^${V}].*?[${V}][^${V}]`, "u");

  // The endings of the first group must follow an а or я, which stays.
  const ending = (afterA, any) => new RegExp(`(?:([ая])(?:${afterA})|${any})$`, "u");

  const GERUND = ending("в|вши|вшись", "[иы]в|[иы]вши|[иы]вшись");
  const REFLEXIVE = /с[яь]$/;
  const ADJECTIVE = /(?:[иыое]е|[иы]ми|[еиыо]й|[еиыо]м|[ео]го|[ео]му|[иы]х|[уюое]ю|[ая]я)$/;
  const PARTICIPLE = ending("ем|нн|вш|ющ|щ", "[иы]вш|ующ");
  const VERB = ending(
    "ла|на|ете|йте|ли|й|л|ем|н|ло|но|ет|ют|ны|ть|ешь|нно",
    "[иы]ла|ена|ейте|уйте|ите|[иы]ли|[еу]й|[иы]л|[иы]м|ен|[иы]ло|ено|ят|ует|уют|[иы]т|ены|[иы]ть|ишь|ую|ю",
  );
  const NOUN = /(?:а|[ео]в|[иь]?е|(?:ия|я|а)ми|[еи]?и|(?:ие|[еои])?й|(?:ия|я|ие|е|а|о)м|о|у|(?:а|ия|я)х|ы|ь|[иь]?ю|[иь]?я)$/;

  let tail;

  const cut = (pattern, left = "") => {
    const before = tail;
    tail = tail.replace(pattern, left);
    return tail !== before;
  };
  const cutAdjectival = () => cut(ADJECTIVE) && (cut(PARTICIPLE, "$1"), true);

  return (text) => {
    const word = text.replace(/ё/g, "е");
    // No rule looks at what stands before the first vowel or at that vowel.
    const head = TO_FIRST_VOWEL.exec(word)?.[0] ?? word;
    const r2 = (TO_SECOND_REGION.exec(word)?.[0] ?? word).length;
    tail = word.slice(head.length);
    if (!cut(GERUND, "$1")) {
      cut(REFLEXIVE);
      cutAdjectival() || cut(VERB, "$1") || cut(NOUN);
    }
    cut(/и$/);
    if (/ость?$/.test((head + tail).slice(r2))) cut(/ость?$/);
    const superlative = cut(/ейше?$/);
    cut(/нн$/, "н") || superlative || cut(/ь$/);
    return head + tail;
  };
})();
