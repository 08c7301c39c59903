"""Names in the order of the site's language: people by family name, others by their first word.

They stand under the initials of its script.

Names of other scripts stand under the Latin letter that their transliteration begins with. Where
scripts meet, they come in CLDR's order: https://cldr.unicode.org/index/cldr-spec/collation-guidelines
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.content.names import has_group_word, split_name, split_suffix
from broadsheet.text.plain import make_slug

if TYPE_CHECKING:
    from collections.abc import Iterator

    from broadsheet.words.words import Words

OTHER = "0"  # the letter of names that begin with none
# Where the first syllable of each of Hangul's initials stands; doubled ones go with the plain.
_HANGUL = "가나다라마바사아자차카타파하"
_HANGUL_SHOWN = "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ"
_DOUBLED = {"ᄁ": "ᄀ", "ᄄ": "ᄃ", "ᄈ": "ᄇ", "ᄊ": "ᄉ", "ᄍ": "ᄌ"}
_ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
_KANA = "あかさたなはまやらわ"
_HIRAGANA = {kana: kana - 0x60 for kana in range(ord("ァ"), ord("ヷ"))}  # of katakana
# Letters that come behind another one, and are none of its forms.
_LETTERS_BEHIND = {"es": {"ñ": "n"}}
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f]+")  # a name, its family first
_AL = re.compile(r"^(?:ال|ٱل)(?=\w{2})")
_FORMS_OF_ALEF = str.maketrans("أإآٱىةؤئ", "اااايهوي")


_is_of_group = lru_cache(maxsize=1 << 14)(has_group_word)  # many have one family name


class Place(NamedTuple):
    """Where a name stands: its letter, which names a page, and what it is sorted by."""

    letter: str
    key: tuple[int, str, str]


@lru_cache(maxsize=1 << 16)  # a server asks for the same names at every build
def place_of(name: str, language: str, *, of_people: bool = True) -> Place:
    """Return where a name stands in a list of people, or of what is named as a whole.

    A group among people, as the last word tells, is named as a whole: Qwen Team. `language` is
    CLDR's, as in `es`.
    """
    of_people = of_people and not _is_of_group(name.rpartition(" ")[2])
    bare = split_suffix(name)[0] if of_people else name
    script = _SCRIPTS.get(language)
    family = bare
    if of_people and bare.split():
        family = (split_name(bare)[0] or bare).split()[-1]
    found = script(family) if script else None
    if found:
        rank, letter, key = found
        return Place(letter, (rank, key, bare))
    behind = _LETTERS_BEHIND.get(language, {})
    slug = make_slug(bare)
    given, _, surname = slug.rpartition("-") if of_people else ("", "", slug)
    if of_people and _HAN.fullmatch(bare):
        surname, _, given = slug.partition("-")
    first = unicodedata.normalize("NFC", family[:1].casefold())
    if first in behind:  # `~` stands behind every letter
        letter = behind[first]
        return Place(f"{letter}-2", (0, f"{letter}~{surname[1:]}", given))
    letter = surname[0] if surname and surname[0].isalpha() else OTHER
    return Place(letter, (0, surname, given))


def initial(letter: str, words: Words) -> str:
    """Return a letter of places as people read it."""
    if letter == OTHER:
        return words.pgettext("letters", "Other")
    return _SHOWN.get(letter, letter.upper())


def _hangul(family: str) -> tuple[int, str, str] | None:
    """Return the place of a name in Hangul, which comes first there."""
    if not "가" <= family[:1] <= "힣":
        return None
    jamo = unicodedata.normalize("NFD", family[0])[0]
    plain = _DOUBLED.get(jamo, jamo)
    firsts = [unicodedata.normalize("NFD", one)[0] for one in _HANGUL]
    return -1, f"hangul-{firsts.index(plain) + 1}", family


def _arabic(family: str) -> tuple[int, str, str] | None:
    """Return the place of a name in Arabic, without its article; it comes first there."""
    bare = _AL.sub("", family).translate(_FORMS_OF_ALEF)
    if bare[:1] not in _ARABIC or not bare:
        return None
    order = "".join(chr(0x100 + _ARABIC.find(letter)) for letter in bare if letter in _ARABIC)
    return -1, f"arabic-{_ARABIC.index(bare[0]) + 1}", order


def _kana(family: str) -> tuple[int, str, str] | None:
    """Return the place of a name in kana, behind Latin ones, or in Han, which tells no sound."""
    plain = unicodedata.normalize("NFD", family).translate(_HIRAGANA)
    if "ぁ" <= plain[:1] <= "ん":
        row = max(place for place, first in enumerate(_KANA) if first <= plain[0] or not place)
        return 1, f"kana-{row + 1}", plain
    return (2, "han", family) if _HAN.match(family) else None


_SCRIPTS = {"ko": _hangul, "ar": _arabic, "ja": _kana}


def _shown() -> Iterator[tuple[str, str]]:
    """Yield the letters that are no Latin ones, with what people read."""
    for name, letters in (("hangul", _HANGUL_SHOWN), ("arabic", _ARABIC), ("kana", _KANA)):
        yield from ((f"{name}-{place}", letter) for place, letter in enumerate(letters, 1))
    yield "han", "漢字"
    for behind in _LETTERS_BEHIND.values():
        yield from ((f"{before}-2", letter.upper()) for letter, before in behind.items())


_SHOWN = dict(_shown())
