"""Pictures as PNG, in the same bytes on every machine: https://www.w3.org/TR/png-3/.

Pillow packs with a zlib of its own, which chooses by the processor how it looks for what repeats.
Python's is the system's, and leaves the same everywhere.
"""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

from PIL import Image, ImageChops

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_COLOURS, _SHADES = 2, 3  # what a pixel is: red, green and blue; a place in the palette
_AS_IT_IS, _LESS_ABOVE = b"\0", b"\2"  # what stands before a row: how its bytes are meant
_EFFORT = 4  # of zlib, for palettes: 5 takes half as long again for a hundredth less
_UTMOST = 9  # for icons, of which there are two


def write_colours(image: Image.Image) -> bytes:
    """Return a picture in RGB as a PNG."""
    above = Image.new("RGB", image.size)
    above.paste(image, (0, 1))
    rows = ImageChops.subtract_modulo(image, above).tobytes()
    packed = _pack(rows, 3 * image.width, _LESS_ABOVE, _UTMOST)
    return b"".join(_chunks(image, 8, _COLOURS, b"", packed))


def write_shades(image: Image.Image, palette: Sequence[int]) -> bytes:
    """Return a picture of four shades, 0 to 3 a pixel (mode L), as a PNG.

    The palette is red, green and blue of each shade.
    """
    rows = Image.frombytes("P", image.size, image.tobytes()).tobytes("raw", "P;2")
    packed = _pack(rows, (image.width + 3) // 4, _AS_IT_IS, _EFFORT)
    return b"".join(_chunks(image, 2, _SHADES, bytes(palette), packed))


def _pack(rows: bytes, width: int, meant: bytes, effort: int) -> bytes:
    """Return rows of so many bytes, compressed, each with the byte that says how it is meant."""
    packer = zlib.compressobj(effort, strategy=zlib.Z_FILTERED)
    told = b"".join(meant + rows[start : start + width] for start in range(0, len(rows), width))
    return packer.compress(told) + packer.flush()


def _chunks(
    image: Image.Image, bits: int, pixel: int, palette: bytes, packed: bytes
) -> Iterator[bytes]:
    """Yield the parts of the file, in their order."""
    yield _SIGNATURE
    yield _chunk(b"IHDR", struct.pack(">IIBBBBB", *image.size, bits, pixel, 0, 0, 0))
    if palette:
        yield _chunk(b"PLTE", palette)
    yield _chunk(b"IDAT", packed)
    yield _chunk(b"IEND", b"")


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
