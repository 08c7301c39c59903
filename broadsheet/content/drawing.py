"""Drawings made pictures, by resvg, which is imported with this module."""

from __future__ import annotations

from typing import TYPE_CHECKING

import resvg_py

from broadsheet.content.scaling import PictureError, open_picture

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL import Image


def draw_svg(text: str, size: int | None = None, fonts: Sequence[str] = ()) -> Image.Image:
    """Draw an SVG, in its own size or as large as a square of `size` pixels holds it.

    `fonts` are paths of files. No font of this machine is used, so that the picture is the same on
    every one. Raise PictureError if the SVG cannot be drawn.
    """
    try:
        data = resvg_py.svg_to_bytes(
            text, width=size, height=size, font_files=list(fonts), skip_system_fonts=True
        )
    except ValueError as error:
        raise PictureError(str(error)) from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # Rust's own, and not an Exception
            raise PictureError(str(error)) from error
        raise
    return open_picture(data, "PNG").convert("RGBA")
