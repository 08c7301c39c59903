"""A paper's figure: what is wrong with its file, and the widths in which pages show it."""

from __future__ import annotations

import struct
from io import BytesIO
from typing import NamedTuple

MAX_FIGURE = 2 * 1024 * 1024
_SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF")
_MAX_SIDE = 20_000  # pixels
_MAX_PIXELS = 40  # millions; decoded, they take 160 MB
_NARROW, _WIDE = 480, 1280  # pixels: a column of cards, and the same on screens of fine pixels
_TALLEST = 16_000  # pixels; a WebP has 16,383 at most


class Scaled(NamedTuple):
    """A width in which a figure is made, and the height that belongs to it, in pixels."""

    width: int
    height: int


def scales_of(width: int, height: int) -> tuple[Scaled, ...]:
    """Return the sizes in which a figure of that size is made: two, or one of a narrow figure."""
    widest = min(width, _WIDE, max(1, width * _TALLEST // height))
    widths = (_NARROW, widest) if widest > _NARROW else (widest,)
    return tuple(Scaled(one, max(1, round(height * one / width))) for one in widths)


def check_figure(name: str, data: bytes) -> tuple[tuple[int, int], str]:
    """Return the size at which a figure is shown, and what is wrong with it; empty if nothing is.

    All of it is decoded, so that what is read can be made smaller later.
    """
    if len(data) > MAX_FIGURE:
        limit = f"{MAX_FIGURE // 1024 // 1024} MB"
        return (0, 0), f"{name} must have at most {limit}: make it smaller"
    size = width, height = _measure(data)
    told = f"not {width:,} × {height:,}: make it smaller"
    if max(size) > _MAX_SIDE:
        return size, f"{name} must have at most {_MAX_SIDE:,} pixels a side, {told}"
    if width * height > _MAX_PIXELS * 1_000_000:
        return size, f"{name} must have at most {_MAX_PIXELS} million pixels, {told}"
    if min(size) > 0:
        # 60 ms at every start, and few papers have a figure.
        from broadsheet.content.scaling import PictureError, size_of_figure  # noqa: PLC0415

        try:
            shown = size_of_figure(data)
        except PictureError:
            shown = (0, 0)
        if sorted(shown) == sorted(size):  # else its header claims what its data does not hold
            return shown, ""
    return (0, 0), f"{name} must be a real png, jpg or webp picture: save it again as one"


def _measure(data: bytes) -> tuple[int, int]:
    """Return the width and height that a picture claims; zeros if it is no png, jpg or webp."""
    if not data.startswith(_SIGNATURES):
        return 0, 0
    import imagesize  # noqa: PLC0415 - 20 ms, as above

    try:
        width, height = imagesize.get(BytesIO(data))
    except (ValueError, TypeError, struct.error):
        return 0, 0
    return int(width), int(height)
