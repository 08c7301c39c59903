"""What a machine mends in a paper's file: wrong things alone, and nothing the second time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support import FEED, HARD, ROOT, VALUES

from broadsheet.content.fields import PAPER, names_of
from broadsheet.content.fixing import fix_paper
from broadsheet.content.model import Discussion, Topic
from broadsheet.content.papers import read_paper
from broadsheet.content.problems import errors
from broadsheet.content.settings import MAX_FILE, read_topics
from broadsheet.content.writing import write_paper

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

    from broadsheet.content.model import Paper

X = "2025/06/25/x.md"
TOPICS = (
    Topic("reasoning", "Reasoning", "...", ("logic", "multi-step reasoning")),
    Topic("vision", "Vision", "...", ("images",)),
    Topic("small-models", "Small models", "...", ("images",)),
)
GOOD = """---
title: "A paper: with a colon"
authors: [Ada Lovelace, Grace Hopper]
published: 2025-06-25
arxiv: "2506.00001"
topics: [reasoning]
summary: What was done, and what was found.
---
"""
CASES = ROOT / "tests" / "broken"
BROKEN = sorted(
    path.relative_to(CASES).as_posix() for path in CASES.rglob("*.md") if path.is_file()
)
ORDER = names_of(PAPER)


def fix(text: str) -> str:
    """Mend a file of a good name twice; give the text, which the second time must not change."""
    path, once = fix_paper(X, text.encode(), TOPICS)
    assert (path, once) == (X, fix_paper(path, once, TOPICS)[1])
    return once.decode()


def fix_head(*lines: str) -> list[str]:
    """Mend front matter of these lines; give its lines."""
    fixed = fix("\n".join(["---", *lines, "---", ""]))
    assert fixed.startswith("---\n")
    assert fixed.endswith("\n---\n")
    return fixed.split("\n")[1:-2]


def read(text: str) -> tuple[Paper, bool]:
    """Read a paper; give it, and whether it has no error."""
    paper, problems = read_paper(X, text.encode(), lambda _: None)
    return paper, not errors(problems)


# --------------------------------------------------------------------------- what stays


def test_content_in_order_stays() -> None:
    """What curators keep in order is not touched."""
    topics, _ = read_topics(FEED, [])
    files = {one.relative_to(FEED).as_posix(): one.read_bytes() for one in FEED.rglob("*.md")}
    assert {path: fix_paper(path, data, topics) for path, data in files.items()} == {
        path: (path, data) for path, data in files.items()
    }


@pytest.mark.parametrize("title", HARD)
def test_what_the_program_writes_stays(title: str) -> None:
    """The form of `new` and the form of `check --fix` are one."""
    values = {
        **VALUES,
        "title": title,
        "authors": (title, "Grace Hopper"),
        "doi": "10.1000/a(b)c",
        "venue": title,
        "code": "https://github.com/o/n",
        "discussion": Discussion("https://e.org/d", 2),
        "summary": title,
    }
    comments = {"published": "mend the day", "figure": "a picture?"}
    text = write_paper(values, "An abstract.\n\nOf two parts.", comments)
    assert fix(text) == text


def test_a_file_without_topics_stays_as_it_is_written() -> None:
    """The comment in the place of a field that is still to come keeps that place."""
    values = {name: value for name, value in VALUES.items() if name != "topics"}
    text = write_paper({**values, "summary": None}, "", {"topics": "topics: [...]"})
    assert fix(text) == text


@pytest.mark.parametrize("name", BROKEN)
def test_every_broken_example_is_mended_once(name: str) -> None:
    """Nothing that contributors do wrong crashes it, or is mended in two goes."""
    path = name.partition("/content/")[2]
    once = fix_paper(path, (CASES / name).read_bytes(), TOPICS)
    assert fix_paper(*once, TOPICS) == once


@pytest.mark.parametrize(
    "line",
    [
        "authors: Ada Lovelace and Grace Hopper",
        "authors: [Ada Lovelace, et al.]",
        "published: 25 June 2025",
        "code: github.com/owner/name",
        "topics: [cooking]",
        "topics: [images]",  # a word for two topics
        "topics: cooking and more",
        'code: "https://e.org/x',
        "title: Two: lines\n  of it",
        "doi: 11.1000/1",
    ],
)
def test_a_choice_is_left_to_people(line: str) -> None:
    """What could be meant in two ways, or is not there, stays with its message."""
    text = f"---\n{line}\n---\n"
    assert fix(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "No front matter.\n",
        "---\nno: end\n",
        "---\n---\n",
        "---\n\n---\n",
        "---\njust a text\n---\n",
        "---\n- a list\n---\n",
        "---\n{title: a, arxiv: '2506.00001v1', x: y\n---\n",
        "---\ndoi: *x\n---\n",
        "---\ntopics: &x [logic]\naliases: *x\n\n---\n",
        "---\n" + "a: " + "[" * 5000 + "\n---\n",
    ],
)
def test_what_cannot_be_understood_stays(text: str) -> None:
    """Where it is not certain what a line is, no line is changed."""
    assert fix(text) == text


def test_a_file_that_nobody_reads_stays() -> None:
    """Too large, in no encoding that is known, empty, elsewhere: all bytes are as they were."""
    for data in (b"x\r" * MAX_FILE, b"---\r\ntitle: \xff\r\n---", b"", b"\n \n"):
        assert fix_paper(X, data, TOPICS) == (X, data)
    assert fix_paper("collections/A B.md", b"x\r\n", TOPICS) == ("collections/A B.md", b"x\r\n")


def test_a_note_keeps_its_fields() -> None:
    """A day's note has other fields than a paper; its bytes are mended all the same."""
    note = b"---\r\n\r\norder: [b, a]\r\n---\r\nA note."
    fixed = b"---\norder: [b, a]\n---\nA note.\n"
    assert fix_paper("2025/06/25/index.md", note, TOPICS) == ("2025/06/25/index.md", fixed)


