"""A paper's page, and the files of its figure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from broadsheet.content.cards import describe
from broadsheet.content.citing import finished
from broadsheet.content.figures import scales_of
from broadsheet.content.links import landing_of, pdf_of
from broadsheet.content.names import is_whole
from broadsheet.content.works import is_preprint, kind_of
from broadsheet.search.coding import AUTHOR, TOPIC
from broadsheet.site import urls
from broadsheet.site.head import make_head, with_one_feed
from broadsheet.site.linked import describe_paper
from broadsheet.site.page import FURNITURE, Batch, Kind, Page, Resources, View
from broadsheet.text.dates import is_day
from broadsheet.text.inline import title_plain
from broadsheet.text.plain import text_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from broadsheet.content.cards import Link
    from broadsheet.content.model import Entry, Paper, Ref
    from broadsheet.site.catalog import Catalog
    from broadsheet.site.frame import Frame

    Beside = tuple[Ref, tuple[str, ...]]  # another paper, and what the two share
    Named = tuple[tuple[str, str, str], ...]  # the sort of a name, the name, the path of its page


def plan(catalog: Catalog) -> Iterator[Batch]:
    """Plan a page a paper, and its figure, month by month."""
    order = list(catalog.papers.values())
    start = 0
    for month, some in groupby(order, lambda paper: paper.day[:7]):
        papers = tuple(some)
        own = slice(start, start := start + len(papers))
        of = (papers, catalog.index.alike_key)
        yield Batch(f"papers {month}", of, partial(_plan_month, catalog, month, order, own))


def _plan_month(catalog: Catalog, month: str, order: list[Entry], own: slice) -> Iterator[Page]:
    """Plan the pages of a month's papers, whose place is known among all in their order."""
    papers = catalog.papers
    author_slugs = catalog.author_slugs
    alike = catalog.index.alike(month)
    for place, paper in enumerate(order[own], own.start):
        inputs = PaperInputs(
            paper.whole,
            paper.cite_key,
            tuple([author_slugs.get(key, "") for key in paper.author_keys]),
            _named(catalog, paper),
            tuple([one.link for one in order[place + 1 : place + 2]]),
            tuple([one.link for one in order[place - 1 : place]]),
            tuple([(papers[one.slug].link, one.shares) for one in alike.get(paper.slug, ())]),
        )
        yield PAPER.page(urls.paper(paper.slug), inputs)
        if paper.figure:
            yield from _plan_figure(paper)


def _named(catalog: Catalog, paper: Entry) -> Named:
    """Return the organizations, the venue and the curator that have a page, with its path."""
    if not (paper.venue or paper.curator or paper.groups):
        return ()
    told = (("organizations", paper.organizations), ("venues", (paper.venue,)))
    return tuple(
        [
            (sort, name, urls.named(sort, slug))
            for sort, names in (*told, ("curators", (paper.curator,)))
            for name in names
            if (slug := catalog.named_slugs[sort].get(text_key(name)))
        ]
    )


# --------------------------------------------------------------------------- a paper


MOST_AUTHORS = 30  # that a page shows at once; of more, it shows the first ...
FIRST_AUTHORS = 20  # ... so many, and the others when asked


class PaperInputs(NamedTuple):
    """A paper, what citations call it, its authors' slugs (empty without a page), those around it.

    `named` are organizations, venue and curator with the paths of their pages, where there are any;
    `older` and `newer` are one paper or none.
    """

    paper: Ref
    cite_key: str
    author_slugs: tuple[str, ...]
    named: Named
    older: tuple[Ref, ...]
    newer: tuple[Ref, ...]
    others: tuple[Beside, ...]


class Way(NamedTuple):
    """A way to another page: its path and what it says."""

    path: str
    text: str


class Other(NamedTuple):
    """A paper like another, and what they share: slugs of topics, names of authors, words."""

    link: Link
    topics: tuple[str, ...]
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PaperView(View):
    """A paper's page. `authors` are ways to authors' pages, without a path where there is none.

    `more_authors` are those that fold away, where there are very many.
    `cited_authors` are their names as reference managers take them, `tags` are pairs of what else
    these read, `linked` is JSON-LD. `exports` are ways to those of the paper's period, but for
    BibTeX. `discussions` is the address of the comments on GitHub, empty where there are none.
    `featured` tells whether the paper belongs to an edition.
    """

    paper: Paper
    authors: tuple[Way, ...]
    more_authors: tuple[Way, ...]
    cited_authors: tuple[str, ...]
    tags: tuple[tuple[str, str], ...]
    linked: str
    organizations: tuple[Way, ...]
    venue: Way
    curator: Way
    landing: str
    pdf: str
    bibtex: str
    exports: tuple[Way, ...]
    others: tuple[Other, ...]
    older: Link | None
    newer: Link | None
    featured: bool
    discussions: str


