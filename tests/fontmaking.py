"""A font of squares, made for tests: TrueType, with the letters that a test wants it to have."""

from __future__ import annotations

import struct

EM = 1000  # units of the side of a letter's body
_BOX = (100, 0, 700, 700)  # left, bottom, right, top of each letter's square


def make_font(letters: str, *, form: int = 12, family: str = "Squares") -> bytes:
    """Return a font in which each letter is a square; `form` is that of its table of letters.

    The layout is that of https://learn.microsoft.com/typography/opentype/spec/otff
    """
    numbers = sorted(set(map(ord, letters)))
    glyphs = len(numbers) + 1
    left, bottom, right, top = _BOX
    points = struct.pack(">8h", left, right - left, 0, left - right, bottom, 0, top - bottom, 0)
    square = struct.pack(">5h", 1, *_BOX) + struct.pack(">HH4B", 3, 0, 1, 1, 1, 1) + points
    square += b"\0" * (-len(square) % 4)
    name = family.encode("utf-16-be")
    tables = {
        b"cmap": struct.pack(">HHHHI", 0, 1, 3, 10 if form == 12 else 1, 12)
        + _letters(numbers, form),
        b"glyf": square * glyphs,
        b"head": struct.pack(
            ">IIIIHHQQ4hHHhhh", 65536, 0, 0, 0x5F0F3CF5, 0, EM, 0, 0, *_BOX, 0, 8, 2, 1, 0
        ),
        b"hhea": struct.pack(
            ">I3hH3h3h4hhH", 65536, 800, -200, 0, 800, 0, 0, 700, 1, 0, 0, 0, 0, 0, 0, 0, glyphs
        ),
        b"hmtx": struct.pack(">Hh", 800, left) * glyphs,
        b"loca": b"".join(struct.pack(">I", len(square) * place) for place in range(glyphs + 1)),
        b"maxp": struct.pack(">I14H", 65536, glyphs, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
        b"name": b"".join(
            [
                struct.pack(">3H", 0, 2, 30),
                struct.pack(">6H", 3, 1, 1033, 1, len(name), 0),  # its family
                struct.pack(">6H", 3, 1, 1033, 6, len(name), 0),  # its name in PostScript
                name,
            ]
        ),
        b"post": struct.pack(">IIhhIIIII", 3 * 65536, 0, 0, 0, 0, 0, 0, 0, 0),
    }
    place = 12 + 16 * len(tables)
    index, body = b"", b""
    for tag, data in tables.items():
        index += struct.pack(">4sIII", tag, 0, place + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    return struct.pack(">IHHHH", 65536, len(tables), 0, 0, 0) + index + body


def _letters(numbers: list[int], form: int) -> bytes:
    """Return a table of letters, each by itself, of format 4 or 12."""
    if form == 12:
        groups = [struct.pack(">III", one, one, place) for place, one in enumerate(numbers, 1)]
        return struct.pack(">HHIII", 12, 0, 16 + 12 * len(groups), 0, len(groups)) + b"".join(
            groups
        )
    ends = [*numbers, 0xFFFF]
    steps = [*((place - one) & 0xFFFF for place, one in enumerate(numbers, 1)), 1]
    count = len(ends)
    parts = (
        struct.pack(">HHHHHHH", 4, 16 + 8 * count, 0, 2 * count, 0, 0, 0),
        struct.pack(f">{count}HH{count}H", *ends, 0, *ends),
        struct.pack(f">{count}H{count}H", *steps, *[0] * count),
    )
    return b"".join(parts)
