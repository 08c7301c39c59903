"""What the audit fetches, and which pages it judges."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from kinds import KINDS, pages_of_kinds
from support import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from support import Feed


def test_all_that_npm_fetches_is_known_by_its_digest() -> None:
    """No registry is named: whichever npm is set up with must have these very files."""
    text = (ROOT / ".ci/package-lock.json").read_text(encoding="utf-8")
    packages = {path: one for path, one in json.loads(text)["packages"].items() if path}
    assert len(packages) > 100
    assert [path for path, one in packages.items() if "sha512-" not in one["integrity"]] == []
    assert "://" not in text


def test_largest_page_of_each_kind_is_judged(feed: Feed) -> None:
    """Not one that only leads on, and none where a site has none."""
    feed.add("2025/06/25/brief.md", aliases="[older]")
    feed.add("2025/06/25/long.md", "Much is said of it. " * 20)
    assert feed.build().returncode == 0
    (feed.output / "papers/older.html").write_bytes(
        (feed.output / "papers/older.html").read_bytes() + b"<!-- -->" * 9999
    )
    found = pages_of_kinds(feed.output)
    assert found["front"] == "index.html"
    assert found["paper"] == "papers/long.html"
    assert found["day"] == "2025/06/25.html"
    assert found["week"] == "2025/W26.html"
    assert found["month"] == "2025/06.html"
    assert "collection" not in found


def test_every_page_of_a_site_is_of_a_kind(any_site: Path) -> None:
    """So a new kind of page is judged from the first."""
    kinds = list(KINDS.values())
    for page in any_site.rglob("*.html"):
        assert any(page.match(f"{any_site}/{pattern}") for pattern in kinds), page
