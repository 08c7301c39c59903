"""`search`: find papers in a site that was built, as its search page does.

It reads the files that a browser reads, and ranks as the browser ranks. Words are those of the
page: "a phrase", -without, author:name, topic:slug, year:2025, has:code. Words that begin with a
dash stand behind `--`, or in the quotes of the shell.

Examples:
    python build.py search "grokking in transformers"
    python build.py search 'author:bengio "attention" -vision' --limit 3
    python build.py search -- attention -vision
    python build.py search --queries questions.txt --format json
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from broadsheet.content.printing import printable_json
from broadsheet.content.problems import UsageError, printable
from broadsheet.search.ranking import Searcher
from broadsheet.search.shelf import IndexFileError, Shelf
from broadsheet.text.counts import count
from broadsheet.verbs.exits import Exit
from broadsheet.verbs.options import Options, add_output

if TYPE_CHECKING:
    from collections.abc import Iterator

    from broadsheet.search.ranking import Found
    from broadsheet.search.shelf import Row


class SearchOptions(Options):
    """What `search` was asked for."""

    words: list[str]
    output: Path
    format: str
    limit: int
    queries: Path | None
    traffic: bool


def add_options(parser: argparse.ArgumentParser) -> None:
    """Say what the verb takes."""
    add = parser.add_argument
    add("words", nargs="*", metavar="WORDS", help="what to look for")
    add_output(parser)
    add("--format", choices=("text", "json"), default="text", help="how to print (text)")
    add("--limit", type=_count, default=10, metavar="N", help="how many papers to show (10)")
    add("--queries", type=Path, metavar="FILE", help="a query a line; - is the standard input")
    add("--traffic", action="store_true", help="in JSON, tell the bytes that a browser fetches")


def _count(text: str) -> int:
    """Read a number of papers."""
    if not text.isdecimal() or int(text) == 0:
        message = f"{text} is no number of papers"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def run(options: SearchOptions) -> Exit:
    """Answer one query, or one a line of a file; return CONTENT_PROBLEMS if none finds a paper.

    Raise UsageError if there is nothing to ask or the site has no index that can be read.
    """
    queries = list(_read_queries(options))
    if not queries:
        message = 'search wants words, as in: search "grokking in transformers", or --queries FILE'
        raise UsageError(message)
    any_found = False
    try:
        shelf = Shelf(lambda path: (options.output / path).read_bytes())
        searcher = Searcher(shelf)
        before = 0
        for query in queries:
            found = searcher.search(query)
            rows = [shelf.row(number) for number in found.numbers[: options.limit]]
            any_found |= bool(rows or found.near)
            if options.format == "json":
                _print_json(query, rows, shelf.fetched - before if options.traffic else None)
            else:
                _print_text(found, rows, [shelf.row(number) for number in found.near])
            before = shelf.fetched
    except IndexFileError as error:
        message = (
            f"{options.output / str(error)} is missing, cut short or of another version: build the"
            " site first, with the same program"
        )
        raise UsageError(message) from None
    return Exit.DONE if any_found else Exit.CONTENT_PROBLEMS


def _read_queries(options: SearchOptions) -> Iterator[str]:
    """Yield what is asked for."""
    if options.words:
        yield " ".join(options.words)
    try:
        if options.queries == Path("-"):
            yield from sys.stdin.read().splitlines()
        elif options.queries:
            yield from options.queries.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as error:
        message = f"{options.queries} must be text in UTF-8: {error}"
        raise UsageError(message) from None


def _print_json(query: str, rows: list[Row], fetched: int | None) -> None:
    """Print what a query found as an object in a line."""
    told: dict[str, Any] = {"query": query, "slugs": [row.slug for row in rows]}
    if fetched is not None:
        told["fetched"] = fetched
    print(printable_json(json.dumps(told, ensure_ascii=False)))


def _print_text(found: Found, rows: list[Row], near: list[Row]) -> None:
    """Print what a query found for people."""
    for wrong, right in found.mended:
        print(printable(f"No paper holds {wrong}; these are for {right}."))
    _print_rows(rows)
    print(count(len(found.numbers), "paper"))
    if near:
        print()
        print(printable(f"With related words: {', '.join(found.near_words)}"))
        _print_rows(near)


def _print_rows(rows: list[Row]) -> None:
    for row in rows:
        print(printable(f"{row.day}  {row.title}"), f"            {row.slug}", sep="\n")
