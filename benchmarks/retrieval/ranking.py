"""Ranking of a static search: analysis of text, scoring of papers, similar papers, related words.

A reference in plain Python: the standard library and PyStemmer. What a browser has to repeat is
`analyse`, `read_query` and `rank`; the rest runs when the site is built. `README.md` says what was
measured, and why the constants are what they are.

The formulas, with N papers, df(t) of which hold the term t, and tf(t, p, f) its count in a field:

    weighted(t, p)  = sum over fields of WEIGHTS[f] * tf(t, p, f)
    length(p)       = sum of WEIGHTS[f] * content words, over fields other than authors and venue
    impact(t, p)    = weighted / (weighted + K1 * (1 - B + B * length(p) / average))
    level(t, p)     = max(1, round(63 * impact)), one base64 digit in the index
    idf(t)          = ln(1 + (N - df + 0.5) / (df + 0.5))
    worth(t, query) = idf(t) * sum of the weights of the query's tokens with that term
    score(p)        = sum of worth * level / 63  *  (held worth / all worth) ** COORDINATION
                      + sum over the query's pairs in p of PAIR_WEIGHT * PAIR_IMPACT * idf(pair)

`average` is pinned: the mean length rounded to a power of the square root of two, so that a new
paper leaves every level of the older ones as it was.
"""

from __future__ import annotations

import heapq
import math
import re
import tomllib
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import Stemmer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

# --------------------------------------------------------------------------- constants

WEIGHTS = {"title": 2.5, "authors": 2, "topics": 1, "venue": 1, "summary": 1, "abstract": 1}
UNMEASURED = frozenset({"authors", "venue"})  # fields that make no paper longer, nor like another
K1 = 1.2
B = 0.6
LEVELS = 63  # the greatest base64 digit
COORDINATION = 0.1  # power of the share of the query's worth that a paper holds
FUNCTION_WEIGHT = 0.1  # of function words and single characters, which count in titles alone
ASKING_WEIGHT = 0.35  # of words that speak of the search and not of its subject
JOINED_WEIGHT = 0.5  # of a compound as one word, beside its parts
PAIR_WEIGHT = 0.1  # of two neighbouring words of the query that are neighbours in a paper
PAIR_IMPACT = 0.5  # of a pair wherever it stands; its count is not kept
PAIR_PAPERS = 5  # the fewest that hold a pair which is indexed
PAIR_MOST = 50  # papers that may hold it, or ...
PAIR_SHARE = 0.02  # ... this share of all; a pair that more of them hold tells little

SIMILAR_TERMS = 80  # heaviest of each paper
SIMILAR_K1 = 2.0
SIMILAR_B = 0.5
SIMILAR_TITLE = 2
SIMILAR_IDF_POWER = 0.75
SIMILAR_PIVOT = 0.3
SIMILAR_PROBES = 16  # heaviest terms by which papers to compare with are found
SIMILAR_CANDIDATES = 100  # compared in full
SIMILAR_HOLDERS = 300  # papers; a term that more of them hold is no probe

RELATED_TERMS = 30  # heaviest of each paper
RELATED_LEAST = 3  # papers that must hold a word
RELATED_TOGETHER = 2  # papers that must hold both
RELATED_MOST = 10  # papers that may hold a word, or ...
RELATED_SHARE = 0.1  # ... this share of all
RELATED_SURPRISE = 10.83  # least G2; chance reaches it once in a thousand times

# --------------------------------------------------------------------------- analysis

_TABLES = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
FUNCTION_WORDS = frozenset(_TABLES["function"].split())
ASKING_WORDS = frozenset(_TABLES["asking"].split())
_LETTERS: dict[str, str] = _TABLES["letters"]
_GREEK: dict[str, str] = _TABLES["greek"]
_NAMED = frozenset(_GREEK.values())
_TEX = re.compile(r"\\([A-Za-z]+)\*?")
_MATH_SIGNS = re.compile(r"[${}^_\\]")
_MARK = re.compile("[\u0300-\u036f]")


def _marks() -> str:
    """Return the combining marks that belong to words of many scripts, for a class of letters."""
    return "".join(c for c in map(chr, range(0x370, 0x10000)) if unicodedata.category(c)[0] == "M")


_LETTER = rf"(?:[^\W_]|[{_marks()}])"
_JOINT = r"[-'./&\u2010\u2011]"  # the last two are hyphens
_WORD = re.compile(rf"{_LETTER}+(?:{_JOINT}{_LETTER}+)*(?:\+\+|#)?")
_NUMBER = re.compile(r"\d+\.\d+")
_PARTS = re.compile(_JOINT)
_CJK_RUN = re.compile(
    "["
    "\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"  # radicals, kana and signs
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Chinese characters
    "\uac00-\ud7af"  # Hangul
    "]+"
)
_stemmer = Stemmer.Stemmer("english")


