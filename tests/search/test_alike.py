"""The papers that are like each paper: who they are, and what is said to be shared."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from indexed import ENGLISH, index_of, make_paper

from broadsheet.search.alike import SHOWN
from broadsheet.search.analysis import stem
from broadsheet.search.coding import term_hash
from broadsheet.search.kept import Memory
from broadsheet.search.model import Alike, Index
from broadsheet.search.similar import NEAREST
from broadsheet.search.tally import label_hash
from broadsheet.text.plain import text_key

if TYPE_CHECKING:
    from broadsheet.content.model import Paper

PLACES = (
    *("amber", "birch", "cedar", "dune", "ember", "fjord", "grove"),
    *("heath", "islet", "jetty", "knoll", "ledge", "marsh", "notch"),
)


def other_papers(count: int) -> list[Paper]:
    """Return papers that have little in common."""
    names = [f"{first}{second}" for first in PLACES for second in PLACES if first != second]
    return [
        make_paper(f"other-{number}", f"On {names[number]} and its shore", authors=(f"A{number}",))
        for number in range(count)
    ]


def alike(*papers: Paper) -> dict[str, tuple[Alike, ...]]:
    """Return what papers are like, in a feed with others."""
    return lists_of(index_of([*papers, *other_papers(30)]))


def lists_of(index: Index) -> dict[str, tuple[Alike, ...]]:
    """Return what all papers are like, by slug."""
    return {slug: one for month in index.months for slug, one in index.alike(month.name).items()}


def made_papers(count: int) -> list[Paper]:
    """Return papers of made words, ten of each topic's and some of all, on many days."""
    random = Random(2025)  # noqa: S311 - no secret
    own = [[f"{topic}{word}" for word in PLACES[:10]] for topic in PLACES]
    papers = []
    for number in range(count):
        topic = random.randrange(len(own))
        words = [*random.choices(own[topic], k=8), *random.choices(PLACES, k=4), f"only{number}"]
        day = f"2025-{1 + number // 30:02}-{1 + number % 28:02}"
        fields = {"authors": (f"Author {random.choice(PLACES).title()}",), "topics": ("vision",)}
        papers.append(
            make_paper(f"p{number}", " ".join(words[:4]), day, body=" ".join(words), **fields)
        )
    return papers


def test_papers_that_share_rare_words_are_alike() -> None:
    """Each names the other first, with the word they share as it is written."""
    found = alike(
        make_paper("a", "Grokking in Transformers", authors=("B",)),
        make_paper("b", "When transformers begin grokking", authors=("C",)),
    )
    assert found["a"][0].slug == "b"
    assert found["b"][0].slug == "a"
    assert sorted(found["a"][0].shares) == ["grokking", "transformers"]


def test_word_with_the_hash_of_a_name_is_no_reason_beside_it() -> None:
    """Hashes have 32 bits, so that of a million words some are those of names."""
    author, word = "Ada Bajudanelu", "kosoneve"
    assert label_hash(f"@{text_key(author)}") == term_hash(stem(word, "en"))
    pair = [
        make_paper(slug, f"{word} {slug} {slug}ness", authors=(author,), topics=("vision",))
        for slug in ("a", "b")
    ]
    found = alike(*pair)
    assert found["a"][0].slug == "b"
    assert f"@{author}" in found["a"][0].shares
    assert word not in found["a"][0].shares


def test_reasons_are_words_and_no_stems() -> None:
    """The word is one that the papers have, and not what it is looked up by."""
    found = alike(
        make_paper("a", "Multilinguality of quantized embeddings"),
        make_paper("b", "Multilinguality of a quantized embedding", "2025-06-26"),
    )
    shares = {*found["b"][0].shares} - {"@Ada Lovelace"}
    assert shares
    assert shares <= {"multilinguality", "quantized", "embedding", "embeddings"}


def test_topics_and_authors_are_named_before_words() -> None:
    """A topic by its slug, an author by the name as the paper has it."""
    fields: dict[str, Any] = {"topics": ("logic",), "authors": ("Émilie du Châtelet",)}
    found = alike(make_paper("a", "Zebra", **fields), make_paper("b", "Zebra", **fields))
    assert found["a"][0] == Alike("b", ("#logic", "@Émilie du Châtelet", "zebra"))


