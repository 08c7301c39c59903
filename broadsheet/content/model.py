"""The content as values: immutable, complete, and independent of the disk."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from broadsheet.content.identifiers import is_slug
from broadsheet.content.paths import paper_file
from broadsheet.text.digest import DIGEST_SIZE

if TYPE_CHECKING:
    from broadsheet.words.words import Own

StatusKind = Literal["revised", "corrected", "withdrawn", "retracted"]


@dataclass(frozen=True, slots=True)
class Discussion:
    """Where people discuss a paper; `comments` is 0 if the number is not known."""

    url: str
    comments: int = 0


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture beside a paper's file; `width` and `height` in pixels, `digest` of its bytes.

    A picture that cameras turn by a note in it has the width and height at which it is shown.
    """

    file: str
    alt: str
    caption: str = ""
    width: int = 0
    height: int = 0
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Status:
    """What happened to a paper on `date`, after it was filed."""

    kind: StatusKind
    date: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper: the fields of its front matter (`fields.PAPER`), its day and its text.

    `day` is the edition's. A paper that belongs to no edition has a month or a year in its place
    (`2019-03`, `2019`), which sorts before the days of that month or year.
    Texts are source: mathematics between dollar signs, `body` in Markdown. Dates are ISO strings.
    A field that the file does not have is empty. `splits` are the names whose parts the file gives,
    as (name as it is read aloud, family, given); a group has no given name. `awaits` tells that
    the date or the summary is still to be written: the paper is not published before. `opening` is
    the abstract's beginning as plain text, which stands for the summary where there is none:
    reading Markdown is dear, and a dozen pages show it.
    """

    slug: str
    day: str
    title: str
    authors: tuple[str, ...]
    published: str
    arxiv: str = ""
    doi: str = ""
    url: str = ""
    pdf: str = ""
    venue: str = ""
    category: str = ""
    code: str = ""
    project: str = ""
    data: str = ""
    video: str = ""
    organizations: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    discussion: Discussion | None = None
    figure: Figure | None = None
    status: Status | None = None
    submitted_by: str = ""
    aliases: tuple[str, ...] = ()
    summary: str = ""
    body: str = ""
    language: str = ""
    type: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    publisher: str = ""
    splits: tuple[tuple[str, str, str], ...] = ()
    awaits: bool = False
    opening: str = ""

    @property
    def permanent(self) -> str:
        """The first name that the paper ever had, of which its ids in feeds are made."""
        return self.aliases[0] if self.aliases else self.slug


Packed = tuple[Any, ...]  # plain values, one per field


def pack(paper: Paper) -> Packed:
    """Return a paper as plain values, fast to digest and to pickle; `unpack` is the inverse."""
    packed = list(_values_of(paper))
    for place, kind in _NESTED:
        if packed[place] is not None:
            packed[place] = tuple(getattr(packed[place], field.name) for field in fields(kind))
    return tuple(packed)


def unpack(packed: Packed) -> Paper:
    """Make a paper from what `pack` returned."""
    values = list(packed)
    for place, kind in _NESTED:
        if values[place] is not None:
            values[place] = kind(*values[place])
    return Paper(*values)


_PAPER_NAMES = tuple(field.name for field in fields(Paper))
_values_of = attrgetter(*_PAPER_NAMES)
_NESTED: tuple[tuple[int, type], ...] = tuple(
    (_PAPER_NAMES.index(name), kind)
    for name, kind in (("discussion", Discussion), ("figure", Figure), ("status", Status))
)


def lines_in(text: str) -> tuple[str, ...]:
    """Return names that stand in a text, a line each."""
    return tuple(text.split("\n")) if text else ()


Ref = tuple[str, bytes]  # a paper's slug, and the digest of what is shown of it


class Entry(NamedTuple):
    """What the catalog knows of a paper: enough to group it, sort it and see that it changed.

    There may be millions, so lists of names are texts, a third as large as tuples: `named` are the
    authors and `keyed` their keys, `groups` the organizations, `subjects` the topics, a line each.
    `day` may be a month or a year, as a paper's.
    `link`, `line`, `card`, `cited` and `whole` are references to what a link, a list's line, a
    card, a citation and the paper's own page show of it: a page that shows one of these changes
    only when it does. Their `digests` are one behind the other.
    `figure` is its file, its width, its height and its digest, nothing without one.
    `changed` is the date of the status, if there is one; `filled` names the fields that the file
    has, parted by spaces; `words` is about how many words the paper has, in its title twice;
    `cite_key` is what citations call it, where no older paper is called so; `curator` brought it.
    `same` is what no other paper has, `apart` what tells it from others of its title.
    """

    slug: str
    day: str
    title: str
    named: str
    keyed: str
    subjects: str
    aliases: tuple[str, ...]
    same: tuple[str, ...]
    figure: tuple[Any, ...]
    status: str
    changed: str
    language: str
    filled: str
    words: int
    cite_key: str
    venue: str
    groups: str
    curator: str
    apart: str
    digests: bytes

    @property
    def authors(self) -> tuple[str, ...]:
        """The authors' names."""
        return lines_in(self.named)

    @property
    def author_keys(self) -> tuple[str, ...]:
        """The keys by which the authors' names are the same."""
        return lines_in(self.keyed)

    @property
    def topics(self) -> tuple[str, ...]:
        """The slugs of the topics, or what was written in place of one."""
        return lines_in(self.subjects)

    @property
    def organizations(self) -> tuple[str, ...]:
        """The names of the organizations."""
        return lines_in(self.groups)

    @property
    def path(self) -> str:
        """The file's path below the content folder."""
        return paper_file(self.day, self.slug)

    @property
    def link(self) -> Ref:
        """What a link shows."""
        return self.slug, self.digests[:DIGEST_SIZE]

    @property
    def line(self) -> Ref:
        """What a list's line shows."""
        return self.slug, self.digests[DIGEST_SIZE : 2 * DIGEST_SIZE]

    @property
    def card(self) -> Ref:
        """What a card shows."""
        return self.slug, self.digests[2 * DIGEST_SIZE : 3 * DIGEST_SIZE]

    @property
    def cited(self) -> Ref:
        """What a citation shows."""
        return self.slug, self.digests[3 * DIGEST_SIZE : 4 * DIGEST_SIZE]

    @property
    def whole(self) -> Ref:
        """What the paper's own page shows."""
        return self.slug, self.digests[4 * DIGEST_SIZE :]

    @property
    def checked(self) -> Entry:
        """What is left to know of a paper when it was compared with the others.

        Pages of older names say the title.
        """
        return self._replace(title=self.title if self.aliases else "", same=(), apart="")


