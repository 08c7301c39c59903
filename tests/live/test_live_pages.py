"""Pages of the live site in a real browser: one of each kind that it has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from browsing import assert_good, serve
from kinds import pages_of_kinds

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from browsing import Tab


@pytest.fixture(scope="module")
def address(any_site: Path) -> Iterator[str]:
    """Yield the address of the live site, served."""
    with serve(any_site) as served:
        yield served


def test_pages_are_accessible(look: tuple[Tab, int], any_site: Path, address: str) -> None:
    """The largest page of each kind."""
    tab, width = look
    for path in pages_of_kinds(any_site).values():
        assert_good(tab, address + path, width)
