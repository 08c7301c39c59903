"""Names as the catalogues of libraries and their programs write them: life dates, roles, groups."""

from __future__ import annotations

import re

from broadsheet.content.namelists import without_others
from broadsheet.content.names import has_group_word
from broadsheet.content.roles import ROLE, SHORT_ROLE

_COMMA = "\ufdd0"  # of a group's name
# Small words of groups' names, which no person has; longer ones no person has at all: nationale.
_SMALL = frozenset(["für", "pour", "para", "por", "per", "och"])
_LONG = 7  # letters
_MOST = 4  # dates and roles behind one name
_YEAR = r"[0-9]{3,4}\??"
_BORN = rf"(?:(?:\*|geb\.|born|b\.|n\.|né en|ca?\.|um) ?)?{_YEAR}"
_DIED = rf"(?:(?:†|gest\.|died|d\.|ca?\.|um) ?)?{_YEAR}"
_LIFE = rf"{_BORN} ?[-–—/]{{1,3}}(?: ?{_DIED})?|[-–—†] ?{_YEAR}|(?:\*|geb\.|born) ?{_YEAR}"
_ACTIVE = r"(?:active|aktiv|fl\.|floruit|actif|activo) [^,()\[\]]{1,40}"
_ANY = rf"(?:{ROLE}|{SHORT_ROLE})"
_TOLD = re.compile(
    rf"(?:,? ?[(\[](?:{_LIFE}|{_ACTIVE}|{_ANY}(?:(?:,|;| und| and| et| &| u\.)? ?{_ANY})?)[)\]]"
    rf"|, ?(?:{_LIFE}|{_YEAR}|{_ACTIVE}|{ROLE}))\.?$",
    re.IGNORECASE,
)
_SHORT_ROLE = re.compile(SHORT_ROLE, re.IGNORECASE)
OTHERS = " and others"
_OTHERS = re.compile(
    r"(?<=\S) ?(?:\.\.\.|…)?,? ?(?:[(\[](?:u\. ?a\.|et al\.?|and others|y otros|et autres|e altri)"
    r"[)\]]|(?<=[ ,])u\. ?a\.|\.\.\.|…)$",
    re.IGNORECASE,
)


def bare_name(text: str) -> str:
    """Return a name without what a catalogue tells beside it: `Ranke, Leopold von, 1795-1886`.

    Behind a single word, as in `Naf, Author`, a comma stands before a given name.
    """
    text = text.strip()
    for _ in range(_MOST):
        told = _TOLD.search(text)
        less = text[: told.start()].rstrip() if told else text
        if told and told[0].startswith(",") and not {" ", ","} & set(less):
            break
        before, _, last = less.rpartition(",")
        if "," in before and _SHORT_ROLE.fullmatch(last.strip()):  # of one comma it may be Edward
            less = before
        if less == text or not any(map(str.isalpha, less)):
            break
        text = less
    return text


def with_others(text: str) -> str:
    """Return a name or a field of names, with " and others" at its end if it is left open."""
    return without_others(_OTHERS.sub(" et al.", text.rstrip()))


def group_of(text: str) -> str:
    """Return the group whose name has EndNote's comma behind it; empty if there is none.

    A comma within such a name is doubled: `University of California,, Davis,`.
    """
    name = text.strip()
    held = name.removesuffix(",").replace(",, ", f"{_COMMA} ")
    is_group = held != name and "," not in held
    return held.replace(_COMMA, ",").strip() if is_group else ""


def is_group(name: str) -> bool:
    """Return whether a name as it is read aloud is that of a group, as a word of it tells."""
    if has_group_word(name):
        return True
    small = [word for word in name.split()[1:] if word[0].islower()]
    return name[:1].isupper() and any(len(one) >= _LONG or one in _SMALL for one in small)
