"""The site without a network, in a browser that keeps pages of it; and what it is told to keep."""

from __future__ import annotations

import json
import re
from http.server import SimpleHTTPRequestHandler
from typing import IO, TYPE_CHECKING

import pytest
from browsing import new_tab, serve
from support import ROOT, SITE, TOPICS, Feed, make_once

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from io import BytesIO
    from pathlib import Path

    from browsing import Tab
    from playwright.sync_api import Browser, Page

BASE = "https://papers.example/feed/"
ABSENT = "You are offline"
BROWSERS_NOTE = "Failed to load resource: "  # what the browser itself says of a failed load
OPEN = "caches.open(`broadsheet ${name} ${new URL(root).pathname}`)"
SAVE = f"async ([name, root, path]) => {{ await (await {OPEN}).add(root + path); }}"
FIND = f"""async ([name, root, path]) => {{
  const kept = await (await {OPEN}).match(root + path);
  return kept ? kept.text() : "";
}}"""
LIST = f"async ([name, root]) => (await (await {OPEN}).keys()).map(({{ url }}) => url)"
# Whether so many papers are kept as saved.
FIND_SAVED = """async ([root, papers]) => {
  const kept = await caches.open(`broadsheet saved ${new URL(root).pathname}`);
  return (await kept.keys()).length === papers;
}"""
FILL = f"""async ([name, root, path]) => {{
  const cache = await {OPEN};
  for (let place = 0; place < 510; place += 1) {{
    await cache.put(`${{root}}${{path}}${{place}}.html`, new Response("x"));
  }}
}}"""
SCOPES = """async () => {
  const all = await navigator.serviceWorker.getRegistrations();
  return all.map(({ scope }) => scope).join();
}"""
CONTROLLED = """async () => {
  await navigator.serviceWorker.ready;
  const claimed = (told) => { navigator.serviceWorker.oncontrollerchange = told; };
  if (!navigator.serviceWorker.controller) await new Promise(claimed);
}"""

# Whether no worker is on its way to take the place of the one that answers.
SETTLED = """async () => {
  const { installing, waiting, active } = await navigator.serviceWorker.getRegistration();
  return !installing && !waiting && active.state === "activated";
}"""


def write(feed: Feed, *lines: str) -> None:
    """Write a feed of four editions, of which the front page shows one and links to the next."""
    feed.write("site.yaml", SITE + "".join(f"{line}\n" for line in ("front_size: 1", *lines)))
    for day, slug in enumerate(("delta", "gamma", "beta", "alpha"), 20):
        feed.add(f"2025/06/{day}/{slug}.md", "Kelp.", title=f"The {slug} of kelp")


def build(feed: Feed) -> None:
    """Build for an address whose path is that at which the tests serve."""
    assert feed.build("--base-url", BASE).returncode == 0


