"""`new`, `import` and `check` as people use them: from a command line, without a network.

The first test of each verb runs it in a process of its own, which imports no more than it needs.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from support import Feed, call, run

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

ATOM = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">
<title>arXiv Query</title>
<entry>
<id>http://arxiv.org/abs/2506.00001v2</id>
<title>Scaling laws: a
  second look</title>
<published>2025-06-24T17:59:46Z</published>
<summary>We look again, with logic.
It costs $5 and $10.</summary>
<author><name>Ada Lovelace</name></author>
<arxiv:primary_category term="cs.LG"/>
</entry>
</feed>"""
BIBTEX = """@article{a,
  title = {A first {Paper}},
  author = {Hopper, Grace and {\\'E}tienne, Zo{\\"e}},
  year = 2024, month = feb,
  doi = {10.1000/first},
  abstract = {What we did.},
}
@article{b,
  title = {A second: paper},
  author = {Emmy Noether},
  year = {2024},
  eprint = {2401.00002}, archiveprefix = {arXiv},
  abstract = {What we did then.},
}
@article{c,
  title = {Nobody wrote this},
  year = {2024},
}
"""
NEW = "2025/06/25/scaling-laws-a-second-look.md"


def at(feed: Feed, verb: str, *words: object) -> subprocess.CompletedProcess[str]:
    """Run a verb in the feed's folder, in this process."""
    return call(verb, *words, folder=feed.root)


def apart(feed: Feed, *words: object) -> subprocess.CompletedProcess[str]:
    """Run the program in the feed's folder, in a process of its own."""
    return run(*words, cwd=feed.root)


@pytest.fixture
def atom(feed: Feed) -> Path:
    """Return a saved answer of arXiv's, beside the content."""
    path = feed.root / "answer.xml"
    path.write_text(ATOM)
    return path


def test_new_writes_one_file_and_says_what_is_next(feed: Feed, atom: Path) -> None:
    """The path, the topics found, the next step; `check` misses the summary and nothing else."""
    feed.add("2025/06/20/there.md")
    done = apart(feed, "new", "--from", atom, "--date", "2025-06-25")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        f"content/{NEW}\n"
        "Topics found in its text: reasoning. Keep those that fit.\n"
        "Next: write its summary into the file, then see what is left to mend: make check\n"
    )
    assert (feed.content / NEW).read_text() == (
        "---\n"
        'title: "Scaling laws: a second look"\n'
        "authors:\n"
        "  - Ada Lovelace\n"
        "published: 2025-06-24\n"
        'arxiv: "2506.00001"\n'
        "category: cs.LG\n"
        "topics: [reasoning]\n"
        "summary: >-  # two to four sentences in your own words, below and indented by two spaces\n"
        "---\n"
        "We look again, with logic. It costs $5 and $10.\n"
    )
    checked = apart(feed, "check")
    assert checked.returncode == 0
    assert checked.stdout.startswith(
        f"content/{NEW}:9:10: warning: summary is empty: write two to four sentences in the"
        " curator's own words; until then the paper is not published\n"
    )
    assert checked.stderr.endswith(": 0 errors, 1 warning\n")


def test_new_with_wishes(feed: Feed, atom: Path) -> None:
    """Topics, and who brought the paper, are taken as given."""
    words = ["--topic", "vision", "--topic", "reasoning", "--submitted-by", "Grace Hopper"]
    assert at(feed, "new", "--from", atom, "--date", "2025-06-25", *words).returncode == 0
    text = (feed.content / NEW).read_text()
    assert "topics: [vision, reasoning]\nsubmitted_by: Grace Hopper\n" in text


def test_new_finds_the_paper_that_is_there(feed: Feed, atom: Path) -> None:
    """It says where, writes nothing and fails."""
    feed.add("2025/06/20/there.md", arxiv='"2506.00001"')
    done = at(feed, "new", "--from", atom)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "content/2025/06/20/there.md has this paper already (the same arXiv id 2506.00001):"
        " nothing was written\n"
    )
    assert len(list(feed.content.rglob("*.md"))) == 1


