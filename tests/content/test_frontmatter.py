"""Front matter: taken apart from the text, and mended where it is clear what is meant."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from broadsheet.content.frontmatter import Source, compose, compose_any, decode, quote, split
from broadsheet.text.plain import CONTROL

one_line = st.text(
    st.characters(codec="utf-8").filter(
        lambda one: one not in "\r\n" and not CONTROL.fullmatch(one)
    ),
    min_size=1,
)


def title_of(text: str) -> tuple[str | None, list[str]]:
    """Read a title that stands in front matter without quotes; give it with the messages."""
    source = Source("x.md", text)
    node = compose(source, f"\ntitle: {text}\nauthors: [Ada Lovelace]")
    told = [problem.message for problem in source.problems]
    if node is None:
        return None, told
    return next(str(value.value) for key, value in node.value if key.value == "title"), told


@given(
    one_line
    | st.text("ab :#\"'[]{},&*!|>-?%@`\\\t~", min_size=1).filter(str.strip)
    | st.sampled_from(["- a", "? b", "a: b", "a #b", "#c", '"a" b', "'a'b", "[a]", "{a}: b", "*x"])
)
@example("a\t#b")
@example("a:\tb")
@example('"a" # b')
@example("| a")
@example("\t!")
@example("\t&a b")
@example(">5 items")
@example("\u00a0a: b")
def test_title_without_quotes_is_kept_or_told_of(text: str) -> None:
    """No letter of a title is lost in silence: it is read as written, or there is a problem.

    What stands in quotes, or begins a block, is YAML that somebody wrote as such.
    """
    read, told = title_of(text)
    written = text.strip()
    if read is None or told:
        assert told
    elif written[:1] not in ('"', "'", "|", ">"):
        assert " ".join(read.split()) == " ".join(written.split())


@pytest.mark.parametrize(
    "text",
    [
        *("Resa: Models", "Why? Because: reasons", "C#: a language", "Issue #1 of #2", "[Re] A"),
        *("{Braces} inside", "'Quoted' first", '"Quoted" first', "50%: half", "@home", "`code`"),
        *("* star", "& and", "! bang", "- dash", "? question", "# number", "> greater", "| bar"),
        *("Ends with a colon:", 'It\'s: "so"', "\\alpha: a letter", "a:\tb", "a\t#b"),
    ],
)
def test_title_that_yaml_would_break_is_read_whole(text: str) -> None:
    """Each is read to the letter, with one warning."""
    read, told = title_of(text)
    assert read == text
    assert len(told) == 1
    assert told[0].startswith("title needs quotes here")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("'It's a study'", "It's a study"),
        ('"He said "hi" in 26"', 'He said "hi" in 26'),
        ('"A" or "B"', '"A" or "B"'),
        ("'A' and 'B'", "'A' and 'B'"),
        ('"A" is "so" for "B"', '"A" is "so" for "B"'),
    ],
)
def test_quotes_around_a_text_with_others_are_taken_for_quotes(text: str, title: str) -> None:
    """Unless the first of them closes before the end."""
    read, told = title_of(text)
    assert read == title
    assert len(told) == 1
    assert told[0].startswith("title needs quotes here")


@pytest.mark.parametrize("text", ["Deep learning", "a:b", "C#", "1984", "x-y", "-5 degrees", "~"])
def test_title_that_needs_no_quotes_gets_no_warning(text: str) -> None:
    """What YAML reads as written is nobody's business."""
    assert title_of(text) == (text, [])


@given(one_line.filter(lambda text: "\\" not in text and text == text.strip()))
def test_quoted_text_is_read_back(text: str) -> None:
    """What is written in quotes for the contributor is the same text."""
    node = yaml.compose(quote(text), Loader=yaml.SafeLoader)
    assert node is not None
    assert node.value == text


def test_block_and_quoted_texts_are_left_alone() -> None:
    """Who writes YAML gets YAML."""
    source = Source("x.md", "")
    node = compose(
        source, "\ntitle: \"A: b\" # c\nsummary: >-\n  One: two\n  three.\nvenue: 'x: y'"
    )
    assert node is not None
    assert [value.value for _key, value in node.value] == ["A: b", "One: two three.", "x: y"]
    assert source.problems == []


