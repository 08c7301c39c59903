"""Files to content: each is read once, checked whole, and not read again until it changes.

Every problem of every file is found in one go. A file's reading depends on its path and bytes
alone (and its figure's); what spans files is the catalog's to check.
"""

from __future__ import annotations

import marshal
import os
import re
import sys
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from io import BytesIO
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

import imagesize
import yaml

from broadsheet import fields as tables
from broadsheet.dates import is_date, long_date, next_day
from broadsheet.fragments import digests_of
from broadsheet.frontmatter import Loader, Source, compose, decode, split
from broadsheet.markup import math_in_markdown
from broadsheet.maths import to_mathml, unconvertible
from broadsheet.model import (
    Collection,
    Content,
    Discussion,
    Entry,
    Figure,
    Licence,
    Note,
    Packed,
    Paper,
    Site,
    Status,
    Topic,
    pack,
)
from broadsheet.problems import Finding, Problem
from broadsheet.store import Row, Store
from broadsheet.text import make_title_slug, text_key
from broadsheet.values import SLUG, read_mapping

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

MAX_FILE = 256 * 1024  # bytes; ten times the longest real paper's file, 664 authors and all
MAX_FIGURE = 2 * 1024 * 1024
MAX_BODY = 50_000  # characters

_PAPER = re.compile(r"(\d{4})/(\d{2})/(\d{2})/([^/]+)\.md")
_COLLECTION = re.compile(r"collections/([^/]+)\.md")
_FIGURE = re.compile(r"\d{4}/\d{2}/\d{2}/[^/]+\.(png|jpe?g|webp)", re.IGNORECASE)


_CHUNK = 125  # files a job: some 50 ms of work, far above what it costs to hand it over
_ENTRY_FIGURE = Entry._fields.index("figure")


class Found(NamedTuple):
    """A file in the content folder: its path below it with slashes, its size and its time (ns)."""

    path: str
    size: int
    mtime: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reading of the content gave: the content, every file's own problems, what changed."""

    content: Content
    problems: tuple[Problem, ...]
    files: int
    read: int


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
                else:
                    stat = entry.stat()
                    found.append(Found(path, stat.st_size, stat.st_mtime_ns))
    found.sort()
    return found, problems


def misplaced(path: str) -> str:
    """Say what is wrong with a path that holds no content, or nothing where all is well."""
    paper = _PAPER.fullmatch(path)
    if paper:
        day = "-".join(paper.groups()[:3])
        if not is_date(day):
            return f"the folder must be a day that exists, as YYYY/MM/DD, not {path[:10]}"
        if not SLUG.fullmatch(paper[4]) or len(paper[4]) > 100:  # noqa: PLR2004 - of file names
            better = make_title_slug(paper[4]) or "a-name"
            return f"the file's name must be lower-case words and hyphens: call it {better}.md"
        return ""
    collection = _COLLECTION.fullmatch(path)
    if collection and SLUG.fullmatch(collection[1]):
        return ""
    if path in ("site.yaml", "topics.yaml") or _FIGURE.fullmatch(path):
        return ""
    if path.endswith(".md"):
        if collection:
            return "a collection's name must be lower-case words and hyphens"
        return "a paper's file must lie in the folder of its day: YYYY/MM/DD/name.md"
    if re.fullmatch(r"\d{4}/\d{2}/\d{2}/[^/]+\.(gif|svg|bmp|tiff?|pdf)", path, re.IGNORECASE):
        return "a figure must be a png, jpg or webp file"
    return "nothing reads this file: take it out of the content folder"


# --------------------------------------------------------------------------- one file


