"""What a source outside says of one paper, cleaned and not yet judged.

arXiv, DOI registries, publishers' pages and reference managers all answer in forms of their own;
`formats` and `webpages` turn each into records, and `filing` makes a paper's file of a record.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from broadsheet.text.plain import CONTROL, fold

if TYPE_CHECKING:
    from broadsheet.content.model import Discussion


@dataclass(frozen=True, slots=True)
class Record:
    """One paper as a source tells of it; what it does not tell is empty.

    Texts are tidy (see `tidy`). `title` and `abstract` keep their TeX between dollar signs; where
    `money` is true, the source had its TeX stripped, and every dollar sign left is money. The
    abstract's paragraphs are parted by empty lines, and it is plain text, not Markdown.
    `published` is `YYYY-MM-DD`, or only `YYYY-MM` or `YYYY`; `featured` is the day on which a feed
    brought the paper. `arxiv` and `doi` are bare. `keywords` are words for finding topics, and
    stand in no file.
    """

    title: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""
    arxiv: str = ""
    doi: str = ""
    url: str = ""
    pdf: str = ""
    venue: str = ""
    category: str = ""
    code: str = ""
    project: str = ""
    organizations: tuple[str, ...] = ()
    discussion: Discussion | None = None
    abstract: str = ""
    featured: str = ""
    keywords: tuple[str, ...] = ()
    money: bool = False


class RecordError(Exception):
    """An answer, or one record of a file, cannot be used; the text says why, for people."""


def tidy(text: str) -> str:
    """Fold white space, compose accents (NFC), drop what no page may hold.

    Characters that take part in no text (C0, C1, directional overrides) are simply left out: the
    people who read the file cannot mend what an outside service sent.
    """
    return fold(CONTROL.sub("", unicodedata.normalize("NFC", text)))


def tidy_paragraphs(text: str) -> str:
    """Tidy each paragraph, which empty lines part; hard-wrapped lines become one."""
    found = (tidy(part) for part in re.split(r"\n[ \t\r]*\n", text.replace("\r\n", "\n")))
    return "\n\n".join(part for part in found if part)


def natural_name(name: str) -> str:
    """Give a name as it is read aloud: `Lovelace, Ada` is Ada Lovelace.

    With two commas the middle is a suffix (`King, Martin Luther, Jr.` or `King, Jr., Martin`).
    """
    parts = [part for part in map(tidy, name.split(",")) if part]
    if len(parts) == 2:  # noqa: PLR2004 - family and given
        return f"{parts[1]} {parts[0]}"
    if len(parts) == 3:  # noqa: PLR2004 - family, given, suffix in either order
        family, middle, last = parts
        given, suffix = (last, middle) if _SUFFIX.fullmatch(middle) else (middle, last)
        return f"{given} {family} {suffix}"
    return tidy(name)


_SUFFIX = re.compile(r"(jr|sr|[ivx]+)\.?", re.IGNORECASE)


def names_once(names: list[str]) -> tuple[str, ...]:
    """Give the names in their order, each once, without what is no name."""
    return tuple(dict.fromkeys(name for name in map(tidy, names) if name))
