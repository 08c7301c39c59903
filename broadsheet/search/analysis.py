"""Text to terms: what is looked up in the index. `static/search.js` does the same to a query.

A term is a word in small letters, without accents and ending; two neighbours of a run of Chinese,
Japanese, Korean, Thai and other characters that no spaces part; or a compound written as one word.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import Stemmer

from broadsheet.search.coding import AUTHOR
from broadsheet.search.tables import FUNCTION_WORDS, GREEK, LETTERS, STEMMERS

if TYPE_CHECKING:
    from collections.abc import Iterator

CONTENT, FUNCTION, JOINED = range(3)  # kinds of tokens
LONGEST = 64  # characters of a word; what is longer is none
_JOINTS = "-'’./&\u2010\u2011"  # the last two are hyphens
_ASCII_WORD = re.compile(r"[a-z0-9]+(?:[-'./&][a-z0-9]+)*(?:\+\+|#)?")
_PARTS = re.compile(f"[{_JOINTS}]")
_NUMBER = re.compile(r"[0-9]+\.[0-9]+")
_LINK = re.compile(r"\]\([^)\s]*|https?://\S+")
_COMMAND = re.compile(r"\\([a-z]+)\*?")
_MATH_SIGNS = re.compile(r"[${}^_\\]")
_ACCENT = re.compile("[\u0300-\u036f]")
_NAMED = frozenset(GREEK.values())
UNSPACED = re.compile(
    "["
    "\u0e00-\u109f\u1780-\u17ff"  # Thai, Lao, Tibetan, Burmese, Khmer
    "\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"  # radicals, kana and signs
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Chinese characters
    "\uac00-\ud7af"  # Hangul
    "]+"
)


class Token(NamedTuple):
    """A term of a text; `surface` is the folded word that it comes from.

    The term of a function word or a single character begins with `~`.
    """

    term: str
    surface: str
    kind: int


def find_words(text: str) -> list[str]:
    """Return the words of a source text in small letters, compounds whole."""
    return [word for chunk in text.lower().split() for word in words_in(chunk)]


def words_in(chunk: str) -> list[str]:
    """Return the words between two spaces of a text in small letters.

    TeX's commands, and where links lead, are no words; the names of Greek letters are.
    """
    if "](" in chunk or "://" in chunk:
        chunk = _LINK.sub(" ", chunk)
    if "$" in chunk or "\\" in chunk:
        chunk = _COMMAND.sub(lambda m: f" {m[1]} " if m[1] in _NAMED else " ", chunk)
        chunk = _MATH_SIGNS.sub("", chunk)
    if chunk.isascii():
        return _ASCII_WORD.findall(chunk)
    return _any_word().findall(chunk.replace("_", " "))


@lru_cache(maxsize=1)
def _any_word() -> re.Pattern[str]:
    """Make the pattern of words in any script: letters, numbers and their marks."""
    marks = "".join(c for c in map(chr, range(0x300, 0x10000)) if unicodedata.category(c)[0] == "M")
    return re.compile(rf"[\w{marks}]+(?:[{_JOINTS}][\w{marks}]+)*(?:\+\+|#)?")


def fold(word: str) -> str:
    """Return a word without accents, width and ligatures; one that is a Greek letter spelt out."""
    if word.isascii():
        return word
    word = unicodedata.normalize("NFKD", word)
    word = unicodedata.normalize("NFC", _ACCENT.sub("", word)).lower()
    if word in GREEK:
        return GREEK[word]
    return "".join(LETTERS.get(c, c) for c in word if unicodedata.category(c)[0] in "LMN")


@lru_cache(maxsize=8)
def _stemmer(language: str) -> Stemmer.Stemmer | None:
    name = STEMMERS.get(language)
    return Stemmer.Stemmer(name) if name else None


def stem(word: str, language: str) -> str:
    """Return the folded stem of a word in small letters.

    English, which has hardly any, loses its accents first; other languages' endings have them.
    """
    if language == "en":
        word = fold(word)
    stemmer = _stemmer(language)
    stemmed = stemmer.stemWord(word) if stemmer else word
    return fold(stemmed) or fold(word)


def analyse(text: str, language: str) -> Iterator[Token]:
    """Yield the terms of a text in its order, the whole of a compound after its parts."""
    for word in find_words(text):
        yield from expand(word, language)


def expand(word: str, language: str) -> Iterator[Token]:
    """Yield the terms of a word in small letters."""
    if not word.isascii():
        word = unicodedata.normalize("NFKC", word).lower().replace("’", "'")
    if UNSPACED.search(word):
        yield from _expand_unspaced(word, language)
    elif len(word) > LONGEST:
        return
    elif word[-1] in "+#" or _NUMBER.fullmatch(word):  # C++, C#, 3.5
        yield Token(word, word, CONTENT)
    else:
        yield from _expand_parts(word, language)


def _expand_unspaced(word: str, language: str) -> Iterator[Token]:
    """Yield the pairs of neighbours in runs that no spaces part; what is around them is words."""
    at = 0
    for match in UNSPACED.finditer(word):
        for other in find_words(word[at : match.start()]):
            yield from expand(other, language)
        run = fold(match[0])
        for pair in map("".join, pairwise(run)) if len(run) > 1 else [run]:
            yield Token(pair, pair, CONTENT)
        at = match.end()
    for other in find_words(word[at:]):
        yield from expand(other, language)


def _expand_parts(word: str, language: str) -> Iterator[Token]:
    """Yield the parts of a word, and after two or more of them the whole."""
    if language == "en":
        word = word.removesuffix("'s")
    parts = _PARTS.split(word)
    for part in parts:
        surface = fold(part)
        if len(surface) == 1 or surface in FUNCTION_WORDS.get(language, ()):
            yield Token(f"~{surface}", surface, FUNCTION)
        elif surface:
            yield Token(stem(part, language), surface, CONTENT)
    if len(parts) > 1:
        whole = "".join(parts)
        yield Token(stem(whole, language), fold(whole), JOINED)


def expand_name(word: str, language: str) -> Iterator[Token]:
    """Yield the terms of a word of an author's name: every part counts, also one that is `of`."""
    for part in _PARTS.split(unicodedata.normalize("NFKC", word).lower()):
        if UNSPACED.search(part):
            for token in _expand_unspaced(part, language):
                yield token._replace(term=AUTHOR + token.term)
        elif surface := fold(part):
            yield Token(AUTHOR + stem(part, language), surface, CONTENT)
