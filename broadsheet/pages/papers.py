"""A paper's page, and its figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.content.cards import describe
from broadsheet.content.citing import finished
from broadsheet.content.links import landing_of, pdf_of
from broadsheet.content.names import is_whole
from broadsheet.content.works import is_preprint, kind_of
from broadsheet.search.coding import AUTHOR, TOPIC
from broadsheet.site import urls
from broadsheet.site.head import make_head, with_one_feed
from broadsheet.site.linked import describe_paper
from broadsheet.site.page import FURNITURE, Kind, Page, Resources, View
from broadsheet.text.dates import is_day, unit_of
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


def plan(catalog: Catalog) -> Iterator[Page]:
    """Plan a page a paper, and its figure."""
    papers, alike = catalog.papers, catalog.index.alike
    order = list(papers.values())
    author_slugs, keys = catalog.author_slugs, catalog.cite_keys
    for place, paper in enumerate(order):
        inputs = PaperInputs(
            paper.whole,
            keys[paper.slug],
            tuple([author_slugs.get(key, "") for key in paper.author_keys]),
            _named(catalog, paper),
            order[place + 1].slug if place + 1 < len(order) else "",
            order[place - 1].slug if place else "",
            tuple([(papers[one.slug].link, one.shares) for one in alike.get(paper.slug, ())]),
        )
        yield PAPER.page(urls.paper(paper.slug), inputs)
        if paper.figure:
            figure = f"{paper.path.rpartition('/')[0]}/{paper.figure}"
            path = urls.figure(paper.slug, paper.figure)
            yield FIGURE.page(path, FigureInputs(figure, paper.card))


def _named(catalog: Catalog, paper: Entry) -> Named:
    """Return the organizations, the venue and the curator that have a page, with its path."""
    told = (("organizations", paper.organizations), ("venues", (paper.venue,)))
    return tuple(
        [
            (sort, name, urls.named(sort, slug))
            for sort, names in (*told, ("curators", (paper.curator,)))
            for name in names
            if (slug := catalog.named_slugs[sort].get(text_key(name)))
        ]
        if paper.venue or paper.curator or paper.organizations
        else ()
    )


# --------------------------------------------------------------------------- a paper


class PaperInputs(NamedTuple):
    """A paper, what citations call it, its authors' slugs (empty without a page), those around it.

    `named` are organizations, venue and curator with the paths of their pages, where there are any;
    `older` and `newer` are slugs.
    """

    paper: Ref
    cite_key: str
    author_slugs: tuple[str, ...]
    named: Named
    older: str
    newer: str
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

    `cited_authors` are their names as reference managers take them, `tags` are pairs of what else
    these read, `linked` is JSON-LD. `exports` are ways to those of the paper's period, but for
    BibTeX. `featured` tells whether the paper belongs to an edition.
    """

    paper: Paper
    authors: tuple[Way, ...]
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
    older: str
    newer: str
    featured: bool


def _paper(path: str, inputs: PaperInputs, frame: Frame, resources: Resources) -> View:
    slug, _digest = inputs.paper
    paper = resources.paper(slug)
    names = dict(frame.topics)
    topics = [names[topic] for topic in paper.topics]
    return PaperView(
        frame,
        with_one_feed(make_head(frame, path, title_plain(paper.title), describe(paper))),
        paper,
        tuple(
            Way(urls.author(at) if at else "", name)
            for name, at in zip(paper.authors, inputs.author_slugs, strict=True)
        ),
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
        inputs.older,
        inputs.newer,
        is_day(paper.day),
    )


def _way(named: Named, sort: str, name: str) -> Way:
    """Return the way to the page of a name, if it has one."""
    paths = (path for of, one, path in named if (of, one) == (sort, name))
    return Way(next(paths, ""), name)


def _exports(period: str) -> tuple[Way, ...]:
    """Return the ways to the exports of a period; those of a year are BibTeX alone."""
    if unit_of(period) == "year":
        return ()
    page = urls.period(period)
    return Way(urls.export(page, "ris"), "RIS"), Way(urls.export(page, "csl"), "CSL-JSON")


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


def _other(link: Link, shares: tuple[str, ...]) -> Other:
    topics = tuple(one.removeprefix(TOPIC) for one in shares if one.startswith(TOPIC))
    others = tuple(one.removeprefix(AUTHOR) for one in shares if not one.startswith(TOPIC))
    return Other(link, topics, others)


PAPER = Kind("paper", ("pages/paper.html", FURNITURE), _paper, whole=lambda inputs: inputs.paper[0])


# --------------------------------------------------------------------------- its figure


class FigureInputs(NamedTuple):
    """The figure's path below the content folder; the card's digest holds that of its bytes."""

    file: str
    card: Ref


def _figure(_path: str, inputs: FigureInputs, _frame: Frame, resources: Resources) -> bytes:
    return resources.figure(inputs.file)


FIGURE = Kind("figure", write=_figure)

KINDS = (PAPER, FIGURE)
