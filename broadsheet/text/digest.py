"""Digests: what stands for a value, or for a file's bytes, wherever two builds are compared."""

from __future__ import annotations

import marshal
from hashlib import blake2b
from typing import Any

DIGEST_SIZE = 12  # bytes; among a million values, two alike by chance are 1 in 10^17


def digest(value: Any) -> bytes:
    """Return the digest of nested tuples of texts, numbers, bytes and None.

    Format 0 of marshal tells nothing of how a value lies in memory; the later ones would, and the
    same page would not always have the same digest.
    """
    return digest_of(marshal.dumps(value, 0))


def digest_of(data: bytes) -> bytes:
    """Return the digest of bytes."""
    return blake2b(data, digest_size=DIGEST_SIZE).digest()