class Token(NamedTuple):
    """A term of a text; `surface` is the folded word that it comes from."""

    term: str
    surface: str
    kind: str  # "content", "function", or "joined": a compound written as one


def fold(text: str) -> str:
    """Return the text in small letters, without TeX and accents, with Greek symbols spelt out."""
    text = _TEX.sub(lambda m: f" {m[1]} " if m[1].lower() in _NAMED else " ", text)
    text = _MATH_SIGNS.sub("", text)
    text = unicodedata.normalize("NFKD", text).replace("’", "'")
    text = unicodedata.normalize("NFC", _MARK.sub("", text)).lower()
    if text.isascii():
        return text
    text = "".join(_LETTERS.get(c, c) for c in text)
    return "".join(
        f" {_GREEK[c]} " if c in _GREEK and _is_alone(text, i) else c for i, c in enumerate(text)
    )


def _is_alone(text: str, at: int) -> bool:
    """Return whether a Greek letter is a symbol and not a letter of a Greek word."""
    around = text[max(0, at - 1) : at] + text[at + 1 : at + 2]
    return not any(c in _GREEK for c in around)


@lru_cache(maxsize=1 << 17)
def stem(word: str) -> str:
    """Return the stem of a folded word; numbers and words of other scripts stay as they are."""
    return _stemmer.stemWord(word) if word.isascii() else word


def analyse(text: str) -> Iterator[Token]:
    """Yield the terms of a text in its order, the whole of a compound after its parts."""
    for match in _WORD.finditer(fold(text)):
        word = match[0]
        if _CJK_RUN.search(word):
            yield from _characters(word)
        elif word[-1] in "+#" or _NUMBER.fullmatch(word):  # C++, C#, 3.5
            yield Token(word, word, "content")
        else:
            yield from _parts(word.removesuffix("'s"))


def _characters(word: str) -> Iterator[Token]:
    """Yield the pairs of neighbours in a run of Chinese, Japanese or Korean; the rest is words."""
    at = 0
    for match in _CJK_RUN.finditer(word):
        yield from analyse(word[at : match.start()])
        run = match[0]
        for pair in map("".join, pairwise(run)) if len(run) > 1 else [run]:
            yield Token(pair, pair, "content")
        at = match.end()
    yield from analyse(word[at:])


def _parts(word: str) -> Iterator[Token]:
    """Yield the parts of a word, and after two or more of them the whole."""
    parts = [part for part in _PARTS.split(word) if part]
    for part in parts:
        if part in FUNCTION_WORDS or len(part) == 1:
            yield Token(f"~{part}", part, "function")
        else:
            yield Token(stem(part), part, "content")
    if len(parts) > 1:
        whole = "".join(parts)
        yield Token(stem(whole), whole, "joined")


# --------------------------------------------------------------------------- index


Pair = tuple[str, str]


class Paper(NamedTuple):
    """What is searched in a paper: a text or several for each field of `WEIGHTS`."""

    slug: str
    fields: Mapping[str, str | Sequence[str]]


@dataclass(frozen=True, slots=True)
class Index:
    """The papers, numbered in their order, and which of them hold a term or a pair of terms.

    `postings` are the levels of a term by the numbers of the papers that hold it. `counts` are the
    content terms of each paper with titles counted more, of which similar papers are found.
    """

    slugs: list[str]
    average: float
    postings: dict[str, dict[int, int]]
    pairs: dict[Pair, list[int]]
    counts: list[Counter[str]]

    def idf(self, df: int) -> float:
        """Return the weight of a term that so many papers hold."""
        return math.log(1 + (len(self.slugs) - df + 0.5) / (df + 0.5))


@dataclass(slots=True)
class _Tally:
    """What is counted in a paper: weighted terms, its length, its pairs, and its terms as they are.

    The pairs are the keys of a dictionary, in the order of the text.
    """

    weighted: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    length: float = 0.0
    pairs: dict[Pair, None] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)


def build(papers: Iterable[Paper]) -> Index:
    """Index papers, in the order in which ties are broken: the newest first."""
    slugs, tallies = [], []
    for paper in papers:
        slugs.append(paper.slug)
        tallies.append(_count(paper))
    average = pinned(sum(tally.length for tally in tallies) / max(1, len(tallies)))
    counts = [tally.counts for tally in tallies]
    return Index(slugs, average, _postings(tallies, average), _pairs(tallies), counts)


