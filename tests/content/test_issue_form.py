"""The issue form's list of topics: read, found stale, and kept by `check --fix`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml
from support import ROOT, TOPICS, call

from broadsheet.content.issue_form import FORM, offered_topics, with_topics

if TYPE_CHECKING:
    from pathlib import Path

    from support import Feed

pytestmark = pytest.mark.repository
OURS = (ROOT / FORM).read_text(encoding="utf-8")
STALE = (
    "content/topics.yaml:4:9: warning: .github/ISSUE_TEMPLATE/add-a-paper.yml offers other topics,"
    " or in another order: make check ARGS=--fix puts these there\n"
    "    - slug: vision\n"
    "            ^\n"
)
FLOW = "body:\n- id: topics\n  attributes:\n    options: [a, b] # all\n    multiple: true\n"


@pytest.fixture
def form(feed: Feed) -> Path:
    """Return our form beside the feed, with one of its two topics."""
    file = feed.root / FORM
    file.parent.mkdir(parents=True)
    file.write_text(with_topics(OURS, ["reasoning"]), encoding="utf-8")
    feed.write("topics.yaml", TOPICS.replace("  aliases: [logic, multi-step reasoning]\n", ""))
    return file


def test_only_the_list_changes() -> None:
    """Whatever else stands in the form stays, to the letter."""
    made = with_topics(OURS, ["reefs", "deep-sea"])
    assert offered_topics(made) == ("reefs", "deep-sea")
    assert with_topics(made, offered_topics(OURS)) == OURS
    old, new = (yaml.safe_load(text) for text in (OURS, made))
    for fields in (old["body"], new["body"]):
        del next(one for one in fields if one.get("id") == "topics")["attributes"]["options"]
    assert old == new


@pytest.mark.parametrize("text", [FLOW, FLOW.replace(" # all", ""), FLOW.replace("[a, b]", "[a]")])
def test_list_in_brackets_stays_in_brackets(text: str) -> None:
    """And what follows it on its line stays, too."""
    made = with_topics(text, ["c", "d", "e"])
    assert made == text.replace("[a, b]", "[c, d, e]").replace("[a]", "[c, d, e]")


def test_slugs_that_yaml_takes_for_something_else() -> None:
    """They are written so that they remain texts."""
    slugs = ["no", "2024", "null", "reefs"]
    made = yaml.safe_load(with_topics(FLOW, slugs))
    assert made["body"][0]["attributes"]["options"] == slugs
    assert offered_topics(with_topics(FLOW, slugs)) == tuple(slugs)


@pytest.mark.parametrize(
    "text",
    ["", "[", "a", "body: x", "body: [x, {id: topics}]", FLOW.replace("[a, b]", "[]")],
    ids=["empty", "broken", "text", "no list", "no options", "none"],
)
def test_form_without_the_list_stays(text: str) -> None:
    """Whoever took the field out, or wrote another form, hears nothing of it."""
    assert offered_topics(text) == ()
    assert with_topics(text, ["c"]) == text


def test_check_tells_when_it_is_stale_and_mends_it(feed: Feed, form: Path) -> None:
    """A warning at the first topic that is not offered; `--fix` writes the form."""
    checked = call("check", folder=feed.root)
    assert (checked.returncode, checked.stdout) == (0, STALE)
    mended = call("check", "--fix", folder=feed.root)
    assert mended.stderr == f"mended {form}\n0 files: 0 errors, 0 warnings\n"
    assert offered_topics(form.read_text()) == ("reasoning", "vision")
    assert "mended" not in call("check", "--fix", folder=feed.root).stderr


def test_order_counts(feed: Feed, form: Path) -> None:
    """The form shows the topics in the order of the list."""
    form.write_text(with_topics(OURS, ["vision", "reasoning"]))
    assert "1 warning" in call("check", folder=feed.root).stderr


def test_form_is_left_where_other_files_are_mended(feed: Feed, form: Path) -> None:
    """It belongs to topics.yaml."""
    feed.add("2025/06/25/x.md")
    before = form.read_text()
    call("check", "--fix", "content/2025", folder=feed.root)
    assert form.read_text() == before
    call("check", "--fix", "content/topics.yaml", folder=feed.root)
    assert form.read_text() != before


def test_broken_topics_mend_nothing(feed: Feed, form: Path) -> None:
    """Those that can be read are not all that there are."""
    feed.write("topics.yaml", TOPICS + "- slug: x\n")
    before = form.read_text()
    checked = call("check", "--fix", folder=feed.root)
    assert (checked.returncode, form.read_text()) == (1, before)
    assert "offers other topics" not in checked.stdout


def test_content_without_a_form_has_nothing_to_keep(feed: Feed) -> None:
    """Such as one that lies elsewhere than on GitHub."""
    assert call("check", folder=feed.root).stderr == "0 files: 0 errors, 0 warnings\n"
