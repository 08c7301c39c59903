"""A page's bytes to the few elements that describe it: meta, link, title, script."""

from __future__ import annotations

import re
import warnings
from itertools import islice
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, XMLParsedAsHTMLWarning
from bs4.dammit import EncodingDetector

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_TAGS = 20_000
BEGINNING = 2048  # bytes in which a page must name its encoding (HTML says 1024)
# Encodings that the web has (https://encoding.spec.whatwg.org/); Python knows others, some odd.
_ENCODING = re.compile(
    r"utf-?8|utf-16(?:le|be)?|iso-?8859-?\d+|windows-?125\d|cp125\d|gb(?:k|2312|18030)"
    r"|big5(?:-hkscs)?|shift[_-]jis|euc-(?:jp|kr)|iso-2022-jp|koi8-[ru]",
    re.IGNORECASE,
)
_LATIN = re.compile(r"iso-?8859-?1|latin-?1|(?:us-)?ascii", re.IGNORECASE)
_PIECE = re.compile(
    r"""<!--|<(meta|link|title|script)\b(?:[^<>"']|"[^"]*"|'[^']*')*+>""", re.IGNORECASE
)
_END = {
    "": re.compile("-->"),
    "title": re.compile("</title", re.IGNORECASE),
    "script": re.compile("</script", re.IGNORECASE),
}


def is_page(data: bytes) -> bool:
    """Return whether what begins like this is HTML."""
    start = data[:BEGINNING].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<!doctype html", b"<html", b"<head")) or (
        start.startswith((b"<!--", b"<?xml")) and b"<html" in start
    )


def decode_page(data: bytes, charset: str) -> str:
    """Decode a page by its byte order mark, as UTF-8, by HTTP's charset, or by its own declaration.

    The first that fits is taken. UTF-8 comes before HTTP's charset, since many servers name one
    charset for all their files.
    """
    plain, marked = EncodingDetector.strip_byte_order_mark(data)
    declared = EncodingDetector.find_declared_encoding(data[:BEGINNING], is_html=True)
    named = [marked, charset, declared]
    if not data.isascii():
        named.insert(1, "utf-8")
    for name in named:
        encoding = "windows-1252" if _LATIN.fullmatch(name or "") else name or ""
        if _ENCODING.fullmatch(encoding):
            try:
                return plain.decode(encoding)
            except (UnicodeDecodeError, LookupError):
                continue
    return plain.decode("windows-1252", errors="replace")


def parse_tags(text: str) -> BeautifulSoup:
    """Parse those elements of a page that describe it, at most MOST_TAGS of them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)  # XHTML is read as HTML, too
        return BeautifulSoup("\n".join(islice(_pieces(text), MOST_TAGS)), "html.parser")


def _pieces(text: str) -> Iterator[str]:
    """Yield the elements that describe a page, in time linear in its length.

    html.parser takes quadratic time if elements are not closed
    (https://github.com/python/cpython/issues/135462), and anybody can write such a page.
    """
    at = 0
    while start := _PIECE.search(text, at):
        at = start.end()
        name = (start[1] or "").lower()
        if name in _END:
            end = _END[name].search(text, at)
            if end is None:
                return  # to a browser, too, all that follows is a comment or a script
            if name:
                yield f"{text[start.start() : end.start()]}</{name}>"
            at = end.end()
        else:
            yield start[0]
