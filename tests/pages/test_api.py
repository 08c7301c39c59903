"""What programs read: the API's files, the editions as Markdown, llms.txt."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from browsing import serve
from bs4 import BeautifulSoup
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt
from support import FEED, HARD, ROOT, SITE, Feed, call, soup_of, tree

from broadsheet.content.fields import PAPER, names_of
from broadsheet.content.frontmatter import quote
from broadsheet.site import apifields

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BASE = "https://papers.example/feed/"
FULL: dict[str, str | None] = {
    "title": r'"On *E. coli* and $x^2$"',
    "authors": "[{family: García Márquez, given: Gabriel}, {name: Reef Consortium}, Ada Lovelace]",
    "published": "2025-06",
    "language": "fr",
    "arxiv": '"2506.20544"',
    "doi": '"10.1000/a(b)c"',
    "url": "https://e.example/p",
    "pdf": "https://e.example/p.pdf",
    "venue": "Journal of Examples",
    "type": "article",
    "volume": '"12"',
    "issue": '"3"',
    "pages": "101-117",
    "publisher": "A Press",
    "category": "cs.CL",
    "code": "https://github.com/owner/name",
    "project": "https://e.example/project",
    "data": "https://e.example/data",
    "video": "https://e.example/video",
    "organizations": "[Cohere, Mila]",
    "topics": "[reasoning, vision]",
    "discussion": '{url: "https://e.example/d", comments: 12}',
    "status": '{kind: corrected, date: 2025-08-01, note: "Of `a` and *b*."}',
    "submitted_by": "Grace Hopper",
    "aliases": "[older-one]",
    "summary": '"What [was](https://a.example) done."',
}
TOLD = {
    "id": "full",
    "url": f"{BASE}papers/full.html",
    "title": "On E. coli and x²",
    "authors": [
        {"name": "Gabriel García Márquez", "family": "García Márquez", "given": "Gabriel"},
        {"name": "Reef Consortium"},
        {"name": "Ada Lovelace"},
    ],
    "publishedAt": "2025-06",
    "summary": "The abstract, and α. Its end.",
    "curatedSummary": "What was done.",
    "topics": ["reasoning", "vision"],
    "arxiv": "2506.20544",
    "doi": "10.1000/a(b)c",
    "landing": "https://e.example/p",
    "pdf": "https://e.example/p.pdf",
    "githubRepo": "https://github.com/owner/name",
    "projectPage": "https://e.example/project",
    "data": "https://e.example/data",
    "video": "https://e.example/video",
    "discussion": "https://e.example/d",
    "numComments": 12,
    "submittedBy": {"fullname": "Grace Hopper"},
    "organizations": ["Cohere", "Mila"],
    "venue": "Journal of Examples",
    "type": "article",
    "volume": "12",
    "issue": "3",
    "pages": "101-117",
    "publisher": "A Press",
    "category": "cs.CL",
    "language": "fr",
    "status": {"kind": "corrected", "date": "2025-08-01", "note": "Of a and b."},
    "citeKey": "garciamarquez2025coli",
    "aliases": ["older-one"],
}
# One change of each field; a picture is tested by itself.
CHANGES = {
    **dict.fromkeys(("venue", "publisher", "submitted_by"), "Another"),
    **dict.fromkeys(("url", "pdf", "code", "project", "data", "video"), "https://e.example/x"),
    "title": "Another",
    "authors": "[{family: Márquez, given: Gabriel García}, {name: Reef Consortium}, Ada Lovelace]",
    "published": "2025",
    "language": "de",
    "arxiv": '"2506.20545"',
    "doi": '"10.1000/b"',
    "type": "report",
    "volume": '"13"',
    "issue": '"4"',
    "pages": "102",
    "category": "cs.AI",
    "organizations": "[Mila, Cohere]",
    "topics": "[vision, reasoning]",
    "discussion": '{url: "https://e.example/d", comments: 13}',
    "status": '{kind: revised, date: 2025-08-01, note: "Of `a` and *b*."}',
    "aliases": "[older-one, older-two]",
    "summary": "What else.",
    "body": "Another abstract.",
}


def built(feed: Feed) -> Feed:
    """Build a feed, and return it."""
    done = feed.build("--base-url", BASE)
    assert done.returncode == 0, done.stdout + done.stderr
    return feed


def load(feed: Feed, path: str) -> Any:
    """Return a file of the API."""
    return json.loads(feed.page(f"api/{path}"))


def schema_name(path: str) -> str:
    """Return the name of the schema of a file, by its path below the API."""
    return path.removesuffix(".json") if path in ("index.json", "topics.json") else "day"


def faults(site: Path) -> list[str]:
    """Return what the site's own schemas say against its files."""
    found = []
    for file in sorted((site / "api").rglob("*.json")):
        path = file.relative_to(site / "api").as_posix()
        if path.startswith("schema/"):
            Draft202012Validator.check_schema(json.loads(file.read_text()))
            continue
        schema = json.loads((site / f"api/schema/{schema_name(path)}.json").read_text())
        errors = Draft202012Validator(schema).iter_errors(json.loads(file.read_text()))
        found += [f"{path}: {error.json_path}: {error.message}" for error in errors]
    return found