def pinned(average: float) -> float:
    """Return the power of the square root of two that is nearest."""
    return 2 ** (round(2 * math.log2(max(1.0, average))) / 2)


def _count(paper: Paper) -> _Tally:
    """Count the terms of all fields of a paper."""
    tally = _Tally()
    for name, value in paper.fields.items():
        for text in [value] if isinstance(value, str) else value:
            tokens = list(analyse(text))
            for token in tokens:
                if token.kind != "function" or name == "title":
                    tally.weighted[token.term] += WEIGHTS[name]
            if name not in UNMEASURED:
                terms = [token.term for token in tokens if token.kind == "content"]
                tally.length += WEIGHTS[name] * len(terms)
                tally.pairs |= dict.fromkeys(pairwise(terms))
                for term in terms:
                    tally.counts[term] += SIMILAR_TITLE if name == "title" else 1
    return tally


def _postings(tallies: Iterable[_Tally], average: float) -> dict[str, dict[int, int]]:
    """Return the levels of each term by the papers' numbers."""
    postings: dict[str, dict[int, int]] = defaultdict(dict)
    for number, tally in enumerate(tallies):
        norm = K1 * (1 - B + B * tally.length / average)
        for term, value in tally.weighted.items():
            postings[term][number] = max(1, round(LEVELS * value / (value + norm)))
    return dict(postings)


def _pairs(tallies: Sequence[_Tally]) -> dict[Pair, list[int]]:
    """Return the pairs that neither too few nor too many papers hold, with the papers' numbers."""
    holders: dict[Pair, list[int]] = defaultdict(list)
    for number, tally in enumerate(tallies):
        for pair in tally.pairs:
            holders[pair].append(number)
    most = max(PAIR_MOST, PAIR_SHARE * len(tallies))
    return {pair: found for pair, found in holders.items() if PAIR_PAPERS <= len(found) <= most}


# --------------------------------------------------------------------------- ranking


class Query(NamedTuple):
    """The terms of a query with their weights, and its neighbouring words."""

    weights: dict[str, float]
    pairs: list[Pair]


def read_query(text: str) -> Query:
    """Return what a query asks for; a word that is given twice weighs twice."""
    weights: dict[str, float] = defaultdict(float)
    pairs: dict[Pair, None] = {}
    before = ""
    for token in analyse(text):
        if token.kind == "function":
            weights[token.term] += FUNCTION_WEIGHT
        elif token.kind == "joined":
            weights[token.term] += JOINED_WEIGHT
        elif token.surface in ASKING_WORDS:
            weights[token.term] += ASKING_WEIGHT
        else:
            weights[token.term] += 1
            if before and before != token.term:
                pairs[before, token.term] = None
            before = token.term
    return Query(dict(weights), list(pairs))


def rank(index: Index, text: str, limit: int = 10) -> list[tuple[str, float]]:
    """Return the best papers for a query as pairs of slug and score, the best first."""
    query = read_query(text)
    scores: dict[int, float] = defaultdict(float)
    held: dict[int, float] = defaultdict(float)
    whole = 0.0
    for term, weight in query.weights.items():
        if not (found := index.postings.get(term)):
            continue  # a word that no paper holds asks nothing of them
        worth = weight * index.idf(len(found))
        whole += worth
        for number, level in found.items():
            scores[number] += worth * level / LEVELS
            held[number] += worth
    for number in scores:
        scores[number] *= (held[number] / (whole or 1)) ** COORDINATION
    for pair in query.pairs:
        holders = index.pairs.get(pair, [])
        for number in holders:
            scores[number] += PAIR_WEIGHT * PAIR_IMPACT * index.idf(len(holders))
    best = heapq.nsmallest(limit, scores, key=lambda number: (-scores[number], number))
    return [(index.slugs[number], scores[number]) for number in best]


# --------------------------------------------------------------------------- similar papers


def vectors(index: Index) -> list[dict[str, float]]:
    """Return the heaviest terms of each paper with their weights."""
    df = Counter(term for counts in index.counts for term in counts)
    worth = {term: index.idf(n) ** SIMILAR_IDF_POWER for term, n in df.items()}
    sizes = [sum(counts.values()) for counts in index.counts]
    average = sum(sizes) / max(1, len(sizes))
    made = []
    for counts, size in zip(index.counts, sizes, strict=True):
        norm = SIMILAR_K1 * (1 - SIMILAR_B + SIMILAR_B * size / average)
        weights = {term: worth[term] * n / (n + norm) for term, n in counts.items()}
        best = heapq.nsmallest(SIMILAR_TERMS, weights, key=lambda term: (-weights[term], term))
        made.append({term: weights[term] for term in best})
    return made


