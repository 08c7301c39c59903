"""`start`: a fork becomes a feed of one's own, or a repository of the content alone is written."""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from support import ROOT, SITE, Feed, call, run, tree

from broadsheet.content.issue_form import FORM, offered_topics
from broadsheet.content.skeleton import CALLS

pytestmark = pytest.mark.repository
GIVEN = (
    "--title=Récifs: notes",
    "--tagline=On reefs",
    "--tag=ada@reefs.example,2026",
    "--language=fr",
    "--topics=Récifs coralliens, Plankton & algae,no",
    "--today=2026-03-04",
)
EXAMPLE = "2026/03/04/an-example-to-be-replaced.md"
COMMIT = "1b2c3d4e" * 5
PROGRAM = f"--program=owner/broad.sheet@{COMMIT}"


def git(folder: Path, *words: object) -> str:
    """Run git in a folder, and return what it says."""
    return subprocess.run(
        ["git", "-C", folder, *map(str, words)],  # noqa: S607 - the one on the path
        check=True,
        capture_output=True,
        text=True,
    ).stdout


@pytest.fixture
def fork(feed: Feed, monkeypatch: pytest.MonkeyPatch) -> Feed:
    """Return a fresh fork, committed: our settings and form, a paper, a note and a look."""
    for name in ("GIT_AUTHOR", "GIT_COMMITTER"):
        monkeypatch.setenv(f"{name}_NAME", "A")
        monkeypatch.setenv(f"{name}_EMAIL", "a@a.example")
    feed.write("site.yaml", SITE.replace("test.example", "broadsheet.example"))
    feed.add("2025/06/25/x.md")
    feed.write("2025/06/25/index.md", "---\norder: [x]\n---\nA note.\n")
    feed.write("collections/c.md", "---\ntitle: C\nsummary: S.\npapers: [x]\n---\n")
    feed.write("look/style.css", ":root { --ink: #123; }\n")
    (feed.root / FORM).parent.mkdir(parents=True)
    shutil.copy(ROOT / FORM, feed.root / FORM)
    (feed.root / ".gitignore").write_text("/_site/\n")
    git(feed.root, "init", "--quiet")
    git(feed.root, "add", ".")
    git(feed.root, "commit", "--quiet", "--message", "Ours")
    return feed


