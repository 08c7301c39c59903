"""What an outside source says about one paper, cleaned and not yet checked.

arXiv, DOI registries, publishers' pages and reference managers each have a format of their own;
`formats` and `webpages` turn them into records, and `filing` turns a record into a paper's file.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from broadsheet.content.identifiers import ids_in
from broadsheet.content.names import join_name, part_name
from broadsheet.text.plain import fold, without_unseen

if TYPE_CHECKING:
    from broadsheet.content.model import Discussion


@dataclass(frozen=True, slots=True)
class Record:
    """One paper as a source describes it; what the source does not say is empty.

    Texts are tidy (see `tidy`). `title` and `abstract` keep their TeX between dollar signs; if
    `money` is true, the source had its TeX stripped, and every dollar sign left means money. The
    abstract is plain text, not Markdown, with blank lines between its paragraphs. `published` is
    `YYYY-MM-DD`, or only `YYYY-MM` or `YYYY`; `featured` is the day on which a feed showed the
    paper. `arxiv` and `doi` are bare ids. `keywords` serve to find topics, and are written to no
    file. `splits` are the names that would be cut wrongly, as (name, family, given); a group has no
    given name. `more` is true where the source says that there are more authors. `emphasis` are
    the words of the title that it sets in italics, in their order. `dated` is what it
    gives as the date where no year can be read from it. `left_out` are the
    fields of which something could not be taken, each with what, and why.
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
    language: str = ""
    type: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    publisher: str = ""
    splits: tuple[tuple[str, str, str], ...] = ()
    more: bool = False
    dated: str = ""
    emphasis: tuple[str, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        """Take the id out of an address that is all the source says of where the paper is.

        Parts of a name that do not read as the name, as with `Jane Roe, PhD`, are dropped.
        """
        arxiv, doi = ids_in(self.url) if not (self.arxiv or self.doi) else ("", "")
        if arxiv or doi:
            for name, value in (("arxiv", arxiv), ("doi", doi), ("url", "")):
                object.__setattr__(self, name, value)
        true = tuple(one for one in self.splits if join_name(*one[1:]) == one[0])
        object.__setattr__(self, "splits", true)


class Cause(Enum):
    """Where the cause of a RecordError lies, and so who can do something about it."""

    ASKED = "in what was asked for, or in what was found"
    REFUSAL = "in a site that shows nothing to programs"
    OUTAGE = "in a service that fails, perhaps for a while"


class RecordError(Exception):
    """An answer, or one record of a file, cannot be used; the message says why.

    `fact` is the message without the advice, which is for people with a checkout.
    """

    def __init__(self, fact: str, advice: str = "", cause: Cause = Cause.ASKED) -> None:
        """Set what is so, what to do about it (if there is something), and where the cause lies."""
        self.fact = fact
        self.cause = cause
        super().__init__(f"{fact}: {advice}" if advice else fact)


def tidy(text: str) -> str:
    """Fold white space, compose accents (NFC), drop the characters that no page may contain.

    Those are what the reader of files drops, too; here without a warning, since the people who read
    the file cannot fix what an outside service sent.
    """
    return fold(without_unseen(unicodedata.normalize("NFC", text)))


def tidy_paragraphs(text: str) -> str:
    """Tidy the paragraphs, which blank lines separate; hard-wrapped lines are joined."""
    found = (tidy(part) for part in re.split(r"\n[ \t\r]*\n", text.replace("\r\n", "\n")))
    return "\n\n".join(part for part in found if part)


def natural_name(name: str) -> str:
    """Return a name with the given name first: `Lovelace, Ada` is Ada Lovelace."""
    return part_name(tidy(name))[0]


def names_once(names: list[str]) -> tuple[str, ...]:
    """Return the names in order, each once, without empty ones."""
    return tuple(dict.fromkeys(name for name in map(tidy, names) if name))
