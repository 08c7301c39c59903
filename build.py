"""Broadsheet's program: `python build.py [VERB]`; `--help` tells the verbs."""

from __future__ import annotations

import argparse
import gc
import json
import os
import sqlite3
import subprocess
import sys
import traceback
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from broadsheet.adding.filing import Filed, Filing, KnownError, Wish, replace_file, write_new
from broadsheet.adding.records import RecordError
from broadsheet.content.consistency import check_content, locate
from broadsheet.content.fixing import fix_paper
from broadsheet.content.folder import scan
from broadsheet.content.history import find_broken_promises, find_changes
from broadsheet.content.identifiers import bare_doi
from broadsheet.content.papers import read_paper
from broadsheet.content.paths import PAPER_PATH
from broadsheet.content.problems import (
    ContentError,
    Problem,
    UsageError,
    did_you_mean,
    errors,
    printable,
    show,
    show_place,
)
from broadsheet.content.reader import read_content
from broadsheet.content.review import review
from broadsheet.content.settings import MAX_FILE, read_topics
from broadsheet.output.ledger import (
    Keys,
    code_digest,
    compare,
    digest_of,
    explain,
    is_intact,
    list_output,
    template_digests,
    whole_digest,
)
from broadsheet.output.pieces import Pieces
from broadsheet.output.publish import STAGING, make_pages, output_folder, put_in_place, spread
from broadsheet.output.store import FILE_NAME, Store
from broadsheet.pages.plan import make_frame, make_plan
from broadsheet.site import urls
from broadsheet.site.catalog import make_catalog
from broadsheet.text.dates import is_date

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from broadsheet.adding.found import Found
    from broadsheet.content import history
    from broadsheet.content.model import Content, Paper
    from broadsheet.content.reader import Reading
    from broadsheet.output.ledger import Change
    from broadsheet.output.publish import Staged
    from broadsheet.pages.plan import Frame
    from broadsheet.site.catalog import Catalog

HERE = Path(__file__).resolve().parent
CONTENT_PROBLEMS, WRONG_USAGE, OUR_BUG, INTERRUPTED = 1, 2, 3, 130


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: pages planned, rendered and changed, with the content's warnings."""

    papers: int
    planned: int
    rendered: int
    changed: int
    base: str
    warnings: tuple[Problem, ...]
    reasons: tuple[str, ...]
    timings: tuple[tuple[str, float], ...]


@dataclass(slots=True)
class Kept:
    """What a server keeps between two builds, so that only what changed is looked at.

    While nobody else writes the state file, nobody else builds into the folder: the files there
    are taken to be as they were left.
    """

    store: Store | None = None
    keys: Keys | None = None

    def open(self, path: Path) -> Store:
        """Give the store that was kept, or open it anew where somebody else has written it."""
        if self.store is None or not self.store.is_ours():
            if self.store is not None:
                self.store.close()
            self.store, self.keys = Store(path), None
        return self.store


def build(
    options: argparse.Namespace,
    tell: Callable[[str, int, int], None],
    kept: Kept | None = None,
) -> Built:
    """Build the site: read everything, plan everything, render what changed, put it in place.

    Raises ContentError and UsageError, the site then being as it was. `tell` hears of the phase,
    of what is done in it and of how much there is.
    """
    clock = Clock()
    if options.output.resolve().is_relative_to(options.content.resolve()):
        message = (
            f"{options.output} lies in the content folder, where the next build would read it:"
            " name another folder with --output"
        )
        raise UsageError(message)
    with output_folder(options.output, force=options.force) as since:
        store = kept.open(options.output / FILE_NAME) if kept else Store(options.output / FILE_NAME)
        gc.disable()  # nothing here makes cycles worth collecting, and looking for them costs 5 %
        try:
            return _build(options, store, kept or Kept(), since, clock, tell)
        finally:
            gc.enable()
            if kept is None:
                store.close()