def digests(feed: Feed) -> dict[str, str]:
    """Return the digest of each file that the index names."""
    index = load(feed, "index.json")
    return {one["path"]: one["digest"] for one in (*index["days"], *index["backlog"])}


# ------------------------------------------------ files


def test_every_file_is_what_its_schema_says(any_site: Path) -> None:
    """Whatever the feed: of editions, of a backlog in another language, empty."""
    assert faults(any_site) == []


def test_index_names_what_there_is(any_site: Path) -> None:
    """Each file of a day, month or year once, with the papers that are in it."""
    index = json.loads((any_site / "api/index.json").read_text())
    named = {one["path"]: one["papers"] for one in (*index["days"], *index["backlog"])}
    files = {
        file.relative_to(any_site / "api").as_posix(): json.loads(file.read_text())
        for file in (any_site / "api").glob("[0-9]*/**/*.json")
    } | {file.name: json.loads(file.read_text()) for file in (any_site / "api").glob("[0-9]*.json")}
    assert named == {path: len(file["papers"]) for path, file in files.items()}
    papers = [paper for file in files.values() for paper in file["papers"]]
    assert len(papers) == len({paper["id"] for paper in papers}) == index["papers"]
    for paper in papers:
        assert (any_site / paper["url"].removeprefix(BASE)).is_file()
    for file in files.values():
        assert (any_site / file["url"].removeprefix(BASE)).is_file()
    for order in ("days", "backlog"):
        dates = [one["date"] for one in index[order]]
        assert dates == sorted(dates, reverse=True)
    assert all(len(one["date"]) == len("2025-06-25") for one in index["days"])
    assert not any(len(one["date"]) == len("2025-06-25") for one in index["backlog"])


def test_topics_count_their_papers(any_site: Path) -> None:
    """And name feeds that are there."""
    for topic in json.loads((any_site / "api/topics.json").read_text())["topics"]:
        files = (any_site / "api").rglob("*.json")
        days = [json.loads(file.read_text()) for file in files if "schema" not in file.parts]
        found = [one for day in days if "date" in day for one in day["papers"]]
        assert topic["papers"] == sum(topic["slug"] in one.get("topics", ()) for one in found)
        for address in (topic["url"], *topic["feeds"].values()):
            assert (any_site / address.removeprefix(BASE)).is_file()


def test_paper_is_told_in_full(feed: Feed) -> None:
    """Each field that a file may have is here, as plain text."""
    assert set(FULL) == {*names_of(PAPER)} - {"figure"}
    body = "The *abstract*, and $\\alpha$.\n\nIts end."
    feed.add("2025/06/25/full.md", body, **FULL)
    feed.write("2025/06/25/index.md", "---\n---\nSee [it](full) and [what](https://a.example).\n")
    day = load(built(feed), "2025/06/25.json")
    assert day == {
        "version": 1,
        "date": "2025-06-25",
        "url": f"{BASE}2025/06/25.html",
        "note": "See it and what.",
        "papers": [TOLD],
    }
    assert faults(feed.output) == []
    told = {name.partition("[")[0] for name, _ in apifields.flat(apifields.PAPER)}
    assert {name for name in told if "." not in name} == {*TOLD, "figure", "code"}


def test_code_that_is_elsewhere(feed: Feed) -> None:
    """A client that takes `githubRepo` for GitHub's is right."""
    feed.add("2025/06/25/a.md", code="https://gitlab.example/github.com/a")
    (paper,) = load(built(feed), "2025/06/25.json")["papers"]
    assert paper["code"] == "https://gitlab.example/github.com/a"
    assert "githubRepo" not in paper


