"""What is wrong with a list of names, and what to write instead."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.content.forms import MAIL
from broadsheet.content.identifiers import LINK
from broadsheet.content.names import (
    has_group_word,
    has_suffix,
    is_and_list,
    is_degree,
    is_end_of_firm,
    is_firm,
    is_full,
    is_plain,
    is_suffix,
    join_name,
    part_name,
    without_degree,
    without_title,
)
from broadsheet.content.roles import without_role
from broadsheet.text.plain import fold
from broadsheet.text.tex import untex

if TYPE_CHECKING:
    from collections.abc import Sequence

    from broadsheet.content.problems import Severity

_MOST = 200  # characters of names in a message
_OTHERS = re.compile(
    r"(?:(?:and|&|und|et|y) )?(?:et\.? ?al(?:ii|\.)?,?|(?:(?:\d+|many|several|all|the) )?"
    r"(?:others?|more|colleagues|co-?authors)|etc\.?|u\. ?a\.|\.\.\.|…|等|他|ほか)",
    re.IGNORECASE,
)
_OTHERS_BEHIND = re.compile(
    r".*(?:[ ,]et(?:\. ?| )al\b\.?|[ ,](?:and|&) (?:\d+ )?(?:others|more)|[ ,]etc\.?)",
    re.IGNORECASE,
)
# What parts names for people, and not for YAML; the wide and the Arabic signs are no commas there.
_FOREIGN = re.compile(r"[，、；､﹐؛،]")
_BETWEEN = re.compile(r" ?(?:[，、；､﹐؛،;|]|,? (?:and|&|und|et|/) |, ?) ?")
# In Spanish, Portuguese and Italian the small word may stand within one name: Ortega y Gasset.
_PAIR = re.compile(r"(\S+ \S+) [ye] (\S+ \S+)")
_AND_BEFORE = re.compile(r"(?:and|&) (?=\S+ \S)")
# Marks of a title page: stars and daggers, numbers without a space before them, Markdown's stars;
# and DBLP's.
_MARK = re.compile(
    r"^[*∗⋆†‡§¶]+ ?| ?(?<![*∗⋆†‡§¶‖#✉])[*∗⋆†‡§¶‖#✉]+$"
    r"|(?<=[^\W\d_A-ZÀ-Þ¹²³⁰-⁹])(?:\d{1,2}(?:, ?\d{1,2})*|[¹²³⁰-⁹]+)$"
    r"| 0\d{3}$"
)
_NUMBERED = re.compile(r"\d{1,3}[.)] (?=\D)")
_HALF = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


class Fault(NamedTuple):
    """What is wrong with a name, and whether it stops a build."""

    message: str
    severity: Severity = "error"


def find_fault(name: str, before: str) -> Fault | None:
    """Return what is wrong with an entry of a list of names; `before` is the entry before it."""
    if is_plain(name):
        return None  # as would come out below
    shown = repr(name[:80])
    if is_others(name):
        return Fault(f"{shown} is no name: write every author's name")
    if is_suffix(name) or is_degree(name) or is_end_of_firm(name):
        return Fault(f"{shown} is no name: {_where_it_belongs(name, before)}")
    if not any(map(str.isalnum, name)):
        return Fault(f"{shown} is no name: it has no letter")
    if ";" in name[:-1] or _OTHERS_BEHIND.fullmatch(name):
        return Fault(f"{shown} must be one name: write every author's name")
    return (
        _find_tex(name)
        or find_address(name, shown)
        or _find_marks(name, shown)
        or _find_role(name, shown)
        or _find_several(name, shown)
        or _find_pair(name, shown)
        or _find_honours(name, shown)
        or _find_order(name)
    )


def _find_tex(name: str) -> Fault | None:
    """Find letters that are written in TeX."""
    meant = fold(untex(name)) if "\\" in name else ""
    if not meant or "\\" in meant:
        return None
    return Fault(f"{name[:80]} is written in TeX: write {meant}", "warning")


def find_end_of_firm(name: str, before: str) -> Fault | None:
    """Return what is wrong with an organization which is but the end of one, behind a comma."""
    if not is_end_of_firm(name):
        return None
    return Fault(f"{name!r} is no name: {_where_it_belongs(name, before)}", "warning")


def is_others(name: str) -> bool:
    """Return whether a name stands for those that are not named: et al., and 5 others."""
    return _OTHERS.fullmatch(name) is not None


def _where_it_belongs(name: str, before: str) -> str:
    """Return what to write where a comma has parted a name from what belongs to it."""
    if not before or is_degree(name):
        return "take it out"
    return f"write {before} {name}" if is_suffix(name) else f'write "{before}, {name}"'


def _find_role(name: str, shown: str) -> Fault | None:
    """Find what a catalogue tells of a person: that somebody is an editor, say."""
    bare = without_role(name)
    if bare == name:
        return None
    bare = part_name(bare)[0] if "," in bare else bare
    return Fault(f"{shown} must be a name alone: write {bare}", "warning")


def _find_marks(name: str, shown: str) -> Fault | None:
    """Find the signs by which title pages refer to notes."""
    bare = _NUMBERED.sub("", name).rstrip(" ,;，、；،")
    while (less := _MARK.sub("", bare)) != bare:
        bare = less
    if bare == name or not bare:
        return None
    message = f"{shown} must be a name alone: write {bare}"
    alone = " " not in bare and bare.isalpha() and name[-1:].isdigit()  # a group may be so named
    if alone:
        return Fault(f"{message}, or {{name: {name}}} for a group", "warning")
    return Fault(message)


def find_address(name: str, shown: str) -> Fault | None:
    """Find an address in a name, of e-mail or of a page such as ORCID's: it would be published."""
    words = name.split() if "@" in name or "://" in name else []
    bare = " ".join(word for word in words if not _is_address(word.strip("<>()[];,")))
    if len(bare.split()) == len(words):
        return None
    return Fault(f"{shown} must be a name alone: {f'write {bare}' if bare else 'write the name'}")


