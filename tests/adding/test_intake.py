"""The issue form: from GitHub's event to a paper and its pull request, or to an answer.

The events are written as GitHub records them, with a form filled in by friends and by others.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from support import ROOT, examples

from broadsheet.adding.fetch import Fetcher
from broadsheet.adding.intake import LABELS, Outcome, Proposal, propose, read_event, run
from broadsheet.adding.records import Cause, Record, RecordError
from broadsheet.content.model import Content, Site
from broadsheet.content.problems import UsageError
from broadsheet.content.reader import read_content

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from support import Feed

pytestmark = pytest.mark.repository
FORM = ROOT / ".github/ISSUE_TEMPLATE/add-a-paper.yml"
WORKFLOW = ROOT / ".github/workflows/intake.yml"
TODAY = "2025-06-26"
RECORD = Record(
    "Scaling laws: a second look",
    ("Ada Lovelace", "Grace Hopper"),
    "2025-06-24",
    arxiv="2506.00001",
    abstract="We look again.",
)
PROPOSAL = Proposal(
    12, "ada", "2506.00001", "2025-06-25", "It repeats a study.", ("reasoning",), "", ""
)
PATH = "2025/06/25/scaling-laws-a-second-look.md"
NEXT = (
    "Next: read the paper, mend the summary in the file, merge. The file has been checked, and the"
    " list above says what was found. The checks of a pull request that a workflow opened wait for"
    " somebody who may write here: *Approve workflows to run*, below, starts them.\n"
)
AGAIN = "Edit the issue to mend this; then a curator can set the label `accept` again.\n"
MISSING = (
    "the form's line '### {}' is missing: put it back where it was, or open a new issue with the"
    " form Add a paper"
)
HOSTILE = (
    "$(rm -rf /) `id` ::error::boo <script>alert(1)</script> @everyone closes #1, GH-2, o/r#3"
    " and https://github.com/o/r/issues/4, www.e.org, a@e.org, [x](https://e.org) ![y](//e.org)"
)


def form(**answers: str) -> str:
    """Return an issue's text as GitHub makes it of the form."""
    told = {"link": "2506.00001", **answers}
    parts = (
        f"### {label}\n\n{told.get(name) or '_No response_'}" for name, label in LABELS.items()
    )
    return "\n\n".join(parts)


def event(text: str | None = None, **changes: Any) -> bytes:
    """Return the event of an issue that was labeled `accept`, with changes to the issue."""
    issue = {
        "number": 12,
        "state": "open",
        "title": "A paper",
        "user": {"login": "ada", "type": "User"},
        "labels": [{"name": "paper"}, {"name": "accept"}],
        "body": form() if text is None else text,
    }
    told = {"action": "labeled", "label": {"name": "accept"}, "issue": issue | changes}
    return json.dumps(told).encode()


def finding(**changes: Any) -> Callable[[str], Record]:
    """Return a service that answers with the record, changed, whatever it is asked."""
    return lambda _: replace(RECORD, **changes)


def failing(error: Exception) -> Callable[[str], Record]:
    """Return a service that fails."""

    def find(_: str) -> Record:
        raise error

    return find


def outcome(feed: Feed, find: Callable[[str], Record] | None = None, **changes: Any) -> Outcome:
    """Propose the paper, with changes, to the feed as it stands."""
    content = read_content(feed.content).content
    return propose(PROPOSAL._replace(**changes), content, find or finding(), TODAY)


# --------------------------------------------------------------------------- the form


def test_form_has_the_fields_that_are_read() -> None:
    """Their names and labels are those of the table, in its order; the link alone must be given."""
    fields = [part for part in yaml.safe_load(FORM.read_text())["body"] if "id" in part]
    assert {part["id"]: part["attributes"]["label"] for part in fields} == LABELS
    assert [part["id"] for part in fields] == list(LABELS)
    required = [part["id"] for part in fields if part.get("validations", {}).get("required")]
    assert required == ["link"]


