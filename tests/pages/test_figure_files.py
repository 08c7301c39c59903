"""Figures of papers: what is made of each kind of picture, and what pages say of it."""

from __future__ import annotations

import re
import struct
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup, Tag
from PIL import Image, ImageCms
from support import SITE, tree

from broadsheet.output.pipeline import Built, Request, build_site

if TYPE_CHECKING:
    from pathlib import Path

    from support import Feed

BASE = "https://papers.example/"
DAY = "2025/06/20"
RED, GREEN, BLUE = (255, 0, 0), (0, 128, 0), (0, 0, 255)


def build(feed: Feed, output: Path | None = None) -> Built:
    """Build in this process; the reasons say which files were made."""
    request = Request(feed.content, output or feed.output, BASE, jobs=1, explain=True)
    return build_site(request, lambda *_: None)


def made_by(built: Built) -> set[str]:
    """Return the paths of the files that a build made."""
    return {reason.partition(": ")[0] for reason in built.reasons}


def encode(image: Image.Image, form: str = "PNG", **options: Any) -> bytes:
    """Return a picture as a file of a format."""
    file = BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def plain(width: int, height: int, form: str = "PNG") -> bytes:
    """Return a picture of one colour."""
    return encode(Image.new("RGB", (width, height), RED), form)


def add(feed: Feed, slug: str, data: bytes, ending: str = "png", more: str = "") -> None:
    """Add a paper with a figure."""
    file = f"{slug}-figure.{ending}"
    feed.add(f"{DAY}/{slug}.md", figure=f"{{file: {file}, alt: What it shows.{more}}}")
    (feed.content / DAY / file).write_bytes(data)


def scaled(feed: Feed, path: str) -> Image.Image:
    """Open a figure that was made, in its own colours."""
    image = Image.open(feed.output / path, formats=("WEBP",))
    image.load()
    return image


def image_of(feed: Feed, page: str) -> Tag:
    """Return the only picture of a page."""
    (found,) = BeautifulSoup(feed.page(page), "html.parser")("img")
    return found


def colour(image: Image.Image, x: int, y: int) -> tuple[int, ...]:
    """Return a colour to the nearest of eight steps of each part: WebP loses a little."""
    found = image.convert("RGB").getpixel((x, y))
    assert isinstance(found, tuple)
    return tuple(round(part / 32) * 32 for part in found)


RED_STEPS, GREEN_STEPS, BLUE_STEPS, WHITE_STEPS = (256, 0, 0), (0, 128, 0), (0, 0, 256), (256,) * 3


def test_wide_figure_is_made_in_two_widths(feed: Feed) -> None:
    """A figure of 2,000 pixels: for a column, and for screens of fine pixels; the source stays."""
    source = plain(2000, 1001)
    add(feed, "alpha", source)
    build(feed)
    assert (feed.output / "papers/alpha.png").read_bytes() == source
    files = sorted(path.name for path in (feed.output / "papers").glob("alpha.*.webp"))
    assert files == ["alpha.1280.webp", "alpha.480.webp"]
    assert scaled(feed, "papers/alpha.480.webp").size == (480, 240)
    assert scaled(feed, "papers/alpha.1280.webp").size == (1280, 641)


@pytest.mark.parametrize(
    ("size", "made"),
    [
        ((300, 200), {"alpha.300.webp": (300, 200)}),
        ((480, 10), {"alpha.480.webp": (480, 10)}),
        ((481, 10), {"alpha.480.webp": (480, 10), "alpha.481.webp": (481, 10)}),
        ((1, 1), {"alpha.1.webp": (1, 1)}),
        ((20_000, 2), {"alpha.480.webp": (480, 1), "alpha.1280.webp": (1280, 1)}),
        ((500, 20_000), {"alpha.400.webp": (400, 16_000)}),
    ],
)
def test_figure_is_never_made_wider(
    feed: Feed, size: tuple[int, int], made: dict[str, tuple[int, int]]
) -> None:
    """A narrow figure has one file, a very tall one is no taller than a WebP may be."""
    add(feed, "alpha", plain(*size))
    build(feed)
    files = {path.name for path in (feed.output / "papers").glob("alpha.*.webp")}
    assert {name: scaled(feed, f"papers/{name}").size for name in files} == made


def test_pages_name_what_there_is(feed: Feed) -> None:
    """Sources stand for each way in which a figure is shown, with the size of the largest."""
    feed.add(f"{DAY}/alpha.md")
    add(feed, "beta", plain(2000, 1000))
    build(feed)
    for page, root in ((f"{DAY}.html", "../../"), ("index.html", ""), ("papers/beta.html", "../")):
        image = image_of(feed, page)
        assert image["src"] == f"{root}papers/beta.1280.webp"
        assert image["srcset"] == (
            f"{root}papers/beta.480.webp 480w, {root}papers/beta.1280.webp 1280w"
        )
        assert (image["width"], image["height"]) == ("1280", "640")
        assert image["alt"] == "What it shows."
        assert image["sizes"]


