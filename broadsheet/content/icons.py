"""The pictures of a look: checked, drawn, and made icons of the sizes that are asked for.

Pillow and resvg are imported with this module, which only a feed with a look of its own needs.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from PIL import Image

from broadsheet.content.drawing import draw_svg
from broadsheet.content.paths import CARD, ICON_SVG
from broadsheet.content.png import write_colours
from broadsheet.content.scaling import PictureError, on_white, open_picture
from broadsheet.content.svg import check_drawing

if TYPE_CHECKING:
    from broadsheet.content.frontmatter import Source

LARGEST_ICON = 512  # pixels: what is made of an icon
_LARGEST = 4096  # pixels a side: a PNG of a few kB may claim more than the memory holds
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_Size = tuple[int, int]


def make_icon(data: bytes, size: int) -> bytes:
    """Return an icon, SVG or PNG, as a PNG so many pixels wide and high.

    What shows through becomes white: home screens would make it black.
    """
    is_png = data.startswith(_SIGNATURE)
    image = _open_png(data) if is_png else draw_svg(data.decode("utf-8-sig"), size)
    image = image.resize((size, size), Image.Resampling.LANCZOS)
    return write_colours(on_white(image))


def check_picture(source: Source, data: bytes) -> _Size:
    """Report what is wrong with a picture of the look; return its width and height."""
    name = source.path.rpartition("/")[2]
    size = _check_svg(source) if source.path == ICON_SVG else _check_png(source, name, data)
    if source.failed or source.path == CARD:
        return size
    if size[0] != size[1]:
        source.report(1, 1, f"{name} must be as wide as it is high")
    elif size[0] < LARGEST_ICON:
        message = f"{name} must be at least {LARGEST_ICON} pixels wide and high, not {size[0]}"
        source.report(1, 1, message)
    return size


def _check_svg(source: Source) -> _Size:
    """Report what is no drawing; return the size of the largest icon that it makes."""
    check_drawing(source)
    if not source.failed:
        try:
            return draw_svg(source.text, LARGEST_ICON).size
        except PictureError:
            message = (
                "icon.svg cannot be drawn: save it as a plain SVG, or as icon.png in its place"
            )
            source.report(1, 1, message)
    return 0, 0


def _check_png(source: Source, name: str, data: bytes) -> _Size:
    """Report a PNG that is none, or too large; return its width and height."""
    size = _measure(data)
    if max(size) > _LARGEST:
        source.report(1, 1, f"{name} must have at most {_LARGEST:,} pixels a side: make it smaller")
        return size
    try:
        _open_png(data)
    except PictureError:
        source.report(1, 1, f"{name} must be a real png picture")
    return size


def _measure(data: bytes) -> _Size:
    """Return the width and height that a PNG claims; zeros if it is none."""
    if not data.startswith(_SIGNATURE) or len(data) < 24:  # noqa: PLR2004 - where the height ends
        return 0, 0
    width, height = struct.unpack_from(">II", data, 16)
    return width, height


def _open_png(data: bytes) -> Image.Image:
    """Decode a PNG; raise PictureError if it is broken."""
    return open_picture(data, "PNG").convert("RGBA")
