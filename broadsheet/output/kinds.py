"""What a file of the site is, by its ending, as servers say it: no system's own table decides."""

from __future__ import annotations

from posixpath import splitext

_KINDS = {
    ".atom": "application/atom+xml",
    ".bib": "text/x-bibtex",
    ".css": "text/css",
    ".html": "text/html",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".js": "text/javascript",
    ".json": "application/json",
    ".md": "text/markdown",
    ".opml": "text/x-opml",
    ".png": "image/png",
    ".ris": "application/x-research-info-systems",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}


def kind_of(path: str) -> str:
    """Return a file's media type."""
    return _KINDS.get(splitext(path)[1].lower(), "application/octet-stream")


def with_charset(kind: str) -> str:
    """Return a media type as a header says it: text is UTF-8."""
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
