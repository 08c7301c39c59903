"""Fixtures of the whole test suite, and what a test may read of the repository.

Whoever adds a paper or makes a fork their own must not make a test of the program fail. So tests
count and name what is in `tests/feed`, a feed that stays as it is, and what holds of any site is
tested on several (`any_site`). With the option `--live`, that is tested on the content of the
repository itself, along with the tests in `tests/live`, and nothing else is.
"""

from __future__ import annotations

import signal
from pathlib import Path
from typing import TYPE_CHECKING

import guard
import pytest
from browsing import new_tab, serve, start_browser
from hypothesis import settings
from hypothesis.database import DirectoryBasedExampleDatabase
from searching import Search, write_papers
from support import FEED, ROOT, SITE, THOROUGH, TOPICS, Feed, make_once, paper, run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from browsing import Tab
    from playwright.sync_api import Browser

LIVE = ROOT / "tests" / "live"
BASE = "https://papers.example/feed/"

# A slow machine is no failure; what hypothesis remembers lies with the other caches. The second
# profile is for .ci/run: make test ARGS=--hypothesis-profile=thorough; it takes the same examples
# each time, so that a change is judged by what it changes. The third looks for long.
settings.register_profile(
    "quick",
    max_examples=THOROUGH // 4,
    deadline=None,
    database=DirectoryBasedExampleDatabase(ROOT / ".cache" / "hypothesis"),
)
settings.register_profile(
    "thorough",
    settings.get_profile("quick"),
    max_examples=THOROUGH,
    derandomize=True,
    database=None,
)
settings.register_profile("fuzz", settings.get_profile("quick"), max_examples=50 * THOROUGH)
settings.load_profile("quick")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take the option `--live`."""
    told = "test what must hold of any content on that of the repository, and nothing else"
    parser.addoption("--live", action="store_true", help=told)


def pytest_configure(config: pytest.Config) -> None:
    """Watch from now on what is read, while the tests are collected, too.

    A shell lets what it starts in the background ignore Ctrl-C; programs under test must not.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
    guard.start(content=config.getoption("live"))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give what holds of any site several of them, or the live one."""
    if "any_site" in metafunc.fixturenames:
        sites = ["live"] if metafunc.config.getoption("live") else ["real", *SMALL]
        metafunc.parametrize("any_site", sites, indirect=True, scope="session")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the tests of the live content, or all others."""
    live = config.getoption("live")
    chosen: list[pytest.Item] = []
    others: list[pytest.Item] = []
    for item in items:
        of_any = live and "any_site" in getattr(item, "fixturenames", ())
        is_chosen = of_any or (LIVE in item.path.parents) == live
        (chosen if is_chosen else others).append(item)
    config.hook.pytest_deselected(items=others)
    items[:] = chosen


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Let a test read what it says that it reads."""
    with guard.allow(repository=item.get_closest_marker("repository") is not None):
        return (yield)


@pytest.fixture
def feed(tmp_path: Path) -> Feed:
    """Return an empty content folder with a site and two topics."""
    made = Feed(tmp_path)
    made.write("site.yaml", SITE)
    made.write("topics.yaml", TOPICS)
    return made


def build(content: Path, output: Path) -> None:
    """Build a site."""
    built = run("build", "--content", content, "--output", output, "--base-url", BASE)
    assert built.returncode == 0, built.stderr


@pytest.fixture(scope="session")
def real_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site of `tests/feed`, built once for all tests that read it."""
    return make_once(tmp_path_factory, "real", lambda folder: build(FEED, folder))


def _write_empty(feed: Feed) -> None:
    """Write a feed before its first paper."""
    feed.write("site.yaml", SITE)
    feed.write("topics.yaml", TOPICS)


def _write_foreign(feed: Feed) -> None:
    """Write a feed of another field and language: one topic, and no paper of arXiv's."""
    feed.write("site.yaml", SITE.replace("Test Feed", "Récifs & mers") + "language: fr\n")
    feed.write("topics.yaml", '- {slug: "2024", name: Récifs, description: "Ce qui y vit."}\n')
    fields = {"arxiv": None, "topics": '["2024"]', "summary": '"Ce qui vit, et *Porites*."'}
    doi = {"title": "Un", "doi": '"10.1000/a(b)c"', "published": "2023-12"}
    url = {"title": "Deux", "url": "https://example.org/2", "published": "2024", "language": "ja"}
    feed.write("2024/02/29/un.md", paper("", **(fields | doi)))
    feed.write("2024/03/01/deux.md", paper("", **(fields | url)))
    for number, period in enumerate(("2024/02", "2024", "2019/07", "2019")):  # of no edition
        older = {"title": f"Ancien {number}", "published": "2019"}
        feed.write(f"{period}/ancien-{number}.md", paper("", **(fields | url | older)))


SMALL = {"empty": _write_empty, "foreign": _write_foreign}


@pytest.fixture(scope="session")
def any_site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a site for what holds of any: that of `tests/feed`, small ones, or the live one."""
    name = request.param
    if name == "real":
        return Path(request.getfixturevalue("real_site"))

    def make(folder: Path) -> None:
        if name == "live":
            build(ROOT / "content", folder / "_site")
            return
        feed = Feed(folder)
        SMALL[name](feed)
        build(feed.content, feed.output)

    return make_once(tmp_path_factory, name, make) / "_site"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Yield a browser."""
    with start_browser() as browser:
        yield browser


@pytest.fixture(
    scope="module", params=[(390, "dark"), (1440, "light")], ids=["390-dark", "1440-light"]
)
def look(browser: Browser, request: pytest.FixtureRequest) -> Iterator[tuple[Tab, int]]:
    """Yield a tab on a dark phone, and one on a light desk, each with its width."""
    width, scheme = request.param
    viewport = {"width": width, "height": 900}
    with new_tab(browser, viewport=viewport, color_scheme=scheme) as made:
        yield made, width


@pytest.fixture(scope="session")
def reef_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a site whose papers the tests of the search know."""

    def make(folder: Path) -> None:
        feed = Feed(folder)
        write_papers(feed)
        build(feed.content, feed.output)

    return make_once(tmp_path_factory, "reef", make) / "_site"


@pytest.fixture(scope="module")
def reef(reef_site: Path) -> Iterator[str]:
    """Yield the address of that site, served."""
    with serve(reef_site) as served:
        yield served


@pytest.fixture(scope="module")
def search_tab(browser: Browser) -> Iterator[Tab]:
    """Yield a tab as it comes."""
    with new_tab(browser) as made:
        made.page.set_default_timeout(5000)  # what does not happen within it never will
        yield made


@pytest.fixture
def search(search_tab: Tab, reef: str) -> Search:
    """Return the search page of that site, newly loaded."""
    return Search(search_tab, f"{reef}search.html").open()