def _is_address(word: str) -> bool:
    return MAIL.fullmatch(word) is not None or LINK.fullmatch(word) is not None


def _find_honours(name: str, shown: str) -> Fault | None:
    """Find what is told of a person beside the name: a title, a degree, where one works."""
    person = without_degree(name)
    place = _PLACE.search(person) or _PLACE_BEHIND_COMMA.search(person)
    before = person[: place.start()] if place else person
    if has_group_word(before) or is_firm(name):
        return None
    is_told = place is not None and is_full(before) and _tells_place(place[0])
    bare = without_degree(without_title(before if is_told else person))
    if bare == name or not bare:
        return None
    whom = "a group" if is_told else "" if " " in bare else "one who is called so"
    group = f", or {{name: {name[:80]}}} for {whom}" if whom else ""
    return Fault(f"{shown} must be a name alone: write {bare}{group}", "warning")


def _tells_place(text: str) -> bool:
    """Return whether a text behind a name tells where one works, and is no other name or suffix."""
    inner = text.strip(" ,()[]")
    find = _OF_COMMA.fullmatch if text.startswith(",") else _OF_BRACKETS.search
    return not is_suffix(inner) and (find(inner) is not None or has_group_word(inner))


# What stands behind a name in brackets may be another name, as in Wei Wang (Wayne); behind a comma,
# initials.
_PLACE = re.compile(r" ?[(\[][^()\[\]]*[)\]]$")
_PLACE_BEHIND_COMMA = re.compile(r", ?[^,]*$")
_OF_BRACKETS = re.compile(r"[A-Z]{2}|[a-z][A-Z]|[/,\d]|\bauthor|\bequal")
_OF_COMMA = re.compile(r"[A-Z]{3,}")


