"""What a field's value must look like: for the reader, people, browsers and editors."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from broadsheet.content.identifiers import SLUG

if TYPE_CHECKING:
    from broadsheet.content.fields import Field

CATEGORY = re.compile(r"[a-z]+(?:-[a-z]+)*(?:\.[A-Za-z]{2}|\.[a-z]+(?:-[a-z]+)*)?")
FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*\.(?:png|jpe?g|webp)")
REPOSITORY = re.compile(r"[A-Za-z0-9-]+/[A-Za-z0-9._-]+")
# RFC 4151: an authority (a domain or an address of e-mail), a comma, a date.
TAG = re.compile(r"[A-Za-z0-9][A-Za-z0-9.@_-]*\.[A-Za-z0-9-]+,\d{4}(-\d{2}(-\d{2})?)?")

# What a value of a kind must be, for people.
_MUST_BE = {
    "date": "a day that exists, as YYYY-MM-DD",
    "when": "a day that exists, as YYYY-MM-DD, or a month or year, as YYYY-MM or YYYY",
    "language": "a BCP 47 tag",
    "arxiv": "an arXiv id",
    "doi": "a DOI",
    "category": "an arXiv subject",
    "link": "an address that begins with https:// or http://",
    "file": "the name of a .png, .jpg or .webp file in the same folder",
    "repository": "owner/name",
    "tag": "a domain, a comma and a year",
}


def must_be(field: Field) -> str:
    """Return what a field's value must be, as a sentence; empty if any text will do."""
    form = _MUST_BE.get(field.kind, "")
    if not form:
        return ""
    return f"{field.name} must be {form}{as_in(field) if field.kind not in _SAID else ''}"


_SAID = ("date", "when", "link")  # kinds whose description needs no example


def as_in(field: Field) -> str:
    """Return a field's example as the end of a sentence."""
    return f", as in {field.example}" if field.example else ""


# For forms in a browser and schemas in an editor, in the syntax that Python, JavaScript (also its
# `v` mode, that of HTML's `pattern`) and JSON Schema share. The reader may check more than this.
_FORMS = {
    "date": r"\d{4}-\d{2}-\d{2}",
    "when": r"\d{4}(?:-\d{2}(?:-\d{2})?)?",
    "language": r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|\d{3}))?",
    "arxiv": r"\d{4}\.\d{4,5}|[a-z]+(?:-[a-z]+)*(?:\.[A-Z]{2})?/\d{7}",
    "doi": r"10\.\d{4,9}/\S+",
    "category": CATEGORY.pattern,
    "link": r"https?://\S+",
    "slug": SLUG.pattern,
    "slugs": SLUG.pattern,
    "number": r"\d+",
    "file": r"[A-Za-z0-9][A-Za-z0-9_.\-]*\.(?:png|jpe?g|webp)",
    "repository": r"[A-Za-z0-9\-]+/[A-Za-z0-9._\-]+",
    "tag": r"[A-Za-z0-9][A-Za-z0-9.@_\-]*,\d{4}(?:-\d{2}){0,2}",
}


def form_of(field: Field) -> str:
    """Return the regular expression of a value, or of a list's entry; empty for free text."""
    return _FORMS.get(field.kind, "")