def test_line_ends_and_byte_order_mark_vanish() -> None:
    """Windows and old Macs write the same texts."""
    assert decode("x.md", b"\xef\xbb\xbfa\r\nb\rc\n") == Source("x.md", "a\nb\nc\n")


def test_control_characters_are_dropped_and_told() -> None:
    """Each with its place in the file as it was; those that end a line leave a space."""
    source = decode("x.md", "a\nb\x9fc\u2028d\n".encode())
    assert source.text == "a\nbc d\n"
    assert [(one.line, one.column, one.severity, one.message) for one in source.problems] == [
        (2, 2, "warning", "the invisible character U+009F was left out: delete it"),
        (
            *(2, 4, "warning"),
            "the invisible character U+2028, which ends a line, was read as a space: write one",
        ),
    ]


def test_many_control_characters_are_told_in_sum() -> None:
    """A binary file is no reason for a hundred thousand lines."""
    source = decode("x.md", b"a\x00" * 100_000)
    assert len(source.problems) == 21
    assert source.problems[-1].message == (
        "99980 more invisible characters were left out: delete them"
    )


def test_place_of_a_bad_byte_counts_letters() -> None:
    """The column is that of an editor, not of bytes."""
    (problem,) = decode("x.md", "a\néé".encode() + b"\xff").problems
    assert (problem.line, problem.column) == (2, 3)


def test_split_keeps_the_lines_of_both_parts() -> None:
    """The front matter is padded, the text's line is told."""
    source = Source("x.md", "---\ntitle: A\n---\n\nText.\n")
    assert split(source) == ("\ntitle: A", "\nText.\n", 4)


def test_rule_in_the_text_ends_nothing() -> None:
    """The first closing fence is the one."""
    source = Source("x.md", "---\na: b\n---\nText.\n\n---\n\nMore.\n")
    assert split(source)[1] == "Text.\n\n---\n\nMore.\n"
    assert source.problems == []


def test_spaces_behind_a_fence_are_no_matter() -> None:
    """Nobody sees them."""
    assert split(Source("x.md", "---  \na: b\n--- \nText."))[:2] == ("\na: b", "Text.")


@pytest.mark.parametrize(
    "text",
    [
        *("- " * 50_000, "? " * 50_000, "[" * 60_000, "{a: " * 60_000, "x: " + "[" * 300),
        "\n".join(" " * depth + "a:" for depth in range(300)),
        "\n".join(" " * depth + "-" for depth in range(300)),
    ],
    ids=["dashes", "questions", "brackets", "braces", "open", "mappings", "lists"],
)
def test_deep_nesting_is_a_problem_not_a_crash(text: str) -> None:
    """The composer of libyaml recurses: this ended the whole process once."""
    source = Source("x.md", text)
    assert compose_any(source, text) is None
    assert len(source.problems) == 1


@given(st.text("ab:-[]{},&*!|>'\"#%@`?\\ \n\t~<", max_size=60))
@example("---")
@example("a: [b\n\n\n")
def test_any_text_is_composed_or_told_of(text: str) -> None:
    """No text raises, and what cannot be read has a problem whose line exists."""
    source = Source("x.md", text)
    node = compose(source, text)
    assert node is not None or source.failed
    assert all(1 <= one.line <= text.rstrip("\n").count("\n") + 1 for one in source.problems)
    assert all(one.column >= 1 for one in source.problems)


@given(st.lists(st.sampled_from(["---", "--- ", "---\u00a0", "----", " ---", "title: a", "x", ""])))
@example(["---", "x", "---", "---", "title: a"])
def test_front_matter_ends_with_the_first_fence(lines: list[str]) -> None:
    """Looked for at once in the whole text, and found where it is line by line."""
    source = Source("x.md", "\n".join(["---", *lines]))
    fences = [number for number, line in enumerate(lines) if line.rstrip() == "---"]
    found = split(source)
    if not fences:
        assert found == ("", "", 1)
        return
    first = fences[0]
    head, body = "\n".join(["", *lines[:first]]), "\n".join(lines[first + 1 :])
    assert found == (head or "\n", body, first + 3)
    seconds = [at for at in fences[1:] if lines[at + 1 : at + 2] == ["title: a"]]
    assert [problem.line for problem in source.problems] == [at + 2 for at in seconds[:1]]
