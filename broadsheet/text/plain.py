"""Plain text: white space, control characters, and the keys by which texts count as the same."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from slugify import slugify

SLUG_LENGTH = 60

# What XML 1.0 forbids, the C1 range that HTML forbids, Unicode's own line separators, the byte
# order mark inside a text, and the directional overrides that show letters in another order.
CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\ufeff\ufffe\uffff]"
)
# Letters that Unicode does not decompose into a base letter and an accent, though people do.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)
_NOT_ALNUM = re.compile(r"[^a-z0-9]+")
_SMALL_WORDS = frozenset(
    ["a", "an", "and", "as", "at", "by", "for", "from", "in", "is", "of", "on", "or", "the", "to"]
) | {"via", "with"}


def fold(text: str) -> str:
    """Join the words of a title or of a hard-wrapped sentence by single spaces."""
    return " ".join(text.split())


@lru_cache(maxsize=4096)  # a paper asks for each name twice
def text_key(text: str) -> str:
    """Return the key of a name or a title: texts with the same key differ only in looks.

    Accents, case, white space, width and punctuation are ignored. The key of a text that is only
    punctuation is the text itself.
    """
    if text.isascii():
        return _NOT_ALNUM.sub("", text.lower()) or text
    # Twice, as in Unicode's caseless matching: only the S that 𝕊 decomposes to has a lower case.
    spread = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    spread = spread.translate(_LETTERS)
    return "".join(character for character in spread if character.isalnum()) or text


@cache
def make_slug(text: str) -> str:
    """Return the ASCII slug of a name or a word: lower case, hyphens, no accents."""
    if text.isascii() and "&" not in text and "," not in text:
        # The same result as python-slugify's, in a fifteenth of its time.
        return _NOT_ALNUM.sub("-", text.lower()).strip("-")
    return str(slugify(text))


def make_title_slug(title: str) -> str:
    """Return a paper's slug: the title's first words, up to SLUG_LENGTH characters, none cut.

    A slug does not end with a word that only leads on to the next one ("of", "the").
    """
    words = make_slug(title).split("-")
    while len(words) > 1 and len("-".join(words)) > SLUG_LENGTH:
        words.pop()
    while len(words) > 1 and len("-".join(words)) > SLUG_LENGTH // 3 and words[-1] in _SMALL_WORDS:
        words.pop()
    return "-".join(words)[:SLUG_LENGTH]