@pytest.mark.parametrize(
    "what", ["https://arxiv.org/pdf/2506.00001v3", "10.48550/arXiv.2506.00001", "10.1000/XYZ"]
)
def test_new_asks_nobody_for_a_paper_that_is_there(what: str, feed: Feed) -> None:
    """An id that the feed has is answered without a network, whatever its form."""
    feed.add("2025/06/20/there.md", arxiv='"2506.00001"', doi='"10.1000/xyz"')
    done = at(feed, "new", what)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("content/2025/06/20/there.md has this paper already")


def test_intake_answers_an_issue(feed: Feed) -> None:
    """The verb that the workflow runs: an event's file in, an answer out, no word of it printed."""
    feed.add("2025/06/20/there.md", arxiv='"2506.00001"')
    answers = {
        "Link": "https://arxiv.org/abs/2506.00001v2",
        "Day": "_No response_",
        "Why is it worth reading?": "`$(touch bad)`",
        "Topics": "reasoning",
        "Code": "_No response_",
        "Project": "_No response_",
    }
    body = "\n\n".join(f"### {label}\n\n{text}" for label, text in answers.items())
    issue = {"number": 12, "state": "open", "user": {"login": "ada"}, "body": body}
    event = {"action": "labeled", "label": {"name": "accept"}, "issue": issue}
    (feed.root / "event.json").write_text(json.dumps(event))
    done = apart(feed, "intake", "event.json", "--answer", "answer")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "no paper; the answer is in answer\n"
    answer = (feed.root / "answer/answer.md").read_text()
    assert answer.startswith("No paper was added:\n\n- content")
    assert "2506" in answer
    assert not (feed.root / "answer/paper").exists()
    event["label"] = {"name": "bug"}
    (feed.root / "event.json").write_text(json.dumps(event))
    assert at(feed, "intake", "event.json", "--answer", "answer").returncode == 2


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["new"], "new wants an arXiv id, a DOI or an address, or else --from FILE"),
        (["new", "a title"], "'a title' is no arXiv id, DOI or address"),
        (
            ["new", "--from", "answer.xml", "--topic", "visoin"],
            "there is no topic visoin (did you mean vision?)",
        ),
        (["new", "--from", "nothing.xml"], "No such file or directory"),
        (
            ["new", "--from", "answer.xml", "--date", "2025-02-30"],
            "2025-02-30 is no day that exists",
        ),
        (
            ["new", "--from", "answer.xml", "--date", "2025-06-20"],
            "published must not be after the day",
        ),
        (["new", "--from", "content/topics.yaml"], "Nothing was written."),
    ],
)
def test_new_refuses_with_a_sentence(words: list[str], told: str, feed: Feed, atom: Path) -> None:
    """What cannot be done is told, and nothing is written."""
    assert atom.exists()
    done = at(feed, words[0], *words[1:])
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert list(feed.content.rglob("*.md")) == []


def test_new_reads_a_saved_page(feed: Feed) -> None:
    """What a site does not tell a program, a browser can save."""
    (feed.root / "page.html").write_text(
        "<!DOCTYPE html><title>x</title><meta name='citation_title' content='A page: its paper'>"
        "<meta name='citation_author' content='Noether, Emmy'>"
        "<meta name='citation_publication_date' content='2023/12'>"
        "<meta name='citation_doi' content='10.1000/page'>"
    )
    assert at(feed, "new", "--from", "page.html", "--date", "2025-06-25").returncode == 0
    text = (feed.content / "2025/06/25/a-page-its-paper.md").read_text()
    assert "  - Emmy Noether\npublished: 2023-12\n" in text


def test_import_writes_what_is_good_and_names_what_is_not(feed: Feed) -> None:
    """Each record by itself: the bad one is told with its place, the others go on."""
    (feed.root / "library.bib").write_text(BIBTEX)
    done = apart(feed, "import", "library.bib")
    assert done.returncode == 1
    assert done.stdout == ("2 papers written (2 in no edition), 0 there already, 1 with problems\n")
    assert re.fullmatch(r"library\.bib:15: .*authors.*\n", done.stderr)
    text = (feed.content / "2024/02/a-first-paper.md").read_text()
    assert 'title: "A first Paper"\nauthors:\n  - Grace Hopper\n  - Zoë Étienne\n' in text
    assert at(feed, "check").returncode == 0


