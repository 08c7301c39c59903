"""The command line itself: its help, its version, and a machine that lacks what is needed."""

from __future__ import annotations

import subprocess
import sys

import pytest
from support import ROOT, run


def test_without_the_environment_one_line_says_what_to_run() -> None:
    """A Python that has none of the packages is told of by whoever starts with it."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", ROOT / "build.py"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "is missing: run make serve" in done.stderr


def test_version_is_that_of_the_project() -> None:
    """It names the program and the Python that runs it."""
    told = run("--version").stdout
    assert f'version = "{told.split()[1]}"' in (ROOT / "pyproject.toml").read_text()
    assert told.endswith(f"on Python {sys.version.split()[0]}\n")


@pytest.mark.parametrize(
    ("verb", "takes", "does_not_take"),
    [
        ("build", ("--base-url", "--explain", "--output"), ("--port", "--fix", "--topic")),
        ("serve", ("--port", "--base-url"), ("--explain", "--against")),
        ("check", ("--fix", "--against", "--today"), ("--output", "--base-url", "--port")),
        ("new", ("--from", "--topic"), ("--output", "--today", "--force")),
        ("import", ("--dry-run", "--date"), ("--output", "--base-url", "--fix")),
        ("intake", ("--answer",), ("--output", "--jobs")),
        ("announce", ("--format", "--json", "--null", "--today"), ("--output", "--fix", "--port")),
    ],
)
def test_help_of_a_verb_is_about_it(
    verb: str, takes: tuple[str, ...], does_not_take: tuple[str, ...]
) -> None:
    """It says what the verb is for and what it takes, nothing else, and gives an example."""
    told = run(verb, "--help").stdout
    assert all(f"  {option}" in told for option in takes)
    assert not [option for option in does_not_take if option in told]
    assert f"examples:\n    python build.py {verb}".removesuffix(" build") in told
