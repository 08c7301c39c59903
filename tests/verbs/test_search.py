"""`search`: the terminal's twin of the search page."""

from __future__ import annotations

import gzip
import json
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from small_feed import make_small_site
from support import call, run

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

    from support import Feed


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a site of nine papers that nobody changes."""
    return make_small_site(tmp_path_factory)


def ask(site: Path, *words: object) -> subprocess.CompletedProcess[str]:
    """Search a site, in this process."""
    return call("search", "--output", site, *words)


def lines(site: Path, *words: object) -> list[dict[str, Any]]:
    """Search a site, and return what is printed as JSON, line by line."""
    done = ask(site, "--format", "json", *words)
    assert done.stderr == ""
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_papers_are_listed_for_people(site: Path) -> None:
    """Day, title and name of each, the best first, and how many there are."""
    done = run("search", "--output", site, "grokking")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "2023-03-01  Grokking in small transformers\n"
        "            grokking\n"
        "2023-03-02  Late generalization of networks\n"
        "            late\n"
        "2 papers\n"
    )


def test_words_are_one_query(site: Path) -> None:
    """Quotes of the shell are not needed."""
    assert ask(site, "plankton", "two").stdout == (
        "2025-06-04  Two plankton\n            twin-b\n"
        "2025-06-03  One plankton\n            twin-a\n"
        "2 papers\n"
    )


def test_mended_word_is_told(site: Path) -> None:
    """What was looked up in its place stands above the papers."""
    assert ask(site, "grokkign").stdout.startswith(
        "No paper holds grokkign; these are for grokking.\n2023-03-01"
    )


def test_nothing_found(site: Path) -> None:
    """It says so, and fails."""
    done = ask(site, "qqqqqqqq")
    assert (done.returncode, done.stdout, done.stderr) == (1, "0 papers\n", "")


def test_related_words_are_told(feed: Feed) -> None:
    """Few papers are found: those that related words find stand below them."""
    for number in range(64):
        together = number % 16 == 0
        title = f"Kelp and otter {number}x" if together else f"Study{number} of rock{number}"
        feed.add(
            f"2025/05/{1 + number % 28:02}/p{number}.md", title=title, arxiv=f'"2505.{number:05}"'
        )
    feed.add("2025/06/01/last.md", title="An otter on its own")
    assert feed.build().returncode == 0
    done = ask(feed.output, "kelp")
    assert done.stdout.endswith(
        "4 papers\n\nWith related words: otter\n2025-06-01  An otter on its own\n            last\n"
    )


def test_json_has_a_line_a_query(site: Path) -> None:
    """With the query and the papers' names."""
    assert lines(site, "注意力") == [{"query": "注意力", "slugs": ["chinese"]}]
    assert "注意力" in ask(site, "--format", "json", "注意力").stdout


@pytest.mark.parametrize(("limit", "slugs"), [(1, ["twin-b"]), (5, ["twin-b", "twin-a"])])
def test_limit_cuts_the_list(site: Path, limit: int, slugs: list[str]) -> None:
    """It shows so many papers and still counts all."""
    assert lines(site, "plankton", "--limit", limit)[0]["slugs"] == slugs
    assert ask(site, "plankton", "--limit", limit).stdout.endswith("\n2 papers\n")


def test_ten_papers_are_shown_without_a_limit(feed: Feed) -> None:
    """More are counted."""
    for number in range(12):
        feed.add(f"2025/05/{1 + number:02}/p{number}.md", title=f"Kelp {number}x")
    assert feed.build().returncode == 0
    done = ask(feed.output, "kelp")
    assert done.stdout.count("            p") == 10
    assert done.stdout.endswith("\n12 papers\n")


def test_queries_of_a_file(site: Path, tmp_path: Path) -> None:
    """A query a line, the one of the command line first; one that finds something is enough."""
    file = tmp_path / "queries.txt"
    file.write_text("author:chatelet\nqqqqqqqq\n", encoding="utf-8")
    told = lines(site, "plankton", "--queries", file)
    assert told == [
        {"query": "plankton", "slugs": ["twin-b", "twin-a"]},
        {"query": "author:chatelet", "slugs": ["heads"]},
        {"query": "qqqqqqqq", "slugs": []},
    ]
    assert ask(site, "--queries", file).returncode == 0


def test_queries_of_the_standard_input(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hyphen in the file's place reads what is piped in."""
    monkeypatch.setattr("sys.stdin", StringIO("grokking\nyear:2024\n"))
    told = lines(site, "--queries", "-")
    assert [one["slugs"] for one in told] == [["grokking", "late"], ["heads", "attention"]]


def test_traffic_counts_what_is_fetched(site: Path) -> None:
    """Bytes as they are sent, compressed, from the manifest on; else it is not told."""
    index = (site / "search" / "index.json").read_bytes()
    (told,) = lines(site, "grokking", "--traffic")
    assert told["fetched"] > len(gzip.compress(index, mtime=0))
    assert "fetched" not in lines(site, "grokking")[0]


def test_nothing_is_fetched_twice(site: Path, tmp_path: Path) -> None:
    """The same query again costs nothing."""
    file = tmp_path / "queries.txt"
    file.write_text("grokking\ngrokking\n")
    first, second = lines(site, "--traffic", "--queries", file)
    assert first["fetched"] > 0
    assert second["fetched"] == 0


def test_queries_that_are_no_text(site: Path, tmp_path: Path) -> None:
    """The file is named, and what it must be."""
    file = tmp_path / "queries.txt"
    file.write_bytes(b"caf\xe9\n")
    done = ask(site, "--queries", file)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"build.py: {file} must be text in UTF-8: ")


@pytest.mark.parametrize("limit", ["0", "-1", "ten"])
def test_limit_is_a_number_of_papers(site: Path, limit: str) -> None:
    """Nothing else is taken for one."""
    done = run("search", "--output", site, f"--limit={limit}", "grokking")
    assert done.returncode == 2
    assert f"{limit} is no number of papers" in done.stderr


def test_search_without_words(site: Path) -> None:
    """It says how to ask."""
    done = ask(site)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        'build.py: search wants words, as in: search "grokking in transformers",'
        " or --queries FILE\n"
    )


def test_control_characters_do_not_reach_the_terminal(site: Path) -> None:
    """Nobody's query may recolour it."""
    done = ask(site, "grokkign\x1b[31m")
    assert "\x1b" not in done.stdout