def test_import_of_a_library_without_abstracts(feed: Feed) -> None:
    """Such papers wait for their summary: they are counted, listed and not published."""
    bare = "@misc{one, title = {A Title}, author = {Ada Lovelace}, year = 2024, doi = {10.1000/1}}"
    (feed.root / "library.bib").write_text(bare)
    done = at(feed, "import", "library.bib", "--date", "2025-06-25")
    assert done.stdout == (
        "1 paper written (1 awaits a summary), 0 there already, 0 with problems\n"
    )
    checked = at(feed, "check")
    assert checked.returncode == 0
    assert "summary is empty" in checked.stdout
    built = at(feed, "build")
    assert built.stdout.startswith("0 papers")
    assert "1 paper not published for want of a date or a summary" in built.stderr


def test_bad_record_is_named(feed: Feed) -> None:
    """By its key and its title, so that it is found in the library."""
    bad = "@misc{smith2020, title = {A Title}, year = 2020, doi = {10.1000/1}}"
    (feed.root / "library.bib").write_text(bad)
    done = at(feed, "import", "library.bib")
    assert done.stderr == (
        "library.bib:1: smith2020 (A Title): the authors are missing: a record must name at"
        " least one\n"
    )


def test_name_of_a_bad_record_is_short(feed: Feed) -> None:
    """Whatever its file calls it."""
    bad = f"@misc{{{'k' * 500}, title = {{{'A long title ' * 40}}}, year = 2020}}"
    (feed.root / "library.bib").write_text(bad)
    done = at(feed, "import", "library.bib")
    assert "(A long title A long title" in done.stderr
    assert "…" in done.stderr
    assert len(done.stderr) < 300


def test_import_can_be_repeated(feed: Feed) -> None:
    """The second time everything is there, and not a byte changes."""
    (feed.root / "library.bib").write_text(BIBTEX)
    at(feed, "import", "library.bib")
    file = feed.content / "2024/02/a-first-paper.md"
    file.write_text(file.read_text().replace("published", "code: https://e.org/c\npublished"))
    before = {path: path.read_bytes() for path in feed.content.rglob("*.md")}
    done = at(feed, "import", "library.bib")
    assert done.stdout == "0 papers written, 2 there already, 1 with problems\n"
    assert {path: path.read_bytes() for path in feed.content.rglob("*.md")} == before


def test_work_that_is_left_out_for_its_title_is_named(feed: Feed) -> None:
    """Of one author and year it may be another work; so may one that has an id of theirs."""
    records = [
        "@misc{one, title = {Editorial}, author = {Ada Roe}, year = 2020, url = {https://a.org/1}}",
        "@misc{two, title = {Editorial}, author = {Ada Roe}, year = 2020, doi = {10.1000/2}}",
        "@misc{three, title = {A Paper}, author = {Ada Roe}, year = 2020, doi = {10.1000/1}}",
        "@misc{four, title = {Another}, author = {Max Poe}, year = 2021, doi = {10.1000/1}}",
        "@misc{five, title = {A paper.}, author = {Ada Roe}, year = 2020, doi = {10.1000/1}}",
    ]
    (feed.root / "library.bib").write_text("\n".join(records))
    done = at(feed, "import", "library.bib")
    assert done.returncode == 0
    assert done.stdout.endswith(", 3 there already, 0 with problems\n")
    assert done.stderr.splitlines() == [
        f"library.bib:{place}: left out, since content/2020/{path} has this paper already ({what})"
        for place, path, what in (
            ("2: two (Editorial)", "editorial.md", "the same title"),
            ("4: four (Another)", "a-paper.md", "the same DOI 10.1000/1"),
        )
    ]