def test_list_holds_those_that_name_the_paper() -> None:
    """An older paper lists a newer one that is like it, and the newer lists the older."""
    found = alike(
        make_paper("old", "Grokking zebras", "2024-01-02"), make_paper("new", "Grokking zebras")
    )
    assert [one.slug for one in found["old"]] == ["new"]
    assert found["new"][0].slug == "old"


def test_list_is_short_and_names_nobody_twice() -> None:
    """Four papers at most, each once."""
    found = alike(
        *(make_paper(f"a{n}", "Grokking zebras", f"2025-06-{n + 1:02}") for n in range(15))
    )
    for slug in ("a0", "a7", "a14"):
        slugs = [one.slug for one in found[slug]]
        assert len(slugs) == len(set(slugs)) == SHOWN == 4
        assert slug not in slugs


def test_paper_that_shares_nothing_has_an_empty_list() -> None:
    """It is there, and says so."""
    assert alike(make_paper("a", "Solitude", authors=("Nobody Else",)))["a"] == ()


@pytest.mark.parametrize("place", [0, 150, 299])
def test_new_paper_changes_few_lists(place: int) -> None:
    """A paper of a later day enters the lists of six others at most; all else stays."""
    papers = made_papers(300)
    kept = Memory()
    before = lists_of(index_of(papers, kept))
    like = papers[place]
    new = make_paper("new", like.title, "2025-12-30", body=like.body, topics=("vision",))
    after = lists_of(index_of([*papers, new], kept))
    changed = {slug for slug, some in before.items() if after[slug] != some}
    assert like.slug in changed
    assert len(changed) <= NEAREST == 6
    assert all("new" in [one.slug for one in after[slug]] for slug in changed)
    assert like.slug in [one.slug for one in after["new"]]


def test_topic_by_another_name_changes_no_list() -> None:
    """Papers are compared by the topics' slugs."""
    papers = made_papers(30)
    renamed = ENGLISH._replace(topics={"vision": ("Sight",)})
    assert lists_of(index_of(papers, names=renamed)) == lists_of(index_of(papers))


def test_later_lists_know_what_older_papers_have_become() -> None:
    """What is kept of a month is made again when a paper before it has changed, or an author."""
    papers = made_papers(100)
    author = {"authors": ("Zoë Quill",), "title": "Quaggas"}
    changes: list[tuple[int, dict[str, Any]]] = [
        (5, {"title": papers[99].title, "body": papers[99].body}),  # by which words are weighed
        (95, {"title": papers[99].title, "body": papers[99].body}),  # which is not
        (96, author),
        (97, author),
        (96, author | {"authors": ("Zoe Quill",)}),  # the same person
        (98, {"day": "2025-04-30"}),
    ]
    kept = Memory()
    index_of(papers, kept)
    for number, change in changes:
        papers[number] = replace(papers[number], **change)
        assert lists_of(index_of(papers, kept)) == lists_of(index_of(papers))


def test_older_lists_know_how_rare_words_have_become() -> None:
    """Words are weighed by the oldest papers, of which the last ones lie amid a month."""
    may = ["Xylophone yurt", "Xylophone one two", "Yurt three four"]
    papers = [make_paper(f"may-{n}", title, f"2025-05-0{n + 1}") for n, title in enumerate(may)]
    june = [make_paper(f"june-{n}", f"Xylophone q{n}", f"2025-06-0{n + 1}") for n in range(9)]
    kept = Memory()
    before = lists_of(index_of([*papers, *june], kept))
    june[:8] = [replace(one, title=one.title.replace("Xylophone", "Yurt")) for one in june[:8]]
    after = lists_of(index_of([*papers, *june], kept))
    nearest = [next(o.slug for o in some["may-0"] if "may" in o.slug) for some in (before, after)]
    assert nearest == ["may-2", "may-1"]
    assert after == lists_of(index_of([*papers, *june]))
