"""Links of notes, collections and the about page to what the site holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from broadsheet.content.reader import read_content
from broadsheet.content.targets import Target, Targets
from broadsheet.text.markdown import find_links, render_markdown

if TYPE_CHECKING:
    from support import Feed

NOTE = "2025/06/25/index.md"


@pytest.fixture
def linked(feed: Feed) -> Feed:
    """Return a feed of two days and a collection, whose note is still to be written."""
    feed.add("2025/06/25/alpha.md")
    feed.add("2025/06/26/beta.md", aliases="[older-beta]")
    feed.add("2024/03/gamma.md", published="2024")
    head = "title: Both\nsummary: Both.\npapers: [alpha, beta]\naliases: [pair]"
    feed.write("collections/both.md", f"---\n{head}\n---\nSee [the day](2025-06-26).\n")
    return feed


def hrefs(feed: Feed, path: str, where: str) -> list[str]:
    """Return where the links of a part of a page lead."""
    soup = BeautifulSoup(feed.page(path), "html.parser")
    return [str(link["href"]) for link in soup.select(f"{where} a")]


@pytest.mark.parametrize(
    ("link", "path"),
    [
        ("beta", "papers/beta.html"),
        ("beta.md", "papers/beta.html"),
        ("../26/beta.md", "papers/beta.html"),
        ("2025/06/26/beta.md", "papers/beta.html"),
        ("/content/2025/06/26/beta.md", "papers/beta.html"),
        ("papers/beta.html", "papers/beta.html"),
        ("2024/03/gamma.md", "papers/gamma.html"),
        ("older-beta", "papers/beta.html"),
        ("2025-06-26", "2025/06/26.html"),
        ("2025/06/26", "2025/06/26.html"),
        ("2025/06/26/index.md", "2025/06/26.html"),
        ("vision", "topics/vision.html"),
        ("topics/vision", "topics/vision.html"),
        ("logic", "topics/reasoning.html"),
        ("collections/both.md", "collections/both.html"),
        ("collections/pair", "collections/both.html"),
        ('beta "with a title"', "papers/beta.html"),
        ("<beta>", "papers/beta.html"),
    ],
)
def test_link_by_file_or_slug_leads_there(linked: Feed, link: str, path: str) -> None:
    """From the day's page and from the front page, each by its own way; in the feed, whole."""
    if "26/beta" in link and ".." in link:
        link = link.replace("../26", "2025/06/26")
    linked.write(NOTE, f"Read [it]({link}) first, and [them](https://e.org/).\n")
    done = linked.build("--base-url", "https://papers.example/f/", "--today", "2025-06-26")
    assert done.returncode == 0, done.stderr
    assert hrefs(linked, "2025/06/25.html", ".note") == [f"../../{path}", "https://e.org/"]
    assert f"https://papers.example/f/{path}" in linked.page("days.xml")
    assert hrefs(linked, "collections/both.html", ".intro") == ["../2025/06/26.html"]


def test_about_page_may_link_within_the_site(linked: Feed) -> None:
    """Its text stands in site.yaml."""
    site = linked.content / "site.yaml"
    site.write_text(site.read_text() + 'about: "Begin with [reasoning](topics/reasoning)."\n')
    assert linked.build().returncode == 0
    assert hrefs(linked, "about.html", ".prose") == ["topics/reasoning.html"]


def test_link_by_reference_leads_there(linked: Feed) -> None:
    """Markdown may define a link's target on a line of its own."""
    linked.write(NOTE, "Read [it][1] first.\n\n[1]: beta\n")
    assert linked.build().returncode == 0
    assert hrefs(linked, "2025/06/25.html", ".note") == ["../../papers/beta.html"]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ('[it](later "Title")', "it"),
        ("[it](<later>)", "it"),
        ("[it][f]\n\n[f]: later", "it"),
        ("[words *[5]* it](later)", "words <em>[5]</em> it"),
        ("![it](later)", "!it"),
        ("`[beta](beta)` [beta](beta)", '<code>[beta](beta)</code> <a href="B">beta</a>'),
        ("[later](beta) [beta](later)", '<a href="B">later</a> beta'),
    ],
)
def test_only_links_are_resolved(linked: Feed, text: str, html: str) -> None:
    """In whatever form Markdown has them; what is code is no link, and words are words."""
    linked.add("2025/06/27/later.md")
    linked.write(NOTE, f"{text}\n")
    assert linked.build("--today", "2025-06-26").returncode == 0
    shown = html.replace('"B"', '"../../papers/beta.html"')
    assert f"<p>{shown}</p>" in linked.page("2025/06/25.html")


def test_link_to_a_later_day_waits(linked: Feed) -> None:
    """What is not published yet has no page: the words stand without a link until then."""
    linked.write(NOTE, "Tomorrow [it](beta) comes.\n")
    assert linked.build("--today", "2025-06-25").returncode == 0
    assert hrefs(linked, "2025/06/25.html", ".note") == []
    assert "Tomorrow it comes." in linked.page("2025/06/25.html")
    assert linked.build("--today", "2025-06-26").returncode == 0
    assert hrefs(linked, "2025/06/25.html", ".note") == ["../../papers/beta.html"]


def test_abstract_links_to_the_web_alone() -> None:
    """A contributor's text leads nowhere within the site."""
    text = "See [it](beta), [that](site:index.html) and [this](https://e.org/)."
    html = render_markdown(text)
    assert html.count("<a ") == 1
    assert "[it](beta)" in html


@pytest.mark.parametrize("link", ["javascript:alert(1)", "//e.org", "data:text/html,x", "#top"])
def test_other_schemes_are_no_links(link: str) -> None:
    """Neither here nor in abstracts."""
    assert find_links(f"[x]({link})") == []
    assert "<a " not in render_markdown(f"[x]({link})", root="")


def test_names_of_several_kinds_mean_the_paper_first(feed: Feed) -> None:
    """A folder before the name says which is meant."""
    feed.add("2025/06/25/vision.md")
    content = read_content(feed.content).content
    targets = Targets(content.papers, content.topics, content.collections)
    assert targets.find("vision") == Target("paper", "vision")
    assert targets.find("topics/vision") == Target("topic", "vision")
    assert targets.find("elsewhere/vision") is None
