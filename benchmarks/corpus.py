"""Make a corpus of papers from a seed: `python benchmarks/corpus.py 10000 FOLDER --seed 1`.

The same count and seed give the same papers everywhere. Their statistics are those of 10,427 real
daily papers: titles of 75 characters, three of four with a colon;
abstracts of 1,400 characters, 88 % of them without any sign that Markdown could read; eight authors
in the median and ten in the mean, 664 at most, of whom three of five names stand once; 18 papers a
weekday; half of the papers without a summary, as an import leaves them; 2 to 4 of 24 topics, by
Zipf's law.

Papers are made day by day, the oldest first. What is kept meanwhile is a number for every author
of every paper and the key of every title, some 200 bytes a paper.
"""

from __future__ import annotations

import argparse
import json
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle, islice
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from words import (
    CULTURES,
    SYSTEM_BEGINNINGS,
    SYSTEM_ENDINGS,
    TOPICS,
    People,
    Speaker,
    Topic,
    name_of,
    title_case,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LAST_DAY = date(2026, 10, 30)  # a Friday; the corpus ends here, whatever its size
PAPERS_A_DAY = 18
MOST_DAYS = 5000  # 19 years, as far back as arXiv's present form of ids; then the days get fuller
NOTE_EVERY = 10  # days
LINE = 96  # characters
MARKS = "+-*#>=|~`"  # by which a line begins a list, a heading or a quotation
SLUG_LENGTH = 60  # characters
WORDS_OF_TITLE = range(6, 17)
LETTERS_OF_TITLE = 105  # at most
FIRST_YEAR_OF_FIVE_DIGITS = 2015  # in arXiv's ids

# Shares of all papers, but where it is said otherwise.
WITH_SUMMARY = 0.5
WITH_FORMULAS = 0.004
WITH_FORMULAS_IN_TITLE = 0.2  # of those with formulas
WITH_FORMULAS_IN_SUMMARY = 0.3  # of those with formulas
WITH_EMPHASIS = 0.03
WITH_SIGNS = 0.09  # that Markdown could read, and does not: ~, <, &, an address
WITHOUT_COLON = 0.26
WITH_CODE = 0.6
WITH_VENUE = 0.4
WITH_DISCUSSION = 0.3
WITH_FOURTH_SENTENCE = 0.4  # of summaries
WITH_VERSION = 0.1  # of systems
ABSTRACT, ABSTRACT_SIGMA = 1395, 290  # characters
EXCERPT = 300  # characters
SENTENCE = 45  # characters, the shortest

# What the site says of itself. The one place to change when the fields do.
SITE_YAML = """\
title: Broadsheet
tagline: Research worth reading, chosen every day by people
tag: broadsheet.example,2025
licence: {name: "CC BY 4.0", url: "https://creativecommons.org/licenses/by/4.0/"}
curators: [The editors of Broadsheet]
feed_size: 40
front_size: 20
author_pages_from: 2
discussion: {start: "https://huggingface.co/papers/"}
about: |
  This is a corpus made to measure how fast a site is built. No paper in it exists, and nobody
  named in it is real.
"""


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper as plain values; dates are ISO texts, and what a paper does not have is empty."""

    slug: str
    day: str
    title: str
    authors: tuple[str, ...]
    published: str
    arxiv: str
    category: str
    code: str
    venue: str
    topics: tuple[str, ...]
    discussion: str
    comments: int
    summary: str
    abstract: str

    @property
    def described(self) -> str:
        """The summary, or the beginning of the abstract, for programs that make none themselves."""
        if self.summary or len(self.abstract) <= EXCERPT:
            return self.summary or self.abstract
        return self.abstract[: self.abstract.rindex(" ", 0, EXCERPT)] + "…"


class Day(NamedTuple):
    """An edition: its papers as they stand on its page; `note` is empty where there is no file."""

    date: str
    papers: tuple[Paper, ...]
    note: str


class Collection(NamedTuple):
    """A curated list of papers' slugs, with an introduction."""

    slug: str
    title: str
    summary: str
    papers: tuple[str, ...]
    introduction: str


# --------------------------------------------------------------------------- papers


class Writer:
    """Makes papers, one after the other."""

    def __init__(self, seed: int) -> None:
        """Take the seed, on which everything depends."""
        self._rng = Random(seed)  # noqa: S311 - chance that can be repeated
        self._people = People(self._rng)
        self._speaker = Speaker(self._rng)
        self._weights = [1 / (place + 3) for place in range(len(TOPICS))]
        self._slugs: set[str] = set()
        self._titles: set[str] = set()
        self._ids: dict[str, int] = {}

    def make_paper(self, day: date, step: int) -> Paper:
        """Make a paper filed under a day; `step` is how far apart a month's arXiv ids stand."""
        rng = self._rng
        topics, system = self._topics(), self._system()
        self._speaker.turn_to(system, topics)
        has_formulas = self._chance(WITH_FORMULAS)
        title = self._title(has_formulas=has_formulas and self._chance(WITH_FORMULAS_IN_TITLE))
        published = day - timedelta(days=rng.choice((1, 1, 1, 2, 2, 3, 4, 5, 7, 14, 30)))
        arxiv = self._arxiv(published, step)
        is_discussed = self._chance(WITH_DISCUSSION)
        return Paper(
            slug=self._slug(title),
            day=day.isoformat(),
            title=title,
            authors=self._people.choose(),
            published=published.isoformat(),
            arxiv=arxiv,
            category=self._speaker.say("category"),
            code=self._code(system) if self._chance(WITH_CODE) else "",
            venue=f"{self._speaker.say('venue')} {day.year}" if self._chance(WITH_VENUE) else "",
            topics=tuple(topic.slug for topic in topics),
            discussion=f"https://huggingface.co/papers/{arxiv}" if is_discussed else "",
            comments=int(rng.expovariate(0.4)) if is_discussed else 0,
            summary=self._summary(has_formulas=has_formulas) if self._chance(WITH_SUMMARY) else "",
            abstract=self._abstract(has_formulas=has_formulas),
        )

    def _chance(self, share: float) -> bool:
        """Return whether a paper is one of a share."""
        return self._rng.random() < share

    def make_note(self, papers: Sequence[Paper]) -> str:
        """Make the editor's note on a day."""
        topics = [topic for topic in TOPICS if topic.slug in papers[0].topics]
        self._speaker.turn_to(papers[0].title, topics)
        return self._speaker.say("noted")

    def shuffled(self, papers: list[Paper]) -> tuple[Paper, ...]:
        """Return a day's papers in an order of the editor's own."""
        return tuple(self._rng.sample(papers, len(papers)))

    def _topics(self) -> tuple[Topic, ...]:
        """Choose two to four topics, by Zipf's law."""
        count = self._rng.choice((2, 2, 3, 3, 4))
        found: dict[str, Topic] = {}
        while len(found) < count:
            (topic,) = self._rng.choices(TOPICS, self._weights)
            found[topic.slug] = topic
        return tuple(found.values())

    def _system(self) -> str:
        """Return the name of a system, as in `GraphLoom` or `TextPrism-7B`."""
        rng = self._rng
        name = rng.choice(SYSTEM_BEGINNINGS) + rng.choice(SYSTEM_ENDINGS)
        if self._chance(WITH_VERSION):
            return f"{name}-{rng.choice(('2', '3', 'V2', 'XL', '7B', 'Lite', 'R1', 'Zero'))}"
        return name

    def _title(self, *, has_formulas: bool) -> str:
        """Return a title that no paper has yet."""
        rule = "plain_title" if self._chance(WITHOUT_COLON) else "titled"
        if has_formulas:
            rule = "formula_title"
        while True:
            title = title_case(self._speaker.say(rule))
            key = make_slug(title)
            is_long = len(title.split()) not in WORDS_OF_TITLE or len(title) > LETTERS_OF_TITLE
            if not is_long and key not in self._titles:
                self._titles.add(key)
                return title

    def _slug(self, title: str) -> str:
        """Return a name that no paper has yet: the title's first words, numbered where need be."""
        words = make_slug(title).split("-")
        while len("-".join(words)) > SLUG_LENGTH:
            words.pop()
        slug = base = "-".join(words)
        number = 1
        while slug in self._slugs:
            number += 1
            slug = f"{base}-{number}"
        self._slugs.add(slug)
        return slug

    def _arxiv(self, published: date, step: int) -> str:
        """Return an arXiv id that no paper has yet."""
        month = f"{published:%y%m}"
        count = self._ids[month] = self._ids.get(month, 0) + 1
        digits = 5 if published.year >= FIRST_YEAR_OF_FIVE_DIGITS else 4
        return f"{month}.{count * step * 10 ** (digits - 4):0{digits}d}"

    def _code(self, system: str) -> str:
        """Return the address of a repository."""
        owner = make_slug(name_of(self._rng.randrange(len(CULTURES), 9999))).replace("-", "")
        return f"https://github.com/{owner or 'lab'}/{system}"

    def _summary(self, *, has_formulas: bool) -> str:
        """Return three or four sentences in a curator's words."""
        found = self._speaker.tell("found")
        sentences = [self._speaker.say("told"), next(found), next(found)]
        if has_formulas and self._chance(WITH_FORMULAS_IN_SUMMARY):
            sentences[1] = self._speaker.say("formula")
        if self._chance(WITH_FOURTH_SENTENCE):
            sentences.append(next(found))
        return " ".join(sentences)

    def _abstract(self, *, has_formulas: bool) -> str:
        """Return an abstract: a beginning, an end, and between them what its length asks for."""
        say = self._speaker.say
        beginning = [say("opening"), say("gap"), say("proposal")]
        end = [say("experiment"), say("result"), say("analysis"), say("closing")]
        if has_formulas:
            beginning += [say("mathematics") for _ in range(self._rng.choice((1, 1, 2)))]
        for rule, share in (("emphasis", WITH_EMPHASIS), ("signs", WITH_SIGNS)):
            if self._chance(share):
                end.insert(2, say(rule))
        missing = self._rng.gauss(ABSTRACT, ABSTRACT_SIGMA)
        missing -= sum(len(sentence) + 1 for sentence in beginning + end)
        middle: list[str] = []
        details, results = self._speaker.tell("detail"), self._speaker.tell("result")
        for sentences in cycle((details, details, results)):
            if missing < SENTENCE:
                break
            middle.append(next(sentences))
            missing -= len(middle[-1]) + 1
        return " ".join(beginning + middle + end)


_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "ı": "i", "'": ""})
_NOT_ALNUM = re.compile(r"[^a-z0-9]+")


