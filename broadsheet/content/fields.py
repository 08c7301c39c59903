"""The one definition of the front matter: its fields, their kinds, their descriptions.

The reader, the documentation's field table, the JSON Schema for editors and the form that adds a
paper are all made from these tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "text",  # one line; mathematics between dollar signs
    "prose",  # a few sentences; mathematics between dollar signs
    "markdown",  # a text with paragraphs and links
    "names",  # a list of names
    "slug",  # the name of a file or a topic
    "slugs",  # a list of them
    "texts",  # a list of short texts
    "date",  # YYYY-MM-DD
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


@dataclass(frozen=True, slots=True)
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


PAPER = (
    Field(
        "title",
        "text",
        "The title as published; formulas between dollar signs.",
        '"Resa: Transparent Reasoning Models via SAEs"',
        required=True,
        limit=500,
    ),
    Field(
        "authors",
        "names",
        "Every author, in the paper's order, each name as it is read aloud.",
        "[Ammar Khairi, Daniel D'souza]",
        required=True,
        limit=5000,
    ),
    Field(
        "published",
        "date",
        "The paper's own date: its first version.",
        "2025-06-25",
        required=True,
    ),
    Field("arxiv", "arxiv", "The arXiv id, without the version.", '"2506.20544"'),
    Field("doi", "doi", "The DOI, without https://doi.org/.", '"10.18653/v1/2023.emnlp-main.898"'),
    Field("url", "link", "The paper's page, where it is not on arXiv.", "https://example.org/p"),
    Field("pdf", "link", "The PDF, where it is not arXiv's.", "https://example.org/p.pdf"),
    Field("venue", "text", "Where it was published.", "ICLR 2025", limit=200),
    Field("category", "category", "arXiv's primary subject.", "cs.CL"),
    Field("code", "link", "The code.", "https://github.com/owner/name"),
    Field("project", "link", "The project's page.", "https://example.org/project"),
    Field("data", "link", "The data.", "https://huggingface.co/datasets/owner/name"),
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
                choices=("revised", "corrected", "withdrawn"),
            ),
            Field("date", "date", "When.", "2025-08-01", required=True),
            Field("note", "text", "What changed, in a sentence.", '"..."', limit=500),
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
    ),
)

DAY = (Field("order", "slugs", "The day's papers in their order; the first leads.", "[a, b]"),)

COLLECTION = (
    Field("title", "text", "The collection's name.", "Grokking", required=True, limit=200),
    Field("summary", "prose", "What it gathers, in a sentence.", '"..."', required=True, limit=600),
    Field("papers", "slugs", "Its papers, in reading order.", "[a, b]", required=True, limit=2000),
)

TOPIC = (
    Field("slug", "slug", "Its name in addresses and in files.", "reasoning", required=True),
    Field("name", "text", "Its name for readers.", "Reasoning", required=True, limit=60),
    Field("description", "prose", "What belongs to it.", '"..."', required=True, limit=400),
    Field("aliases", "texts", "Other words for it.", "[logic]", limit=50),
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
    Field("language", "text", "The language of the texts (BCP 47).", "en", limit=20),
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


def by_name(fields: tuple[Field, ...]) -> dict[str, Field]:
    """Return the fields by name, in order."""
    return {field.name: field for field in fields}


def names_of(fields: tuple[Field, ...]) -> tuple[str, ...]:
    """Return the fields' names in order, which is the order in which a file is written."""
    return tuple(field.name for field in fields)
