"""A look of one's own on the site: what takes the place of ours, and what is linked."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING

import imagesize
import pytest
from bs4 import BeautifulSoup
from PIL import Image
from support import ROOT, tree

from broadsheet.output.pipeline import Built, Kept, Request, build_site

if TYPE_CHECKING:
    from collections.abc import Callable

    from support import Feed

BASE = "https://papers.example/"
PAPER = "papers/alpha.html"
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path fill="{}" d="M0 0h9v9H0z"/>'
    "</svg>"
)


@pytest.fixture
def styled(feed: Feed) -> Feed:
    """Return a feed with a paper, an old name of it and no look."""
    feed.add("2025/06/20/alpha.md", aliases="[omega]")
    return feed


def build(feed: Feed, kept: Kept | None = None) -> Built:
    """Build in this process; the content of these tests is good."""
    return build_site(Request(feed.content, feed.output, BASE, jobs=1), lambda *_: None, kept)


def put(feed: Feed, name: str, data: bytes | str) -> None:
    """Put a file into the look."""
    path = feed.content / "look" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)


def png(width: int, height: int, colour: str) -> bytes:
    """Return a PNG of one colour."""
    file = BytesIO()
    Image.new("RGB", (width, height), colour).save(file, "PNG")
    return file.getvalue()


def pixel(feed: Feed, path: str) -> tuple[int, tuple[int, ...]]:
    """Return the width of a square picture of the site, and the colour of its middle."""
    width, height = imagesize.get(feed.output / path)
    assert width == height
    with Image.open(feed.output / path) as image:
        return width, image.convert("RGB").getpixel((width // 2, width // 2))  # type: ignore[return-value]


def metas(feed: Feed, path: str, start: str) -> dict[str, str]:
    """Return what a page's head says, by property or name."""
    soup = BeautifulSoup(feed.page(path), "html.parser")
    found = {
        str(tag.get("property") or tag.get("name")): tag["content"]
        for tag in soup("meta", content=True)
    }
    return {name: str(value) for name, value in found.items() if name.startswith(start)}


def links(feed: Feed, path: str, rel: str) -> list[str]:
    """Return the addresses of a page's links of a kind."""
    return [
        str(tag["href"]) for tag in BeautifulSoup(feed.page(path), "html.parser")("link", rel=rel)
    ]


def test_style_is_linked_after_ours(styled: Feed) -> None:
    """Every page links the style after ours, its bytes as they are, a page that moved too."""
    style = "\ufeff:root { --pencil: #0b6e4f }\r\n"
    put(styled, "style.css", style)
    build(styled)
    assert (styled.output / "static/look.css").read_bytes() == style.encode()
    for page in styled.output.rglob("*.html"):
        path = page.relative_to(styled.output).as_posix()
        if path == "404.html":  # which has its style within itself
            continue
        root = "../" * path.count("/")
        names = [root + "static/style.css", root + "static/look.css"]
        assert links(styled, path, "stylesheet")[-2:] == names, path


def test_without_a_look_nothing_of_one_is_there(styled: Feed) -> None:
    """A feed without a look links our icon, and no other style."""
    build(styled)
    assert links(styled, PAPER, "stylesheet") == ["../static/style.css"]
    assert links(styled, PAPER, "icon") == ["../static/icon.svg"]
    assert not (styled.output / "static/look.css").exists()
    for path, data in tree(ROOT / "static").items():
        if path.endswith((".svg", ".png")):
            assert (styled.output / "static" / path).read_bytes() == data


def test_drawn_icon_takes_the_place_of_ours(styled: Feed) -> None:
    """An SVG stands at our icon's address, and the sizes made of it at theirs."""
    put(styled, "icon.svg", SVG.format("#00f"))
    build(styled)
    assert styled.page("static/icon.svg") == SVG.format("#00f")
    assert pixel(styled, "static/icon-180.png") == (180, (0, 0, 255))
    assert pixel(styled, "static/icon-512.png") == (512, (0, 0, 255))
    assert links(styled, PAPER, "icon") == ["../static/icon.svg"]


def test_painted_icon_is_linked_as_png(styled: Feed) -> None:
    """With a PNG alone there is no SVG, on pages and in feeds alike."""
    put(styled, "icon.png", png(700, 700, "red"))
    build(styled)
    assert not (styled.output / "static/icon.svg").exists()
    assert pixel(styled, "static/icon-180.png") == (180, (255, 0, 0))
    assert pixel(styled, "static/icon-512.png") == (512, (255, 0, 0))
    assert links(styled, PAPER, "icon") == ["../static/icon-512.png"]
    assert f"<icon>{BASE}static/icon-512.png</icon>" in styled.page("feed.atom")
    assert f'"favicon": "{BASE}static/icon-512.png"' in styled.page("feed.json")
    assert not [path for path, data in tree(styled.output).items() if b"icon.svg" in data]


