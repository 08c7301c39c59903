"""Authors: the slugs of their pages, and what is wrong with the older slugs in `authors.yaml`."""

from __future__ import annotations

from collections import Counter
from hashlib import blake2b
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING

from broadsheet.content.paths import AUTHORS
from broadsheet.content.problems import Finding, nearest
from broadsheet.text.plain import make_slug, text_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from broadsheet.content.model import Content, Entry


def author_slugs(names: Mapping[str, str]) -> dict[str, str]:
    """Return every key a slug of its own; `names` are the oldest spellings by key.

    Of names that give the same slug, the one whose key is plain ASCII keeps it (else the first in
    the alphabet); each of the others gets four digits of its key's digest behind it, which no
    other paper can change.
    """
    slugs = {key: make_slug(name) or "author" for key, name in names.items()}
    firsts: dict[str, str] = {}
    several: dict[str, list[str]] = {}  # few, where there may be millions of names
    for key, slug in slugs.items():
        if firsts.setdefault(slug, key) != key:
            several.setdefault(slug, [firsts[slug]]).append(key)
    for slug, keys in several.items():
        keys.sort(key=lambda key: (not key.isascii(), key))
        for key in keys[1:]:
            slugs[key] = f"{slug}-{blake2b(key.encode(), digest_size=2).hexdigest()}"
    return slugs


def check_authors(content: Content) -> Iterable[Finding]:
    """Find older slugs that are the address of an author now."""
    if not content.authors:
        return
    names = _names_with_page(content)
    by_slug = {slug: names[key] for key, slug in author_slugs(names).items()}
    for author in content.authors:
        for alias in author.aliases:
            if alias in by_slug:
                message = f"the name {alias} belongs to the author {by_slug[alias]}: take it out"
                yield Finding(AUTHORS, "aliases", alias, message)


def find_authors_without_page(content: Content) -> list[Finding]:
    """Find authors with older slugs who have no page to which these could lead."""
    if not content.authors:
        return []
    names = _names_with_page(content)
    return [
        Finding(AUTHORS, "name", author.name, _no_page(author.name, names.values()), "warning")
        for author in content.authors
        if text_key(author.name) not in names
    ]


def _no_page(name: str, names: Iterable[str]) -> str:
    """Say that an author's older slugs lead nowhere, and whose page may be meant."""
    known = {one.casefold(): one for one in names}
    meant = known.get(nearest(name, known))
    near = f" (did you mean {meant}?)" if meant else ""
    return f"{name} has no page yet{near}: write the name as papers have it, or wait for more"


def _names_with_page(content: Content) -> dict[str, str]:
    """Return the oldest spelling of each author who has a page, or will have one, by key."""
    if not content.authors:
        return {}
    papers: Sequence[Entry] = sorted(
        (*content.papers, *content.unread), key=attrgetter("day", "slug")
    )
    times = Counter(chain.from_iterable(paper.author_keys for paper in papers))
    names: dict[str, str] = {}
    for paper in papers:
        for key, name in zip(paper.author_keys, paper.authors, strict=True):
            if times[key] >= max(1, content.site.author_pages_from):
                names.setdefault(key, name)
    return names