# --------------------------------------------------------------------------- bytes and lines


def test_bytes_of_other_systems_are_made_plain() -> None:
    """The byte order mark goes, all line ends are alike, invisible characters are left out."""
    text = "\ufeff" + GOOD.replace("\n", "\r\n").replace("with", "wi\u202eth\x00") + "A\rtext."
    assert fix(text) == GOOD + "A\ntext.\n"


def test_a_text_keeps_its_white_space_within() -> None:
    """Two spaces at the end of a line are a line break in Markdown; only the end is cut."""
    assert fix(f"{GOOD}\nOne  \ntwo\t\n\n\nthree  \n \n\n") == f"{GOOD}\nOne  \ntwo\t\n\n\nthree\n"


def test_white_space_at_line_ends_goes() -> None:
    """In the front matter, and at its fences, it says nothing."""
    text = GOOD.replace("\n", " \t\n")
    assert fix(text) == GOOD


def test_white_space_that_says_something_stays() -> None:
    """Behind a backslash, a space is part of the text."""
    lines = ['title: "A word\\ ', '  and another"']
    assert fix_head(*lines) == lines


def test_number_sign_of_a_title_stays_above_white_space() -> None:
    """A line of spaces is no more of the title, whose `#` is then quoted as any other."""
    assert fix_head("title: Judging C #1", "   ", "published: 2025-06-25") == [
        'title: "Judging C #1"',
        "published: 2025-06-25",
    ]


def test_tabs_that_indent_become_spaces() -> None:
    """YAML refuses them; each is one step."""
    assert fix_head("authors:", "\t- Ada Lovelace", "figure:", "  file: a.png", "\talt: A") == [
        "authors:",
        "  - Ada Lovelace",
        "figure:",
        "  file: a.png",
        "  alt: A",
    ]


def test_tabs_that_yaml_takes_stay() -> None:
    """A tab within a block of text breaks nothing."""
    lines = ["summary: >-", "  One", "  \ttwo."]
    assert fix_head(*lines) == lines


# --------------------------------------------------------------------------- quotes


