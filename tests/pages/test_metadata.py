"""What reference managers and search engines find in pages, held against the papers' files.

Nothing here knows of the program's code: files are read as YAML, pages as HTML.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import pytest
import rispy
import yaml
from bibtexparser.entrypoint import parse_file
from support import FEED, Feed, make_once, soup_of

if TYPE_CHECKING:
    from pathlib import Path

    from bs4 import BeautifulSoup

FILES = sorted(path for path in FEED.glob("20*/*/*/*.md") if path.name != "index.md")
PLAIN = [path for path in FILES if not set("*$_\\") & set(path.read_text().split("\n")[1])]


def front_matter(path: Path) -> dict[str, Any]:
    """Read the fields of a paper's file, all as text."""
    head = path.read_text().split("---\n")[1]
    told: dict[str, Any] = yaml.load(head, yaml.BaseLoader)  # noqa: S506 - it makes texts alone
    return told


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site of the feed of the tests."""

    def make(folder: Path) -> None:
        feed = Feed(folder)
        done = feed.build("--content", FEED, "--base-url", "https://papers.example/feed/")
        assert done.returncode == 0, done.stderr

    return make_once(tmp_path_factory, "metadata", make) / "_site"


def page_of(site: Path, path: Path) -> BeautifulSoup:
    """Return the page of a paper's file."""
    return soup_of(site / f"papers/{path.stem}.html")


def tags(page: BeautifulSoup, name: str) -> list[str]:
    """Return the contents of the tags of a name."""
    return [str(tag["content"]) for tag in page.find_all("meta", {"name": name})]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_tags_of_a_paper_are_its_front_matter(site: Path, path: Path) -> None:
    """Authors as printed, dates, ids, kind, language."""
    told, page = front_matter(path), page_of(site, path)
    assert tags(page, "citation_author") == told["authors"]
    assert tags(page, "citation_publication_date") == [told["published"].replace("-", "/")]
    assert tags(page, "citation_arxiv_id") == [told["arxiv"]] if "arxiv" in told else []
    assert tags(page, "citation_language") == ["en"]
    if "arxiv" in told:
        assert tags(page, "citation_online_date") == tags(page, "citation_publication_date")
        assert tags(page, "citation_pdf_url") == [f"https://arxiv.org/pdf/{told['arxiv']}"]
        assert tags(page, "citation_doi") == [told.get("doi", f"10.48550/arXiv.{told['arxiv']}")]
    is_preprint = "arxiv" in told and not {"type", "venue", "volume"} & told.keys()
    assert tags(page, "DC.type") == (["preprint"] if is_preprint else [])
    assert len(tags(page, "citation_keywords")[0].split("; ")) == len(told["topics"])
    assert not page.select(".Z3988")  # the tags are better


@pytest.mark.parametrize("path", PLAIN, ids=lambda path: path.stem)
def test_title_and_abstract_are_those_of_the_file(site: Path, path: Path) -> None:
    """Letter for letter, where no markup is in them."""
    told, page = front_matter(path), page_of(site, path)
    assert tags(page, "citation_title") == [told["title"]]
    if "summary" in told and not set("*$_`[\\") & set(told["summary"]):
        assert tags(page, "citation_abstract") == [told["summary"]]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_linked_data_of_a_paper_is_its_front_matter(site: Path, path: Path) -> None:
    """One block, which a search engine reads."""
    told = front_matter(path)
    (block,) = page_of(site, path).find_all("script", type="application/ld+json")
    said = json.loads(str(block.string))
    assert (said["@context"], said["@type"]) == ("https://schema.org", "ScholarlyArticle")
    assert [author["name"] for author in said["author"]] == told["authors"]
    assert said["datePublished"] == told["published"]
    assert said.get("isPartOf", {}).get("name") == told.get("venue")


def test_a_day_offers_all_of_its_papers(site: Path) -> None:
    """One COinS span each, with title, date and authors; a list of them as linked data."""
    for folder in sorted({path.parent for path in FILES}):
        page = soup_of(site / folder.relative_to(FEED).with_suffix(".html"))
        found = [parse_qs(str(span["title"])) for span in page.select("span.Z3988")]
        files = {path.stem: front_matter(path) for path in folder.glob("*.md")}
        files.pop("index", None)
        assert len(found) == len(files)
        assert {tuple(one["rft.au"]) for one in found} == {
            tuple(told["authors"][:20]) for told in files.values()
        }
        assert {one["rft.date"][0] for one in found} == {
            told["published"] for told in files.values()
        }
        (block,) = page.find_all("script", type="application/ld+json")
        items = json.loads(str(block.string))["itemListElement"]
        assert [item["position"] for item in items] == [*range(1, len(files) + 1)]
        assert {item["url"] for item in items} == {
            f"https://papers.example/feed/papers/{slug}.html" for slug in files
        }


def test_exports_of_a_day_hold_all_of_its_papers(site: Path) -> None:
    """In three forms, each read by another's reader; the page leads to them."""
    for folder in sorted({path.parent for path in FILES}):
        day = folder.relative_to(FEED)
        told = [front_matter(path) for path in folder.glob("*.md") if path.name != "index.md"]
        library = parse_file(str(site / day.with_suffix(".bib")))
        assert library.failed_blocks == []
        assert {entry["eprint"] for entry in library.entries if "eprint" in entry} == {
            one["arxiv"] for one in told if "arxiv" in one
        }
        records = rispy.loads((site / day.with_suffix(".ris")).read_text())
        items = json.loads((site / f"{day}.csl.json").read_text())
        assert len(library.entries) == len(records) == len(items) == len(told)
        assert [entry.key for entry in library.entries] == [one["id"] for one in items]
        assert [one["id"] for one in records] == [one["id"] for one in items]
        links = soup_of(site / day.with_suffix(".html")).select(".exports a")
        assert [link["href"] for link in links] == [
            f"{day.name}{ending}" for ending in (".bib", ".ris", ".csl.json")
        ]


def test_years_topics_and_collections_hold_theirs(site: Path) -> None:
    """A year all of its papers, a topic those of a year, a collection its own."""
    assert len(parse_file(str(site / "2025.bib")).entries) == len(FILES)
    of_topic = [path for path in FILES if "reasoning" in front_matter(path)["topics"]]
    assert len(parse_file(str(site / "topics/reasoning/2025.bib")).entries) == len(of_topic)
    (made,) = (FEED / "collections").glob("grokking*.md")
    listed = front_matter(made)["papers"]
    assert len(json.loads((site / f"collections/{made.stem}.csl.json").read_text())) == len(listed)


def test_keys_are_unique_and_those_of_the_pages(site: Path) -> None:
    """The same paper is called the same in every export, and on its page."""
    keys = [entry.key for entry in parse_file(str(site / "2025.bib")).entries]
    assert len(set(keys)) == len(keys)
    shown = {page_of(site, path).select_one("#bibtex").get_text().split("{")[1] for path in FILES}  # type: ignore[union-attr]
    assert {key.partition(",")[0] for key in shown} == set(keys)
