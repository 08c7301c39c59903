"""What is planned of what was built and what lies there; what is noted of it, and read again."""

from __future__ import annotations

import pytest

from broadsheet.hosting.manifests import CHANGING, COMING, Lying, Manifest, from_text, to_text
from broadsheet.hosting.plans import make_plan

OLD, NEW = b"o" * 12, b"n" * 12
THERE = Lying(OLD, is_met=True)


def test_new_comes_before_what_leads_to_it_and_goes_after() -> None:
    """Files, papers, lists; then what changed in the same order; last what people come in by."""
    paths = ("papers/a.html", "papers/a.bib", "topics/a.html", "feed.xml", "index.html")
    others = ("papers/b.html", "static/site.js", "topics/b.html", "same.html")
    built = dict.fromkeys((*paths, *others), NEW)
    there = dict.fromkeys((*others, "index.html", "papers/c.html", "2025.html", "c.bib"), THERE)
    there["same.html"] = Lying(NEW, is_met=True)
    plan = make_plan(built, there)
    assert plan.unseen == [["papers/a.bib"], ["papers/a.html"], ["topics/a.html"]]
    assert plan.seen == [
        ["static/site.js"],
        ["papers/b.html"],
        ["topics/b.html"],
        ["feed.xml", "index.html"],
    ]
    assert plan.gone == [["2025.html"], ["papers/c.html"], ["c.bib"]]
    assert (plan.early, plan.same) == ([], 1)


def test_first_publish_ends_with_the_front_page() -> None:
    """Nobody comes in before all is there."""
    plan = make_plan(dict.fromkeys(("index.html", "a.html", "static/a.css"), NEW), {})
    assert plan.uploads == ["static/a.css", "a.html", "index.html"]


@pytest.mark.parametrize(
    ("lying", "unseen", "seen"),
    [
        (COMING, 1, 0),
        (CHANGING, 0, 1),
        (Lying(OLD, is_met=False), 1, 0),
        (Lying(OLD, is_met=True), 0, 1),
        (Lying(NEW, is_met=False), 0, 0),
    ],
)
def test_what_a_cut_run_left(lying: Lying, unseen: int, seen: int) -> None:
    """Doubtful files are uploaded, met ones among the changes; what came whole is not."""
    plan = make_plan({"a.html": NEW}, {"a.html": lying})
    assert (len(plan.unseen), len(plan.seen), plan.gone) == (unseen, seen, [])


def test_file_in_the_way_of_a_folder_goes_first() -> None:
    """Also a folder's files in the way of a file."""
    there = {"a": THERE, "b/c.html": THERE, "d": THERE}
    plan = make_plan({"a/b.html": NEW, "b": NEW}, there)
    assert (plan.early, plan.gone) == (["a", "b/c.html"], [["d"]])
    cut = there | {"a/b.html": COMING, "b": COMING}  # a run that noted what was to come
    assert make_plan({"a/b.html": NEW, "b": NEW}, cut).early == ["a", "b/c.html"]


def test_manifest_is_read_as_it_was_written() -> None:
    """A line a file, with what is known of it."""
    files = {
        "index.html": THERE,
        "new one.html": COMING,
        "papers/a.html": CHANGING,
        "papers/b.html": Lying(NEW, is_met=False),
    }
    text = to_text(Manifest("test.example,2025", files))
    assert text == (
        "Published by Broadsheet, format 1, site test.example,2025\n"
        "6f6f6f6f6f6f6f6f6f6f6f6f index.html\n"
        "? new one.html\n"
        "- papers/a.html\n"
        "?6e6e6e6e6e6e6e6e6e6e6e6e papers/b.html\n"
        "4 in all\n"
    )
    assert from_text(text) == Manifest("test.example,2025", files)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Published by Broadsheet, format 1, site test.example,2025\n",
        "Published by Broadsheet, format 1, site test.example,2025\n- a\n2 in all\n",
        "Published by Broadsheet, format 1, site test.example,2025\n- a\n1 in all",
        "Published by Broadsheet, format 2, site test.example,2025\n0 in all\n",
        "Published by Broadsheet, format 1, site test.example,2025\n- ../a\n1 in all\n",
        "Published by Broadsheet, format 1, site test.example,2025\n- /etc/a\n1 in all\n",
        "Published by Broadsheet, format 1, site test.example,2025\n6f6f a\n1 in all\n",
    ],
)
def test_what_is_no_whole_manifest(text: str) -> None:
    """Cut off, of another format, or leading outside."""
    assert from_text(text) is None