def test_figure_of_one_width_has_no_choice(feed: Feed) -> None:
    """Where there is one file, nothing is to choose."""
    add(feed, "beta", plain(300, 200))
    build(feed)
    image = image_of(feed, "papers/beta.html")
    assert (image["src"], image["width"], image["height"]) == (
        "../papers/beta.300.webp",
        "300",
        "200",
    )
    assert not {"srcset", "sizes"} & image.attrs.keys()


def test_figures_below_are_lazy(feed: Feed) -> None:
    """Cards load their figure when it comes near, the lead and a paper's page at once."""
    feed.add(f"{DAY}/alpha.md")
    add(feed, "beta", plain(2000, 1000))
    build(feed)
    assert image_of(feed, f"{DAY}.html").get("loading") == "lazy"
    assert image_of(feed, "papers/beta.html").get("loading") is None
    feed.write(f"{DAY}/index.md", "---\norder: [beta]\n---\n")
    build(feed)
    for page in ("index.html", f"{DAY}.html"):
        image = image_of(feed, page)
        assert (image.get("loading"), image.get("fetchpriority")) == (None, "high")


def test_feeds_chats_and_programs_get_the_source(feed: Feed) -> None:
    """Not all of them show WebP: what they are told is the file that the editor chose."""
    add(feed, "beta", plain(2000, 1000, "JPEG"), "jpg")
    build(feed)
    address = f"{BASE}papers/beta.jpg"
    assert f'<meta property="og:image" content="{address}">' in feed.page("papers/beta.html")
    for path in ("feed.xml", "feed.atom", "feed.json", f"api/{DAY}.json"):
        assert address in feed.page(path), path
        assert ".webp" not in feed.page(path)


def _with_profile() -> bytes:
    """Return a red picture whose profile says that red and green stand for each other."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    (count,) = struct.unpack_from(">I", profile, 128)
    places = {}
    for place in range(132, 132 + 12 * count, 12):
        name, offset, length = struct.unpack_from(">4sII", profile, place)
        places[name] = slice(offset, offset + length)
    red, green = places[b"rXYZ"], places[b"gXYZ"]
    profile[red], profile[green] = profile[green], profile[red]
    image = Image.new("RGB", (60, 40), RED)
    return encode(image, icc_profile=bytes(profile))


def _palette() -> bytes:
    """Return a picture of a palette in which blue is shown through."""
    image = Image.new("P", (60, 40), 0)
    image.putpalette([*BLUE, *RED])
    image.paste(1, (30, 0, 60, 40))
    return encode(image, transparency=0)


def _clear(mode: str, *colours: Any) -> bytes:
    image = Image.new(mode, (60, 40), colours[0])
    image.paste(colours[1], (30, 0, 60, 40))
    return encode(image)


@pytest.mark.parametrize(
    ("data", "ending", "left", "right"),
    [
        pytest.param(_palette(), "png", WHITE_STEPS, RED_STEPS, id="palette"),
        pytest.param(
            _clear("RGBA", (*BLUE, 0), (*RED, 255)), "png", WHITE_STEPS, RED_STEPS, id="alpha"
        ),
        pytest.param(_clear("LA", (0, 0), (0, 255)), "png", WHITE_STEPS, (0, 0, 0), id="grey"),
        pytest.param(
            _clear("I;16", 0x8000, 0xFFFF), "png", (128,) * 3, WHITE_STEPS, id="sixteen bits"
        ),
        pytest.param(_clear("1", 0, 1), "png", (0, 0, 0), WHITE_STEPS, id="one bit"),
        pytest.param(
            encode(Image.new("CMYK", (60, 40), (0, 255, 255, 0)), "JPEG"),
            "jpg",
            RED_STEPS,
            RED_STEPS,
            id="four inks",
        ),
        pytest.param(_with_profile(), "png", (0, 256, 0), (0, 256, 0), id="profile"),
        pytest.param(
            encode(Image.new("RGB", (60, 40), BLUE), icc_profile=b"none"),
            "png",
            BLUE_STEPS,
            BLUE_STEPS,
            id="broken profile",
        ),
        pytest.param(
            encode(
                Image.new("RGB", (60, 40), RED),
                save_all=True,
                append_images=[Image.new("RGB", (60, 40), BLUE)],
            ),
            "png",
            RED_STEPS,
            RED_STEPS,
            id="moving png",
        ),
        pytest.param(
            encode(
                Image.new("RGB", (60, 40), RED),
                "WEBP",
                save_all=True,
                append_images=[Image.new("RGB", (60, 40), BLUE)],
            ),
            "webp",
            RED_STEPS,
            RED_STEPS,
            id="moving webp",
        ),
    ],
)
def test_figure_of_any_kind_is_still_on_white_and_in_usual_colours(
    feed: Feed, data: bytes, ending: str, left: tuple[int, ...], right: tuple[int, ...]
) -> None:
    """What browsers would show of the source is what stands in the WebP, and it does not move."""
    add(feed, "alpha", data, ending)
    build(feed)
    image = scaled(feed, "papers/alpha.60.webp")
    assert (image.size, image.mode, getattr(image, "n_frames", 1)) == ((60, 40), "RGB", 1)
    assert (colour(image, 8, 20), colour(image, 52, 20)) == (left, right)


def test_figure_that_lies_on_its_side_is_set_upright(feed: Feed) -> None:
    """A camera's note that the picture was turned is followed, in size and in content."""
    exif = Image.Exif()
    exif[0x0112] = 6  # its first line is on the right
    image = Image.new("RGB", (60, 40), RED)
    image.paste(BLUE, (0, 0, 30, 40))
    add(feed, "alpha", encode(image, "JPEG", exif=exif, quality=95), "jpg")
    build(feed)
    made = scaled(feed, "papers/alpha.40.webp")
    assert made.size == (40, 60)
    assert (colour(made, 20, 8), colour(made, 20, 52)) == (BLUE_STEPS, RED_STEPS)
    shown = image_of(feed, "papers/alpha.html")
    assert (shown["width"], shown["height"]) == ("40", "60")