def make_slug(text: str) -> str:
    """Return a text in lower-case ASCII letters, digits and hyphens."""
    text = text.lower()
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_LETTERS))
        text = text.encode("ascii", "ignore").decode()
    return _NOT_ALNUM.sub("-", text.replace("'", "-")).strip("-")


# --------------------------------------------------------------------------- the corpus


def make_days(count: int, seed: int = 1) -> Iterator[Day]:
    """Make the editions of `count` papers, the oldest first."""
    writer = Writer(seed)
    a_day = max(PAPERS_A_DAY, -(-count // MOST_DAYS))
    days = -(-count // a_day)
    step = max(1, 9000 // (30 * a_day))
    for place, day in enumerate(_weekdays_before(LAST_DAY, days)):
        papers = [writer.make_paper(day, step) for _ in range(min(a_day, count - place * a_day))]
        papers.sort(key=lambda paper: paper.slug)
        if place % NOTE_EVERY:
            yield Day(day.isoformat(), tuple(papers), "")
        else:
            ordered = writer.shuffled(papers)
            yield Day(day.isoformat(), ordered, writer.make_note(ordered))


def _weekdays_before(last: date, count: int) -> Iterator[date]:
    """Return that many weekdays, the oldest first, up to a Friday."""
    weeks, days = divmod(count, 5)
    monday = last - timedelta(days=4)
    for place in range(-days, weeks * 5):
        week, weekday = divmod(place, 5)
        yield monday + timedelta(weeks=week - weeks + 1, days=weekday)


def make_collections(count: int, seed: int = 1) -> tuple[Collection, ...]:
    """Make two lists of papers, of those of the first fifty days."""
    days = list(islice(make_days(count, seed), 50))
    speaker = Speaker(Random(seed))  # noqa: S311 - chance that can be repeated
    collections = []
    for topic, picks in (
        (TOPICS[1], [day.papers[0] for day in days[:40]]),
        (TOPICS[18], [one for day in days for one in day.papers if TOPICS[18].slug in one.topics]),
    ):
        speaker.turn_to(topic.name, (topic,))
        collections.append(
            Collection(
                f"where-to-begin-{topic.slug}",
                f"Where to begin: {topic.name}",
                f"A first reading list on {topic.name.lower()}.",
                tuple(paper.slug for paper in picks[:40]),
                speaker.say("collection"),
            )
        )
    return tuple(one for one in collections if one.papers)


# --------------------------------------------------------------------------- our format


def write_corpus(count: int, folder: Path, seed: int = 1) -> None:
    """Write a corpus as the content folder of a site of ours."""
    (folder / "collections").mkdir(parents=True)
    (folder / "site.yaml").write_text(SITE_YAML, encoding="utf-8")
    (folder / "topics.yaml").write_text("".join(map(topic_text, TOPICS)), encoding="utf-8")
    for day in make_days(count, seed):
        write_day(day, folder / day.date.replace("-", "/"))
    for collection in make_collections(count, seed):
        path = folder / "collections" / f"{collection.slug}.md"
        path.write_text(collection_text(collection), encoding="utf-8")


def write_day(day: Day, folder: Path) -> None:
    """Write a day's papers, and its note."""
    folder.mkdir(parents=True)
    for paper in day.papers:
        with (folder / f"{paper.slug}.md").open("w", encoding="utf-8") as file:
            file.write(paper_text(paper))
    if day.note:
        order = "".join(f"  - {paper.slug}\n" for paper in day.papers)
        text = f"---\norder:\n{order}---\n{wrap(day.note)}\n"
        (folder / "index.md").write_text(text, encoding="utf-8")


def paper_text(paper: Paper) -> str:
    """Return a paper's file."""
    lines = ["---", f"title: {quote(paper.title)}", "authors:"]
    lines += [f"  - {name}" for name in paper.authors]
    lines += [f"published: {paper.published}", f'arxiv: "{paper.arxiv}"']
    lines += [f"code: {paper.code}"] if paper.code else []
    lines += [f"venue: {paper.venue}"] if paper.venue else []
    lines += [f"category: {paper.category}", f"topics: [{', '.join(paper.topics)}]"]
    if paper.discussion:
        lines += [f'discussion: {{url: "{paper.discussion}", comments: {paper.comments}}}']
    lines += ["summary: >-", wrap(paper.summary, "  ")] if paper.summary else []
    lines += ["---", wrap(paper.abstract), ""]
    return "\n".join(lines)


def topic_text(topic: Topic) -> str:
    """Return a topic as an entry of the list of topics."""
    return (
        f"- slug: {topic.slug}\n  name: {topic.name}\n  description: {quote(topic.description)}\n"
        f"  aliases: [{', '.join(topic.aliases)}]\n"
    )


def collection_text(collection: Collection) -> str:
    """Return a collection's file."""
    papers = "".join(f"  - {slug}\n" for slug in collection.papers)
    return (
        f"---\ntitle: {quote(collection.title)}\nsummary: {quote(collection.summary)}\n"
        f"papers:\n{papers}---\n{wrap(collection.introduction)}\n"
    )


def quote(text: str) -> str:
    """Quote a text for YAML: with single quotes where a backslash must stay one."""
    if "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return json.dumps(text, ensure_ascii=False)


def wrap(text: str, indent: str = "") -> str:
    """Break a text into lines; none begins with what Markdown would take for a mark."""
    lines = []
    while len(text) > LINE:
        end = text.rfind(" ", 0, LINE)
        while text[end + 1] in MARKS:
            end = text.rfind(" ", 0, end)
        lines.append(indent + text[:end])
        text = text[end + 1 :]
    return "\n".join([*lines, indent + text])


def main() -> None:
    """Write a corpus into a new folder."""
    parser = argparse.ArgumentParser(description="Make a corpus of papers that do not exist.")
    parser.add_argument("papers", type=int, metavar="N", help="how many papers")
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="a new folder, to write into")
    parser.add_argument("--seed", type=int, default=1, help="another seed, other papers (1)")
    options = parser.parse_args()
    if options.folder.exists() and any(options.folder.iterdir()):
        parser.error(f"{options.folder} holds something already")
    write_corpus(options.papers, options.folder, options.seed)


if __name__ == "__main__":
    main()
