"""People's names: where the family name begins."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from broadsheet.content.model import Paper

_PARTICLES = frozenset(
    ["van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "du", "la", "ten", "ter"]
)


# A family name in Han or Hangul stands before the given name, with no space between them. A name
# of another language in kana does not.
_FAMILY_FIRST = re.compile(
    "[\u3400-\u9fff\uac00-\ud7a3]{1,4} [\u3005-\u30ff\u3400-\u9fff\uac00-\ud7a3]{1,6}"
)


def join_name(family: str, given: str, suffix: str = "") -> str:
    """Return a name as it is read aloud: Ada Lovelace, 王小明, 김철수."""
    if not suffix and _FAMILY_FIRST.fullmatch(f"{family} {given}"):
        return family + given
    return " ".join(filter(None, (given, family, suffix)))


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