def test_nothing_but_the_picture_is_in_the_file(feed: Feed) -> None:
    """No place, no camera, no profile: what a source says beside its picture stays there."""
    exif = Image.Exif()
    exif[0x010E] = "Somewhere"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = encode(Image.new("RGB", (60, 40), RED), "JPEG", exif=exif, icc_profile=profile)
    add(feed, "alpha", data, "jpg")
    build(feed)
    image = scaled(feed, "papers/alpha.60.webp")
    assert not {"exif", "icc_profile", "xmp"} & image.info.keys()
    assert len(image.getexif()) == 0


def test_chart_that_keeps_its_size_loses_nothing(feed: Feed) -> None:
    """A PNG of few colours is smaller without loss."""
    image = Image.new("RGB", (400, 300), "white")
    for place in range(0, 400, 7):
        image.putpixel((place, place * 3 // 4), RED)
    add(feed, "alpha", encode(image))
    build(feed)
    assert scaled(feed, "papers/alpha.400.webp").tobytes() == image.tobytes()


FIGURES = {"papers/alpha.png", "papers/alpha.480.webp", "papers/alpha.1280.webp"}


def test_figure_is_made_once_while_its_source_stays(feed: Feed) -> None:
    """Neither a caption nor a word of the site's makes it again; other bytes do."""
    add(feed, "alpha", plain(1500, 800))
    assert made_by(build(feed)) >= FIGURES
    add(feed, "alpha", plain(1500, 800), more=", caption: Two curves.")
    made = made_by(build(feed))
    assert {"papers/alpha.html", f"{DAY}.html"} <= made
    assert not made & FIGURES
    feed.write("site.yaml", SITE.replace("Test Feed", "Other Feed"))
    made = made_by(build(feed))
    assert "archive.html" in made
    assert not made & FIGURES
    add(feed, "alpha", encode(Image.new("RGB", (1500, 800), BLUE)), more=", caption: Two curves.")
    assert made_by(build(feed)) >= FIGURES
    assert colour(scaled(feed, "papers/alpha.480.webp"), 9, 9) == BLUE_STEPS


def test_figure_that_goes_takes_its_files_with_it(feed: Feed) -> None:
    """A paper without its figure leaves no file of it."""
    add(feed, "alpha", plain(1500, 800))
    build(feed)
    feed.add(f"{DAY}/alpha.md")
    build(feed)
    assert not [path for path in tree(feed.output) if re.search(r"alpha\..*(png|webp)", path)]


def test_two_builds_give_the_same_bytes(feed: Feed) -> None:
    """There is no clock and no chance in a picture."""
    image = Image.radial_gradient("L").resize((1500, 800)).convert("RGB")
    add(feed, "alpha", encode(image, "JPEG"), "jpg")
    build(feed)
    build(feed, feed.root / "other")
    assert tree(feed.output) == tree(feed.root / "other")
