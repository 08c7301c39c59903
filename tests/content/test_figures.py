"""How large a figure says that it is, whatever its format."""

from __future__ import annotations

import struct
import zlib

import pytest

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
REAL = "figure.png must be a real png, jpg or webp picture"


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


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (png(1, 1), (1, 1)),
        (png(20_000, 20_000), (20_000, 20_000)),
        (jpeg(640, 480), (640, 480)),
        (lossy(640, 480), (640, 480)),
        (lossless(16_384, 1), (16_384, 1)),
        (extended(20_000, 3), (20_000, 3)),
    ],
)
def test_size_is_read_from_the_header(data: bytes, size: tuple[int, int]) -> None:
    """PNG, JPEG, and the three kinds of WebP."""
    assert read(data) == (size, [])


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
