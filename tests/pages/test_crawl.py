"""A crawl of whole sites: every address in every file, as a browser or a reader follows it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree as ET

import feedparser
import pytest
from bs4 import BeautifulSoup
from support import FEED, call, is_older, soup_of, tree

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BASE = "https://papers.example/feed/"
ATOM = "{http://www.w3.org/2005/Atom}"
TYPES = {
    ".xml": "application/rss+xml",
    ".atom": "application/atom+xml",
    ".json": "application/feed+json",
}


def pages_of(site: Path) -> list[Path]:
    """Return the pages of a site."""
    return sorted(site.rglob("*.html"))


def path_of(site: Path, file: Path) -> str:
    """Return a file's path below the site."""
    return file.relative_to(site).as_posix()


def addresses_of(soup: BeautifulSoup) -> Iterator[tuple[str, str]]:
    """Yield every address of a page, with the kind of element that has it."""
    for tag in soup.find_all(href=True):
        yield f"{tag.name} {' '.join(tag.get('rel') or [])}".strip(), str(tag["href"])
    for tag in soup.find_all(src=True):
        yield tag.name, str(tag["src"])
    for tag in soup.find_all("form", action=True):
        yield "a", str(tag["action"])
    for tag in soup.find_all("meta", attrs={"http-equiv": "refresh"}):
        yield "refresh", str(tag["content"]).partition("url=")[2]
    assert not soup.find_all(srcset=True)


def is_redirect(soup: BeautifulSoup) -> bool:
    """Return whether a page only leads on to another."""
    return soup.find("meta", attrs={"http-equiv": "refresh"}) is not None


def assert_resolves(site: Path, address: str, where: str) -> None:
    """Follow an address of the site: its file is there, and its fragment in it."""
    parts = urlsplit(address)
    path = unquote(address.removeprefix(BASE).partition("#")[0]) or "index.html"
    target = site / path
    assert target.is_file(), f"{where}: {address}"
    if parts.fragment:
        assert soup_of(target).find(id=unquote(parts.fragment)), f"{where}: {address}"


def test_every_address_of_every_page_resolves(any_site: Path) -> None:
    """Whatever a page links to within the site is there, with its fragment."""
    for page in pages_of(any_site):
        here = BASE + path_of(any_site, page)
        for kind, address in addresses_of(soup_of(page)):
            whole = urljoin(here, address)
            if whole.startswith(BASE) or whole == BASE.rstrip("/"):
                assert_resolves(any_site, whole, f"{here} ({kind})")


def test_pages_link_relative_to_themselves(any_site: Path) -> None:
    """No page but 404.html depends on where it lies: any sub-path will do, and a disk.

    Only the canonical address is whole, by its nature.
    """
    for page in pages_of(any_site):
        if page.name == "404.html":
            continue
        for kind, address in addresses_of(soup_of(page)):
            assert not address.startswith("/"), f"{page}: {address}"
            if kind != "link canonical":
                assert not address.startswith(BASE), f"{page}: {address}"
                assert address.endswith((".html", "/")) or "." in address or "#" in address


def test_nothing_is_loaded_from_elsewhere(any_site: Path) -> None:
    """Scripts, styles, icons and pictures are the site's own, in pages and in the stylesheet."""
    for page in pages_of(any_site):
        for kind, address in addresses_of(soup_of(page)):
            if kind in {"a", "a prev", "a next", "a home", "link canonical", "a external"}:
                continue
            if page.name == "404.html" and address.startswith("data:"):
                continue  # which brings its icon along
            assert urlsplit(address).scheme == urlsplit(address).netloc == "", (page, kind)
    for style in any_site.rglob("*.css"):
        text = style.read_text(encoding="utf-8")
        assert not re.search(r"@import|url\(\s*['\"]?(https?:)?//", text)
    for drawing in any_site.rglob("*.svg"):
        assert not re.search(r"(href|src)=[\"'](https?:)?//", drawing.read_text(encoding="utf-8"))


def test_every_page_is_reached_from_the_front_page(any_site: Path) -> None:
    """Links, and the form that searches, lead to all pages but redirects and 404.html."""
    seen, waiting = set[str](), ["index.html"]
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        for kind, address in addresses_of(soup_of(any_site / path)):
            whole = urljoin(BASE + path, address).partition("#")[0]
            if kind.startswith("a") and whole.startswith(BASE) and whole.endswith(".html"):
                waiting.append(unquote(whole.removeprefix(BASE)))
    everything = {path_of(any_site, page) for page in pages_of(any_site)}
    apart = {path for path in everything - seen if not is_redirect(soup_of(any_site / path))}
    assert apart == {"404.html"}


def test_ids_are_unique_and_labels_exist(any_site: Path) -> None:
    """No id stands twice in a page, and what a label names is there."""
    for page in pages_of(any_site):
        ids = [str(tag["id"]) for tag in soup_of(page).find_all(id=True)]
        assert len(ids) == len(set(ids)), page
        for tag in soup_of(page).select("[aria-labelledby]"):
            assert str(tag["aria-labelledby"]) in ids, page
        for tag in soup_of(page).select("[data-copy]"):
            assert tag["data-copy"] in ids, page


def test_before_and_after_agree(any_site: Path) -> None:
    """Where one page names another as the next, that one names it as the previous."""
    ways: dict[tuple[str, str], str] = {}
    for page in pages_of(any_site):
        path = path_of(any_site, page)
        for rel in ("prev", "next"):
            found = soup_of(page).find_all("a", rel=rel)
            if path != "index.html" and found:
                (tag,) = found
                ways[path, rel] = urljoin(path, str(tag["href"]))
    back = {"prev": "next", "next": "prev"}
    for (path, rel), other in ways.items():
        assert ways[other, back[rel]] == path


