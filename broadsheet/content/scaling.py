"""Pictures as Pillow opens them, and figures made smaller, as WebP.

Pillow is imported with this module, which only a feed with pictures of its own needs.
"""

from __future__ import annotations

import struct
import warnings
import zlib
from contextlib import contextmanager
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image, ImageCms, ImageOps

if TYPE_CHECKING:
    from collections.abc import Iterator

# What Pillow raises of files that are cut short, forged or damaged.
_BROKEN: tuple[type[Exception], ...] = (OSError, SyntaxError, ValueError, EOFError, IndexError)
_BROKEN += (KeyError, TypeError, OverflowError, MemoryError, struct.error, zlib.error)
_BROKEN += (Image.DecompressionBombError,)
_FORMATS = ("PNG", "JPEG", "WEBP")
_TURNED = range(5, 9)  # the orientations in EXIF that stand on a side
_ORIENTATION = 0x0112  # its tag in EXIF
_QUALITY, _EFFORT = 80, 2  # of WebP; more effort takes twice as long for 3 % fewer bytes
_GAP = 2.0  # how much larger than asked for a picture may stay in the first, quick step
_DEEP = "I"  # the modes with more than 8 bits a pixel begin with it


class PictureError(Exception):
    """The bytes are no picture that can be shown."""


def open_picture(data: bytes, *formats: str) -> Image.Image:
    """Decode a picture, of several its first; raise PictureError if it is broken.

    Its caller has made sure that it does not claim more pixels than the memory holds.
    """
    with _as_picture():
        image = Image.open(BytesIO(data), formats=formats)
        image.load()
        return image


def size_of_figure(data: bytes) -> tuple[int, int]:
    """Return the width and height at which browsers show a picture; decode all of it.

    Raise PictureError if it is broken.
    """
    image = open_picture(data, *_FORMATS)
    with _as_picture():
        turned = image.getexif().get(_ORIENTATION) in _TURNED
    width, height = image.size
    return (height, width) if turned else (width, height)


def scale_figure(data: bytes, width: int, height: int) -> bytes:
    """Return a figure as a WebP of that size: still, upright, in sRGB and on white.

    Nothing stands in it but the picture. Where a PNG keeps its size, as charts do, it may be
    smaller without loss.
    """
    is_drawn, image = _prepare(data)
    scaled = image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=_GAP)
    lossy = _as_webp(scaled, lossless=False)
    if is_drawn and scaled.size == image.size:
        return min(_as_webp(scaled, lossless=True), lossy, key=len)
    return lossy


@lru_cache(maxsize=1)  # a figure is made in two widths, one after the other
def _prepare(data: bytes) -> tuple[bool, Image.Image]:
    """Return whether a picture is a PNG, and the picture as its pages show it."""
    image = open_picture(data, *_FORMATS)
    is_png = image.format == "PNG"
    with _as_picture():
        return is_png, _in_srgb(ImageOps.exif_transpose(image))


def on_white(image: Image.Image) -> Image.Image:
    """Return a picture through which one sees (RGBA) on white (RGB)."""
    ground = Image.new("RGBA", image.size, "white")
    ground.alpha_composite(image)
    return ground.convert("RGB")


def _in_srgb(image: Image.Image) -> Image.Image:
    """Return a picture in the colours that browsers take for granted, on white.

    Pages have figures on white, where something shows through.
    """
    profile = image.info.get("icc_profile", b"")
    if image.mode.startswith(_DEEP):  # 16 bits, which Pillow would cut off above 255
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.has_transparency_data:
        image = on_white(image.convert("RGBA"))
    if profile and image.mode in ("RGB", "CMYK"):
        image = _without_profile(image, profile)
    return image.convert("RGB")


def _without_profile(image: Image.Image, profile: bytes) -> Image.Image:
    """Return a picture with the colours that its profile means; as it is where that is broken."""
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        target = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(image, source, target, outputMode="RGB") or image
    except (ImageCms.PyCMSError, OSError):
        return image


def _as_webp(image: Image.Image, *, lossless: bool) -> bytes:
    file = BytesIO()
    image.save(file, "WEBP", lossless=lossless, quality=_QUALITY, method=_EFFORT)
    return file.getvalue()


@contextmanager
def _as_picture() -> Iterator[None]:
    """Raise PictureError for whatever Pillow finds in a broken file; what it warns of is shown."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except _BROKEN as error:
        raise PictureError(str(error)) from error
