"""An issue to a paper's file, and to the answer that its author gets.

All text in it is untrusted, from the form or from a page that the form names. It becomes values
and plain text, never Markdown, and reaches no command: the workflow `intake.yml` gets files whose
names are chosen here.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.adding.fetch import arxiv_in
from broadsheet.adding.filing import Filed, Filing, KnownError, Wish, write_new
from broadsheet.adding.records import Cause, RecordError, tidy
from broadsheet.content.consistency import check_content, find_questions
from broadsheet.content.fields import PAPER
from broadsheet.content.frontmatter import Source, compose, quote
from broadsheet.content.identifiers import bare_doi
from broadsheet.content.papers import entry_of
from broadsheet.content.problems import Problem, UsageError
from broadsheet.content.reader import read_content
from broadsheet.content.review import escape, review
from broadsheet.content.values import read_mapping
from broadsheet.text.dates import is_date

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from broadsheet.adding.records import Record
    from broadsheet.content.model import Content

ACCEPT = "accept"  # the label that a curator sets, in capitals or not, as GitHub compares
# The form's fields in their order: .github/ISSUE_TEMPLATE/add-a-paper.yml.
LABELS = {
    "link": "Link",
    "day": "Day",
    "why": "Why is it worth reading?",
    "topics": "Topics",
    "code": "Code",
    "project": "Project",
}
LONGEST = 2000  # characters of a message, and of an answer in the form; `check` limits the draft
MOST_NAMES = 50  # authors shown; some papers have thousands
MOST_MESSAGES = 20
MOST = 60_000  # characters of an answer; GitHub takes 65,536
_EMPTY = ("_No response_", "None")  # what GitHub writes for an answer that was not given
_AGAIN = f"a curator can set the label `{ACCEPT}` again"
_ADVICE = {
    Cause.ASKED: f"Edit the issue to mend this; then {_AGAIN}.",
    Cause.REFUSAL: (
        "Give the paper's arXiv id or its DOI as the link, or the address of another page that"
        f" shows it; then {_AGAIN}."
    ),
    Cause.OUTAGE: f"If the link is right, there is nothing for you to mend: {_AGAIN} later.",
}
_NO_EVENT = f"the event must be that of an issue which was labeled {ACCEPT}"
_LOGIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*(\[bot\])?")
_LINKS = tuple(field for field in PAPER if field.name in ("code", "project"))
# What GitHub makes links or mentions of once the Markdown is rendered and its backslashes are gone.
# A zero-width space breaks it up, as in the pull requests of Renovate and Dependabot.
_ALIVE = re.compile(r"\\[@#]|\\:(?=\\/\\/)|\bGH(?=\\-\d)|\bwww(?=\\\.)", re.IGNORECASE)
_PARTED = r"\g<0>&#8203;"


class Proposal(NamedTuple):
    """What an issue asks for: its number, its author's login, the answers in the form."""

    number: int
    author: str
    link: str
    day: str = ""
    why: str = ""
    topics: tuple[str, ...] = ()
    code: str = ""
    project: str = ""


class Outcome(NamedTuple):
    """A paper's file and the text of its pull request; or no file, and the answer on the issue."""

    filed: Filed | None
    answer: str


def run(
    event: Path, content_root: Path, answer: Path, find: Callable[[str], Record], today: str
) -> Path | None:
    """Make the paper that the issue of an event's file proposes; return its file, if there is one.

    The folder `answer` then holds `answer.md` and, if a paper was made, `paper`, a line with the
    path that the file will have in the repository, and the file itself at that path. Raise
    UsageError if the event is not that of a labeled issue.
    """
    outcome = _take_in(event.read_bytes(), content_root, find, today)
    answer.mkdir(parents=True, exist_ok=True)
    (answer / "answer.md").write_text(outcome.answer, encoding="utf-8")
    (answer / "paper").unlink(missing_ok=True)
    if outcome.filed is None:
        return None
    write_new(content_root, outcome.filed)
    folder = content_root.resolve().name
    write_new(answer / folder, outcome.filed)
    (answer / "paper").write_text(f"{folder}/{outcome.filed.path}\n", encoding="utf-8")
    return content_root / outcome.filed.path


