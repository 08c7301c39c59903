"""People's names: in which order they are read aloud, and where the family name begins."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from broadsheet.content.model import Paper

    Names = list[tuple[str, str, str]]  # family name, given name, suffix

_PARTICLES = frozenset(
    ["van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "du", "la", "ten", "ter"]
) | {"'t", "’t", "te", "af", "av", "zu", "zum", "zur", "vom", "las", "los", "das", "do", "le"}

_JOINING = frozenset(["y", "i", "e"])  # two family names: Ortega y Gasset, Costa e Silva

# A family name in Han, Hangul or hiragana stands before the given name, with no space between
# them. A name of another language, in katakana, does not.
_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_FAMILY_FIRST = re.compile(
    f"[{_HAN}\uac00-\ud7a3\u3041-\u309f][{_HAN}\uac00-\ud7a3\u3005-\u309fヵヶノツ]{{0,4}}"
    f" [\u3005-\u30ff{_HAN}\uac00-\ud7a3]{{1,6}}"
)
# What stands behind a name. Initials may look like a degree, as in `Doe, MD`.
_SUFFIX = re.compile(r"(?:(?:jr|sr|[ivx]+)\.?|jun\.|sen\.|d\. ?[äj]\.)", re.IGNORECASE)
# Jun is a given name, Xi a family's, and one letter an initial.
_ELDER = "d\\. ?[ÄJ]\\.|der (?:Ältere|Jüngere)|[Tt]he (?:Elder|Younger)"
_SUFFIX_ALONE = re.compile(
    r"(?:[Jj]r|[Ss]r|JR|SR)\.?|(?:[Jj]un|[Ss]en)\."
    rf"|(?:X{{0,2}}(?:II|III|IV|IX|VI{{1,3}})|XX?V)\.?|XX?I\.|{_ELDER}"
)
_SUFFIX_BEHIND = re.compile(rf" (?:{_SUFFIX_ALONE.pattern})$")
_ELDER_BEHIND = re.compile(rf" (?:{_ELDER})$")
_DEGREE = re.compile(
    r"(?:ph\.? ?d|d\.? ?phil|[mb]\.?sc|(?-i:Ed\.?D)"
    r"|pharm\.?d|dr\.-?ing|mbbs|ll\.?m|esq|frcp|frs|dvm)\.?",
    re.IGNORECASE,
)
_DEGREE_OR_INITIALS = re.compile(r"(?:m\.?d|mba|mph|d\.?sc)\.?", re.IGNORECASE)
_DEGREE_BEHIND = re.compile(r" (?:ph\.? ?d\.?|m\.d\.)$", re.IGNORECASE)
# What stands before a name. Md. and St. are parts of names; so may Sir and Ing be.
_TITLE = re.compile(
    r"(?:(?:(?:Univ\.-|Ass(?:oc|t|istant|ociate)\.? |PD )?(?:Prof(?:\.|essor)?|Dr\.?(?:-Ing\.)?)"
    r"|Mr\.|Mrs\.|Ms\.|Dipl\.-[A-Z][a-z]{1,9}\.?) "
    r"(?:(?:h\. ?c\.|rer\. ?nat\.|med\.|phil\.|habil\.|mult\.) ){0,4})+(?=\w)"
)
_FIRM = re.compile(
    r"(?:inc|incorporated|ltd|limited|llc|llp|plc|gmbh|corp|corporation|company|co|pty|pte"
    r"|s\.r\.l|b\.v|n\.v|s\.a)\.?(?: ltd\.?)?",
    re.IGNORECASE,
)
_BEHIND = re.compile(  # any of these
    "|".join(one.pattern for one in (_SUFFIX_ALONE, _DEGREE, _DEGREE_OR_INITIALS, _FIRM)),
    re.IGNORECASE,
)
_GROUP = re.compile(  # The is a given name in Vietnam, At and For may be elsewhere
    r"(?-i:\b(?:of|for|at)\b|\A[Tt]he\b)| e\. ?V\.$"
    r"|\b(?:teams?|groups?|institut\w*|universit\w*|research|cent(?:er|re)|labs?"
    r"|laborator\w+|departments?|consortium|collaborations?|foundation|society|ministry|agency"
    r"|office|council|committee|association|network|project|initiative|school|college|academy"
    r"|(?:arbeits|freundes|forschungs)kreis|redaktion|kollektiv|universidade?|acad[ée]mi[ae]"
    r"|accademia|biblioth[èe]que|bibliothee?k|bibliote[ck]a|soci[ée]t[éà]|sociedade?"
    r"|asociaci[óo]n|associa(?:zione|ção)|fund(?:aci[óo]n|ação)|fondation|fondazione"
    r"|minist(?:ère|erio|ero|ério)|mus[ée]e|muse[ou]|centro|[ée]cole|escuela|escola|scuola"
    r"|laborato(?:ire|rio)|laboratório|groupe|gruppo|grupo|[ée]quipe|comit[ée]|comitato"
    r"|collectif|cole[ct]tivo|colectivo|институт|университет|академия|общество|библиотека|музей)\b"
    r"|(?:gesellschaft|gruppe|stiftung|akademie|bibliothek|verein|verband|museum|archiv|zentrum"
    r"|hochschule|kommission|ministerium)\b",
    re.IGNORECASE,
)
# Signs that no name holds which is written as it is read aloud.
_ODD = re.compile(
    r"[*†‡§¶∗⋆✉|,，、；､;@#]|^(?:and|&) | [/&] |[^\W\d_A-ZÀ-Þ]\d+$| 0\d{3}$|[¹²³⁰-⁹]$"
)
# Most names are plain, and a hundred thousand of them are looked at in a large feed: words of two
# letters or more, in alphabets that have capitals, and initials behind the first; no word is one
# that tells of more than a name, and the last belongs to it.
_WORD = "(?:{0}['’])?{0}{{2,}}(?:-{0}{{2,}})*".format("[A-Za-zÀ-ÖØ-öø-ɏЀ-ԯḀ-ỿ]")
_PLAIN = re.compile(rf"{_WORD}(?: [A-Z]\.)*(?: {_WORD})+")
_TELLING = re.compile(
    r"\b(?:and|et|und|others?|more|etc|colleagues|authors|coauthors|ltd)\b"
    rf"|^(?:pd )?dr |\bprof(?:essor)? | (?:{_SUFFIX_ALONE.pattern}|{_DEGREE.pattern}|md)$",
    re.IGNORECASE,
)
_NUMBER = re.compile(r" 0\d{3}(?= ?(?:,|$))")
_MARKS = "*∗⋆†‡§¶‖#✉"  # by which title pages refer to notes


def join_name(family: str, given: str, suffix: str = "") -> str:
    """Return a name as it is read aloud: Ada Lovelace, 王小明, 김철수."""
    if not suffix and _FAMILY_FIRST.fullmatch(f"{family} {given}"):
        return family + given
    return " ".join(filter(None, (given, family, suffix)))


def split_name(name: str) -> tuple[str, str]:
    """Return family and given name: the last word, with the small words before it, is the family.

    A name of one word is a family name, and so is an organization: a firm, or what holds "and". A
    suffix belongs to neither. A name with odd signs has no parts but those that are told: both are
    empty then.
    """
    return _split(name)[:2]


def _split(name: str) -> tuple[str, str, str]:
    """Return family name, given name and suffix."""
    if is_plain(name):
        return *_split_words(name.split()), ""  # as would come out below
    if is_firm(name):
        return name, "", ""
    bare, suffix = split_suffix(name)
    if _ODD.search(bare) or is_and_list(bare):
        return "", "", suffix
    words = bare.split()
    is_bare = is_suffix(" ".join(words[-1:])) or _ELDER_BEHIND.search(bare)
    if not words[1:] or "and" in words or is_bare:
        return name, "", suffix
    if _FAMILY_FIRST.fullmatch(bare):
        return words[0], words[1], suffix
    return *_split_words(words), suffix


def _split_words(words: list[str]) -> tuple[str, str]:
    """Return family and given name of several words."""
    start = len(words) - 1
    if start > 1 and words[start - 1] in _JOINING:
        start -= 2
    while start > 1 and _is_particle(
        words[start - 1],
        leads=start < len(words) - 1 or _is_particle(words[start - 2], leads=False),
    ):
        start -= 1
    return " ".join(words[start:]), " ".join(words[:start])


def _is_particle(word: str, *, leads: bool) -> bool:
    """Return whether a word belongs to the family name; a capital one that `leads` others does.

    So does one behind another: de La Salle.
    """
    return word.casefold() in _PARTICLES and (word.islower() or leads)


def split_suffix(name: str) -> tuple[str, str]:
    """Return a name and what stands behind it, as in `Sammy Davis III` or `Jane Roe, PhD`.

    At least two words stand before a suffix: `Jones Jr.` is whole.
    """
    elder = _ELDER_BEHIND.search(name)
    bare, _, last = name.rpartition(" ")
    if elder:
        bare, last = name[: elder.start()], elder[0].strip()
    if not (_SUFFIX_ALONE.fullmatch(last) or is_degree(last)):
        return name, ""
    bare = bare.rstrip(",")
    return (bare, last) if " " in bare else (name, "")


def split_names(paper: Paper) -> Names:
    """Return family name, given name and suffix of each author, as the paper's file parts them."""
    told = {name: (family, given, "") for name, family, given in paper.splits}
    return [told.get(name) or _split_whole(name) for name in paper.authors]