def start(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Start a feed, with nobody at a terminal."""
    return run("start", *words, cwd=folder, stdin=subprocess.DEVNULL)


def refused(fork: Feed, *words: str) -> str:
    """Start a feed, see that nothing is changed, and return why."""
    before = tree(fork.root)
    done = start(fork.root, *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert tree(fork.root) == before
    return done.stderr.removeprefix("build.py: ").strip()


# --------------------------------------------------------------------------- in a fork


def test_fork_becomes_ones_own(fork: Feed) -> None:
    """Our papers are gone, the look stays, the example reads, and the site builds."""
    done = start(fork.root, *GIVEN)
    assert (done.returncode, done.stderr) == (0, "")
    assert list(tree(fork.content)) == [EXAMPLE, "look/style.css", "site.yaml", "topics.yaml"]
    checked = call("check", folder=fork.root)
    assert checked.stdout.splitlines()[0].endswith(
        "description is none as yet: write what belongs to Récifs coralliens, Plankton & algae, no"
    )
    assert checked.stderr == "1 file: 0 errors, 1 warning\n"
    assert fork.build().returncode == 0
    assert not list(fork.root.glob(".start-*"))
    assert f"content is yours: site.yaml, topics.yaml and {EXAMPLE}\n" in done.stdout


def test_answers_stand_where_they_belong(fork: Feed) -> None:
    """In the settings, in the topics, in the issue form, and in the example."""
    start(fork.root, *GIVEN)
    site, topics = (
        yaml.safe_load((fork.content / name).read_text()) for name in ("site.yaml", "topics.yaml")
    )
    assert site == {
        "title": "Récifs: notes",
        "tagline": "On reefs",
        "tag": "ada@reefs.example,2026",
        "language": "fr",
    }
    names = {topic["slug"]: topic["name"] for topic in topics}
    assert names == {
        "recifs-coralliens": "Récifs coralliens",
        "plankton-algae": "Plankton & algae",
        "no": "no",
    }
    assert offered_topics((fork.root / FORM).read_text()) == tuple(names)
    example = (fork.content / EXAMPLE).read_text()
    assert "\npublished: 2026-03-04\nlanguage: en\nurl: https://example.org/" in example
    assert "\ntopics: [recifs-coralliens, plankton-algae]\n" in example


def test_what_is_to_be_filled_in_reads(fork: Feed) -> None:
    """Every line of the settings that is commented out can be taken in."""
    start(fork.root, *GIVEN)
    text = (fork.content / "site.yaml").read_text()
    head, ask, rest = text.partition("# To fill in, each without the # before it:\n")
    assert ask
    fork.write("site.yaml", head + rest.replace("# ", "", 3).replace("#  ", " "))
    assert call("check", folder=fork.root).stderr == "1 file: 0 errors, 1 warning\n"
    assert set(yaml.safe_load((fork.content / "site.yaml").read_text())) > {"about", "curators"}


def test_plain_answers_hold_where_nobody_is_asked(fork: Feed) -> None:
    """Only the tag must be given; the example is of today, and English in an English feed."""
    assert start(fork.root, "--tag=reefs.example,2026").returncode == 0
    assert call("check", folder=fork.root).stderr == "1 file: 0 errors, 1 warning\n"
    (paper,) = fork.content.glob("*/*/*/*.md")
    assert "language" not in paper.read_text()


@pytest.mark.parametrize(
    ("language", "tagline", "description", "warnings"),
    [
        (
            "de",
            "Forschung, die zu lesen lohnt, von Menschen ausgewählt",
            "Riffe: ein Satz, der sagt, was hierher gehört.",
            ["description is none as yet: write what belongs to Riffe"],
        ),
        (
            "it",  # which has no catalogue
            "Research worth reading, chosen by people",
            "Riffe: a sentence that says what belongs here.",
            [
                "tagline is in English: write it in the feed's language (it)",
                "description is none as yet: write what belongs to Riffe",
            ],
        ),
    ],
)
def test_what_nobody_said_is_in_the_language_of_the_feed(
    language: str, tagline: str, description: str, warnings: list[str], fork: Feed
) -> None:
    """If the interface is; and the check asks for what an owner has still to write."""
    words = ("--tag=a.example,2026", f"--language={language}", "--topics=Riffe")
    assert start(fork.root, *words).returncode == 0
    site = yaml.safe_load((fork.content / "site.yaml").read_text(encoding="utf-8"))
    (topic,) = yaml.safe_load((fork.content / "topics.yaml").read_text(encoding="utf-8"))
    assert (site["tagline"], topic["description"]) == (tagline, description)
    lines = call("check", folder=fork.root).stdout.splitlines()[::3]
    assert [line.partition(" warning: ")[2] for line in lines] == warnings


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "TAG is missing: give a domain or an address of e-mail that is yours"),
        (("--tag=broadsheet.example,2025",), "TAG is Broadsheet's own: give a domain"),
        (("--tag=me",), "tag must be a domain, a comma and a year"),
        (("--tag=a.example,2026", "--language=x"), "LANGUAGE must be a BCP 47 tag, as in"),
        (("--tag=a.example,2026", "--topics=A b,a-B"), "a-B and A b are the same"),
        (
            ("--tag=a.example,2026", "--topics=C++, C#"),
            "C# and C++ have one slug, c: give one of them another, as in TOPICS='c-2=C#'",
        ),
        (("--tag=a.example,2026", "--topics=+"), "letters do not tell how + is read"),
        (("--tag=a.example,2026", "--topics=,"), "TOPICS must name one topic at least"),
        (("--tag=a.example,2026", f"--title={'x' * 81}"), "title must have at most 80 characters"),
    ],
)
def test_answer_that_cannot_stand(words: tuple[str, ...], told: str, fork: Feed) -> None:
    """It is told what to give, and nothing is changed."""
    assert told in refused(fork, *words)


def test_language_by_its_name_is_understood(fork: Feed) -> None:
    """As the check answers it."""
    assert start(fork.root, "--tag=a.example,2026", "--language=French").returncode == 0
    assert 'language: "fr"\n' in (fork.content / "site.yaml").read_text()


@pytest.mark.parametrize("path", ["content/2025/06/25/x.md", "content/new one.md", "more.txt"])
def test_checkout_must_be_clean(path: str, fork: Feed) -> None:
    """Edited or new, a file that git could not bring back stops it."""
    (fork.root / path).write_text("mine")
    told = refused(fork, *GIVEN)
    assert told.startswith("not everything here is committed (")
    assert path.rpartition("/")[2] in told


@pytest.mark.parametrize("exclude", [".gitignore", ".git/info/exclude"])
def test_file_that_git_ignores_is_not_lost(exclude: str, fork: Feed) -> None:
    """It would be gone with the papers, and git does not have it; in the look it stays."""
    with (fork.root / exclude).open("a") as file:
        file.write("draft*\n")
    if exclude == ".gitignore":
        git(fork.root, "commit", "--quiet", "--all", "--message", "Drafts")
    fork.write("2025/06/25/draft.md", "mine")
    assert "git ignores what lies here (content/2025/06/25/draft.md)" in refused(fork, *GIVEN)
    (fork.content / "2025/06/25/draft.md").rename(fork.content / "look/draft.md")
    assert start(fork.root, *GIVEN).returncode == 0
    assert (fork.content / "look/draft.md").read_text() == "mine"


def test_new_file_that_git_is_told_to_hide_is_not_lost(fork: Feed) -> None:
    """Whatever the settings of git's status are."""
    git(fork.root, "config", "status.showUntrackedFiles", "no")
    fork.write("2025/06/25/new.md", "mine")
    assert "not everything here is committed (content/2025/06/25/new.md)" in refused(fork, *GIVEN)


@pytest.mark.parametrize("flag", ["--assume-unchanged", "--skip-worktree"])
def test_change_that_git_is_told_to_pass_over_is_not_lost(flag: str, fork: Feed) -> None:
    """Git says that nothing has changed, and does not have it."""
    git(fork.root, "update-index", flag, "content/2025/06/25/x.md")
    fork.write("2025/06/25/x.md", "mine")
    assert "(content/2025/06/25/x.md)" in refused(fork, *GIVEN)


def test_folder_that_holds_no_feed_is_left(fork: Feed) -> None:
    """Such as that of the documentation."""
    (fork.root / "docs").mkdir()
    (fork.root / "docs/a.md").write_text("A.\n")
    git(fork.root, "add", "docs")
    git(fork.root, "commit", "--quiet", "--message", "Docs")
    assert "docs has no site.yaml" in refused(fork, "--content=docs", *GIVEN)


def test_settings_that_cannot_be_read_are_nobodys(fork: Feed) -> None:
    """The papers beside them may be somebody's own."""
    fork.write("site.yaml", "title: Mine\ntagline: T\ntag: reefs\n")
    git(fork.root, "commit", "--quiet", "--all", "--message", "Mine")
    told = "content/site.yaml does not say whose feed this is, and nothing was changed: mend it"
    assert told in refused(fork, *GIVEN)


def test_repository_of_a_hook_is_not_meant(
    fork: Feed,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Git names its own repository to a hook: neither way of starting writes into that."""
    other = tmp_path_factory.mktemp("other")
    git(other, "init", "--quiet")
    before = tree(other)
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other / ".git/index"))
    here = start(fork.root, *GIVEN)
    assert (here.returncode, here.stderr) == (0, "")
    there = start(tmp_path, "--dir=alone", PROGRAM, *GIVEN)
    assert (there.returncode, there.stderr) == (0, "")
    assert (tmp_path / "alone/.git/index").exists()
    assert tree(other) == before


def test_folder_without_git_is_left(fork: Feed) -> None:
    """Such as a download that was unpacked."""
    shutil.rmtree(fork.root / ".git")
    assert "is not the top of a git repository, and nothing was changed" in refused(fork, *GIVEN)


def test_feed_that_was_started_is_left(fork: Feed) -> None:
    """Its papers are somebody's own."""
    start(fork.root, *GIVEN)
    git(fork.root, "add", "--all")
    git(fork.root, "commit", "--quiet", "--message", "Mine")
    told = "has a tag of its own (ada@reefs.example,2026): this feed was started already"
    assert told in refused(fork, *GIVEN)


def test_failure_midway_leaves_all_as_it_was(fork: Feed) -> None:
    """Where the form cannot be written, the papers come back."""
    blocked = fork.root / FORM
    blocked.with_name(f".{blocked.name}.new").mkdir()  # git does not see an empty folder
    assert "add-a-paper.yml.new" in refused(fork, *GIVEN)


@pytest.mark.parametrize(
    ("answers", "code"), [("\nreefs.example,2026\n\nReefs, Fish\n", 0), ("\n\n\n\n", 2)]
)
def test_terminal_is_asked_for_what_is_missing(answers: str, code: int, fork: Feed) -> None:
    """An answer is taken, an empty one is the default, and what was given is not asked."""
    ours, theirs = pty.openpty()
    os.write(ours, answers.encode())
    words = [sys.executable, str(ROOT / "build.py"), "start", "--title=Given"]
    with subprocess.Popen(words, cwd=fork.root, stdin=theirs, stdout=subprocess.PIPE) as asked:
        told = asked.communicate(timeout=60)[0].decode()
    os.close(ours)
    os.close(theirs)
    assert "What it is, in a line [Research worth reading, chosen by people]: " in told
    assert "The feed's name" not in told
    assert asked.returncode == code
    offered = offered_topics((fork.root / FORM).read_text())
    assert (offered == ("reefs", "fish")) == (code == 0)


def test_make_passes_on_what_it_is_given() -> None:
    """With its spaces; `LANGUAGE` of the system is not the feed's."""
    words = ["make", "--silent", "--old-file=venv-run", "start", "python=printf '<%s>' x"]
    for given, told in (
        (
            ["TITLE=a  b", "TAG=x,2026", "LANGUAGE=fr"],
            "<--title=a  b><--tag=x,2026><--language=fr>",
        ),
        (["TOPICS=A, b", "DIR=../my feed"], "<--topics=A, b><--dir=../my feed>"),
    ):
        done = subprocess.run(
            [*words, *given],
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], "LANGUAGE": "en_GB:en"},
            check=True,
            capture_output=True,
            text=True,
        )
        assert done.stdout == f"<x><build.py><start>{told}"


