"""What people wrote is printed so that neither a terminal nor GitHub's runner obeys it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, SupportsIndex, overload

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import call, paper

from broadsheet.content.printing import printable_name
from broadsheet.content.problems import (
    ContentError,
    Problem,
    UsageError,
    first_problems,
    printable,
    show,
    show_place,
)

if TYPE_CHECKING:
    from support import Feed

PATH = "2025/06/25/x.md"
# The commands that the runner knows, and the ways it reads one: src/Runner.Common/ActionCommand.cs.
NAMES = "error|warning|notice|debug|group|endgroup|add-mask|stop-commands|set-output|echo"
SPACE = "[\\s\x85\xa0\u2028\u2029]*"
OBEYED = re.compile(rf"##\[(?:{NAMES})|^{SPACE}::(?:{NAMES})[ :]", re.IGNORECASE)


def obeyed(printed: str) -> list[str]:
    """Return the lines that the runner would take for a command: it reads lines as .NET does."""
    return [line for line in re.split("\r\n|\r|\n", printed) if OBEYED.search(line)]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("##[error]x", "#\\x23[error]x"),
        ("a ##[group]x and ##[error]y", "a #\\x23[group]x and #\\x23[error]y"),
        ("####[error]", "###\\x23[error]"),
        ("::error::x", "\\x3a:error::x"),
        ("  ::error::x", "  \\x3a:error::x"),
        ("\xa0\u3000::error::x", "\xa0\u3000\\x3a:error::x"),
        ("\u2028::error::x", "\\u2028\\x3a:error::x"),
        ("a::b, C++ :: D, # [x], #[x]", "a::b, C++ :: D, # [x], #[x]"),
        ("a\r\n::error::x", "a\\r\\n::error::x"),
        ("a\x0b\x0c\x85b\x1b[2J", "a\\x0b\\x0c\\u0085b\\x1b[2J"),
        ("a\u202eb\u2066c\u200f", "a\\u202eb\\u2066c\\u200f"),
        ("a\u200bb\xadc\ufeffd\U000e0041", "a\\u200bb\\u00adc\\ufeffd\\U000e0041"),
        ("می\u200cخواهم 👩\u200d🔬 Zoë 注意", "می\u200cخواهم 👩\u200d🔬 Zoë 注意"),
        ("a\\nb", "a\\nb"),
    ],
)
def test_what_would_be_obeyed_is_shown_by_its_number(text: str, shown: str) -> None:
    """Everything else stays as it is, and so does what was shown once."""
    assert printable(text) == shown
    assert printable(shown) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a\nb\x1b[2J.md", "a\\nb\\x1b[2J.md"),
        ("caf\udce9.md", "caf\\xe9.md"),
        ("gnp\u202e.md", "gnp\\u202e.md"),
        ("a\u200db\u200c.md", "a\\u200db\\u200c.md"),
        ("a\xa0b c.md", "a\\u00a0b c.md"),
        ("a\u3164b\ufe0f\U000e0100.md", "a\\u3164b\\ufe0f\\U000e0100.md"),
        ("a\\nb.md", "a\\\\nb.md"),
        ("##[error]x.md", "#\\x23[error]x.md"),
        ("::error::%0Ax.md", "\\x3a:error::%0Ax.md"),
        ("é注\u05d0-1.md", "é注\u05d0-1.md"),
    ],
)
def test_name_of_a_file_can_be_read_and_typed(name: str, shown: str) -> None:
    """No two names look the same, in the form of a shell's $'...'."""
    assert printable_name(name) == shown


SIGNS = st.sampled_from([*"#:[] \t\n\r%x\\", "error", "group", "\x85", "\u2028", "\u202e", "\xa0"])
TEXT = st.lists(SIGNS, max_size=12).map("".join)


@given(TEXT, TEXT, TEXT)
def test_no_problem_is_a_command_of_a_contributors(name: str, message: str, line: str) -> None:
    """In the form for people and in GitHub's, where the one command is ours."""
    problem = Problem(name, 1, 1, message)
    shown = "\n".join([show(problem, "content"), *show_place(problem, [line])])
    assert obeyed(shown) == []
    assert obeyed(show(problem, "##[group]")) == []
    for_github = show(problem, "content", "github")
    assert for_github.startswith("::error file=content/")
    assert "\n" not in for_github + show(problem, "content")
    assert "##[" not in for_github
    assert str(UsageError(message)) == printable(message)


@pytest.mark.parametrize(
    ("line", "column", "shown", "caret"),
    [
        ("title: x", 8, "title: x", 7),
        ("\ttitle: x", 9, " title: x", 8),
        ("a##[error]b", 11, "a#\\x23[error]b", 13),
        ("::error::b", 10, "\\x3a:error::b", 12),
        ("a\u202eb", 3, "a\\u202eb", 7),
        ("a\u202eb", 2, "a\\u202eb", 1),
        ("注意 b", 4, "注意 b", 5),
        ("q\u0301\u200db", 4, "q\u0301\u200db", 1),
        ("\x85\x1b::error::b", 3, "\\u0085\\x1b::error::b", 10),
        ("x" * 100 + "::error::b", 161, "\\x3a:error::b", 63),
    ],
)
def test_caret_stands_below_its_column(line: str, column: int, shown: str, caret: int) -> None:
    """However wide what stands before it is shown."""
    line = line.ljust(200) if column > 100 else line
    told = show_place(Problem(PATH, 2, column, ""), ["---", line])
    assert (told[0].rstrip(), told[1]) == (f"    {shown}", " " * (4 + caret) + "^")