@lru_cache(maxsize=1 << 14)  # a paper's key, and its citations, ask for the same
def _split_whole(name: str) -> tuple[str, str, str]:
    """Return the three parts of a name that is written whole; where it has none, the name.

    That of a group, as a word of it tells, has none.
    """
    if has_group_word(name):
        return name, "", ""
    family, given, suffix = _split(name)
    return (family, given, suffix) if given else (name, "", "")


def part_name(text: str) -> tuple[str, str, str]:
    """Return a name of a source as it is read aloud, its family and its given names.

    The source may have it as `Family, Given`, with a suffix (`King, Martin Luther, Jr.` or `King,
    Jr., Martin Luther`), a degree or a title, which is left out, or DBLP's number. A firm is whole,
    as is a name with a suffix; where no parts are told, these are empty.
    """
    text = without_title_of(without_number(" ".join(text.split())).strip(f"{_MARKS} "))
    if is_firm(text):
        return text, text, ""
    first, *rest = list(filter(None, (piece.strip() for piece in text.split(",")))) or [""]
    rest = [one for place, one in enumerate(rest) if not is_degree_behind(one, first, place)]
    rest = [without_title(one) for one in rest]
    match rest:
        case [suffix] if is_suffix(suffix):
            aloud = f"{first} {suffix}"
        case [given] if behind := _SUFFIX_BEHIND.search(given):  # King, Martin Luther Jr.
            aloud = join_name(first, given[: behind.start()], behind[0].strip())
        case [given]:
            return join_name(first, given), first, given
        case [suffix, given] if _SUFFIX.fullmatch(suffix):
            aloud = join_name(first, given, suffix)
        case [given, suffix]:
            aloud = join_name(first, given, suffix)
        case _:
            aloud = text if rest else _DEGREE_BEHIND.sub("", first)
    return aloud, "", ""


