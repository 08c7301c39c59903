"""Numbers with their nouns, and the number of a text's words."""

from __future__ import annotations

import re

_UNSPACED = re.compile("[\u0e00-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")


def count(number: int, noun: str) -> str:
    """Return a number with its noun: `1 paper`, `2,000 papers`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def count_words(text: str) -> int:
    """Return about how many words a text has; in scripts without spaces, how many characters."""
    spaces = text.count(" ") + text.count("\n") + bool(text)
    return spaces if text.isascii() else spaces + len(_UNSPACED.findall(text))
