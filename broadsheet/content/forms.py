"""What a field's value must look like: for the reader, people, browsers and editors."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from broadsheet.content.identifiers import ARXIV, DOI, LINK, SLUG

if TYPE_CHECKING:
    from broadsheet.content.fields import Field

CATEGORY = re.compile(r"[a-z]+(?:-[a-z]+)*(?:\.[A-Za-z]{2}|\.[a-z]+(?:-[a-z]+)*)?")
FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*\.(?:png|jpe?g|webp)")
REPOSITORY = re.compile(r"[A-Za-z0-9-]+/[A-Za-z0-9._-]+")
# Node ids of GitHub, new and old; the old are base64 of `010:Repository` and the like.
# https://docs.github.com/en/graphql/guides/migrating-graphql-global-node-ids
REPOSITORY_ID = re.compile(r"R_[A-Za-z0-9_-]+|MDEwOlJlcG9zaXRvcnk[A-Za-z0-9+/]+=*")
CATEGORY_ID = re.compile(r"DIC_[A-Za-z0-9_-]+|MDE4OkRpc2N1c3Npb25DYXRlZ29ye[A-Za-z0-9+/]+=*")
# RFC 5321, but for what is a mistake more often than an address: quoted local parts, hosts by
# number, hosts without a dot.
_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_LABEL = "[A-Za-z0-9]+(?:-+[A-Za-z0-9]+)*"
MAIL = re.compile(rf"{_LOCAL}@{_LABEL}(?:\.{_LABEL})+")
SENDER = re.compile(rf'{MAIL.pattern}|(?:[^\s<>@"\\]+ )+<{MAIL.pattern}>')
# Of an address that other programs take as it is: a host, a port, and what RFC 3986 has in a path.
_PLACE = (
    rf"{_LABEL}(?:\.{_LABEL})*"
    r"(?::(?:[0-9]{1,4}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]))?"
)
_IN_PATH = r"[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2}"
HOME = re.compile(rf"https?://{_PLACE}(?:/(?:{_IN_PATH})*)?")
HOME_LIMIT = 2000
# RFC 2369 and 8058. Mail programs post to the address by themselves, which wants https.
UNSUBSCRIBE = re.compile(
    rf"https://{_PLACE}(?:[/?#](?:{_IN_PATH}|[?#])*)?"
    rf"|mailto:{MAIL.pattern}(?:\?[A-Za-z0-9%&+=._~-]*)?"
)
# A day that exists, for patterns that nothing is read behind.
_LEAP = "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)"
_DAY_THAT_IS = (
    "(?:[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))"
    f"|{_LEAP}-02-29)"
)
# RFC 4151: an authority (a domain or an address of e-mail), a comma, a date.
TAG = re.compile(
    r"[A-Za-z0-9][A-Za-z0-9.@_-]*\.[A-Za-z0-9-]+,"
    rf"(?:[0-9]{{4}}(?:-(?:0[1-9]|1[0-2]))?|{_DAY_THAT_IS})"
)

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
    "repository_id": "giscus's data-repo-id",
    "category_id": "giscus's data-category-id",
    "mail": "an address of e-mail",
    "sender": "an address of e-mail, by itself or in angle brackets behind a name",
    "unsubscribe": "an address that begins with https:// or mailto:, of ASCII (%C3%A9 for é)",
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


def home_advice(address: str) -> str:
    """Return what the address of a site must be; empty if it is one that all feeds can name."""
    if HOME.fullmatch(address) and len(address) <= HOME_LIMIT:
        return ""
    meant = _home_meant(address)
    cure = f": write {meant}" if meant else f", not {address[:80]!r}"
    return (
        "must be of the form https://example.org/papers/, of ASCII, without user name, password,"
        f" ? and #{cure}"
    )


def _home_meant(address: str) -> str:
    """Return the address of a site that is meant by what is almost one; empty if none is."""
    whole = address.strip()
    whole = whole if "://" in whole else f"https://{whole}"
    try:
        parts = urlsplit(whole)
        name = str(parts.hostname).encode("idna").decode()
        is_same = name.encode().decode("idna") == parts.hostname  # as where no letter has two forms
        port = f":{parts.port}" if parts.port is not None else ""
        path = quote(parts.path, safe="/%:@!$&'()*+,;=~")
    except ValueError:
        return ""
    meant = f"{parts.scheme}://{name}{port}{path}"
    is_home = HOME.fullmatch(meant) and len(meant) <= HOME_LIMIT
    return meant if is_same and is_home and ("." in name or "://" in address) else ""


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
    "repository_id": REPOSITORY_ID.pattern,
    "category_id": CATEGORY_ID.pattern,
    "mail": MAIL.pattern,
    "sender": SENDER.pattern,
    "unsubscribe": UNSUBSCRIBE.pattern,
    "tag": TAG.pattern,
}


def form_of(field: Field) -> str:
    """Return the regular expression of a value, or of a list's entry; empty for free text."""
    return _FORMS.get(field.kind, "")
