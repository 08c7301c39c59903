"""What was published keeps its name and its day: git knows what was."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest
from support import TOPICS, Feed, call, paper, run

if TYPE_CHECKING:
    from pathlib import Path

OLD = "2025/06/25/old.md"


def git(feed: Feed, *words: str) -> None:
    """Run git in the feed's folder."""
    names = ["-c", "user.name=A", "-c", "user.email=a@a.example"]
    subprocess.run(["git", "-C", feed.root, *names, *words], check=True, capture_output=True)  # noqa: S607


@pytest.fixture
def published(feed: Feed) -> Feed:
    """Return a feed of two papers, committed."""
    feed.add(OLD, aliases="[older]")
    feed.add("2025/06/26/other.md")
    git(feed, "init", "-q")
    git(feed, "add", "-A")
    git(feed, "commit", "-qm", "All")
    return feed


def check(feed: Feed, *words: str, ref: str = "HEAD") -> tuple[int, str]:
    """Run check against a commit; return its code and the lines that name problems."""
    against = ["--content", "content", "--against", ref]
    done = call("check", *against, *words, folder=feed.root)
    lines = [line for line in done.stdout.splitlines() if not line.startswith("    ")]
    return done.returncode, "\n".join(lines) or done.stderr


def move(feed: Feed, source: str, target: str) -> Path:
    """Move a file of the content."""
    path = feed.content / target
    path.parent.mkdir(parents=True, exist_ok=True)
    return (feed.content / source).rename(path)


def test_unchanged_content_keeps_its_promises(published: Feed) -> None:
    """An edit, and a paper that is new, are no news."""
    text = (published.content / OLD).read_text()
    published.write(OLD, text.replace("found", "seen"))
    published.add("2025/06/27/new.md")
    code, told = check(published)
    assert (code, told) == (0, "3 files: 0 errors, 0 warnings\n")


def test_moved_day_is_told(published: Feed) -> None:
    """The file lies on another day than the one it was published under."""
    move(published, OLD, "2025/06/27/old.md")
    assert check(published) == (
        1,
        (
            "content/2025/06/27/old.md:1:1: a published paper must keep its day: move the file"
            " back to 2025/06/25/old.md (25 June 2025)"
        ),
    )