def test_figure_has_an_address(feed: Feed) -> None:
    """It is where the address leads."""
    picture = ROOT / "tests/golden/content/2025/06/25/figure.png"
    feed.add("2025/06/25/a.md", figure='{file: f.png, alt: "A $x^2$", caption: "*One*."}')
    shutil.copy(picture, feed.content / "2025/06/25/f.png")
    (paper,) = load(built(feed), "2025/06/25.json")["papers"]
    assert paper["figure"] == {"url": f"{BASE}papers/a.png", "alt": "A $x^2$", "caption": "One."}
    assert (feed.output / "papers/a.png").is_file()


def test_little_is_told_of_a_paper_of_few_words(feed: Feed) -> None:
    """What is empty is left out."""
    feed.add("2025/06/25/a.md", topics=None, authors="[Plato]", title="A", arxiv='"2506.00001"')
    (paper,) = load(built(feed), "2025/06/25.json")["papers"]
    assert list(paper) == [
        *("id", "url", "title", "authors", "publishedAt", "curatedSummary"),
        *("arxiv", "landing", "pdf", "citeKey"),
    ]


@pytest.fixture
def hard(feed: Feed) -> Feed:
    """Return the site of a feed of hard titles and texts, in Arabic and Chinese among others."""
    for number, title in enumerate(HARD):
        feed.add(
            f"2025/06/25/p{number:02d}.md",
            f"{title}\n\n> \\# {title} <script>",
            title=quote(title),
            summary=quote(f"{title} & <b>"),
            authors=f"[{quote('Zoë *A* [b]')}, {quote('محمد علي')}, {quote('王伟')}]",
            published="2025-06-25",
            arxiv=f'"2506.000{number:02d}"',
        )
    return built(feed)


def test_hard_texts(hard: Feed) -> None:
    """They are what the page shows, and nothing in them is escaped but for JSON."""
    assert faults(hard.output) == []
    papers = load(hard, "2025/06/25.json")["papers"]
    assert len(papers) == len(HARD)
    for paper in papers:
        heading = soup_of(hard.output / f"papers/{paper['id']}.html").h1
        assert heading is not None
        if not heading.find("math"):
            assert paper["title"] == heading.get_text()
        assert paper["curatedSummary"].endswith(" & <b>")
        assert paper["summary"].endswith("<script>")
    assert "الانتباه: كل ما تحتاجه" in hard.page("api/2025/06/25.json")
    assert "注意力就是你所需要的" in hard.page("api/2025/06/25.json")


# ------------------------------------------------ what changes


def test_new_paper_changes_its_day(feed: Feed) -> None:
    """With the index and the topics; no other day, not the schemas, not llms.txt."""
    feed.add("2025/06/24/a.md")
    feed.add("2025/06/25/b.md")
    feed.add("2025/05/c.md")
    before, old = tree(built(feed).output), digests(feed)
    feed.add("2025/06/25/d.md", topics="[vision]")
    after, new = tree(built(feed).output), digests(feed)
    ours = {
        path for path in after if path.startswith("api") or path.endswith(".md") or "llms" in path
    }
    assert {path for path in ours if before.get(path) != after[path]} == {
        *("api/index.json", "api/topics.json", "api/2025/06/25.json", "2025/06/25.md"),
    }
    assert {path for path in new if old[path] != new[path]} == {"2025/06/25.json"}


@pytest.mark.parametrize("name", CHANGES)
def test_digest_changes_with_the_file(feed: Feed, name: str) -> None:
    """Whatever of a paper is another, both the day's digest and the day's file are."""
    feed.add("2025/06/24/other.md")
    feed.add("2025/06/25/full.md", "An abstract.", **FULL)
    before, old = feed_of_days(built(feed)), digests(feed)
    changed = {**FULL, "body": "An abstract.", name: CHANGES[name]}
    feed.add("2025/06/25/full.md", str(changed.pop("body")), **changed)
    after, new = feed_of_days(built(feed)), digests(feed)
    assert {path for path in after if before[path] != after[path]} == {"2025/06/25.json"}
    assert {path for path in new if old[path] != new[path]} == {"2025/06/25.json"}


def feed_of_days(feed: Feed) -> dict[str, bytes]:
    """Return the files of days by path."""
    files = tree(feed.output / "api")
    return {path: data for path, data in files.items() if re.match("[0-9]", path)}


def test_changes_cover_every_field() -> None:
    """A field that is added to papers is one that a digest must know of."""
    assert set(CHANGES) == {*names_of(PAPER), "body"} - {"figure"}


