"""Problems between files: names used twice, papers filed twice, topics that do not exist."""

from __future__ import annotations

from collections import Counter
from itertools import chain, groupby
from operator import attrgetter
from typing import TYPE_CHECKING

import yaml

from broadsheet.content.fields import PAPER, by_name
from broadsheet.content.folder import UnreadableError, read_below
from broadsheet.content.frontmatter import compose, decode, line_and_column, node_of, split
from broadsheet.content.papers import FIRST_YEAR
from broadsheet.content.paths import SETTINGS, SITE
from broadsheet.content.people import check_authors, find_authors_without_page
from broadsheet.content.problems import Finding, Problem, did_you_mean, nearest
from broadsheet.content.settings import MAX_FILE, compose_settings
from broadsheet.content.targets import Targets
from broadsheet.content.twins import Works
from broadsheet.text.dates import days_between, is_day, long_date, unit_of
from broadsheet.text.markdown import find_links
from broadsheet.text.plain import make_slug, text_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from broadsheet.content.model import Collection, Content, Entry

OUR_TAG = "broadsheet.example"  # the authority of the ids of this repository's own feed


def check_content(content: Content) -> list[Finding]:
    """Find the problems between files, including files that have errors of their own."""
    papers = content.everything
    by_slug: dict[str, Entry] = {}
    findings = [
        *_check_names(papers, by_slug),
        *_check_same(papers),
        *_check_aliases(papers, by_slug),
        *_check_notes(content, papers),
        *_check_collections(content, by_slug),
        *_check_aliases(content.collections, {one.slug: one for one in content.collections}),
        *check_authors(content),
        *_check_links(content, papers),
    ]
    if content.topics_read:
        findings.extend(_check_topics(content, papers))
    return findings


def _check_names(papers: Sequence[Entry], by_slug: dict[str, Entry]) -> Iterable[Finding]:
    """Find names that two papers have, and fill `by_slug` with the first paper of each name."""
    for paper in papers:
        first = by_slug.setdefault(paper.slug, paper)
        if first is not paper:
            message = f"the name {paper.slug} is taken by {first.path}: give this file another"
            yield Finding(paper.path, "", "", message)


def _check_same(papers: Sequence[Entry]) -> Iterable[Finding]:
    """Find papers that are filed twice.

    The same title, by an author of the other, is no more than a hint where something tells them
    apart.
    """
    times = Counter(chain.from_iterable(paper.same for paper in papers))
    shared = {key for key, count in times.items() if count > 1}
    works: Works[Entry] = Works()
    for paper in (one for one in papers if not shared.isdisjoint(one.same)):
        if other := works.with_title(paper):
            yield _same_title(paper, *other)
        for key, one in works.with_id(paper):
            field, told = _told(key)
            message = f"{told} is that of {one.path}: keep one of the two files"
            yield Finding(paper.path, field, "", message)
        works.add(paper)


def _same_title(paper: Entry, other: Entry, apart: str) -> Finding:
    """Say that a paper has the title of another one, and what tells them apart, if it does."""
    message = f"the title is that of {other.path}: keep one of the two files"
    if not apart:
        return Finding(paper.path, "title", "", message)
    message += f", unless they are two papers, as their {apart} say"
    return Finding(paper.path, "title", "", message, "warning")


def _told(key: str) -> tuple[str, str]:
    """Return the field of an id by which two papers are the same, and what messages call it."""
    return "arxiv" if key.startswith("arXiv id ") else "doi", f"the {key}"


def _check_topics(content: Content, papers: Sequence[Entry]) -> Iterable[Finding]:
    """Find topics that are not in the list."""
    known = {topic.slug for topic in content.topics}
    names = {
        name.casefold().replace("-", " "): topic.slug
        for topic in content.topics
        for name in (*topic.aliases, topic.name, topic.slug)
    }
    for paper in papers:
        for slug in paper.topics:
            if slug not in known:
                yield Finding(paper.path, "topics", slug, _no_topic(slug, names))


def _no_topic(slug: str, names: Mapping[str, str]) -> str:
    """Say which topic is meant by a slug that none has; `names` are all words for the topics."""
    word = slug.casefold().replace("-", " ")
    if word in names:
        return f"{slug} is another word for the topic {names[word]}: write {names[word]}"
    meant = nearest(word, names)
    near = f" (did you mean {names[meant]}?)" if meant else ""
    return f"there is no topic {slug}{near}: take one of content/topics.yaml"


