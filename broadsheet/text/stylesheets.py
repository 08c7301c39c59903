"""Style sheets as browsers get them."""

from __future__ import annotations


def minified(sheet: str, name: str) -> str:
    """Return a style sheet of ours without comments and spaces; `name` is for errors."""
    from lightningcss import process_stylesheet  # noqa: PLC0415 - compiled, if a sheet is made

    return process_stylesheet(sheet, filename=name, minify=True)