# --------------------------------------------------------------------------- the content alone


@pytest.fixture
def alone(tmp_path: Path) -> Path:
    """Return a repository that was written in a folder whose name has a space."""
    folder = tmp_path / "my feed"
    done = start(tmp_path, f"--dir={folder}", PROGRAM, *GIVEN)
    assert (done.returncode, done.stderr) == (0, "")
    return folder


def test_repository_holds_nothing_but_the_content(alone: Path) -> None:
    """Its content, the form, five small workflows, and what goes along."""
    assert git(alone, "ls-files").splitlines() == [
        ".gitattributes",
        ".github/ISSUE_TEMPLATE/add-a-paper.yml",
        ".github/ISSUE_TEMPLATE/config.yml",
        ".github/dependabot.yml",
        ".github/workflows/check.yml",
        ".github/workflows/daily.yml",
        ".github/workflows/digest.yml",
        ".github/workflows/intake.yml",
        ".github/workflows/publish.yml",
        ".gitignore",
        "CONTRIBUTING.md",
        "README.md",
        f"content/{EXAMPLE}",
        "content/site.yaml",
        "content/topics.yaml",
    ]
    assert git(alone, "symbolic-ref", "HEAD") == "refs/heads/main\n"
    assert git(alone, "status", "--porcelain", "--ignored").count("A  ") == 15
    assert call("check", folder=alone).stderr == "1 file: 0 errors, 1 warning\n"