@pytest.mark.parametrize("number", [0, 2, 3])
def test_line_that_is_blank_or_not_there_is_not_shown(number: int) -> None:
    """A file without a line at all has its problems, too."""
    assert show_place(Problem(PATH, number, 1, ""), ["a", " \t"]) == ("", "")


def test_errors_of_a_file_are_told_up_to_a_hundred() -> None:
    """Before its warnings, and what is left is counted; other files are told as ever."""
    many = [Problem(PATH, line, 1, "no field") for line in range(2, 152)]
    hint = Problem(PATH, 1, 1, "a hint", "warning")
    other = Problem("2025/06/26/y.md", 1, 1, "a hint", "warning")
    told = first_problems([other, *reversed(many), hint])
    assert told == [
        *many[:100],
        Problem(PATH, 102, 1, "and 51 more in this file: mend these first"),
        other,
    ]
    assert first_problems([hint, *many[:99]]) == [hint, *many[:99]]
    assert ContentError([*many, hint]).wrong == 150


class Lines(list[str]):
    """Lines of a file that count how often one of them is taken."""

    taken = 0

    @overload
    def __getitem__(self, place: SupportsIndex) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: SupportsIndex | slice) -> str | list[str]:
        """Return a line, or some."""
        self.taken += 1
        return super().__getitem__(place)

    def __iter__(self) -> object:  # type: ignore[override]
        """Refuse to be gone through."""
        raise AssertionError


def test_place_of_a_problem_costs_one_line() -> None:
    """With 25,000 problems in a file, going through all of it for each took twelve seconds."""
    lines = Lines(f"k{number}: x" for number in range(2000))
    shown = [show_place(Problem(PATH, number + 1, 1, ""), lines) for number in range(2000)]
    assert shown[1999] == ("    k1999: x", "    ^")
    assert lines.taken == 2000


WRITTEN = {
    "title": '"##[error]a ::error::b"',
    "published": '"##[error]by a contributor"',
    "url": "https://e.org/##[error]x",
    "summary": '"<!-- ##[group]s -->"',
    "submitted_by": '"##[error]c"',
    '"::error::made by a contributor"': "x",
    '"##[warning]made"': "x",
}


@pytest.mark.parametrize("form", ["text", "github", "json", "markdown"])
def test_check_prints_no_command_of_a_contributors(form: str, feed: Feed) -> None:
    """In no form, whether it stands in a value, in a name of a field or in one of a file."""
    feed.write(PATH, paper("::error::d\n\n##[error]e $\\nosuch{##[error]}$\n", **WRITTEN))
    feed.write("2025/06/25/##[error]y.md", paper())
    feed.write("2025/06/25/##[error]z.png", "")
    feed.write("2025/06/26/index.md", "[##[error]x](##[error]nowhere)\n\n   ::error::f\n")
    feed.write("::error::%0A::error::.md", "")
    told = call("check", "--content", "content", "--format", form, folder=feed.root)
    assert told.returncode == 1
    printed = told.stdout + told.stderr
    ours = re.compile(r"::(error|warning) file=content/")
    assert [line for line in obeyed(printed) if form != "github" or not ours.match(line)] == []
    assert "##[" not in printed
    if form == "json":
        messages = [one["message"] for one in json.loads(told.stdout)]
        assert any("'##[error]by a contributor'" in message for message in messages)


def test_build_prints_no_command_of_a_contributors(feed: Feed) -> None:
    """Nor does the job that builds, whether it has errors to tell or warnings."""
    feed.add(PATH, title='"<b>##[error]x</b>"', submitted_by='"##[error] <b>x</b>"')
    feed.write("2025/06/25/##[error]z.png", "")
    told = feed.build("--explain")
    assert told.returncode == 0
    assert "no paper shows this picture" in told.stderr
    assert "##[" not in told.stdout + told.stderr
    feed.add(PATH, published='"##[error]x"')
    told = feed.build()
    assert told.returncode == 1
    assert "not '#\\x23[error]x'" in told.stderr
    assert "##[" not in told.stdout + told.stderr


def test_every_problem_is_counted_though_a_hundred_are_told(feed: Feed) -> None:
    """A file of 300 unknown fields is told of in 101 lines, and the count is the true one."""
    fields = "".join(f"k{number}: x\n" for number in range(300))
    feed.write(PATH, paper().replace("---\n", f"---\n{fields}", 1))
    told = call("check", "--content", "content", folder=feed.root)
    lines = [line for line in told.stdout.splitlines() if not line.startswith("    ")]
    assert len(lines) == 101
    assert lines[0] == f"content/{PATH}:2:1: k0 is no field here: take it out"
    assert lines[100] == f"content/{PATH}:102:1: and 200 more in this file: mend these first"
    assert told.stderr == "1 file: 300 errors, 0 warnings\n"