def read_paper(
    path: str, data: bytes, figure: Callable[[str], bytes | None]
) -> tuple[Paper | None, list[Problem]]:
    """Read a paper's file; `figure` gives the bytes of a file beside it, None where it is not.

    The paper is None where the file has an error; warnings come beside a good paper.
    """
    source = decode(path, data)
    head, body, body_line = split(source)
    node = compose(source, head) if head or not source.problems else None
    if node is None:
        return None, source.problems
    values = read_mapping(source, node, tables.PAPER)
    at = partial(_node_of, node)
    year, month, day, slug = _PAPER.fullmatch(path).groups()  # type: ignore[union-attr]
    filed = f"{year}-{month}-{day}"
    _check_paper(source, values, at, filed)
    body = body.strip("\n").rstrip()
    if len(body) > MAX_BODY:
        source.report(
            body_line, 1, f"the text must have at most {MAX_BODY:,} characters, not {len(body):,}"
        )
    if not body.strip() and "summary" not in values and at("summary") is node:
        source.report_at(node, "a summary, or an abstract below the front matter, must stand")
    _warn_of_mathematics(source, values, at, body, body_line)
    if "figure" in values:
        values["figure"] = _read_figure(source, at("figure"), values["figure"], figure)
    if any(problem.severity == "error" for problem in source.problems):
        return None, source.problems
    if "discussion" in values:
        values["discussion"] = Discussion(**values["discussion"])
    if "status" in values:
        values["status"] = Status(**values["status"])
    values["topics"] = tuple(map(sys.intern, values.get("topics", ())))
    return Paper(slug=slug, day=filed, body=body, **values), source.problems


def _check_paper(
    source: Source, values: dict[str, Any], at: Callable[[str], yaml.Node], filed: str
) -> None:
    """Report what is wrong between the fields of one paper."""
    node = at("")
    if not any(name in values or at(name) is not node for name in ("arxiv", "doi", "url")):
        source.report_at(node, 'arxiv, doi or url must stand: write arxiv: "2506.20544"')
    published = values.get("published")
    if published and published > next_day(filed):
        source.report_at(
            at("published"),
            f"published must not be after the day of its folder ({long_date(filed)})",
        )


def _warn_of_mathematics(
    source: Source,
    values: dict[str, Any],
    at: Callable[[str], yaml.Node],
    body: str,
    body_line: int,
) -> None:
    """Warn of formulas that will stand as their source, at their lines."""
    advice = "cannot be set as mathematics and stays as it is: write it in simpler TeX"
    for name in ("title", "summary"):
        for tex in unconvertible(values.get(name, "")):
            source.report_at(at(name), f"${tex[:60]}$ {advice}", "warning")
    for tex in math_in_markdown(body):
        if to_mathml(tex) is None:
            offset = max(0, body.find(tex))
            line = body_line + body.count("\n", 0, offset)
            column = offset - body.rfind("\n", 0, offset)
            source.report(line, column, f"${tex[:60]}$ {advice}", "warning")


def _node_of(mapping: yaml.MappingNode, name: str) -> yaml.Node:
    """Give the node of a field's value, or the mapping where the field does not stand."""
    for key, value in mapping.value:
        if key.value == name:
            return value  # type: ignore[no-any-return]
    return mapping


def _read_figure(
    source: Source,
    node: yaml.Node,
    values: dict[str, Any],
    find: Callable[[str], bytes | None],
) -> Figure | None:
    """Measure a figure, so that the page keeps its place free."""
    data = find(values["file"])
    if data is None:
        source.report_at(node, f"there is no file {values['file']} beside this one")
        return None
    if len(data) > MAX_FIGURE:
        source.report_at(node, f"the figure must have at most 2 MB, not {len(data):,} bytes")
        return None
    width, height = imagesize.get(BytesIO(data))
    if width <= 0 or height <= 0 or data[:1] == b"<":
        source.report_at(node, f"{values['file']} must be a real png, jpg or webp picture")
        return None
    digest = blake2b(data, digest_size=12).hexdigest()
    return Figure(**values, width=int(width), height=int(height), digest=digest)


def entry_of(path: str, paper: Paper) -> Entry:
    """Narrow a paper to what the catalog needs of it."""
    same = [f"title {text_key(paper.title)}"]
    if paper.arxiv:
        same.append(f"arXiv id {paper.arxiv}")
    if paper.doi:
        same.append(f"DOI {paper.doi.casefold()}")
    return Entry(
        paper.slug,
        paper.day,
        path,
        paper.title,
        tuple(map(sys.intern, paper.authors)),
        tuple(sys.intern(text_key(name)) for name in paper.authors),
        paper.topics,
        paper.aliases,
        tuple(same),
        paper.figure.file if paper.figure else "",
        paper.status.kind if paper.status else "",
        *digests_of(paper),
    )


