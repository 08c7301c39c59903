"""How large a figure says that it is, whatever its format, and whether it is whole."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from broadsheet.content.papers import read_paper

PAPER = """---
title: A paper
authors: [Ada Lovelace]
published: 2025-06-25
arxiv: "2506.00001"
summary: What was found.
figure: {file: figure.png, alt: A curve}
---
"""
REAL = "figure.png must be a real png, jpg or webp picture: save it again as one"


def png(width: int, height: int) -> bytes:
    """Make the header of a PNG."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n\0\0\0\x0d" + header + struct.pack(">I", zlib.crc32(header))


def jpeg(width: int, height: int) -> bytes:
    """Make the headers of a JPEG."""
    frame = struct.pack(">HBHHB", 17, 8, height, width, 3) + b"\1\x11\0\2\x11\1\3\x11\1"
    return b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xff\xc0" + frame + b"\xff\xd9"


def webp(kind: bytes, data: bytes) -> bytes:
    """Make a WebP of one chunk."""
    chunk = kind + struct.pack("<I", len(data)) + data
    return b"RIFF" + struct.pack("<I", len(chunk) + 4) + b"WEBP" + chunk


def lossy(width: int, height: int) -> bytes:
    """Make the header of a lossy WebP."""
    sizes = struct.pack("<HH", width, height)
    return webp(b"VP8 ", b"\x30\1\0\x9d\1\x2a" + sizes + bytes(20))


def lossless(width: int, height: int) -> bytes:
    """Make the header of a lossless WebP, whose sides have 14 bits each."""
    return webp(b"VP8L", b"\x2f" + struct.pack("<I", width - 1 | height - 1 << 14) + bytes(20))


def extended(width: int, height: int) -> bytes:
    """Make the header of an extended WebP, whose sides have 24 bits each."""
    sides = struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3]
    return webp(b"VP8X", bytes(4) + sides + bytes(20))


def read(data: bytes) -> tuple[tuple[int, int] | None, list[str]]:
    """Read a paper with a figure; return the figure's size, and the messages."""
    paper, problems = read_paper("2025/06/25/x.md", PAPER.encode(), {"figure.png": data}.get)
    size = (paper.figure.width, paper.figure.height) if paper.figure else None
    return size, [problem.message for problem in problems]


def real(width: int, height: int, form: str, **options: object) -> bytes:
    """Make a whole picture of one colour."""
    file = BytesIO()
    Image.new("RGB", (width, height), "red").save(file, form, **options)
    return file.getvalue()


def turned(form: str, orientation: int) -> bytes:
    """Make a picture 6 pixels wide and 4 high that a camera notes to have been turned."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    return real(6, 4, form, exif=exif)


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (real(1, 1, "PNG"), (1, 1)),
        (real(20_000, 3, "PNG"), (20_000, 3)),
        (real(8000, 5000, "PNG"), (8000, 5000)),
        (real(64, 48, "JPEG"), (64, 48)),
        (real(64, 48, "WEBP"), (64, 48)),
        (real(16_383, 1, "WEBP", lossless=True), (16_383, 1)),
        (turned("JPEG", 6), (4, 6)),
        (turned("WEBP", 8), (4, 6)),
        (turned("JPEG", 3), (6, 4)),
    ],
)
def test_size_is_that_at_which_it_is_shown(data: bytes, size: tuple[int, int]) -> None:
    """PNG, JPEG, and WebP of both kinds; one that lies on its side is shown upright."""
    assert read(data) == (size, [])


@pytest.mark.parametrize(
    "data",
    [
        png(640, 480),
        jpeg(640, 480),
        lossy(640, 480),
        lossless(640, 480),
        extended(640, 480),
        real(640, 480, "PNG")[:-300],
        real(640, 480, "JPEG")[:-300],
        real(640, 480, "WEBP")[:-300],
        real(64, 48, "GIF"),
        real(64, 48, "PNG").replace(b"IDAT", b"IDOT"),
    ],
)
def test_picture_that_is_not_whole_is_refused(data: bytes) -> None:
    """All of it is decoded: a header says nothing of what follows."""
    assert read(data) == (None, [REAL])


@pytest.mark.parametrize("data", [png(20_000, 20_000), extended(10_000, 4001), jpeg(8001, 5000)])
def test_picture_of_too_many_pixels_is_not_decoded(data: bytes) -> None:
    """A few bytes may claim more than the memory holds."""
    figure, (message,) = read(data)
    assert figure is None
    assert message.startswith("figure.png must have at most 40 million pixels, not ")
    assert message.endswith(": make it smaller")


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (png(20_001, 1), "20,001 × 1"),
        (png(4_294_967_295, 4_294_967_295), "4,294,967,295 × 4,294,967,295"),
        (jpeg(1, 65_535), "1 × 65,535"),
        (extended(16_777_216, 16_777_216), "16,777,216 × 16,777,216"),
    ],
)
def test_side_beyond_the_limit_is_refused(data: bytes, size: str) -> None:
    """The message says what was found, and what may be."""
    message = f"figure.png must have at most 20,000 pixels a side, not {size}: make it smaller"
    assert read(data) == (None, [message])


@pytest.mark.parametrize("data", [png(0, 1), png(1, 0), jpeg(0, 3), jpeg(3, 0), lossy(0, 1), b""])
def test_side_of_nothing_is_no_picture(data: bytes) -> None:
    """A browser shows none."""
    assert read(data) == (None, [REAL])