@pytest.mark.repository
def test_form_offers_several_topics() -> None:
    """Which ones, a test of the live content says."""
    body = yaml.safe_load(FORM.read_text())["body"]
    topics = next(part for part in body if part.get("id") == "topics")["attributes"]
    assert topics["multiple"] is True


# --------------------------------------------------------------------------- the event


def test_event_tells_number_author_and_answers() -> None:
    """Every field of a form that was filled in."""
    text = form(
        day="2025-06-25",
        why="It repeats a study.\n\nLess was found.",
        topics="reasoning, vision",
        code="https://e.org/code",
        project="https://e.org/project",
    )
    assert read_event(event(text)) == Proposal(
        12,
        "ada",
        "2506.00001",
        "2025-06-25",
        "It repeats a study. Less was found.",
        ("reasoning", "vision"),
        "https://e.org/code",
        "https://e.org/project",
    )


def test_what_was_not_answered_is_empty() -> None:
    """GitHub writes `_No response_`, and `None` for a list of which nothing was chosen."""
    empty = Proposal(12, "ada", "2506.00001")
    assert read_event(event(form())) == empty
    assert read_event(event(form(topics="None"))) == empty


def test_label_may_be_in_capitals() -> None:
    """The workflow's own comparison takes no notice of them either."""
    told = event().replace(b'"label": {"name": "accept"}', b'"label": {"name": "Accept"}')
    assert read_event(told).number == 12


def test_line_ends_of_a_browser() -> None:
    """An issue that was edited has them."""
    text = form(why="One.\nTwo.", topics="vision").replace("\n", "\r\n")
    told = read_event(event(text))
    assert (told.why, told.topics) == ("One. Two.", ("vision",))


def test_label_within_an_answer_is_text() -> None:
    """Only the label whose turn it is begins a field."""
    text = form(
        why="Good.\n\n### Link\n\nhttps://evil.example\n\n### Code\n\nx", code="https://e.org/c"
    )
    told = read_event(event(text))
    assert told.link == "2506.00001"
    assert told.why == "Good. ### Link https://evil.example ### Code x"
    assert told.code == "https://e.org/c"


def test_half_characters_are_replaced() -> None:
    """JSON can hold what no text may; it becomes a question mark."""
    assert read_event(event(form(why="a\ud800b"))).why == "a?b"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"[]",
        b"{}",
        event().replace(b'"labeled"', b'"opened"'),
        event().replace(b'"label": {"name": "accept"}', b'"label": {"name": "paper"}'),
        event(number="x"),
        event(user=None),
        event(user={"login": "ada @everyone"}),
        event(body=["x"]),
        b"[" * 100_000,
    ],
    ids=[
        "empty",
        "bytes",
        "list",
        "object",
        "opened",
        "label",
        "number",
        "nobody",
        "login",
        "body",
        "depth",
    ],
)
def test_another_event_is_refused(data: bytes) -> None:
    """Whoever runs this on something else has a mistake in a workflow."""
    with pytest.raises(UsageError, match="must be that of an issue which was labeled accept"):
        read_event(data)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (event(state="closed"), "the issue is closed: open it again"),
        (
            event(form(link="")),
            "Link is empty: write an arXiv id, a DOI, or the address of the paper's page",
        ),
        (
            event(body=None),
            MISSING.format("Link"),
        ),
        (
            event(form().replace("### Topics", "### My topics")),
            MISSING.format("Topics"),
        ),
        (
            event(form(link="x" * 2001)),
            "Link must have at most 2,000 characters, not 2,001",
        ),
    ],
    ids=["closed", "no link", "no form", "edited", "long"],
)
def test_issue_that_cannot_be_taken_in(data: bytes, told: str) -> None:
    """What is wrong is told to whoever wrote it."""
    with pytest.raises(RecordError) as caught:
        read_event(data)
    assert str(caught.value) == told


# --------------------------------------------------------------------------- the paper