def _build(  # noqa: PLR0913, PLR0917 - what is built, what is known of it, and who is told
    options: argparse.Namespace,
    store: Store,
    kept: Kept,
    since: int,
    clock: Clock,
    tell: Callable[[str, int, int], None],
) -> Built:
    """Build into a folder that is ours; every step's answer is the next one's question."""
    before, kept.keys = kept.keys, None  # until this build has ended well
    code = code_digest(HERE / "broadsheet")
    templates = template_digests(HERE / "templates")
    static = tuple(list_static(HERE / "static"))
    tell("reading", 0, 0)
    reading = read_content(options.content, store, code.hex(), since, spread(options.jobs))
    clock.lap("read")
    asked = (options.today, options.base_url, options.repository)
    whole = whole_digest(code, templates, static, reading.digest, *asked)
    base = urls.base_url(options.base_url or reading.content.site.url or urls.LOCAL)
    ledger = store.pages()
    stamps = (
        {path: one.stamp for path, one in ledger.items()} if before else list_output(options.output)
    )
    settled = store.get("whole") == whole and is_intact(ledger, stamps)
    clock.lap("look")
    if settled and not errors(reading.problems):
        kept.keys = before
        papers = int(store.get("papers"))
        warnings = tuple(sorted(reading.problems))
        return Built(papers, len(ledger), 0, 0, base, warnings, (), tuple(clock.laps))
    problems = [*reading.problems, *locate(options.content, check_content(reading.content))]
    if errors(problems):
        kept.keys = before
        raise ContentError(problems)
    catalog = make_catalog(reading.content, options.today)
    clock.lap("catalog")
    frame = make_frame(catalog, base, options.repository or catalog.site.repository)
    pages = make_plan(catalog, static)
    clock.lap("plan")
    keys = Keys(code, templates, frame, before)
    todo = compare(options.output, pages, keys, ledger, stamps)
    clock.lap("compare")
    staged = _render(options, store, catalog, frame, todo.changes, tell)
    clock.lap("render")
    with store.change():
        store.expect_pages(one.written.path for one in staged)
    changed = put_in_place(options.output, staged, todo.gone)
    clock.lap("publish")
    try:
        with store.change():
            store.keep_pages([*todo.renewed, *(one.written for one in staged)], todo.gone)
            store.put("whole", whole)
            store.put("papers", str(len(catalog.papers)))
    except sqlite3.Error as error:
        message = (
            f"the site in {options.output} is new, but what was written could not be noted"
            f" ({error}): mend the cause and build again"
        )
        raise UsageError(message) from error
    kept.keys = keys
    clock.lap("save")
    return Built(
        len(catalog.papers),
        len(pages),
        len(todo.changes),
        changed,
        base,
        tuple(sorted(problems)),
        tuple(f"{one.page.path}: {explain(one)}" for one in todo.changes)
        if options.explain
        else (),
        tuple(clock.laps),
    )


def _render(  # noqa: PLR0913, PLR0917 - what is made, of what, for whom
    options: argparse.Namespace,
    store: Store,
    catalog: Catalog,
    frame: Frame,
    changes: list[Change],
    tell: Callable[[str, int, int], None],
) -> list[Staged]:
    """Render what changed, beside the site."""
    if not changes:
        return []
    from broadsheet.output.render import Folders, Papers, Renderer  # noqa: PLC0415 - 60 ms, if at all

    renderer = Renderer(
        frame,
        Papers(catalog.papers, store.records().paper),
        Pieces(options.output / STAGING),
        Folders(HERE / "templates", HERE / "static", options.content),
        store,
    )
    return make_pages(options.output, renderer, changes, options.jobs, tell)


class Clock:
    """A stopwatch for the phases of a build, in seconds."""

    def __init__(self) -> None:
        """Begin."""
        self.laps: list[tuple[str, float]] = []
        self._last = perf_counter()

    def lap(self, phase: str) -> None:
        """Note how long a phase took."""
        now = perf_counter()
        self.laps.append((phase, now - self._last))
        self._last = now