@dataclass(frozen=True, slots=True)
class Note:
    """The editor's note on a day, and the order of its papers."""

    day: str
    path: str
    order: tuple[str, ...] = ()
    body: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """One entry of the closed list of topics."""

    slug: str
    name: str
    description: str
    aliases: tuple[str, ...] = ()

    @property
    def older(self) -> tuple[str, ...]:
        """The aliases that are slugs: at these addresses the topic is found, too."""
        slugs = dict.fromkeys(alias for alias in self.aliases if is_slug(alias))
        return tuple(slug for slug in slugs if slug != self.slug)


@dataclass(frozen=True, slots=True)
class AuthorNames:
    """An entry of `authors.yaml`: an author's name, and older slugs of the author's page."""

    name: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Collection:
    """A curated list: the slugs of its papers in reading order, and an introduction."""

    slug: str
    path: str
    title: str
    summary: str
    papers: tuple[str, ...]
    body: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Licence:
    """The licence of the feed's own texts."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Comments:
    """Where giscus keeps the discussions of papers: a repository on GitHub, a category there."""

    repository: str
    repository_id: str
    category: str
    category_id: str


@dataclass(frozen=True, slots=True)
class Newsletter:
    """Editions by e-mail: the list's address, whom letters come from, where one comes and goes.

    `name` and `sender` are the two parts of `from`. Each may be empty, `to` and `sender` together.
    """

    to: str = ""
    name: str = ""
    sender: str = ""
    unsubscribe: str = ""
    form: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    """What `content/site.yaml` says, with its defaults."""

    title: str
    tagline: str
    tag: str
    about: str = ""
    curators: tuple[str, ...] = ()
    licence: Licence | None = None
    language: str = "en"
    feed_size: int = 40
    front_size: int = 20
    author_pages_from: int = 2
    url: str = ""
    repository: str = ""
    offline: bool = False
    newsletter: Newsletter | None = None
    discussion_start: str = ""
    comments: Comments | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """The look of one's own: the digest of each file, empty where there is none.

    `card_size` is the card's width and height in pixels, nothing without a card; `words` are
    what the interface says in other words; `fonts` are those of pictures for shared links, as
    (path, digest), and `sets_title` tells whether these or ours have the letters of the feed's
    title.
    """

    style: str = ""
    svg: str = ""
    png: str = ""
    card: str = ""
    card_size: tuple[int, ...] = ()
    words: Own = ()
    fonts: tuple[tuple[str, str], ...] = ()
    sets_title: bool = True

    @property
    def has_shares(self) -> bool:
        """Whether each edition has a picture for shared links: an owner's card is for all links."""
        return self.sets_title and not self.card


@dataclass(frozen=True, slots=True)
class Content:
    """All that was read; each file is valid by itself, and `consistency` checks them together.

    `unread` are the papers whose files have errors, as far as they could be read: they are not
    published, but problems between them and other files are reported along with their own. If
    `topics.yaml` has an error (`topics_read` is false), the topics of papers are not checked.
    `waiting` are the papers whose date or summary is still to be written: they are not published
    either.
    """

    site: Site
    topics: tuple[Topic, ...]
    papers: tuple[Entry, ...]
    notes: tuple[Note, ...]
    collections: tuple[Collection, ...]
    unread: tuple[Entry, ...] = ()
    waiting: tuple[Entry, ...] = ()
    topics_read: bool = True
    look: Look = Look()
    authors: tuple[AuthorNames, ...] = ()

    @property
    def checked(self) -> Content:
        """What a site is made of, when all was compared: the published papers, and the rest."""
        papers = tuple([paper.checked for paper in self.papers])
        return replace(self, papers=papers, unread=(), waiting=())

    @property
    def everything(self) -> tuple[Entry, ...]:
        """Every paper that there is, published or not, by path."""
        if not self.unread and not self.waiting:
            return self.papers
        return tuple(sorted((*self.papers, *self.unread, *self.waiting), key=attrgetter("path")))
