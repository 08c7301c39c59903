"""What is built step by step, or by a server, equals what is built at once, whatever was edited.

Templates are edited, too, so the tests build with a copy of them.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable  # noqa: TC003 - in the annotation of a table
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import ROOT, SITE, TOPICS, Feed, examples, tree

from broadsheet.output.pipeline import Built, Kept, Request, build_site

SLUGS = ("alpha", "beta", "gamma", "delta")
DAYS = ("2025/06/25", "2025/06/26", "2025/07/01", "2024/12/30")
PERIODS = ("2025/06", "2024/12", "2024")  # of papers of no edition
NAMES = ("Ada Lovelace", "Grace Hopper", "Émilie du Châtelet", "emilie du chatelet", "Li Na")
TEMPLATES = (
    "base.html",
    *("pieces/cards.html", "pieces/furniture.html", "pieces/lists.html"),
    *("feeds/entries.xml", "feeds/feed.atom"),
)

SETTINGS = SITE + "author_pages_from: 1\n"

slug = st.sampled_from(SLUGS)
day = st.sampled_from(DAYS)
edits = st.one_of(
    st.tuples(st.just("paper"), slug, st.sampled_from(DAYS + PERIODS), st.integers(0, 5)),
    st.tuples(st.just("retell"), slug, st.integers(0, 2)),
    st.tuples(st.just("remove"), slug),
    st.tuples(st.just("rename"), slug, st.sampled_from(("omega", "psi"))),
    st.tuples(st.just("note"), day, st.lists(slug, unique=True, max_size=2), st.integers(0, 2)),
    st.tuples(st.just("collection"), st.lists(slug, unique=True, min_size=1, max_size=3)),
    st.tuples(st.just("topic"), st.sampled_from(("Reasoning", "Thinking"))),
    st.tuples(st.just("site"), st.sampled_from(("", "feed_size: 1\n", "language: de\n"))),
    st.tuples(st.just("authors"), st.sampled_from(("[]", "[{name: Li Na, aliases: [na-li]}]"))),
    st.tuples(st.just("template"), st.sampled_from(TEMPLATES), st.integers(0, 3)),
    st.tuples(st.just("touch"), slug),
)


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the templates and static files, to be edited."""
    home = tmp_path_factory.mktemp("program")
    for name in ("templates", "static"):
        shutil.copytree(ROOT / name, home / name)
    return home


def paths_of(feed: Feed, slug: str) -> list[Path]:
    """Return the file of a paper."""
    return sorted(feed.content.glob(f"20*/**/{slug}.md"))


def write_paper(feed: Feed, slug: str, day: str, number: int) -> None:
    """Write a paper, or write it anew: on another day, with other authors, topics and texts."""
    remove(feed, slug)
    names = [NAMES[(number + step) % len(NAMES)] for step in range(1 + number % 3)]
    feed.add(
        f"{day}/{slug}.md",
        body="" if number % 2 else f"An abstract with $x^{number}$.",
        title=f'"{slug.title()} {number // 2}"',
        authors=f"[{', '.join(dict.fromkeys(names))}]",
        topics="[vision]" if number % 2 else "[reasoning, vision]",
        summary=f'"Number {number}."',
        venue='"A Journal"' if number > 1 else None,
        organizations="[MIT, DeepMind]" if number > 2 else None,
        submitted_by="Ada" if number < 4 else None,
        status="{kind: corrected, date: 2025-07-02}" if number == 5 else None,
        arxiv=f'"2506.0000{SLUGS.index(slug)}"',
        published="2024-01-01",
    )


def retell(feed: Feed, slug: str, number: int) -> None:
    """Write a paper's summary anew, and nothing else of it."""
    for file in paths_of(feed, slug):
        file.write_text(re.sub(r"\nsummary: .*", f'\nsummary: "Told {number}."', file.read_text()))


def remove(feed: Feed, slug: str) -> None:
    """Take a paper away, also where it has been given another name."""
    for file in [*feed.content.glob("20*/**/*.md")]:
        if file.stem == slug or f"aliases: [{slug}]" in file.read_text():
            file.unlink()


def rename(feed: Feed, slug: str, name: str) -> None:
    """Return a paper another name, the old one staying as an alias."""
    for file in paths_of(feed, slug):
        if not paths_of(feed, name):
            text = file.read_text().replace("\nsummary:", f"\naliases: [{slug}]\nsummary:")
            file.unlink()
            file.with_name(f"{name}.md").write_text(text)


