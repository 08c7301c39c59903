"""A look of one's own, in `content/look`: style sheet, pictures, words and fonts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from broadsheet.content.folder import UnreadableError, read_below
from broadsheet.content.fonts import has_letters, own_font, read_letters, tidy
from broadsheet.content.frontmatter import Source, decode, line_and_column
from broadsheet.content.model import Look
from broadsheet.content.paths import CARD, FONTS, ICON_PNG, ICON_SVG, STYLE, WORDS
from broadsheet.text.digest import digest_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from broadsheet.content.folder import File
    from broadsheet.content.fonts import Has
    from broadsheet.content.model import Site
    from broadsheet.content.problems import Problem
    from broadsheet.words.words import Own

_KB = 1024
_LIMITS = {STYLE: 256 * _KB, ICON_SVG: 1024 * _KB, ICON_PNG: 1024 * _KB, CARD: 2048 * _KB}
_LIMITS |= {WORDS: 256 * _KB} | dict.fromkeys(FONTS, 16 * 1024 * _KB)
_COMMENT = re.compile(r"/\*.*?(\*/|\Z)", re.DOTALL)
# What the pages' content security policy does not let a style sheet load.
_LOADED = re.compile(
    r"""@import|@font-face|url\(\s*(?:["']\s*)?(?:[a-z][a-z0-9+.-]*:|//)[^)"'\s]{,60}""",
    re.IGNORECASE,
)


def read_look(root: Path, files: Iterable[File], site: Site, problems: list[Problem]) -> Look:
    """Read those files of the look that are there, and check them."""
    digests = dict.fromkeys(_LIMITS, "")
    card_size: tuple[int, ...] = ()
    words: Own = ()
    letters: list[Has] = []
    for path in (file.path for file in files if file.path in _LIMITS):
        source, data = _read(root, path)
        digests[path] = digest_of(data).hex()
        if path == STYLE:
            _check_style(source)
        elif path == WORDS and not source.failed:
            # 40 ms, and few feeds have words of their own.
            from broadsheet.content.ownwords import read_words  # noqa: PLC0415

            source, words = read_words(path, data, site.language)
        elif path in FONTS and not source.failed:
            # 40 ms, and few feeds have a font of their own.
            from broadsheet.content.lettering import check_font  # noqa: PLC0415

            letters += check_font(source, data, root / path)
        elif not source.failed:
            # 40 ms, and few feeds have a picture of their own.
            from broadsheet.content.icons import check_picture  # noqa: PLC0415

            size = check_picture(source, data)
            card_size = size if path == CARD else card_size
        problems.extend(source.problems)
    pictures = (digests[ICON_SVG], digests[ICON_PNG], digests[CARD])
    fonts = tuple((path, digests[path]) for path in FONTS if digests[path])
    letters.append(read_letters(own_font().read_bytes()))
    sets_title = has_letters(letters, tidy(site.title))
    return Look(digests[STYLE], *pictures, card_size, words, fonts, sets_title)


def _read(root: Path, path: str) -> tuple[Source, bytes]:
    """Read a file, as text unless it is a PNG or a font; one that is too large is not read on."""
    limit = _LIMITS[path]
    try:
        data = read_below(root, path, limit)
    except UnreadableError as error:
        source = Source(path, "")
        source.report(1, 1, str(error))
        return source, b""
    if len(data) > limit:
        source = Source(path, "")
        name = path.rpartition("/")[2]
        source.report(1, 1, f"{name} must have at most {limit // _KB:,} kB: make it smaller")
        return source, data
    if path.endswith((".png", ".ttf", ".otf")):
        return Source(path, ""), data
    source = decode(path, data)
    # The file is copied as it is, so nothing was left out of it, as warnings would say.
    return (source if source.failed else Source(path, source.text)), data


def _check_style(source: Source) -> None:
    """Warn of what no page would load."""
    text = _COMMENT.sub(lambda comment: re.sub(r"[^\n]", " ", comment.group()), source.text)
    for match in _LOADED.finditer(text):
        message = (
            f"{match.group()} is not loaded, since pages take nothing from elsewhere: take it out"
        )
        source.report(*line_and_column(text, match.start()), message, "warning")
