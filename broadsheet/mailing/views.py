"""What a letter shows of a digest: its subject, its headings, its papers."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from broadsheet.content.cards import Card, card_of, line_of
from broadsheet.site import urls
from broadsheet.site.digest import ShownDay, is_week
from broadsheet.site.head import Head
from broadsheet.site.page import View
from broadsheet.text.inline import prose_plain, title_plain
from broadsheet.text.markdown import shorten
from broadsheet.text.plain import fold
from broadsheet.text.widths import columns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from broadsheet.content.model import Entry, Paper
    from broadsheet.site.digest import Digest
    from broadsheet.site.frame import Frame
    from broadsheet.words.words import Words

SUBJECT = 90  # columns: what a list of letters shows of one on a wide screen
PREHEADER = 120  # columns: what it shows behind the subject, on a wide screen, too
# Stands behind the preheader, so that nothing else is shown there: signs without width keep mail
# programs from taking the spaces between them together; lines may end where no style hides it.
PADDING = "\u034f " * 80


@dataclass(frozen=True, slots=True)
class LetterView(View):
    """A letter. Its head's title is the subject, its description the preheader.

    `heading` is the day, or that of weeks; `extent` says how many papers there are, of which topic
    and week. `of_week` tells that each day has a heading. `unsubscribe` is where readers leave the
    list, empty where that is not known.
    """

    heading: str
    extent: str
    of_week: bool
    note: str
    days: tuple[ShownDay, ...]
    unsubscribe: str
    padding: str = PADDING


def make_view(
    digest: Digest, frame: Frame, read: Callable[[Entry], Paper], unsubscribe: str
) -> LetterView:
    """Make the view of a digest that has papers; `read` returns a whole paper."""
    words = frame.words
    days = tuple(
        ShownDay(
            section.date,
            tuple(card_of(read(paper)) for paper in section.told),
            tuple(line_of(read(paper)) for paper in section.listed),
            section.rest,
        )
        for section in digest.sections
    )
    of_week = is_week(digest.period)
    whole = words.week_name(digest.period) if of_week else words.full_date(digest.period)
    heading = words.gettext("The week in five minutes") if of_week else whole
    extent = words.papers(digest.papers)
    topic = dict(frame.topics)[digest.topic] if digest.topic else ""
    for part in (topic, whole if of_week else ""):
        extent = words.titled(part, extent) if part else extent
    path = (urls.week_digest if of_week else urls.day)(digest.period)
    subject = _subject(digest, topic, words)
    described = _preheader(words.titled(whole, words.papers(digest.papers)), days[0].told[0])
    head = Head(path, frame.base, subject, described)
    return LetterView(frame, head, heading, extent, of_week, digest.note, days, unsubscribe)


def _subject(digest: Digest, topic: str, words: Words) -> str:
    """Return the titles of the papers told first, in one line, as many as there is room for.

    They stand behind the week and the topic, if it is a letter of these.
    """
    names = [topic] if topic else []
    if is_week(digest.period):
        names.append(words.gettext("Week %(number)s", number=int(digest.period[6:])))
    first, *others = (fold(title_plain(paper.title)) for paper in _leads(digest))
    room = SUBJECT - sum(columns(words.titled(name, "")) for name in names)
    subject = shorten(first, room)
    for title in others:
        longer = words.gettext("; ").join([subject, title])
        if columns(longer) > room:
            break
        subject = longer
    for name in names:
        subject = words.titled(name, subject)
    return fold(subject)


def _leads(digest: Digest) -> Iterable[Entry]:
    """Return each day's first paper, then the others."""
    first = [section.told[0] for section in digest.sections]
    return chain(first, *(section.told[1:] + section.listed for section in digest.sections))


def _preheader(extent: str, lead: Card) -> str:
    """Return how many papers there are, and what the first is about."""
    about = prose_plain(lead.text) if lead.text else lead.excerpt
    return shorten(fold(f"{extent}. {about}"), PREHEADER)
