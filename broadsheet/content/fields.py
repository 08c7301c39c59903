"""The one definition of the front matter: its fields, their kinds, their descriptions.

The reader, the documentation's field table, the JSON Schema for editors and the form that adds a
paper are all made from these tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Kind = Literal[
    "text",  # one line; mathematics between dollar signs
    "prose",  # a few sentences; mathematics between dollar signs
    "markdown",  # a text with paragraphs and links
    "names",  # a list of names
    "slug",  # the name of a file or a topic
    "slugs",  # a list of them
    "texts",  # a list of short texts
    "date",  # YYYY-MM-DD
    "when",  # YYYY-MM-DD, or YYYY-MM or YYYY where no more is known
    "language",  # a BCP 47 tag
    "arxiv",  # 2506.20544 or quant-ph/0201082
    "doi",  # 10.1000/182
    "category",  # cs.CL
    "link",  # http:// or https://
    "number",  # a whole number, not negative
    "file",  # the name of a file beside this one
    "choice",  # one of `choices`
    "repository",  # owner/name
    "tag",  # the authority of tag: URIs, as in example.org,2025
    "mapping",  # fields of its own
]


@dataclass(frozen=True, slots=True, eq=False)  # so that a table is fast to look up
class Field:
    """One field: its kind, whether it is required, and how long it may be.

    `limit` is a number of characters, or of entries in a list; `about` and `example` are shown to
    people.
    """

    name: str
    kind: Kind
    about: str
    example: str
    required: bool = False
    limit: int = 2000
    choices: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    awaited: bool = False  # it may stand empty: the paper then waits, and is not published


# A name where the plain one would be split wrongly, as in {family: García Márquez, given: Gabriel}.
NAME = (
    Field("family", "text", "The family name.", "García Márquez", limit=100),
    Field("given", "text", "The given names.", "Gabriel", limit=100),
    Field("name", "text", "A group, in place of the two.", "Reef Consortium", limit=200),
)

PAPER = (
    Field(
        "title",
        "text",
        "The title as published; formulas between dollar signs, species between asterisks.",
        '"A title: with its subtitle"',
        required=True,
        limit=500,
    ),
    Field(
        "authors",
        "names",
        "Every author, in the paper's order, each name as it is read aloud.",
        "[Ada Lovelace, Daniel D'souza]",
        required=True,
        limit=5000,
    ),
    Field(
        "published",
        "when",
        "The paper's own date: its first version; a month or a year where no more is known.",
        "2025-06-25",
        required=True,
    ),
    Field("language", "language", "The paper's language, where it is not the feed's.", "fr"),
    Field("arxiv", "arxiv", "The arXiv id, without the version.", '"2506.20544"'),
    Field("doi", "doi", "The DOI, without https://doi.org/.", '"10.1000/182"'),
    Field("url", "link", "The paper's page, where it is not on arXiv.", "https://example.org/p"),
    Field("pdf", "link", "The PDF, where it is not arXiv's.", "https://example.org/p.pdf"),
    Field("venue", "text", "Where it was published.", "Journal of Examples", limit=200),
    Field(
        "type",
        "choice",
        "What it is; where it is left out, a preprint or a paper of its venue.",
        "article",
        choices=("article", "paper", "chapter", "book", "thesis", "report", "preprint", "dataset"),
    ),
    Field("volume", "text", "The journal's volume.", '"12"', limit=50),
    Field("issue", "text", "The volume's issue.", '"3"', limit=50),
    Field("pages", "text", "Its pages, or its article number.", "101-117", limit=50),
    Field("publisher", "text", "Who published it.", "Cambridge University Press", limit=200),
    Field("category", "category", "arXiv's primary subject.", "cs.CL"),
    Field("code", "link", "The code.", "https://github.com/owner/name"),
    Field("project", "link", "The project's page.", "https://example.org/project"),
    Field("data", "link", "The data.", "https://example.org/data"),
    Field("video", "link", "A talk or a film.", "https://example.org/talk"),
    Field("organizations", "texts", "Where the authors work.", "[Cohere]", limit=200),
    Field("topics", "slugs", "Two to four slugs of content/topics.yaml.", "[reasoning]", limit=6),
    Field(
        "discussion",
        "mapping",
        "Where people talk about the paper.",
        '{url: "https://huggingface.co/papers/2506.20544", comments: 1}',
        fields=(
            Field("url", "link", "The discussion's page.", "https://e.org/d", required=True),
            Field("comments", "number", "How many comments it has.", "1"),
        ),
    ),
    Field(
        "figure",
        "mapping",
        "A picture that lies beside the file.",
        '{file: figure.png, alt: "Two curves over time: ..."}',
        fields=(
            Field("file", "file", "Its name: png, jpg or webp.", "figure.png", required=True),
            Field(
                "alt", "text", "What it shows, for those who do not see it.", '"..."', required=True
            ),
            Field("caption", "text", "The line below it.", '"..."', limit=300),
        ),
    ),
    Field(
        "status",
        "mapping",
        "What happened to the paper after it was filed.",
        '{kind: withdrawn, date: 2025-08-01, note: "..."}',
        fields=(
            Field(
                "kind",
                "choice",
                "What happened.",
                "withdrawn",
                required=True,
                choices=("revised", "corrected", "withdrawn", "retracted"),
            ),
            Field("date", "date", "When.", "2025-08-01", required=True),
            Field("note", "prose", "What changed, in a sentence.", '"..."', limit=500),
        ),
    ),
    Field("submitted_by", "text", "Who brought the paper.", "Ada Lovelace", limit=100),
    Field("aliases", "slugs", "Older names of the file, the oldest first.", "[old-slug]", limit=20),
    Field(
        "summary",
        "prose",
        "Two to four sentences in the curator's own words.",
        ">-\n  What was done, and what was found.",
        limit=3000,
        awaited=True,
    ),
)

DAY = (Field("order", "slugs", "The day's papers in their order; the first leads.", "[a, b]"),)

COLLECTION = (
    Field("title", "text", "The collection's name.", "Grokking", required=True, limit=200),
    Field("summary", "prose", "What it gathers, in a sentence.", '"..."', required=True, limit=600),
    Field("papers", "slugs", "Its papers, in reading order.", "[a, b]", required=True, limit=2000),
    Field("aliases", "slugs", "Older names of the file.", "[old-slug]", limit=20),
)

TOPIC = (
    Field("slug", "slug", "Its name in addresses and in files.", "reasoning", required=True),
    Field("name", "text", "Its name for readers.", "Reasoning", required=True, limit=60),
    Field("description", "prose", "What belongs to it.", '"..."', required=True, limit=400),
    Field("aliases", "texts", "Other words for it, older slugs among them.", "[logic]", limit=50),
)

AUTHOR = (
    Field("name", "text", "The name, as papers have it.", "Ada Lovelace", required=True, limit=200),
    Field(
        "aliases",
        "slugs",
        "Slugs that the author's page had before.",
        "[a-lovelace]",
        required=True,
        limit=20,
    ),
)

SITE = (
    Field("title", "text", "The feed's name.", "Broadsheet", required=True, limit=80),
    Field("tagline", "text", "What it is, in a line.", '"..."', required=True, limit=200),
    Field("about", "markdown", "Who makes it, how and why.", "|\n  ...", limit=20000),
    Field("curators", "names", "Who chooses the papers.", "[Ada Lovelace]", limit=100),
    Field(
        "licence",
        "mapping",
        "The licence of the feed's own texts.",
        '{name: "CC BY 4.0", url: "https://creativecommons.org/licenses/by/4.0/"}',
        fields=(
            Field("name", "text", "Its short name.", '"CC BY 4.0"', required=True),
            Field("url", "link", "Its text.", "https://...", required=True),
        ),
    ),
    Field(
        "tag",
        "tag",
        "The authority of the feeds' permanent ids: choose once, never change.",
        "example.org,2025",
        required=True,
    ),
    Field("language", "language", "The language of the texts, as a BCP 47 tag.", "en"),
    Field("feed_size", "number", "How many papers a feed holds.", "40"),
    Field("front_size", "number", "About how many papers the front page shows.", "20"),
    Field("author_pages_from", "number", "How many papers earn an author a page.", "2"),
    Field("url", "link", "Where the site is published, if no workflow says.", "https://e.org/"),
    Field("repository", "repository", "Its source on GitHub, if no workflow says.", "owner/name"),
    Field("newsletter", "link", "The page of a form to subscribe by e-mail.", "https://e.org/n"),
    Field(
        "discussion",
        "mapping",
        "Where a paper without a discussion may find one.",
        "{start: 'https://huggingface.co/papers/'}",
        fields=(Field("start", "link", "An address to put the arXiv id behind.", "https://..."),),
    ),
)

# What people look for in a paper's front matter, and what it is called here.
_LOOKED_FOR_IN_PAPERS = {
    "write published": "date year pubdate publication_date issued",
    "write topics, with slugs of content/topics.yaml": "tag tags keyword keywords category_tags",
    "write authors": "author creator creators by",
    "write the abstract below the second ---": "abstract body text content description",
    "write url, or arxiv where it is on arXiv": "link links href address homepage webpage",
    "write arxiv": "eprint arxiv_id arxivid preprint",
    "write venue": "journal booktitle conference container_title publication",
    "write issue": "number",
    "write summary": "tldr note notes comment excerpt",
    "write code": "github repo repository implementation",
    "write data": "dataset datasets",
    "write organizations": "affiliation affiliations institution institutions",
    "write figure: {file: ..., alt: ...}": "image picture thumbnail",
    "write submitted_by": "curator editor contributor",
    "write status: {kind: retracted, date: ...}": "retracted withdrawn",
    "write status: {kind: corrected, date: ...}": "corrected erratum",
    "the file's name is the paper's name": "slug id name permalink",
    "the folder is the paper's day": "day featured edition",
}
# What people look for in site.yaml, and where it is done.
_LOOKED_FOR = {
    "put icon.svg or icon.png into content/look": "logo icon favicon avatar",
    "put card.png into content/look": "image card banner cover og_image social_image thumbnail",
    "write it into content/look/style.css": (
        "theme skin css style styles stylesheet custom_css color colors colour colours palette"
        " font fonts dark_mode"
    ),
    "pages load nothing from elsewhere, so nobody but the site's host can count readers": (
        "analytics google_analytics gtag plausible matomo umami tracking"
    ),
    "pages run no scripts but their own: edit templates in a fork": "script scripts js javascript",
    "write it into about, as a link": (
        "twitter mastodon bluesky linkedin facebook social github email contact"
    ),
    "write about": "description bio",
    "write curators": "author authors editor editors maintainer maintainers",
    "write title": "name site_title site_name",
    "write url, where no workflow says the address": "baseurl base_url site_url domain cname",
    "write newsletter, the page of a form": "mailchimp buttondown substack subscribe",
    "a paper has its discussion in its own file": "comments disqus giscus utterances",
}


def find_advice(name: str, fields: tuple[Field, ...]) -> str:
    """Return what to write instead of a field that a table does not have; empty if unknown."""
    looked_for = {id(PAPER): _LOOKED_FOR_IN_PAPERS, id(SITE): _LOOKED_FOR}.get(id(fields), {})
    word = name.casefold().replace("-", "_")
    return next((advice for advice, names in looked_for.items() if word in names.split()), "")


@lru_cache(maxsize=64)
def by_name(fields: tuple[Field, ...]) -> Mapping[str, Field]:
    """Return the fields by name, in order."""
    return {field.name: field for field in fields}


def names_of(fields: tuple[Field, ...]) -> tuple[str, ...]:
    """Return the fields' names in order, which is the order in which a file is written."""
    return tuple(field.name for field in fields)
