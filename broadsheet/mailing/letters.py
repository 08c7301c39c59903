"""A digest as a letter: its subject, and the same text as HTML and as plain text."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import css_inline

from broadsheet.mailing.texts import write_text
from broadsheet.mailing.views import make_view
from broadsheet.site.digest import Limits, make_digest, usual_limits

if TYPE_CHECKING:
    from collections.abc import Callable

    from broadsheet.content.model import Entry, Paper
    from broadsheet.mailing.views import LetterView
    from broadsheet.output.templates import Templates
    from broadsheet.site.catalog import Catalog
    from broadsheet.site.digest import Digest
    from broadsheet.site.frame import Frame

# Gmail cuts what is longer than 102 kB. What carries ASCII through the mail adds a tenth.
MOST_BYTES = 90_000


class Letter(NamedTuple):
    """A letter of a day or a week; `topic` is the slug of its only topic, empty where it is of all.

    `date` is that of the newest edition that it tells of, `language` a tag of BCP 47, `tag` that of
    the site, of which ids are made.
    """

    period: str
    topic: str
    date: str
    language: str
    tag: str
    subject: str
    html: str
    text: str

    @property
    def name(self) -> str:
        """What the letter is called, by its files and in its id."""
        return f"{self.period}.{self.topic}" if self.topic else self.period


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes the letters of a feed; `read` returns a whole paper."""

    catalog: Catalog
    frame: Frame
    templates: Templates
    read: Callable[[Entry], Paper]

    def write(self, period: str, topic: str = "", unsubscribe: str = "") -> Letter | None:
        """Write the letter of a day or a week, of all topics or of one; None without papers.

        `unsubscribe` is the address where readers leave the list, if it is known.
        """
        whole = make_digest(self.catalog, period, topic, usual_limits(period))
        if not whole.sections:
            return None
        digest = self._fitted(whole)
        view = self._view(digest, unsubscribe)
        return Letter(
            period,
            topic,
            digest.sections[0].date,
            self.frame.language,
            self.frame.tag,
            view.head.title,
            self._html(view),
            write_text(view),
        )

    def _fitted(self, whole: Digest) -> Digest:
        """Return a digest whose letter is short enough: the first of these that is.

        Each day's later papers become lines, then a link to the day, as many as must. A note that
        leaves no room for any paper stays on its day's page.
        """
        if self._fits(whole):
            return whole
        most = max(len(one.told) + len(one.listed) for one in whole.sections)
        told = max(len(one.told) for one in whole.sections)
        steps = [Limits(1, shown) for shown in range(1, most + 1)]
        steps += [Limits(some, most) for some in range(2, told)]

        def shortened(limits: Limits) -> Digest:
            made = make_digest(self.catalog, whole.period, whole.topic, limits)
            return replace(made, note=whole.note)

        if whole.note and not self._fits(shortened(steps[0])):
            return self._fitted(replace(whole, note=""))
        fitting = bisect_left(steps, True, key=lambda limits: not self._fits(shortened(limits)))  # noqa: FBT003 - what is sought
        return shortened(steps[max(0, fitting - 1)])

    def _fits(self, digest: Digest) -> bool:
        return len(self._html(self._view(digest)).encode()) <= MOST_BYTES

    def _view(self, digest: Digest, unsubscribe: str = "") -> LetterView:
        return make_view(digest, self.frame, self.read, unsubscribe)

    def _html(self, view: LetterView) -> str:
        """Return a letter as HTML, its style in its elements: few mail programs read sheets."""
        page = self.templates.render("mail/digest.html", view).decode()
        return css_inline.inline(page, keep_at_rules=True, load_remote_stylesheets=False)