def _take_in(data: bytes, content_root: Path, find: Callable[[str], Record], today: str) -> Outcome:
    """Read an event and the content, and file the paper."""
    try:
        proposal = read_event(data)
    except RecordError as error:
        return _decline([error.fact])
    content = read_content(content_root).content
    return propose(proposal, content, find, today)


# --------------------------------------------------------------------------- the event


def read_event(data: bytes) -> Proposal:
    """Read GitHub's event of an issue that was labeled `accept`.

    https://docs.github.com/en/webhooks/webhook-events-and-payloads#issues

    Raise UsageError if it is no such event, and RecordError if the issue cannot be used.
    """
    try:
        event = json.loads(data)
        issue = event["issue"]
        number, author, state = int(issue["number"]), str(issue["user"]["login"]), issue["state"]
        body = (issue["body"] or "").encode(errors="replace").decode()
        good = event["action"] == "labeled" and event["label"]["name"].casefold() == ACCEPT
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise UsageError(_NO_EVENT) from None
    if not good or not _LOGIN.fullmatch(author):
        raise UsageError(_NO_EVENT)
    if state != "open":
        message = "the issue is closed: open it again"
        raise RecordError(message)
    return _proposal(number, author, _read_form(body))


def _proposal(number: int, author: str, told: dict[str, str]) -> Proposal:
    """Make the proposal from the answers in the form."""
    for name, value in told.items():
        if name != "why" and len(value) > LONGEST:
            message = f"{LABELS[name]} must have at most {LONGEST:,} characters, not {len(value):,}"
            raise RecordError(message)
    if not told["link"]:
        message = "Link is empty: write an arXiv id, a DOI, or the address of the paper's page"
        raise RecordError(message)
    topics = dict.fromkeys(word.strip() for word in told.pop("topics").split(",") if word.strip())
    return Proposal(number, author, topics=tuple(topics), **told)


def _read_form(body: str) -> dict[str, str]:
    """Return the answers in an issue's text, each on one line.

    A field begins at its label, a heading. Answers may contain such headings, too, so only the
    label that is next in order begins a field.
    """
    waiting = list(LABELS)
    answers: dict[str, list[str]] = {}
    lines: list[str] = []  # those before the first label belong to no answer
    for line in body.split("\n"):
        if waiting and line.rstrip() == f"### {LABELS[waiting[0]]}":
            lines = answers.setdefault(waiting.pop(0), [])
        else:
            lines.append(line)
    if waiting:
        message = (
            f"the form's line '### {LABELS[waiting[0]]}' is missing: put it back where it was, or"
            " open a new issue with the form Add a paper"
        )
        raise RecordError(message)
    told = {name: tidy("\n".join(lines)) for name, lines in answers.items()}
    return {name: "" if text in _EMPTY else text for name, text in told.items()}


# --------------------------------------------------------------------------- the paper


def propose(
    proposal: Proposal, content: Content, find: Callable[[str], Record], today: str
) -> Outcome:
    """File the paper that `find` returns for the proposal's link, under its day or else today.

    The draft becomes the summary. Whatever prevents the paper is reported at once; invalid links
    and unknown topics are left out, and reported along with the paper.
    """
    wrong = []
    if proposal.day and not is_date(proposal.day):
        wrong.append(f"Day must be a day that exists, as YYYY-MM-DD, not {proposal.day[:40]!r}")
    links, strange_links = _read_links(proposal)
    known = {topic.slug for topic in content.topics}
    wish = Wish(
        day=today if wrong else proposal.day or today,
        topics=tuple(topic for topic in proposal.topics if topic in known),
        submitted_by=f"@{proposal.author}",
        summary=proposal.why or None,
        **links,
    )
    try:
        filing = Filing(content)
        filing.refuse_known("", arxiv_in(proposal.link)[0], bare_doi(proposal.link))
        filed = filing.file(find(proposal.link), wish, awaits_summary=True)
    except KnownError as error:
        return _decline_known(error)
    except RecordError as error:
        return _decline([*wrong, error.fact], error.cause)
    except UsageError as error:
        return _decline([*wrong, str(error)])
    if wrong:
        return _decline(wrong)
    left_out = [*strange_links, *_unknown_topics(proposal, filed, content)]
    return Outcome(filed, _present(proposal, filed, content, left_out))


