"""Measure Broadsheet beside other generators on the same papers: `make bench`.

    python benchmarks/run.py --papers 1000 10000 --runs 3 --peers Hugo Eleventy Pelican

For each size a corpus is made from a seed, every generator builds its site of it, and one table
comes of all: medians of the runs, and ratios to Hugo. Ours is built in nine cases, beside floors
that nobody can beat. `--record` writes the table and the chart into docs/.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from chart import draw_chart
from corpus import make_days, write_corpus
from measure import Run, Tree, median, run, this_machine, tree_of
from pages import count_kinds, find_missing
from peers import PEERS, install_eleventy
from serving import measure_saves

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
KEPT = ROOT / ".cache" / "bench-rows.json"  # the rows of earlier runs
# Where the sites are built: a checkout may lie on a disk that is slow for everybody.
WORK = Path(tempfile.gettempdir()) / "broadsheet-bench"
OURS = "Broadsheet"
COLD = "cold"


@dataclass
class Row:
    """One line of the table: who did what to how many papers, in what time and memory."""

    papers: int
    who: str
    case: str
    runs: int
    result: Run
    tree: Tree | None = None
    phases: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Ours:
    """Our program in a copy, its content, and where it builds: all of it may be edited."""

    folder: Path

    @property
    def content(self) -> Path:
        """Return the content folder."""
        return self.folder / "content"

    @property
    def output(self) -> Path:
        """Return the output folder."""
        return self.folder / "_site"

    def command(self) -> list[str]:
        """Return the command that builds."""
        return [sys.executable, "build.py", "build", "--timings"]

    def papers(self) -> list[Path]:
        """Return the files of the papers, the oldest first."""
        return sorted(p for p in self.content.glob("2*/*/*/*.md") if p.name != "index.md")

    def with_summary(self, part: int) -> list[Path]:
        """Return the files of papers with a summary, from a part of the way through on."""
        papers = self.papers()
        return [one for one in papers[len(papers) // part :] if "summary: >-" in one.read_text()]


def prepare(papers: int, seed: int) -> Ours:
    """Write a corpus, and a copy of our program beside it."""
    ours = Ours(WORK / f"ours-{papers}")
    shutil.rmtree(ours.folder, ignore_errors=True)
    ours.content.mkdir(parents=True)
    write_corpus(papers, ours.content, seed)
    skip = shutil.ignore_patterns("__pycache__")
    for name in ("broadsheet", "templates", "static"):
        shutil.copytree(ROOT / name, ours.folder / name, ignore=skip)
    shutil.copy(ROOT / "build.py", ours.folder)
    return ours


# --------------------------------------------------------------------------- what is edited


def clear(ours: Ours, _number: int) -> None:
    """Take the site away."""
    shutil.rmtree(ours.output, ignore_errors=True)


def nothing(_ours: Ours, _number: int) -> None:
    """Change nothing."""


def edit_summary(ours: Ours, number: int) -> None:
    """Change a word of the summary of a paper in the middle."""
    file = ours.with_summary(2)[number]
    file.write_text(file.read_text().replace("summary: >-\n  ", f"summary: >-\n  Take {number}. "))


def add_paper(ours: Ours, number: int) -> None:
    """Add a paper to the newest day."""
    last = ours.papers()[-1]
    text = re.sub(r"title: .*", f'title: "An added paper, number {number}"', last.read_text())
    text = re.sub(r"arxiv: .*", f'arxiv: "9901.0000{number}"', text)
    last.with_name(f"added-{number}.md").write_text(text)


def edit_template(ours: Ours, number: int) -> None:
    """Change the template of the papers' pages."""
    file = ours.folder / "templates" / "pages" / "paper.html"
    text = file.read_text()
    file.write_text(text.replace("{% block main %}", f"{{% block main %}}\n<!-- {number} -->", 1))


def edit_style(ours: Ours, number: int) -> None:
    """Change the stylesheet."""
    with (ours.folder / "static" / "style.css").open("a") as file:
        file.write(f"/* {number} */\n")


def check_out(ours: Ours, _number: int) -> None:
    """Lay the content anew, as a fresh checkout does: the same bytes, other times."""
    again = ours.folder / "again"
    shutil.copytree(ours.content, again, copy_function=shutil.copyfile)
    shutil.rmtree(ours.content)
    again.rename(ours.content)


CASES: tuple[tuple[str, Callable[[Ours, int], None]], ...] = (
    (COLD, clear),
    ("nothing changed", nothing),
    ("one summary edited", edit_summary),
    ("one paper added", add_paper),
    ("template edited", edit_template),
    ("style edited", edit_style),
    ("fresh checkout, ledger kept", check_out),
)