def test_repository_of_a_hook_is_not_asked(
    published: Feed, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Git names its own repository to a hook; the content's is the one that it lies in."""
    monkeypatch.setenv("GIT_DIR", str(tmp_path_factory.mktemp("other")))
    assert check(published)[0] == 0


def test_day_may_not_be_taken_away(published: Feed) -> None:
    """An edition is not unmade by moving its paper to a month."""
    move(published, OLD, "2025/06/old.md")
    code, told = check(published)
    assert code == 1
    assert "a published paper must keep its day: move the file back to 2025/06/25/old.md" in told


@pytest.mark.parametrize("target", ["2025/06/25/old.md", "2025/old.md"])
def test_paper_of_no_edition_may_move(published: Feed, target: str) -> None:
    """It has promised no day: it may be featured, or be found to be of another month."""
    move(published, OLD, "2025/06/old.md")
    git(published, "add", "-A")
    git(published, "commit", "-qm", "Moved")
    move(published, "2025/06/old.md", target)
    assert check(published)[0] == 0


def test_day_to_come_may_move(published: Feed) -> None:
    """What was not out yet on the day of the check has promised nothing."""
    move(published, OLD, "2025/06/27/old.md")
    assert check(published, "--today", "2025-06-24")[0] == 0


def test_new_name_without_the_old_is_told(published: Feed) -> None:
    """The same paper under another name, its old one in no list of aliases."""
    file = move(published, OLD, "2025/06/25/better.md")
    told = "content/2025/06/25/better.md:1:1: this paper was published as old: write aliases: [old]"
    assert check(published) == (1, told)
    file.write_text(file.read_text().replace("[older]", "[older, old]"))
    assert check(published)[0] == 0


def test_paper_that_is_gone_has_not_become_another_of_its_title(published: Feed) -> None:
    """An Introduction by somebody else was never published under that name."""
    (published.content / "2025/06/26/other.md").unlink()
    published.add(
        "2025/06/27/new.md", title='"Paper 2025/06/26/other.md"', authors="[Emmy Noether]"
    )
    assert check(published)[1].startswith("content/2025/06/26/other.md:1:1: warning: a published")


def test_reviewer_is_not_sent_to_works_of_others_with_the_same_title(published: Feed) -> None:
    """There may be hundreds called Introduction."""
    published.add(
        "2025/06/27/new.md", title='"Paper 2025/06/26/other.md"', authors="[Emmy Noether]"
    )
    assert "perhaps the same as" not in review(published).stdout


def test_lost_alias_is_told(published: Feed) -> None:
    """An old name that is taken out breaks its address."""
    text = (published.content / OLD).read_text()
    published.write(OLD, text.replace("aliases: [older]\n", ""))
    told = f"content/{OLD}:1:1: the old name older must stay: write it into aliases again"
    assert check(published) == (1, told)


def test_paper_that_is_gone_is_a_warning(published: Feed) -> None:
    """A paper may have to go; whoever reviews shall see that it does."""
    (published.content / "2025/06/26/other.md").unlink()
    code, told = check(published)
    assert code == 0
    assert told.startswith("content/2025/06/26/other.md:1:1: warning: a published paper is gone")


def test_link_of_a_commit_has_promised_nothing(published: Feed) -> None:
    """It is no file, there as here: what it leads to is not read, nor where it leads."""
    linked = published.content / "2025/06/26/linked.md"
    linked.symlink_to("../25/old.md")
    (published.content / "collections").symlink_to("2025")
    (published.content / "topics.yaml").unlink()
    (published.content / "topics.yaml").symlink_to("site.yaml")
    git(published, "add", "-A")
    git(published, "commit", "-qm", "Links")
    linked.unlink()
    (published.content / "collections").unlink()
    (published.content / "topics.yaml").unlink()
    published.write("topics.yaml", TOPICS)
    assert check(published) == (0, "2 files: 0 errors, 0 warnings\n")


def test_paper_that_becomes_a_link_is_no_paper(published: Feed) -> None:
    """The link is told of, and what it leads to is not shown."""
    (published.content / OLD).unlink()
    (published.content / OLD).symlink_to(published.content / "site.yaml")
    told = f"content/{OLD}:1:1: a link to another place: put the file itself here"
    assert check(published) == (1, told)
    assert "Test Feed" not in review(published).stdout


def test_names_and_sizes_of_a_commit_are_no_trouble(published: Feed) -> None:
    """A name is no option, pattern or revision of git's, and a large file was never a paper."""
    names = ("--output=x", ":(glob)*", "HEAD", "a\nb", "a b", "\udcff", "##[error]c")
    for name in names:
        published.write(f"2025/06/25/{name}.md", paper())
    published.write("2025/06/24/large.md", "x" * 300 * 1024)
    git(published, "add", "-A")
    git(published, "commit", "-qm", "Names")
    for name in names:
        (published.content / f"2025/06/25/{name}.md").unlink()
    (published.content / "2025/06/24/large.md").unlink()
    code, told = check(published)
    lines = told.splitlines()
    assert (code, len(lines)) == (0, len(names))
    assert all(": warning: a published paper is gone" in line for line in lines)
    assert any(line.startswith("content/2025/06/25/a\\nb.md:1:1") for line in lines)
    assert any(line.startswith("content/2025/06/25/\\xff.md:1:1") for line in lines)
    assert "##[" not in told
    assert not (published.content / "x").exists()


def test_what_git_says_is_no_command_of_githubs(published: Feed) -> None:
    """It repeats the name that was given."""
    done = run("check", "--content", "content", "--against=##[error]x", cwd=published.root)
    assert done.returncode == 2
    assert "##[" not in done.stdout + done.stderr


@pytest.mark.parametrize("ref", ["no-such-commit", "--output=x", "HEAD:content"])
def test_what_is_no_commit_is_told(ref: str, published: Feed) -> None:
    """A wrong name ends with one sentence, and is no option of git's."""
    done = run("check", "--content", "content", f"--against={ref}", cwd=published.root)
    assert done.returncode == 2
    assert "build.py: git cannot compare with that" in done.stderr
    assert not (published.root / "x").exists()


def review(feed: Feed) -> subprocess.CompletedProcess[str]:
    """Run check against the last commit, for a reviewer."""
    words = ["--content", "content", "--against", "HEAD", "--format", "markdown"]
    return call("check", *words, folder=feed.root)


def test_reviewer_sees_what_changed(published: Feed) -> None:
    """In Markdown: the new paper as a card, what is wrong with it, what looks the same."""
    published.add(
        "2025/06/27/new.md",
        title='"A *title* <b>bold</b>: Paper 2025/06/26/other.md"',
        summary='"[Click](https://evil.example) @everyone"',
        topics="[nothing]",
        code="https://e.org/c",
    )
    done = review(published)
    assert done.returncode == 1
    assert done.stdout.startswith("## A title \\<b\\>bold\\<\\/b\\>\\: Paper")
    assert "\\[Click\\]\\(https\\:\\/\\/evil\\.example\\) \\@everyone" in done.stdout
    assert "[Code](<https://e.org/c>)" in done.stdout
    assert "- **error**, line 6: there is no topic nothing" in done.stdout
    assert "perhaps the same as Paper 2025\\/06\\/26\\/other\\.md" in done.stdout
    assert "old.md" not in done.stdout


def test_reviewer_sees_that_a_paper_is_in_no_edition(published: Feed) -> None:
    """Where a day was meant, this is where it is noticed."""
    published.add("2024/03/new.md", published="2024")
    assert "Of March 2024, in no edition · `2024/03/new.md`" in review(published).stdout


def test_reviewer_sees_that_nothing_changed(published: Feed) -> None:
    """No paper did."""
    assert review(published).stdout.strip() == "No paper is new or changed."


@pytest.mark.parametrize(
    ("path", "told"),
    [
        (
            "2025/06/27/My_Paper.md",
            "## 2025\\/06\\/27\\/My\\_Paper\\.md\n\n- **error**, line 1: the file\\'s name must be",
        ),
        (
            "2025/02/30/new.md",
            "## 2025\\/02\\/30\\/new\\.md\n\n- **error**, line 1: the folder must be a day",
        ),
        ("2025/06/27/new.txt", "## 2025\\/06\\/27\\/new\\.txt\n\n- **error**, line 1: a paper\\'s"),
        ("new.md", "## new\\.md\n\n- **error**, line 1: a paper\\'s file must lie in the folder"),
    ],
    ids=["name", "day", "ending", "place"],
)
def test_reviewer_sees_a_file_that_is_misnamed(path: str, told: str, published: Feed) -> None:
    """Nothing is read of it, so its problem is all that can be shown."""
    published.add(path)
    done = review(published)
    assert done.returncode == 1
    assert done.stdout.startswith(told)
    assert "No paper is new" not in done.stdout


def test_reviewer_sees_files_that_are_broken(published: Feed) -> None:
    """A paper that cannot be read at all, and what else keeps the site from being built."""
    (published.content / "2025/06/27").mkdir()
    (published.content / "2025/06/27/new.md").write_bytes(b"\xff")
    published.write("topics.yaml", "- slug: [")
    told = review(published).stdout
    assert "## topics\\.yaml\n\n- **error**, line 1" in told
    assert "`2025/06/27/new.md`" in told
    assert "- **error**, line 1: the file must be UTF\\-8 text" in told


def test_reviewer_sees_that_a_published_paper_is_gone(published: Feed) -> None:
    """It is a warning about a file that is no longer there."""
    (published.content / "2025/06/26/other.md").unlink()
    assert review(published).stdout.startswith(
        "## 2025\\/06\\/26\\/other\\.md\n\n- **warning**, line 1: a published paper is gone"
    )


def test_summary_is_no_longer_than_github_takes(
    published: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whole papers are left out, and how many."""
    for number in range(4):
        published.add(f"2025/06/27/new-{number}.md", summary=f'"{"字" * 300}"')
    monkeypatch.setattr("broadsheet.content.review.MOST", 3000)
    told = review(published).stdout
    assert len(told.encode()) < 3000 + 100
    assert told.count("\nTopics: reasoning") == 2
    assert told.endswith("\nThe rest is too long to be shown: 2 files.\n\n")


TOPIC = "- {slug: reasoning, name: Reasoning, description: What follows%s}\n"
COLLECTION = "---\ntitle: %s\nsummary: Some.\npapers: [old]%s\n---\n"


@pytest.fixture
def listed(published: Feed) -> Feed:
    """Return a feed with a list of topics and a collection, each with an older name, committed."""
    published.write("topics.yaml", TOPIC % ", aliases: [logic, Some words]")
    published.write("collections/few.md", COLLECTION % ("A few", "\naliases: [some]"))
    git(published, "add", "-A")
    git(published, "commit", "-qm", "Lists")
    return published


def rename_topic(feed: Feed, line: str) -> None:
    """Take another list of topics, in the papers' files too."""
    feed.write("topics.yaml", line)
    for path in feed.content.glob("2025/*/*/*.md"):
        path.write_text(path.read_text().replace("[reasoning]", "[thinking]"))


def test_lists_that_gain_keep_their_promises(listed: Feed) -> None:
    """A new topic, another word for one, another name of one, a collection of another title."""
    line = "- {slug: vision, name: Vision, description: Images}\n"
    words = (TOPIC % ", aliases: [logic, proofs]").replace("Reasoning", "Thought")
    listed.write("topics.yaml", line + words)
    listed.write("collections/few.md", COLLECTION % ("Some few", "\naliases: [some]"))
    assert check(listed) == (0, "3 files: 0 errors, 0 warnings\n")


def test_renamed_topic_without_the_old_slug_is_told(listed: Feed) -> None:
    """The name says that it is the same; its own line says so."""
    line = "- {slug: x, name: X, description: Y}\n" + TOPIC.replace(
        "slug: reasoning", "slug: thinking"
    )
    rename_topic(listed, line % ", aliases: [logic]")
    told = (
        "content/topics.yaml:2:10: this topic was published as reasoning: write reasoning into its"
        " aliases"
    )
    assert check(listed) == (1, told)
    rename_topic(listed, line % ", aliases: [logic, reasoning]")
    assert check(listed)[0] == 0


def test_topic_that_is_gone_is_a_warning(listed: Feed) -> None:
    """It may have become part of another one, which then takes its slug over."""
    line = "- {slug: thinking, name: Thinking, description: How%s}\n"
    rename_topic(listed, line % "")
    told = (
        "content/topics.yaml:1:1: warning: the published topic reasoning is gone, and so is its"
        " address: write reasoning into the aliases of the topic that takes its place"
    )
    assert check(listed) == (0, told)
    rename_topic(listed, line % ", aliases: [reasoning, logic]")
    assert check(listed)[1].endswith("0 warnings\n")


def test_lost_alias_of_a_topic_is_a_warning(listed: Feed) -> None:
    """Where it is a slug: other words were no address."""
    listed.write("topics.yaml", TOPIC % "")
    told = (
        "content/topics.yaml:1:10: warning: the address logic leads nowhere now: write it into the"
        " aliases again"
    )
    assert check(listed) == (0, told)


def test_list_of_topics_that_cannot_be_read_has_lost_nothing(listed: Feed) -> None:
    """Its own problem is enough."""
    listed.write("topics.yaml", "Reasoning\n")
    told = "content/topics.yaml:1:1: topics.yaml must be a list of topics, each after a hyphen"
    assert check(listed) == (1, told)


def test_renamed_collection_without_the_old_name_is_told(listed: Feed) -> None:
    """The same title under another name, and what led to it before."""
    file = move(listed, "collections/few.md", "collections/handful.md")
    told = (
        "content/collections/handful.md:1:1: this collection was published as few: write"
        " aliases: [few]"
    )
    assert check(listed) == (1, told)
    file.write_text(file.read_text().replace("[some]", "[some, few]"))
    assert check(listed)[0] == 0


def test_lost_alias_of_a_collection_is_told(listed: Feed) -> None:
    """An old name that is taken out breaks its address."""
    listed.write("collections/few.md", COLLECTION % ("A few", ""))
    told = (
        "content/collections/few.md:1:1: the old name some must stay: write it into aliases again"
    )
    assert check(listed) == (1, told)


def test_collection_that_is_gone_is_a_warning(listed: Feed) -> None:
    """Until another takes its names over."""
    (listed.content / "collections/few.md").unlink()
    told = (
        "content/collections/few.md:1:1: warning: a published collection is gone, and so is its"
        " address: write few into the aliases of the one that takes its place"
    )
    assert check(listed) == (0, told)
    listed.write("collections/many.md", COLLECTION % ("Many", "\naliases: [few]"))
    told = (
        "content/collections/many.md:1:1: the old name some must stay: write it into aliases again"
    )
    assert check(listed) == (1, told)
    listed.write("collections/many.md", COLLECTION % ("Many", "\naliases: [some, few]"))
    assert check(listed)[0] == 0


def test_broken_collection_has_lost_nothing(listed: Feed) -> None:
    """Its own problem is enough."""
    listed.write("collections/few.md", COLLECTION % ("", ""))
    told = "content/collections/few.md:2:7: title is empty: write title: Grokking"
    assert check(listed) == (1, told)