def _check_aliases(
    files: Iterable[Entry | Collection], by_slug: Mapping[str, Entry | Collection]
) -> Iterable[Finding]:
    """Find old names that another paper, or another collection, has or had."""
    taken: dict[str, str] = {slug: file.path for slug, file in by_slug.items()}
    for file in files:
        for alias in file.aliases:
            if alias in taken:
                message = f"the name {alias} belongs to {taken[alias]}: take it out"
                yield Finding(file.path, "aliases", alias, message)
            else:
                taken[alias] = file.path


def _check_notes(content: Content, papers: Sequence[Entry]) -> Iterable[Finding]:
    """Find notes that name papers which their day does not have, and notes on empty days."""
    by_day: dict[str, dict[str, Entry]] = {}
    for paper in papers:
        by_day.setdefault(paper.day, {})[paper.slug] = paper
    for note in content.notes:
        here = by_day.get(note.day, {})
        for name in note.order:
            if name not in here:
                meant = _paper_meant(name, _slugs_of(here.values()))
                yield Finding(note.path, "order", name, f"the day has no paper {meant}")
        if not here:
            message = "there is no paper on this day: take the note out, or add one"
            yield Finding(note.path, "", "", message)


def _check_collections(content: Content, by_slug: Mapping[str, Entry]) -> Iterable[Finding]:
    """Find collections that name papers which do not exist."""
    wrong = [
        (collection.path, name)
        for collection in content.collections
        for name in collection.papers
        if name not in by_slug
    ]
    slugs = _slugs_of(by_slug.values() if wrong else ())
    for path, name in wrong:
        yield Finding(path, "papers", name, f"there is no paper {_paper_meant(name, slugs)}")


def _slugs_of(papers: Iterable[Entry]) -> dict[str, str]:
    """Return the papers' slugs by all that people call a paper, the slugs themselves last."""
    papers = list(papers)
    slugs = {text_key(paper.title): paper.slug for paper in papers if paper.title}
    slugs |= {alias: paper.slug for paper in papers for alias in paper.aliases}
    return slugs | {paper.slug: paper.slug for paper in papers}


def _paper_meant(name: str, slugs: Mapping[str, str]) -> str:
    """Return a name that no paper has, and which is meant: of its title, its file, an older name.

    `slugs` are those of the papers that may be meant, by these.
    """
    file = name.rpartition("/")[2].removesuffix(".md")
    meant = next(
        (slugs[one] for one in (file, text_key(name), make_slug(file)) if one in slugs), ""
    )
    if meant:
        return f"{name}: write {meant}"
    return name + (did_you_mean(name, set(slugs.values())) or ": take it out")


def _check_links(content: Content, papers: Sequence[Entry]) -> Iterable[Finding]:
    """Find links of notes, collections and the about page that lead nowhere."""
    targets = Targets(papers, content.topics, content.collections)
    texts = [
        *((note.path, note.body) for note in content.notes),
        *((one.path, one.body) for one in content.collections),
        ("site.yaml", content.site.about),
    ]
    for path, text in texts:
        for link in find_links(text):
            if targets.find(link) is None:
                message = (
                    f"the link {link[:80]} leads nowhere: write the slug or the file of a paper, a"
                    " topic or a collection, a day as 2025-10-28, or an address with https://"
                )
                forms = (f"]({link}", f"]: {link}", f"<{link}>")
                where = next((form for form in forms if form in text), link)
                yield Finding(path, "", where, message)


def find_questions(content: Content) -> list[Finding]:
    """Find what a curator should look at, though it stops nothing: warnings of `check` alone."""
    return [
        *_find_waiting(content),
        *_find_far_back(content),
        *_find_far_ahead(content),
        *_find_changed_far_ahead(content),
        *_find_unfeatured(content),
        *find_authors_without_page(content),
    ]


def _find_waiting(content: Content) -> Iterable[Finding]:
    """Find the papers whose date or summary is still to be written; of the two, the date first."""
    for paper in content.waiting:
        name = "summary" if "published" in paper.filled.split() else "published"
        wanted = by_name(PAPER)[name].about
        message = (
            f"{name} is empty: write {wanted[:1].lower()}{wanted[1:].rstrip('.')}; until then the"
            " paper is not published"
        )
        yield Finding(paper.path, name, "", message, "warning")


def _find_far_back(content: Content) -> Iterable[Finding]:
    """Find the papers in folders of years from which there are none."""
    for paper in content.papers:
        if paper.day < FIRST_YEAR:
            year = int(paper.day[:4])
            message = f"this {unit_of(paper.day)} is of the year {year}: is its year right?"
            yield Finding(paper.path, "", "", message, "warning")