@pytest.mark.parametrize(
    ("line", "fixed"),
    [
        ("title: Resa: models", 'title: "Resa: models"'),
        ("title:  Judging C #1 of many  ", 'title:  "Judging C #1 of many"'),
        ("title: $\\alpha$: a constant", "title: '$\\alpha$: a constant'"),
        ('title: "Let us think": it\'s', "title: '\"Let us think\": it''s'"),
        ("venue: [Re] ICLR", 'venue: "[Re] ICLR"'),
        ("submitted_by: @ada", 'submitted_by: "@ada"'),
        ("summary: What was done: this.", 'summary: "What was done: this."'),
    ],
)
def test_text_that_needs_quotes_gets_them(line: str, fixed: str) -> None:
    """The file says what it was read as."""
    assert fix_head(line) == [fixed]


@pytest.mark.parametrize(
    ("line", "fixed"),
    [
        ('title: "The $\\nabla$ of it"', "title: 'The $\\nabla$ of it'"),
        ('title: "It\'s $\\sigma$"', "title: 'It''s $\\sigma$'"),
        ('title: "50\\% of $\\{x\\}$"', "title: '50\\% of $\\{x\\}$'"),
        ('title: "\\textbf{Bold}"', "title: '\\textbf{Bold}'"),
        ('title: "$\\xi$" # TeX', "title: '$\\xi$' # TeX"),
        ('authors: ["Erd\\H{o}s", "B"]', "authors: ['Erd\\H{o}s', \"B\"]"),
        ('figure: {file: a.png, alt: "$\\rho$"}', "figure: {file: a.png, alt: '$\\rho$'}"),
    ],
)
def test_lost_backslash_is_saved_by_single_quotes(line: str, fixed: str) -> None:
    """Whether YAML refuses the text or makes another one of it."""
    assert fix_head(line) == [fixed]


@pytest.mark.parametrize(
    "line",
    [
        'title: "A \\"word\\" of $\\sigma$"',
        'title: "One\\ntwo"',
        'title: "Caf\\u00e9 \\alpha"',
        'title: "$\\\\sigma$"',
        'title: "$a\\ b$"',
        'code: "over \\',
    ],
)
def test_meant_escapes_stay(line: str) -> None:
    """Who may know what a backslash does in double quotes is not corrected."""
    assert fix_head(line) == [line]


def test_lost_backslash_in_a_text_of_two_lines_stays() -> None:
    """Its line breaks would have to be chosen anew."""
    lines = ['summary: "One $\\nabla$', '  and two."']
    assert fix_head(*lines) == lines


@pytest.mark.parametrize(
    ("line", "fixed"),
    [
        ("title: “Foo: a bar”", 'title: "Foo: a bar"'),
        ("title: ‘Foo’", 'title: "Foo"'),
        ("title: „Foo“ # c", 'title: "„Foo“ # c"'),
        ("title: „Foo“", 'title: "Foo"'),
        ('title: « Foo: a "bar" »', "title: 'Foo: a \"bar\"'"),
        ("code: “https://e.org/x” # c", 'code: "https://e.org/x" # c'),
        ("arxiv: “https://arxiv.org/abs/2506.00001v3”", 'arxiv: "2506.00001"'),
        ("authors: [“Ada Lovelace”, Grace]", 'authors: ["Ada Lovelace", Grace]'),
        ("topics: [“Multi-step Reasoning”]", "topics: [reasoning]"),
    ],
)
def test_typographic_quotes_become_straight(line: str, fixed: str) -> None:
    """Quotes of a word processor around a whole value are meant as YAML's."""
    assert fix_head(line) == [fixed]


@pytest.mark.parametrize(
    "line",
    [
        'title: "“Foo”"',  # they are the title's, as somebody has said
        "title: '“Foo”'",
        "title: “Foo” and “bar”",
        "title: It is “Foo”",
        "title: “Foo",
        "title: “”",
        "authors: [“Lovelace, Ada”]",
        "title: “Foo”\n  and bar",
        "summary: |\n  “Foo”",
    ],
)
def test_typographic_quotes_within_a_value_stay(line: str) -> None:
    """They are letters like others."""
    assert fix_head(*line.split("\n")) == line.split("\n")


# --------------------------------------------------------------------------- ids and topics