def test_string_that_nothing_defines_is_told(feed: Feed) -> None:
    """At the record, and in its file for whoever opens that."""
    record = "@article{one, title = {A}, author = {Ada Roe}, year = 2020, journal = jmlr}"
    (feed.root / "library.bib").write_text(record.replace("year", "url = {https://a.org}, year"))
    done = at(feed, "import", "library.bib")
    why = "journal = jmlr, which no @string defines: write what it stands for"
    assert (done.returncode, done.stderr) == (0, f"library.bib:1: one (A): {why}\n")
    assert f"\n# {why}\n" in (feed.content / "2020/a.md").read_text()


def test_record_says_all_that_it_lacks(feed: Feed) -> None:
    """Where its author is a name that nothing defines, that is why it has none."""
    (feed.root / "library.bib").write_text("@misc{one, title = {A}, author = knuth, year = 1984}")
    assert at(feed, "import", "library.bib").stderr == (
        "library.bib:1: one (A): the authors are missing: a record must name at least one;"
        " author = knuth, which no @string defines: write what it stands for\n"
    )


def test_backlog_is_filed_by_month_or_year(feed: Feed) -> None:
    """A library makes no editions; a record without a date has no place."""
    texts = {
        "one": "year = 2019",
        "two": "date = {2019-03-12}",
        "three": "year = 2019, month = mar",
    }
    texts["four"] = "publisher = {Nobody}"
    records = [
        f"@misc{{{name}, title = {{{name}}}, author = {{Ada Lovelace}}, doi = {{10.1000/{name}}},"
        f" abstract = {{Words.}}, {text}}}"
        for name, text in texts.items()
    ]
    (feed.root / "library.bib").write_text("\n".join(records))
    done = at(feed, "import", "library.bib", "--backlog")
    assert done.stdout == ("3 papers written (3 in no edition), 0 there already, 1 with problems\n")
    assert done.stderr.endswith("the record has no date: write the year into it\n")
    assert {path.relative_to(feed.content).as_posix() for path in feed.content.rglob("*.md")} == {
        *("2019/one.md", "2019/03/two.md", "2019/03/three.md"),
    }
    assert at(feed, "check").returncode == 0


def test_backlog_with_a_day_is_refused(feed: Feed) -> None:
    """Papers cannot have a day and none."""
    (feed.root / "library.bib").write_text(BIBTEX)
    done = at(feed, "import", "library.bib", "--backlog", "--date", "2025-06-25")
    assert done.returncode == 2
    assert "take one of the two" in done.stderr
    assert list(feed.content.rglob("*.md")) == []


def test_dry_run_writes_nothing(feed: Feed) -> None:
    """It says what would be done."""
    (feed.root / "library.bib").write_text(BIBTEX)
    done = at(feed, "import", "library.bib", "--dry-run")
    assert (
        done.stdout
        == "2 papers would be written (2 in no edition), 0 there already, 1 with problems\n"
    )
    assert list(feed.content.rglob("*.md")) == []


def test_import_of_a_day_of_hugging_face(feed: Feed) -> None:
    """The file's name tells the day where the records do not; a paper of two days is filed once."""
    paper = {
        "id": "2406.00001",
        "authors": [{"name": "DeepSeek-AI", "hidden": False}, {"name": "Gone", "hidden": True}],
        "publishedAt": "2024-06-03T17:53:00.000Z",
        "title": "Earning $1 Million:\n  a benchmark of $10",
        "summary": "Hard-wrapped\ntext.",
        "upvotes": 3,
    }
    for day in ("2024-06-04", "2024-06-05"):
        records = [{"paper": paper, "publishedAt": f"{day}T01:00:00.000Z", "numComments": 2}]
        (feed.root / f"{day}.json").write_text(json.dumps(records))
    done = at(feed, "import", "2024-06-04.json", "2024-06-05.json")
    assert done.stdout == "1 paper written, 1 there already, 0 with problems\n"
    text = (feed.content / "2024/06/04/earning-1-million-a-benchmark-of-10.md").read_text()
    assert 'title: "Earning $1 Million: a benchmark of $10"\nauthors:\n  - DeepSeek-AI\n' in text
    assert "Gone" not in text
    assert "discussion: {url: https://huggingface.co/papers/2406.00001, comments: 2}\n" in text
    assert at(feed, "check").returncode == 0


