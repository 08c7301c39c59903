"""The pictures with which links to editions are shared: what is on them, and who names them."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from fontmaking import make_font
from PIL import Image
from support import SITE, paper, tree

from broadsheet.content.problems import ContentError
from broadsheet.output.pipeline import Built, Request, build_site

if TYPE_CHECKING:
    from pathlib import Path

    from support import Feed

BASE = "https://papers.example/feed/"
DAY, PICTURE = "2025/06/20.html", "2025/06/20.png"
PAPER, INK = (0xFC, 0xFB, 0xF9), (0x1A, 0x19, 0x17)
# Where on the picture is what, as (left, top, right, bottom).
NAME = (64, 20, 1136, 145)
RULE = (64, 146, 1136, 150)
DATE, COUNT = (64, 160, 560, 228), (640, 160, 1136, 228)
TITLE = (64, 236, 1136, 630)
ARABIC = "أوراق اليوم"
ARABIC_SITE = f"title: {ARABIC}\ntagline: {ARABIC}\ntag: test.example,2025\nlanguage: ar\n"


def build(feed: Feed, output: Path | None = None) -> Built:
    """Build in this process; the reasons say which files were made."""
    request = Request(feed.content, output or feed.output, BASE, jobs=1, explain=True)
    return build_site(request, lambda *_: None)


def made_by(built: Built) -> set[str]:
    """Return the paths of the files that a build made."""
    return {reason.partition(": ")[0] for reason in built.reasons}


def picture(feed: Feed, path: str = PICTURE) -> Image.Image:
    """Open a picture of the site."""
    image = Image.open(feed.output / path, formats=("PNG",))
    image.load()
    return image


def ink(feed: Feed, box: tuple[int, int, int, int], path: str = PICTURE) -> tuple[int, ...] | None:
    """Return where within a box of a picture there is ink; None where there is none."""
    part = picture(feed, path).convert("L").crop(box)
    return part.point(lambda value: 255 if value < 200 else 0).getbbox()


def metas(feed: Feed, path: str) -> dict[str, str]:
    """Return what a page says of its picture, by property or name."""
    soup = BeautifulSoup(feed.page(path), "html.parser")
    found = {
        str(tag.get("property") or tag.get("name")): str(tag["content"])
        for tag in soup("meta", content=True)
    }
    return {
        name: value for name, value in found.items() if name.startswith(("og:image", "twitter"))
    }


def put_font(feed: Feed, data: bytes, name: str = "share.ttf") -> None:
    """Put a font into the look."""
    (feed.content / "look").mkdir(exist_ok=True)
    (feed.content / "look" / name).write_bytes(data)


def square(width: int, height: int) -> bytes:
    """Return a PNG."""
    file = BytesIO()
    Image.new("RGB", (width, height), "red").save(file, "PNG")
    return file.getvalue()


def test_picture_of_an_edition(feed: Feed) -> None:
    """1200 by 630 pixels on paper, with the feed's title, a rule, a date, a number and a title."""
    feed.add("2025/06/20/alpha.md", title="Grokking")
    build(feed)
    image = picture(feed)
    assert (image.format, image.size, image.mode, image.info) == ("PNG", (1200, 630), "P", {})
    colours = image.convert("RGB")
    assert {colours.getpixel((x, y)) for x in (0, 1199) for y in (0, 629)} == {PAPER}
    assert colours.crop(RULE).getcolors() == [(1072 * 4, INK)]
    name = ink(feed, NAME)
    assert name
    assert abs(name[0] - (1072 - name[2])) < 16  # it stands in the middle
    date, count, title = ink(feed, DATE), ink(feed, COUNT), ink(feed, TITLE)
    assert date
    assert date[0] < 8
    assert count
    assert count[2] > 488
    assert title
    assert title[0] < 16
    assert title[3] - title[1] > 90  # a short title is large
    assert (feed.output / PICTURE).stat().st_size < 15_000


