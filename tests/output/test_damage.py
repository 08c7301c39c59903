"""A state file with any bytes changed costs the next build time, and nothing else."""

from __future__ import annotations

import random
import sqlite3
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from support import SITE, TOPICS, Feed, tree

if TYPE_CHECKING:
    from pathlib import Path

PAPERS = 12


@pytest.fixture(scope="module")
def feed(tmp_path_factory: pytest.TempPathFactory) -> Feed:
    """Return a small feed with its site."""
    made = Feed(tmp_path_factory.mktemp("damage"))
    made.write("site.yaml", SITE)
    made.write("topics.yaml", TOPICS)
    for number in range(PAPERS):
        day = f"2025/0{number % 3 + 4}/{number + 1:02}"
        fields = {"title": f"Paper {number}", "arxiv": f'"2506.{number:05}"'}
        made.add(f"{day}/paper-{number}.md", "Words of its own.", published="2025-01-01", **fields)
    assert made.build().returncode == 0
    return made


def damage(ledger: Path, dice: random.Random) -> None:
    """Change some bytes of a file: one, a run, or a page of the database."""
    data = bytearray(ledger.read_bytes())
    length = dice.choice([1, 1, 4, 64, 4096])
    start = dice.randrange(len(data))
    data[start : start + length] = dice.randbytes(len(data[start : start + length]))
    ledger.write_bytes(data)


def test_any_damage_is_healed_by_the_next_build(feed: Feed) -> None:
    """It works at once, and its site is that of a clean build."""
    ledger = feed.output / ".ledger"
    whole, site = ledger.read_bytes(), tree(feed.output)
    dice = random.Random(1)  # noqa: S311 - the same damages in every run
    for _ in range(2 * settings().max_examples):
        ledger.write_bytes(whole)
        damage(ledger, dice)
        built = feed.build()
        assert (built.returncode, built.stderr) == (0, "")
        assert tree(feed.output) == site


@pytest.mark.parametrize("table", ["source", "record", "made"])
def test_damage_that_only_an_edit_meets_is_healed(feed: Feed, table: str) -> None:
    """Pages are being made by then; they are made again from the content alone."""
    column = {"source": "value", "record": "paper", "made": "value"}[table]
    connection = sqlite3.connect(feed.output / ".ledger")
    connection.execute(f"UPDATE {table} SET {column} = x'ff00'")  # noqa: S608 - a table of ours
    connection.commit()
    connection.close()
    feed.write("site.yaml", SITE.replace("Papers for tests", f"Papers for {table}"))
    built = feed.build()
    assert (built.returncode, built.stderr) == (0, "")
    clean = feed.root / f"clean-{table}"
    assert feed.build("--output", clean).returncode == 0
    assert tree(feed.output) == tree(clean)


@pytest.mark.parametrize(
    "kind", ["month", "typed", "vectors", "named", "words", "pairs", "nearest", "merged"]
)
def test_what_is_gone_from_the_state_is_made_again(feed: Feed, kind: str) -> None:
    """Though its key is there, with another kind."""
    connection = sqlite3.connect(feed.output / ".ledger")
    assert connection.execute("DELETE FROM made WHERE kind = ?", (kind,)).rowcount
    connection.commit()
    connection.close()
    feed.write("site.yaml", SITE.replace("Papers for tests", f"Papers without {kind}"))
    built = feed.build()
    assert (built.returncode, built.stderr) == (0, "")


def test_damage_that_only_saving_meets_is_healed(feed: Feed) -> None:
    """A list of free pages is looked at when something is written."""
    ledger = feed.output / ".ledger"
    connection = sqlite3.connect(ledger)
    connection.execute("CREATE TABLE large (bytes BLOB)")
    connection.execute("INSERT INTO large VALUES (zeroblob(400000))")
    connection.commit()
    connection.execute("DROP TABLE large")
    connection.commit()
    connection.close()
    data = bytearray(ledger.read_bytes())
    page_size, trunk = int.from_bytes(data[16:18], "big"), int.from_bytes(data[32:36], "big")
    assert trunk
    start = (trunk - 1) * page_size
    data[start : start + 40] = b"\xff" * 40
    ledger.write_bytes(data)
    feed.write("site.yaml", SITE + "author_pages_from: 1\n")
    for _ in range(2):
        built = feed.build()
        assert (built.returncode, built.stderr) == (0, "")
    clean = feed.root / "clean-free"
    assert feed.build("--output", clean).returncode == 0
    assert tree(feed.output) == tree(clean)
    feed.write("site.yaml", SITE)
    assert feed.build().returncode == 0


@pytest.mark.parametrize("damaged", [False, True], ids=["layout", "damage"])
def test_pages_of_a_state_that_cannot_be_used_are_still_ours(
    tmp_path: Path, *, damaged: bool
) -> None:
    """What left the content since goes from the site, and a file of somebody else stays."""
    feed = Feed(tmp_path)
    feed.write("site.yaml", SITE)
    feed.write("topics.yaml", TOPICS)
    feed.add("2025/06/25/one.md", title="One")
    gone = feed.add("2025/06/25/two.md", title="Two", arxiv='"2506.00002"')
    assert feed.build().returncode == 0
    (feed.output / "CNAME").write_text("papers.example")
    gone.unlink()
    connection = sqlite3.connect(feed.output / ".ledger")
    connection.execute("UPDATE meta SET seal = x'00'" if damaged else "PRAGMA user_version = 3")
    connection.commit()
    connection.close()
    built = feed.build()
    assert (built.returncode, built.stderr) == (0, "")
    assert not (feed.output / "papers/two.html").exists()
    assert (feed.output / "CNAME").exists()


def test_row_that_leads_outside_removes_nothing(feed: Feed) -> None:
    """A file beside the site stays, whatever the ledger says of it."""
    beside = feed.output.parent / "beside.html"
    beside.write_text("mine", encoding="utf-8")
    connection = sqlite3.connect(feed.output / ".ledger")
    connection.execute("INSERT INTO page VALUES ('../beside.html', x'00', '1:2', x'00', 0)")
    connection.commit()
    connection.close()
    assert feed.build().returncode == 0
    assert beside.read_text(encoding="utf-8") == "mine"