class Similar(NamedTuple):
    """A paper like another: its number, how much alike, and the terms that they share most."""

    number: int
    cosine: float
    shares: list[str]


def similar(
    papers: Sequence[dict[str, float]], wanted: Iterable[int], limit: int = 8
) -> Iterator[list[Similar]]:
    """Yield the papers most like each wanted one, out of those that share its heaviest terms."""
    norms = [math.sqrt(sum(weight * weight for weight in paper.values())) for paper in papers]
    mean = sum(norms) / max(1, len(norms))
    pivoted = [(1 - SIMILAR_PIVOT) * mean + SIMILAR_PIVOT * norm for norm in norms]
    holders = _holders(papers)
    for number in wanted:
        own = papers[number]
        near = _near(papers, number, holders, pivoted)
        # Divided by this paper's own norm too, which orders nothing but makes it comparable.
        found = [
            _compare(own, papers[other], other, norms[number] * pivoted[other]) for other in near
        ]
        yield heapq.nsmallest(limit, found, key=lambda one: (-one.cosine, one.number))


def _holders(papers: Iterable[Iterable[str]]) -> dict[str, list[int]]:
    """Return the numbers of the papers that hold a term, for all terms."""
    holders: dict[str, list[int]] = defaultdict(list)
    for number, paper in enumerate(papers):
        for term in paper:
            holders[term].append(number)
    return holders


def _near(
    papers: Sequence[dict[str, float]],
    number: int,
    holders: Mapping[str, list[int]],
    pivoted: Sequence[float],
) -> list[int]:
    """Return the papers that are worth a comparison: they share the heaviest of the rarer terms."""
    own = papers[number]
    probes = [term for term in own if 1 < len(holders[term]) <= SIMILAR_HOLDERS]
    guesses: dict[int, float] = defaultdict(float)
    for term in probes[:SIMILAR_PROBES]:
        for other in holders[term]:
            guesses[other] += own[term] * papers[other][term]
    guesses.pop(number, None)
    return heapq.nsmallest(
        SIMILAR_CANDIDATES, guesses, key=lambda other: (-guesses[other] / pivoted[other], other)
    )


def _compare(
    own: dict[str, float], theirs: dict[str, float], number: int, divisor: float
) -> Similar:
    """Return how much two papers are alike, and by which terms; `number` is the other's."""
    products = {term: weight * theirs[term] for term, weight in own.items() if term in theirs}
    shares = heapq.nsmallest(3, products, key=lambda term: (-products[term], term))
    return Similar(number, sum(products.values()) / divisor, shares)


# --------------------------------------------------------------------------- related words


def related(papers: Sequence[dict[str, float]], limit: int = 5) -> dict[str, list[str]]:
    """Return, for each word, those that stand with it more often than chance has it.

    How far that is from chance is measured by Dunning's G2.
    """
    tops = _telling(papers)
    holders = _holders(tops)
    made = {}
    for term, numbers in sorted(holders.items()):
        together = Counter(other for number in numbers for other in tops[number])
        del together[term]
        scores: dict[str, float] = {}
        for other, both in together.items():
            n = len(holders[other])
            if both >= RELATED_TOGETHER and both * len(papers) > len(numbers) * n:
                scores[other] = _surprise(both, len(numbers), n, len(papers))
        enough = [other for other, score in scores.items() if score >= RELATED_SURPRISE]
        if best := heapq.nsmallest(limit, enough, key=lambda other: (-scores[other], other)):
            made[term] = best
    return made


def _telling(papers: Sequence[dict[str, float]]) -> list[list[str]]:
    """Return each paper's heaviest words that neither too few nor too many others have."""
    tops = [
        sorted(term for term in islice(paper, RELATED_TERMS) if not term[0].isdigit())
        for paper in papers
    ]
    df = Counter(term for top in tops for term in top)
    most = max(RELATED_MOST, RELATED_SHARE * len(papers))
    return [[term for term in top if RELATED_LEAST <= df[term] <= most] for top in tops]


def _surprise(both: int, one: int, other: int, total: int) -> float:
    """Return the log-likelihood ratio of two words' standing together."""
    cells = (both, one - both, other - both, total - one - other + both)
    margins = (one, other, total - one, total - other)
    inner, outer = sum(map(_n_log_n, cells)), sum(map(_n_log_n, margins))
    return 2 * (inner + _n_log_n(total) - outer)


def _n_log_n(n: int) -> float:
    """Return n times its logarithm, which is nothing for nothing."""
    return n * math.log(n) if n > 0 else 0.0