def test_paper_is_filed_with_what_the_form_says(feed: Feed) -> None:
    """Its day, the draft as summary, topics, links, and who brought it."""
    made = outcome(feed, code="https://e.org/c", project="https://e.org/p")
    assert made.filed is not None
    assert made.filed.path == PATH
    assert made.filed.text == (
        "---\n"
        'title: "Scaling laws: a second look"\n'
        "authors:\n"
        "  - Ada Lovelace\n"
        "  - Grace Hopper\n"
        "published: 2025-06-24\n"
        'arxiv: "2506.00001"\n'
        "code: https://e.org/c\n"
        "project: https://e.org/p\n"
        "topics: [reasoning]\n"
        'submitted_by: "@ada"\n'
        "summary: >-\n"
        "  It repeats a study.\n"
        "---\n"
        "We look again.\n"
    )
    assert made.answer == (
        "Closes #12. Proposed by @ada.\n"
        "\n"
        "## Scaling laws\\: a second look\n"
        "\n"
        f"Wednesday, 25 June 2025 · `{PATH}`\n"
        "\n"
        "*Ada Lovelace\\, Grace Hopper*\n"
        "\n"
        "It repeats a study\\.\n"
        "\n"
        "Topics: reasoning  \n"
        "Links: [arXiv](<https://arxiv.org/abs/2506.00001>)"
        " · [PDF](<https://arxiv.org/pdf/2506.00001>)"
        " · [Code](<https://e.org/c>) · [Project](<https://e.org/p>)\n"
        "\n"
        "- no problem, and no paper that looks the same\n"
        "\n" + NEXT
    )


def test_link_alone_is_enough(feed: Feed) -> None:
    """It stands under today, and the missing summary is told in the words of `check`."""
    made = outcome(feed, day="", why="", topics=())
    assert made.filed is not None
    assert made.filed.path == "2025/06/26/scaling-laws-a-second-look.md"
    assert (
        "\n- **warning**, line 10: summary is empty\\: write two to four sentences in the"
        " curator\\'s own words\\; until then the paper is not published\n"
        "- waits for its summary\n"
    ) in made.answer


def test_page_without_a_date_makes_a_paper_that_waits_for_one(feed: Feed) -> None:
    """Whoever merges it is told, at the line."""
    made = outcome(feed, find=finding(published=""))
    assert made.filed is not None
    assert "\npublished:  # the source gives no date: write it, or the year" in made.filed.text
    assert "- **warning**, line 6: published is empty\\: write the paper" in made.answer
    assert "- waits for its date\n" in made.answer


def test_what_cannot_stand_is_left_out_and_told(feed: Feed) -> None:
    """An unknown topic and an address that is none do not stop a paper."""
    made = outcome(feed, topics=("visoin", "reasoning"), code="e.org/c", project="javascript:x")
    assert made.filed is not None
    assert "topics: [reasoning]\n" in made.filed.text
    assert "code:" not in made.filed.text
    assert "project:" not in made.filed.text
    assert made.answer.endswith(
        "\n\nThe issue also says what could not be taken:\n"
        "\n"
        "- code must be an address that begins with https\\:\\/\\/ or http\\:\\/\\/\\: write"
        " https\\:\\/\\/e\\.org\\/c\n"
        "- project must be an address that begins with https\\:\\/\\/ or http\\:\\/\\/\n"
        "- there is no topic visoin \\(did you mean vision\\?\\)\\: take one of"
        " content\\/topics\\.yaml\n"
        "\n".replace("\\:\\/\\/", "\\:&#8203;\\/\\/")
        + NEXT
    )


def test_paper_that_looks_the_same_is_told(feed: Feed) -> None:
    """The curator decides."""
    feed.add("2025/06/20/there.md", title='"Scaling laws, a second long look"')
    told = "- perhaps the same as Scaling laws\\, a second long look (`2025/06/20/there.md`)\n"
    assert told in outcome(feed).answer


def test_paper_that_is_there_is_told_with_its_place(feed: Feed) -> None:
    """Nothing is made, and the answer says where it is."""
    feed.add("2025/06/20/there.md", arxiv='"2506.00001"')
    assert outcome(feed) == Outcome(
        None,
        "No paper was added:\n"
        "\n"
        "- content\\/2025\\/06\\/20\\/there\\.md has this paper already \\(the same arXiv id"
        " 2506\\.00001\\)\n"
        "\n"
        "Where that is so, nothing is left to do, and this issue can be closed. If yours is another"
        " paper, mend the link; then a curator can set the label `accept` again.\n",
    )