def _find_several(name: str, shown: str) -> Fault | None:
    """Find an entry that holds several names, or an "and" that parts it from the one before."""
    if before := _AND_BEFORE.match(name):
        return Fault(f"{shown} must be one name: write {name[before.end() :]}")
    parts = part_names(name)
    told = f"{shown} must be one name: write {_in_short(parts)}, each an entry of its own"
    foreign = _FOREIGN.search(name)
    if len(parts) > 1 and foreign:
        return Fault(f"{told}: {foreign[0]} parts nothing here")
    if len(parts) > 1 and ("|" in name or " / " in name):
        return Fault(told)
    if is_and_list(name):
        return Fault(f"{told}, or {{name: ...}} for a group")
    if _is_listed(name):
        return Fault(f"{told}, or one name as it is read aloud")
    return None


def _find_pair(name: str, shown: str) -> Fault | None:
    """Find two names, and between them a small word that may stand within one: Ortega y Gasset."""
    pair = _PAIR.fullmatch(name)
    if not pair or not all(map(is_full, pair.groups())):
        return None
    told = f"{shown} must be one name: write {', '.join(pair.groups())}, each an entry of its own"
    return Fault(f"{told}, or {{name: ...}} for a group", "warning")


def _is_listed(name: str) -> bool:
    """Return whether commas part several names, and not a family name, a suffix or a degree."""
    aloud, family, given = part_name(name)
    return (is_full(family) and is_full(given)) or ("," in aloud and not is_firm(name))


def _find_order(name: str) -> Fault | None:
    """Find a name whose family stands first."""
    if "," not in name or has_group_word(name):
        return None
    aloud, family, given = part_name(name)
    behind = name.rpartition(",")[2].strip()
    is_inverted = bool(family and given) or has_suffix(behind)
    if is_inverted or (name.count(",") > 1 and not is_degree(behind) and not is_firm(name)):
        return Fault(f"write the name as it is read aloud: {aloud}", "warning")
    return None


def find_halves(names: Sequence[str]) -> Fault | None:
    """Find family and given names that are entries by themselves, as in [Lovelace, Ada].

    Among whole names, as in [Ada Lovelace, Hopper, Grace], there may be one such pair.
    """
    halves = [place for place, name in enumerate(names) if _is_half(name)]
    if not halves or len(halves) % 2:
        return None
    is_pair = len(halves) == 2 and halves[1] == halves[0] + 1  # noqa: PLR2004
    whole_ones = [name for name in names if not _is_half(name)]
    if whole_ones and not (is_pair and all(map(is_plain, whole_ones))):
        return None
    joined: list[str] = []
    for place, name in enumerate(names):
        if place in halves[::2]:
            joined.append(join_name(name, names[place + 1]))
        elif place not in halves:
            joined.append(name)
    told = f"write [{_in_short(joined)}], or {{name: {names[halves[0]]}}} for one who has no other"
    return Fault(f"these are names of one word each: {told}", "warning")


def _is_half(name: str) -> bool:
    """Return whether a name is one word of small letters behind a capital."""
    return name[:1].isupper() and name[1:].islower() and _HALF.fullmatch(name) is not None


def part_names(text: str) -> list[str]:
    """Return the names that a text holds, whatever parts them, each as it is read aloud."""
    text = fold(text)
    by_words = re.split(r" ?[;；] ?|,? (?:and|&) ", text)
    if len(by_words) > 1 and all("," in one and not _is_listed(one) for one in by_words):
        return [part_name(one)[0] for one in by_words]
    aloud, family, given = part_name(text)
    if family and given and not _is_listed(text):
        return [aloud]
    return [one for one in _BETWEEN.split(text) if one]


def _in_short(names: Sequence[str]) -> str:
    """Return names as a list, cut where it is long."""
    text = ", ".join(names)
    return text if len(text) <= _MOST else f"{text[:_MOST]}…"
