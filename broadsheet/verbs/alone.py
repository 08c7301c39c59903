"""How `start --dir` writes a repository that holds the content alone."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from broadsheet.content.folder import resolved
from broadsheet.content.issue_form import FORM
from broadsheet.content.problems import UsageError
from broadsheet.content.skeleton import AS_OURS, Program, pages_for_people, repository_files
from broadsheet.content.starter import refuse_bad, starting_content, write_files
from broadsheet.verbs.repository import Repository, github_name

if TYPE_CHECKING:
    from broadsheet.content.starter import Answers

# A commit, a tag or a branch: of what git allows in one, what YAML and a comment leave as it is.
_REF = re.compile(
    r"(?!.*(?:\.\.|//|/\.|\.lock(?:/|$)))"
    r"[A-Za-z0-9_](?:[A-Za-z0-9_./+-]*[A-Za-z0-9_+-])?"
)
OURS = Path(__file__).resolve().parents[2]  # the program's own checkout


def find_target(folder: Path) -> Path:
    """Return where a new repository is to be; raise UsageError if it cannot be there."""
    target = resolved(folder)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        message = f"{folder} is there and not empty: name a new folder, as in DIR=../my-feed"
        raise UsageError(message)
    if target.is_relative_to(OURS):
        message = f"{folder} lies in this checkout: name a folder beside it, as in DIR=../my-feed"
        raise UsageError(message)
    return target


def find_program(told: str) -> Program:
    """Return where the workflows are called: as told, or as this checkout says.

    Raise UsageError if they cannot be called there, as far as is known here.
    """
    if told:
        name, _, ref = told.partition("@")
        if not _REF.fullmatch(ref) or github_name(f"https://github.com/{name}") != name:
            message = (
                "PROGRAM must be OWNER/NAME@REF, as in PROGRAM=owner/name@v1.0, the REF of letters,"
                f" digits and . _ + - /, not {told!r}"
            )
            raise UsageError(message)
        return Program(name, ref)
    repository = Repository(OURS)
    name = github_name(repository.ask("remote", "get-url", "origin"))
    commit = repository.commit_of("HEAD")
    if not name or not repository.ask("branch", "--remotes", "--contains", commit):
        unknown = "this commit was pushed to it" if name else "the program's repository is there"
        message = (
            f"GitHub calls the workflows, and nothing here says that {unknown}: give the repository"
            " and a commit or tag of it, as in PROGRAM=owner/name@v1.0"
        )
        raise UsageError(message)
    return Program(name, commit, repository.ask("describe", "--exact-match", "--tags", commit))


def write_alone(target: Path, program: Program, answers: Answers, day: str) -> None:
    """Write the repository, whole or not at all, with its files to be committed."""
    content = starting_content(answers, day, schemas=False)
    form = (OURS / FORM).read_text(encoding="utf-8")
    files = {
        **{f"content/{path}": text for path, text in content.items()},
        **{path: (OURS / path).read_text(encoding="utf-8") for path in AS_OURS},
        **repository_files(program, form, tuple(answers.topics)),
        **pages_for_people(program, answers.title, answers.tagline, target.name),
    }
    target.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=target.parent, prefix=".start-") as scratch:
        made = Path(scratch) / "made"
        write_files(made, files)
        refuse_bad(made / "content")
        _initialize(Repository(made))
        if target.exists():
            target.rmdir()
        made.rename(target)


def _initialize(repository: Repository) -> None:
    """Make a repository with the branch `main`; who commits, and when, is the owner's."""
    repository.run("init", "--quiet")
    repository.run("symbolic-ref", "HEAD", "refs/heads/main")
    repository.run("add", "--all")
