"""What docs/contribute.md says is read from which source is read: its table, cell by cell."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from support import ROOT

from broadsheet.adding.formats import read_records
from broadsheet.adding.webpages import read_webpage

if TYPE_CHECKING:
    from broadsheet.adding.records import Record

pytestmark = pytest.mark.repository
# What stands in a field, for those whose form matters.
VALUES = {
    "published": "2024-05-06",
    "url, pdf": "https://e.org/x",
    "volume, issue, pages": "12",
    "type": "",
    "language": "de",
    "category": "cs.CL",
    "arxiv, doi": "https://arxiv.org/abs/2506.20544",
}
FIELDS = {
    "title": ("title",),
    "authors": ("authors",),
    "published": ("published",),
    "arxiv, doi": ("arxiv", "doi"),
    "url, pdf": ("url", "pdf"),
    "venue": ("venue",),
    "volume, issue, pages": ("volume", "issue", "pages"),
    "publisher": ("publisher",),
    "language": ("language",),
    "category": ("category",),
    "organizations": ("organizations",),
    "the text, if `abstract` is given": ("abstract",),
    "topics proposed": ("keywords",),
}


def cells(column: str) -> list[tuple[str, str]]:
    """Return the fields of a source that the table names, as (row, field)."""
    text = (ROOT / "docs/contribute.md").read_text(encoding="utf-8")
    table = text.partition("<!-- sources:begin -->")[2].partition("<!-- sources:end -->")[0]
    lines = [line for line in table.strip().splitlines() if line.startswith("|")]
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
    place = rows[0].index(column)
    return [
        (row[0], name)
        for row in rows[2:]
        if row[0] in FIELDS
        for name in re.findall(r"`([^`]+)`", row[place])
    ]


def one(data: str, name: str) -> Record:
    """Return the one record of a file."""
    (found,) = read_records(BytesIO(data.encode()), name)
    assert found.record is not None, found.problem
    return found.record


def is_told(record: Record, row: str, without: Record) -> bool:
    """Return whether a field of the row says more than without what was put in."""
    return any(getattr(record, field) != getattr(without, field) for field in FIELDS[row])


@pytest.mark.parametrize(("row", "field"), cells("BibTeX, biblatex"))
def test_bibtex(row: str, field: str) -> None:
    """Each field by itself, beside a title, an author and a year."""
    told = {"title": "T", "author": "Ada Lovelace", "year": "2024"}
    value = VALUES.get(row, "Something New")
    if field in ("month", "day"):
        value = {"month": "may", "day": "6"}[field]
        told["month"] = "may" if field == "day" else ""
    if field == "year":
        value = "2023"
    if field in ("eprint", "note"):
        value = {"eprint": "2506.20544", "note": "arXiv:2506.20544"}[field]
    if field == "doi":
        value = "10.1000/x"

    def entry(fields: dict[str, str]) -> str:
        inner = ",\n".join(f"{name} = {{{text}}}" for name, text in fields.items() if text)
        return f"@article{{k,\n{inner}\n}}\n"

    before = {name: text for name, text in told.items() if name != field} | {
        name: told[name] for name in ("title", "author") if name == field
    }
    assert is_told(one(entry(told | {field: value}), "a.bib"), row, one(entry(before), "a.bib"))


@pytest.mark.parametrize(("row", "tag"), cells("RIS"))
def test_ris(row: str, tag: str) -> None:
    """Each tag by itself."""
    value = VALUES.get(row, "Something New")
    lines = {"TY": "JOUR", "TI": "T", "AU": "Lovelace, Ada", "PY": ""}
    if row == "title":
        lines["TI"] = ""
    if row == "authors":
        lines["AU"] = ""
        value = "Hopper, Grace"
    if tag in ("PY", "Y1"):
        value = "2023"
    if tag == "DO":
        value = "10.1000/x"

    def entry(fields: dict[str, str]) -> str:
        inner = "".join(f"{name}  - {text}\n" for name, text in fields.items() if text)
        return f"{inner}ER  - \n"

    record = one(entry(lines | {tag: value}), "a.ris")
    without = one(entry({"TY": "JOUR", "TI": "T", "AU": "Lovelace, Ada"}), "a.ris")
    assert is_told(record, row, without)


@pytest.mark.parametrize(
    ("row", "tag"), [one for one in cells("a page") if one[1].startswith(("citation_", "dc."))]
)
def test_page(row: str, tag: str) -> None:
    """Each tag by itself, in a page of another address."""
    value = {"authors": "Grace Hopper", "arxiv, doi": "10.1000/x"}.get(row)
    value = value or VALUES.get(row, "Something New")
    if tag == "citation_arxiv_id":
        value = "2506.20544"

    def page(**tags: str) -> bytes:
        metas = "".join(f'<meta name="{name}" content="{text}">' for name, text in tags.items())
        return f"<!DOCTYPE html><html><head>{metas}</head></html>".encode()

    told = {"twitter:title": "T", "og:description": "D", "author": "Ada Lovelace"}
    record = read_webpage(page(**(told | {tag: value})), "https://e.org/a")
    without = read_webpage(page(**told), "https://e.org/a")
    assert is_told(record, row, without)
