"""Papers for a reviewer, in Markdown: each as it will be shown, with what to check."""

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

ALIKE = 0.6  # the share of common words from which two titles may be those of one paper
_MARKS = re.compile(r"([!-/:-@\[-`{-~])")


def escape(text: str) -> str:
    """Escape a contributor's text for Markdown, so that it is shown as it is."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


def review(papers: Iterable[Paper], others: Sequence[Entry], problems: Sequence[Problem]) -> str:
    """Return papers as Markdown, with their files' problems and papers that may be the same."""
    parts = [_one(paper, others, problems) for paper in papers]
    if not parts:
        return "No paper is new or changed.\n"
    return "\n".join(parts)


def _one(paper: Paper, others: Sequence[Entry], problems: Sequence[Problem]) -> str:
    """Return one paper as Markdown."""
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
    """Return whether two titles have most of their words in common."""
    words, others = (set(make_slug(plain(title)).split("-")) for title in (one, other))
    return len(words & others) >= ALIKE * max(1, len(words | others))