def test_link_that_no_service_knows(feed: Feed) -> None:
    """The service's sentence, and what to do."""
    made = outcome(feed, failing(RecordError("arXiv knows no paper 2506.99999")))
    assert made == Outcome(
        None, f"No paper was added:\n\n- arXiv knows no paper 2506\\.99999\n\n{AGAIN}"
    )


ODD = st.lists(
    st.sampled_from(
        [
            *(
                "http://",
                "https://",
                "//",
                "a",
                "..",
                ".",
                "xn--a",
                "xn--",
                "[",
                "]",
                "::1",
                ":",
                "@",
            ),
            *("%00", "%", "/", "?", "#", "\\", " ", "\u200b", "\uff11", "\u0661", "\ud800", "é"),
            *("doi.org/10.", "10.1/", "arxiv.org/abs/", "2506.20544", "99999999999", "-", "a" * 70),
        ]
    )
    | st.text(max_size=3),
    min_size=1,
    max_size=8,
).map("".join)


@settings(max_examples=examples(300))
@given(ODD)
@example("https://a..b/x")
@example("https://xn--a/")
@example("https://[::1/")
def test_any_link_is_answered(link: str) -> None:
    """Whatever stands in its place: no paper, and a sentence that says why."""
    fetcher = Fetcher(None, lambda _seconds: None, lambda *_where, **_how: [])
    content = Content(Site("T", "T", "t.example,2025"), (), (), (), ())
    made = propose(PROPOSAL._replace(link=link), content, fetcher.find, TODAY)
    assert made.filed is None
    assert made.answer.startswith("No paper was added:\n\n- ")
    made.answer.encode()


def test_outage_is_not_the_proposers_to_mend(feed: Feed) -> None:
    """The advice for people with a checkout stays away; a curator tries again."""
    error = RecordError(
        "e.org did not answer in time, three times", "give it with --from FILE", Cause.OUTAGE
    )
    later = (
        "If the link is right, there is nothing for you to mend: a curator can set the label"
        " `accept` again later.\n"
    )
    told = "e\\.org did not answer in time\\, three times"
    made = outcome(feed, failing(error))
    assert made == Outcome(None, f"No paper was added:\n\n- {told}\n\n{later}")
    made = outcome(feed, failing(error), day="2025-02-30")
    assert made.answer.endswith(f"\n- {told}\n\n{AGAIN.strip()} {later}")


def test_site_that_refuses_programs_is_told_with_another_way(feed: Feed) -> None:
    """Which is open to somebody with nothing but a browser."""
    fact = "e.org refused to answer a program (403)"
    made = outcome(feed, failing(RecordError(fact, "save the page", Cause.REFUSAL)))
    assert made.answer == (
        "No paper was added:\n\n- e\\.org refused to answer a program \\(403\\)\n\n"
        "Give the paper's arXiv id or its DOI as the link, or the address of another page that"
        " shows it; then a curator can set the label `accept` again.\n"
    )


def test_all_that_stops_a_paper_is_told_at_once(feed: Feed) -> None:
    """A day that does not exist, and a link that is none."""
    made = outcome(feed, failing(UsageError("'x' is no arXiv id")), day="2025-02-30")
    assert made == Outcome(
        None,
        "No paper was added:\n"
        "\n"
        "- Day must be a day that exists\\, as YYYY\\-MM\\-DD\\, not \\'2025\\-02\\-30\\'\n"
        "- \\'x\\' is no arXiv id\n"
        "\n" + AGAIN,
    )