@pytest.mark.parametrize(
    ("line", "fixed"),
    [
        ("arxiv: 2411.00010", 'arxiv: "2411.00010"'),
        ('arxiv: "2506.00001v2"', 'arxiv: "2506.00001"'),
        ("arxiv: 'quant-ph/0201082'", "arxiv: 'quant-ph/0201082'"),
        ("arxiv: arXiv:2506.00001  # new", 'arxiv: "2506.00001"  # new'),
        ("arxiv: https://arxiv.org/pdf/2506.00001v1.pdf", 'arxiv: "2506.00001"'),
        ("doi: 10.1000/182", 'doi: "10.1000/182"'),
        ("doi: 'https://doi.org/10.1000/It''s'", 'doi: "10.1000/It\'s"'),
        ("arxiv: 2506.1", "arxiv: 2506.1"),
        ("url: https://arxiv.org/abs/2506.00001v1", 'arxiv: "2506.00001"'),
        ("url: https://doi.org/10.5555/only.4", 'doi: "10.5555/only.4"'),
        ("url: https://example.org/2506.00001", "url: https://example.org/2506.00001"),
        ('doi: "10.5555/3292500.3330701."', 'doi: "10.5555/3292500.3330701"'),
        ("doi: 10.3319/TAO.2009.05.25.02(IWNOP)", 'doi: "10.3319/TAO.2009.05.25.02(IWNOP)"'),
    ],
)
def test_ids_are_bare_and_in_quotes(line: str, fixed: str) -> None:
    """The version and the address go; what holds no id stays."""
    assert fix_head(line) == [fixed]


@pytest.mark.parametrize(
    ("value", "fixed"),
    [
        ("[logic]", "[reasoning]"),
        ("[Multi-Step  Reasoning, vision]", "[reasoning, vision]"),
        ('["Small Models", VISION] # two', "[small-models, vision] # two"),
        ("[logic, reasoning, Reasoning, vision]", "[reasoning, vision]"),
        ("[vision, vision]", "[vision]"),
        ("[\n  logic, vision,\n  reasoning]", "[\n  reasoning, vision]"),
        ("\n- logic # why\n- vision\n- reasoning", "\n- reasoning # why\n- vision"),
        ("\n- vision # why\n- Vision", "\n- vision # why\n- Vision"),
        ("\n- vision\n- Vision # why", "\n- vision\n- Vision # why"),
        ("[vision, Vision] # why", "[vision] # why"),
        ("reasoning", "[reasoning]"),
        ("cooking # ?", "[cooking] # ?"),
        ('"multi-step reasoning"', "[reasoning]"),
        ("logic, Vision, reasoning", "[reasoning, vision]"),
        ("[cooking, logic]", "[cooking, reasoning]"),
    ],
)
def test_topics_get_their_slugs(value: str, fixed: str) -> None:
    """By any of their words, each once, always in a list; a comment is worth a double entry."""
    assert "\n".join(fix_head(*f"topics: {value}".split("\n"))) == f"topics: {fixed}".replace(
        " \n", "\n"
    )


# --------------------------------------------------------------------------- the order


def test_fields_come_in_their_order() -> None:
    """With their values of many lines, whatever the style."""
    assert fix_head(
        "summary: >-",
        "  One,",
        "",
        "  # no comment,",
        "  two.",
        "topics:",
        "- reasoning",
        "authors: [Ada,",
        "# a comment in a list",
        "  Grace]",
        'title: "A',
        '  title"',
    ) == [
        'title: "A',
        '  title"',
        "authors: [Ada,",
        "# a comment in a list",
        "  Grace]",
        "topics:",
        "- reasoning",
        "summary: >-",
        "  One,",
        "",
        "  # no comment,",
        "  two.",
    ]


def test_comments_go_with_their_fields() -> None:
    """Above it or behind it; at the top and at the end they stay there."""
    assert fix_head(
        "# Of the file.",
        "",
        "# Of the link,",
        "# in two lines.",
        "code: https://e.org/x  # behind it",
        "",
        "",
        "# Of the authors.",
        "authors:",
        "  - Ada  # behind Ada",
        "  # - Grace is to be asked",
        "title: A",
        "# At the end.",
    ) == [
        "# Of the file.",
        "",
        "title: A",
        "# Of the authors.",
        "authors:",
        "  - Ada  # behind Ada",
        "  # - Grace is to be asked",
        "# Of the link,",
        "# in two lines.",
        "code: https://e.org/x  # behind it",
        "# At the end.",
    ]