def test_file_of_no_known_form_is_told_and_the_others_go_on(feed: Feed) -> None:
    """One wrong file among several is one problem."""
    (feed.root / "a.txt").write_text("Just some words.")
    (feed.root / "b.bib").write_text(BIBTEX)
    done = at(feed, "import", "a.txt", "b.bib")
    assert done.returncode == 1
    assert done.stdout.startswith("2 papers written")
    assert done.stderr.startswith("a.txt:1: ")


def test_check_shows_the_line_and_points_at_the_column(feed: Feed) -> None:
    """Wide letters take two columns, and the caret stands below what is meant."""
    feed.add("2025/06/25/x.md", title="论文: 第一", topics="[reasoning, visoin]")
    done = at(feed, "check")
    assert done.stdout == (
        'content/2025/06/25/x.md:2:8: warning: title needs quotes here; read as "论文: 第一"\n'
        "    title: 论文: 第一\n"
        "           ^\n"
        "content/2025/06/25/x.md:6:21: there is no topic visoin (did you mean vision?): take one of"
        " content/topics.yaml\n"
        "    topics: [reasoning, visoin]\n"
        "                        ^\n"
    )


def test_check_of_named_files_shows_theirs_alone(feed: Feed) -> None:
    """A file, or a folder; what is wrong elsewhere is not the asker's business."""
    feed.add("2025/06/25/x.md", topics="[nothing]")
    feed.add("2025/06/26/y.md")
    assert at(feed, "check", "content/2025/06/26/y.md").returncode == 0
    assert at(feed, "check", "content/2025/06/26").returncode == 0
    assert at(feed, "check", "content/2025/06/25", "content/2025/06/26").returncode == 1
    (feed.root / "elsewhere.md").write_text("x")
    for path, told in (("elsewhere.md", "is not in content"), ("content/x.md", "there is no")):
        wrong = at(feed, "check", path)
        assert (wrong.returncode, told in wrong.stderr) == (2, True)


def test_fix_mends_what_needs_no_choice(feed: Feed) -> None:
    """Quotes, bare ids, topics by another name, the file's name; then `check` is content."""
    feed.write(
        "2025/06/25/My Paper.md",
        "\ufeff---\r\n"
        "arxiv: https://arxiv.org/abs/2506.20544v2  # the second version\r\n"
        "title: Scaling laws: a second look\r\n"
        "authors: [Ada Lovelace]\r\n"
        "published: 2025-06-24\r\n"
        "topics: [logic, Vision]\r\n"
        "summary: What was done.\r\n"
        "---\r\n",
    )
    done = at(feed, "check", "--fix")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == ("mended content/2025/06/25/my-paper.md\n1 file: 0 errors, 0 warnings\n")
    file = feed.content / "2025/06/25/my-paper.md"
    assert file.read_bytes() == (
        b"---\n"
        b'title: "Scaling laws: a second look"\n'
        b"authors: [Ada Lovelace]\n"
        b"published: 2025-06-24\n"
        b'arxiv: "2506.20544"  # the second version\n'
        b"topics: [reasoning, vision]\n"
        b"summary: What was done.\n"
        b"---\n"
    )
    assert "mended" not in at(feed, "check", "--fix").stderr
    assert [path.name for path in file.parent.iterdir()] == ["my-paper.md"]


def test_fix_does_not_take_another_files_name(feed: Feed) -> None:
    """The second is given a number."""
    feed.add("2025/06/25/my-paper.md")
    feed.add("2025/06/25/My-Paper.md")
    assert at(feed, "check", "--fix").returncode == 0
    names = sorted(path.name for path in (feed.content / "2025/06/25").iterdir())
    assert names == ["my-paper-2.md", "my-paper.md"]