def test_two_icons_share_the_work(styled: Feed) -> None:
    """With both, browsers get the SVG, and the sizes are made of the PNG."""
    put(styled, "icon.svg", SVG.format("#00f"))
    put(styled, "icon.png", png(512, 512, "red"))
    build(styled)
    assert styled.page("static/icon.svg") == SVG.format("#00f")
    assert pixel(styled, "static/icon-180.png") == (180, (255, 0, 0))
    assert links(styled, PAPER, "icon") == ["../static/icon.svg"]


def test_card_is_the_picture_of_shared_links(styled: Feed) -> None:
    """A card stands in the head of every page with its size; without one, our icon on lists."""
    build(styled)
    icon = {"og:image": f"{BASE}static/icon-512.png"}
    assert metas(styled, "archive.html", "og:image") == icon
    card = png(1200, 630, "red")
    put(styled, "card.png", card)
    build(styled)
    assert (styled.output / "static/card.png").read_bytes() == card
    for path in (PAPER, "index.html"):
        assert metas(styled, path, "og:image") == {
            "og:image": f"{BASE}static/card.png",
            "og:image:width": "1200",
            "og:image:height": "630",
        }
        assert metas(styled, path, "twitter:") == {"twitter:card": "summary_large_image"}


def test_figure_comes_before_the_card(styled: Feed) -> None:
    """A paper with a figure is shared with the figure."""
    put(styled, "card.png", png(1200, 630, "red"))
    styled.add("2025/06/20/beta.md", figure="{file: curve.png, alt: A curve.}")
    (styled.content / "2025/06/20/curve.png").write_bytes(png(40, 30, "blue"))
    build(styled)
    assert metas(styled, "papers/beta.html", "og:image") == {
        "og:image": f"{BASE}papers/beta.png",
        "og:image:alt": "A curve.",
    }


def _edit_style(feed: Feed) -> None:
    put(feed, "style.css", "b{}")


def _edit_icon(feed: Feed) -> None:
    put(feed, "icon.svg", SVG.format("#0f0"))


def _edit_card(feed: Feed) -> None:
    put(feed, "card.png", png(1200, 630, "blue"))


@pytest.mark.parametrize(
    ("edit", "made"),
    [
        (_edit_style, {"static/look.css", "404.html"}),
        (
            _edit_icon,
            {"static/icon.svg", "static/icon-180.png", "static/icon-512.png", "404.html"},
        ),
        (_edit_card, {"static/card.png"}),
    ],
)
@pytest.mark.parametrize("is_served", [False, True])
def test_edit_makes_its_own_files_again(
    styled: Feed, edit: Callable[[Feed], None], made: set[str], *, is_served: bool
) -> None:
    """What a file of the look says is in no page but 404.html, so no other is made again."""
    put(styled, "style.css", "a{}")
    put(styled, "icon.svg", SVG.format("#00f"))
    put(styled, "card.png", png(1200, 630, "red"))
    kept = Kept() if is_served else None
    build(styled, kept)
    before = tree(styled.output)
    edit(styled)
    built = build(styled, kept)
    if kept:
        kept.close()
    after = tree(styled.output)
    assert {path for path, data in after.items() if data != before[path]} == made
    assert (built.rendered, built.changed) == (len(made), len(made))


def test_nothing_is_made_again_where_nothing_changed(styled: Feed) -> None:
    """A second build with a look makes nothing."""
    put(styled, "icon.png", png(512, 512, "red"))
    put(styled, "style.css", "a{}")
    build(styled)
    assert build(styled).rendered == 0


def test_look_that_is_taken_away_leaves_no_trace(styled: Feed) -> None:
    """Without its look the site is what it was before, to the byte."""
    build(styled)
    before = tree(styled.output)
    put(styled, "style.css", "a{}")
    put(styled, "icon.png", png(512, 512, "red"))
    put(styled, "card.png", png(1200, 630, "red"))
    build(styled)
    assert tree(styled.output).keys() - before.keys() == {"static/look.css", "static/card.png"}
    assert before.keys() - tree(styled.output).keys() == {"static/icon.svg", "2025/06/20.png"}
    for path in (styled.content / "look").iterdir():
        path.unlink()
    build(styled)
    assert tree(styled.output) == before


@pytest.mark.repository
def test_properties_are_those_that_the_documentation_names() -> None:
    """The properties that one may set are all that the style sheet defines, and no others."""
    style = (ROOT / "static/style.css").read_text()
    defined = set(re.findall(r"(--[a-z]+):", style))
    text = (ROOT / "docs/run-your-own.md").read_text().partition("## A look of your own")[2]
    assert set(re.findall(r"^\| `(--[a-z]+)` \|", text, re.MULTILINE)) == defined
    assert set(re.findall(r"(--[a-z]+):", text)) <= defined