FAR_AHEAD = 366  # days after all other editions, from which a date looks mistyped


def _find_far_ahead(content: Content) -> Iterable[Finding]:
    """Find the papers of a last edition, month or year that comes long after all editions."""
    last = max((paper.day for paper in content.papers), default="")
    before = max((day for day in _editions(content) if day < last), default="")
    if before and days_between(before, f"{last}-01-01"[: len(before)]) > FAR_AHEAD:
        message = (
            f"this {unit_of(last)} is more than a year after the edition before it"
            f" ({long_date(before)}): is its year right?"
        )
        for paper in content.papers:
            if paper.day == last:
                yield Finding(paper.path, "", "", message, "warning")


def _find_changed_far_ahead(content: Content) -> Iterable[Finding]:
    """Find papers of which something is told that comes long after all editions.

    Feeds say when they last changed: one such date hides all changes before it.
    """
    last = max(_editions(content), default="")
    for paper in content.papers:
        if last and paper.changed and days_between(last, paper.changed) > FAR_AHEAD:
            message = (
                f"this status is of more than a year after the last edition ({long_date(last)}):"
                " is its year right?"
            )
            yield Finding(paper.path, "status", "", message, "warning")


def _find_unfeatured(content: Content) -> Iterable[Finding]:
    """Find papers of the last edition's month, or a later one, for which a day may be meant."""
    month = max(_editions(content), default="")[: len("2025-06")]
    message = (
        "this paper is in no edition and in no feed: move it into the folder of a day, YYYY/MM/DD,"
        " if it is to be featured"
    )
    for paper in content.papers:
        if month and unit_of(paper.day) == "month" and paper.day >= month:
            yield Finding(paper.path, "", "", message, "warning")


def _editions(content: Content) -> set[str]:
    """Return the days of all editions."""
    return {paper.day for paper in content.papers if is_day(paper.day)}


def check_tag(content: Content, repository: str) -> list[Finding]:
    """Find that a repository, which is not ours, has our tag; without one nothing is known."""
    if not repository or content.site.tag.partition(",")[0] != OUR_TAG:
        return []
    message = (
        "tag must be one of your own: a domain or an address of e-mail that is yours, a comma, and"
        " a year, as in papers.example.org,2026"
    )
    return [Finding(SITE, "tag", "", message)]


def locate(root: Path, findings: Iterable[Finding]) -> list[Problem]:
    """Return findings as problems, with the lines and columns found in the files."""
    problems = []
    for path, group in groupby(sorted(findings, key=_path_of), key=_path_of):
        found = list(group)
        data = _bytes_of(root, path) if any(one.field or one.item for one in found) else b""
        text = decode(path, data).text if any(one.item and not one.field for one in found) else ""
        node = _read_node(path, data) if any(one.field for one in found) else None
        for finding in found:
            mark = (1, 1)
            if finding.field:
                mark = _find_mark(node, finding.field, finding.item)
            elif finding.item and text:
                mark = line_and_column(text, text.find(finding.item) + len("]("))
            problems.append(Problem(path, *mark, finding.message, finding.severity))
    return problems


_path_of = attrgetter("path")


def _bytes_of(root: Path, path: str) -> bytes:
    """Read a file that was read before; nothing if it has gone since, or was left unread."""
    try:
        return read_below(root, path, MAX_FILE)
    except UnreadableError:
        return b""


def _read_node(path: str, data: bytes) -> yaml.Node | None:
    """Return the node of a file's front matter, or of all of it where it is YAML."""
    if path in SETTINGS:
        return compose_settings(path, data)[1]
    source = decode(path, data)
    return compose(source, split(source)[0])


def _value_of(node: yaml.Node | None, field: str) -> yaml.Node | None:
    """Return the value of a field; of an id that has none, that of the address it was read from."""
    if not isinstance(node, yaml.MappingNode):
        return None
    return node_of(node, field) or (node_of(node, "url") if field in ("arxiv", "doi") else None)


def _find_mark(node: yaml.Node | None, field: str, item: str) -> tuple[int, int]:
    """Return the line and column of a field's value, or of one entry of its list.

    In a file that is a list, it is the first value or entry that equals the item.
    """
    several = isinstance(node, yaml.SequenceNode)
    for mapping in node.value if several and node else [node]:
        value = _value_of(mapping, field)
        entries = value.value if isinstance(value, yaml.SequenceNode) else [value] if value else []
        found = next((one for one in entries if one.value == item), None if several else value)
        if found is not None:
            return found.start_mark.line + 1, found.start_mark.column + 1
    return 1, 1