def without_title_of(text: str) -> str:
    """Return a name without an academic title, if more than a word is left: not Seuss alone."""
    bare = without_title(text)
    is_whole = (" " in bare or "," in bare) and not has_group_word(bare)
    return bare if is_whole else text


def without_title(name: str) -> str:
    """Return a name without the titles before it: Prof. Dr. Jane Roe."""
    found = _TITLE.match(name)
    return name[found.end() :] if found else name


def without_degree(name: str) -> str:
    """Return a name without the degrees behind it: Jane Roe, MD, PhD; Jane Roe PhD."""
    first, *rest = [part.strip() for part in name.split(",")]
    kept = [one for place, one in enumerate(rest) if not is_degree_behind(one, first, place)]
    words = ", ".join([first, *kept]).split(" ")
    while len(words) > 2 and is_degree(words[-1]) and words[-1] != "MD":  # noqa: PLR2004 - a name's
        words.pop()
    return " ".join(words).rstrip(",")


def without_number(name: str) -> str:
    """Return a name without the number by which DBLP tells namesakes: Wei Wang 0001."""
    return _NUMBER.sub("", name)


def is_whole(name: str) -> bool:
    """Return whether BibTeX would cut a name wrongly: one with a suffix, a degree or a firm's end.

    So it would one in Han or Hangul whose family name stands first, without a comma.
    """
    parts = [part.strip() for part in name.split(",")]
    if len(parts) == 1:
        return bool(split_suffix(name)[1] or _FAMILY_FIRST.fullmatch(name))
    if not any(map(looks_behind, parts[1:])):
        return False  # of most names, in one look instead of four
    return is_firm(name) or any(
        is_suffix(part) or is_degree_behind(part, parts[0], place)
        for place, part in enumerate(parts[1:])
    )


