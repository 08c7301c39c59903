"""The content of the repository itself, whosever it is: only what must hold of any."""

from __future__ import annotations

from support import ROOT, call

from broadsheet.content.issue_form import FORM, find_form, offered_topics
from broadsheet.content.reader import read_content


def test_it_reads() -> None:
    """No file has an error."""
    checked = call("check", "--content", ROOT / "content")
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_issue_form_offers_its_topics() -> None:
    """All of them, in their order: `make check ARGS=--fix` puts them there."""
    content = ROOT / "content"
    form = find_form(content)
    offered = offered_topics(form.read_text(encoding="utf-8")) if form else ()
    topics = tuple(topic.slug for topic in read_content(content).content.topics)
    assert offered in ((), topics), f"make check ARGS=--fix puts the topics into {FORM}"
