"""Pictures as PNG: what is written is what other programs read, and is packed by Python's zlib."""

from __future__ import annotations

import zlib
from io import BytesIO

import pytest
from PIL import Image

from broadsheet.content.png import write_colours, write_shades

PALETTE = (255, 250, 245, 170, 165, 160, 85, 80, 75, 0, 0, 0)


def chunks(data: bytes) -> list[tuple[bytes, bytes]]:
    """Return the parts of a PNG, each with its name; each sum is right."""
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    found, start = [], 8
    while start < len(data):
        end = start + 12 + int.from_bytes(data[start : start + 4])
        name, body = data[start + 4 : start + 8], data[start + 8 : end - 4]
        assert int.from_bytes(data[end - 4 : end]) == zlib.crc32(name + body)
        found.append((name, body))
        start = end
    return found


@pytest.mark.parametrize("size", [(1, 1), (4, 2), (5, 3), (1200, 630), (7, 1)])
def test_shades_are_read_as_they_were(size: tuple[int, int]) -> None:
    """Four pixels lie in a byte, also where a row ends within one."""
    width, height = size
    shades = bytes((x + 3 * y) % 4 for y in range(height) for x in range(width))
    data = write_shades(Image.frombytes("L", size, shades), PALETTE)
    image = Image.open(BytesIO(data))
    assert (image.format, image.mode, image.size) == ("PNG", "P", size)
    assert image.convert("RGB").tobytes() == b"".join(
        bytes(PALETTE[3 * one : 3 * one + 3]) for one in shades
    )


@pytest.mark.parametrize("size", [(1, 1), (3, 2), (180, 180)])
def test_colours_are_read_as_they_were(size: tuple[int, int]) -> None:
    """Each row is told by what differs from the row above."""
    width, height = size
    colours = bytes(
        value
        for y in range(height)
        for x in range(width)
        for value in (x % 256, (7 * y) % 256, (x * y) % 256)
    )
    data = write_colours(Image.frombytes("RGB", size, colours))
    image = Image.open(BytesIO(data))
    assert (image.format, image.mode, image.size) == ("PNG", "RGB", size)
    assert image.tobytes() == colours


def test_bytes_do_not_depend_on_the_processor() -> None:
    """Pillow's own zlib packs the same picture differently from one processor to another."""
    data = write_shades(Image.new("L", (8, 2), 1), PALETTE)
    packed = dict(chunks(data))[b"IDAT"]
    rows = b"\0\x55\x55" * 2  # two bits a pixel, 01, four times a byte
    packer = zlib.compressobj(4, strategy=zlib.Z_FILTERED)
    assert packed == packer.compress(rows) + packer.flush()
    assert [name for name, _ in chunks(data)] == [b"IHDR", b"PLTE", b"IDAT", b"IEND"]
