// What is wrong with a list of names, in the words of the reader, which says why:
// broadsheet/content/naming.py and names.py. A test holds the two together. That a name is written
// in TeX the check alone tells, which has a parser for it. Before it, site.js is loaded.
"use strict";

const names = (() => {
  const LONGEST = 200;
  const LETTER = "[\\p{L}\\p{Nl}\\p{No}]"; // as Python counts them: [^\W\d_]
  const WORD = "[\\p{L}\\p{N}_]";
  const whole = (pattern) => new RegExp(`^(?:${pattern})$`, "iu");

  const SUFFIX = whole("(?:jr|sr|[ivx]+)\\.?|jun\\.|sen\\.|d\\. ?[äj]\\.");
  const ALONE = "(?:[Jj]r|[Ss]r|JR|SR)\\.?|(?:[Jj]un|[Ss]en)\\." +
    "|(?:X{0,2}(?:II|III|IV|IX|VI{1,3})|XX?V)\\.?|XX?I\\.|d\\. ?[ÄJ]\\.|der (?:Ältere|Jüngere)" +
    "|[Tt]he (?:Elder|Younger)";
  const SUFFIX_ALONE = new RegExp(`^(?:${ALONE})$`, "u");
  const SUFFIX_BEHIND = new RegExp(` (?:${ALONE})$`, "u");
  const DEGREE = whole("(?:ph\\.? ?d|d\\.? ?phil|[mb]\\.?sc|pharm\\.?d|dr\\.-?ing|mbbs|ll\\.?m|esq" +
    "|frcp|frs|dvm)\\.?");
  const DEGREE_IN_CAPITALS = /^(?:M\.D\.|MD|Ed\.?D\.?)$/u; // Edd and Md. are given names
  const DEGREE_OR_INITIALS = whole("(?:m\\.?d|mba|mph|d\\.?sc)\\.?");
  const TITLE = new RegExp(
    "^(?:(?:(?:Univ\\.-|Ass(?:oc|t|istant|ociate)\\.? |PD )?(?:Prof(?:\\.|essor)?|Dr\\.?(?:-Ing\\.)?)" +
    "|Mr\\.|Mrs\\.|Ms\\.|Dipl\\.-[A-Z][a-z]{1,9}\\.?) " +
    `(?:(?:h\\. ?c\\.|rer\\. ?nat\\.|med\\.|phil\\.|habil\\.|mult\\.) ){0,4})+(?=${WORD})`, "u");
  const FIRM = whole("(?:inc|incorporated|ltd|limited|llc|llp|plc|gmbh|corp|corporation|company|co" +
    "|pty|pte|s\\.r\\.l|b\\.v|n\\.v|s\\.a)\\.?(?: ltd\\.?)?");
  const OF_GROUP = new RegExp(`(?<!${WORD})(?:of|for|at)(?!${WORD})|^[Tt]he(?!${WORD})`, "u");
  const GROUP = new RegExp(`(?<!${WORD})(?:teams?|groups?|institut${WORD}*` +
    `|universit${WORD}*|research|cent(?:er|re)|labs?|laborator${WORD}+|departments?|consortium` +
    "|collaborations?|foundation|society|ministry|agency|office|council|committee|association" +
    "|network|project|initiative|school|college|academy" +
    `|${WORD}*(?:gesellschaft|gruppe|stiftung|akademie|bibliothek)|(?:arbeits|freundes|forschungs)kreis` +
    `|${WORD}*(?:verein|verband|museum|archiv|zentrum|hochschule|kommission|ministerium)|redaktion` +
    "|kollektiv|universidade?|acad[ée]mi[ae]|accademia|biblioth[èe]que|bibliothee?k|bibliote[ck]a" +
    "|soci[ée]t[éà]|sociedade?|asociaci[óo]n|associa(?:zione|ção)|fund(?:aci[óo]n|ação)" +
    "|fondation|fondazione|minist(?:ère|erio|ero|ério)|mus[ée]e|muse[ou]|centro|[ée]cole" +
    "|escuela|escola|scuola|laborato(?:ire|rio)|laboratório|groupe|gruppo|grupo|[ée]quipe|comit[ée]" +
    "|comitato|collectif|cole[ct]tivo|colectivo|институт|университет|академия|общество" +
    `|библиотека|музей)(?!${WORD})| e\\. ?V\\.$`, "iu");
  const HAN = "\\u3400-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3134f}";
  const FAMILY_FIRST = new RegExp(`^[${HAN}\\uac00-\\ud7a3\\u3041-\\u309f]` +
    `[${HAN}\\uac00-\\ud7a3\\u3005-\\u309fヵヶノツ]{0,4} [\\u3005-\\u30ff${HAN}\\uac00-\\ud7a3]{1,6}$`, "u");
  const OTHERS = whole("(?:(?:and|&|und|et|y) )?(?:et\\.? ?al(?:ii|\\.)?,?" +
    "|(?:(?:\\p{Nd}+|many|several|all|the) )?(?:others?|more|colleagues|co-?authors)|etc\\.?|u\\. ?a\\." +
    "|\\.\\.\\.|…|等|他|ほか)");
  const OTHERS_BEHIND = whole(`.*(?:[ ,]et(?:\\. ?| )al(?!${WORD})\\.?` +
    "|[ ,](?:and|&) (?:\\p{Nd}+ )?(?:others|more)|[ ,]etc\\.?)");
  const FOREIGN = /[，、；､﹐؛،]/u;
  const BETWEEN = / ?(?:[，、；､﹐؛،;|]|,? (?:and|&|und|et|\/) |, ?) ?/u;
  const PAIR = /^([^ ]+ [^ ]+) [ye] ([^ ]+ [^ ]+)$/u;
  const AND_BEFORE = /^(?:and|&) (?=[^ ]+ [^ ])/u;
  const MARKS = "*∗⋆†‡§¶‖#✉";
  const MARK = new RegExp(`^[*∗⋆†‡§¶]+ ?| ?(?<![${MARKS}])[${MARKS}]+$` +
    `|(?<=(?![A-ZÀ-Þ¹²³⁰-⁹])${LETTER})(?:\\p{Nd}{1,2}(?:, ?\\p{Nd}{1,2})*|[¹²³⁰-⁹]+)$| 0\\p{Nd}{3}$`, "u");
  const NUMBERED = /\p{Nd}{1,3}[.)] (?=\P{Nd})/gu;
  const LOCAL = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
  const LABEL = "[A-Za-z0-9]+(?:-+[A-Za-z0-9]+)*";
  const MAIL = new RegExp(`^${LOCAL}(?:\\.${LOCAL})*@${LABEL}(?:\\.${LABEL})+$`, "u");
  const LINK = /^https?:\/\/[^\s/?#@:<>"\\^`{|}]+(?::[0-9]+)?(?:[/?#][^\s<>"\\^`{|}]*)?$/iu;
  const ROLE = "(?:hrsgg?|hgg?|herausgeber(?:in|innen)?|verfasser(?:in|innen)?|mitwirkende[rn]?" +
    "|bearbeiter(?:in|innen)?|übersetzer(?:in|innen)?|autor(?:in|a)?|auteure?|authors?|editors?" +
    "|éditeur(?:s|rice)?(?: scientifique)?|editor(?:a|es)|translators?|traduct(?:eur|rice|ora?)" +
    "|compilers?|coordinadora?|illustrator(?:in)?|curatore)\\.?";
  const SHORT_ROLE = "(?:eds?|éds?|édit|edd|verf|übers|bearb|ill|mitarb|comps?|orgs?|dir|coords?|trad" +
    "|transl?|red|aut)\\.|eds|a cura di";
  const ROLE_BEHIND = new RegExp(`,? ?[([](?:${ROLE}|${SHORT_ROLE})[)\\]]$|, ?${ROLE}$`, "iu");
  const PLACE = / ?[([][^()[\]]*[)\]]$/u;
  const PLACE_BEHIND_COMMA = /, ?[^,]*$/u;
  const OF_BRACKETS = new RegExp(`[A-Z]{2}|[a-z][A-Z]|[/,\\p{Nd}]|(?<!${WORD})(?:author|equal)`, "u");
  const OF_COMMA = /^[A-Z]{3,}$/u;
  const HALF = new RegExp(`^${LETTER}+(?:[-'’]${LETTER}+)*$`, "u");
  const ACCENT = /(?<![иуі])[\u0306\u0308]|[\u0300-\u0305\u0307\u0309-\u036f]|[^\p{L}\p{N}\p{M}]/gu;

  // A name of words of two letters or more and of initials behind the first, as most are.
  const LATIN = "[A-Za-zÀ-ÖØ-öø-ɏЀ-ԯḀ-ỿ]";
  const PLAIN_WORD = `(?:${LATIN}['’])?${LATIN}{2,}(?:-${LATIN}{2,})*`;
  const PLAIN = new RegExp(`^${PLAIN_WORD}(?: [A-Z]\\.)*(?: ${PLAIN_WORD})+$`, "u");
  const isPlain = (name) => PLAIN.test(name) && faultOf(name, "") === null;

  const isSuffix = (text) => SUFFIX_ALONE.test(text);
  const isDegree = (text) => DEGREE.test(text) || DEGREE_IN_CAPITALS.test(text);
  const isGroup = (name) => GROUP.test(name) || OF_GROUP.test(name);
  const isFull = (name) => name.includes(" ") && !/^\p{Lowercase}/u.test(name) && !isGroup(name);

  // A text without signs at its end, or at both. A pattern would look for the end from each of them.
  function strippedBehind(text, signs) {
    let end = text.length;
    while (end && signs.includes(text[end - 1])) end -= 1;
    return text.slice(0, end);
  }

  function stripped(text, signs) {
    const kept = strippedBehind(text, signs);
    return kept.slice([...kept].findIndex((sign) => !signs.includes(sign)));
  }

  function isFirm(name) {
    const comma = name.lastIndexOf(",");
    return comma > 0 && Boolean(name.slice(0, comma).trim()) && FIRM.test(name.slice(comma + 1).trim());
  }

  function isAndList(name) {
    const parts = name.split(/,? (?:and|&|und|et) /u);
    return parts.length > 1 && parts.every(isFull);
  }

  function joinName(family, given, suffix = "") {
    if (!suffix && FAMILY_FIRST.test(`${family} ${given}`)) return family + given;
    return [given, family, suffix].filter(Boolean).join(" ");
  }

  function isDegreeBehind(text, first, place) {
    if (!DEGREE_OR_INITIALS.test(text)) return isDegree(text);
    return place > 0 || (first.includes(" ") && !/^\p{Lowercase}/u.test(first));
  }

  const withoutTitle = (name) => name.replace(TITLE, "");

  // But for a title before one word, as in Dr. Seuss.
  function withoutTitleOf(name) {
    const bare = withoutTitle(name);
    return /[ ,]/u.test(bare) && !isGroup(bare) ? bare : name;
  }

  function withoutDegree(name) {
    const [first, ...behind] = name.split(",").map((one) => one.trim());
    const kept = behind.filter((one, place) => !isDegreeBehind(one, first, place));
    const words = [first, ...kept].join(", ").split(" ");
    while (words.length > 2 && isDegree(words.at(-1)) && words.at(-1) !== "MD") words.pop();
    return strippedBehind(words.join(" "), ",");
  }

  // A name as it is read aloud, its family and its given names; these are empty where none is told.
  function partName(name) {
    const unnumbered = name.replace(/ 0\p{Nd}{3}(?= ?(?:,|$))/gu, "");
    const text = withoutTitleOf(stripped(unnumbered, `${MARKS} `));
    if (isFirm(text)) return [text, text, ""];
    const [first = "", ...behind] = text.split(",").map((one) => one.trim()).filter(Boolean);
    const rest = behind.filter((one, place) => !isDegreeBehind(one, first, place)).map(withoutTitle);
    if (rest.length === 1) {
      if (isSuffix(rest[0])) return [`${first} ${rest[0]}`, "", ""];
      const behind = rest[0].match(SUFFIX_BEHIND);
      if (behind) return [joinName(first, rest[0].slice(0, behind.index), behind[0].trim()), "", ""];
      return [joinName(first, rest[0]), first, rest[0]];
    }
    if (rest.length === 2) {
      const [suffix, given] = SUFFIX.test(rest[0]) ? rest : [rest[1], rest[0]];
      return [joinName(first, given, suffix), "", ""];
    }
    return [rest.length ? text : first.replace(/ (?:ph\.? ?d\.?|m\.d\.)$/iu, ""), "", ""];
  }

  function isListed(name) {
    const [aloud, family, given] = partName(name);
    return (isFull(family) && isFull(given)) || (aloud.includes(",") && !isFirm(name));
  }

  function partNames(text) {
    const byWords = text.split(/ ?[;；] ?|,? (?:and|&) /u);
    if (byWords.length > 1 && byWords.every((one) => one.includes(",") && !isListed(one))) {
      return byWords.map((one) => partName(one)[0]);
    }
    const [aloud, family, given] = partName(text);
    if (family && given && !isListed(text)) return [aloud];
    return text.split(BETWEEN).filter(Boolean);
  }

  const inBrief = (name) => [...name].slice(0, 80).join("");

  // As Python writes a text: in the other quotes where it holds an apostrophe.
  function shownOf(name) {
    const cut = inBrief(name).replaceAll("\\", "\\\\");
    if (cut.includes("'") && !cut.includes('"')) return `"${cut}"`;
    return `'${cut.replaceAll("'", "\\'")}'`;
  }

  function inShort(list) {
    const text = [...list.join(", ")];
    return text.length <= LONGEST ? text.join("") : `${text.slice(0, LONGEST).join("")}…`;
  }

  function whereItBelongs(name, before) {
    if (!before || isDegree(name)) return say("take it out");
    return isSuffix(name)
      ? say("write %(name)s", { name: `${before} ${name}` }) : say('write "%(name)s"', { name: `${before}, ${name}` });
  }

  // What is wrong with a name, and what is told of it though it may be right as it is.
  const wrong = (text) => ({ text, isDoubt: false });
  const doubt = (text) => ({ text, isDoubt: true });

  function addressIn(name, shown) {
    const words = name.split(" ");
    const kept = words.filter((word) => ![MAIL, LINK].some((form) => form.test(stripped(word, "<>()[];,"))));
    if (kept.length === words.length) return null;
    return wrong(kept.length
      ? say("%(shown)s must be a name alone: write %(bare)s", { shown, bare: kept.join(" ") })
      : say("%(shown)s must be a name alone: write the name", { shown }));
  }

  function marksIn(name, shown) {
    let bare = strippedBehind(name.replace(NUMBERED, ""), " ,;，、；،");
    for (let less; (less = bare.replace(MARK, "")) !== bare;) bare = less;
    if (bare === name || !bare) return null;
    const told = say("%(shown)s must be a name alone: write %(bare)s", { shown, bare });
    const isGroupPerhaps = /^\p{L}+$/u.test(bare) && /[\p{Nd}¹²³⁰-⁹]$/u.test(name);
    return isGroupPerhaps ? doubt(say("%(told)s, or {name: %(name)s} for a group", { told, name })) : wrong(told);
  }

  // What a catalogue tells of a person: that somebody is an editor, say.
  function roleIn(name, shown) {
    const role = name.match(ROLE_BEHIND);
    const before = role ? name.slice(0, role.index) : "";
    if (!before || !(before.includes(" ") || !role[0].includes(","))) return null;
    const bare = before.includes(",") ? partName(before)[0] : before;
    return doubt(say("%(shown)s must be a name alone: write %(bare)s", { shown, bare }));
  }

  // Two names with a small word between them, which may stand within one: Ortega y Gasset.
  function pairIn(name, shown) {
    const [, ...pair] = name.match(PAIR) ?? [];
    if (!pair.length || !pair.every(isFull)) return null;
    const told = say("%(shown)s must be one name: write %(names)s, each an entry of its own", { shown, names: pair.join(", ") });
    return doubt(say("%(told)s, or {name: ...} for a group", { told }));
  }

  function severalIn(name, shown) {
    if (AND_BEFORE.test(name)) {
      return wrong(say("%(shown)s must be one name: write %(name)s", { shown, name: name.replace(AND_BEFORE, "") }));
    }
    const parts = partNames(name);
    const told = say("%(shown)s must be one name: write %(names)s, each an entry of its own", { shown, names: inShort(parts) });
    const foreign = name.match(FOREIGN);
    if (parts.length > 1 && foreign) return wrong(say("%(told)s: %(sign)s parts nothing here", { told, sign: foreign[0] }));
    if (parts.length > 1 && (name.includes("|") || name.includes(" / "))) return wrong(told);
    if (isAndList(name)) return wrong(say("%(told)s, or {name: ...} for a group", { told }));
    return isListed(name) ? wrong(say("%(told)s, or one name as it is read aloud", { told })) : null;
  }

  function tellsPlace(text) {
    const inner = stripped(text, " ,()[]");
    return !isSuffix(inner) && ((text.startsWith(",") ? OF_COMMA : OF_BRACKETS).test(inner) || isGroup(inner));
  }

  // Titles, degrees, and where one works.
  function honoursIn(name, shown) {
    const person = withoutDegree(name);
    const place = person.match(PLACE) ?? person.match(PLACE_BEHIND_COMMA);
    const before = place ? person.slice(0, place.index) : person;
    if (isGroup(before) || isFirm(name)) return null;
    const isTold = place !== null && isFull(before) && tellsPlace(place[0]);
    const bare = withoutDegree(withoutTitle(isTold ? before : person));
    if (bare === name || !bare) return null;
    const told = say("%(shown)s must be a name alone: write %(bare)s", { shown, bare });
    const whole = { told, name: inBrief(name) };
    if (isTold) return doubt(say("%(told)s, or {name: %(name)s} for a group", whole));
    return doubt(bare.includes(" ") ? told : say("%(told)s, or {name: %(name)s} for one who is called so", whole));
  }

  function orderOf(name) {
    if (!name.includes(",") || isGroup(name)) return null;
    const [aloud, family, given] = partName(name);
    const pieces = name.split(",");
    const last = pieces.at(-1).trim();
    const several = pieces.length > 2 && !isDegree(last) && !isFirm(name);
    const isInverted = (family && given) || SUFFIX_BEHIND.test(last);
    return isInverted || several ? doubt(say("write the name as it is read aloud: %(name)s", { name: aloud })) : null;
  }

  function faultOf(name, before) {
    const size = [...name].length;
    if (size > LONGEST) {
      return wrong(say("an entry of authors must have at most %(limit)s characters, not %(size)s", { limit: LONGEST, size }));
    }
    const shown = shownOf(name);
    if (OTHERS.test(name)) return wrong(say("%(shown)s is no name: write every author's name", { shown }));
    if (isSuffix(name) || isDegree(name) || FIRM.test(name)) {
      return wrong(say("%(shown)s is no name: %(cure)s", { shown, cure: whereItBelongs(name, before) }));
    }
    if (!/[\p{L}\p{N}]/u.test(name)) return wrong(say("%(shown)s is no name: it has no letter", { shown }));
    if (name.slice(0, -1).includes(";") || OTHERS_BEHIND.test(name)) {
      return wrong(say("%(shown)s must be one name: write every author's name", { shown }));
    }
    return addressIn(name, shown) ?? marksIn(name, shown) ?? roleIn(name, shown) ?? severalIn(name, shown) ??
      pairIn(name, shown) ?? honoursIn(name, shown) ?? orderOf(name);
  }

  // Family and given names in lines of their own: in all, or in two among whole names.
  function halvesIn(list) {
    const isHalf = (name) => /^\p{Lu}[^\p{Lu}\p{Lt}]*$/u.test(name) && /\p{Ll}/u.test(name) && HALF.test(name);
    const halves = [...list.keys()].filter((place) => isHalf(list[place]));
    if (!halves.length || halves.length % 2) return "";
    const others = list.filter((name) => !isHalf(name));
    const isPair = halves.length === 2 && halves[1] === halves[0] + 1;
    if (others.length && !(isPair && others.every(isPlain))) return "";
    const firsts = halves.filter((_, place) => place % 2 === 0);
    const people = list.flatMap((name, place) => {
      if (firsts.includes(place)) return [joinName(name, list[place + 1])];
      return halves.includes(place) ? [] : [name];
    });
    return say(
      "these are names of one word each: write [%(people)s], or {name: %(name)s} for one who has no other",
      { people: inShort(people), name: list[halves[0]] },
    );
  }

  function twiceIn(list) {
    const seen = new Set();
    for (const name of list) {
      const key = name.normalize("NFKD").toLowerCase().replace(ACCENT, "") || name;
      if (seen.has(key)) return say("%(name)s stands twice in authors: read once", { name });
      seen.add(key);
    }
    return "";
  }

  // The first thing that is wrong, and the first that is told though it may be right as it is.
  function judge(list) {
    const faults = list.map((name, place) => faultOf(name, list[place - 1] ?? ""));
    const first = (isDoubt) => faults.find((one) => one?.isDoubt === isDoubt)?.text ?? "";
    return { wrong: first(false), doubt: first(true) || twiceIn(list) || halvesIn(list) };
  }
  return { judge };
})();
