"""A record to a file: its name, its day, its topics, and whether the feed has the paper."""

from __future__ import annotations

import os
import re
import stat
from contextlib import suppress
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple

from broadsheet.adding.emphasis import title_with
from broadsheet.adding.moments import is_before_christ
from broadsheet.adding.records import RecordError
from broadsheet.content.fields import PAPER, by_name
from broadsheet.content.folder import replace_file
from broadsheet.content.forms import form_of
from broadsheet.content.identifiers import LINK, same_keys
from broadsheet.content.notes import ADD, MEND
from broadsheet.content.papers import read_paper
from broadsheet.content.paths import is_paper_name, paper_file
from broadsheet.content.problems import Problem, UsageError, errors
from broadsheet.content.twins import Told, Works, apart_of
from broadsheet.content.writing import markdown_of, write_paper
from broadsheet.text.languages import without_region
from broadsheet.text.plain import make_title_slug
from broadsheet.text.tex import unread

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from broadsheet.adding.records import Record
    from broadsheet.content.model import Content, Paper, Topic
    from broadsheet.content.twins import Work

_NO_PLACE = (
    "the record has neither an id nor an address: write a doi or a url into it; the address of its"
    " page in a catalogue will do, as WorldCat's, the DNB's or a library's permalink"
)
MOST_TOPICS = 3  # proposed; a curator may choose four
_LINKS = ("url", "pdf", "code", "project")
_IMPRINT = ("venue", "volume", "issue", "pages", "publisher")
_FIELDS = by_name(PAPER)
_IN_TITLE = 3  # a topic's word in the title counts as much as so many in the abstract


class Wish(NamedTuple):
    """What the person who adds a paper asks for, beyond what the source says.

    `day` is a month or a year for a paper that shall belong to no edition.
    """

    day: str
    topics: tuple[str, ...] = ()
    submitted_by: str = ""
    summary: str | None = None
    code: str = ""
    project: str = ""


class Filed(NamedTuple):
    """A paper's file, not yet written: its path below the content folder, and its text.

    `paper` is what the reader reads from it; `problems` are those that `check` reports, such as a
    summary that is still to be written.
    """

    path: str
    text: str
    paper: Paper
    problems: tuple[Problem, ...]


class KnownError(Exception):
    """The feed has the paper, in the file `path`; `what` (a title, an id) is the same in both.

    It is certain where both the title and an id are.
    """

    def __init__(self, path: str, what: str, *, is_certain: bool = False) -> None:
        """Set the file, and what the two papers have in common."""
        self.path = path
        self.what = what
        self.is_certain = is_certain
        super().__init__(f"{path} has this paper already (the same {what})")


class Filing:
    """Makes files for papers beside those of the content, and remembers which it made."""

    def __init__(self, content: Content) -> None:
        """Collect the topics, names and keys of the content, and its language."""
        papers = content.everything
        self._topics = [(topic.slug, _pattern(topic)) for topic in content.topics]
        self._names = {name for paper in papers for name in (paper.slug, *paper.aliases)}
        self._works: Works[Work] = Works(papers)
        self._language = without_region(content.site.language)

    def refuse_known(
        self, title: str, arxiv: str, doi: str, authors: Sequence[str] = (), apart: str = ""
    ) -> None:
        """Raise KnownError if the feed has a paper with this id, or with this title and author.

        The title is no more than a hint where something tells the two apart, as `apart_of` gives.
        """
        work = Told("", same_keys(title, arxiv, doi), "\n".join(authors), apart)
        for key, paper in reversed(list(self._works.with_id(work))):  # ids say more than a title
            is_certain = bool(title) and paper.same[:1] == work.same[:1]
            raise KnownError(paper.path, key, is_certain=is_certain)
        known = self._works.with_title(work)
        if known and not known[1]:
            raise KnownError(known[0].path, "title")

    def file(self, record: Record, wish: Wish, *, awaits_summary: bool) -> Filed:
        """Make the file of a record, under the day of the wish.

        `awaits_summary` leaves the summary empty for the curator, and the paper waits until it is
        written. The language stands where it is not the feed's. Raise KnownError if the feed has
        the paper, and RecordError if the record cannot become a valid file.
        """
        apart = apart_of(record.published, "" if record.arxiv else record.url)
        self.refuse_known(record.title, record.arxiv, record.doi, record.authors, apart)
        if not (record.arxiv or record.doi or record.url):
            raise RecordError(_NO_PLACE)
        topics = wish.topics or self._propose(record)
        values, comments = _values(record, wish, topics)
        if without_region(record.language) == self._language:
            values.pop("language", None)
        if awaits_summary and not wish.summary:
            values["summary"] = None
            comments["summary"] = (
                "two to four sentences in your own words, below and indented by two spaces"
            )
        slug = self._name(record, wish.day)
        path = paper_file(wish.day, slug)
        text = write_paper(values, markdown_of(record.abstract, money=record.money), comments)
        paper, problems = read_paper(path, text.encode(), lambda _: None)
        wrong = errors(problems)
        if wrong:
            raise RecordError(wrong[0].message)
        self._names.add(slug)
        keys = same_keys(record.title, record.arxiv, record.doi)
        self._works.add(Told(path, keys, "\n".join(record.authors), apart))
        return Filed(path, text, paper, tuple(problems))

    def _name(self, record: Record, day: str) -> str:
        """Return a name that no paper has or had, and that a paper of that day can have."""
        slug = make_title_slug(record.title)
        if not slug:
            slug = f"paper-{re.sub('[^a-z0-9]+', '-', (record.arxiv or record.doi).lower())}".strip(
                "-"
            )
        if not is_paper_name(slug, day):
            slug = f"paper-{slug}"
        if slug not in self._names:
            return slug
        return next(name for number in count(2) if (name := f"{slug}-{number}") not in self._names)

    def _propose(self, record: Record) -> tuple[str, ...]:
        """Return the topics whose name or alias occurs most often in the paper's texts."""
        title, rest = record.title, " ".join([record.abstract, *record.keywords])
        points = {
            slug: _IN_TITLE * len(pattern.findall(title)) + len(pattern.findall(rest))
            for slug, pattern in self._topics
        }
        best = sorted((slug for slug in points if points[slug]), key=lambda slug: -points[slug])
        return tuple(best[:MOST_TOPICS])


