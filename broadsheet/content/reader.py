"""Files to content: each is read once, checked whole, and not read again until it changes.

Every problem of every file is found in one go. A file's reading depends on its path and bytes
alone (and its figure's); what spans files is the catalog's to check.
"""

from __future__ import annotations

import marshal
import os
import re
from dataclasses import dataclass, replace
from functools import partial
from hashlib import blake2b
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from broadsheet.content import fields as tables
from broadsheet.content.frontmatter import compose, decode, split
from broadsheet.content.model import (
    Collection,
    Content,
    Entry,
    Note,
    Packed,
    Paper,
    Site,
    Topic,
    pack,
)
from broadsheet.content.papers import (
    MAX_FIGURE,
    PAPER_PATH,
    entry_of,
    node_of,
    read_paper,
    read_text,
)
from broadsheet.content.problems import Finding, Problem
from broadsheet.content.settings import MAX_FILE, read_site, read_topics
from broadsheet.content.values import SLUG, SLUG_LIMIT
from broadsheet.output.store import Row, Store
from broadsheet.text.dates import is_date
from broadsheet.text.plain import make_title_slug

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

_COLLECTION = re.compile(r"collections/([^/]+)\.md")
_FIGURE = re.compile(r"\d{4}/\d{2}/\d{2}/[^/]+\.(png|jpe?g|webp)", re.IGNORECASE)


# Files that nothing reads, and what was probably meant.
_STRAYS = (
    (
        re.compile(r"collections/.*\.md"),
        "a collection's file must lie in collections itself, in no folder below",
    ),
    (
        re.compile(r".*\.md"),
        "a paper's file must lie in the folder of its day: YYYY/MM/DD/name.md",
    ),
    (
        re.compile(r"\d{4}/\d{2}/\d{2}/[^/]+\.(gif|svg|bmp|tiff?|pdf)", re.IGNORECASE),
        "a figure must be a png, jpg or webp file",
    ),
    (
        re.compile(r"\d{4}/\d{2}/\d{2}/[^/]+\.(md|markdown|txt)", re.IGNORECASE),
        "a paper's file must end in .md",
    ),
    (re.compile(r".*", re.DOTALL), "nothing reads this file: take it out of the content folder"),
)
_CHUNK = 125  # files a job: some 50 ms of work, far above what it costs to hand it over
_ENTRY_FIGURE = Entry._fields.index("figure")


class Found(NamedTuple):
    """A file in the content folder: its path below it with slashes, its size and its time (ns)."""

    path: str
    size: int
    mtime: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reading of the content gave: the content, every file's own problems, what changed.

    `digest` is that of all that was read.
    """

    content: Content
    problems: tuple[Problem, ...]
    files: int
    read: int
    digest: bytes


# --------------------------------------------------------------------------- the folder


def scan(root: Path) -> tuple[list[Found], list[Problem]]:
    """List the files of the content folder, sorted; hidden ones are nobody's business."""
    found: list[Found] = []
    problems: list[Problem] = []
    folders = [("", str(root))]
    while folders:
        below, folder = folders.pop()
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith(".") or entry.name.endswith("~"):
                    continue
                path = below + entry.name
                if entry.is_symlink():
                    problems.append(
                        Problem(path, 1, 1, "a link to another place: put the file itself here")
                    )
                elif entry.is_dir():
                    folders.append((path + "/", entry.path))
                elif not entry.is_file():
                    problems.append(Problem(path, 1, 1, "this is no file: take it out"))
                else:
                    stat = entry.stat()
                    found.append(Found(path, stat.st_size, stat.st_mtime_ns))
    found.sort()
    return found, problems


def misplaced(path: str) -> str:
    """Say what is wrong with a path that holds no content, or nothing where all is well."""
    paper = PAPER_PATH.fullmatch(path)
    if paper:
        if not is_date("-".join(paper.groups()[:3])):
            return f"the folder must be a day that exists, as YYYY/MM/DD, not {path[:10]}"
        return _misnamed(paper[4])
    collection = _COLLECTION.fullmatch(path)
    if collection:
        return _misnamed(collection[1])
    if path in ("site.yaml", "topics.yaml") or _FIGURE.fullmatch(path):
        return ""
    return next(message for pattern, message in _STRAYS if pattern.fullmatch(path))


def _misnamed(stem: str) -> str:
    """Say what is wrong with the name of a Markdown file, or nothing where all is well."""
    if SLUG.fullmatch(stem) and len(stem) <= SLUG_LIMIT:
        return ""
    better = make_title_slug(stem) or "a-name"
    return f"the file's name must be lower-case words and hyphens: call it {better}.md"


