"""A letter as plain text: pleasant by itself, for programs and people that read no HTML.

It is no template, as templates escape what they show, and know nothing of lines.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from broadsheet.content.cards import Card, Line, first_names
from broadsheet.site import urls
from broadsheet.text.inline import prose_plain, title_plain
from broadsheet.text.markdown import plain_markdown
from broadsheet.text.plain import fold
from broadsheet.text.widths import columns
from broadsheet.text.wrapping import WIDTH, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from broadsheet.mailing.views import LetterView
    from broadsheet.site.digest import ShownDay
    from broadsheet.site.frame import Frame

SIGNATURE = "-- "  # what follows is no part of the letter: programs show it grey, or leave it out


def write_text(view: LetterView) -> str:
    """Return a letter as plain text, no line longer than 72 columns but addresses."""
    frame = view.frame
    heading = frame.words.titled(view.heading, view.extent)
    blocks = ["\n".join([wrap(frame.title), wrap(heading), _address(frame, view.head.path)])]
    if view.note:
        blocks.append(wrap(plain_markdown(view.note, within=True)))
    for day in view.days:
        blocks += _day(view, day)
    return "\n\n".join([*blocks, "\n".join(_ending(view))]) + "\n"


def _address(frame: Frame, path: str) -> str:
    return urls.absolute(frame.base, path)


def _day(view: LetterView, day: ShownDay) -> Iterator[str]:
    """Yield the blocks of a day."""
    frame = view.frame
    if view.of_week:
        name = fold(frame.words.full_date(day.date))
        yield f"\n{name}\n{'=' * min(WIDTH, columns(name))}"
    else:
        yield "=" * WIDTH
    for place, card in enumerate(day.told):
        is_lead = place == 0 and not view.of_week
        told = "\n".join(_told(card, frame, is_lead=is_lead))
        yield f"\n{told}" if place else told
    if day.listed:
        yield "\n" + "\n".join(chain.from_iterable(_named(line, frame) for line in day.listed))
    if day.rest:
        yield "\n".join([wrap(_more_papers(frame, day.rest)), _address(frame, urls.day(day.date))])


def _more_papers(frame: Frame, number: int) -> str:
    """Say how many papers of a day a letter does not name."""
    return frame.words.ngettext(
        "%(count)s more paper of this day",
        "%(count)s more papers of this day",
        number,
        count=frame.words.number(number),
    )


def _told(card: Card, frame: Frame, *, is_lead: bool) -> Iterator[str]:
    """Yield the lines of a paper with its summary; those of a day's first have its links."""
    yield wrap(title_plain(card.title))
    yield wrap(frame.words.byline(*first_names(card.authors)))
    if card.status:
        told = frame.words.gettext(
            "%(status)s on %(date)s.",
            status=frame.words.gettext(card.status.kind.capitalize()),
            date=frame.words.long_date(card.status.date),
        )
        yield wrap(f"{told} {prose_plain(card.status.note)}")
    yield ""
    yield wrap(prose_plain(card.text) if card.text else card.excerpt)
    yield _address(frame, urls.paper(card.slug))
    if is_lead:
        for label, address, comments in card.links:
            shown = frame.words.comments(comments) or frame.words.gettext(label)
            yield wrap(frame.words.titled(shown, address))


def _named(line: Line, frame: Frame) -> Iterator[str]:
    """Yield the lines of a paper that is only named."""
    words = frame.words
    names = words.byline(line.authors, line.more)
    status = f" ({words.gettext(line.status.capitalize())})" if line.status else ""
    named = words.gettext(", ").join([title_plain(line.title), names])
    yield wrap(named + status, "* ", "  ")
    yield f"  {_address(frame, urls.paper(line.slug))}"


def _ending(view: LetterView) -> Iterator[str]:
    """Yield the lines below the letter: whose it is, and how one leaves the list."""
    words, frame = view.frame.words, view.frame
    yield SIGNATURE
    yield wrap(f"{frame.title}: {frame.tagline}")
    yield _address(frame, "index.html")
    if view.unsubscribe:
        yield wrap(words.titled(words.gettext("Unsubscribe"), view.unsubscribe))
