"""Papers for a reviewer, in Markdown: each as it will stand, with what to look at twice."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from broadsheet.content.cards import card_of
from broadsheet.content.paths import paper_file
from broadsheet.text.dates import full_date
from broadsheet.text.maths import plain
from broadsheet.text.plain import make_slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from broadsheet.content.model import Entry, Paper
    from broadsheet.content.problems import Problem

ALIKE = 0.6  # of the words of two titles, how many must be the same for a question
_MARKS = re.compile(r"([!-/:-@\[-`{-~])")


def escape(text: str) -> str:
    """Escape a text of a contributor's for Markdown: it is nothing but text then."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


def review(papers: Iterable[Paper], others: Sequence[Entry], problems: Sequence[Problem]) -> str:
    """Give the papers as Markdown, with their files' problems and papers that may be the same."""
    parts = [_one(paper, others, problems) for paper in papers]
    if not parts:
        return "No paper is new or changed.\n"
    return "\n".join(parts)


def _one(paper: Paper, others: Sequence[Entry], problems: Sequence[Problem]) -> str:
    """Give one paper."""
    path = paper_file(paper.day, paper.slug)
    card = card_of(paper)
    links = " · ".join(f"[{escape(label)}](<{address}>)" for label, address in card.links)
    lines = [
        f"## {escape(plain(paper.title)) or 'A paper without a title'}",
        "",
        f"{full_date(paper.day)} · `{path}`",
        "",
        f"*{escape(', '.join(paper.authors))}*",
        "",
        escape(plain(card.text)),
        "",
        f"Topics: {escape(', '.join(paper.topics)) or 'none'}  ",
        f"Links: {links or 'none'}",
        "",
    ]
    own = [one for one in problems if one.path == path]
    alike = [one for one in others if one.slug != paper.slug and _alike(paper.title, one.title)]
    lines.extend(f"- **{one.severity}**, line {one.line}: {escape(one.message)}" for one in own)
    lines.extend(
        f"- perhaps the same as {escape(plain(one.title))} (`{one.path}`)" for one in alike
    )
    if not own and not alike:
        lines.append("- no problem, and no paper that looks the same")
    return "\n".join([*lines, ""])


def _alike(one: str, other: str) -> bool:
    """Tell whether two titles share most of their words."""
    words, others = (set(make_slug(plain(title)).split("-")) for title in (one, other))
    return len(words & others) >= ALIKE * max(1, len(words | others))