@pytest.mark.parametrize(
    ("find", "changes", "told"),
    [
        (
            finding(),
            {"day": "tomorrow"},
            "Day must be a day that exists\\, as YYYY\\-MM\\-DD\\, not \\'tomorrow\\'",
        ),
        (
            finding(),
            {"day": "2025-06-20"},
            "published must not be after the day of its folder \\(20 June 2025\\)",
        ),
        (
            finding(),
            {"why": "word " * 601},
            "summary must have at most 3\\,000 characters\\, not 3\\,004",
        ),
        (
            finding(authors=()),
            {},
            "authors is missing\\: write authors\\: \\[Ada Lovelace\\, Daniel D\\'souza\\]",
        ),
    ],
    ids=["day", "early", "long", "authors"],
)
def test_messages_are_those_of_check(
    find: Callable[[str], Record], changes: dict[str, Any], told: str, feed: Feed
) -> None:
    """No paper with an error of its own is made; a missing summary alone may wait."""
    made = outcome(feed, find, **changes)
    assert made == Outcome(None, f"No paper was added:\n\n- {told}\n\n{AGAIN}")


# --------------------------------------------------------------------------- others


def seen(answer: str) -> str:
    """Return the text that a reader sees, once the Markdown is rendered; HTML in it would count."""
    html = MarkdownIt("commonmark").render(answer)
    assert not re.search("<(script|img|code>id)", html)
    addresses = re.findall(r'href="([^"]*)"', html)
    assert all(re.match("https://arxiv.org/(abs|pdf)/2506", address) for address in addresses)
    return re.sub("<[^>]*>", "", html)


def alive(text: str) -> list[str]:
    """Find what GitHub makes mentions, references and links of, in a rendered text."""
    pattern = r"(?<!\w)@\w+|\w@\w|#\d+|\bGH-\d+|\w+://|\bwww\."
    return re.findall(pattern, text, re.IGNORECASE)


def test_nothing_of_a_strangers_text_is_alive_in_a_pull_request(feed: Feed) -> None:
    """Neither of the form's nor of the page's; the issue and its author are."""
    title = f"About {HOSTILE}"
    made = outcome(
        feed,
        finding(title=title, authors=("@everyone", "GH-7"), venue=HOSTILE),
        why=HOSTILE,
        topics=("@everyone", "#5"),
        code=HOSTILE,
    )
    assert made.filed is not None
    text = seen(made.answer)
    assert alive(text) == ["#12", "@ada"]
    assert "$(rm -rf /) `id` ::error::boo &lt;script&gt;alert(1)" in text
    assert "there is no topic #\u200b5" in text


def test_nothing_of_a_strangers_text_is_alive_in_an_answer(feed: Feed) -> None:
    """A message may quote the link."""
    made = outcome(feed, failing(UsageError(f"{HOSTILE!r} is no address")), day=HOSTILE)
    assert made.filed is None
    assert alive(seen(made.answer)) == []


def test_hostile_draft_is_but_text_in_the_file(feed: Feed) -> None:
    """It stands in the summary as it was written, and `check` warns of what is not read there."""
    made = outcome(feed, why=HOSTILE)
    assert made.filed is not None
    assert {one.severity for one in made.filed.problems} == {"warning"}
    assert HOSTILE in " ".join(made.filed.text.split())


def test_answer_never_grows_beyond_what_github_takes(feed: Feed) -> None:
    """Thousands of authors, warnings and topics are cut short, and counted."""
    names = [f"Név {number:04}" for number in range(2000)]
    made = outcome(
        feed,
        finding(authors=tuple(name for one in names for name in (one, one.upper()))),
        topics=tuple(f"t{number}" for number in range(1000)),
    )
    assert made.filed is not None
    assert len(made.answer) < 20_000
    assert "and 1\\,950 more*" in made.answer
    assert "\n- and 980 more\n" in made.answer


def test_answer_of_nothing_but_signs_is_cut_after_a_line(feed: Feed) -> None:
    """Every one of them takes nine characters to be harmless."""
    names = tuple(f"{'@' * 190}{number}" for number in range(60))
    made = outcome(feed, finding(authors=names))
    assert made.filed is not None
    assert made.answer.endswith(
        f"Wednesday, 25 June 2025 · `{PATH}`\n\nThe rest is too long to be shown.\n"
    )
    dead, declined = "\\@&#8203;", outcome(feed, failing(RecordError("@" * 9000))).answer
    assert declined == f"No paper was added:\n\n- {dead * 2000}\n\n{AGAIN}"