def test_a_comment_parted_from_the_next_field_belongs_to_the_one_before() -> None:
    """The empty line that parts it stays, for without it the comment would be the next one's."""
    assert fix_head("venue: X", "", "# Is it?", "", "", "title: A", "", "doi: '10.1000/1'") == [
        "title: A",
        "doi: '10.1000/1'",
        "venue: X",
        "# Is it?",
    ]
    lines = ["title: A", "# Is it?", "", "venue: X"]
    assert fix_head(*lines) == lines


def test_empty_lines_between_fields_go() -> None:
    """Those within a value are its own."""
    assert fix_head("", "title: A", "", "", "summary: |", "", "  One.", "", "  Two.", "", "") == [
        "title: A",
        "summary: |",
        "",
        "  One.",
        "",
        "  Two.",
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ("venue: X", "tite: A", "authors: [B]"),
        ("venue: X", "title: A", "venue: Y"),
        ("{venue: X, title: A}",),
        ("? venue", ": X", "title: A"),
        ("venue: X", "title: A", "..."),
    ],
)
def test_order_that_is_not_plain_is_left(lines: tuple[str, ...]) -> None:
    """A field that is unknown or stands twice, and YAML that few write."""
    assert fix_head(*lines) == list(lines)


# --------------------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("name", "fixed"),
    [
        ("2025/06/25/My Paper.md", "2025/06/25/my-paper.md"),
        ("2025/06/25/Über_uns (1).md", "2025/06/25/uber-uns-1.md"),
        (f"2025/06/25/{'long-' * 30}name.md", f"2025/06/25/{'long-' * 11}long.md"),
        (f"2025/06/25/{'long-' * 15}name.md", f"2025/06/25/{'long-' * 15}name.md"),
        ("2025/06/25/???.md", "2025/06/25/???.md"),
        ("2025/06/25/Index.md", "2025/06/25/Index.md"),
        ("2025/06/31/My Paper.md", "2025/06/31/My Paper.md"),
        ("2025/6/25/My Paper.md", "2025/6/25/My Paper.md"),
    ],
)
def test_a_bad_name_becomes_the_one_that_check_proposes(name: str, fixed: str) -> None:
    """One that is good, one that cannot be made good, and any in a bad folder stay."""
    assert fix_paper(name, GOOD.encode(), TOPICS) == (fixed, GOOD.encode())


# --------------------------------------------------------------------------- whatever comes


VALUE_TEXTS = {
    "title": ["Plain", "A: b", '"In quotes"', "'It''s'", "Two\n  lines", "A \\ b", "$x$: y"],
    "authors": ["[Ada, Bo]", "\n  - Ada\n  - Bo", "\n- Ada\n\n- Bo", "[Ada,\n  Bo,]", '["A, B"]'],
    "published": ["2025-06-25", "'2025-06-24'"],
    "arxiv": ["2506.00001", '"2506.00001v2"', "arXiv:2506.00001", ">-\n  2506.00001"],
    "doi": ["10.1000/182", "https://doi.org/10.1000/182", '"10.1000/182"'],
    "venue": ["X", "X: y", '"X"', "X #1"],
    "code": ["https://e.org/x", '"https://e.org/x"'],
    "topics": ["[reasoning]", "\n- reasoning\n- vision", "[ vision , reasoning ]", "[logic-x]"],
    "discussion": ["{url: https://e.org/d}", "\n  url: https://e.org/d\n  comments: 2"],
    "aliases": ["[a, b]", "[]"],
    "summary": [
        "Plain.",
        ">-\n  One\n\n  two.",
        "|+\n  One\n",
        '"One\n  two"',
        "What: this.",
        "|\n    # One\n  \n    two  ",
    ],
}
COMMENTED = set(VALUE_TEXTS) - {"title", "venue", "summary"}  # the others may hold the sign `#`


SPACE = st.sampled_from(["", " "])