def _read_text(
    path: str, data: bytes, table: tuple[tables.Field, ...]
) -> tuple[dict[str, Any] | None, list[Problem]]:
    """Read a file of front matter and text that is no paper."""
    source = decode(path, data)
    if not source.text.startswith("---") and table is tables.DAY and not source.problems:
        return {"body": source.text.strip()}, source.problems
    head, body, _line = split(source)
    if not head.strip() and table is tables.DAY and not source.problems:
        return {"body": body.strip()}, source.problems
    node = compose(source, head) if head or not source.problems else None
    if node is None:
        return None, source.problems
    values = read_mapping(source, node, table)
    if any(problem.severity == "error" for problem in source.problems):
        return None, source.problems
    return {**values, "body": body.strip()}, source.problems


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
    if before is not None and before.value is not None:
        name = str(before.value[_ENTRY_FIGURE]) if before.kind == "paper" else ""
        figure = folder.figure_of(path, name)
        if before.digest == _digest(data, folder.bytes_of(figure)):
            return before._replace(stamp=folder.stamp(file, figure)), None
    record = None
    value: Packed | None = None
    figure = None
    if path.endswith("/index.md"):
        kind = "note"
        values, problems = _read_text(path, data, tables.DAY)
        if values is not None:
            value = (path[:10].replace("/", "-"), path, values.get("order", ()), values["body"])
    elif path.startswith("collections/"):
        kind = "collection"
        values, problems = _read_text(path, data, tables.COLLECTION)
        if values is not None:
            slug = path.removeprefix("collections/").removesuffix(".md")
            names = ("title", "summary", "papers", "body")
            value = (slug, path, *(values[name] for name in names))
    else:
        kind = "paper"
        paper, problems = read_paper(
            path, data, lambda name: folder.bytes_of(folder.figure_of(path, name))
        )
        if paper is not None:
            figure = folder.figure_of(path, paper.figure.file if paper.figure else "")
            value = tuple(entry_of(path, paper))
            record = marshal.dumps(pack(paper))
    told = tuple((p.line, p.column, p.message, p.severity) for p in problems)
    known = _digest(data, folder.bytes_of(figure))
    return Row(path, folder.stamp(file, figure), known, kind, value, told), record


def _digest(data: bytes, figure: bytes | None) -> bytes:
    """Give the digest of a file and of the figure that it shows."""
    made = blake2b(data, digest_size=12)
    if figure is not None:
        made.update(b"\0figure\0" + figure)
    return made.digest()


# --------------------------------------------------------------------------- site and topics


def _read_site(root: Path, problems: list[Problem]) -> Site:
    """Read `site.yaml`; a bad one gives problems and a site that nobody will see."""
    source, node = _read_yaml(root, "site.yaml")
    values = read_mapping(source, node, tables.SITE) if node is not None else {}
    problems.extend(source.problems)
    if any(problem.severity == "error" for problem in source.problems):
        return Site("", "", "")
    if "licence" in values:
        values["licence"] = Licence(**values["licence"])
    values["discussion_start"] = values.pop("discussion", {}).get("start", "")
    return Site(**values)


def _read_topics(root: Path, problems: list[Problem]) -> tuple[Topic, ...]:
    """Read `topics.yaml`: a list of topics, no slug or name twice."""
    source, node = _read_yaml(root, "topics.yaml")
    topics: dict[str, Topic] = {}
    words: dict[str, str] = {}
    if node is not None and not isinstance(node, yaml.SequenceNode):
        source.report_at(node, "topics.yaml must be a list of topics, each after a hyphen")
    elif node is not None:
        for item in node.value:
            values = read_mapping(source, item, tables.TOPIC)
            if {"slug", "name", "description"} - values.keys():
                continue
            topic = Topic(**values)
            for word in {topic.slug, *map(text_key, (topic.name, *topic.aliases))}:
                if words.setdefault(word, topic.slug) != topic.slug:
                    source.report_at(item, f"{word} is also a name of the topic {words[word]}")
            topics[topic.slug] = topic
    problems.extend(source.problems)
    return tuple(topics.values())