def test_every_page_names_its_feeds(any_site: Path) -> None:
    """The site's three feeds, and before them those that lie beside the page.

    Pages of papers and of names, of which there are very many, name one.
    """
    for page in pages_of(any_site):
        if page.name == "404.html" or is_redirect(soup_of(page)):
            continue
        here = path_of(any_site, page)
        named = {}
        for tag in soup_of(page).find_all("link", rel="alternate"):
            target = urljoin(here, str(tag["href"]))
            assert (any_site / target).is_file()
            if tag["type"] in TYPES.values():
                named[target] = tag["type"]
                assert tag["title"]
        if here.startswith(("papers/", "authors/", "venues/", "organizations/", "curators/")):
            assert len(named) == 1
        else:
            assert {f"feed{end}" for end in TYPES} <= named.keys()
        beside = {here.removesuffix(".html") + end for end in TYPES}
        assert {path for path in beside if (any_site / path).is_file()} <= named.keys()
        assert all(TYPES["." + path.rpartition(".")[2]] == kind for path, kind in named.items())


def html_of_feeds(site: Path) -> Iterator[tuple[str, str]]:
    """Yield the content of every entry of every feed, with the feed's path."""
    for path in sorted([*site.rglob("*.xml"), *site.rglob("*.atom")]):
        if is_feed(path):
            for entry in feedparser.parse(path.read_bytes(), sanitize_html=False).entries:
                yield path_of(site, path), entry.content[0].value
    others = {*site.glob("schema/*"), *site.glob("search/**/*"), *site.glob("api/**/*")}
    others |= {*site.rglob("*.csl.json")}
    for path in sorted(set(site.rglob("*.json")) - others):
        for item in json.loads(path.read_text(encoding="utf-8"))["items"]:
            yield path_of(site, path), item["content_html"]


def test_feeds_hold_whole_addresses_that_resolve(any_site: Path) -> None:
    """A reader knows no page to resolve a link against: each is whole, ours lead somewhere."""
    seen = set[str]()
    for feed, html in html_of_feeds(any_site):
        if html in seen:
            continue
        seen.add(html)
        for _, address in addresses_of(BeautifulSoup(html, "html.parser")):
            assert urlsplit(address).scheme in {"http", "https"}, f"{feed}: {address}"
            if address.startswith(BASE):
                assert_resolves(any_site, address, feed)


def test_addresses_of_machine_files_resolve(any_site: Path) -> None:
    """Links of feeds, sitemaps and the outline that lie within the site lead to a file."""
    files = [*any_site.rglob("*.xml"), *any_site.rglob("*.atom"), *any_site.rglob("*.opml")]
    for path in files:
        texts = []
        for node in ET.fromstring(path.read_bytes()).iter():
            texts += [node.text or "", *node.attrib.values()]
        own = {text for text in texts if text.startswith(BASE) and " " not in text}
        assert own, path
        for address in own:
            assert_resolves(any_site, address.removesuffix("?q={searchTerms}"), str(path))


def is_feed(path: Path) -> bool:
    """Return whether an XML file is a feed."""
    return not path.name.startswith(("sitemap", "opensearch"))


def is_self(link: ET.Element) -> bool:
    """Return whether a link is that of a feed to itself."""
    return link.get("rel") == "self"


def test_feed_files_name_themselves(any_site: Path) -> None:
    """The `self` link of each feed is the feed's own address, and its id is its alone.

    But for those at older addresses, which are the feeds of today.
    """
    ids: list[str | None] = []
    for path in [*any_site.rglob("*.xml"), *any_site.rglob("*.atom")]:
        if is_feed(path) and not is_older(path):
            root = ET.fromstring(path.read_bytes())
            links = [link.get("href") for link in root.iter(f"{ATOM}link") if is_self(link)]
            assert links == [BASE + path_of(any_site, path)]
            ids += [root.findtext(f"{ATOM}id")] if path.suffix == ".atom" else []
    assert len(ids) == len(set(ids)) > 0


@pytest.mark.parametrize("base", ["https://elsewhere.example/", "http://127.0.0.1:8000/a/b/"])
def test_base_url_changes_only_what_must_be_whole(
    real_site: Path, tmp_path: Path, base: str
) -> None:
    """Built for another address, pages differ in that address alone, where it must be whole."""
    words = ["--content", FEED, "--output", tmp_path / "site"]
    assert call("build", *words, "--base-url", base).returncode == 0
    before, after = tree(real_site), tree(tmp_path / "site")
    assert before.keys() == after.keys()
    shown = [
        (BASE, base),
        *((bare(BASE).replace("/", "/<wbr>"), bare(base).replace("/", "/<wbr>")),),
    ]
    script = [f'src="{one.removeprefix(origin(one))}' for one in (BASE, base)]
    missing = [(BASE, base), (origin(BASE), origin(base)), (script[0], script[1])]
    for path, data in before.items():
        text = data
        for old, new in missing if path == "404.html" else shown:
            text = text.replace(old.encode(), new.encode())
        assert text == after[path], path


def origin(address: str) -> str:
    """Return an address without its path."""
    return "/".join(address.split("/")[:3])


def bare(address: str) -> str:
    """Return an address without its scheme, as the page of feeds shows it."""
    return address.partition("://")[2]