@pytest.fixture(scope="module")
def train(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Yield the address, below a path of its host, of a site whose pages browsers keep."""

    def make(folder: Path) -> None:
        feed = Feed(folder)
        feed.write("topics.yaml", TOPICS)
        write(feed, "offline: true")
        build(feed)

    with serve(make_once(tmp_path_factory, "train", make) / "_site") as served:
        yield served


@pytest.fixture
def kept(feed: Feed) -> Feed:
    """Return a feed of such a site, built, for changes."""
    write(feed, "offline: true")
    build(feed)
    return feed


@pytest.fixture
def root(kept: Feed) -> Iterator[str]:
    """Yield its address."""
    with serve(kept.output) as served:
        yield served


@pytest.fixture
def tab(browser: Browser) -> Iterator[Tab]:
    """Yield a tab of a browser that has kept nothing.

    Chromium tells of transitions between pages that it could not draw, now and then.
    """
    with new_tab(browser, reduced_motion="reduce") as made:
        made.page.set_default_timeout(5000)
        yield made


def arrive(tab: Tab, root: str) -> Page:
    """Open the front page for the first time, and wait for the worker."""
    page = tab.open(root)
    page.evaluate(CONTROLLED)
    return page


def wait(
    page: Page,
    script: str,
    given: Sequence[object],
    answers: Callable[[str], bool] = bool,
) -> None:
    """Wait until a script gives an answer that holds; without another sign, one that is there."""
    for _ in range(1200):
        if answers(page.evaluate(script, given)):
            return
        page.wait_for_timeout(25)
    pytest.fail(f"it is not so: {given}")


def headings(page: Page, root: str, *paths: str) -> list[str]:
    """Open pages; return what each is headed."""
    found = []
    for path in paths:
        page.goto(root + path)
        found.append(page.locator("h1").inner_text())
    return found


def disconnect(tab: Tab, *, offline: bool = True) -> None:
    """Cut the network off."""
    tab.page.context.set_offline(offline)


# --------------------------------------------------------------------------- on a train


def test_last_editions_are_there_before_they_are_read(tab: Tab, train: str) -> None:
    """The front page, the days on it and their papers; what is not there says so, in place."""
    page = arrive(tab, train)
    disconnect(tab)
    assert headings(page, train, "", "index.html", "2025/06/23.html") == [
        "Test Feed",
        "Test Feed",
        "Monday, 23 June 2025",
    ]
    assert headings(page, train, "papers/alpha.html", "search.html?q=kelp") == [
        "The alpha of kelp",
        "Search",
    ]
    assert headings(page, train, "papers/delta.html", "2025/06/20.html") == [ABSENT, ABSENT]
    assert page.url == f"{train}2025/06/20.html"
    assert [one for one in tab.complaints if not one.startswith(BROWSERS_NOTE)] == []


def test_page_for_what_is_absent_is_whole(tab: Tab, train: str) -> None:
    """At any depth it has its style, leads to what is there, and asks again for what is not."""
    page = arrive(tab, train)
    disconnect(tab)
    assert headings(page, train, "topics/vision.html") == [ABSENT]
    assert page.locator("body").evaluate("body => getComputedStyle(body).maxWidth") != "none"
    page.get_by_role("main").get_by_role("link", name="Latest").click()
    assert page.url == f"{train}index.html"
    page.goto(f"{train}topics/vision.html")
    disconnect(tab, offline=False)
    page.get_by_role("link", name="Try again").click()
    page.get_by_role("heading", name="Vision", level=1).wait_for()
    assert page.url == f"{train}topics/vision.html"
    assert tab.complaints == []


def test_visited_pages_are_kept(tab: Tab, train: str) -> None:
    """The one at which the reader arrived, too, and the search as far as it was asked."""
    page = tab.open(f"{train}papers/delta.html")
    page.evaluate(CONTROLLED)
    page.goto(f"{train}topics/reasoning.html")
    page.goto(f"{train}search.html?q=kelp")
    page.locator(".results a").first.wait_for()
    wait(page, FIND, ["seen", train, "topics/reasoning.html"])
    disconnect(tab)
    assert headings(page, train, "papers/delta.html", "topics/reasoning.html") == [
        "The delta of kelp",
        "Reasoning",
    ]
    page.goto(f"{train}search.html?q=kelp&sort=new")
    page.locator(".results a").first.wait_for()
    assert page.locator("#found article").count() == len(("alpha", "beta", "gamma", "delta"))


def test_star_keeps_the_page_of_its_paper(tab: Tab, train: str) -> None:
    """Pressed on the front page; pressed again, the page is no longer kept."""
    page = arrive(tab, train)
    star = page.locator(".save").first
    star.click()
    wait(page, FIND_SAVED, [train, 1])
    star.click()
    wait(page, FIND_SAVED, [train, 0])
    assert tab.complaints == []


def test_papers_saved_before_the_worker_came_are_kept(tab: Tab, train: str) -> None:
    """The page of saved papers looks whether each is there."""
    page = arrive(tab, train)
    page.locator(".save").first.click()
    wait(page, FIND_SAVED, [train, 1])
    page.evaluate("(root) => caches.delete(`broadsheet saved ${new URL(root).pathname}`)", train)
    page.goto(f"{train}saved.html")
    wait(page, FIND_SAVED, [train, 1])


def test_saved_paper_that_is_gone_is_asked_for_once(tab: Tab, train: str) -> None:
    """The feed may have lost a paper that somebody saved; it holds up no other one."""
    page = arrive(tab, train)
    page.locator(".save").first.click()
    wait(page, FIND_SAVED, [train, 1])
    page.evaluate(
        """(root) => {
          const { pathname } = new URL(root);
          const name = `broadsheet ${pathname} papers`;
          const { version, value } = JSON.parse(localStorage.getItem(name));
          const [paper] = Object.values(value);
          localStorage.setItem(name, JSON.stringify({ version, value: { gone: paper, ...value } }));
          return caches.delete(`broadsheet saved ${pathname}`);
        }""",
        train,
    )
    page.goto(f"{train}saved.html")
    wait(page, FIND_SAVED, [train, 2])
    page = tab.open(f"{train}saved.html")
    page.wait_for_load_state("networkidle")
    assert tab.complaints == []


def test_saved_papers_are_kept(tab: Tab, train: str) -> None:
    """A page of the site puts them into a cache of theirs, and takes them out."""
    page = arrive(tab, train)
    page.evaluate(SAVE, ["saved", train, "papers/delta.html"])
    disconnect(tab)
    assert headings(page, train, "papers/delta.html") == ["The delta of kelp"]


def test_feeds_exports_and_the_api_are_left_alone(tab: Tab, train: str) -> None:
    """They are the browser's business, and nothing that is not whole is kept."""
    page = arrive(tab, train)
    ask = "async (ways) => { for (const way of ways) await (await fetch(way)).text() }"
    asked = ["feed.xml", "topics/vision.json", "2025/06/23.bib", "api/index.json", "papers/no.html"]
    page.evaluate(ask, [train + path for path in asked])
    page.evaluate("way => fetch(way, { headers: { range: 'bytes=0-9' } })", f"{train}archive.html")
    page.goto(f"{train}topics.html")
    wait(page, FIND, ["seen", train, "topics.html"])
    assert {one.removeprefix(train) for one in page.evaluate(LIST, ["seen", train])} == {
        "2025/06/22.html",
        "2025/06/23.html",
        "papers/alpha.html",
        "topics.html",
    }


def test_oldest_of_what_was_seen_goes(tab: Tab, train: str) -> None:
    """So that a device does not fill up; what is in the shell and what was saved stays."""
    page = arrive(tab, train)
    page.evaluate(SAVE, ["saved", train, "papers/delta.html"])
    page.evaluate(FILL, ["seen", train, "topics/old-"])
    page.goto(f"{train}topics.html")
    wait(page, LIST, ["seen", train], lambda seen: len(seen) == 500)
    assert page.evaluate(FIND, ["seen", train, "topics.html"])
    assert page.evaluate(FIND, ["seen", train, "topics/old-509.html"])
    assert not page.evaluate(FIND, ["seen", train, "topics/old-0.html"])
    assert page.evaluate(FIND, ["saved", train, "papers/delta.html"])
    assert page.evaluate(FIND, ["shell", train, "search.html"])


def test_host_that_leaves_the_ending_out(
    kept: Feed, tab: Tab, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some lead from `a.html` to `a`, and from `index.html` to the folder: what is kept is one."""
    answer = SimpleHTTPRequestHandler.send_head

    def send_short(self: SimpleHTTPRequestHandler) -> IO[bytes] | BytesIO | None:
        path, _, query = self.path.partition("?")
        if path.endswith(".html"):
            self.send_response(308)
            self.send_header("Location", path.removesuffix(".html").removesuffix("index"))
            self.send_header("Content-Length", "0")
            self.end_headers()
            return None
        if not path.endswith("/") and "." not in path.rpartition("/")[2]:
            self.path = f"{path}.html?{query}"
        return answer(self)

    monkeypatch.setattr(SimpleHTTPRequestHandler, "send_head", send_short)
    with serve(kept.output) as root:
        page = arrive(tab, root)
        page.goto(f"{root}topics.html")
        assert page.url == f"{root}topics"
        page.evaluate(SAVE, ["saved", root, "papers/delta.html"])
        wait(page, FIND, ["seen", root, "topics.html"])
        disconnect(tab)
        papers = ("papers/alpha", "papers/alpha.html", "papers/delta.html", "papers/delta")
        assert headings(page, root, *papers) == [
            *["The alpha of kelp"] * 2,
            *["The delta of kelp"] * 2,
        ]
        assert headings(page, root, "", "index.html", "topics", "topics.html", "archive") == [
            *["Test Feed"] * 2,
            *["Topics"] * 2,
            ABSENT,
        ]


def test_host_out_of_reach_is_no_network(kept: Feed, tab: Tab) -> None:
    """Though the device has one: what was kept answers. An error of the host is an answer."""
    with serve(kept.output) as root:
        page = arrive(tab, root)
        (kept.output / "papers/alpha.html").unlink()
        answered = page.goto(f"{root}papers/alpha.html")
        assert answered is not None
        assert answered.status == 404
    assert headings(page, root, "papers/alpha.html") == ["The alpha of kelp"]


# --------------------------------------------------------------------------- with a network


def test_changed_page_is_shown_at_once(kept: Feed, tab: Tab, root: str) -> None:
    """Nobody who has a network sees what was kept; it is renewed with the page."""
    page = arrive(tab, root)
    kept.add("2025/06/23/alpha.md", title="Another title")
    kept.add("2025/06/24/omega.md", title="The newest")
    build(kept)
    assert headings(page, root, "papers/alpha.html") == ["Another title"]
    page.goto(root)
    assert page.locator("h3").first.inner_text() == "The newest"
    wait(page, FIND, ["seen", root, "papers/omega.html"])
    wait(page, FIND, ["seen", root, "papers/alpha.html"], lambda text: "Another title" in text)
    disconnect(tab)
    assert headings(page, root, "papers/alpha.html", "papers/omega.html", "2025/06/24.html") == [
        "Another title",
        "The newest",
        "Tuesday, 24 June 2025",
    ]
    assert tab.complaints == []


def test_new_version_takes_the_place_of_the_old(kept: Feed, tab: Tab, root: str) -> None:
    """It fetches its styles anew, and keeps what was saved and what was seen."""
    page = arrive(tab, root)
    page.evaluate(SAVE, ["saved", root, "papers/delta.html"])
    page.goto(f"{root}topics.html")
    wait(page, FIND, ["seen", root, "topics.html"])
    kept.write("look/style.css", ":root { --measure: 30rem }\n")
    build(kept)
    page.reload()
    wait(page, FIND, ["shell", root, "static/look.css"], lambda text: "30rem" in text)
    wait(page, SETTLED, [])
    disconnect(tab)
    assert headings(page, root, "papers/delta.html", "topics.html") == [
        "The delta of kelp",
        "Topics",
    ]
    assert tab.complaints == []


def test_switched_off_it_goes(kept: Feed, tab: Tab, root: str) -> None:
    """The next visit takes the worker away, with all that it kept."""
    page = arrive(tab, root)
    page.evaluate(SAVE, ["saved", root, "papers/delta.html"])
    write(kept)
    build(kept)
    page.goto(f"{root}topics.html")
    wait(page, SCOPES, [], lambda scopes: not scopes)
    page.goto(f"{root}topics.html")
    assert page.evaluate("caches.keys()") == []
    assert page.evaluate(SCOPES) == ""
    assert page.locator("script[src*=offline]").count() == 0
    assert tab.complaints == []


def test_two_feeds_on_one_host_keep_apart(tmp_path: Path, tab: Tab) -> None:
    """As `owner.github.io/a/` and `/b/`: one goes, the other keeps what it has."""
    feeds = [Feed(tmp_path / name) for name in ("a", "b")]
    for feed in feeds:
        feed.write("topics.yaml", TOPICS)
        write(feed, "offline: true")
        build(feed)
    with serve(tmp_path) as served:
        first, second = (f"{served}{name}/_site/" for name in ("a", "b"))
        for root in (first, second):
            arrive(tab, root).evaluate(SAVE, ["saved", root, "papers/delta.html"])
        write(feeds[0])
        build(feeds[0])
        page = tab.open(first)
        wait(page, SCOPES, [], lambda scopes: scopes == second)
        disconnect(tab)
        assert headings(page, second, "papers/delta.html", "papers/beta.html") == [
            "The delta of kelp",
            ABSENT,
        ]


def test_arabic_page_for_what_is_absent(feed: Feed, tab: Tab) -> None:
    """It is in the site's language and direction."""
    write(feed, "offline: true", "language: ar")
    build(feed)
    with serve(feed.output) as root:
        page = arrive(tab, root)
        disconnect(tab)
        page.goto(f"{root}topics/vision.html")
        assert page.locator("html").get_attribute("lang") == "ar"
        assert page.locator("html").get_attribute("dir") == "rtl"
        assert page.locator(".actions a").count() == len(("again", "latest", "saved", "search"))
        assert tab.complaints == []


def test_nothing_is_asked_of_a_disk(kept: Feed, tab: Tab) -> None:
    """A site opened from a folder works as before."""
    page = tab.open((kept.output / "index.html").as_uri())
    page.wait_for_timeout(100)
    assert tab.complaints == []


# --------------------------------------------------------------------------- what is built


def worker_of(feed: Feed) -> str:
    """Build a feed; return its worker."""
    build(feed)
    return feed.page("worker.js")


def test_papers_leave_the_worker_as_it_is(kept: Feed) -> None:
    """Browsers install it anew when a style or a word of a script changes, and for no paper."""
    before = worker_of(kept)
    kept.add("2025/06/23/alpha.md", title="Another title")
    kept.add("2025/06/24/omega.md", title="The newest")
    assert worker_of(kept) == before
    kept.write("look/style.css", ":root { --measure: 30rem }\n")
    styled = worker_of(kept)
    assert styled != before
    kept.write("look/words.yaml", "Copied: It is copied\n")
    assert worker_of(kept) not in (before, styled)


def test_worker_keeps_what_there_is(kept: Feed) -> None:
    """Each file that it fetches at first is on the site; a form that needs the network is not."""
    shell = json.loads(re.findall(r"const SHELL = (.*);", kept.page("worker.js"))[0])
    assert all((kept.output / path).is_file() for path in shell)
    assert {"index.html", "offline.html", "search.html", "static/style.css"} <= set(shell)
    assert {"static/stem/english.js", "static/site.js", "saved.html"} <= set(shell)
    assert not {"static/add.js", "static/names.js", "static/stem/german.js"} & set(shell)


def test_page_for_what_is_absent_is_no_page_to_find(kept: Feed) -> None:
    """It is in no sitemap, and says so."""
    assert "offline.html" not in kept.page("sitemap-site.xml")
    assert '<meta name="robots" content="noindex">' in kept.page("offline.html")


def test_without_the_setting_nothing_is_kept(feed: Feed) -> None:
    """No page asks for a worker; the one that is there takes an older one away."""
    write(feed)
    build(feed)
    assert not (feed.output / "offline.html").exists()
    assert "unregister" in feed.page("worker.js")
    assert all("static/offline.js" not in page.read_text() for page in feed.output.rglob("*.html"))


@pytest.mark.parametrize("wrong", ["yes", "1", "True", "[true]"])
def test_switch_is_true_or_false(feed: Feed, wrong: str) -> None:
    """What else YAML has taken for true is told."""
    write(feed, f"offline: {wrong}")
    built = feed.build()
    assert built.returncode != 0
    assert "offline must be" in built.stderr + built.stdout


# --------------------------------------------------------------------------- the manifest


def test_manifest_tells_of_the_site(feed: Feed) -> None:
    """With addresses that work wherever the site lies."""
    write(feed, "language: ar")
    build(feed)
    manifest = json.loads(feed.page("manifest.webmanifest"))
    assert (manifest["name"], manifest["lang"], manifest["dir"]) == ("Test Feed", "ar", "rtl")
    assert (manifest["start_url"], manifest["scope"]) == ("./", "./")
    assert [icon["src"] for icon in manifest["icons"]] == [
        "static/icon.svg",
        "static/icon-180.png",
        "static/icon-512.png",
    ]
    assert all((feed.output / icon["src"]).is_file() for icon in manifest["icons"])
    paper = f"--paper:  light-dark({manifest['background_color']},"
    assert paper in (ROOT / "static/style.css").read_text()


def test_front_page_alone_links_the_manifest(feed: Feed) -> None:
    """Its policy allows it, and no other page pays for that."""
    write(feed)
    build(feed)
    pages = {path: path.read_text() for path in feed.output.rglob("*.html")}
    linked = {path.name for path, text in pages.items() if 'rel="manifest"' in text}
    allowed = {path.name for path, text in pages.items() if "manifest-src 'self'" in text}
    assert linked == allowed == {"index.html"}


def test_manifest_is_taken_by_the_browser(tab: Tab, train: str) -> None:
    """It finds no fault with it."""
    page = tab.open(train)
    asked = page.context.new_cdp_session(page).send("Page.getAppManifest")
    assert asked["errors"] == []
    assert json.loads(asked["data"])["name"] == "Test Feed"
