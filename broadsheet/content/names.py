"""People's names: where the family name begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from broadsheet.content.model import Paper

_PARTICLES = frozenset(
    ["van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "du", "la", "ten", "ter"]
)


def split_name(name: str) -> tuple[str, str]:
    """Return family and given name: the last word, with the small words before it, is the family.

    A name of one word is a family name, and so is an organization that holds "and".
    """
    words = name.split()
    if not words[1:] or "and" in words:
        return name, ""
    start = len(words) - 1
    while start > 1 and words[start - 1].casefold() in _PARTICLES and words[start - 1].islower():
        start -= 1
    return " ".join(words[start:]), " ".join(words[:start])


def split_names(paper: Paper) -> list[tuple[str, str]]:
    """Return family and given name of each author: as the paper's file parts them, if it does."""
    told = {name: (family, given) for name, family, given in paper.splits}
    return [told.get(name) or split_name(name) for name in paper.authors]