class _Folder(NamedTuple):
    """The content folder as one file's reading sees it: its figures, and the time of the scan."""

    root: Path
    figures: dict[str, Found]
    since: int

    def figure_of(self, path: str, name: str) -> Found | None:
        """Find a figure beside a file."""
        return self.figures.get(f"{path.rpartition('/')[0]}/{name}") if name else None

    def bytes_of(self, figure: Found | None) -> bytes | None:
        """Read a figure; one that is too large is cut short, and then too large all the same."""
        if figure is None:
            return None
        with (self.root / figure.path).open("rb") as file:
            return file.read(MAX_FIGURE + 1)

    def stamp(self, file: Found, figure: Found | None) -> str:
        """Give what tells a file's state without reading it: sizes and times, its figure's too.

        A file as young as the scan may still change within the same tick of the clock: it gets
        no stamp, and is read again next time (git's index calls this racily clean).
        """
        files = [file, figure] if figure else [file]
        if any(one.mtime >= self.since for one in files):
            return ""
        return ":".join(f"{one.size}:{one.mtime}" for one in files)


def read_file(folder: _Folder, file: Found, before: Row | None) -> tuple[Row, bytes | None]:
    """Read one file of papers, notes or collections: its row, and a paper's record.

    Where its bytes (and its figure's) are as they were `before`, that row holds, newly stamped,
    and there is no record.
    """
    path = file.path
    if file.size > MAX_FILE:
        message = f"the file must have at most {MAX_FILE // 1024} kB, not {file.size // 1024:,}"
        return Row(path, "", b"", "refused", None, ((1, 1, message, "error"),)), None
    data = (folder.root / path).read_bytes()
    if before is not None and _is_good(before):
        figure = folder.figure_of(path, _figure_name(before))
        if before.digest == _digest(data, folder.bytes_of(figure)):
            return before._replace(stamp=folder.stamp(file, figure)), None
    kind, value, problems, record = _read_kind(folder, path, data)
    told = tuple((p.line, p.column, p.message, p.severity) for p in problems)
    row = Row(path, "", b"", kind, value, told)
    figure = folder.figure_of(path, _figure_name(row))
    known = _digest(data, folder.bytes_of(figure))
    return row._replace(stamp=folder.stamp(file, figure), digest=known), record


def _read_kind(
    folder: _Folder, path: str, data: bytes
) -> tuple[str, Packed | None, list[Problem], bytes | None]:
    """Read a file as what its path says it is: its kind, its value, its problems, its record."""
    if path.endswith("/index.md"):
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
        return "collection", (slug, path, *told), problems, None
    paper, problems = read_paper(
        path, data, lambda name: folder.bytes_of(folder.figure_of(path, name))
    )
    entry = tuple(entry_of(path, paper))
    if any(problem.severity == "error" for problem in problems):
        return "unread", entry, problems, None
    return "paper", entry, problems, marshal.dumps(pack(paper))


def _is_good(row: Row) -> bool:
    """Tell whether a file was read without an error."""
    return row.value is not None and row.kind != "unread"


def _figure_name(row: Row) -> str:
    """Give the name of the figure that a paper shows, empty where there is none."""
    return str(row.value[_ENTRY_FIGURE]) if row.kind == "paper" and row.value else ""


def _digest(data: bytes, figure: bytes | None) -> bytes:
    """Give the digest of a file and of the figure that it shows."""
    made = blake2b(data, digest_size=12)
    if figure is not None:
        made.update(b"\0figure\0" + figure)
    return made.digest()


# --------------------------------------------------------------------------- all of it


def read_content(
    root: Path,
    store: Store,
    code: str,
    since: int,
    spread: Callable[[Callable[[Any], Any], list[Any]], Iterable[Any]] = map,
) -> Reading:
    """Read the whole content folder, from the store where a file is as it was.

    `code` names the code and the libraries that read: what others read is not trusted. `since` is
    the file system's time (ns) when the build began. `spread` maps a function over chunks of
    files, in this process or in several. What was read is kept, whether it has problems or not.
    """
    found, problems = scan(root)
    site = read_site(root, problems)
    topics, topics_read = read_topics(root, problems)
    kept = store.rows(code)
    for file in found:
        wrong = "" if file.path in kept else misplaced(file.path)  # what was read is in its place
        if wrong:
            problems.append(Problem(file.path, 1, 1, wrong))
    folder = _Folder(root, {f.path: f for f in found if _FIGURE.fullmatch(f.path)}, since)
    bad = {problem.path for problem in problems}
    files = [file for file in found if file.path.endswith(".md") and file.path not in bad]
    rows: list[Row] = []
    again: list[tuple[Found, Row | None]] = []
    for file in files:
        before = kept.pop(file.path, None)
        if before is not None and _unchanged(folder, file, before):
            rows.append(before)
        else:
            again.append((file, before))
    fresh, parsed = _read_again(folder, store, code, again, list(kept), spread)
    rows.extend(fresh)
    rows.sort(key=itemgetter(0))
    problems.extend(Problem(row.path, *problem) for row in rows for problem in row.problems)
    problems.extend(_unseen_figures(folder, rows))
    content = replace(_gather(site, topics, rows), topics_read=topics_read)
    return Reading(content, tuple(problems), len(files), parsed, _digest_all(root, rows))


