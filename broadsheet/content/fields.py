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
    "text",  # one line, as it stands
    "title",  # one line; emphasis, and mathematics between dollar signs
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
    "switch",  # true or false
    "file",  # the name of a file beside this one
    "choice",  # one of `choices`
    "repository",  # owner/name
    "repository_id",  # as GitHub gives it: R_kgDOABCDEF
    "category_id",  # likewise, of a category of discussions: DIC_kwDOABCDEF
    "mail",  # an address of e-mail
    "sender",  # an address of e-mail, by itself or in angle brackets behind a name
    "unsubscribe",  # https:// or mailto:
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
        "title",
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
        awaited=True,
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
            Field("caption", "prose", "The line below it.", '"..."', limit=300),
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
    Field("title", "title", "The collection's name.", "Grokking", required=True, limit=200),
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

# Comments through giscus, which calls these data-repo, data-repo-id and so on.
COMMENTS = (
    Field("repository", "repository", "Where the discussions are.", "owner/name", required=True),
    Field("repository_id", "repository_id", "data-repo-id.", "R_kgDOABCDEF", required=True),
    Field("category", "text", "data-category.", "Announcements", required=True, limit=100),
    Field("category_id", "category_id", "data-category-id.", "DIC_kwDOABCDEF", required=True),
)

# Each letter goes to one address; whom that forwards it to is the list server's business.
NEWSLETTER = (
    Field(
        "to",
        "mail",
        "The list's address: every letter goes there.",
        "papers@lists.example.org",
        limit=254,
    ),
    Field(
        "from",
        "sender",
        "Whom letters come from.",
        '"Daily Papers <papers@example.org>"',
        limit=320,
    ),
    Field(
        "unsubscribe",
        "unsubscribe",
        "Where one leaves the list, for the button of mail programs.",
        "https://lists.example.org/unsubscribe",
        limit=978,  # with the header's name and its brackets, a line of mail has 998 octets at most
    ),
    Field("form", "link", "Where one subscribes.", "https://lists.example.org/subscribe"),
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
        limit=300,  # it is part of a letter's id, which must be a line of mail
    ),
    Field("language", "language", "The language of the texts, as a BCP 47 tag.", "en"),
    Field("feed_size", "number", "How many papers a feed holds.", "40"),
    Field("front_size", "number", "About how many papers the front page shows.", "20"),
    Field("author_pages_from", "number", "How many papers earn an author a page.", "2"),
    Field("url", "link", "Where the site is published, if no workflow says.", "https://e.org/"),
    Field("repository", "repository", "Its source on GitHub, if no workflow says.", "owner/name"),
    Field("offline", "switch", "Whether browsers keep pages for a time without network.", "true"),
    Field(
        "newsletter",
        "mapping",
        "Editions by e-mail: who gets them, and where one subscribes.",
        '{form: "https://lists.example.org/subscribe"}',
        fields=NEWSLETTER,
    ),
    Field(
        "discussion",
        "mapping",
        "Where a paper without a discussion may find one.",
        "{start: 'https://huggingface.co/papers/'}",
        fields=(Field("start", "link", "An address to put the arXiv id behind.", "https://..."),),
    ),
    Field(
        "comments",
        "mapping",
        "Comments through giscus, with values of the script that it offers.",
        "{repository: owner/name, repository_id: R_kgDOABCDEF, category: Announcements,"
        " category_id: DIC_kwDOABCDEF}",
        fields=COMMENTS,
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
    "write newsletter: {form: ...}": "mailchimp buttondown substack kit subscribe mailing_list",
    "write comments: {repository: ..., repository_id: ..., category: ..., category_id: ...}": (
        "giscus"
    ),
    "a paper has its discussion in its own file; comments are for giscus": "disqus utterances",
    "write offline: true": "pwa service_worker serviceworker progressive_web_app",
}
# What giscus calls them, and what its script has beside these.
_LOOKED_FOR_IN_COMMENTS = {
    "write repository": "repo data_repo",
    "write repository_id": "repo_id repoid data_repo_id",
    "write category": "data_category",
    "write category_id": "categoryid data_category_id",
    "the program sees to it: take it out": (
        "mapping term strict theme lang language loading reactions_enabled emit_metadata"
        " input_position data_mapping data_term data_strict data_theme data_lang data_loading"
        " data_reactions_enabled data_emit_metadata data_input_position src crossorigin async"
    ),
}
# What others call them, and what belongs to whoever runs the program, not into the content.
_LOOKED_FOR_IN_NEWSLETTERS = {
    "write to": "list address recipient mailing_list",
    "write from": "sender reply_to",
    "write form": "subscribe url link signup page",
    "write unsubscribe": "list_unsubscribe",
    "the mail server is told by environment variables, since this file is published": (
        "host server port user username login password smtp smtp_host smtp_port smtp_user"
        " smtp_password key api_key token secret"
    ),
    "subscribers live with the list, since this file is published": (
        "subscribers recipients members addresses cc bcc"
    ),
}


_ADVICE = {
    id(PAPER): _LOOKED_FOR_IN_PAPERS,
    id(SITE): _LOOKED_FOR,
    id(COMMENTS): _LOOKED_FOR_IN_COMMENTS,
    id(NEWSLETTER): _LOOKED_FOR_IN_NEWSLETTERS,
}


def find_advice(name: str, fields: tuple[Field, ...]) -> str:
    """Return what to write instead of a field that a table does not have; empty if unknown."""
    looked_for = _ADVICE.get(id(fields), {})
    word = name.casefold().replace("-", "_")
    return next((advice for advice, names in looked_for.items() if word in names.split()), "")


@lru_cache(maxsize=64)
def by_name(fields: tuple[Field, ...]) -> Mapping[str, Field]:
    """Return the fields by name, in order."""
    return {field.name: field for field in fields}


def names_of(fields: tuple[Field, ...]) -> tuple[str, ...]:
    """Return the fields' names in order, which is the order in which a file is written."""
    return tuple(field.name for field in fields)