# --------------------------------------------------------------------------- files


def test_run_writes_the_paper_and_hands_it_over(feed: Feed) -> None:
    """Into the content, and into the answer's folder at the path it has in the repository."""
    file, answer = feed.root / "event.json", feed.root / "answer"
    file.write_bytes(event(form(day="2025-06-25", why="Good.", topics="reasoning")))
    assert run(file, feed.content, answer, finding(), TODAY) == feed.content / PATH
    assert (answer / "paper").read_text() == f"content/{PATH}\n"
    text = (feed.content / PATH).read_text()
    assert (answer / "content" / PATH).read_text() == text
    assert (answer / "answer.md").read_text().startswith("Closes #12. Proposed by @ada.\n")
    assert read_content(feed.content).problems == ()


def test_run_writes_an_answer_alone_where_there_is_no_paper(feed: Feed) -> None:
    """Also where an earlier run left one, and where the form itself cannot be read."""
    file, answer = feed.root / "event.json", feed.root / "answer"
    file.write_bytes(event())
    assert run(file, feed.content, answer, finding(), TODAY)
    file.write_bytes(event("Please add my paper!"))
    assert run(file, feed.content, answer, finding(), TODAY) is None
    assert (answer / "answer.md").read_text() == (
        "No paper was added:\n"
        "\n"
        "- the form\\'s line \\'\\#&#8203;\\#&#8203;\\#&#8203; Link\\' is missing\\: put it back"
        " where it was\\, or open a new issue with the form Add a paper\n"
        "\n" + AGAIN
    )
    assert not (answer / "paper").exists()


def test_run_writes_nothing_for_another_event(feed: Feed) -> None:
    """Not even a folder."""
    file, answer = feed.root / "event.json", feed.root / "answer"
    file.write_bytes(event().replace(b'"labeled"', b'"opened"'))
    with pytest.raises(UsageError):
        run(file, feed.content, answer, finding(), TODAY)
    assert not answer.exists()


# --------------------------------------------------------------------------- the workflow

GH = """#!/bin/sh
# Stands in for GitHub's own program: notes how it was called, and knows of the pull requests $OPEN.
# It opens none, and says $REFUSAL, where there is one.
printf '%s\\n' "$*" >>"$GH_CALLS"
case "$*" in
  *'--method GET'*) printf '%s' "${OPEN-}" ;;
  'pr create'*) [ -z "${REFUSAL-}" ] || { echo "$REFUSAL" >&2; exit 1; } ;;
esac
"""
LOG = "https://github.com/o/r/actions/runs/34"
FAILURES = {
    "setting": (
        "No pull request was opened, because this repository does not let workflows open any."
        " Whoever owns it can tick *Allow GitHub Actions to create and approve pull requests*"
        " under *Settings → Actions → General*; where it cannot be ticked, the settings of the"
        " organization forbid it. Then a curator can set the label `accept` again."
    ),
    "branch": (
        "No pull request was opened, because somebody has worked on the branch `paper-issue-12`"
        " since. When its pull request is merged or closed, and the branch deleted, a curator can"
        " set the label `accept` again."
    ),
    "": (
        f"No paper was added, because the workflow failed; [the log]({LOG}) says where. If it was a"
        " download or a service, trying again may be all that it takes; if it was the program,"
        " please report it. Then a curator can set the label `accept` again."
    ),
}


def steps() -> dict[str, str]:
    """Return the workflow's shell lines by the names of their steps."""
    jobs = yaml.safe_load(WORKFLOW.read_text())["jobs"].values()
    return {step["name"]: step["run"] for job in jobs for step in job["steps"] if "run" in step}