def _unseen_figures(folder: _Folder, rows: list[Row]) -> Iterable[Problem]:
    """Warn of pictures that no paper shows, unless a paper beside them has errors of its own."""
    if not folder.figures:
        return
    seen = {f"{row.path.rpartition('/')[0]}/{_figure_name(row)}" for row in rows}
    open_ = {row.path.rpartition("/")[0] for row in rows if not _is_good(row)}
    for path in folder.figures:
        day, _, name = path.rpartition("/")
        if path not in seen and day not in open_:
            message = (
                "no paper shows this picture: write figure:"
                f' {{file: {name}, alt: "..."}} in the file of its paper'
            )
            yield Problem(path, 1, 1, message, "warning")


def _digest_all(root: Path, rows: list[Row]) -> bytes:
    """Give the digest of all files: of the papers by theirs, of the settings by their bytes."""
    made = blake2b(digest_size=12)
    for row in rows:
        made.update(row.path.encode() + b"\0" + row.digest)
    for name in ("site.yaml", "topics.yaml"):
        path = root / name
        made.update(b"\0" + (path.read_bytes() if path.is_file() else b""))
    return made.digest()


def _unchanged(folder: _Folder, file: Found, before: Row) -> bool:
    """Tell by sizes and times whether a file, and its figure, are as they were.

    A file with an error never is: the cure may lie in its figure, and it stops the build anyway.
    """
    if not _is_good(before) or not before.stamp:
        return False
    name = _figure_name(before)
    if name:
        figure = folder.figure_of(file.path, name)
        return figure is not None and before.stamp == folder.stamp(file, figure)
    return before.stamp == f"{file.size}:{file.mtime}"


def _read_again(  # noqa: PLR0913, PLR0917 - what is read, and where it comes from and goes to
    folder: _Folder,
    store: Store,
    code: str,
    again: list[tuple[Found, Row | None]],
    gone: list[str],
    spread: Callable[[Callable[[Any], Any], list[Any]], Iterable[Any]],
) -> tuple[list[Row], int]:
    """Read what may have changed and keep it; give the rows, and how many were not as before."""
    if not again and not gone:
        return [], 0
    rows: list[Row] = []
    parsed = 0
    befores = {file.path: before for file, before in again}
    chunks = [again[start : start + _CHUNK] for start in range(0, len(again), _CHUNK)]
    store.begin()
    try:
        store.forget_reading_of_others(code)
        store.drop_rows(gone)
        for answers in spread(partial(_read_chunk, folder), chunks):
            store.keep_rows(answers)
            rows.extend(row for row, _record in answers)
            parsed += sum(_is_new(row, befores[row.path]) for row, _record in answers)
        store.commit()
    except BaseException:
        store.rollback()
        raise
    return rows, parsed


def _is_new(row: Row, before: Row | None) -> bool:
    """Tell whether a file had to be read, and not only looked at."""
    return before is None or not _is_good(before) or row.digest != before.digest


def _read_chunk(
    folder: _Folder, chunk: list[tuple[Found, Row | None]]
) -> list[tuple[Row, bytes | None]]:
    """Read some files, in whatever process."""
    return [read_file(folder, file, before) for file, before in chunk]


def _gather(site: Site, topics: tuple[Topic, ...], rows: list[Row]) -> Content:
    """Make the content of the rows that hold something."""
    by_kind: dict[str, list[Any]] = {"paper": [], "note": [], "collection": [], "unread": []}
    for row in rows:
        if row.value is not None:
            by_kind[row.kind].append(row.value)
        elif row.kind == "refused" and PAPER_PATH.fullmatch(row.path):
            *folders, name = row.path.split("/")
            nothing = Paper(name.removesuffix(".md"), "-".join(folders), "", (), "")
            by_kind["unread"].append(entry_of(row.path, nothing))
    return Content(
        site,
        topics,
        tuple(map(Entry._make, by_kind["paper"])),
        tuple(Note(*value) for value in by_kind["note"]),
        tuple(Collection(*value) for value in by_kind["collection"]),
        tuple(map(Entry._make, by_kind["unread"])),
    )


def locate(root: Path, findings: Iterable[Finding]) -> list[Problem]:
    """Give what the catalog found its lines and columns, from the files themselves."""
    problems = []
    nodes: dict[str, yaml.Node | None] = {}
    for finding in findings:
        mark = (1, 1)
        if finding.field:
            if finding.path not in nodes:
                source = decode(finding.path, (root / finding.path).read_bytes())
                nodes[finding.path] = compose(source, split(source)[0])
            mark = _find_mark(nodes[finding.path], finding.field, finding.item)
        problems.append(Problem(finding.path, *mark, finding.message))
    return problems


def _find_mark(node: yaml.Node | None, field: str, item: str) -> tuple[int, int]:
    """Find the line and column of a field's value, or of one entry of its list."""
    value = node_of(node, field) if node is not None else None
    if value is None:
        return 1, 1
    if isinstance(value, yaml.SequenceNode):
        value = next((one for one in value.value if one.value == item), value)
    return value.start_mark.line + 1, value.start_mark.column + 1