def list_static(folder: Path) -> Iterator[tuple[str, str]]:
    """Give the files that are copied as they are: their paths below the folder, their digests."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            yield path.relative_to(folder).as_posix(), digest_of(path.read_bytes()).hex()


# --------------------------------------------------------------------------- verbs


def run_build(options: argparse.Namespace) -> int:
    """Build once and say what was done."""
    with progress() as tell:
        built = build(options, tell)
    for problem in built.warnings:
        print(show(problem, options.content), file=sys.stderr)
    if options.explain:
        print("\n".join(built.reasons))
    if options.timings:
        for phase, seconds in built.timings:
            print(f"{phase:>10} {seconds:8.3f} s")
    print(
        f"{count(built.papers, 'paper')}, {count(built.planned, 'file')}:"
        f" {built.rendered:,} rendered,"
        f" {built.changed:,} changed, in {options.output}"
    )
    if built.base == urls.LOCAL:
        print(f"Built for {built.base}: to publish, give --base-url URL (make site BASE_URL=URL).")
    return 0


def run_check(options: argparse.Namespace) -> int:
    """Read, group and plan everything, and show every problem; with --fix, mend files first."""
    if options.fix:
        mend(options)
    reading = read_anew(options)
    content = reading.content
    problems = [*reading.problems, *locate(options.content, check_content(content))]
    if not errors(problems):
        make_plan(make_catalog(content, options.today), [])
    changes = find_changes(options.content, options.against) if options.against else []
    problems += find_broken_promises(
        options.content, options.against, changes, content, options.today
    )
    problems = sorted(one for one in problems if is_chosen(options, one.path))
    if options.format == "json":
        print(json.dumps([asdict(problem) for problem in problems], indent=1))
    elif options.format == "markdown":
        print(review(chosen_papers(options, content, changes), content.papers, problems))
    else:
        show_problems(problems, options)
    wrong = len(errors(problems))
    warnings = len(problems) - wrong
    print(
        f"{count(reading.files, 'file')}: {count(wrong, 'error')}, {count(warnings, 'warning')}",
        file=sys.stderr,
    )
    return CONTENT_PROBLEMS if wrong else 0


def read_anew(options: argparse.Namespace) -> Reading:
    """Read the content without what a build may have kept of it."""
    return read_content(options.content, spread=spread(options.jobs))


def is_chosen(options: argparse.Namespace, path: str) -> bool:
    """Tell whether a path below the content folder was asked for: all are, where none is named."""
    chosen = options.paths
    return not chosen or any(path == one or path.startswith(f"{one}/") or not one for one in chosen)


def chosen_papers(
    options: argparse.Namespace, content: Content, changes: list[history.Change]
) -> list[Paper]:
    """Read the papers to review: those that changed, those that are named, or all."""
    entries = [*content.papers, *content.unread]
    paths = {entry.path for entry in entries if is_chosen(options, entry.path)}
    if options.against:
        paths &= {path for kind, path in changes if kind != "D"}
    return [
        read_paper(path, (options.content / path).read_bytes(), lambda _: None)[0]
        for path in sorted(paths)
    ]


def show_problems(problems: list[Problem], options: argparse.Namespace) -> None:
    """Print problems for people, each with its line, or for GitHub."""
    text, shown = "", ""
    for problem in problems:
        line = show(problem, options.content, options.format)
        if options.format == "github":
            print(line)
            continue
        if problem.path != shown:
            shown = problem.path
            text = read_text_of(options.content / problem.path)
        source, caret = show_place(problem, text)
        if sys.stdout.isatty():
            colour = "31" if problem.severity == "error" else "33"
            line, caret = f"\x1b[1;{colour}m{line}\x1b[0m", f"\x1b[{colour}m{caret}\x1b[0m"
        print("\n".join([line, *([source, caret] if source else [])]))


def read_text_of(path: Path) -> str:
    """Give a file's text as far as it has one, to show a line of it."""
    if path.suffix not in (".md", ".yaml") or not path.is_file() or path.stat().st_size > MAX_FILE:
        return ""
    return path.read_text(encoding="utf-8-sig", errors="replace")


def mend(options: argparse.Namespace) -> None:
    """Write what can be repaired in the papers' files without a choice."""
    topics, _ = read_topics(options.content, [])
    found, _ = scan(options.content)
    for file in found:
        if not PAPER_PATH.fullmatch(file.path) or not is_chosen(options, file.path):
            continue
        source = options.content / file.path
        before = source.read_bytes()
        path, after = fix_paper(file.path, before, topics)
        target = options.content / path
        if target.exists() and not target.samefile(source):
            target = source  # the name is taken: which of the two keeps it is a choice
        if (target, after) == (source, before):
            continue
        if target != source:
            source.rename(target)
        replace_file(target, after)
        print(f"mended {target}", file=sys.stderr)