class Delivery:
    """A checkout with its remote, in which the steps of the second job run."""

    def __init__(self, folder: Path) -> None:
        """Make a repository with one commit, and a clone of it with a delivery."""
        self.folder = folder / "checkout"
        self.calls = folder / "calls"
        (folder / "bin").mkdir()
        (folder / "bin" / "gh").write_text(GH)
        (folder / "bin" / "gh").chmod(0o755)
        text = WORKFLOW.read_text()
        self.environment = {
            **dict(re.findall(r"^          (GIT_\w+): (.*)$", text, re.MULTILINE)),
            "PATH": f"{folder / 'bin'}:{os.environ['PATH']}",
            "HOME": str(folder),
            "GH_CALLS": str(self.calls),
            "GH_REPO": "o/r",
            "GITHUB_OUTPUT": str(folder / "output"),
            "GITHUB_RUN_ID": "34",
            "GITHUB_SERVER_URL": "https://github.com",
            "LABEL": "Accept",
            "NUMBER": "12",
            "BASE": "main",
        }
        self.git("init", "--quiet", "--bare", "--initial-branch=main", folder / "remote.git")
        self.git("clone", "--quiet", folder / "remote.git", self.folder)
        self.git("-C", self.folder, "commit", "--quiet", "--allow-empty", "-m", "First")
        self.git("-C", self.folder, "push", "--quiet", "origin", "HEAD:main")

    def git(self, *words: object, **environment: str) -> str:
        """Run git, and give what it says."""
        return subprocess.run(
            ["git", *map(str, words)],  # noqa: S607 - the one on the path, as in the workflow
            env=self.environment | environment,
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    def hand_over(self, path: str, text: str) -> None:
        """Lay a delivery into a fresh checkout, as the second job finds it."""
        self.git("-C", self.folder, "reset", "--quiet", "--hard", "origin/main")
        file = self.folder / "answer" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        (self.folder / "answer" / "paper").write_text(f"{path}\n")

    def run(self, name: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a step as GitHub does."""
        return subprocess.run(
            ["bash", "-eo", "pipefail", "-c", steps()[name]],  # noqa: S607 - as above
            cwd=self.folder,
            env=self.environment | environment,
            check=False,
            capture_output=True,
            text=True,
        )


@pytest.fixture
def delivery(tmp_path: Path) -> Delivery:
    """Return a checkout to which a paper was handed over."""
    made = Delivery(tmp_path)
    made.hand_over(f"content/{PATH}", "one\n")
    return made


def test_paper_becomes_a_branch_and_a_pull_request(delivery: Delivery) -> None:
    """One commit with one file; the second time, the same branch and the same pull request."""
    assert delivery.run("Open the pull request").returncode == 0
    shown = ("show", "--format=%an: %s", "--name-status", "paper-issue-12")
    told = f"github-actions[bot]: Add the paper of issue #12\n\nA\tcontent/{PATH}\n"
    remote = ("-C", delivery.folder.parent / "remote.git")
    assert delivery.git(*remote, *shown) == told
    find = (
        "api --method GET repos/o/r/pulls --raw-field state=open"
        " --raw-field head=o:paper-issue-12 --raw-field base=main --jq .[].number\n"
    )
    assert delivery.calls.read_text() == (
        "auth setup-git\n" + find + "pr create --head paper-issue-12 --base main"
        " --title Add the paper of issue #12 --body-file answer/answer.md\n"
    )
    delivery.calls.unlink()
    delivery.hand_over(f"content/{PATH}", "two\n")
    assert delivery.run("Open the pull request", OPEN="34").returncode == 0
    assert delivery.git(*remote, "show", f"paper-issue-12:content/{PATH}") == "two\n"
    assert delivery.git(*remote, "rev-list", "--count", "paper-issue-12") == "2\n"
    assert delivery.calls.read_text() == (
        "auth setup-git\n" + find + "api --silent --method PATCH repos/o/r/pulls/34"
        " --field body=@answer/answer.md\n"
    )


def test_what_people_did_to_the_branch_stays(delivery: Delivery) -> None:
    """A curator's summary is not overwritten by a label that is set again."""
    assert delivery.run("Open the pull request").returncode == 0
    words = ("commit", "--quiet", "--allow-empty", "--message", "Summary")
    delivery.git("-C", delivery.folder, *words, GIT_AUTHOR_EMAIL="curator@e.org")
    delivery.git("-C", delivery.folder, "push", "--quiet", "origin", "HEAD:paper-issue-12")
    delivery.hand_over(f"content/{PATH}", "two\n")
    done = delivery.run("Open the pull request")
    assert done.returncode == 1
    assert done.stdout == (
        "::error::Somebody has worked on paper-issue-12: merge or close its pull request, delete"
        " the branch, and set the label again.\n"
    )
    assert (delivery.folder.parent / "output").read_text() == "trouble=branch\n"
    remote = delivery.folder.parent / "remote.git"
    assert delivery.git("-C", remote, "show", "--format=%s", "paper-issue-12") == "Summary\n"


@pytest.mark.parametrize(
    "path",
    [
        ".github/workflows/x.yml",
        "content/2025/06/25/../x.md",
        "content/2025/06/25/x y.md",
        "content/2025/06/25/$(id).md",
        f"content/{PATH}\ncontent/topics.yaml",
        "content/2025/06/25/X.md",
    ],
)
def test_only_a_papers_path_is_taken(path: str, delivery: Delivery) -> None:
    """Should the first job be fooled, the second still writes papers alone."""
    (delivery.folder / "answer" / "paper").write_text(f"{path}\n")
    assert delivery.run("Open the pull request").returncode == 1
    assert not delivery.calls.exists()


def test_paper_that_is_a_link_or_is_there_is_not_taken(delivery: Delivery) -> None:
    """It would show, or replace, a file of ours."""
    (delivery.folder / "content/2025/06/25").mkdir(parents=True)
    (delivery.folder / "content" / PATH).write_text("there\n")
    assert delivery.run("Open the pull request").returncode == 1
    (delivery.folder / "content" / PATH).unlink()
    (delivery.folder / "answer/content" / PATH).unlink()
    (delivery.folder / "answer/content" / PATH).symlink_to(delivery.folder / ".git/config")
    assert delivery.run("Open the pull request").returncode == 1
    assert not delivery.calls.exists()


def test_answer_is_a_comment_and_frees_the_label(delivery: Delivery) -> None:
    """So that it can be set again."""
    assert delivery.run("Answer on the issue").returncode == 0
    assert delivery.calls.read_text() == (
        "issue comment 12 --body-file answer/answer.md\nissue edit 12 --remove-label Accept\n"
    )


@pytest.mark.parametrize(
    ("refusal", "output"),
    [
        (
            (
                "pull request create failed: GraphQL: GitHub Actions is not permitted to create or"
                " approve pull requests (createPullRequest)"
            ),
            "trouble=setting\n",
        ),
        ("HTTP 502: Bad Gateway", None),
    ],
    ids=["setting", "outage"],
)
def test_pull_request_that_may_not_be_opened(
    refusal: str, output: str | None, delivery: Delivery
) -> None:
    """The step fails with GitHub's words, and the setting is known by them."""
    done = delivery.run("Open the pull request", REFUSAL=refusal)
    assert done.returncode == 1
    assert done.stdout == f"{refusal}\n"
    noted = delivery.folder.parent / "output"
    assert (noted.read_text() if noted.exists() else None) == output


@pytest.mark.parametrize("trouble", list(FAILURES), ids=lambda told: told or "other")
def test_failure_is_told_on_the_issue(trouble: str, delivery: Delivery) -> None:
    """In one paragraph, with what to look at; and the label can be set again."""
    assert delivery.run("Say what failed", TROUBLE=trouble).returncode == 0
    assert delivery.calls.read_text() == (
        f"issue comment 12 --body {FAILURES[trouble]} Nothing is wrong with the issue itself.\n"
        "issue edit 12 --remove-label Accept\n"
    )


def test_every_failure_of_the_workflow_is_told() -> None:
    """One job waits for all others, and has but the right to write on issues."""
    jobs = yaml.safe_load(WORKFLOW.read_text())["jobs"]
    last = jobs.pop("tell")
    assert last["needs"] == list(jobs)
    assert last["permissions"] == {"issues": "write"}
    assert last["if"] == (
        "always() && (contains(needs.*.result, 'failure') || contains(needs.*.result, 'cancelled'))"
    )
