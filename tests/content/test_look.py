"""A look of one's own, as it is read: what is bounded, what is drawn, what it costs others."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from support import ROOT

from broadsheet.content.icons import make_icon
from broadsheet.content.model import Look
from broadsheet.content.reader import read_content

if TYPE_CHECKING:
    from support import Feed

GREEN = (11, 110, 79)
# A green disc on nothing: its corners show through.
DISC = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
<circle cx="16" cy="16" r="16" fill="#0b6e4f"/>
</svg>
"""


def png(width: int, height: int, colour: object = GREEN, mode: str = "RGB") -> bytes:
    """Return a PNG of one colour."""
    file = BytesIO()
    Image.new(mode, (width, height), colour).save(file, "PNG")  # type: ignore[arg-type]
    return file.getvalue()


def open_icon(data: bytes) -> Image.Image:
    """Open an icon that was made."""
    return Image.open(BytesIO(data), formats=("PNG",))


@pytest.mark.parametrize("size", [180, 512])
def test_icon_of_a_drawing(size: int) -> None:
    """An SVG gives a PNG of the size asked for, white where the drawing shows through."""
    icon = open_icon(make_icon(DISC.encode(), size))
    assert (icon.size, icon.mode) == ((size, size), "RGB")
    assert icon.getpixel((size // 2, size // 2)) == GREEN
    assert icon.getpixel((0, 0)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("mode", "colour", "expected"),
    [
        ("RGB", GREEN, GREEN),
        ("RGBA", (*GREEN, 0), (255, 255, 255)),
        ("P", 0, (0, 0, 0)),
        ("1", 1, (255, 255, 255)),
        ("LA", (90, 255), (90, 90, 90)),
        ("I;16", 0, (0, 0, 0)),
    ],
)
def test_icon_of_a_png(mode: str, colour: object, expected: tuple[int, int, int]) -> None:
    """A PNG of any mode gives an opaque one in the colours that it has on white."""
    icon = open_icon(make_icon(png(600, 600, colour, mode), 180))
    assert (icon.size, icon.mode) == ((180, 180), "RGB")
    assert icon.getpixel((90, 90)) == expected


def test_same_icon_same_bytes() -> None:
    """What is made of an icon is the same each time, and in another process."""
    code = (
        "import sys; from broadsheet.content.icons import make_icon;"
        " sys.stdout.buffer.write(make_icon(sys.stdin.buffer.read(), 180))"
    )
    for data in (DISC.encode(), png(600, 600, (*GREEN, 90), "RGBA")):
        command = [sys.executable, "-c", code]
        other = subprocess.run(command, input=data, capture_output=True, check=True, cwd=ROOT)
        assert make_icon(data, 180) == make_icon(data, 180) == other.stdout


def test_drawing_with_byte_order_mark_and_dark_colours() -> None:
    """A mark at the beginning is passed over, and colours for dark pages are no icon's."""
    dark = "<style>@media (prefers-color-scheme: dark) { circle { fill: #fff } }</style></svg>"
    drawing = "\ufeff" + DISC.replace("</svg>", dark)
    icon = open_icon(make_icon(drawing.encode(), 180))
    assert icon.getpixel((90, 90)) == GREEN


@pytest.mark.parametrize(
    ("path", "limit", "told"),
    [
        ("look/style.css", 256, "256"),
        ("look/icon.svg", 1024, "1,024"),
        ("look/icon.png", 1024, "1,024"),
        ("look/card.png", 2048, "2,048"),
    ],
)
def test_large_file_is_refused(feed: Feed, path: str, limit: int, told: str) -> None:
    """A file above its limit is refused, and nothing else is said of it."""
    feed.write(path, " " * (limit * 1024 + 1))
    (problem,) = read_content(feed.content).problems
    name = path.partition("/")[2]
    assert problem.message == f"{name} must have at most {told} kB: make it smaller"


def test_file_as_large_as_its_limit_is_read(feed: Feed) -> None:
    """256 kB of style are not too much."""
    feed.write("look/style.css", " " * 256 * 1024)
    assert read_content(feed.content).problems == ()


def test_look_tells_what_there_is(feed: Feed) -> None:
    """The look has a digest for each file that is there, and the size of the card."""
    assert read_content(feed.content).content.look == Look()
    feed.write("look/icon.svg", DISC)
    (feed.content / "look/card.png").write_bytes(png(1200, 630))
    reading = read_content(feed.content)
    look = reading.content.look
    assert reading.problems == ()
    assert (look.style, look.png) == ("", "")
    assert len({look.svg, look.card}) == 2
    assert look.card_size == (1200, 630)


def test_each_file_changes_the_digest_of_the_content(feed: Feed) -> None:
    """The digest of all files changes with each file of the look, also where its size stays."""
    digests = [read_content(feed.content).digest]
    for path, one, two in (
        ("look/style.css", b"a{}", b"b{}"),
        ("look/icon.svg", DISC.encode(), DISC.replace("4f", "5f").encode()),
        ("look/icon.png", png(512, 512), png(512, 512, "red")),
        ("look/card.png", png(9, 9), png(9, 9, "red")),
    ):
        for data in (one, two):
            feed.write(path, "")
            (feed.content / path).write_bytes(data)
            digests.append(read_content(feed.content).digest)
    assert len(set(digests)) == len(digests)


def test_link_to_another_place_is_not_read(feed: Feed) -> None:
    """A symbolic link is no file of the look, wherever it leads."""
    outside = feed.root / "secret"
    outside.write_text("a{}")
    (feed.content / "look").mkdir()
    (feed.content / "look/style.css").symlink_to(outside)
    reading = read_content(feed.content)
    assert [problem.path for problem in reading.problems] == ["look/style.css"]
    assert reading.content.look == Look()


def test_feed_without_a_look_loads_no_library_of_pictures(feed: Feed) -> None:
    """Pillow and resvg are imported where there is a picture, and not before."""
    feed.write("look/style.css", "a{}")
    code = (
        "import sys; from pathlib import Path;"
        " from broadsheet.content.reader import read_content;"
        " read_content(Path(sys.argv[1])); print({'PIL', 'resvg_py'} & set(sys.modules))"
    )
    command = [sys.executable, "-c", code, str(feed.content)]
    assert subprocess.check_output(command, text=True, cwd=ROOT) == "set()\n"