# --------------------------------------------------------------------------- measuring


def measure_ours(ours: Ours, papers: int, runs: int) -> Iterator[Row]:
    """Measure our builds, case by case; the phases are those of the last run."""
    for case, change in CASES:
        results = []
        heard: list[str] = []
        for number in range(runs):
            change(ours, number)
            results.append(run(ours.command(), ours.folder, heard=heard))
        tree = tree_of(ours.output, (".",)) if case == COLD else None
        found = re.findall(r"(\w+) +(\d+\.\d+) s", heard[-1])
        phases = {name: float(seconds) for name, seconds in found}
        yield Row(papers, OURS, case, runs, median(results), tree, phases)


def measure_serve(ours: Ours, papers: int, runs: int) -> Iterator[Row]:
    """Measure how soon a saved summary is on the screen, while our server runs."""
    file = ours.with_summary(3)[0]
    text = file.read_text()

    def save(number: int) -> str:
        file.write_text(text.replace("summary: >-\n  ", f"summary: >-\n  Save {number}. "))
        return f"Save {number}. "

    command = [sys.executable, "build.py", "serve", "--port", "0"]
    saves = [partial(save, number) for number in range(2 * runs + 1)]
    results = measure_saves(command, ours.folder, f"papers/{file.stem}.html", saves)
    file.write_text(text)
    yield Row(papers, OURS, "saved while serving, to page loaded", len(saves), median(results))


def measure_floors(ours: Ours, papers: int, runs: int) -> Iterator[Row]:
    """Measure what no generator can do without."""
    copy = ours.folder / "copy"
    results = []
    for _ in range(runs):
        shutil.rmtree(copy, ignore_errors=True)
        results.append(run(["cp", "-r", ours.output, copy]))
    shutil.rmtree(copy)
    yield Row(papers, "floor", "copying the output", runs, median(results))
    git = ["git", "-C", str(ours.content)]
    for words in (
        ["init", "-q"],
        ["add", "-A"],
        ["-c", "user.name=b", "-c", "user.email=b@b.b", "commit", "-qm", "corpus"],
    ):
        subprocess.run([*git, *words], check=True)
    results = [run([*git, "status", "--short"]) for _ in range(runs)]
    shutil.rmtree(ours.content / ".git")
    yield Row(papers, "floor", "git status of the content", runs, median(results))
    results = [
        run([sys.executable, "-c", "import broadsheet.verbs.build"], ours.folder)
        for _ in range(runs)
    ]
    yield Row(papers, "floor", "Python's start with our imports", runs, median(results))


def measure_peers(papers: int, runs: int, names: list[str], ours: Ours) -> Iterator[Row]:
    """Measure the other generators' cold builds, and compare what they wrote with ours."""
    for peer in PEERS:
        if peer.name not in names:
            continue
        if peer.name == "Eleventy":
            install_eleventy()
        folder = WORK / f"{peer.name.lower()}-{papers}"
        shutil.rmtree(folder, ignore_errors=True)
        peer.write(papers, folder, 1)
        results = []
        for _ in range(runs):
            shutil.rmtree(folder / peer.output, ignore_errors=True)
            results.append(run(peer.command(folder), folder))
        compare(folder / peer.output, ours.output, papers)
        tree = tree_of(folder / peer.output)
        yield Row(papers, peer.name, COLD, runs, median(results), tree)
        shutil.rmtree(folder)


class DifferentError(Exception):
    """A peer's site does not say what ours says, so that their times cannot be compared."""


