"""Every address of the site, made here and nowhere else.

A path is below the output folder and the site's root alike, so that the address of a page is its
path. Pages link relative to themselves: one output works at a root, below one, and from a disk.
"""

from __future__ import annotations

from posixpath import dirname, relpath
from urllib.parse import quote, urlsplit

from broadsheet.text.dates import unit_of

LOCAL = "http://127.0.0.1:8000/"  # where `serve` shows the site, and what stands in for a base URL


def base_url(url: str) -> str:
    """Return a base URL with its closing slash."""
    return url if url.endswith("/") else url + "/"


def root_from(path: str) -> str:
    """Return the way from a page to the root: nothing, `../` or `../../`."""
    return "../" * path.count("/")


def origin(base: str) -> str:
    """Return the scheme and host of a base URL, as a policy names them."""
    parts = urlsplit(base)
    return f"{parts.scheme}://{parts.netloc}"


def relative(here: str, there: str) -> str:
    """Return the way from one page to another."""
    return relpath(there, dirname(here))


def absolute(base: str, path: str) -> str:
    """Return the whole address of a path; the front page is the root itself."""
    return base if path == "index.html" else base + quote(path)


def day(date: str) -> str:
    """Return the path of a day's page."""
    return f"{date[:4]}/{date[5:7]}/{date[8:]}.html"


# The forms of citations, and the endings of their exports: `.json` is a feed's.
FORM_NAMES = {"bibtex": "BibTeX", "ris": "RIS", "csl": "CSL-JSON"}
EXPORTS = {"bibtex": ".bib", "ris": ".ris", "csl": ".csl.json"}


def export(page: str, form: str) -> str:
    """Return the path of an export of the papers of the page at a path."""
    return page.removesuffix(".html") + EXPORTS[form]


def exports_beside(page: str, *forms: str) -> tuple[tuple[str, str], ...]:
    """Return the exports beside a page as (name of the form, way there from the page)."""
    return tuple((FORM_NAMES[form], export(page, form).rpartition("/")[2]) for form in forms)


def markdown(page: str) -> str:
    """Return the path of the page at a path as Markdown."""
    return page.removesuffix(".html") + ".md"


API = "api/"


def api_period(name: str) -> str:
    """Return the path of the papers of a day, a month or a year as JSON, below `API`."""
    return period(name).removesuffix(".html") + ".json"


def week(week: str) -> str:
    """Return the path of a week's page, as in `2025/W26.html` for `2025-W26`."""
    return f"{week[:4]}/{week[5:]}.html"


def week_digest(week: str) -> str:
    """Return the path of a week's digest, as in `digest/2025-W26.html`."""
    return f"digest/{week}.html"


def month(month: str) -> str:
    """Return the path of a month's page."""
    return f"{month[:4]}/{month[5:7]}.html"


def year(year: str) -> str:
    """Return the path of a year's page."""
    return f"{year}.html"


def period(name: str) -> str:
    """Return the path of the page of a day, a month or a year."""
    return {"day": day, "month": month, "year": year}[unit_of(name)](name)


def paper(slug: str) -> str:
    """Return the path of a paper's page."""
    return f"papers/{slug}.html"


def figure(slug: str, file: str) -> str:
    """Return the path of a paper's figure."""
    return f"papers/{slug}.{file.rpartition('.')[2].lower()}"


def scaled_figure(slug: str, width: int) -> str:
    """Return the path of a paper's figure in a width; no slug has a dot."""
    return f"papers/{slug}.{width}.webp"


def share(day: str) -> str:
    """Return the path of the picture with which links to an edition are shared."""
    return f"{day.replace('-', '/')}.png"


def topic(slug: str) -> str:
    """Return the path of a topic's page."""
    return f"topics/{slug}.html"


def topic_year(slug: str, year: str) -> str:
    """Return the path of a topic's page of a year."""
    return f"topics/{slug}/{year}.html"


def author(slug: str) -> str:
    """Return the path of an author's page."""
    return named("authors", slug)


def named(sort: str, slug: str) -> str:
    """Return the path of the page of a name; `sort` is `authors`, `venues` and the like."""
    return f"{sort}/{slug}.html"


def names(sort: str, letter: str) -> str:
    """Return the path of the list of names with an initial; of the whole list without one."""
    return f"{sort}-{letter}.html" if letter else f"{sort}.html"


def collection(slug: str) -> str:
    """Return the path of a collection's page."""
    return f"collections/{slug}.html"


def shard(kind: str, number: int) -> str:
    """Return the path of a shard of the search's words, or pairs of words."""
    return f"search/{kind}/{number:x}.txt"


def lexicon(letter: str) -> str:
    """Return the path of the words that people may type that begin with a letter."""
    return f"search/lexicon/{letter}.txt"


def holders(kind: str, name: str) -> str:
    """Return the path of the list of the papers of a topic, or of those that have a link."""
    return f"search/{kind}/{name}.txt"


def rows(month: str, number: int) -> str:
    """Return the path of what results show of some papers of a month."""
    return f"search/rows/{month}-{number:x}.json"


CELLS = "search/map.txt"  # where the papers lie on the map


def feed(page: str, kind: str) -> str:
    """Return the path of the feed of a page: `kind` is xml (RSS), atom or json."""
    return f"feed.{kind}" if page == "index.html" else page.removesuffix("html") + kind


def tag(authority: str, *names: str) -> str:
    """Return a permanent id (RFC 4151): it tells neither where the site is nor what it says now."""
    return f"tag:{authority}:{'/'.join(names)}"
