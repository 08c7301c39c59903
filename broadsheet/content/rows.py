"""Reads one file into its row, and tells whether the row of an earlier build is still valid."""

from __future__ import annotations

import marshal
from functools import cache, partial
from typing import TYPE_CHECKING

from broadsheet.content import fields as tables
from broadsheet.content.cache import Kept, Row
from broadsheet.content.cards import pack_shown
from broadsheet.content.citing import cite
from broadsheet.content.folder import read_below
from broadsheet.content.model import Entry, Packed, Paper, pack
from broadsheet.content.papers import entry_of, read_paper, read_text
from broadsheet.content.problems import errors
from broadsheet.content.settings import MAX_FILE
from broadsheet.text.digest import digest_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from broadsheet.content.folder import File, Folder
    from broadsheet.content.problems import Problem

_FIGURE = Entry._fields.index("figure")


def read_row(folder: Folder, file: File, before: Row | None, *, cites: bool) -> Kept:
    """Read the file of one paper, note or collection; return its row and the packed paper.

    With `cites`, the citations of a paper come with it, and what lists show of it.

    If its bytes (and its figure's) have the digest of the row `before`, that row is returned with
    a new stamp, and without the packed paper.
    """
    path = file.path
    if file.size > MAX_FILE:
        message = f"the file must have at most {MAX_FILE // 1024} kB, not {file.size // 1024:,}"
        return Kept(Row(path, "", b"", "refused", None, ((1, 1, message, "error"),)), None)
    data = read_below(folder.root, path, MAX_FILE)

    @cache
    def figure(name: str) -> bytes | None:
        """Return the bytes of a figure, the same ones each time: it may be replaced meanwhile."""
        return folder.bytes_of(folder.figure_of(path, name))

    if before is not None and is_good(before):
        name = figure_name(before)
        if before.digest == _digest(data, figure(name)):
            stamp = folder.stamp(file, folder.figure_of(path, name))
            return Kept(before._replace(stamp=stamp), None)
    near = partial(folder.near_figure, path)
    kind, value, problems, paper = _read_kind(path, data, figure, near)
    told = tuple((p.line, p.column, p.message, p.severity) for p in problems)
    row = Row(path, "", b"", kind, value, told)
    name = figure_name(row)
    stamp = folder.stamp(file, folder.figure_of(path, name))
    row = row._replace(stamp=stamp, digest=_digest(data, figure(name)))
    if paper is None:
        return Kept(row, None)
    record = marshal.dumps(pack(paper))
    if not cites:
        return Kept(row, record)
    return Kept(row, record, marshal.dumps(tuple(cite(paper))), marshal.dumps(pack_shown(paper)))


def _read_kind(
    path: str,
    data: bytes,
    figure: Callable[[str], bytes | None],
    near: Callable[[str], str],
) -> tuple[str, Packed | None, list[Problem], Paper | None]:
    """Read a file by its path; return its kind, its value, its problems, and a good paper.

    `figure` returns the bytes of a figure beside it, `near` the name of one that is almost it.
    """
    if path.endswith("/index.md") and not path.startswith("collections/"):
        values, problems = read_text(path, data, tables.DAY)
        if values is None:
            return "note", None, problems, None
        day = path[:10].replace("/", "-")
        return "note", (day, path, values.get("order", ()), values["body"]), problems, None
    if path.startswith("collections/"):
        values, problems = read_text(path, data, tables.COLLECTION)
        if values is None:
            return "collection", None, problems, None
        slug = path.removeprefix("collections/").removesuffix(".md")
        told = (values[name] for name in ("title", "summary", "papers", "body"))
        return "collection", (slug, path, *told, values.get("aliases", ())), problems, None
    paper, problems = read_paper(path, data, figure, near)
    entry = tuple(entry_of(paper))
    if errors(problems):
        return "unread", entry, problems, None
    return "waiting" if paper.awaits else "paper", entry, problems, paper


def is_good(row: Row) -> bool:
    """Return whether a file was read without an error."""
    return row.value is not None and row.kind != "unread"


def figure_name(row: Row) -> str:
    """Return the name of the figure that a paper shows; empty if there is none."""
    shown = row.value[_FIGURE] if row.kind in ("paper", "waiting") and row.value else ()
    return str(shown[0]) if shown else ""


def is_unchanged(folder: Folder, file: File, before: Row) -> bool:
    """Return whether a file and its figure are unchanged, by their sizes and times.

    A file with an error counts as changed: the fix may be to its figure, and the build stops
    anyway.
    """
    if not is_good(before) or not before.stamp:
        return False
    name = figure_name(before)
    if name:
        figure = folder.figure_of(file.path, name)
        return figure is not None and before.stamp == folder.stamp(file, figure)
    return before.stamp == f"{file.size}:{file.mtime}"


def _digest(data: bytes, figure: bytes | None) -> bytes:
    """Return the digest of a file and of the figure that it shows."""
    return digest_of(data if figure is None else data + b"\0figure\0" + figure)
