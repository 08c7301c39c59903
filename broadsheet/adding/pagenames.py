"""The authors in the tags of a page: one tag a name, or one tag for all of them."""

from __future__ import annotations

import re

from broadsheet.adding.cleaning import Parts, parts_of, plain_of, whole

_OF_GROUP = re.compile(
    r"\b(?:of|for|the|team|group|institute|university|research)\b", re.IGNORECASE
)


def names_of_tags(texts: list[str], *, family_first: bool) -> list[Parts]:
    """Return each name, in parts if they are told; a single text may hold several names."""
    texts = [plain_of(text) for text in texts]
    if len(texts) > 1:
        return [parts_of(text) for text in texts]
    text = texts[0]
    parts = re.split(";" if ";" in text else r",?\s+(?:and|&)\s+", text)
    if ";" not in text and not all(map(_is_full, parts)):
        parts = texts  # it is an organization's name
    names: list[Parts] = []
    for part in parts:
        pieces = [piece.strip() for piece in part.split(",") if piece.strip()]
        # A comma separates family name and given name, unless there are full names on both sides.
        few = 2 if family_first and len(parts) == 1 else 1
        listed = len(pieces) > few and all(map(_is_full, pieces))
        names += map(whole, pieces) if listed else [parts_of(part)]
    return names


def _is_full(name: str) -> bool:
    """Return whether a text may be a person's full name, or several of them."""
    return len(name.split()) > 1 and not _OF_GROUP.search(name)
