"""The pictures with which links to editions and their papers are shared.

One a day, and not one a paper: `docs/design.md` says what that would cost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from broadsheet.site import urls
from broadsheet.site.page import Kind, Page, Resources
from broadsheet.site.share import Share
from broadsheet.text.inline import title_plain
from broadsheet.words.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from broadsheet.content.model import Ref
    from broadsheet.site.catalog import Catalog
    from broadsheet.site.frame import Frame
    from broadsheet.words.words import Own


def plan(catalog: Catalog) -> Iterator[Page]:
    """Plan a picture an edition, unless the owner has one for all links or no font can set it."""
    site, look = catalog.site, catalog.look
    if not look.has_shares:
        return
    for day in catalog.days:
        inputs = ShareInputs(
            site.title,
            site.language,
            look.words,
            day.date,
            len(day.papers),
            day.papers[0].link,
            look.fonts,
        )
        yield SHARE.page(urls.share(day.date), inputs)


class ShareInputs(NamedTuple):
    """The feed's title and language, and what its owner says in other words; the edition.

    `papers` counts its papers, `lead` is the first of them. `fonts` are the owner's, as (path below
    the content folder, digest).
    """

    title: str
    language: str
    words: Own
    date: str
    papers: int
    lead: Ref
    fonts: tuple[tuple[str, str], ...]


def _share(_path: str, inputs: ShareInputs, _frame: Frame, resources: Resources) -> bytes:
    words = words_of(inputs.language, inputs.words)
    slug, _digest = inputs.lead
    share = Share(
        inputs.title,
        words.full_date(inputs.date),
        words.papers(inputs.papers),
        title_plain(resources.link(slug).title),
        words.direction == "rtl",
    )
    return resources.share(share, inputs.fonts)


SHARE = Kind("share", write=_share, framed=False)

KINDS = (SHARE,)
