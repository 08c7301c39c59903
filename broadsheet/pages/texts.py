"""Plain texts for programs that read: each edition in Markdown, and llms.txt, which leads to them.

https://llmstxt.org
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from broadsheet.content.cards import describe
from broadsheet.content.links import links_of
from broadsheet.site import urls
from broadsheet.site.page import Kind, Page, Resources
from broadsheet.site.references import Refs, card_refs, slugs_of
from broadsheet.text.escaping import escape_markdown, link_markdown
from broadsheet.text.inline import prose_plain, title_plain
from broadsheet.text.markdown import plain_markdown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from broadsheet.content.model import Paper
    from broadsheet.site.catalog import Catalog
    from broadsheet.site.frame import Frame

NEWEST = 7  # editions that llms.txt leads to


def plan(catalog: Catalog) -> Iterator[Page]:
    """Plan a text an edition, and the list of what there is to read."""
    for day in catalog.days:
        inputs = DayInputs(day.date, day.note_text, card_refs(day.papers))
        yield MARKDOWN_DAY.page(urls.markdown(urls.day(day.date)), inputs)
    collections = tuple(
        (one.collection.slug, one.collection.title, one.collection.summary)
        for one in catalog.collections
    )
    topics = tuple(
        (one.topic.slug, one.topic.name, one.topic.description) for one in catalog.topics
    )
    days = tuple(day.date for day in catalog.days[:NEWEST])
    yield LLMS.page("llms.txt", LlmsInputs(days, topics, collections))


# --------------------------------------------------------------------------- an edition


class DayInputs(NamedTuple):
    """An edition with its note."""

    date: str
    note: str
    papers: Refs


def _day(_path: str, inputs: DayInputs, frame: Frame, resources: Resources) -> bytes:
    title = frame.words.titled(frame.title, frame.words.full_date(inputs.date))
    parts = [
        f"# {escape_markdown(title)}",
        escape_markdown(plain_markdown(inputs.note, within=True)),
    ]
    for slug in slugs_of(inputs.papers):
        parts += _paper(resources.paper(slug), frame)
    return _text(parts)


def _paper(paper: Paper, frame: Frame) -> Iterator[str]:
    """Yield the paragraphs of a paper."""
    words = frame.words
    address = urls.absolute(frame.base, urls.paper(paper.slug))
    yield f"## {link_markdown(title_plain(paper.title), address)}"
    if paper.status:
        kind, date, note = paper.status.kind, paper.status.date, prose_plain(paper.status.note)
        told = words.gettext(
            "%(status)s on %(date)s.",
            status=words.gettext(kind.capitalize()),
            date=words.long_date(date),
        )
        yield f"**{escape_markdown(told)}** {escape_markdown(note)}".strip()
    yield escape_markdown(words.names(paper.authors))
    yield escape_markdown(describe(paper))
    yield " · ".join(
        link_markdown(words.comments(comments) or words.gettext(label), to)
        for label, to, comments in links_of(paper)
    )


def _text(parts: Iterable[str]) -> bytes:
    """Return paragraphs as a text."""
    return ("\n\n".join(filter(None, parts)) + "\n").encode()


MARKDOWN_DAY = Kind("markdown_day", write=_day, whole=lambda inputs: inputs.papers[0][0])


# --------------------------------------------------------------------------- llms.txt

Listed = tuple[tuple[str, str, str], ...]  # slug, title, what it is about


class LlmsInputs(NamedTuple):
    """The dates of the newest editions, the topics and the collections."""

    days: tuple[str, ...]
    topics: Listed
    collections: Listed


def _llms(_path: str, inputs: LlmsInputs, frame: Frame, _resources: Resources) -> bytes:
    words = frame.words
    files = [
        ("JSON", f"{urls.API}index.json", words.gettext("What there is, and what is new")),
        (
            words.gettext("For programs"),
            "api.html",
            words.gettext("Every paper of %(title)s as JSON and Markdown.", title=frame.title),
        ),
        ("RSS", urls.feed("index.html", "xml"), words.gettext("Every day’s papers")),
    ]
    every = words.gettext(
        "Every edition of %(title)s, day by day and month by month.", title=frame.title
    )
    days = [(words.full_date(day), urls.markdown(urls.day(day)), "") for day in inputs.days]
    days.append((words.gettext("Archive"), "archive.html", every))
    topics = [(name, urls.topic(slug), prose_plain(about)) for slug, name, about in inputs.topics]
    collections = [
        (title_plain(name), urls.collection(slug), prose_plain(about))
        for slug, name, about in inputs.collections
    ]
    licence = frame.licence and words.gettext(
        "Summaries: %(name)s. Titles, authors and abstracts belong to their authors.",
        name=frame.licence[0],
    )
    return _text(
        [
            f"# {escape_markdown(frame.title)}",
            f"> {escape_markdown(frame.tagline)}",
            escape_markdown(licence or ""),
            *_section(words.gettext("For programs"), files, frame),
            *_section(words.gettext("Papers"), days, frame),
            *_section(words.gettext("Topics"), topics, frame),
            *_section(words.gettext("Collections"), collections, frame),
        ]
    )


def _section(name: str, links: Iterable[tuple[str, str, str]], frame: Frame) -> Iterator[str]:
    """Yield a heading and a list of (title, path, what it is about); nothing without any."""
    lines = []
    for title, path, about in links:
        link = link_markdown(title, urls.absolute(frame.base, path))
        told = escape_markdown(about)
        lines.append(f"- {link}: {told}" if told else f"- {link}")
    if lines:
        yield f"## {escape_markdown(name)}"
        yield "\n".join(lines)


LLMS = Kind("llms", write=_llms)

KINDS = (MARKDOWN_DAY, LLMS)
