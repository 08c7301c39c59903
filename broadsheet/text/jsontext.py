"""Values as JSON."""

from __future__ import annotations

import json
from typing import Any


def to_json(value: dict[str, Any]) -> bytes:
    """Return a value as JSON in UTF-8, a line each, with a line break at its end."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def to_short_json(value: dict[str, Any]) -> bytes:
    """Return a value as JSON in UTF-8, in one line, for programs alone."""
    return (json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
