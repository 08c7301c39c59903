"""The modules stand in the order of the flow, and each imports only from those before it."""

from __future__ import annotations

import ast

import pytest
from support import ROOT

ORDER = (
    "problems",
    "text",
    "dates",
    "fields",
    "model",
    "frontmatter",
    "values",
    "maths",
    "markup",
    "fragments",
    "writing",
    "store",
    "papers",
    "settings",
    "reader",
    "catalog",
    "schema",
    "urls",
    "plan",
    "bibtex",
    "views",
    "makers",
    "pieces",
    "render",
    "ledger",
    "publish",
    "serve",
    "records",
    "found",
    "cleaning",
    "untex",
    "atom",
    "jsonforms",
    "citations",
    "formats",
    "webpages",
    "answers",
    "fetch",
    "filing",
    "fixing",
    "history",
    "review",
    "intake",
)


def imports_of(name: str) -> set[str]:
    """Find the modules of the package that a module imports, for types or at work."""
    tree = ast.parse((ROOT / "broadsheet" / f"{name}.py").read_text())
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "broadsheet":
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("broadsheet."):
            found.add(str(node.module).removeprefix("broadsheet."))
    return found


def test_every_module_has_its_place() -> None:
    """The order names every module of the package, and no other."""
    assert sorted(ORDER) == sorted(
        path.stem for path in (ROOT / "broadsheet").glob("*.py") if path.stem != "__init__"
    )


@pytest.mark.parametrize("name", ORDER)
def test_module_imports_only_from_those_before_it(name: str) -> None:
    """No module knows of what comes after it in the flow."""
    before = set(ORDER[: ORDER.index(name)])
    assert imports_of(name) - before == set()


@pytest.mark.parametrize("name", [name for name in ORDER if name != "serve"])
def test_module_neither_prints_nor_exits(name: str) -> None:
    """Arguments, printing and exit codes are the program's business (a server's, too)."""
    tree = ast.parse((ROOT / "broadsheet" / f"{name}.py").read_text())
    called = {
        node.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert called.isdisjoint({"print", "exit", "input"})
