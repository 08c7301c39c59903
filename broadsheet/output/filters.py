"""What templates may ask for: the forms of texts, dates, numbers and addresses."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from markupsafe import Markup
from markupsafe import escape as quoted

from broadsheet.content.cards import describe, first_names
from broadsheet.content.links import doi_address, doi_of, imprint_of, landing_of, links_of
from broadsheet.site import urls
from broadsheet.text import dates, inline
from broadsheet.text.counts import count
from broadsheet.text.languages import is_right_to_left
from broadsheet.text.markdown import render_markdown, shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from broadsheet.pages.papers import Way
    from broadsheet.site.frame import Frame

    Filters = dict[str, Callable[..., Any]]


def plain_filters() -> Filters:
    """Return the filters that need to know nothing of the site."""
    return {
        "title": lambda text: _safe(inline.title_html(text)),
        "prose": lambda text: _safe(inline.prose_html(text)),
        "feed_prose": lambda text: _safe(inline.prose_html(text, mathml=False)),
        "people": _people,
        "plain": inline.title_plain,
        "plain_prose": inline.prose_plain,
        "markdown": lambda text, top=3, root=None: _safe(render_markdown(text, top, root)),
        "plain_markdown": lambda text, root=None: _safe(
            render_markdown(text, root=root, mathml=False)
        ),
        "short_date": dates.short_date,
        "long_date": dates.long_date,
        "full_date": dates.full_date,
        "weekday": dates.weekday,
        "month_name": dates.month_name,
        "rss_moment": lambda day, place=0: dates.rss_date(dates.moment(day, place)),
        "atom_moment": lambda day, place=0: dates.atom_date(dates.moment(day, place)),
        "atom_change": lambda day, place, changed: dates.atom_date(
            dates.moment_of_change(day, place, changed)
        ),
        "day_path": urls.day,
        "week_path": urls.week,
        "month_path": urls.month,
        "year_path": urls.year,
        "period_path": urls.period,
        "paper_path": urls.paper,
        "topic_path": urls.topic,
        "topic_year_path": urls.topic_year,
        "author_path": urls.author,
        "authors_path": urls.authors,
        "collection_path": urls.collection,
        "figure_path": urls.figure,
        "breakable": _breakable,
        "status_word": str.capitalize,
        "number": lambda value: f"{value:,}",
        "papers": lambda number: count(number, "paper"),
        "first_names": first_names,
        "links": links_of,
        "described": describe,
        "landing": landing_of,
        "imprint": imprint_of,
        "doi_address": doi_address,
        "doi": doi_of,
        "as_html": lambda text: escape(text, quote=False),
        "shorten": shorten,
        "elements": _elements,
        "linked_names": _linked_names,
    }


def site_filters(frame: Frame) -> Filters:
    """Return the filters that depend on the site."""
    names = dict(frame.topics)
    return {
        "absolute": lambda path: urls.absolute(frame.base, path),
        "tag": lambda name, kind: urls.tag(frame.tag, kind, name),
        "topic_name": names.__getitem__,
        "written_in": lambda text, language: _written_in(text, language, frame.language),
    }


def _written_in(text: str, language: str, around: str) -> Markup:
    """Return the attributes of an element with a text of another language, or direction."""
    lang = f' lang="{language}"' if language and language != around else ""
    return _safe(f'{lang} dir="rtl"' if is_right_to_left(text) else lang)


def _people(names: Iterable[str]) -> Markup:
    """Return names between commas; those from right to left keep to themselves."""
    return _safe(
        ", ".join(
            f"<bdi>{quoted(name)}</bdi>" if is_right_to_left(name) else quoted(name)
            for name in names
        )
    )


def _safe(html: str) -> Markup:
    """Return HTML of ours: what makes it escapes every text and lets no markup through."""
    return Markup(html)  # noqa: S704 - that is what this function is for


# Names come by the dozen on every paper's page: loops in a template would take half of its time.


def _elements(names: tuple[str, ...], before: str, after: str) -> Markup:
    """Return each name between its tags, a line each; the tags are the template's own."""
    return _safe("\n".join(f"{before}{escape(name)}{after}" for name in names))


def _linked_names(authors: tuple[Way, ...], root: str) -> Markup:
    """Return names as links where there is a page to lead to; paths are slugs."""
    names = (
        f'<a href="{root}{way.path}">{_isolated(way.text)}</a>' if way.path else _isolated(way.text)
        for way in authors
    )
    return _safe(", ".join(names))


def _isolated(name: str) -> str:
    """Return a name as HTML that does not reorder what stands around it."""
    shown = escape(name, quote=False)
    return f"<bdi>{shown}</bdi>" if is_right_to_left(name) else shown


def _breakable(address: str) -> Markup:
    """Return an address that may break after its slashes."""
    shown = escape(address.partition("://")[2] or address, quote=False)
    return _safe(shown.replace("/", "/<wbr>"))