def test_digest_knows_the_note_the_order_and_the_key(feed: Feed) -> None:
    """And stays where only topics, other days or the site's address are others."""
    for name in ("a", "b"):
        feed.add(f"2025/06/25/{name}.md", title=f'"Thing {name}"')
    feed.write("2025/06/25/index.md", "---\norder: [a, b]\n---\nOne.\n")
    seen = [digests(built(feed))["2025/06/25.json"]]
    feed.write("2025/06/25/index.md", "---\norder: [b, a]\n---\nOne.\n")
    seen.append(digests(built(feed))["2025/06/25.json"])
    feed.write("2025/06/25/index.md", "---\norder: [b, a]\n---\nTwo.\n")
    seen.append(digests(built(feed))["2025/06/25.json"])
    feed.add("2025/06/24/older.md", title='"Thing of old"')  # whose key is that of one of the two
    seen.append(digests(built(feed))["2025/06/25.json"])
    assert len(set(seen)) == len(seen)
    topics = feed.content / "topics.yaml"
    topics.write_text(topics.read_text().replace("name: Vision", "name: Seeing"))
    feed.write("site.yaml", SITE.replace("Test Feed", "Another"))
    assert digests(built(feed))["2025/06/25.json"] == seen[-1]
    assert feed.build("--base-url", "https://elsewhere.example/").returncode == 0
    assert digests(feed)["2025/06/25.json"] == seen[-1]


def test_same_content_gives_the_same_digests(real_site: Path, tmp_path: Path) -> None:
    """Of whatever was built before, and in however many processes."""
    output = tmp_path / "site"
    assert call("build", "--content", FEED, "--output", output, "--base-url", BASE).returncode == 0
    assert tree(output / "api") == tree(real_site / "api")


# ------------------------------------------------ its page


def test_page_names_what_is_there(any_site: Path) -> None:
    """Every field of every schema, and addresses that are files."""
    page = soup_of(any_site / "api.html")
    named = [code.get_text() for code in page.select("dt code")]
    tables = (apifields.INDEX, apifields.DAY, apifields.TOPICS, apifields.PAPER)
    assert named == [name for table in tables for name, _field in apifields.flat(table)]
    links = [str(link["href"]) for link in page.select(".feeds a")]
    assert len(links) >= 6
    assert all((any_site / link).is_file() for link in links)
    subscribe = soup_of(any_site / "subscribe.html")
    assert subscribe.select_one('main a[href="api.html"]') is not None


# ------------------------------------------------ clients


def client_of_page(site: Path) -> str:
    """Return the program that `api.html` shows."""
    shown = soup_of(site / "api.html").select_one("#client")
    assert shown is not None
    return shown.get_text()


def client_of_docs(language: str) -> str:
    """Return the program that the documentation shows."""
    text = (ROOT / "docs/api.md").read_text(encoding="utf-8")
    found = re.search(rf"```{language}\n(.*?)```", text, re.DOTALL)
    assert found is not None
    return found[1]


@pytest.fixture
def served(feed: Feed) -> Iterator[tuple[Feed, str]]:
    """Yield a feed of three papers and the address of its site."""
    feed.add("2025/06/24/a.md", title="First")
    feed.add("2025/06/25/b.md", title="Second")
    feed.add("2024/c.md", title="Third", published="2024")
    built(feed)
    with serve(feed.output) as address:
        yield feed, address


def assert_fetches_what_is_new(feed: Feed, folder: Path, command: list[str]) -> None:
    """Run a client again and again while the feed grows."""

    def printed() -> list[str]:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, check=True, timeout=60
        )
        return [line.partition(" http")[0] for line in done.stdout.splitlines()]

    assert printed() == ["2025-06-25 Second", "2025-06-24 First", "2024 Third"]
    assert printed() == []
    feed.add("2025/06/26/d.md", title="Fourth")
    built(feed)
    assert printed() == ["2025-06-26 Fourth"]
    feed.add("2024/c.md", title="Third, Mended", published="2024")
    built(feed)
    assert printed() == ["2024 Third, Mended"]


def test_client_of_the_page(served: tuple[Feed, str], tmp_path: Path) -> None:
    """It fetches what it has not seen."""
    feed, address = served
    program = client_of_page(feed.output).replace(BASE, address)
    assert_fetches_what_is_new(feed, tmp_path, [sys.executable, "-c", program])


@pytest.mark.repository
def test_client_of_the_docs(served: tuple[Feed, str]) -> None:
    """It is that of the page."""
    feed, _address = served
    assert client_of_docs("python") == client_of_page(feed.output)


