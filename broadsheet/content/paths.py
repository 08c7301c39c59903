"""Paths below the content folder, with slashes: what belongs where, and what is misplaced."""

from __future__ import annotations

import re
from itertools import chain, count
from typing import TYPE_CHECKING

from broadsheet.content.identifiers import is_slug
from broadsheet.text.dates import is_day, is_when, unit_of
from broadsheet.text.plain import make_title_slug

if TYPE_CHECKING:
    from collections.abc import Iterable

# A paper of an edition lies in the folder of a day, one of no edition in that of a month or a year.
PAPER_PATH = re.compile(r"([0-9]{4}(?:/[0-9]{2}){0,2})/([^/]+)\.md")
COLLECTION_PATH = re.compile(r"collections/([^/]+)\.md")
FIGURE_PATH = re.compile(r"[0-9]{4}(?:/[0-9]{2}){0,2}/[^/]+\.(png|jpe?g|webp)", re.IGNORECASE)
SETTINGS = SITE, TOPICS, AUTHORS = ("site.yaml", "topics.yaml", "authors.yaml")
# The look of one's own: nothing else lies in its folder.
STYLE, ICON_SVG, ICON_PNG, CARD, WORDS, *FONTS = LOOK = (
    "look/style.css",
    "look/icon.svg",
    "look/icon.png",
    "look/card.png",
    "look/words.yaml",
    "look/share.ttf",
    "look/share.otf",
)
_OUTSIDE = "a paper's file must lie in the folder of its day: YYYY/MM/DD/name.md"
# Paths of files that nothing reads, and what was probably meant.
_STRAYS = (
    (
        re.compile(r"look/.*", re.DOTALL),
        (
            "look may hold style.css, words.yaml, icon.svg or icon.png, card.png, and share.ttf or"
            " share.otf: nothing reads this file"
        ),
    ),
    (
        re.compile(r"collections/.*\.md"),
        "a collection's file must lie in collections itself, in no folder below",
    ),
    (
        re.compile(r".*\.md"),
        _OUTSIDE,
    ),
    (
        re.compile(r"[0-9]{4}(?:/[0-9]{2}){0,2}/[^/]+\.(gif|svg|bmp|tiff?|pdf)", re.IGNORECASE),
        "a figure must be a png, jpg or webp file: save it as one",
    ),
    (
        re.compile(r"[0-9]{4}(?:/[0-9]{2}){0,2}/[^/]+\.(md|markdown|txt)", re.IGNORECASE),
        "a paper's file must end in .md",
    ),
    (re.compile(r".*", re.DOTALL), "nothing reads this file: take it out of the content folder"),
)


# What editors, merges and systems leave beside files, for a moment or for good: Emacs's `#x.md#`,
# the numbers that Vim tries whether it may write (4913, and 123 more each time), the sides of a
# merge, backups, and what Windows keeps of a folder.
_LEAVING = re.compile(
    r"\..*|.*~|~\$.*|#.*#|.*\.(?:orig|rej|bak|save|tmp|sw[a-p])|.*___jb_(?:old|tmp)___"
    r"|.*_(?:BACKUP|BASE|LOCAL|REMOTE)_[0-9]+\.(?:md|yaml)|Thumbs\.db|desktop\.ini",
    re.DOTALL,
)
_FIRST_OF_VIM, _STEP_OF_VIM = 4913, 123


def is_leaving(name: str) -> bool:
    """Return whether a file has the name of an editor's leaving or of a hidden one: no content."""
    if name.isascii() and name.isdecimal():
        return int(name) >= _FIRST_OF_VIM and (int(name) - _FIRST_OF_VIM) % _STEP_OF_VIM == 0
    return _LEAVING.fullmatch(name) is not None


_FOLDERS = {"day": "YYYY/MM/DD", "month": "YYYY/MM", "year": "YYYY"}


