"""What a field's value must look like: for the reader, people, browsers and editors."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from broadsheet.content.identifiers import ARXIV, DOI, LINK, SLUG

if TYPE_CHECKING:
    from broadsheet.content.fields import Field

CATEGORY = re.compile(r"[a-z]+(?:-[a-z]+)*(?:\.[A-Za-z]{2}|\.[a-z]+(?:-[a-z]+)*)?")
FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*\.(?:png|jpe?g|webp)")
REPOSITORY = re.compile(r"[A-Za-z0-9-]+/[A-Za-z0-9._-]+")
# RFC 4151: an authority (a domain or an address of e-mail), a comma, a date.
TAG = re.compile(r"[A-Za-z0-9][A-Za-z0-9.@_-]*\.[A-Za-z0-9-]+,[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")

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


_YEAR = r"(?!0000)[0-9]{4}"
_MONTH = r"(?:0[1-9]|1[0-2])"
_DAY = r"(?:0[1-9]|[12][0-9]|3[01])"

# For forms in a browser and schemas in an editor, in the syntax that Python, JavaScript (with the
# flag `u`) and JSON Schema share: there no sign is escaped that needs not be, and no flag says that
# capitals do not matter. Where the reader has a pattern, it is that one; it may check more.
_FORMS = {
    "date": f"{_YEAR}-{_MONTH}-{_DAY}",
    "when": f"{_YEAR}(?:-{_MONTH}(?:-{_DAY})?)?",
    "language": r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|\d{3}))?",
    "arxiv": ARXIV.pattern.removesuffix(r"(v[0-9]+)?"),  # of which the reader takes the version
    "doi": DOI.pattern.replace(r"\"", '"'),
    "category": CATEGORY.pattern,
    "link": LINK.pattern.replace(r"\"", '"').replace("https?", "[Hh][Tt][Tt][Pp][Ss]?", 1),
    "slug": SLUG.pattern,
    "slugs": SLUG.pattern,
    "number": "[0-9]{1,6}",
    "file": FILE.pattern,
    "repository": REPOSITORY.pattern,
    "tag": TAG.pattern,
}


def form_of(field: Field) -> str:
    """Return the regular expression of a value, or of a list's entry; empty for free text."""
    return _FORMS.get(field.kind, "")
