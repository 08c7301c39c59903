"""A paper as reference managers take it, made once when its file is read.

A citation stands on the paper's page and in the exports of its day, its topics and its year. What
only the feed knows is put into its places then: the key, and the names of the topics.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from broadsheet.content.bibtex import bibtex, bibtex_topics
from broadsheet.content.csl import csl, csl_topics
from broadsheet.content.names import split_names
from broadsheet.content.places import KEY, TOPICS
from broadsheet.content.ris import ris, ris_topics

if TYPE_CHECKING:
    from collections.abc import Sequence

    from broadsheet.content.model import Paper


class Cited(NamedTuple):
    """A paper in each of the forms, with places for its key and its topics."""

    bibtex: str
    ris: str
    csl: str


FORMS = Cited._fields
_TOPICS_OF = {"bibtex": bibtex_topics, "ris": ris_topics, "csl": csl_topics}


def cite(paper: Paper) -> Cited:
    """Return a paper in all forms, with plain spaces: TeX and managers look titles up by these."""
    names = split_names(paper)
    forms = (bibtex(paper, names), ris(paper, names), csl(paper, names))
    return Cited(*(form.translate(_SPACES) for form in forms))


_SPACES = {0xA0: " ", 0x202F: " "}


def finished(form: str, cited: Cited, key: str, topics: Sequence[str]) -> str:
    """Return a paper in a form, with its key and the names of its topics."""
    text = getattr(cited, form).replace(KEY, key, 1)
    return str(text.replace(TOPICS, _TOPICS_OF[form](topics), 1))
