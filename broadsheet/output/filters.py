"""What templates may ask for: the forms of texts, dates, numbers and addresses."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any

from markupsafe import Markup
from markupsafe import escape as quoted

from broadsheet.content.cards import describe, first_names
from broadsheet.content.figures import scales_of
from broadsheet.content.links import doi_address, doi_of, imprint_of, landing_of, links_of
from broadsheet.output.resources import LINES
from broadsheet.output.translating import PLURAL
from broadsheet.site import urls
from broadsheet.site.sorting import initial
from broadsheet.text import dates, inline
from broadsheet.text.jsontext import to_short_json
from broadsheet.text.languages import is_right_to_left
from broadsheet.text.markdown import render_markdown, shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from broadsheet.pages.papers import Way
    from broadsheet.site.frame import Frame
    from broadsheet.words.words import Words

    Filters = dict[str, Callable[..., Any]]


def plain_filters(words: Words) -> Filters:
    """Return the filters that need to know nothing of the site but its words."""
    return {
        "title": lru_cache(LINES)(lambda text: _safe(inline.title_html(text))),
        "prose": lambda text: _safe(inline.prose_html(text)),
        "feed_prose": lambda text, mathml=False: _safe(inline.feed_prose_html(text, mathml=mathml)),
        "people": lambda names: _people(names, words),
        "within": lambda html, attributes: (
            _safe(f"<span{attributes}>{html}</span>") if attributes else html
        ),
        "plain": inline.title_plain,
        "plain_prose": inline.prose_plain,
        "markdown": lambda text, top=3, root=None: _safe(
            render_markdown(text, top, root, scrolls=True)
        ),
        "feed_markdown": lambda text: _safe(render_markdown(text)),
        "plain_markdown": lambda text, root=None: _safe(
            render_markdown(text, root=root, mathml=False)
        ),
        "direction": lambda words: _safe(' dir="rtl"' if words.direction == "rtl" else ""),
        "short_date": words.short_date,
        "long_date": words.long_date,
        "full_date": words.full_date,
        "two_lines": lambda text: _safe(" <br>".join(escape(text).rsplit(" ", 1))),
        "weekday": words.weekday,
        "weekdays": lambda _month, *tags: _weekdays(words.weekdays(), *tags),
        "month_name": words.month_name,
        "month_alone": words.month_alone,
        "month_short": words.month_short,
        "rss_moment": lambda day, place=0: dates.rss_date(dates.moment(day, place)),
        "atom_moment": lambda day, place=0: dates.atom_date(dates.moment(day, place)),
        "atom_change": lambda day, place, changed: dates.atom_date(
            dates.moment_of_change(day, place, changed)
        ),
        "day_path": urls.day,
        "week_of": dates.week_of,
        "week_path": urls.week,
        "week_digest_path": urls.week_digest,
        "month_path": urls.month,
        "year_path": urls.year,
        "period_path": urls.period,
        "paper_path": urls.paper,
        "topic_path": urls.topic,
        "topic_year_path": urls.topic_year,
        "named_path": lambda slug, sort: urls.named(sort, slug),
        "names_path": lambda letter, sort: urls.names(sort, letter),
        "collection_path": urls.collection,
        "figure_path": urls.figure,
        "scaled_path": urls.scaled_figure,
        "scales": lambda figure: scales_of(figure.width, figure.height),
        "share_path": urls.share,
        "breakable": _breakable,
        "status_word": lambda kind: words.gettext(kind.capitalize()),
        "type_word": lambda kind: words.pgettext("type", kind.capitalize()),
        "has_word": words.gettext,
        "label": lambda label, comments: words.comments(comments) or words.gettext(label),
        "number": words.number,
        PLURAL: words.plural,
        "papers": words.papers,
        "comments": words.comments,
        "names": words.names,
        "markup": _safe,
        "json": lambda value: _safe(to_short_json(value).decode().strip()),
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
        "linked_names": lambda authors, root: _linked_names(authors, root, words),
        "initial": lambda letter: initial(letter, words),
    }


def site_filters(frame: Frame) -> Filters:
    """Return the filters that depend on the site."""
    names, words = dict(frame.topics), frame.words
    return {
        "absolute": lambda path: urls.absolute(frame.base, path),
        "tag": lambda name, kind: urls.tag(frame.tag, kind, name),
        "topic_name": names.__getitem__,
        "written_in": lambda text, language: _written_in(text, language, frame),
        "shared": lambda other: words.names([*map(names.__getitem__, other.topics), *other.others]),
    }


def _written_in(text: str, language: str, frame: Frame) -> Markup:
    """Return the attributes of an element with a text of another language, or direction."""
    lang = f' lang="{language}"' if language and language != frame.language else ""
    direction = "rtl" if is_right_to_left(text) else "ltr"
    return _safe(lang if direction == frame.words.direction else f'{lang} dir="{direction}"')


def _people(names: Iterable[str], words: Words) -> Markup:
    """Return names one after the other; those of the other direction keep to themselves."""
    return _safe(words.names(_isolated(str(quoted(name)), words) for name in names))


def _isolated(shown: str, words: Words) -> str:
    """Return a text, which is HTML already, so that it does not reorder what is around it."""
    direction = "rtl" if is_right_to_left(shown) else "ltr"
    return shown if direction == words.direction else f"<bdi>{shown}</bdi>"


def _weekdays(days: Iterable[tuple[str, str]], before: str, between: str, after: str) -> Markup:
    """Return weekdays as (name, letter), each between its tags, which are the template's own."""
    return _safe("".join(f"{before}{name}{between}{letter}{after}" for name, letter in days))


def _safe(html: str) -> Markup:
    """Return HTML of ours: what makes it escapes every text and lets no markup through."""
    return Markup(html)  # noqa: S704 - that is what this function is for


# Names come by the dozen on every paper's page: loops in a template would take half of its time.


def _elements(names: tuple[str, ...], before: str, after: str) -> Markup:
    """Return each name between its tags, a line each; the tags are the template's own."""
    return _safe("\n".join(f"{before}{escape(name)}{after}" for name in names))


def _linked_names(authors: tuple[Way, ...], root: str, words: Words) -> Markup:
    """Return names as links where there is a page to lead to; paths are slugs."""
    names = (_isolated(escape(way.text, quote=False), words) for way in authors)
    return _safe(
        words.names(
            f'<a href="{root}{way.path}">{name}</a>' if way.path else name
            for way, name in zip(authors, names, strict=True)
        )
    )


def _breakable(address: str) -> Markup:
    """Return an address that may break after its slashes."""
    shown = escape(address.partition("://")[2] or address, quote=False)
    return _safe(shown.replace("/", "/<wbr>"))
