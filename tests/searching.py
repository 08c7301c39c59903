"""The search page in a tab, what people do there, and a feed that tests of it know by heart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from support import SITE, TOPICS

if TYPE_CHECKING:
    from browsing import Tab
    from playwright.sync_api import Locator, Page
    from support import Feed

KELP = 23  # papers on kelp: of the years 2023 to 2025, on two topics, by two groups, some with code
WORD = "pneumonoultramicroscopicsilicovolcanoconiosis"
FILLER = "The water was sampled each week and its salt was weighed by hand in a shed. "
CHINESE = "本文在保持训练数据不变的条件下，重新检验了语言模型的规模定律。"
PAPERS: dict[str, dict[str, str]] = {
    "2025/06/02/both-in-title": {"title": "Moon jellyfish in winter"},
    "2025/06/03/both-in-text": {"title": "Drifters", "summary": "On moon jellyfish, among others."},
    "2025/06/04/one-in-title": {"title": "A jellyfish bloom"},
    "2025/06/05/deep": {"title": "Light", "body": FILLER * 12 + "Then bioluminescence began."},
    "2025/06/06/tags": {"title": "Beyond <think>: <script>document.title = 1</script>"},
    "2025/06/07/retracted": {
        "title": "Plankton one",
        "status": "{kind: retracted, date: 2025-07-01}",
    },
    "2025/06/08/withdrawn": {
        "title": "Plankton two",
        "status": "{kind: withdrawn, date: 2025-07-01}",
    },
    "2025/06/09/sound": {"title": "Plankton three"},
    "2025/06/10/crowd": {
        "title": "Whales counted from the air",
        "authors": "[Ann Ash, Bob Birch, Cy Cedar, Di Dogwood, Ed Elm, Flo Fir, Gus Gum]",
    },
    "2025/06/11/french": {
        "title": "Pré-entraînement sur des récifs",
        "language": "fr",
        "summary": "Ce qui vit.",
    },
    "2025/06/12/chinese": {"title": "深海", "language": "zh", "summary": CHINESE * 20 + "珊瑚。"},
    "2025/06/13/long": {
        "title": WORD * 2,
        "summary": f"Says {WORD * 2} and https://e.org/{WORD * 3}.",
    },
    # Old enough to be among those in which words that stand together are looked for.
    **{f"2023/01/{n:02}/host-{n}": {"title": f"Anemone and clownfish {n}"} for n in (1, 2, 3)},
    "2023/01/04/guest": {"title": "Clownfish alone"},
}


def write_papers(feed: Feed) -> None:
    """Write the papers of these tests; those on kelp differ in nothing that ranks them."""
    feed.write("site.yaml", SITE)
    feed.write("topics.yaml", TOPICS)
    for number, (path, fields) in enumerate(PAPERS.items()):
        texts: tuple[str, ...] = ("title", "summary")
        quoted = {name: f'"{fields[name]}"' for name in texts if name in fields}
        more = {
            "summary": '"What was seen."',
            "authors": "[Rachel Carson]",
            "published": "2023-01-01",
            "arxiv": f'"2506.{number:05}"',
            **fields,
            **quoted,
        }
        feed.add(f"{path}.md", more.pop("body", ""), **more)
    for n in range(1, KELP + 1):
        feed.add(
            f"{2023 + (n - 1) // 8}/05/{n:02}/kelp-{n}.md",
            title=f'"A forest of kelp, plot {n:02}"',
            arxiv=f'"2301.{n:05}"',
            authors="[Ada Lovelace, Grace Hopper]" if n <= 5 else "[Emmy Noether]",
            topics="[vision]" if n % 2 else "[reasoning]",
            summary='"What was counted."',
            published="2023-01-01",
            code="https://e.org/code" if n in {3, 20} else None,
        )


@dataclass
class Search:
    """The search page in a tab, and what people do there."""

    tab: Tab
    url: str

    @property
    def page(self) -> Page:
        """The page."""
        return self.tab.page

    def open(self, query: str = "") -> Search:
        """Load the page, with a query in its address."""
        self.tab.open(self.url + (f"?{query}" if query else ""))
        return self.settle()

    def settle(self) -> Search:
        """Wait until no query runs."""
        self.page.locator("#found:not([aria-busy=true])").wait_for(state="attached")
        return self

    def type(self, text: str) -> Search:
        """Write into the field, in place of what is there, and wait for what is found."""
        self.page.fill("#q", text)
        return self.settle()

    def submit(self) -> Search:
        """Ask for what stands in the form."""
        self.page.evaluate("document.getElementById('search').requestSubmit()")
        return self.settle()

    def choose(self, name: str, value: str) -> Search:
        """Set one of the controls."""
        control = self.page.locator(f"#search [name={name}]")
        if name == "author":
            control.fill(value)
            control.blur()
        else:
            control.select_option(value)
        return self.settle()

    @property
    def results(self) -> Locator:
        """The links of the first list to papers."""
        return self.page.locator("#found h3 a:visible")

    @property
    def slugs(self) -> list[str]:
        """The papers of the first list."""
        hrefs = [one.get_attribute("href") or "" for one in self.results.all()]
        return [href.removeprefix("papers/").removesuffix(".html") for href in hrefs]

    @property
    def count(self) -> str:
        """The line that tells how many papers were found, or what went wrong."""
        return self.page.locator("#state").inner_text()

    @property
    def note(self) -> str:
        """What is said of words that were not found."""
        return self.page.locator("#mended").inner_text()

    @property
    def asked(self) -> dict[str, list[str]]:
        """What the address asks for."""
        return parse_qs(urlsplit(self.page.url).query)
