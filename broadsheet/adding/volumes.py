"""What BibTeX's `crossref` and biblatex's `xdata` take over from another entry of the file.

See BibTeXing (https://ctan.org/pkg/base, btxdoc) and biblatex's manual, "Cross-referencing".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

# The kinds of entries that others refer to.
KINDS = frozenset(
    ["proceedings", "mvproceedings", "collection", "mvcollection", "book", "mvbook", "reference"]
) | {"periodical", "xdata"}
_TAKEN = (
    *("booktitle", "booksubtitle", "eventtitle", "journal", "journaltitle", "volume", "number"),
    *("publisher", "institution", "langid", "language"),
)
_MOST = 2000  # characters of a field that are kept; a venue has at most 500
_REFERS = re.compile(rb"""\b(crossref|xdata)\s*=\s*["{]?\s*([^"{},\s]+)""", re.IGNORECASE)


class Volumes:
    """The entries of a file that others may refer to, and those to which some do."""

    def __init__(self) -> None:
        """Begin with none."""
        self._fields: dict[str, dict[str, str]] = {}
        self._used: set[str] = set()

    def keep(self, key: str, fields: Mapping[str, str]) -> None:
        """Keep what papers may take over from an entry; the first of a key counts."""
        kept = {name: text[:_MOST] for name, text in fields.items() if name != "abstract"}
        self._fields.setdefault(key.casefold(), kept)

    def lacks(self, data: bytes) -> bool:
        """Return whether an entry refers to one that is not yet known."""
        found = _REFERS.search(data)
        return bool(found and found[2].decode(errors="replace").casefold() not in self._fields)

    def is_used(self, key: str) -> bool:
        """Return whether a paper has taken over what an entry tells."""
        return bool(key) and key.casefold() in self._used

    def complete(self, kind: str, fields: Mapping[str, str]) -> dict[str, str]:
        """Return the fields of an entry with those that it takes over."""
        whole = dict(fields)
        for key in fields.get("xdata", "").split(","):
            whole = {**self._of(key), **whole}
        volume = self._of(fields.get("crossref", ""))
        title = {"booktitle": volume.get("title", ""), "booksubtitle": volume.get("subtitle", "")}
        taken = {name: volume[name] for name in _TAKEN if volume.get(name)}
        if "booktitle" not in taken and kind != "article":
            taken |= title
        if kind == "inbook":
            taken |= {"author": volume.get("author", "")}
        return {**taken, **_date_of(volume, whole), **whole}

    def _of(self, key: str) -> dict[str, str]:
        """Return the fields of an entry, and remember that they are used."""
        key = key.strip().casefold()
        if key in self._fields:
            self._used.add(key)
        return self._fields.get(key, {})


def _date_of(volume: Mapping[str, str], fields: Mapping[str, str]) -> dict[str, str]:
    """Return the date of a volume, where a paper has none or only its year."""
    names = ("date", "year", "month", "day")
    told = {name: fields[name] for name in names if fields.get(name)}
    if told.keys() - {"year"} or told.get("year", "") not in ("", volume.get("year", "")):
        return {}
    return {name: volume[name] for name in names if volume.get(name)}