def compare(theirs: Path, ours: Path, papers: int) -> None:
    """See that a peer made a page a paper too, and that two hundred of them hold the same texts."""
    made = count_kinds(theirs)["papers"]
    if made != papers:
        message = f"{theirs} has pages of {made} papers, where there are {papers}"
        raise DifferentError(message)
    chosen = [paper for day in make_days(papers) for paper in day.papers]
    sample = chosen[:: max(1, len(chosen) // 200)]
    for site in (theirs, ours):
        missing = next(find_missing(site, sample), "")
        if missing:
            message = f"{site}: {missing}"
            raise DifferentError(message)


# --------------------------------------------------------------------------- the report


def table(rows: list[Row]) -> str:
    """Return the rows as a Markdown table, each with its ratio to Hugo, cold, of that size."""
    hugo = {row.papers: row.result for row in rows if row.who == "Hugo"}
    lines = [
        "| papers | who | case | wall s | CPU s | memory MB | files | MB | Hugo's time | memory |",
        "| ---: | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for row in rows:
        wall, cpu, peak = row.result
        files = f"{row.tree.files:,} | {row.tree.size / 1e6:,.0f}" if row.tree else " | "
        base = hugo.get(row.papers)
        ratio = f"{wall / base.wall:.3f} | {peak / base.peak:.2f}" if base else " | "
        lines.append(
            f"| {row.papers:,} | {row.who} | {row.case} | {wall:.2f} | {cpu:.2f} |"
            f" {peak / 1e6:,.0f} | {files} | {ratio} |"
        )
    return "\n".join(lines)


def phases_table(rows: list[Row]) -> str:
    """Return the phases of our builds as a Markdown table, in seconds; some may not take place."""
    ours = [row for row in rows if row.phases]
    names = list(dict.fromkeys(name for row in ours for name in row.phases))
    lines = [
        f"| papers | case | {' | '.join(names)} |",
        f"| ---: | --- |{' ---: |' * len(names)}",
    ]
    for row in ours:
        shown = (f"{row.phases[name]:.2f}" if name in row.phases else "" for name in names)
        lines.append(f"| {row.papers:,} | {row.case} | {' | '.join(shown)} |")
    return "\n".join(lines)


def report(rows: list[Row]) -> str:
    """Return the whole report: machine, table, and how often each was run."""
    runs = ", ".join(
        f"{papers:,} papers: {statistics.mode(row.runs for row in rows if row.papers == papers)}"
        for papers in sorted({row.papers for row in rows})
    )
    return (
        f"Measured on {date.today().isoformat()}: {this_machine()}.\n"  # noqa: DTZ011 - a label
        f"Medians; runs at {runs}.\n\n{table(rows)}\n\n"
        f"The phases of our builds, in seconds (those of the last run):\n\n{phases_table(rows)}\n"
    )


def record(rows: list[Row]) -> None:
    """Write the report into docs/speed.md, between its marks, and the chart beside it."""
    page = ROOT / "docs" / "speed.md"
    text = page.read_text(encoding="utf-8")
    before, rest = text.split("<!-- table:begin -->")
    after = rest.split("<!-- table:end -->")[1]
    made = f"{before}<!-- table:begin -->\n{report(rows)}<!-- table:end -->{after}"
    page.write_text(made, encoding="utf-8")
    cold = [(r.who, r.papers, r.result.wall, r.result.peak) for r in rows if r.case == COLD]
    (ROOT / "docs" / "speed.svg").write_text(draw_chart(cold), encoding="utf-8")


def load(path: Path) -> list[Row]:
    """Read the rows of earlier measurements."""
    if not path.exists():
        return []
    rows = []
    for found in json.loads(path.read_text()):
        result, tree = Run(*found.pop("result")), found.pop("tree")
        rows.append(Row(**found, result=result, tree=Tree(*tree) if tree else None))
    return rows


def main() -> None:
    """Measure what was asked for, and say it."""
    parser = argparse.ArgumentParser(description="Measure Broadsheet beside other generators.")
    parser.add_argument(
        "--papers", type=int, nargs="*", default=[1000, 10000], help="sizes; none: only the report"
    )
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--peers", nargs="*", default=[peer.name for peer in PEERS])
    parser.add_argument("--record", action="store_true", help="write docs/speed.md and its chart")
    options = parser.parse_args()
    WORK.mkdir(parents=True, exist_ok=True)
    KEPT.parent.mkdir(exist_ok=True)
    for papers in options.papers:
        rows = [row for row in load(KEPT) if row.papers != papers]
        ours = prepare(papers, seed=1)
        steps = (
            measure_ours(ours, papers, options.runs),
            measure_serve(ours, papers, options.runs),
            measure_floors(ours, papers, options.runs),
            measure_peers(papers, options.runs, options.peers, ours),
        )
        for step in steps:
            for row in step:
                seconds = f"{row.result.wall:.2f} s, {row.result.peak / 1e6:,.0f} MB"
                print(f"{papers:,} {row.who}, {row.case}: {seconds}", flush=True)
                rows.append(row)
        shutil.rmtree(ours.folder)
        rows.sort(key=lambda row: row.papers)
        KEPT.write_text(json.dumps([asdict(row) for row in rows], indent=1))
    rows = load(KEPT)
    print("\n" + report(rows))
    if options.record:
        record(rows)


if __name__ == "__main__":
    main()
