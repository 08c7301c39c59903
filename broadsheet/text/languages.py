"""Languages: their BCP 47 tags, and which scripts need what of a page."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from unicodedata import bidirectional

# https://www.rfc-editor.org/rfc/rfc5646: language, script, region; no feed needs the rest.
_TAG = re.compile(
    r"(?P<language>[a-z]{2,3})(?:[-_](?P<script>[a-z]{4}))?(?:[-_](?P<region>[a-z]{2}|[0-9]{3}))?",
    re.IGNORECASE,
)
_STRONG = frozenset(
    ["L", "R", "AL"]
)  # https://www.unicode.org/reports/tr9/#Table_Bidirectional_Character_Types
# Han, kana and what stands between them: text that no spaces part. Hangul has spaces.
UNSPACED = (
    "\u2e80-\u2fdf\u3000-\u312f\u31a0-\u4dbf\u4e00-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
    "\U00020000-\U0003ffff"
)
_BROKEN = re.compile(f"(?<=[{UNSPACED}])[ \\t]*\\n[ \\t]*(?=[{UNSPACED}])")
_UNSPACED_PAIR = re.compile(f"[{UNSPACED}]{{2}}")
_PERHAPS_BROKEN = re.compile(f"\\n[ \\t]*[{UNSPACED}]")  # all of these, and found much faster


@lru_cache(maxsize=256)
def language_tag(text: str) -> str:
    """Return the BCP 47 tag that a tag or a language's name means; empty if there is none.

    Case is mended (`FR` is `fr`), a region that only repeats the language goes (`fr_FR` is `fr`,
    but `pt` alone is that of Brazil), and two letters stand for three (`fra`, `fre`).
    """
    found = _TAG.fullmatch(text.strip())
    language = found["language"].lower() if found else ""
    language = _shorter().get(language, language)
    if found and language in _names():
        parts = [language, (found["script"] or "").capitalize()]
        region = (found["region"] or "").upper()
        is_said = region.lower() == language and region == _likely_region(language)
        parts.append("" if is_said else region)
        return "-".join(filter(None, parts))
    return _tags().get(text.strip().casefold(), "")


def without_region(tag: str) -> str:
    """Return a tag without the region, which nobody needs for reading the language."""
    found = _TAG.fullmatch(tag)
    return tag.removesuffix(f"-{found['region']}") if found and found["region"] else tag


@cache
def _names() -> dict[str, str]:
    """Return the languages that CLDR knows, as tags with their English names."""
    from babel import Locale  # noqa: PLC0415 - 30 ms, and few files name a language

    return {tag: name for tag, name in Locale("en").languages.items() if "_" not in tag}


def _likely_region(language: str) -> str:
    """Return the region that a language without one is likely of; empty if CLDR has none."""
    from babel.core import get_global  # noqa: PLC0415 - as above

    return str(get_global("likely_subtags").get(language, "")).rpartition("_")[2]


@cache
def _shorter() -> dict[str, str]:
    """Return the languages' codes of two letters by those of three, which libraries write."""
    from babel.core import get_global  # noqa: PLC0415 - as above

    aliases = get_global("language_aliases").items()
    return {code: tag for code, tag in aliases if (len(code), len(tag)) == (3, 2)}


@cache
def _tags() -> dict[str, str]:
    """Return the tags by the languages' English names and by their own."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - as above

    tags = {name.casefold(): tag for tag, name in reversed(_names().items())}
    for tag in _names():
        try:
            own = Locale(tag).get_display_name(tag)
        except UnknownLocaleError:
            continue
        if own:
            tags.setdefault(own.casefold(), tag)
    return tags


def is_right_to_left(text: str) -> bool:
    """Return whether a text runs from right to left: its first letter decides, as in Unicode."""
    if text.isascii():
        return False
    letters = map(bidirectional, text)
    return next((kind for kind in letters if kind in _STRONG), "L") != "L"


def join_lines(text: str) -> str:
    """Take out line breaks between characters that no spaces part: they would be seen as spaces."""
    if text.isascii() or not _PERHAPS_BROKEN.search(text):
        return text
    return _BROKEN.sub("", text)


def is_unspaced(before: str, behind: str) -> bool:
    """Return whether no space parts two characters; each may be none."""
    return bool(before and behind and _UNSPACED_PAIR.match(before + behind))
