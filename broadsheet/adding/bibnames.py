"""The field `author` of BibTeX: people and groups, parted and read by pybtex's rules.

See "Names" in BibTeXing (https://ctan.org/pkg/base, btxdoc).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pybtex.bibtex.utils import split_name_list, split_tex_string
from pybtex.database import Person
from pybtex.exceptions import PybtexError

from broadsheet.adding.catalogued import bare_name, group_of, is_group, with_others
from broadsheet.adding.cleaning import Parts, plain_of, whole
from broadsheet.adding.records import RecordError
from broadsheet.content.namelists import spread_names
from broadsheet.content.names import (
    is_full,
    is_whole,
    join_name,
    part_name,
    split_suffix,
    without_number,
)
from broadsheet.text.tex import untex

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Signs that TeX and BibTeX would read once more, and characters of private use in their place.
_HELD = {
    r"\textbackslash": "\uf8f0",
    r"\textbraceleft": "\uf8f1",
    r"\textbraceright": "\uf8f2",
    r"\textasciitilde": "\uf8f3",
    r"\$": "\uf8f4",
}
_MEANT = str.maketrans(dict(zip(_HELD.values(), "\\{}~$", strict=True)))
_COMMAND = re.compile(r"(\\text[a-z]+)(?:\{\}|[ \t]*)|(\\\$)")
_GIVEN_IN_BRACES = re.compile(r"(?!\{[^{}]*\},)[^,]+,(?:[^,{}]+,)? *\{[^{},]*\}$")
_IN_BRACES = re.compile(r"\{[^{}]*\}")
_AND_AT_END = re.compile(r"^and | and$", re.IGNORECASE)
_NOBODY = re.compile(r"(?:and\s+)+", re.IGNORECASE)  # before a name, where one is missing
# Biblatex's extended format: family=Berg, given=Jan, prefix=van den. Better BibTeX writes it.
_EXTENDED = re.compile(r'(?:^|,)\s*"?([a-z]+)(?:-i)?\s*=\s*(\{[^{}]*\}|[^,={}"]*)"?\s*')
_OF_EXTENDED = frozenset(["family", "given", "prefix", "suffix"])
_OF_GROUP = re.compile("collaboration|consortium|group|team", re.IGNORECASE)


def names_of(authors: str) -> Iterator[Parts]:
    """Yield names, given name first, where "and", semicolons, & or commas part them.

    Raise RecordError if a comma may as well stand behind a family name.
    """
    plain = plain_of(_COMMAND.sub(_hold, authors))
    listed = " and ".join(split_tex_string(plain, ";", strip=True, filter_empty=True))
    listed = with_others(_AND_AT_END.sub("", listed))
    names = [_usual(_without_nobody(name)) for name in split_name_list(listed) if name]
    names = [name if _IN_BRACES.fullmatch(name) else bare_name(name) for name in names]
    names = list(map(_as_group, names)) if all("," in name for name in names) else names
    named = [tuple(split_tex_string(name, ",", filter_empty=True)) for name in _part_by_sign(names)]
    people = spread_names(list(filter(None, named)))
    if people is None:
        told = listed.translate(_MEANT)[:80]
        message = (
            f"authors must be parted by and, which {told!r} does not say: write and between"
            " people, and braces around a family name of several words"
        )
        raise RecordError(message)
    for name in people:
        aloud, family, given = (part.translate(_MEANT) for part in _parts(name))
        yield aloud, family, given


def _as_group(name: str) -> str:
    """Return a name in braces, as that of a group, if EndNote's comma stands behind it.

    Behind a name among others without a comma it is no more than one too many: `Jane Roe, and`.
    """
    group = group_of(name)
    return f"{{{group}}}" if group else name


def _without_nobody(name: str) -> str:
    """Return a name without the `and` before it, of a list in which a name is missing."""
    nobody = _NOBODY.match(name)
    return name[nobody.end() :] if nobody else name


def _usual(name: str) -> str:
    """Return a name in BibTeX's usual form, if it is in biblatex's extended one."""
    parts = {key: value.strip() for key, value in _EXTENDED.findall(name)}
    if not parts.keys() & _OF_EXTENDED or _EXTENDED.sub("", name):
        return name
    family = " ".join(filter(None, (parts.get("prefix"), parts.get("family"))))
    told = (family, parts.get("suffix"), parts.get("given"))
    return ", ".join(filter(None, told)) if parts.get("given") else f"{{{family}}}"


def _hold(match: re.Match[str]) -> str:
    """Return what stands for a sign while its list is parted, or another command as it is."""
    return _HELD.get(match[1] or match[2], match[0])


def groups_of(collaboration: str) -> Iterator[Parts]:
    """Yield the group in a field `collaboration`, which mostly holds but its short name."""
    if collaboration:
        told = _OF_GROUP.search(collaboration)
        name = collaboration if told else f"{collaboration} Collaboration"
        yield name, name, ""


def _part_by_sign(names: Iterable[str]) -> Iterator[str]:
    r"""Yield names, those parted that a sign of "and" parts: Jane Doe \& Richard Roe."""
    for name in names:
        parts = split_tex_string(name, r" \\?& ") if "& " in name else [name]
        people = all(is_full(one.strip()) for part in parts for one in part.split(","))
        yield from parts if people else [name]


def _parts(name: str) -> Parts:
    """Return a name in parts; BibTeX recognizes "von" and "Jr" by their position.

    A name in braces is a group's, unless it has the form of one in Han or Hangul. In braces behind
    a comma, what looks like a suffix or a degree is a given name: `Lenin, {VI}`.
    """
    text = untex(name)
    is_in_braces = name.startswith("{") and name.endswith("}")
    if " & " in text and "," not in text:
        return text, text, ""
    is_one = is_in_braces and ("," in text or split_suffix(text)[1])
    is_told = is_one or _GIVEN_IN_BRACES.match(name)
    if is_whole(text) and not is_told:
        return part_name(text)
    if " " in text and "," not in text and not is_in_braces and is_group(text):
        return text, text, ""
    try:
        person = Person(without_number(name))
    except PybtexError:
        return part_name(text)
    given = untex(" ".join([*person.first_names, *person.middle_names]))
    family = untex(" ".join([*person.prelast_names, *person.last_names]))
    lineage = untex(" ".join(person.lineage_names))
    aloud = join_name(family, given, lineage)
    return (aloud, family, given) if (given or is_in_braces) and not lineage else whole(aloud)