def write_note(feed: Feed, day: str, order: list[str], number: int) -> None:
    """Write the note of a day that has papers."""
    here = [slug for slug in order if (feed.content / day / f"{slug}.md").exists()]
    if (feed.content / day).is_dir():
        head = f"order: [{', '.join(here)}]" if here else ""
        feed.write(f"{day}/index.md", f"---\n{head}\n---\nNote {number}.\n")


def write_collection(feed: Feed, slugs: list[str]) -> None:
    """Write a collection of papers that are there."""
    here = [slug for slug in slugs if paths_of(feed, slug)]
    if here:
        head = f"title: Chosen\nsummary: Some.\npapers: [{', '.join(here)}]"
        feed.write("collections/chosen.md", f"---\n{head}\n---\nAn introduction.\n")


def touch(feed: Feed, slug: str) -> None:
    """Write the same bytes again."""
    for file in paths_of(feed, slug):
        file.write_bytes(file.read_bytes())


def apply(feed: Feed, program: Path, edit: tuple[Any, ...]) -> None:
    """Make one change, as a curator or a developer would."""
    kind, *rest = edit
    if kind == "topic":
        feed.write("topics.yaml", TOPICS.replace("name: Reasoning", f"name: {rest[0]}"))
    elif kind == "site":
        feed.write("site.yaml", SETTINGS + rest[0])
    elif kind == "authors":
        feed.write("authors.yaml", rest[0])
    elif kind == "template":
        file = program / "templates" / rest[0]
        spaces = " " * rest[1]
        text = (ROOT / "templates" / rest[0]).read_text()
        file.write_text(text.replace("{% endmacro %}", f"{spaces}{{% endmacro %}}", 1) + spaces)
    else:
        EDITS[kind](feed, *rest)


EDITS: dict[str, Callable[..., None]] = {
    "paper": write_paper,
    "retell": retell,
    "remove": remove,
    "rename": rename,
    "note": write_note,
    "collection": write_collection,
    "touch": touch,
}


def tidy(feed: Feed) -> None:
    """Take away what a removed paper leaves hanging: notes and collections that name it."""
    for note in feed.content.glob("20*/*/*/index.md"):
        others = [path for path in note.parent.glob("*.md") if path != note]
        named = [one for one in (*SLUGS, "omega", "psi") if one in note.read_text()]
        if not others or any(not (note.parent / f"{one}.md").exists() for one in named):
            note.unlink()
    chosen = feed.content / "collections/chosen.md"
    if chosen.exists():
        named = [one for one in (*SLUGS, "omega", "psi") if one in chosen.read_text()]
        if any(not paths_of(feed, one) for one in named):
            chosen.unlink()


def build(program: Path, feed: Feed, output: Path, kept: Kept | None = None) -> Built:
    """Build in this process; every content that these tests make is good."""
    return build_site(Request(feed.content, output, program=program), lambda *_: None, kept)


@settings(
    max_examples=examples(15),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(st.lists(edits, min_size=1, max_size=3), min_size=2, max_size=6))
def test_incremental_equals_clean(program: Path, steps: list[list[tuple[Any, ...]]]) -> None:
    """After every step of any sequence of edits, the site is that of a clean build, to the byte."""
    with tempfile.TemporaryDirectory() as folder:
        feed = Feed(Path(folder))
        served, kept = feed.root / "served", Kept(remembers=True)
        feed.write("site.yaml", SETTINGS)
        feed.write("topics.yaml", TOPICS)
        for number, step in enumerate(steps):
            for edit in step:
                apply(feed, program, edit)
                tidy(feed)
            build(program, feed, feed.output)
            clean = feed.root / f"clean-{number}"
            build(program, feed, clean)
            assert tree(feed.output) == tree(clean)
            build(program, feed, served, kept)
            assert tree(served) == tree(clean)
        kept.close()
        folders = [path for path in feed.output.rglob("*") if path.is_dir()]
        assert all(any(path.iterdir()) for path in folders)


def test_second_build_renders_nothing(program: Path, feed: Feed) -> None:
    """A build of what is built already renders no page and touches no file."""
    feed.add("2025/06/25/alpha.md")
    build(program, feed, feed.output)
    before = {path: path.stat().st_mtime_ns for path in feed.output.rglob("*.html")}
    again = build(program, feed, feed.output)
    assert (again.rendered, again.changed) == (0, 0)
    assert before == {path: path.stat().st_mtime_ns for path in feed.output.rglob("*.html")}
