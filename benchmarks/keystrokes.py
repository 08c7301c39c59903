"""Measure the search page in a real browser: from a key to the results on the page.

    .venv/bin/python benchmarks/keystrokes.py SITE

SITE is the folder of a built site. Titles of its papers are typed, a key at a time; each is typed
twice, first with nothing of the index in the browser, then with what the first time has fetched. It
needs the system's Chromium, and what `make test` installs.
"""

from __future__ import annotations

import json
import statistics
import sys
from pathlib import Path
from random import Random

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))

from browsing import new_tab, serve, start_browser

QUERIES = 40
LETTERS = 40  # of a title that are typed
TYPE = """async (text) => {
  const { q } = document.getElementById("search"), found = document.getElementById("found");
  const times = [];
  for (let end = 3; end <= text.length; end++) {
    q.value = text.slice(0, end);
    const start = performance.now();
    q.dispatchEvent(new Event("input"));
    while (found.ariaBusy === "true") await new Promise((go) => setTimeout(go));
    times.push(performance.now() - start);
  }
  return times;
}"""


def main() -> None:
    """Type titles, and print medians and 95th percentiles in milliseconds."""
    if len(sys.argv) != len(("program", "site")):
        sys.exit("usage: keystrokes.py SITE")
    site = Path(sys.argv[1])
    titles = Random(1).sample(list(read_titles(site)), QUERIES)  # noqa: S311 - can be repeated
    first: list[float] = []
    again: list[float] = []
    with serve(site) as address, start_browser() as browser, new_tab(browser) as tab:
        for title in titles:
            page = tab.open(f"{address}search.html")
            first += page.evaluate(TYPE, title[:LETTERS])
            again += page.evaluate(TYPE, title[:LETTERS])
    for name, times in (("first", first), ("again", again)):
        most = statistics.quantiles(times, n=20)[-1]
        print(f"{name}: {statistics.median(times):.0f} ms, 95th {most:.0f} ms, {len(times)} keys")


def read_titles(site: Path) -> list[str]:
    """Return the titles of the papers, out of the rows that results are shown from."""
    files = sorted((site / "search" / "rows").iterdir())
    rows = (row for file in files for row in json.loads(file.read_bytes())["rows"])
    return [title for _place, _slug, _day, _date, title, *_others in rows]


if __name__ == "__main__":
    main()