@pytest.mark.parametrize(
    "title",
    [
        "Über " * 80,
        "Word" * 100,
        "注意力" * 130,
        'A "quoted" & <think> title of $1 Million, *emphasis* and $x^2$',
        "A_very_long_name_of_a_thing/that-has-no-space" * 8,
    ],
)
def test_title_fits(feed: Feed, title: str) -> None:
    """However long a title is and whatever signs it has, nothing leaves its place."""
    put_font(feed, make_font("注意力"))
    feed.add("2025/06/20/alpha.md", title=f"'{title[:390]}'")
    build(feed)
    image = picture(feed).convert("L")
    for edge in ((0, 0, 60, 630), (1140, 0, 1200, 630), (0, 610, 1200, 630)):
        assert image.crop(edge).getextrema() == (251, 251)
    assert ink(feed, TITLE)


def test_pages_name_the_picture(feed: Feed) -> None:
    """A day and the front page tell its size and what it says, papers its address alone."""
    feed.add("2025/06/19/older.md")
    feed.add("2025/06/20/alpha.md")
    feed.add("2019/03/backlog.md", published="2019-03")
    build(feed)
    address = {"og:image": f"{BASE}{PICTURE}", "twitter:card": "summary_large_image"}
    size = {"og:image:width": "1200", "og:image:height": "630"}
    day = "Friday, 20 June 2025 · Test Feed"
    assert metas(feed, DAY) == address | size | {"og:image:alt": day}
    assert metas(feed, "index.html") == address | size | {
        "og:image:alt": "Test Feed: Friday, 20 June 2025"
    }
    assert metas(feed, "papers/alpha.html") == address
    older = {"og:image": f"{BASE}2025/06/19.png"}
    assert metas(feed, "papers/older.html") == address | older
    assert metas(feed, "papers/backlog.html") == {}
    assert metas(feed, "archive.html") == {"og:image": f"{BASE}static/icon-512.png"}
    assert not (feed.output / "2019/03.png").exists()


def test_figure_comes_before_the_picture(feed: Feed) -> None:
    """A paper with a figure is shared with it; its edition is not."""
    feed.add("2025/06/20/alpha.md", figure="{file: curve.png, alt: A curve.}")
    (feed.content / "2025/06/20/curve.png").write_bytes(square(40, 30))
    build(feed)
    assert metas(feed, "papers/alpha.html") == {
        "og:image": f"{BASE}papers/alpha.png",
        "og:image:alt": "A curve.",
    }
    assert metas(feed, DAY)["og:image"] == f"{BASE}{PICTURE}"


def test_card_of_the_owner_comes_before_all(feed: Feed) -> None:
    """With a card in the look no edition has a picture of its own."""
    feed.add("2025/06/20/alpha.md")
    build(feed)
    put_font(feed, square(600, 315), "card.png")
    build(feed)
    assert not (feed.output / PICTURE).exists()
    card = {
        "og:image": f"{BASE}static/card.png",
        "og:image:width": "600",
        "og:image:height": "315",
        "twitter:card": "summary_large_image",
    }
    assert metas(feed, DAY) == metas(feed, "index.html") == card
    assert metas(feed, "papers/alpha.html") == card


def test_feed_without_papers_has_no_picture(feed: Feed) -> None:
    """There is no edition, and the front page has the icon."""
    build(feed)
    assert metas(feed, "index.html") == {"og:image": f"{BASE}static/icon-512.png"}


def test_title_of_letters_that_no_font_has_is_left_out(feed: Feed) -> None:
    """The rest of the picture stays."""
    feed.add("2025/06/20/alpha.md", title="注意力机制")
    build(feed)
    assert ink(feed, TITLE) is None
    assert ink(feed, NAME)
    assert ink(feed, DATE)
    assert ink(feed, COUNT)


def test_feed_whose_title_no_font_has_is_as_before(feed: Feed) -> None:
    """There is no picture, and pages say of one what they said without."""
    feed.write("site.yaml", ARABIC_SITE)
    feed.add("2025/06/20/alpha.md")
    build(feed)
    assert not (feed.output / PICTURE).exists()
    icon = {"og:image": f"{BASE}static/icon-512.png"}
    assert metas(feed, DAY) == metas(feed, "index.html") == icon
    assert metas(feed, "papers/alpha.html") == {}