def paper_file(day: str, slug: str) -> str:
    """Return the path of a paper's file; `day` may be a month or a year."""
    return f"{day.replace('-', '/')}/{slug}.md"


# Names that Windows keeps for devices, whatever their ending: there git could write no such file.
_OF_DEVICES = re.compile("con|prn|aux|nul|(?:com|lpt)[0-9]")


def is_paper_name(slug: str, day: str) -> bool:
    """Return whether a new paper of a day, a month or a year can have a name, on any system."""
    taken = slug == "index" or _OF_DEVICES.fullmatch(slug)
    return not taken and not misplaced(paper_file(day, slug))


class Names:
    """The names of files, each of which stands once: a paper's among all, others in their folder.

    The paths are looked at when somebody wants a name, as few do.
    """

    def __init__(self, paths: Iterable[str] = ()) -> None:
        """Take the paths of the files that there are."""
        self._paths = paths
        self._taken: set[tuple[str, str]] = set()

    def free(self, path: str) -> str:
        """Return the name of a path, or that with the first number behind it that is free.

        Nobody else is given the same. Settings and notes have their one name, taken or not.
        """
        kinds = (PAPER_PATH, COLLECTION_PATH, FIGURE_PATH)
        if path.endswith("/index.md") or not any(kind.fullmatch(path) for kind in kinds):
            return path.rpartition("/")[2]
        self._taken.update(map(_folder_and_name, self._paths))
        self._paths = ()
        stem, dot, ending = path.rpartition(".")
        paths = chain([path], (f"{stem}-{number}{dot}{ending}" for number in count(2)))
        names = (_folder_and_name(one) for one in paths)
        folder, name = next(one for one in names if one not in self._taken)
        self._taken.add((folder, name))
        return name


def _folder_and_name(path: str) -> tuple[str, str]:
    """Return the folder in which a path's name stands once, empty for a paper's, and the name."""
    folder, _, name = path.rpartition("/")
    return ("" if PAPER_PATH.fullmatch(path) else f"{folder}/", name)


def misplaced(path: str, names: Names | None = None) -> str:
    """Return what is wrong with the path of a file; empty if nothing is.

    A name that is better is none of `names`.
    """
    paper = PAPER_PATH.fullmatch(path)
    if paper:
        return _misfiled(*paper.groups()) or _misnamed(path, names or Names())
    if COLLECTION_PATH.fullmatch(path):
        return _misnamed(path, names or Names())
    if path in (*SETTINGS, *LOOK) or FIGURE_PATH.fullmatch(path):
        return ""
    return next(message for pattern, message in _STRAYS if pattern.fullmatch(path))


def _misfiled(folder: str, stem: str) -> str:
    """Return what is wrong with the folder of a paper or a note; empty if nothing is."""
    period = folder.replace("/", "-")
    unit = unit_of(period)
    if not is_when(period):
        return f"the folder must be a {unit} that exists, as {_FOLDERS[unit]}, not {folder}"
    if is_day(period):
        return ""
    if stem == "index":
        return f"a {unit} has no note: put this one into the folder of a day, YYYY/MM/DD"
    if re.fullmatch(r"[0-9][0-9]?", stem):  # 2025/06/25.md, where the folder of a day was meant
        return _OUTSIDE
    return ""


def _misnamed(path: str, names: Names) -> str:
    """Return what is wrong with the name of a Markdown file; empty if nothing is."""
    folder, _, name = path.rpartition("/")
    stem = name.removesuffix(".md")
    if is_slug(stem):
        return ""
    if stem.casefold() == "readme":
        return "the content holds papers and notes alone: put this file elsewhere"
    better = names.free(f"{folder}/{make_title_slug(stem) or 'a-name'}.md")
    if better == "index.md" and PAPER_PATH.fullmatch(path):
        return "the day's note is called index.md: call it so, or another name if this is a paper"
    return f"the file's name must be lower-case words and hyphens: call it {better}"
