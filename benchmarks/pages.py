"""What a built site holds: its pages by kind, and whether papers' pages say what they must.

Ours and the peers' sites lie in the same paths, so that one table of patterns serves all.
"""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from corpus import Paper

KINDS = {
    "front page": r"index\.html",
    "papers": r"papers/[^/]+\.html",
    "days": r"\d{4}/\d\d/\d\d\.html",
    "weeks": r"\d{4}/W\d\d\.html",
    "months": r"\d{4}/\d\d\.html",
    "years": r"\d{4}\.html",
    "archive": r"archive\.html",
    "topics": r"topics/[^/]+\.html",
    "topics by year": r"topics/[^/]+/\d{4}\.html",
    "list of topics": r"topics\.html",
    "authors": r"authors/[^/]+\.html",
    "lists of authors": r"authors(-\w)?\.html",
    "collections": r"collections/[^/]+\.html",
    "list of collections": r"collections\.html",
    "site's feeds": r"feed\.(xml|atom|json)",
    "topics' feeds": r"topics/[^/]+\.(xml|atom|json)",
    "authors' feeds": r"authors/[^/]+\.xml",
    "collections' feeds": r"collections/[^/]+\.xml",
    "sitemaps": r"sitemap[^/]*\.xml",
    "static files": r"static/.+",
}
_PATTERNS = {kind: re.compile(pattern) for kind, pattern in KINDS.items()}
OTHERS = "others"


def count_kinds(site: Path) -> Counter[str]:
    """Count a site's files by kind; what no pattern knows is among the others."""
    return Counter(kind_of(path.relative_to(site).as_posix()) for path in _files(site))


def kind_of(path: str) -> str:
    """Return the kind of a file by its path below the site's root."""
    return next((kind for kind, one in _PATTERNS.items() if one.fullmatch(path)), OTHERS)


def _files(folder: Path) -> Iterator[Path]:
    """Return all files of a folder."""
    return (path for path in folder.rglob("*") if not path.is_dir())


def find_missing(site: Path, papers: Iterable[Paper]) -> Iterator[str]:
    """Say what papers' pages do not say: title, names, summary and abstract, word by word.

    Formulas and their surroundings are left out, since each generator sets them in its own way.
    """
    for paper in papers:
        path = site / "papers" / f"{paper.slug}.html"
        if not path.exists():
            yield f"{paper.slug}: there is no page"
            continue
        said = text_of(path.read_text(encoding="utf-8"))
        for what in (paper.title, *paper.authors, paper.summary, *_sentences(paper.abstract)):
            if not _has_signs(what) and " ".join(what.split()) not in said:
                yield f"{paper.slug}: {what} is missing"


def text_of(html: str) -> str:
    """Return the words of a page, without its markup."""
    return " ".join(unescape(re.sub(r"<[^>]*>", "", html)).split())


def _sentences(text: str) -> list[str]:
    """Cut a text after its sentences."""
    return re.split(r"(?<=[.?]) (?=[A-Z])", text)


def _has_signs(text: str) -> bool:
    """Return whether a text holds formulas or Markdown."""
    return any(sign in text for sign in "$*`")