def run_new(options: argparse.Namespace) -> int:
    """Write the file of one paper, of what a service or a saved answer says of it."""
    from broadsheet.adding.answers import read_saved  # noqa: PLC0415 - no other verb reads others' pages
    from broadsheet.adding.fetch import Fetcher, arxiv_in  # noqa: PLC0415 - 150 ms, for few verbs

    content = read_anew(options).content
    known = {topic.slug for topic in content.topics}
    for topic in options.topic:
        if topic not in known:
            message = f"there is no topic {topic}{did_you_mean(topic, known)}"
            raise UsageError(message)
    filing = Filing(content)
    if options.source:
        record = read_saved(options.source)
    else:
        filing.refuse_known("", arxiv_in(options.what)[0], bare_doi(options.what))  # asks nobody
        record = Fetcher().find(options.what)
    wish = Wish(options.date or today(), tuple(options.topic), options.submitted_by)
    filed = filing.file(record, wish, awaits_summary=True)
    write_new(options.content, filed)
    print(options.content / filed.path)
    if filed.paper.topics and not options.topic:
        print(f"Topics found in its text: {', '.join(filed.paper.topics)}. Keep those that fit.")
    print("Next: write its summary into the file, then see what is left to mend: make check")
    return 0


def run_import(options: argparse.Namespace) -> int:
    """Write the files of many papers; those that are there are left alone."""
    from broadsheet.adding.answers import read_all  # noqa: PLC0415 - as above

    content = read_anew(options).content
    filing = Filing(content)
    new = known = bad = 0
    with progress() as tell:
        for file, found in read_all(options.files):
            tell("importing", new + known + bad, 0)
            try:
                filed = file_found(filing, found, options.date)
                if not options.dry_run:
                    write_new(options.content, filed)
                new += 1
            except KnownError:
                known += 1
            except RecordError as error:
                bad += 1
                print(printable(f"{file}:{found.line}: {error}"), file=sys.stderr)
    written = "would be written" if options.dry_run else "written"
    print(f"{count(new, 'paper')} {written}, {known:,} there already, {bad:,} with problems")
    return CONTENT_PROBLEMS if bad else 0


def file_found(filing: Filing, found: Found, day: str) -> Filed:
    """File a record under the day given, else that of the feed it is from, else its own."""
    if found.record is None:
        raise RecordError(found.problem)
    record = found.record
    day = day or record.featured or f"{record.published}-01-01"[: len("2025-06-25")]
    if not is_date(day):
        message = "the record has no date: give the day with --date"
        raise RecordError(message)
    return filing.file(record, Wish(day), awaits_summary=False)


def run_intake(options: argparse.Namespace) -> int:
    """Write the file of the paper that an issue proposes, and the answer to its author.

    The workflow intake.yml takes both from there. Nothing of the issue's text is printed.
    """
    from broadsheet.adding.fetch import Fetcher  # noqa: PLC0415 - as above
    from broadsheet.adding.intake import run  # noqa: PLC0415 - for this verb alone

    made = run(options.event, options.content, options.answer, Fetcher().find, today())
    print(f"{made or 'no paper'}; the answer is in {options.answer}")
    return 0


def today() -> str:
    """Give the day on which a paper is filed that nobody gave a day: this one, in UTC."""
    return datetime.now(UTC).date().isoformat()


def run_serve(options: argparse.Namespace) -> int:
    """Build, serve on this machine, and build again whenever a file changes."""
    from broadsheet.output.server import serve  # noqa: PLC0415 - no other verb needs a server

    kept = Kept()

    def rebuild(*, code_changed: bool) -> tuple[str, ...]:
        """Build; give the problems to show in the page instead of a stale one."""
        if code_changed:
            return build_apart(options)
        try:
            built = build(options, lambda *_: None, kept)
        except ContentError as error:
            return tuple(show(problem, options.content) for problem in error.problems)
        except (UsageError, OSError, sqlite3.Error) as error:
            return (explain_failure(error, options),)
        except Exception:  # noqa: BLE001 - a server survives our bugs and templates', and shows them
            return (traceback.format_exc(),)
        for problem in built.warnings:
            print(show(problem, options.content), file=sys.stderr)
        seconds = sum(seconds for _, seconds in built.timings)
        print(f"{count(built.rendered, 'page')} rendered in {seconds:.2f} s", flush=True)
        return ()

    watched = [options.content, HERE / "templates", HERE / "static", HERE / "broadsheet"]
    return serve(options.output, options.port, [*watched, HERE / "build.py"], rebuild)


