"""What papers say, counted: which words weigh how much, and which are neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from indexed import ENGLISH, entry, make_paper

from broadsheet.search.coding import pair_hash, term_hash
from broadsheet.search.tally import count_papers, label_hash

if TYPE_CHECKING:
    from broadsheet.content.model import Paper
    from broadsheet.search.tally import Tally


def tally(*papers: Paper, language: str = "en") -> Tally:
    """Count papers."""
    return count_papers(list(map(entry, papers)), papers, ENGLISH.topics, language)


def weights(paper: Paper, language: str = "en") -> dict[str, float]:
    """Return the weight of each term of a paper."""
    found = tally(paper, language=language)
    rows = zip(found.term.tolist(), found.weight.tolist(), strict=True)
    return {found.terms[term]: weight / 2 for term, weight in rows}


def has_pair(paper: Paper, first: str, second: str) -> bool:
    """Return whether two terms are neighbours in a paper."""
    return pair_hash(term_hash(first), term_hash(second)) in tally(paper).pair.tolist()


def vectors(paper: Paper) -> dict[int, float]:
    """Return how often a paper has what it is compared by, by hashes; labels are a half."""
    found = tally(paper).vectors
    rows = zip(found.term.tolist(), found.times.tolist(), strict=True)
    return {term: times / 2 for term, times in rows}


PLAIN = make_paper(
    "plain",
    "Deep nets",
    authors=("Grace Hopper",),
    topics=("vision",),
    venue="ICML 2025",
    arxiv="2506.00001",
    doi="10.1000/A.b-1",
    summary="Shallow nets.",
    body="Abstract of nets.",
)


@pytest.mark.parametrize(
    ("term", "weight"),
    [
        ("deep", 2.5),  # in the title
        ("shallow", 1),  # in the summary
        ("abstract", 1),  # in the abstract
        ("net", 4.5),  # in all three
        ("@grace", 2),  # an author
        ("vision", 1),  # a topic's name
        ("see", 1),  # the same topic's other name
        ("icml", 1),  # the venue
        ("2506.00001", 1),  # the arXiv id
        ("101000ab1", 1),  # the DOI
    ],
)
def test_words_weigh_by_where_they_stand(term: str, weight: float) -> None:
    """A title's words weigh most, and what stands in several places is summed."""
    assert weights(PLAIN)[term] == weight


def test_word_twice_in_a_title_weighs_twice() -> None:
    """Each time counts."""
    assert weights(make_paper("a", "Learning to learn"))["learn"] == 5


def test_author_is_no_word_of_the_text() -> None:
    """A name is a term of its own, marked by a sign."""
    found = weights(make_paper("a", "Bridges", authors=("Will Bridge",)))
    assert (found["bridg"], found["@bridg"], found["@will"]) == (2.5, 2, 2)


def test_function_words_count_in_titles_alone() -> None:
    """All other texts leave them out, and single characters, too."""
    paper = make_paper("a", "Attention is all", summary="The k of it is all.", body="You need it.")
    assert sorted(term for term in weights(paper) if "~" in term) == ["~all", "~is"]


def test_length_is_of_the_words_that_count() -> None:
    """Title, topics and text make a paper longer; names, venue and small words do not."""
    assert tally(PLAIN).lengths.tolist() == [2 * (2 * 2.5 + 2 + 2 + 2)]


@pytest.mark.parametrize(
    ("first", "second", "are"),
    [
        ("deep", "net", True),
        ("net", "deep", False),
        ("abstract", "net", True),  # only a small word between
        ("net", "shallow", False),  # from the title to the summary
        ("net", "abstract", False),  # from the summary to the abstract
        ("vision", "see", False),  # two names of a topic
        ("grace", "hopper", False),
        ("@grace", "@hopper", False),
        ("icml", "2025", False),
    ],
)
def test_neighbours_are_words_of_one_text(first: str, second: str, are: bool) -> None:  # noqa: FBT001 - a table's column
    """Pairs have an order, skip small words, and do not reach from one field into the next."""
    assert has_pair(PLAIN, first, second) is are


def test_compound_is_no_third_neighbour() -> None:
    """The parts of a compound are neighbours, of each other and of what is around them."""
    paper = make_paper("a", "Self-supervised models")
    assert has_pair(paper, "self", "supervis")
    assert has_pair(paper, "supervis", "model")
    assert not has_pair(paper, "selfsupervis", "model")


def test_pairs_do_not_reach_into_the_next_paper() -> None:
    """Papers are counted together and stay apart."""
    found = tally(make_paper("a", "One two"), make_paper("b", "Three four"))
    near = zip(found.pair.tolist(), found.pair_paper.tolist(), strict=True)
    expected = [("one", "two", 0), ("three", "four", 1)]
    assert sorted(near) == sorted(
        (pair_hash(term_hash(first), term_hash(second)), paper) for first, second, paper in expected
    )


def test_words_are_those_that_people_write() -> None:
    """What may be typed is not stemmed, and is counted over all papers."""
    found = tally(make_paper("a", "The Models"), make_paper("b", "Models of a model", authors=()))
    assert found.words == {"ada": 1, "lovelace": 1, "model": 1, "models": 2}


def test_papers_are_compared_by_title_and_abstract() -> None:
    """A title's words count twice, the summary not at all; authors and topics are the half."""
    found = vectors(PLAIN)
    assert found == {
        term_hash("deep"): 2,
        term_hash("net"): 3,
        term_hash("abstract"): 1,
        label_hash("#vision"): 0.5,
        label_hash("@gracehopper"): 0.5,
    }


def test_paper_without_an_abstract_is_compared_by_its_summary() -> None:
    """Otherwise many would have nothing but their titles."""
    found = vectors(make_paper("a", "Deep", summary="Shallow nets."))
    assert found[term_hash("shallow")] == 1


def test_paper_is_read_in_its_own_language() -> None:
    """A French paper in an English feed has French stems; its authors' are as everyone's."""
    paper = make_paper("a", "Réseaux modérés", language="fr", authors=("Marie Modérée",))
    assert weights(paper) == {"reseau": 2.5, "moder": 2.5, "@mari": 2, "@modere": 2}


def test_site_tells_the_language_of_papers_that_tell_none() -> None:
    """In a German feed a German paper needs no word about it."""
    assert weights(make_paper("a", "Die Häuser", authors=()), "de") == {"~die": 2.5, "haus": 2.5}


def test_nothing_to_count() -> None:
    """A paper whose title has no word counts as one without any."""
    found = tally(make_paper("a", "?!", authors=()))
    assert (found.terms, found.lengths.tolist(), found.words) == ([], [0], {})