def looks_behind(text: str) -> bool:
    """Return whether a text may stand behind a name: Jr., VI, PhD, Inc. It may be a given name."""
    return _BEHIND.fullmatch(text) is not None


def is_degree_behind(text: str, first: str, place: int) -> bool:
    """Return whether a part behind a comma is a degree: `Roe, MD` has initials, `Jane Roe, MD` not.

    `place` is 0 for what stands behind the first comma.
    """
    if _DEGREE_OR_INITIALS.fullmatch(text):
        return place > 0 or (" " in first and not first[:1].islower())
    return is_degree(text)


def is_degree(text: str) -> bool:
    """Return whether a text is an academic degree, and cannot be initials."""
    return _DEGREE.fullmatch(text) is not None or text in ("M.D.", "MD")


def is_plain(name: str) -> bool:
    """Return whether a name is one person's, with nothing about it that needs a second look.

    It has several words, no comma and no odd sign, and no suffix.
    """
    return _PLAIN.fullmatch(name) is not None and _TELLING.search(name) is None


def is_suffix(text: str) -> bool:
    """Return whether a text is one that stands behind a name: Jr., III."""
    return _SUFFIX_ALONE.fullmatch(text) is not None


def has_suffix(given: str) -> bool:
    """Return whether a suffix stands behind given names: Martin Luther Jr."""
    return _SUFFIX_BEHIND.search(given) is not None


def is_firm(name: str) -> bool:
    """Return whether a name is that of a firm, as its last part says: The Lab, Inc."""
    head, _, last = name.rpartition(",")
    return bool(head.strip()) and is_end_of_firm(last.strip())


def is_end_of_firm(text: str) -> bool:
    """Return whether a text is one that stands behind a firm's name: Inc., Ltd."""
    return _FIRM.fullmatch(text) is not None


def is_full(name: str) -> bool:
    """Return whether a text may be a person's full name: several words, none that groups have."""
    return " " in name and not name[:1].islower() and not has_group_word(name)


def has_group_word(name: str) -> bool:
    """Return whether a name holds a word that is part of groups' names: of, the, University."""
    return _GROUP.search(name) is not None


def is_and_list(name: str) -> bool:
    """Return whether "and" or & parts full names, and does not belong to an organization's.

    So may it be in other languages.
    """
    parts = re.split(r",? (?:and|&|und|et) ", name)
    return len(parts) > 1 and all(map(is_full, parts))
