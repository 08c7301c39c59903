"""Numbers with their nouns."""

from __future__ import annotations


def count(number: int, noun: str) -> str:
    """Return a number with its noun: `1 paper`, `2,000 papers`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