def build_apart(options: argparse.Namespace) -> tuple[str, ...]:
    """Build in a new process, since this one runs the code as it was when it began."""
    words = [sys.executable, __file__, "build", "--content", options.content]
    words += ["--output", options.output, "--base-url", options.base_url]
    words += ["--repository", options.repository, "--today", options.today]
    done = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603 - ourselves
    print(done.stdout or done.stderr, end="", flush=True)
    return () if done.returncode == 0 else (done.stderr,)


def count(number: int, what: str) -> str:
    """Give a number with its noun."""
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """Show the progress of a build that takes longer than a second, where a person looks on."""
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    from rich.console import Console  # noqa: PLC0415 - 60 ms, for terminals only
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn  # noqa: PLC0415

    columns = ("{task.description}", BarColumn(), MofNCompleteColumn(), "{task.fields[rate]}")
    # No thread of its own refreshes it: processes are forked while it is shown.
    bar = Progress(
        *columns,
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
        auto_refresh=False,
    )
    task = bar.add_task("reading", total=None, rate="")
    began = perf_counter()

    def tell(phase: str, done: int, total: int) -> None:
        seconds = perf_counter() - began
        rate = f"{done / seconds:,.0f} a second" if done else ""
        bar.update(task, description=phase, completed=done, total=total or None, rate=rate)
        if seconds >= 1:
            bar.start()
            bar.refresh()

    try:
        yield tell
    finally:
        bar.stop()


def explain_failure(error: Exception, options: argparse.Namespace) -> str:
    """Say what failed outside of us, and what to do."""
    what = str(error)
    if isinstance(error, OSError):
        what = (error.strerror or what) + (f": {error.filename}" if error.filename else "")
    if options.verb not in ("build", "serve"):
        return what
    return (
        f"the build could not be written ({what}); the site in {options.output} is as it was:"
        " mend the cause and build again"
    )


