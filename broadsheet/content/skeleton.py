"""A repository that holds the content alone: workflows that call Broadsheet's, and what goes along.

Each workflow is a few lines that call one of ours at a commit. Dependabot raises the commit.
"""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.content.issue_form import FORM, with_topics
from broadsheet.text.escaping import escape_markdown

if TYPE_CHECKING:
    from collections.abc import Mapping

# What is the same there as in the repository of the program.
AS_OURS = (".github/ISSUE_TEMPLATE/config.yml", ".github/workflows/daily.yml")
_CALL = """# {what}
# The program, and all that happens here, is Broadsheet's.
name: {name}

on:
{when}
permissions: {{}}

jobs:
  {job}:
    name: {title}
    permissions:
{permissions}{secrets}    uses: {program}
"""
_IGNORED = """# What the program makes, should one run it here.
/_site/
/.broadsheet/
/.cache/
"""
_ATTRIBUTES = """# The same bytes on every system: the site is made from them.
* text=auto eol=lf
"""
# A week old, since most bad releases are withdrawn within days.
_DEPENDABOT = """# Once a week, a pull request with the newest version of the program.
version: 2
updates:
  - package-ecosystem: github-actions
    directory: /
    schedule:
      interval: weekly
    cooldown:
      default-days: 7
    groups:
      program:
        patterns: ["*"]
"""
_README = """# {title}

{tagline}

Each paper is one file, `content/YYYY/MM/DD/name.md`. The pages and feeds are made by
[Broadsheet]({program}), whose workflows those in `.github/workflows/` call.

- [How to add a paper](CONTRIBUTING.md)
- [How a feed is run]({files}/docs/run-your-own.md)
- [Every field of the files]({files}/docs/content.md)
- To see the site on your own machine, get Broadsheet, and in its folder run

      make serve CONTENT={content}
"""
_CONTRIBUTING = """# Contributing

A paper is one Markdown file. Any of these ways leads to it:

- *Add a paper*, at the foot of the site's pages, checks as you type;
- *Issues → New issue → Add a paper* needs no more than a link;
- with any editor, write the file [by hand]({files}/CONTRIBUTING.md#by-hand), on a branch or in a
  fork, and open a pull request. A check says, beside the lines, what to write instead.

The summary is what this feed is for: two to four sentences in your own words.
"""


class Workflow(NamedTuple):
    """A workflow that calls ours of the same name: when, with which permissions, and what for."""

    name: str
    what: str
    when: str
    job: str
    title: str
    permissions: Mapping[str, str]
    secrets: tuple[str, ...] = ()


_AFTER_PUBLISH = """  # It runs this branch's files, and lets through nothing of a pull request.
  workflow_run: # zizmor: ignore[dangerous-triggers]
    workflows: [Publish]
    types: [completed]
    branches: [main]
  workflow_dispatch:
    inputs:
      edition:
        description: Which edition, as 2025-06-25 or 2025-W26; else the newest
        type: string
        default: ""
      settle:
        description: After a run that ended while it was sending, whether the letter came
        type: choice
        options: ["", sent, failed]
        default: ""
"""
# The called workflow's jobs get these at most; the names are those of its own `permissions`.
CALLS = (
    Workflow(
        "publish",
        "Builds the site and publishes it to GitHub Pages.",
        "  push:\n    branches: [main]\n  workflow_dispatch:\n",
        "publish",
        "Site",
        {"contents": "read", "pages": "write", "id-token": "write"},
    ),
    Workflow(
        "check",
        "Checks a pull request, which may hold anything, with a token that can only read.",
        "  pull_request:\n  merge_group:\n",
        "check",
        "Feed",
        {"contents": "read"},
    ),
    Workflow(
        "intake",
        "Makes a pull request of the paper that an issue proposes, once its label is `accept`.",
        "  issues:\n    types: [labeled]\n",
        "intake",
        "Paper",
        {"contents": "write", "issues": "write", "pull-requests": "write"},
    ),
    Workflow(
        "digest",
        "Sends each edition to the newsletter's list, in a repository that has the secrets for it.",
        _AFTER_PUBLISH,
        "digest",
        "Letter",
        {"contents": "write", "pages": "read"},
        ("SMTP_HOST", "SMTP_PORT", "SMTP_SECURITY", "SMTP_USER", "SMTP_PASSWORD"),
    ),
)


class Program(NamedTuple):
    """Where the program is: OWNER/NAME on GitHub, a commit or another ref, and its version."""

    repository: str
    ref: str
    version: str = ""

    def workflow(self, name: str) -> str:
        """Return what `uses` says to call a workflow; the version is for people and Dependabot."""
        version = f" # {self.version}" if self.version else ""
        return f"{self.repository}/.github/workflows/{name}.yml@{self.ref}{version}"


def repository_files(program: Program, form: str, topics: tuple[str, ...]) -> dict[str, str]:
    """Return the files beside the content that are made anew, by their paths."""
    calls = {f".github/workflows/{one.name}.yml": _call(one, program) for one in CALLS}
    return {
        **calls,
        FORM: with_topics(form, topics),
        ".github/dependabot.yml": _DEPENDABOT,
        ".gitattributes": _ATTRIBUTES,
        ".gitignore": _IGNORED,
    }


def pages_for_people(program: Program, title: str, tagline: str, folder: str) -> dict[str, str]:
    """Return the pages that GitHub shows; `folder` is the name of the repository's folder."""
    address = f"https://github.com/{program.repository}"
    files = f"{address}/blob/HEAD"
    return {
        "README.md": _README.format(
            title=escape_markdown(title),
            tagline=escape_markdown(tagline),
            program=address,
            files=files,
            content=shlex.quote(f"../{folder}/content"),
        ),
        "CONTRIBUTING.md": _CONTRIBUTING.format(files=files),
    }


def _call(workflow: Workflow, program: Program) -> str:
    """Return the file of a workflow that calls ours."""
    lines = (f"      {name}: {level}\n" for name, level in workflow.permissions.items())
    secrets = [f"      {name}: ${{{{ secrets.{name} }}}}\n" for name in workflow.secrets]
    return _CALL.format(
        what=workflow.what,
        name=workflow.name.capitalize(),
        when=workflow.when,
        job=workflow.job,
        title=workflow.title,
        permissions="".join(lines),
        secrets="".join(["    secrets:\n", *secrets]) if secrets else "",
        program=program.workflow(workflow.name),
    )