@st.composite
def files(draw: DrawFn) -> tuple[str, dict[str, list[str]]]:
    """Draw a paper's file that can be read, and each field's comments, those above it first."""
    lines = draw(st.sampled_from([[], ["# top", ""], ["", "# top", ""]]))
    comments: dict[str, list[str]] = {}
    optional = draw(st.sets(st.sampled_from(sorted(VALUE_TEXTS))))
    names = {"title", "authors", "published", "arxiv", "summary"} | optional
    for name in draw(st.permutations(sorted(names))):
        lines += [""] * draw(st.integers(0, 2))
        above = [f"# above {name} {at}" for at in range(draw(st.integers(0, 2)))]
        first, *rest = draw(st.sampled_from(VALUE_TEXTS[name])).split("\n")
        behind = f"# behind {name}" if name in COMMENTED and draw(st.booleans()) else ""
        may_go_on = name in COMMENTED and not rest
        below = f"  # below {name}" if may_go_on and draw(st.booleans()) else ""
        lines += [
            *above,
            f"{name}: {first} {behind}".rstrip() + draw(SPACE),
            *rest,
            *([below] if below else []),
        ]
        comments[name] = [*above, *filter(None, [behind, below.strip()])]
    lines += draw(st.sampled_from([[], ["# end"], ["", "# end"], [""]]))
    end = draw(st.sampled_from(["\n", "\r\n"]))
    body = draw(st.sampled_from(["", "\nA text.  \nIt goes on.\n\n", "A text."]))
    return end.join(["---", *lines, "---"]) + "\n" + body, comments


@given(files())
def test_a_paper_is_the_same_after_mending(drawn: tuple[str, dict[str, list[str]]]) -> None:
    """It is read as before, its fields are in order, its comments are where they were."""
    text, comments = drawn
    before, good = read(text)
    fixed = fix(text)
    after, still_good = read(fixed)
    assert good
    assert still_good
    assert after == before
    lines = fixed.split("---\n")[1].split("\n")
    fields = [(line.partition(":")[0], at) for at, line in enumerate(lines)]
    starts = {name: at for name, at in fields if name in comments}
    assert list(starts) == [name for name in ORDER if name in comments]
    for name, told in comments.items():
        above = [one for one in told if "above" in one]
        assert lines[starts[name] - len(above) : starts[name]] == above
        assert all(fixed.count(one) == 1 for one in told)
        assert f"# behind {name}" not in told or f"# behind {name}" in lines[starts[name]]
        assert f"# below {name}" not in told or f"# below {name}" in lines[starts[name] + 1]
    assert text.count("# top") == fixed.startswith("---\n# top\n\n")
    assert text.count("# end") == fixed.count("\n# end\n---\n")


SIGNS = " \t\n\r#:\"'\\[]{},-|>&*!?.%@$“”\ufeff\x85"
PIECES = ("\n\n", "\n  ", " #c", "\n# c\n", ": ", "- ", "\\n", "\n...", "&a", "*a", "---")
LINES = ("\n---\n", "\ntitle: ", "\ntopics: logic\n", "\n \n", '\ndoi: "')
PIECE = st.sampled_from([*SIGNS, *PIECES, *LINES])
START = """---
# top

title: A paper on things
authors:
  - Ada Lovelace
  - Grace Hopper # here
published: 2025-06-25

summary: >-
  What was done, and
  what was found.
# of the id
arxiv: "2506.00001"
venue: 'ICLR 2025'
topics: [vision, reasoning]
# end
---
A text.
"""


@given(st.lists(st.tuples(st.integers(0, len(START)), st.integers(0, 3), PIECE), max_size=6))
@example([(START.index("title") + 7, 0, "“"), (START.index(" on") + 1, 0, "” “")])
def test_whatever_is_in_a_file_is_mended_once_and_not_lost(
    changes: list[tuple[int, int, str]],
) -> None:
    """A file with anything put in or taken out: what was read is read, and no fix has two goes."""
    text = START
    for at, length, piece in changes:
        text = text[:at] + piece + text[at + length :]
    fixed = fix(text)
    before, good = read(text)
    after, still_good = read(fixed)
    if good:
        assert still_good
        assert plain(after) == plain(before)
    assert after.body == before.body or not good


def plain(paper: Paper) -> Paper:
    """Return a paper without what mending may change: topics, and typographic quotes."""
    texts = {name: getattr(paper, name).strip("“” ") for name in ("title", "venue", "summary")}
    authors = tuple(name.strip("“” ") for name in paper.authors)
    return replace(paper, topics=(), authors=authors, **texts)
