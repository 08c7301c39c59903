"""A day as a thread: what the posts say, and that each fits, counted here in another way."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest

from broadsheet.content.model import Paper, Status
from broadsheet.mailing.payloads import make_payloads
from broadsheet.mailing.places import PLACES
from broadsheet.mailing.threads import Day, TooLongError, make_thread
from broadsheet.words.words import words_of

BASE = "https://papers.example.org/feed/"
JOINER = "\N{WORD JOINER}"
FAMILY = "👨\u200d👩\u200d👧"
LONG = "Of many words and longer than any post " * 10 + "it is"
ZALGO = "e\u0301\u0302\u0303"
SUMMARY = (
    "What was done, and what was found. It took $a + b = c$ and more words than there is room for,"
    " since a summary is a few sentences. The last one says how it ended."
)
PAPERS = {
    "plain": Paper("plain", "2025-06-25", "A Paper", ("Ada Lovelace",), "", summary="It works."),
    "many": Paper(
        "many",
        "2025-06-25",
        "By many",
        tuple(f"Author Number{number}" for number in range(664)),
        "",
        summary=SUMMARY,
    ),
    "long-names": Paper(
        "long-names", "2025-06-25", "By few", ("Abcdefghi " * 19 + "Last",) * 4, "", summary=SUMMARY
    ),
    "long": Paper("long", "2025-06-25", LONG, ("Ada Lovelace", "Will Of"), "", summary=SUMMARY),
    "chinese": Paper(
        "chinese",
        "2025-06-25",
        "注意力就是你所需要的一切" * 20,
        ("李明",),
        "",
        summary="它有效。" * 150,
    ),
    "arabic": Paper(
        "arabic",
        "2025-06-25",
        "الانتباه كل ما تحتاجه",
        ("علي",),
        "",
        summary="وُجد أن الأمر يعمل جيّدًا " * 30,
    ),
    "emoji": Paper("emoji", "2025-06-25", FAMILY * 3, ("A",), "", summary=f"{FAMILY} " * 600),
    "marks": Paper("marks", "2025-06-25", ZALGO * 5, ("A",), "", summary=f"{ZALGO * 4} " * 300),
    "think": Paper(
        "think",
        "2025-06-25",
        "Beyond <think> & $1 Million",
        ("A",),
        "",
        summary="`<think>` it. " * 60,
    ),
    "formula": Paper(
        "formula",
        "2025-06-25",
        "$x + y = z$ in $R^3$",
        ("A",),
        "",
        summary="So $x + y = z$ holds " * 60,
    ),
    "link": Paper(
        "link",
        "2025-06-25",
        "See https://evil.example/?a=b",
        ("A",),
        "",
        summary="Read <https://example.org/one-two-three-four-five> or [this](https://b.example). "
        * 9,
    ),
    "calls": Paper(
        "calls",
        "2025-06-25",
        "@everyone #words <!channel> pass@1 in C#",
        ("A",),
        "",
        summary="*a* @b",
    ),
}
# A cluster in a regular expression: a line break, a flag, emoji joined, a syllable of Hangul, or
# any sign, and what extends it. The marks are those that the texts of this test have.
MARK = "[\u0300-\u036f\u064b-\u0652\u200d]"
EXTEND = f"(?:{MARK}|[\ufe0f\U0001f3fb-\U0001f3ff])"
CLUSTER = re.compile(
    rf"\r\n|[\U0001f300-\U0001faff]{EXTEND}*(?:(?<=\u200d)[\U0001f300-\U0001faff]{EXTEND}*)*"
    rf"|.{EXTEND}*",
    re.DOTALL,
)


def thread(place: str, *papers: Paper, base: str = BASE, language: str = "en") -> tuple[str, ...]:
    """Return the thread of a day."""
    day = Day("Daily Papers", "2025-06-25", base, words_of(language))
    return make_thread(day, papers, PLACES[place])


def post(place: str, name: str) -> str:
    """Return the post of a paper."""
    return thread(place, PAPERS[name])[1]


def count(text: str) -> int:
    """Return how many clusters a text has."""
    return sum(1 for _ in CLUSTER.finditer(text))


@pytest.mark.parametrize("name", PAPERS)
def test_post_fits(name: str) -> None:
    """Counted as each place counts; the link stands whole at the end."""
    link = f"{BASE}papers/{name}.html"
    for told in thread("mastodon", PAPERS[name]):
        words, found, _ = told.partition("https://")
        assert found
        assert count(words) + 23 <= 500
    for told in thread("bluesky", PAPERS[name]):
        assert count(told) <= 300
        assert len(told.encode("utf-8")) <= 3000
    for told in thread("slack", PAPERS[name]):
        assert sum(2 if sign > "\uffff" else 1 for sign in told) <= 3000
    assert post("mastodon", name).endswith(f"\n\n{link}")
    assert post("bluesky", name).endswith(f"\n\n{link}")
    assert post("slack", name).startswith(f"<{link}|")
    assert post("text", name).endswith(f"\n\n{link}")


@pytest.mark.parametrize("name", ["long", "chinese", "emoji", "marks", "formula"])
def test_room_is_used(name: str) -> None:
    """A post that says less than it could ends close to the bound, not far before it."""
    told = post("mastodon", name)
    assert count(told.partition("https://")[0]) + 23 > 420


def test_posts() -> None:
    """The first says what there is; then comes one a paper, in their order."""
    first, plain, many = thread("mastodon", PAPERS["plain"], PAPERS["many"])
    assert first == (
        "Daily Papers\nWednesday, 25 June 2025\n\n2 papers, the first of them: A Paper\n\n"
        "https://papers.example.org/feed/2025/06/25.html"
    )
    assert plain == (
        "A Paper\nAda Lovelace\n\nIt works.\n\nhttps://papers.example.org/feed/papers/plain.html"
    )
    assert many == (
        "By many\nAuthor Number0, Author Number1, Author Number2 and 661 more\n\n"
        "What was done, and what was found. It took a\xa0+\xa0b\xa0=\xa0c and more words than there"
        " is room for, since a summary is a few sentences. The last one says how it ended.\n\n"
        "https://papers.example.org/feed/papers/many.html"
    )


def test_one_paper() -> None:
    """It is not the first of several."""
    (first, _) = thread("text", PAPERS["plain"])
    assert first == (
        "Daily Papers\nWednesday, 25 June 2025\n\n1 paper: A Paper\n\n"
        "https://papers.example.org/feed/2025/06/25.html"
    )


def test_summary_ends_with_a_sentence() -> None:
    """As many as fit; the rest stands behind the link."""
    summary = f"What was done, and what was found. It is told {'at length, ' * 30}and ends."
    paper = Paper("told", "2025-06-25", "A Paper", ("Ada Lovelace",), "", summary=summary)
    assert thread("bluesky", paper)[1] == (
        "A Paper\nAda Lovelace\n\nWhat was done, and what was found.\n\n"
        "https://papers.example.org/feed/papers/told.html"
    )


def test_long_names_are_fewer() -> None:
    """The first name stands alone, and if it is too long, none does."""
    title, names, *_ = post("mastodon", "long-names").split("\n")
    assert (title, names) == ("By few", "Abcdefghi " * 19 + "Last and 3 more")
    two = Paper("two", "2025-06-25", "By two", ("A" * 290, "B"), "", summary="It works.")
    assert thread("bluesky", two)[1] == (
        "By two\n\nIt works.\n\nhttps://papers.example.org/feed/papers/two.html"
    )


def test_names_make_room_for_the_summary() -> None:
    """Where three of them would leave none."""
    names = ("Ada " + "B" * 50, "Will " + "C" * 50, "Di " + "D" * 50)
    told = Paper("told", "2025-06-25", "A Paper of " * 6 + "it", names, "", summary=SUMMARY)
    assert (
        f"\n{names[0]} and 2 more\n\nWhat was done, and what was found.\n\n"
        in (thread("bluesky", told)[1])
    )


def test_long_title_is_cut_behind_a_word() -> None:
    """And the first name still stands below it."""
    title, names, *_ = post("bluesky", "long").split("\n")
    assert title.endswith("…")
    assert LONG.startswith(title[:-1] + " ")
    assert names == "Ada Lovelace and 1 more"


def test_nothing_whole_is_cut() -> None:
    """No emoji, no letter with its marks, no formula and no link loses a part."""
    for place in ("mastodon", "bluesky"):
        assert set(
            re.sub(r"[\n …]|A$|https.*", "", post(place, "emoji"), flags=re.MULTILINE).split(FAMILY)
        ) == {""}
        marks = post(place, "marks").partition("https")[0]
        assert set(re.sub(r"[\n …A]", "", marks).split(ZALGO)) == {""}
        formulas = post(place, "formula").partition("\n\n")[2].partition("\n\n")[0]
        assert formulas.count("x\xa0+\xa0y\xa0=\xa0z") == formulas.count("x")
        assert formulas.count("x") == formulas.count("z")
    links = post("bluesky", "link").partition("\n\n")[2]
    assert links.startswith("Read https://example.org/one-two-three-four-five or")


def test_formulas_are_plain() -> None:
    """And money is money."""
    assert post("text", "formula").startswith("x\xa0+\xa0y\xa0=\xa0z in R³\n")
    assert post("bluesky", "think").startswith("Beyond <think> & $1 Million\n")


def test_mastodon_finds_neither_mention_nor_tag_nor_link() -> None:
    """A word joiner stands behind the sign that would begin one."""
    title, _ = post("mastodon", "calls").split("\n", 1)
    assert title == f"@{JOINER}everyone #{JOINER}words <!channel> pass@1 in C#"
    assert post("mastodon", "link").startswith(f"See https:{JOINER}//evil.example/?a=b\n")
    assert re.findall(r"https?://\S+", post("mastodon", "link")) == [f"{BASE}papers/link.html"]


def test_bluesky_text_stays_as_it_is() -> None:
    """There, facets alone make mentions."""
    assert post("bluesky", "calls").startswith("@everyone #words <!channel> pass@1 in C#\n")


def test_slack_neither_calls_nor_formats() -> None:
    """Its three signs are escaped, and those that format stand beside word joiners."""
    assert post("slack", "calls") == (
        f"<{BASE}papers/calls.html|@everyone #words &lt;!channel&gt; pass@1 in C#>\nA\na @b"
    )
    star = Paper("s", "2025-06-25", "> A* and *b* :tada: x_y", ("A",), "", summary="It works.")
    assert thread("slack", star)[1].partition("\n")[0] == (
        f"<{BASE}papers/s.html|{JOINER}&gt;{JOINER} A{JOINER}*{JOINER} and b :{JOINER}tada: x_y>"
    )


def test_text_is_wrapped() -> None:
    """At 72 columns, of which Han takes two and a mark none; the link stands out."""
    for name in PAPERS:
        for line in re.sub(MARK, "", post("text", name)).split("\n"):
            wide = len(re.findall("[\u2e80-\uffef\U0001f300-\U0001faff]", line))
            assert "://" in line or len(line) + wide <= 72, name


def test_log_obeys_no_post() -> None:
    """Nor does the runner of a workflow that prints a thread."""
    command = Paper("c", "2025-06-25", "::error::no ##[group]", ("A",), "", summary="It works.")
    for place in PLACES:
        told = thread(place, command)[1]
        assert "##[" not in told
        assert not re.search(r"^\s*::", told, re.MULTILINE)


def test_retracted_paper_says_so() -> None:
    """Before its title."""
    status = Status("retracted", "2025-07-01")
    gone = Paper("gone", "2025-06-25", "A Paper", ("A",), "", summary="No.", status=status)
    first, told = thread("text", gone)
    assert told.startswith("Retracted: A Paper\n")
    assert "1 paper: Retracted: A Paper\n" in first


def test_interface_speaks_its_language() -> None:
    """Dates and numbers are those of the site."""
    first, told = thread("mastodon", PAPERS["many"], language="de")
    assert first.startswith("Daily Papers\nMittwoch, 25. Juni 2025\n\n")
    assert "Author Number2 und 661 weitere" in told


def test_abstract_stands_for_a_summary() -> None:
    """Where there is none."""
    old = Paper("old", "2025-06-25", "A Paper", ("A",), "", opening="We do it.")
    assert "\n\nWe do it.\n\n" in thread("text", old)[1]


def test_address_that_leaves_no_room() -> None:
    """It is named, and nothing is posted that is too long."""
    with pytest.raises(TooLongError, match=r"/2025/06/25\.html"):
        thread("bluesky", PAPERS["plain"], base=f"https://example.org/{'a' * 280}/")


def test_bluesky_record() -> None:
    """The one facet is the link, by its bytes in UTF-8."""
    for name in ("chinese", "arabic", "emoji", "link", "calls"):
        _, told = make_payloads(thread("bluesky", PAPERS[name]), "bluesky", "zh-Hans")
        (facet,) = told["facets"]
        data = told["text"].encode()
        link = f"{BASE}papers/{name}.html"
        assert data[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode() == link
        assert facet["features"] == [{"$type": "app.bsky.richtext.facet#link", "uri": link}]
        assert (told["$type"], told["langs"]) == ("app.bsky.feed.post", ["zh-Hans"])


def test_mastodon_and_text_payloads() -> None:
    """A status with its language; a text alone."""
    assert list(make_payloads(("a",), "mastodon", "pt-BR")) == [{"status": "a", "language": "pt"}]
    assert list(make_payloads(("a",), "text", "en")) == [{"text": "a"}]


def test_slack_day_is_a_message() -> None:
    """Of a section a post; further messages follow where one would be too large."""
    (told,) = make_payloads(("a", "b"), "slack", "en")
    section: dict[str, Any] = {"type": "mrkdwn", "text": "b", "verbatim": True}
    assert told["text"] == "a"
    assert told["blocks"][1] == {"type": "section", "text": section}
    posts = tuple(f"{number}" + "x" * 2990 for number in range(30))
    messages = list(make_payloads(posts, "slack", "en"))
    assert [len(one["blocks"]) for one in messages] == [12, 12, 6]
    small = list(make_payloads(tuple("ab" * 51), "slack", "en"))
    assert [len(one["blocks"]) for one in small] == [50, 50, 2]


def test_threads_keep_their_order() -> None:
    """A post a paper, as the day has them."""
    posts = thread("bluesky", *PAPERS.values())
    assert len(posts) == len(PAPERS) + 1
    places = [
        list(PAPERS).index(re.findall(r"papers/([a-z-]+)\.html$", one)[0]) for one in posts[1:]
    ]
    assert all(one < other for one, other in pairwise(places))
