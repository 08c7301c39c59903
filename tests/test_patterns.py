"""No regular expression of the program takes more than linear time, whatever text it meets."""

from __future__ import annotations

import ast
import importlib
import re
import sys
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import pytest
from steps import Counter, TooManyStepsError, attacks
from support import ROOT

FEW, MANY = 15, 60  # repetitions of what makes a pattern look long
MOST = 7  # times as many steps for four times as much text: 4 are linear, 16 are quadratic
ENOUGH = 40  # steps; below, a pattern's own length decides
# What methods of a pattern do: look for it at each place, at the beginning, or for all of a text.
WAYS = dict.fromkeys(["search", "sub", "subn", "split", "findall", "finditer"], "search") | {
    "match": "match",
    "fullmatch": "fullmatch",
}
# Patterns of whole values, in tables.
WHOLE = ("broadsheet.content.forms.", "broadsheet.content.values.", "broadsheet.content.paths.")

# Patterns that take more, and the length of the texts that they are given. A formula that nothing
# closes is looked for no further than 500 characters.
BOUNDED = {
    "broadsheet.text.tex._BRACKETS": 500,
    "broadsheet.text.tex._DISPLAY": 500,
}


class Used(NamedTuple):
    """A pattern, where it stands, and how it is used, as a method of `Counter`."""

    name: str
    pattern: re.Pattern[str]
    way: str


def find_patterns() -> Iterator[Used]:
    """Yield the patterns of the program, those in tables and within functions too."""
    for path in sorted((ROOT / "broadsheet").rglob("*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        module = importlib.import_module(name)
        tree = ast.parse(path.read_text(encoding="utf-8"))
        ways = _ways(tree)
        for variable, value in vars(module).items():
            for number, pattern in enumerate(_patterns_in(value)):
                used = ways.get(variable, {"search"})
                told = {WAYS[one] for one in used if one in WAYS}
                if told and isinstance(pattern.pattern, str):
                    way = max(told)  # what looks for more has the later letter
                    whole = f"{name}.".startswith(WHOLE) and way == "search"
                    place = f"[{number}]" if number else ""
                    yield Used(f"{name}.{variable}{place}", pattern, "fullmatch" if whole else way)
        for call, function in _calls(tree, name="re"):
            first = call.args[0] if call.args else None
            if isinstance(first, ast.Constant) and function in WAYS:
                text = first.value
                text = text.decode("latin-1") if isinstance(text, bytes) else str(text)
                yield Used(f"{name}:{text}", re.compile(text), WAYS[function])


def _patterns_in(value: Any) -> Iterator[re.Pattern[str]]:
    """Yield a value that is a pattern, or those of a table."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _patterns_in(one)
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _patterns_in(one)


def _ways(tree: ast.Module) -> dict[str, set[str]]:
    """Return the ways in which each variable's pattern is used; one passed on is left out."""
    ways: dict[str, set[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            ways.setdefault(node.value.id, set()).add(node.attr)
    passed = {
        one.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call | ast.Tuple | ast.Assign | ast.For | ast.comprehension)
        for one in ast.iter_child_nodes(node)
        if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Load)
    }
    return {name: used for name, used in ways.items() if name not in passed}


def _calls(tree: ast.Module, *, name: str) -> Iterator[tuple[ast.Call, str]]:
    """Yield the calls of a module's functions, with the function's name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            of = node.func.value
            if isinstance(of, ast.Name) and of.id == name:
                yield node, node.func.attr


USED = {one.name: one for one in find_patterns()}


@pytest.fixture(autouse=True)
def _deep() -> Iterator[None]:
    """Let the matcher recurse once for each sign of a text."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(20_000)
    yield
    sys.setrecursionlimit(before)


def growth(used: Used, before: str, pump: str, end: str) -> float:
    """Return how many times the steps grow where a text grows to the fourfold."""
    counts = []
    for number in (FEW, MANY):
        counter = Counter(used.pattern, most=MOST * ENOUGH * MANY * 10)
        text = before + pump * number + end
        try:
            counts.append(getattr(counter, used.way)(text))
        except TooManyStepsError:
            return float("inf")
    few, many = counts
    return float(many / max(few, ENOUGH))


@pytest.mark.parametrize("name", sorted(USED.keys() - BOUNDED.keys()))
def test_steps_are_linear(name: str) -> None:
    """Repeating what a part of a pattern matches never makes it look from each place to the end."""
    used = USED[name]
    slow = [
        (before, pump, end, grown)
        for before, pump, end in attacks(used.pattern)
        if (grown := growth(used, before, pump, end)) > MOST
    ]
    assert slow == []


@pytest.mark.parametrize("name", sorted(BOUNDED))
def test_bounded_patterns_are_still_there(name: str) -> None:
    """What is excepted has its reason in a bound, which the pattern itself states."""
    assert str(BOUNDED[name]) in USED[name].pattern.pattern


@pytest.mark.parametrize(
    ("pattern", "way", "is_slow"),
    [
        (r"a+b", "match", False),
        (r"a+b", "search", True),
        (r"(?<!a)a+b", "search", False),
        (r"\s+$", "search", True),
        (r" *\n", "search", True),
        (r"\s*x?\s*y", "match", True),
        (r"[^x]*x[^x]*x", "fullmatch", False),
        (r".*(?:a|b).*c", "fullmatch", True),
        (r"x{1,3}y", "search", False),
    ],
)
def test_counter_tells_slow_patterns(pattern: str, way: str, *, is_slow: bool) -> None:
    """As one knows them to be: the second of two parts that match the same begins at each place."""
    used = Used("", re.compile(pattern), way)
    worst = max((growth(used, *attack) for attack in attacks(used.pattern)), default=0)
    assert (worst > MOST) == is_slow
