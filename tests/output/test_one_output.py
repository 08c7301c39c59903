"""One output for one input: what a folder was built from before leaves no trace in the site.

Whatever a page's bytes depend on is in its key, and nothing else survives a build: neither what
templates were compiled to nor what a server keeps in memory.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from support import TOPICS, Feed, examples, tree

from broadsheet.content.fields import SITE, names_of
from broadsheet.output.pipeline import Kept, Request, build_site

BEFORE = {"title": "Test Feed", "tagline": "Papers for tests", "tag": "test.example,2025"}
# For every field of site.yaml, values that a page can tell apart.
SITE_VALUES: dict[str, tuple[str, ...]] = {
    "title": ("Another Feed", "'R & D: <daily>'"),
    "tagline": ("Another line",),
    "about": ("About it.", '"*About* it."'),
    "curators": ("[Someone]",),
    "licence": ("{name: CC0, url: 'https://cc.example/'}",),
    "tag": ("other.example,2024",),
    "language": ("fr", "zh-Hans", "ar"),
    "feed_size": ("1", "2"),
    "front_size": ("1",),
    "author_pages_from": ("1",),
    "url": ("https://u.example/", "https://v.example/below/"),
    "repository": ("a/b",),
    "offline": ("true",),
    "newsletter": ("{form: https://n.example/}", "{to: a@l.example, from: A <a@b.example>}"),
    "discussion": ("{start: 'https://s.example/'}",),
    "comments": (
        "{repository: a/b, repository_id: R_a, category: C, category_id: DIC_a}",
        "{repository: a/b, repository_id: R_a, category: D, category_id: DIC_b}",
    ),
}
REQUESTS: dict[str, tuple[str, ...]] = {
    "base_url": ("https://a.example/", "https://b.example/feed/"),
    "repository": ("owner/name", "other/name"),
    "branch": ("trunk",),
    "today": ("2025-06-20", "2025-06-21"),
}


class Input(NamedTuple):
    """What a site is built from: fields of site.yaml, and words of the command line."""

    site: dict[str, str]
    request: dict[str, Any]


def some(values: dict[str, tuple[str, ...]]) -> st.SearchStrategy[dict[str, str]]:
    """Choose some of the fields, each with one of its values."""
    optional: dict[str, Any] = {name: st.sampled_from(known) for name, known in values.items()}
    return st.fixed_dictionaries({}, optional=optional)


inputs = st.builds(Input, some(SITE_VALUES), some(REQUESTS))


def write(feed: Feed) -> None:
    """Write a content in which every field of site.yaml shows."""
    feed.add("2025/06/20/first.md", topics="[reasoning]", summary="'With $x^2$.'")
    feed.add("2025/06/20/second.md", topics="[vision]", authors="[Li Na]")
    feed.add(
        "2025/06/21/third.md",
        topics="[vision, reasoning]",
        status="{kind: corrected, date: 2025-07-01, note: Some.}",
        aliases="[older]",
    )
    feed.write("topics.yaml", TOPICS)
    feed.write("2025/06/20/index.md", "---\norder: [second]\n---\nA note.\n")
    head = "title: Both\nsummary: Both.\npapers: [third, first]"
    feed.write("collections/both.md", f"---\n{head}\n---\nSome.\n")


def build(feed: Feed, given_input: Input, output: Path, kept: Kept | None) -> dict[str, bytes]:
    """Build from an input into a folder; return the site."""
    fields = {**BEFORE, **given_input.site}
    feed.write("site.yaml", "".join(f"{name}: {value}\n" for name, value in fields.items()))
    request = replace(Request(feed.content, output), **given_input.request)
    build_site(request, lambda *_: None, kept)
    return tree(output)


def check(one: Input, other: Input, kept: Kept | None) -> None:
    """Build A, then B, then A in one folder: each equals what an empty folder gets."""
    with tempfile.TemporaryDirectory() as folder:
        feed = Feed(Path(folder))
        write(feed)
        fresh = [build(feed, two, feed.root / f"fresh-{two is one}", None) for two in (one, other)]
        for current, expected in ((one, fresh[0]), (other, fresh[1]), (one, fresh[0])):
            assert build(feed, current, feed.output, kept) == expected
        if kept:
            kept.close()


def test_every_field_of_the_site_is_tried() -> None:
    """A new field of site.yaml gets its values above."""
    assert sorted(SITE_VALUES) == sorted(names_of(SITE))


ONE_CHANGE = [
    *(pytest.param([Input({name: value}, {}) for value in values], id=name)
      for name, values in SITE_VALUES.items()),
    *(pytest.param([Input({}, {name: value}) for value in values], id=f"--{name}")
      for name, values in REQUESTS.items()),
]  # fmt: skip


@pytest.mark.parametrize("serving", [False, True], ids=["build", "serve"])
@pytest.mark.parametrize("changed", ONE_CHANGE)
def test_one_changed_word_leaves_no_trace(changed: list[Input], *, serving: bool) -> None:
    """Each field and option by itself, there and back."""
    before = [Input({}, {}), *changed]
    for one, other in pairwise(before):
        check(one, other, Kept() if serving else None)


@settings(max_examples=examples(20), phases=[Phase.reuse, Phase.generate], deadline=None)
@given(one=inputs, other=inputs, serving=st.booleans())
def test_what_was_built_before_leaves_no_trace(one: Input, other: Input, *, serving: bool) -> None:
    """Whatever differs between two inputs, the site is that of the last one."""
    check(one, other, Kept() if serving else None)
