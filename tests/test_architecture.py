"""The house: folders are floors, and a module imports from its own floor and those below."""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from support import ROOT

PACKAGE = ROOT / "broadsheet"
BELOW = {
    "text": (),
    "words": ("text",),
    "content": ("text", "words"),
    "search": ("text", "words", "content"),
    "site": ("text", "words", "content", "search"),
    "pages": ("text", "words", "content", "search", "site"),
    "output": ("text", "words", "content", "search", "site", "pages"),
    "mailing": ("text", "words", "content", "search", "site", "pages", "output"),
    "hosting": ("text", "words", "content", "search", "site", "pages", "output"),
    "adding": ("text", "words", "content", "search"),
    "verbs": (
        *("text", "words", "content", "search", "site", "pages", "output"),
        *("mailing", "hosting", "adding"),
    ),
}
MODULES = sorted(
    path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".")
    for path in PACKAGE.rglob("*.py")
    if path.name != "__init__.py"
)


def tree_of(module: str) -> ast.Module:
    """Parse a module."""
    return ast.parse((ROOT / Path(*module.split("."))).with_suffix(".py").read_text())


def imports_of(module: str) -> set[str]:
    """Find the modules of ours that a module imports, for types or at work."""
    found: set[str] = set()
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
            found.add(node.module)
    return found & {"build", *MODULES}


def floor_of(module: str) -> str:
    """Return the folder that a module lies in."""
    return module.split(".")[1]


def test_every_module_has_its_floor() -> None:
    """There is no folder but those of the table, and no module beside them."""
    assert {path.name for path in PACKAGE.iterdir() if path.name != "__pycache__"} == {
        "__init__.py",
        *BELOW,
    }
    assert all(module.count(".") == len(("broadsheet", "floor")) for module in MODULES)


@pytest.mark.parametrize("module", MODULES)
def test_module_imports_from_its_floor_and_below(module: str) -> None:
    """No module knows of a floor above its own, nor of the command line."""
    floor = floor_of(module)
    assert {one for one in imports_of(module) if floor_of(one) not in (floor, *BELOW[floor])} == (
        set()
    )


@pytest.mark.parametrize("floor", BELOW)
def test_floor_has_no_circles(floor: str) -> None:
    """Within a folder, imports for types included, some module comes first."""
    modules = [module for module in MODULES if floor_of(module) == floor]
    order = TopologicalSorter({module: imports_of(module) & set(modules) for module in modules})
    assert sorted(order.static_order()) == modules  # raises CycleError


def test_command_line_knows_the_verbs_alone() -> None:
    """`build.py` reaches the program through its verbs, and is short."""
    imported = {
        node.module
        for node in ast.walk(ast.parse((ROOT / "build.py").read_text()))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("broadsheet")
    }
    assert {module for module in imported if floor_of(str(module)) != "verbs"} == set()
    assert len((ROOT / "build.py").read_text().splitlines()) <= 150


@pytest.mark.parametrize("module", [one for one in MODULES if floor_of(one) != "verbs"])
def test_module_neither_prints_nor_exits(module: str) -> None:
    """Arguments, printing and exit codes are the business of the verbs."""
    called = {
        node.func.id
        for node in ast.walk(tree_of(module))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert called.isdisjoint({"print", "exit", "input"})