def _paper(path: str, inputs: PaperInputs, frame: Frame, resources: Resources) -> View:
    slug, _digest = inputs.paper
    paper = resources.paper(slug)
    names = dict(frame.topics)
    topics = [names[topic] for topic in paper.topics]
    authors = tuple(
        Way(urls.author(at) if at else "", name)
        for name, at in zip(paper.authors, inputs.author_slugs, strict=True)
    )
    shown = len(authors) if len(authors) <= MOST_AUTHORS else FIRST_AUTHORS
    return PaperView(
        frame,
        with_one_feed(make_head(frame, path, title_plain(paper.title), describe(paper))),
        paper,
        authors[:shown],
        authors[shown:],
        _cited_authors(paper),
        tuple(_tags(paper, topics)),
        describe_paper(paper, frame.language, topics),
        tuple(_way(inputs.named, "organizations", name) for name in paper.organizations),
        _way(inputs.named, "venues", paper.venue),
        _way(inputs.named, "curators", paper.submitted_by),
        landing_of(paper),
        pdf_of(paper),
        finished("bibtex", resources.cited(slug), inputs.cite_key, topics),
        _exports(paper.day),
        tuple(_other(resources.link(slug), shares) for (slug, _), shares in inputs.others),
        _neighbour(inputs.older, resources),
        _neighbour(inputs.newer, resources),
        is_day(paper.day),
        _discussions(paper, frame),
    )


def _way(named: Named, sort: str, name: str) -> Way:
    """Return the way to the page of a name, if it has one."""
    paths = (path for of, one, path in named if (of, one) == (sort, name))
    return Way(next(paths, ""), name)


def _exports(period: str) -> tuple[Way, ...]:
    """Return the ways to the exports of a period, but for BibTeX."""
    page = urls.period(period)
    return Way(urls.export(page, "ris"), "RIS"), Way(urls.export(page, "csl"), "CSL-JSON")


def _discussions(paper: Paper, frame: Frame) -> str:
    """Return where GitHub finds the paper's discussion, which giscus gives the paper's first name.

    What a search may hold: https://docs.github.com/en/search-github/searching-on-github
    """
    if not frame.comments:
        return ""
    query = urlencode({"discussions_q": f'in:title "{paper.permanent}"'})
    return f"https://github.com/{frame.comments[0]}/discussions?{query}"


def _cited_authors(paper: Paper) -> tuple[str, ...]:
    """Return names as `Family, Given` where the paper's file parts them, else as printed."""
    parted = {
        name: told
        for name, family, given in paper.splits
        if given and not is_whole(told := f"{family}, {given}")  # else MD García were a doctor
    }
    return tuple(parted.get(name, name) for name in paper.authors)


# Where a work stands, by what it is: https://scholar.google.com/intl/en/scholar/inclusion.html
_VENUES = {
    "article": "citation_journal_title",
    "paper": "citation_conference_title",
    "chapter": "citation_inbook_title",
}
_INSTITUTIONS = {
    "thesis": "citation_dissertation_institution",
    "report": "citation_technical_report_institution",
}


def _tags(paper: Paper, topics: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield what else reference managers and search engines read, as (name, value)."""
    if is_preprint(paper):
        yield "DC.type", "preprint"
    if paper.arxiv:  # where it was first read
        yield "citation_online_date", paper.published.replace("-", "/")
    if paper.venue:
        yield _VENUES.get(kind_of(paper), "DC.relation.ispartof"), paper.venue
    if paper.publisher and paper.type in _INSTITUTIONS:
        yield _INSTITUTIONS[paper.type], paper.publisher
    first, _, last = paper.pages.partition("-")
    if first:
        yield "citation_firstpage", first
    if last:
        yield "citation_lastpage", last
    if topics:
        yield "citation_keywords", "; ".join(topics)
    if about := describe(paper):
        yield "citation_abstract", about


def _neighbour(refs: tuple[Ref, ...], resources: Resources) -> Link | None:
    """Return the paper before or after, if there is one."""
    return resources.link(refs[0][0]) if refs else None


def _other(link: Link, shares: tuple[str, ...]) -> Other:
    topics = tuple(one.removeprefix(TOPIC) for one in shares if one.startswith(TOPIC))
    others = tuple(one.removeprefix(AUTHOR) for one in shares if not one.startswith(TOPIC))
    return Other(link, topics, others)


PAPER = Kind("paper", ("pages/paper.html", FURNITURE), _paper, whole=lambda inputs: inputs.paper[0])


# --------------------------------------------------------------------------- its figure


class FigureInputs(NamedTuple):
    """The figure's path below the content folder, and the digest of its bytes."""

    file: str
    digest: str


class ScaledInputs(NamedTuple):
    """The same, and the width and height in which pages show it, in pixels."""

    file: str
    digest: str
    width: int
    height: int


def _plan_figure(paper: Entry) -> Iterator[Page]:
    """Plan a paper's figure: as it is, for feeds, chats and programs, and smaller, for pages."""
    name, width, height, digest = paper.figure
    file = f"{paper.path.rpartition('/')[0]}/{name}"
    for slug in (paper.slug, *paper.aliases):  # where feeds, posts and programs have found it
        yield FIGURE.page(urls.figure(slug, name), FigureInputs(file, digest))
    for scale in scales_of(width, height):
        path = urls.scaled_figure(paper.slug, scale.width)
        yield SCALED.page(path, ScaledInputs(file, digest, *scale))


def _figure(_path: str, inputs: FigureInputs, _frame: Frame, resources: Resources) -> bytes:
    return resources.figure(inputs.file)


def _scaled(_path: str, inputs: ScaledInputs, _frame: Frame, resources: Resources) -> bytes:
    return resources.scaled_figure(inputs.file, inputs.width, inputs.height)


FIGURE = Kind("figure", write=_figure, framed=False)
SCALED = Kind("scaled_figure", write=_scaled, framed=False)

KINDS = (PAPER, FIGURE, SCALED)