def _pattern(topic: Topic) -> re.Pattern[str]:
    """Make the pattern of a topic's names: whole words, singular or plural, hyphens optional."""
    names = {topic.name, topic.slug.replace("-", " "), *topic.aliases}
    found = sorted(
        (re.split(r"[\s-]+", name.strip()) for name in names), key=lambda words: -len(words)
    )
    choices = "|".join(r"[\s-]+".join(map(re.escape, words)) for words in found if words[0])
    return re.compile(rf"(?<!\w)(?:{choices})(?:s|es)?(?!\w)", re.IGNORECASE)


def _values(
    record: Record, wish: Wish, topics: tuple[str, ...]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the values of the file's fields, and comments on them for its reviewer."""
    comments: dict[str, str] = {}
    links = {name: getattr(record, name) for name in _LINKS}
    links |= {name: value for name in ("code", "project") if (value := getattr(wish, name))}
    values: dict[str, Any] = {
        "title": title_with(record.title, record.emphasis, money=record.money),
        "authors": _names(record),
        "published": record.published,
        "arxiv": record.arxiv,
        "doi": record.doi,
        "language": record.language,
        "type": "" if _goes_without_saying(record) else record.type,
        **{name: getattr(record, name)[: _FIELDS[name].limit] for name in _IMPRINT},
        "category": record.category if record.arxiv and _is("category", record.category) else "",
        **{name: link if _is_link(link) else "" for name, link in links.items()},
        "organizations": record.organizations[:50],
        "topics": topics,
        "discussion": record.discussion,
        "submitted_by": wish.submitted_by,
        "summary": wish.summary,
    }
    if record.arxiv:
        values["url"] = values["pdf"] = ""
    values = {name: value for name, value in values.items() if value}
    if not record.published:
        values["published"] = None
        comments["published"] = f"{tell_undated(record)}: write it, or the year that is likely"
    notes = [*_unread_in(record), *record.left_out]
    if record.more:
        first = f"first {len(record.authors)}" if record.authors[1:] else "first"
        notes.append(("authors", f"the source names only the {first}: {ADD}"))
    for name, note in notes:
        comments[name] = "; ".join(filter(None, (comments.get(name), note)))
    if not topics:
        comments["topics"] = "topics: [...] two to four slugs of content/topics.yaml"
    return values, comments


def tell_undated(record: Record) -> str:
    """Return what a source gives in the place of a date that can be written."""
    if not record.dated:
        return "the source gives no date"
    if is_before_christ(record.dated):
        return f"the source gives {record.dated}, and no year before the year 1 can be written"
    return f"the source gives {record.dated}, which tells no year"


def _unread_in(record: Record) -> list[tuple[str, str]]:
    """Return notes that name the TeX commands that could not be read, each with its field."""
    texts = {
        "title": [record.title],
        "authors": record.authors,
        **{name: [getattr(record, name)] for name in ("venue", "publisher")},
        "organizations": record.organizations,
    }
    found = {name: unread(" ".join(texts_of)) for name, texts_of in texts.items()}
    notes = [(name, _told(commands)) for name, commands in found.items() if commands]
    if in_abstract := unread(record.abstract):
        notes.append(("title", f"in the abstract, {_told(in_abstract)}"))
    return notes


def _told(commands: Sequence[str]) -> str:
    """Return what a comment says of commands, of many only the first."""
    named = " ".join(command[:30] for command in commands[:MOST_NAMED])
    return f"TeX that could not be read: {named}: {MEND}"


MOST_NAMED = 5


def _goes_without_saying(record: Record) -> bool:
    """Return whether a paper is a preprint of arXiv, as one without a venue is held to be."""
    on_arxiv_alone = bool(record.arxiv) and not record.venue
    return on_arxiv_alone and record.type in ("article", "preprint")


def _names(record: Record) -> tuple[str | tuple[str, str], ...]:
    """Return the authors, in parts those that would else be cut wrongly."""
    told = {name: (family, given) for name, family, given in record.splits}
    return tuple(told.get(name, name) for name in record.authors)


def _is(name: str, value: str) -> bool:
    """Return whether a value has the form of its field."""
    return re.fullmatch(form_of(_FIELDS[name]), value) is not None


def _is_link(value: str) -> bool:
    return LINK.fullmatch(value) is not None and len(value) <= _FIELDS["url"].limit


def write_new(root: Path, filed: Filed) -> None:
    """Write a new file, whole or not at all.

    Raise UsageError if a link or a file stands where one of its folders is to be, or where it is.
    """
    folder = root
    folder.mkdir(parents=True, exist_ok=True)
    for name in filed.path.split("/")[:-1]:
        folder /= name
        with suppress(FileExistsError):
            folder.mkdir()
        if not stat.S_ISDIR(folder.lstat().st_mode):
            message = f"{folder} is no folder but leads elsewhere, or is a file: take it out"
            raise UsageError(message)
    path = root / filed.path
    if os.path.lexists(path):
        message = f"{path} is there already, and was not when the content was read: try again"
        raise UsageError(message)
    replace_file(path, filed.text.encode())