def _read_links(proposal: Proposal) -> tuple[dict[str, str], list[str]]:
    """Return the valid links, by field, and what `check` says about the others."""
    told = {field.name: getattr(proposal, field.name) for field in _LINKS}
    source = Source("", "".join(f"{name}: {quote(link)}\n" for name, link in told.items() if link))
    node = compose(source, source.text) if source.text else None
    links = read_mapping(source, node, _LINKS) if node else {}
    return links, [problem.message for problem in source.problems]


def _unknown_topics(proposal: Proposal, filed: Filed, content: Content) -> list[str]:
    """Return what `check` says about the topics that are not in the list."""
    asked = entry_of(replace(filed.paper, topics=proposal.topics))
    findings = check_content(replace(content, papers=(asked,), unread=(), notes=(), collections=()))
    return [finding.message for finding in findings if finding.field == "topics"]


# --------------------------------------------------------------------------- the answer


def _present(proposal: Proposal, filed: Filed, content: Content, left_out: list[str]) -> str:
    """Return the text of the pull request: the proposer, the paper as it will be, what is next."""
    paper = filed.paper
    more = len(paper.authors) - MOST_NAMES
    if more > 0:
        names = (*paper.authors[:MOST_NAMES], f"and {more:,} more")
        paper = replace(paper, authors=names)
    shown = review([paper], content.everything, _told_by_check(filed, content)[:MOST_MESSAGES])
    parts = [f"Closes #{proposal.number}. Proposed by @{proposal.author}.", _part(shown.strip())]
    if left_out:
        parts += ["The issue also says what could not be taken:", _listed(left_out)]
    parts.append(
        "Next: read the paper, mend the summary in the file, merge. The file has been checked, and"
        " the list above says what was found. The checks of a pull request that a workflow opened"
        " wait for somebody who may write here: *Approve workflows to run*, below, starts them."
    )
    return _fit("\n\n".join(parts) + "\n")


def _told_by_check(filed: Filed, content: Content) -> list[Problem]:
    """Return what `check` will say about the file."""
    waiting = (entry_of(filed.paper),) if filed.paper.awaits else ()
    found = find_questions(replace(content, waiting=waiting))
    return [
        *filed.problems,
        *(
            Problem(filed.path, _line_of(filed, one.field), 1, one.message, one.severity)
            for one in found
        ),
    ]


def _line_of(filed: Filed, field: str) -> int:
    """Return the line of a field of a paper's file."""
    return filed.text.partition(f"\n{field}:")[0].count("\n") + 2


def _decline(wrong: list[str], cause: Cause = Cause.ASKED) -> Outcome:
    """Return the answer if no paper was made; `cause` is that of the last message."""
    causes = dict.fromkeys([Cause.ASKED, cause] if len(wrong) > 1 else [cause])
    return _no_paper(wrong, " ".join(_ADVICE[one] for one in causes))


def _decline_known(error: KnownError) -> Outcome:
    """Return the answer if the feed has the paper already."""
    advice = (
        "Where that is so, nothing is left to do, and this issue can be closed. If yours is another"
        f" paper, mend the link; then {_AGAIN}."
    )
    return _no_paper([f"content/{error}"], advice)


def _no_paper(messages: list[str], advice: str) -> Outcome:
    """Return the answer that lists messages and says what to do."""
    return Outcome(None, _fit(f"No paper was added:\n\n{_listed(messages)}\n\n{advice}\n"))


def _fit(answer: str) -> str:
    """Cut an answer that is too long for GitHub, at the end of a line."""
    if len(answer) <= MOST:
        return answer
    whole = answer[: answer.rindex("\n", 0, MOST)].rstrip()
    return f"{whole}\n\nThe rest is too long to be shown.\n"


def _listed(messages: list[str]) -> str:
    """Return messages as a list in Markdown, all of it escaped."""
    lines = [f"- {_part(escape(message[:LONGEST]))}" for message in messages[:MOST_MESSAGES]]
    if len(messages) > MOST_MESSAGES:
        lines.append(f"- and {len(messages) - MOST_MESSAGES:,} more")
    return "\n".join(lines)


def _part(markdown: str) -> str:
    """Break up what GitHub would read as a mention, a reference or an address in escaped text."""
    return _ALIVE.sub(_PARTED, markdown)