@pytest.mark.parametrize("name", ["share.ttf", "share.otf"])
@pytest.mark.parametrize("form", [4, 12])
def test_font_of_the_owner_sets_what_ours_cannot(feed: Feed, name: str, form: int) -> None:
    """Arabic in its font, Latin in ours; the date stands on the right, where reading begins."""
    feed.write("site.yaml", ARABIC_SITE)
    letters = "".join(map(chr, (*range(0x600, 0x700), *range(0x30, 0x3A))))
    put_font(feed, make_font(letters, form=form), name)
    feed.add("2025/06/20/alpha.md", title="Grokking")
    feed.add("2025/06/21/beta.md", title="الانتباه")
    build(feed)
    assert ink(feed, NAME)
    date, count = ink(feed, COUNT), ink(feed, DATE)
    assert date
    assert date[2] > 488
    assert count
    assert count[0] < 16
    for path in (PICTURE, "2025/06/21.png"):
        title = ink(feed, TITLE, path)
        assert title
        assert title[2] > 1060
        assert title[0] > 300


def test_fonts_change_what_they_set(feed: Feed) -> None:
    """Another font makes the pictures again; it comes before ours, where both have a letter."""
    feed.add("2025/06/20/alpha.md", title="Grokking")
    build(feed)
    before = (feed.output / PICTURE).read_bytes()
    put_font(feed, make_font("Gork"))
    assert PICTURE in made_by(build(feed))
    assert (feed.output / PICTURE).read_bytes() != before
    (feed.content / "look/share.ttf").unlink()
    build(feed)
    assert (feed.output / PICTURE).read_bytes() == before


def test_font_that_was_replaced_is_used_by_a_process_that_knew_the_other(feed: Feed) -> None:
    """A server lives longer than the fonts that it has opened."""
    feed.add("2025/06/20/alpha.md", title="Grokking")
    for letters in ("Gork", "Groking"):
        put_font(feed, make_font(letters))
        build(feed)
    apart = feed.build("--output", feed.root / "apart", "--base-url", BASE)
    assert apart.returncode == 0
    assert (feed.output / PICTURE).read_bytes() == (feed.root / "apart" / PICTURE).read_bytes()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no font",
        b"wOF2" + bytes(99),
        b"ttcf" + bytes(99),
        make_font("ab")[:300],
        make_font("ab")[:-40],
    ],
)
def test_file_that_is_no_font_is_refused(feed: Feed, data: bytes) -> None:
    """The message says what to do."""
    put_font(feed, data)
    feed.add("2025/06/20/alpha.md")
    with pytest.raises(ContentError) as raised:
        build(feed)
    (problem,) = raised.value.problems
    assert problem.path == "look/share.ttf"
    assert problem.message == (
        "share.ttf must be a TrueType or OpenType font: save it again as one"
    )


def test_picture_is_made_again_when_its_texts_change(feed: Feed) -> None:
    """A summary, a topic's name or another day make it again as little as nothing does."""
    feed.add("2025/06/20/alpha.md", title="First")
    feed.add("2025/06/20/beta.md", title="Second")
    assert PICTURE in made_by(build(feed))
    feed.add("2025/06/20/alpha.md", title="First", summary="Other words.")
    feed.add("2025/06/21/gamma.md", title="Third")
    feed.write("site.yaml", SITE.replace("Papers for tests", "Other words"))
    made = made_by(build(feed))
    assert {"papers/alpha.html", DAY, "2025/06/21.png"} <= made
    assert PICTURE not in made
    for path, text in (
        ("2025/06/20/alpha.md", paper(title="Other", published="2025-01-01")),
        (
            "2025/06/20/delta.md",
            paper(title="Fourth", published="2025-01-01", arxiv='"2506.00009"'),
        ),
        ("site.yaml", SITE.replace("Test", "Other")),
        ("site.yaml", f"{SITE}language: de\n"),
    ):
        before = (feed.output / PICTURE).read_bytes()
        feed.write(path, text)
        build(feed)
        assert (feed.output / PICTURE).read_bytes() != before


def test_two_builds_give_the_same_bytes(feed: Feed) -> None:
    """There is no clock and no chance in a picture, nor a font of the machine."""
    put_font(feed, make_font("الانتبه"))
    feed.add("2025/06/20/alpha.md", title="Grokking")
    feed.add("2025/06/21/beta.md", title="الانتباه")
    build(feed)
    build(feed, feed.root / "other")
    assert tree(feed.output) == tree(feed.root / "other")
