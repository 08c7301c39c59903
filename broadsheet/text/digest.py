"""Digests of values and of bytes, by which one build is compared with the next."""

from __future__ import annotations

import marshal
from hashlib import blake2b
from typing import Any

DIGEST_SIZE = 12  # bytes; among a million values, two alike by chance are 1 in 10^17


def digest(value: Any) -> bytes:
    """Return the digest of nested tuples of strings, numbers, bytes and None.

    Marshal's format 0 depends on the value alone. Later formats also record which objects are
    shared in memory, so that the same page would not always have the same digest.
    """
    return digest_of(marshal.dumps(value, 0))


def digest_of(data: bytes) -> bytes:
    """Return the digest of bytes."""
    return blake2b(data, digest_size=DIGEST_SIZE).digest()