def test_readme_says_what_was_answered(tmp_path: Path) -> None:
    """A title may look like markup, and the command is one that a shell takes."""
    words = ("--tag=a.example,2026", "--title=<b>Reefs</b> & *fish*", "--tagline=- [x] $1")
    assert start(tmp_path, "--dir=f fr", PROGRAM, *words).returncode == 0
    text = (tmp_path / "f fr/README.md").read_text()
    assert text.startswith("# \\<b>Reefs\\</b> & \\*fish\\*\n\n\\- \\[x\\] \\$1\n")
    assert "      make serve CONTENT='../f fr/content'\n" in text


def test_workflows_call_ours_with_what_ours_need(alone: Path) -> None:
    """At the version, and with the permissions that the jobs of ours ask for, no more."""
    levels = ("none", "read", "write")
    for one in CALLS:
        name = f".github/workflows/{one.name}.yml"
        (job,) = yaml.safe_load((alone / name).read_text())["jobs"].values()
        assert job["uses"] == f"owner/broad.sheet/{name}@{COMMIT}"
        needed: dict[str, str] = {}
        for ours in yaml.safe_load((ROOT / name).read_text())["jobs"].values():
            for scope, level in ours["permissions"].items():
                needed[scope] = max(needed.get(scope, "none"), level, key=levels.index)
        assert job["permissions"] == needed
        called = yaml.safe_load((ROOT / name).read_text())[True]["workflow_call"]
        taken = {secret: f"${{{{ secrets.{secret} }}}}" for secret in called.get("secrets", ())}
        assert job.get("secrets", {}) == taken


def test_workflows_run_when_ours_do(alone: Path) -> None:
    """By the same events, but for being called."""
    for one in CALLS:
        name = f".github/workflows/{one.name}.yml"
        theirs, ours = (
            yaml.safe_load((folder / name).read_text())[True] for folder in (alone, ROOT)
        )
        assert "workflow_call" in ours
        assert theirs == {event: how for event, how in ours.items() if event != "workflow_call"}