# --------------------------------------------------------------------------- the command line


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the command line; argparse itself leaves with 2 on wrong usage."""
    shared = argparse.ArgumentParser(add_help=False)
    add = shared.add_argument
    add(
        "--content",
        type=Path,
        default=Path("content"),
        metavar="FOLDER",
        help="the folder with the papers (content)",
    )
    add(
        "--output",
        type=Path,
        default=Path("_site"),
        metavar="FOLDER",
        help="the folder for the site (_site)",
    )
    add(
        "--today",
        default="",
        type=_date,
        metavar="DATE",
        help="leave out days after this one (default: the newest day in the content)",
    )
    add(
        "--jobs",
        type=int,
        default=cores(),
        metavar="N",
        help="how many processes may share the work (default: one a core)",
    )
    site = argparse.ArgumentParser(add_help=False)
    add = site.add_argument
    add(
        "--base-url",
        default="",
        type=_base_url,
        metavar="URL",
        help="where the site will be published, for feeds and sitemap",
    )
    add("--repository", default="", metavar="OWNER/NAME", help="its source on GitHub")
    add("--force", action="store_true", help="build into a folder that holds something else")
    parser = argparse.ArgumentParser(
        prog="build.py",
        description=(
            "Make the site of a curated daily feed of research papers from files in content/."
        ),
    )
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    verb = verbs.add_parser("build", parents=[shared, site], help="make the site (the default)")
    verb.add_argument("--explain", action="store_true", help="say why each page is rendered")
    verb.add_argument("--timings", action="store_true", help="say how long each phase took")
    verb.set_defaults(run=run_build)
    verb = verbs.add_parser("serve", parents=[shared, site], help="build, show, watch, reload")
    verb.add_argument("--port", type=int, default=8000, metavar="N", help="the port (8000)")
    verb.set_defaults(run=run_serve, explain=False)
    _add_check(verbs.add_parser("check", parents=[shared], help="find problems, mend some"))
    _add_new(verbs.add_parser("new", parents=[shared], help="write the file of one paper"))
    _add_import(verbs.add_parser("import", parents=[shared], help="write the files of many papers"))
    verb = verbs.add_parser("intake", parents=[shared], help="what the workflow of issues runs")
    verb.add_argument("event", type=Path, metavar="EVENT", help="GitHub's event of a labeled issue")
    verb.add_argument(
        "--answer", type=Path, default=Path("answer"), metavar="FOLDER", help="(answer)"
    )
    verb.set_defaults(run=run_intake)
    words = list(arguments)
    if not words or (words[0].startswith("-") and words[0] not in ("-h", "--help")):
        words.insert(0, "build")
    options = parser.parse_args(words)
    if not options.content.is_dir():
        parser.error(f"there is no folder {options.content}: name it with --content")
    if options.verb == "check":
        options.paths = [_below(options.content, path, parser) for path in options.paths]
    if options.verb == "new" and bool(options.what) == bool(options.source):
        parser.error("new wants an arXiv id, a DOI or an address, or else --from FILE")
    return options


def _add_check(verb: argparse.ArgumentParser) -> None:
    """Say what `check` takes."""
    add = verb.add_argument
    add("paths", nargs="*", type=Path, metavar="PATH", help="show those of these files alone")
    add(
        "--format",
        choices=("text", "github", "json", "markdown"),
        default="text",
        help="lines for people (the default), GitHub's annotations, a list for programs, or the"
        " papers themselves for a reviewer",
    )
    add("--fix", action="store_true", help="first mend what needs no choice")
    add(
        "--against",
        default="",
        metavar="REF",
        help="also find papers published at a commit that have another name or day now",
    )
    verb.set_defaults(run=run_check)


def _add_new(verb: argparse.ArgumentParser) -> None:
    """Say what `new` takes."""
    add = verb.add_argument
    add("what", nargs="?", metavar="WHAT", help="its arXiv id, its DOI, or the address of its page")
    add("--from", dest="source", type=Path, metavar="FILE", help="a saved answer, for no network")
    add("--date", default="", type=_date, metavar="DATE", help="its day (default: today)")
    add("--topic", action="append", default=[], metavar="SLUG", help="a topic; may be repeated")
    add("--submitted-by", default="", metavar="NAME", help="who brings the paper")
    verb.set_defaults(run=run_new)


def _add_import(verb: argparse.ArgumentParser) -> None:
    """Say what `import` takes."""
    add = verb.add_argument
    add(
        "files",
        nargs="+",
        type=Path,
        metavar="FILE",
        help="Hugging Face's daily papers, arXiv's Atom, BibTeX, RIS, CSL-JSON",
    )
    add("--date", default="", type=_date, metavar="DATE", help="the day of all of them")
    add("--dry-run", action="store_true", help="say what would be done, write nothing")
    verb.set_defaults(run=run_import)


def _below(content: Path, path: Path, parser: argparse.ArgumentParser) -> str:
    """Give a path as it is below the content folder."""
    if not path.exists():
        parser.error(f"there is no {path}")
    try:
        return path.resolve().relative_to(content.resolve()).as_posix().removeprefix(".")
    except ValueError:
        parser.error(f"{path} is not in {content}")


def cores() -> int:
    """Give how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _date(text: str) -> str:
    if text and not is_date(text):  # argparse tries the default, too
        message = f"{text} is no day that exists, as YYYY-MM-DD"
        raise argparse.ArgumentTypeError(message)
    return text


def _base_url(text: str) -> str:
    try:
        return urls.base_url(text) if text else ""
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def main(arguments: Sequence[str]) -> int:  # noqa: PLR0911 - one return an exit code
    """Run a verb; the exit code tells whose turn it is."""
    options = parse(arguments)
    try:
        return int(options.run(options))
    except ContentError as error:
        for problem in error.problems:
            print(show(problem, options.content), file=sys.stderr)
        wrong = len(errors(error.problems))
        print(f"{count(wrong, 'error')}: the site is as it was.", file=sys.stderr)
        return CONTENT_PROBLEMS
    except UsageError as error:
        print(f"build.py: {error}", file=sys.stderr)
        return WRONG_USAGE
    except KnownError as error:
        print(printable(f"{options.content}/{error}: nothing was written"), file=sys.stderr)
        return CONTENT_PROBLEMS
    except RecordError as error:
        print(printable(f"build.py: {error}. Nothing was written."), file=sys.stderr)
        return WRONG_USAGE
    except BrokenPipeError:  # whoever read our lines, as in `| head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (OSError, sqlite3.Error) as error:
        print(f"build.py: {explain_failure(error, options)}", file=sys.stderr)
        return WRONG_USAGE
    except KeyboardInterrupt:
        print("interrupted: nothing is half done, and the site is as it was", file=sys.stderr)
        return INTERRUPTED
    except Exception:  # noqa: BLE001 - the traceback is kept, and the exit code says it is ours
        traceback.print_exc()
        print(
            "build.py: this is a bug of Broadsheet: please report the lines above.", file=sys.stderr
        )
        return OUR_BUG


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
