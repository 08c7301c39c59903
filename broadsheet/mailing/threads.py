"""A day as a thread: a first post that says what there is, then a post a paper.

Posts are not numbered: a place shows a thread in its order, and numbers would take room from the
summaries. Each post fits by itself, and says less where it would not: first the summary ends after
a sentence or a word, then fewer names are given, then the title ends after a word.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.content.cards import first_names
from broadsheet.site import urls
from broadsheet.text.breaking import cut, shorten
from broadsheet.text.graphemes import count_clusters
from broadsheet.text.inline import prose_whole, title_whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from broadsheet.content.model import Paper
    from broadsheet.mailing.places import Place
    from broadsheet.words.words import Words

_LEAST = 24  # characters of a summary's beginning; a shorter one says nothing
_TAKEN_BACK = ("withdrawn", "retracted")


class Day(NamedTuple):
    """An edition: the feed's title, the date, the site's base URL, and the interface's words."""

    title: str
    date: str
    base: str
    words: Words


class TooLongError(ValueError):
    """An address that leaves no room for a title in a post."""


def make_thread(day: Day, papers: Sequence[Paper], place: Place) -> tuple[str, ...]:
    """Return the posts of a day that has papers, in their order.

    Raise TooLongError if an address leaves no room for a title.
    """
    return (_first(day, papers, place), *(_post(day, paper, place) for paper in papers))


def _first(day: Day, papers: Sequence[Paper], place: Place) -> str:
    """Return the first post: the feed, the date, how many papers, the first of them, the link."""
    words = day.words
    link = urls.absolute(day.base, urls.day(day.date))
    number = words.papers(len(papers))
    lead = _title(papers[0], words)
    told = (
        words.gettext("%(papers)s: %(titles)s")
        if len(papers) == 1
        else words.gettext("%(papers)s, the first of them: %(titles)s")
    )
    date = words.full_date(day.date)

    def lay_out(lead: str) -> str:
        text = told % {"papers": number, "titles": lead} if lead else number
        return place.lay_out(day.title, date, text, link)

    return _checked(lay_out(cut(lead, lambda part: place.takes(lay_out(part)))), place, link)


def _post(day: Day, paper: Paper, place: Place) -> str:
    """Return the post of a paper: title, names, as much of the summary as fits, link.

    Fewer names are given where the summary has no room beside more, and where the title has none.
    """
    link = urls.absolute(day.base, urls.paper(paper.slug))
    title = _title(paper, day.words)
    bylines = list(_bylines(paper, day.words))
    summary = prose_whole(paper.summary) if paper.summary else paper.opening

    def takes(title: str, names: str, text: str) -> bool:
        return place.takes(place.lay_out(title, names, text, link))

    fitting = [names for names in bylines if takes(title, names, "")]
    for names in fitting:
        text = shorten(summary, partial(takes, title, names))
        if text == summary or count_clusters(text) >= _LEAST:
            return place.lay_out(title, names, text, link)
    if fitting:
        return place.lay_out(title, fitting[0], "", link)
    shorter = [
        (cut(title, partial(takes, names=names, text="")), names)
        for names in bylines[1:]  # all names would leave less of a title than it needs
    ]
    begun = next((one for one in shorter if count_clusters(one[0]) >= _LEAST), shorter[-1])
    return _checked(place.lay_out(*begun, "", link), place, link)


def _title(paper: Paper, words: Words) -> str:
    """Return a paper's title, behind a word of warning if the paper was taken back."""
    title = title_whole(paper.title)
    if paper.status and paper.status.kind in _TAKEN_BACK:
        return words.titled(words.gettext(paper.status.kind.capitalize()), title)
    return title


def _bylines(paper: Paper, words: Words) -> Iterator[str]:
    """Yield a paper's names in ever shorter forms: the first ones, the first one, none."""
    shown, more = first_names(paper.authors)
    yield words.byline(shown, more)
    yield words.byline(paper.authors[:1], len(paper.authors[1:]))
    yield ""


def _checked(post: str, place: Place, link: str) -> str:
    """Return a post that its place takes; raise TooLongError if it does not."""
    if place.takes(post):
        return post
    raise TooLongError(link)
