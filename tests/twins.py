"""The search page and its twin at the terminal, asked for the same; and queries made of papers.

Neither may drift from the other, since the ranking is measured on the one and used in the other.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.search.ranking import Searcher
from broadsheet.search.shelf import Shelf
from broadsheet.words.words import Words, words_of

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from searching import Search

FILTERS = (
    "author:{name}",
    'author:"{name}"',
    "-author:{name}",
    "topic:reasoning",
    "-topic:{topic}",
    "topic:nothing",
    "year:2025",
    "year:2020-2024",
    "has:code",
    "-has:code",
    "HAS:data",
)


class Answer(NamedTuple):
    """What a query is answered with: the first papers, how many there are, and what is noted."""

    total: int
    papers: list[str]
    near: list[str]
    note: str


class Text(NamedTuple):
    """What queries are made of: a paper's words, its authors' names, and a topic."""

    words: list[str]
    names: list[str]
    topic: str


ASK = """async (queries) => {
  const form = document.getElementById("search"), found = document.getElementById("found");
  const note = document.getElementById("mended"), near = document.getElementById("near");
  const slugs = (list) => list.hidden || found.hidden ? [] :
    [...list.querySelectorAll("h3 a")].map((one) => one.getAttribute("href").slice(7, -5));
  const answered = () => new Promise((done) => {
    const watch = new MutationObserver(() => {
      if (found.ariaBusy === "true") return;
      watch.disconnect();
      done();
    });
    watch.observe(found, { attributeFilter: ["aria-busy"] });
  });
  const answers = [];
  for (const query of queries) {
    form.q.value = query;
    form.requestSubmit();
    if (found.ariaBusy === "true") await answered();
    const count = found.hidden ? "0" : document.getElementById("state").textContent;
    const told = found.hidden || note.hidden ? "" : note.textContent;
    answers.push([count, slugs(found), slugs(near), told]);
  }
  return answers;
}"""


def ask_browser(search: Search, queries: Sequence[str]) -> list[Answer]:
    """Ask the page, as one who presses Enter does."""
    answers = []
    for count, *others in search.page.evaluate(ASK, list(queries)):
        answers.append(Answer(int(re.sub(r"\D", "", count) or "0"), *others))  # in any language
    assert search.tab.complaints == []
    return answers


def words_on(site: Path) -> Words:
    """Return what the interface of a site says."""
    front = (site / "index.html").read_text(encoding="utf-8")
    return words_of(front.partition('<html lang="')[2].partition('"')[0])


def ask_twin(site: Path, queries: Sequence[str]) -> list[Answer]:
    """Ask the twin, which reads the same files."""
    shelf = Shelf(lambda path: (site / path).read_bytes())
    searcher = Searcher(shelf)
    words = words_on(site)

    def ask(query: str) -> Answer:
        found = searcher.search(query)
        notes = [
            words.gettext(
                "No paper holds %(wrong)s; these are for %(right)s.", wrong=one, right=other
            )
            for one, other in found.mended
        ]
        if found.unknown:
            unknown = words.names(dict.fromkeys(found.unknown))
            notes.append(words.gettext("No paper holds %(wrong)s.", wrong=unknown))
        papers = [shelf.row(number).slug for number in found.numbers[:10]]
        near = [shelf.row(number).slug for number in found.near]
        return Answer(len(found.numbers), papers, near, words.gettext(" ").join(notes))

    return [ask(query) for query in queries]


def assert_twins(search: Search, site: Path, queries: Sequence[str]) -> list[Answer]:
    """See that both find the same, and return what it is."""
    answers = ask_browser(search, queries)
    twins = ask_twin(site, queries)
    pairs = zip(queries, answers, twins, strict=True)
    said = words_on(site).gettext("There is no topic %(wrong)s.", wrong="topic:")
    topic = re.compile(f" ?{re.escape(said).replace('topic:', '[^ ]*')}$")  # the page's alone
    differ = {
        query: (one, other)
        for query, one, other in pairs
        if one._replace(note=topic.sub("", one.note)) != other
    }
    assert differ == {}
    return answers


def misspell(word: str, dice: random.Random) -> str:
    """Return a word with a letter dropped, doubled, changed, or two of them swapped."""
    at = dice.randrange(len(word))
    first, letter, rest = word[:at], word[at], word[at + 1 :]
    return first + dice.choice(("", letter * 2, "e", rest[:1] + letter)) + rest[1:]


def make_query(text: Text, dice: random.Random) -> str:
    """Make a query of a paper: words, a phrase, a filter, what must not be there, or a slip."""
    start = dice.randrange(len(text.words))
    some = text.words[start : start + dice.randint(1, 5)]
    one = dice.choice(text.words)
    name = dice.choice(dice.choice(text.names).split())
    told = dice.choice(FILTERS).format(name=name, topic=text.topic)
    ways: tuple[Callable[[], str], ...] = (
        lambda: " ".join(some),
        lambda: " ".join(dice.sample(text.words, min(len(text.words), dice.randint(1, 6)))),
        lambda: f'"{" ".join(some[:3])}"',
        lambda: f'"{" ".join(some[:3])}" {one}',
        lambda: f"{one} {told}",
        lambda: told,
        lambda: f"{' '.join(some)} -{one}",
        lambda: f'{one} -"{" ".join(some[:2])}"',
        lambda: misspell(one, dice),
        lambda: f"{misspell(one, dice)} {some[0]}",
        lambda: one[: dice.randint(1, len(one))],
        lambda: " ".join(text.words[start : start + 30]),
        lambda: f"{name} {some[0]}",
    )
    return dice.choice(ways)()