def test_files_are_what_github_takes(alone: Path) -> None:
    """By its own schemas, and without a fault in safety."""
    module = [sys.executable, "-m", "check_jsonschema", "--builtin-schema"]
    github = alone / ".github"
    for schema, files in (
        ("github-workflows", sorted(github.glob("workflows/*.yml"))),
        ("dependabot", [github / "dependabot.yml"]),
        ("github-issue-forms", [github / "ISSUE_TEMPLATE/add-a-paper.yml"]),
    ):
        subprocess.run([*module, f"vendor.{schema}", *files], check=True, capture_output=True)
    zizmor = Path(sys.executable).with_name("zizmor")
    subprocess.run([zizmor, "--quiet", "--offline", github], check=True, capture_output=True)


def test_folder_that_is_taken_is_left(tmp_path: Path) -> None:
    """One that is empty is as good as none."""
    (tmp_path / "there").mkdir()
    words = ("--dir=there", PROGRAM, *GIVEN)
    assert start(tmp_path, *words).returncode == 0
    before = tree(tmp_path)
    done = start(tmp_path, *words)
    assert (done.returncode, tree(tmp_path)) == (2, before)
    assert "there is there and not empty: name a new folder" in done.stderr


def test_folder_within_the_checkout_is_refused() -> None:
    """The two repositories would lie in each other."""
    done = start(ROOT, "--dir=my-feed", PROGRAM, *GIVEN)
    assert (done.returncode, (ROOT / "my-feed").exists()) == (2, False)
    assert "my-feed lies in this checkout: name a folder beside it" in done.stderr


def test_bad_answer_leaves_no_folder(tmp_path: Path) -> None:
    """Nor a part of one."""
    words = ("--dir=a/b", PROGRAM, "--tag=x")
    assert start(tmp_path, *words).returncode == 2
    assert not list(tmp_path.rglob("*.*"))


@pytest.mark.parametrize(
    "program",
    [
        *("owner/name", "name@v1", "owner/name@", "a b/c@v1", "o/n@v 1", "o/n@v1\n    secrets: x"),
        *("o/n@-v1", "o/n@a..b", "o/n@a.lock", "o/n@v1#x", "o/n@@{1}", "o/n@a//b", "o/n@v1/"),
    ],
)
def test_program_must_be_named_whole(program: str, tmp_path: Path) -> None:
    """A repository and a commit or tag."""
    words = ("--dir=x", f"--program={program}", *GIVEN)
    assert "PROGRAM must be OWNER/NAME@REF" in start(tmp_path, *words).stderr


class Copy:
    """A copy of the program in a repository, whose remote git knows by hearsay."""

    def __init__(self, folder: Path) -> None:
        """Commit what `start` needs of the program."""
        self.folder = folder / "program"
        for name in ("broadsheet", ".github"):
            shutil.copytree(
                ROOT / name,
                self.folder / name,
                ignore=shutil.ignore_patterns("__pycache__"),
            )
        shutil.copy(ROOT / "build.py", self.folder)
        (self.folder / "content").mkdir()
        git(self.folder, "init", "--quiet")
        git(self.folder, "add", ".")
        git(self.folder, "-c", "user.name=A", "-c", "user.email=a@a", "commit", "-qm", "First")

    def start(self) -> subprocess.CompletedProcess[str]:
        """Write a repository beside it, with this program."""
        return subprocess.run(
            [sys.executable, "build.py", "start", "--dir=../feed", *GIVEN],
            cwd=self.folder,
            check=False,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
        )


@pytest.mark.parametrize(
    "address",
    [
        "https://github.com/owner/name",
        "https://github.com/owner/name.git",
        "git@github.com:owner/name.git",
        "ssh://git@github.com/owner/name",
    ],
)
def test_program_is_that_of_the_checkout(address: str, tmp_path: Path) -> None:
    """By its remote; at its commit, which somebody pushed, with its tag for people."""
    copy = Copy(tmp_path)
    told = "give the repository and a commit or tag of it, as in PROGRAM=owner/name@v1.0"
    assert told in copy.start().stderr
    git(copy.folder, "remote", "add", "origin", address)
    assert "this commit was pushed to it" in copy.start().stderr
    git(copy.folder, "update-ref", "refs/remotes/origin/main", "HEAD")
    git(copy.folder, "tag", "v0.9")
    done = copy.start()
    assert (done.returncode, done.stderr) == (0, "")
    commit = git(copy.folder, "rev-parse", "HEAD").strip()
    text = (tmp_path / "feed/.github/workflows/check.yml").read_text()
    uses = f"    uses: owner/name/.github/workflows/check.yml@{commit} # v0.9\n"
    assert text.endswith(uses)