def _read_yaml(root: Path, name: str) -> tuple[Source, yaml.Node | None]:
    """Read a file that is nothing but YAML."""
    try:
        data = (root / name).read_bytes()
    except FileNotFoundError:
        source = Source(name, "")
        source.report(1, 1, f"the content folder must hold {name}")
        return source, None
    source = decode(name, data)
    if name == "topics.yaml" and not source.problems:
        source.head = source.text
        try:
            return source, yaml.compose(source.text, Loader=Loader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark
            line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
            source.report(line, column, f"topics.yaml must be YAML: {error.problem}")
            return source, None
    return source, compose(source, source.text)


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
    site = _read_site(root, problems)
    topics = _read_topics(root, problems)
    for file in found:
        wrong = misplaced(file.path)
        if wrong:
            problems.append(Problem(file.path, 1, 1, wrong))
    folder = _Folder(root, {f.path: f for f in found if _FIGURE.fullmatch(f.path)}, since)
    bad = {problem.path for problem in problems}
    files = [file for file in found if file.path.endswith(".md") and file.path not in bad]
    kept = store.rows(code)
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
    problems.extend(
        Problem(row.path, *problem)  # type: ignore[arg-type]
        for row in rows
        for problem in row.problems
    )
    return Reading(_gather(site, topics, rows), tuple(problems), len(files), parsed)


def _unchanged(folder: _Folder, file: Found, before: Row) -> bool:
    """Tell by sizes and times whether a file, and its figure, are as they were.

    A file with an error never is: the cure may lie in its figure, and it stops the build anyway.
    """
    if before.value is None or not before.stamp:
        return False
    if before.kind == "paper" and before.value[_ENTRY_FIGURE]:
        figure = folder.figure_of(file.path, str(before.value[_ENTRY_FIGURE]))
        return figure is not None and before.stamp == folder.stamp(file, figure)
    return before.stamp == f"{file.size}:{file.mtime}"


def _read_again(
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
    chunks = [again[start : start + _CHUNK] for start in range(0, len(again), _CHUNK)]
    store.begin()
    try:
        store.forget_reading_of_others(code)
        store.drop_rows(gone)
        for answers in spread(partial(_read_chunk, folder), chunks):
            store.keep_rows(answers)
            rows.extend(row for row, _record in answers)
            parsed += sum(row.value is None or record is not None for row, record in answers)
        store.commit()
    except BaseException:
        store.rollback()
        raise
    return rows, parsed


def _read_chunk(
    folder: _Folder, chunk: list[tuple[Found, Row | None]]
) -> list[tuple[Row, bytes | None]]:
    """Read some files, in whatever process."""
    return [read_file(folder, file, before) for file, before in chunk]


def _gather(site: Site, topics: tuple[Topic, ...], rows: list[Row]) -> Content:
    """Make the content of the rows that hold something."""
    by_kind: dict[str, list[Any]] = {"paper": [], "note": [], "collection": []}
    unread: set[str] = set()
    for row in rows:
        if row.value is not None:
            by_kind[row.kind].append(row.value)
        elif row.kind in ("paper", "refused"):
            unread.add(row.path.rpartition("/")[2].removesuffix(".md"))
    return Content(
        site,
        topics,
        tuple(map(Entry._make, by_kind["paper"])),
        tuple(Note(*value) for value in by_kind["note"]),
        tuple(Collection(*value) for value in by_kind["collection"]),
        frozenset(unread),
    )


def locate(root: Path, findings: Iterable[Finding]) -> list[Problem]:
    """Give what the catalog found its lines and columns, from the files themselves."""
    problems = []
    nodes: dict[str, yaml.Node | None] = {}
    for finding in findings:
        if finding.path not in nodes:
            source = decode(finding.path, (root / finding.path).read_bytes())
            nodes[finding.path] = compose(source, split(source)[0])
        mark = _find_mark(nodes[finding.path], finding.field, finding.item)
        problems.append(Problem(finding.path, *mark, finding.message))
    return problems


def _find_mark(node: yaml.Node | None, field: str, item: str) -> tuple[int, int]:
    """Find the line and column of a field's value, or of one entry of its list."""
    if not isinstance(node, yaml.MappingNode):
        return 1, 1
    value = _node_of(node, field)
    if isinstance(value, yaml.SequenceNode):
        value = next((one for one in value.value if one.value == item), value)
    return value.start_mark.line + 1, value.start_mark.column + 1
