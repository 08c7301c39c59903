"""Papers for a reviewer, in Markdown: each as it will be shown, with what to check."""

from __future__ import annotations

import re
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from broadsheet.content.cards import card_of, describe
from broadsheet.content.paths import paper_file
from broadsheet.content.printing import printable_name
from broadsheet.content.problems import printable
from broadsheet.content.twins import share_author
from broadsheet.text.counts import count
from broadsheet.text.dates import full_date, is_day
from broadsheet.text.inline import title_plain
from broadsheet.text.plain import make_slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from broadsheet.content.model import Entry, Paper
    from broadsheet.content.problems import Problem

MOST = 1000 * 1024  # bytes; GitHub shows nothing of a summary that has more than 1,024 KiB
ALIKE = 0.6  # the share of common words from which two titles may be those of one paper
_MARKS = re.compile(r"([!-/:-@\[-`{-~])")


def escape(text: str) -> str:
    """Escape a contributor's text for Markdown, so that it is shown as it is."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


def review(
    papers: Iterable[Paper],
    others: Sequence[Entry],
    problems: Sequence[Problem],
    files: Iterable[str] = (),
    like: Mapping[str, Sequence[Entry]] | None = None,
) -> str:
    """Return papers as Markdown, with their files' problems and papers that may be the same.

    `files` are those of whose content nothing can be shown, but their problems; `like` are papers
    on the same subject, by slug. What would exceed MOST is left out, whole papers and files, and
    counted.
    """
    by_path: dict[str, list[Problem]] = {}
    for problem in problems:
        by_path.setdefault(problem.path, []).append(problem)
    makers = [
        *(partial(_problems_of, path, by_path.get(path, ())) for path in files),
        *(
            partial(_one, paper, others, by_path, (like or {}).get(paper.slug, ()))
            for paper in papers
        ),
    ]
    if not makers:
        return "No paper is new or changed.\n"
    parts: list[str] = []
    size = 0
    for make in makers:
        part = make()
        size += len(part.encode()) + 1
        if size > MOST:
            left = count(len(makers) - len(parts), "file")
            parts.append(f"The rest is too long to be shown: {left}.\n")
            break
        parts.append(part)
    return "\n".join(parts)


def _problems_of(path: str, problems: Sequence[Problem]) -> str:
    """Return a file's problems as Markdown."""
    return "\n".join([f"## {escape(printable_name(path))}", "", *_listed(problems), ""])


def _listed(problems: Sequence[Problem]) -> list[str]:
    """Return a file's problems, each as an entry of a list in Markdown."""
    return [
        f"- **{one.severity}**, line {one.line}: {escape(printable(one.message))}"
        for one in problems
    ]


def _one(
    paper: Paper,
    others: Sequence[Entry],
    problems: Mapping[str, Sequence[Problem]],
    like: Sequence[Entry],
) -> str:
    """Return one paper as Markdown."""
    path = paper_file(paper.day, paper.slug)
    card = card_of(paper)
    # A bracket may stand in an address as it is, but for what a line of GitHub's log may hold.
    links = " · ".join(
        f"[{escape(label)}](<{address.replace('[', '%5B')}>)" for label, address, _ in card.links
    )
    lines = [
        f"## {escape(title_plain(paper.title)) or 'A paper without a title'}",
        "",
        f"{_edition_of(paper)} · `{path}`",
        "",
        f"*{escape(', '.join(paper.authors))}*",
        "",
        escape(paper.summary or describe(paper)),  # as written: a reviewer sees where links lead
        "",
        f"Topics: {escape(', '.join(paper.topics)) or 'none'}  ",
        f"Links: {links or 'none'}",
        "",
    ]
    own = _listed(problems.get(path, ()))
    alike = [one for one in others if one.slug != paper.slug and _is_alike(paper, one)]
    lines.extend(own)
    if paper.awaits:
        lines.append(f"- waits for its {'summary' if paper.published else 'date'}")
    lines.extend(
        f"- perhaps the same as {escape(title_plain(one.title))} (`{one.path}`)" for one in alike
    )
    if not own and not alike and not paper.awaits:
        lines.append("- no problem, and no paper that looks the same")
    lines.extend(
        f"- like {escape(title_plain(one.title))} (`{one.path}`)"
        for one in like
        if one not in alike
    )
    return "\n".join([*lines, ""])


def _edition_of(paper: Paper) -> str:
    """Say in which edition a paper stands, or that it stands in none."""
    when = full_date(paper.day)
    return when if is_day(paper.day) else f"Of {when}, in no edition"


def _is_alike(paper: Paper, other: Entry) -> bool:
    """Return whether two titles have most of their words in common.

    Where they are the same, so must an author be: many a chapter is an Introduction.
    """
    words, others = _words_of(paper.title), _words_of(other.title)
    if len(words & others) < ALIKE * max(1, len(words | others)):
        return False
    return words != others or share_author("\n".join(paper.authors), other.named)


@lru_cache(maxsize=100_000)  # each paper of a feed is compared with each one that is new
def _words_of(title: str) -> frozenset[str]:
    """Return the words of a title."""
    return frozenset(make_slug(title_plain(title)).split("-"))
