"""The names in one field of a source, where commas and & may part people, too."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from broadsheet.content.names import is_degree, is_firm, is_full, is_suffix

if TYPE_CHECKING:
    from collections.abc import Sequence

Hint = Literal["people", "family", ""]  # what a comma between full names parts; empty if unknown
_INITIALS = re.compile(r"[^\W\d_]\.?(?:[- ]?[^\W\d_]\.?){0,3}")
_OTHERS = re.compile(
    r"(?:et(?:\. ?| )al\.?|etal\.|(?:(?:and|&|\\&) )?\d{1,5} (?:others|more)|etc\.?)$",
    re.IGNORECASE,
)


def without_others(text: str) -> str:
    """Return a field of names with "and others" in the place of all that says the same."""
    found = _OTHERS.search(text)
    if found is None or text[: found.start()][-1:] not in (" ", ","):
        return text
    return f"{text[: found.start()].rstrip(' ,')} and others"


def spread_names(names: Sequence[Sequence[str]]) -> list[str] | None:
    """Return the names of a field, each given as the parts between its commas.

    Full names on both sides of two commas are people, and of one where the other names tell so;
    else a family name stands before it, as in BibTeX. Where neither can be, the result is None.
    """
    hint = _hint_of(names)
    found: list[str] = []
    for parts in names:
        people = _people_in(parts, hint)
        if people is None:
            return None
        found += people
    return found


def _hint_of(names: Sequence[Sequence[str]]) -> Hint:
    """Return what a comma between full names parts, as far as the other names tell.

    One among full names without commas parts people; a group's name in braces tells nothing. Where
    several names have one, it stands behind the family name.
    """
    whole = [parts[0] for parts in names if len(parts) == 1]
    people = [name for name in whole if not _is_in_braces(name)]
    if len(names) - len(whole) > 1:
        return "family"
    return "people" if people and all(map(is_full, people)) else ""


def _people_in(parts: Sequence[str], hint: Hint) -> Sequence[str] | None:
    """Return the names that the parts of one are; None if that is not clear."""
    one = ", ".join(parts)
    core = [part for part in parts[1:] if not (is_suffix(part) or is_degree(part))]
    if len(core) < len(parts) - 1 or not core or is_firm(one):
        return [one]
    are_people = len(core) > 1 or (hint == "people" and not _is_given(parts[-1]))
    if are_people and all(map(_is_person, parts)):
        return parts
    if len(core) == 1:
        return [one]
    pairs = list(zip(parts[::2], parts[1::2], strict=False))
    if len(parts) == 2 * len(pairs) and all(_is_initials(given) for _, given in pairs):
        return [f"{family}, {given}" for family, given in pairs]
    return None


def _is_person(part: str) -> bool:
    """Return whether a part is a full name; neither initials nor a family name in braces is."""
    return is_full(part) and not _is_in_braces(part) and not _is_initials(part)


def _is_given(part: str) -> bool:
    """Return whether a part ends as given names alone do: Ana M., Jean de."""
    last = part.rpartition(" ")[2]
    return last.islower() or _is_initials(last)


def _is_in_braces(part: str) -> bool:
    return part.startswith("{") and part.endswith("}")


def _is_initials(text: str) -> bool:
    """Return whether a text is the initials of given names: J., A. B., JR."""
    return text.isupper() and _INITIALS.fullmatch(text) is not None