@pytest.mark.repository
def test_client_in_javascript(served: tuple[Feed, str], tmp_path: Path) -> None:
    """It does the same."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node here: on Debian, apt-get install nodejs")
    feed, address = served
    program = tmp_path / "client.mjs"
    program.write_text(client_of_docs("javascript").replace(BASE, address))
    assert_fetches_what_is_new(feed, tmp_path, [node, str(program)])


# ------------------------------------------------ Markdown


def rendered(text: str) -> BeautifulSoup:
    """Return Markdown as a program shows it that takes HTML for HTML."""
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    return BeautifulSoup(parser.render(text), "html.parser")


def test_edition_as_markdown_says_what_its_page_says(real_site: Path) -> None:
    """Its papers in their order, each with its authors, its summary and its links."""
    for file in sorted((real_site / "2025").glob("*/*.md")):
        page, text = soup_of(file.with_suffix(".html")), rendered(file.read_text())
        main = page.find("main")
        assert main is not None
        for article in main.find_all("article"):
            link = article.select_one("h2 a, h3 a, h1 a")
            assert link is not None
            path = str(link["href"]).rpartition("/")[2]
            (heading,) = text.select(f'h2 a[href="{BASE}papers/{path}"]')
            if not link.find("math"):
                assert heading.get_text() == link.get_text()
        ways = [str(one["href"]).rpartition("/")[2] for one in main.select("article :is(h2, h3) a")]
        assert [str(one["href"]).rpartition("/")[2] for one in text.select("h2 a")] == ways
        assert text.h1 is not None
        assert page.h1 is not None
        assert text.h1.get_text().endswith(page.h1.get_text().strip())


def test_hard_texts_as_markdown(hard: Feed) -> None:
    """Nothing in them is markup."""
    text = rendered(hard.page("2025/06/25.md"))
    assert {tag.name for tag in text()} == {"h1", "h2", "p", "a"}
    papers = {paper["id"]: paper for paper in load(hard, "2025/06/25.json")["papers"]}
    titles = [link.get_text() for link in text.select("h2 a")]
    assert titles == [paper["title"] for paper in papers.values()]
    shown = [part.get_text() for part in text.select("p")]
    assert {paper["curatedSummary"] for paper in papers.values()} <= set(shown)


def test_markdown_tells_of_a_withdrawal(feed: Feed) -> None:
    """Before the summary; and the abstract's beginning stands where there is none."""
    feed.add(
        "2025/06/25/a.md",
        "An abstract.",
        status='{kind: withdrawn, date: 2025-07-02, note: "Lemma *3* is wrong."}',
        summary=None,
        doi='"10.1000/a(b)<c>"',
        arxiv=None,
    )
    assert built(feed).page("2025/06/25.md").split("\n\n")[2:] == [
        "**Withdrawn on 2 July 2025.** Lemma 3 is wrong.",
        "Ada Lovelace, Grace Hopper",
        "An abstract.",
        "[DOI](https://doi.org/10.1000/a%28b%29%3Cc%3E)\n",
    ]


def test_papers_of_no_edition_have_no_markdown(feed: Feed) -> None:
    """Months and years are long lists, and no news."""
    feed.add("2025/05/a.md")
    assert [path for path in tree(built(feed).output) if path.endswith(".md")] == []


def test_llms_txt_leads_to_what_is_there(any_site: Path) -> None:
    """It has the form of https://llmstxt.org: a title, a quotation, lists of links."""
    text = rendered((any_site / "llms.txt").read_text())
    assert [tag.name for tag in text.find_all(recursive=False)][:2] == ["h1", "blockquote"]
    links = [str(link["href"]) for link in text.select("h2 ~ ul > li > a:first-child")]
    assert len(links) == len(text.select("li")) >= 4
    for link in links:
        assert (any_site / link.removeprefix(BASE)).is_file()


@pytest.mark.parametrize("language", ["ar", "zh-Hans", "de"])
def test_texts_are_in_the_language_of_the_feed(feed: Feed, language: str) -> None:
    """The files' fields are not: they are the same everywhere."""
    feed.write("site.yaml", f"{SITE}language: {language}\n")
    feed.add("2025/06/25/a.md", code="https://e.example/")
    built(feed)
    assert load(feed, "index.json")["language"] == language
    assert faults(feed.output) == []
    for english in ("For programs", "Wednesday", "## Topics", "## Papers"):
        assert english not in feed.page("llms.txt").replace("Test Feed", "")
    assert "Code" not in feed.page("2025/06/25.md") or language == "de"
    (fields, *_) = soup_of(feed.output / "api.html").select("dl.facts")
    assert fields["lang"] == "en"
    assert fields.get("dir") == ("ltr" if language == "ar" else None)
