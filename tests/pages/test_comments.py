"""Comments through giscus: nothing without the setting, nothing before somebody asks, no script."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import assert_good, new_tab, serve
from support import SITE, TOPICS, Feed, make_once, soup_of, tree

from broadsheet.pages.comments import giscus_language

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from browsing import Tab
    from playwright.sync_api import Browser, FrameLocator, Page

COMMENTS = (
    "comments: {repository: reef/feed, repository_id: R_kgDOL1x2yz, category: Q & A,"
    " category_id: DIC_kwDOL1x2yz4CgF3b}\n"
)
PAPER = "papers/one.html"
STRICT = (
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self';"
    " base-uri 'none'; form-action 'self'"
)
# What stands in for giscus: it tells its height, and shows what it is told.
WIDGET = """<!DOCTYPE html>
<html lang="en"><meta name="color-scheme" content="light dark">
<title>giscus</title><body><button>Sign in</button><output></output><script>
const say = (message) => parent.postMessage({ giscus: message }, "*");
addEventListener("message", ({ data }) => {
  document.querySelector("output").textContent += JSON.stringify(data.giscus);
});
say({ resizeHeight: 700 });
</script></body></html>"""


def _write(feed: Feed, settings: str) -> None:
    """Write a paper that has had two other names, and one of a year that has had none."""
    feed.write("site.yaml", SITE + settings)
    feed.write("topics.yaml", TOPICS)
    feed.add("2025/06/25/one.md", title='"One & <two>"', aliases="[first, second]")
    feed.add("2019/later.md", published="2019-02-03")
    assert feed.build("--base-url", "https://papers.example/feed/").returncode == 0


def _site(factory: pytest.TempPathFactory, name: str, settings: str) -> Path:
    folder = make_once(factory, f"comments-{name}", lambda made: _write(Feed(made), settings))
    return folder / "_site"


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a site without comments."""
    return _site(tmp_path_factory, "none", "")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the same site with comments."""
    return _site(tmp_path_factory, "some", COMMENTS)


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """Yield the address of the site with comments, served."""
    with serve(site) as served:
        yield served


@pytest.fixture(scope="module")
def arabic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Yield the address of the same site in Arabic."""
    with serve(_site(tmp_path_factory, "ar", f"{COMMENTS}language: ar\n")) as served:
        yield served


@pytest.fixture
def tab(browser: Browser) -> Iterator[Tab]:
    """Yield a tab that has signed in nowhere, and meets our giscus."""
    with new_tab(browser) as made:
        made.page.set_default_timeout(5000)
        answer(made.page)
        yield made


def answer(page: Page) -> None:
    """Answer for giscus.app."""
    html = "text/html; charset=utf-8"
    page.route("https://giscus.app/**", lambda to: to.fulfill(body=WIDGET, content_type=html))


def asked_of_others(page: Page, address: str) -> list[str]:
    """Return a list that fills with what is asked of other hosts."""
    asked: list[str] = []
    page.on(
        "request",
        lambda one: None if one.url.startswith(address) else asked.append(one.url),
    )
    return asked


def show(page: Page) -> FrameLocator:
    """Show the comments, and return giscus's frame once it is there."""
    page.locator(".comments button").click()
    return within(page)


def within(page: Page) -> FrameLocator:
    """Return giscus's frame once it is there."""
    frame = page.frame_locator(".comments iframe").frame_locator("iframe")
    frame.get_by_role("button", name="Sign in").wait_for()
    return frame


def heights(page: Page) -> list[float]:
    """Return the heights of the frame in the page and of giscus's in it."""
    page.wait_for_function("document.querySelector('.comments iframe').height === '700'")
    found: list[float] = page.evaluate(
        "[document, document.querySelector('.comments iframe').contentDocument].map("
        "(one) => one.querySelector('iframe').getBoundingClientRect().height)"
    )
    return found


# --------------------------------------------------------------------------- what is published


def test_without_the_setting_no_page_knows_of_comments(plain: Path) -> None:
    """Neither a section nor a page, and the policy is the strict one."""
    assert not (plain / "comments.html").exists()
    page = (plain / PAPER).read_text(encoding="utf-8")
    assert "giscus" not in page
    assert "comments" not in page
    assert f'content="{STRICT}">' in page


def test_with_it_papers_pages_alone_are_others(plain: Path, site: Path) -> None:
    """No byte of any other file changes, and there is one file more."""
    without, has = tree(plain), tree(site)
    assert has.keys() - without.keys() == {"comments.html"}
    changed = {path for path, data in without.items() if has[path] != data}
    assert changed == {PAPER, "papers/later.html"}


def policy_of(page: Path) -> str:
    """Return the policy in a page."""
    policy = soup_of(page).find("meta", {"http-equiv": "Content-Security-Policy"})
    assert policy
    return str(policy["content"])


def test_no_page_may_both_run_scripts_and_load_giscus(site: Path) -> None:
    """A paper's page may frame this site, and the page in that frame may load giscus."""
    assert policy_of(site / PAPER) == f"{STRICT}; frame-src 'self'"
    assert policy_of(site / "comments.html") == (
        "default-src 'none'; style-src 'self'; frame-src https://giscus.app; base-uri 'none';"
        " form-action 'none'"
    )


def test_the_page_for_the_frame_is_for_no_search_engine(site: Path) -> None:
    """It says nothing by itself."""
    assert not any("comments.html" in one.read_text() for one in site.glob("sitemap*.xml"))


@pytest.mark.parametrize(
    ("tag", "spoken"),
    [
        ("en", "en"),
        ("en-US", "en"),
        ("ar", "ar"),
        ("ar-EG", "ar"),
        ("pt-BR", "pt"),
        ("zh-Hans", "zh-CN"),
        ("zh-Hans-SG", "zh-CN"),
        ("zh-Hant", "zh-TW"),
        ("zh-Hant-HK", "zh-HK"),
        ("zh-TW", "zh-TW"),
        ("el", "gr"),
        ("sr-Latn", "hbs"),
        ("fi", "en"),
        ("a", "en"),
    ],
)
def test_the_nearest_language_of_giscus(tag: str, spoken: str) -> None:
    """As giscus names it; English where there is none."""
    assert giscus_language(tag) == spoken


# --------------------------------------------------------------------------- when somebody asks


def test_before_somebody_asks_nothing_is_asked_of_others(tab: Tab, address: str) -> None:
    """Nor is the page for the frame loaded."""
    asked = asked_of_others(tab.page, address)
    page = tab.open(address + PAPER)
    page.wait_for_load_state("networkidle")
    assert asked == []
    assert len(page.frames) == 1
    assert tab.complaints == []


def test_then_giscus_is_asked_for_this_paper(tab: Tab, address: str) -> None:
    """Once, for the discussion of the paper's first name, and no policy is violated."""
    asked = asked_of_others(tab.page, address)
    page = tab.open(address + PAPER)
    show(page)
    (url,) = asked
    told = urlsplit(url)
    assert f"{told.scheme}://{told.netloc}{told.path}" == "https://giscus.app/en/widget"
    assert {name: value for name, (value,) in parse_qs(told.query).items()} == {
        "repo": "reef/feed",
        "repoId": "R_kgDOL1x2yz",
        "category": "Q & A",
        "categoryId": "DIC_kwDOL1x2yz4CgF3b",
        "strict": "1",
        "reactionsEnabled": "1",
        "emitMetadata": "0",
        "inputPosition": "bottom",
        "term": "first",
        "origin": f"{address}{PAPER}#comments",
        "backLink": f"{address}{PAPER}",
        "description": "One & <two> · Test Feed",
        "theme": "light",
    }
    assert tab.complaints == []


def test_the_frame_is_as_high_as_giscus_says(tab: Tab, address: str) -> None:
    """What others say of it, or what is no height, is not heeded."""
    page = tab.open(address + PAPER)
    frame = show(page)
    assert heights(page) == [700, 700]
    page.evaluate(
        "document.querySelector('.comments iframe').contentWindow"
        ".postMessage({ giscus: { resizeHeight: 50 } }, '*')"
    )
    for height in ("-1", "'900'", "NaN", "Infinity", "{}"):
        frame.locator("body").evaluate(f"() => say({{ resizeHeight: {height} }})")
    frame.locator("body").evaluate("() => parent.postMessage(null, '*')")
    frame.locator("body").evaluate("() => parent.postMessage('giscus', '*')")
    page.frames[1].evaluate(  # as if something else were in giscus's frame
        "dispatchEvent(new MessageEvent('message', { origin: 'https://x.example', source: "
        "document.querySelector('iframe').contentWindow, data: {giscus: {resizeHeight: 40}} }))"
    )
    page.frames[1].evaluate(
        "const one = document.createElement('iframe'); one.src = 'https://giscus.app/other';"
        "one.id = 'other'; document.body.append(one)"
    )
    other = page.frame_locator(".comments iframe").frame_locator("#other").locator("body")
    other.evaluate("() => say({ resizeHeight: 60 })")
    page.wait_for_timeout(100)
    assert heights(page) == [700, 700]
    assert tab.complaints == []


def test_the_papers_page_itself_cannot_load_giscus(tab: Tab, address: str) -> None:
    """Not even while the comments are shown."""
    page = tab.open(address + PAPER)
    show(page)
    asked = asked_of_others(page, address)
    page.evaluate(
        "const one = document.createElement('iframe'); one.src = 'https://giscus.app/';"
        "document.body.append(one)"
    )
    page.wait_for_timeout(100)
    assert asked == []
    assert [one for one in tab.complaints if "frame-src 'self'" in one]


def test_comments_are_hidden_again(tab: Tab, address: str) -> None:
    """By the same button, on which the focus stays."""
    page = tab.open(address + PAPER)
    show(page)
    button = page.get_by_role("button", name="Hide comments")
    assert button.get_attribute("aria-expanded") == "true"
    button.press("Enter")
    assert page.locator(".comments iframe").count() == 0
    shown = page.get_by_role("button", name="Show comments")
    assert shown.get_attribute("aria-expanded") == "false"
    assert shown.evaluate("one => one === document.activeElement")
    show(page)
    assert heights(page) == [700, 700]
    assert tab.complaints == []


def test_everything_is_reached_by_keyboard(tab: Tab, address: str) -> None:
    """The button, the link to GitHub, and then what giscus offers."""
    page = tab.open(address + PAPER)
    page.locator(".comments button").focus()
    page.keyboard.press("Enter")
    frame = within(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert frame.get_by_role("button").evaluate("one => one === document.activeElement")


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1440, "dark")])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_pages_are_accessible(
    browser: Browser, request: pytest.FixtureRequest, width: int, scheme: str, language: str
) -> None:
    """Before and after, from left to right and from right to left; giscus is told the language."""
    served = request.getfixturevalue("arabic" if language == "ar" else "address")
    options = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme}
    with new_tab(browser, **options) as made:
        answer(made.page)
        asked = asked_of_others(made.page, served)
        assert_good(made, served + "comments.html", width)
        assert_good(made, served + PAPER, width)
        show(made.page)
        assert heights(made.page) == [700, 700]
        found = Axe().run(made.page)
        assert found.response["violations"] == [], found.generate_report()
        assert made.page.evaluate("document.documentElement.scrollWidth") <= width
        assert urlsplit(asked[0]).path == f"/{language}/widget"
        assert parse_qs(asked[0])["theme"] == [scheme]
        assert made.complaints == []


def test_giscus_follows_the_theme_of_the_page(tab: Tab, address: str) -> None:
    """That of the system until the page has one of its own, at first and later."""
    page = tab.open(address + PAPER)
    page.emulate_media(color_scheme="dark")
    asked = asked_of_others(page, address)
    frame = show(page)
    assert parse_qs(asked[0])["theme"] == ["dark"]
    output = frame.locator("output")
    within_frame = page.frames[1].locator("iframe")
    assert within_frame.evaluate("one => getComputedStyle(one).colorScheme") == "light dark"
    root = "document.documentElement"
    for change, told in (
        (f"{root}.dataset.theme = 'light'", "light"),
        (f"{root}.dataset.theme = 'dark'", "dark"),
        (f"{root}.style.colorScheme = 'light'; delete {root}.dataset.theme", "light"),
    ):
        output.evaluate("one => { one.textContent = '' }")
        page.evaluate(change)
        expected = f'{{"setConfig":{{"theme":"{told}"}}}}'
        output.filter(has_text=expected).wait_for()
    output.evaluate("one => { one.textContent = '' }")
    page.evaluate(f"{root}.style.colorScheme = ''")
    page.emulate_media(color_scheme="light")
    output.filter(has_text='{"setConfig":{"theme":"light"}}').wait_for()
    assert tab.complaints == []


# --------------------------------------------------------------------------- signing in


def test_who_comes_back_from_signing_in_sees_the_comments(tab: Tab, address: str) -> None:
    """Signed in, there and on the next page, and the session leaves the address."""
    page = tab.open(address + PAPER)
    show(page)
    asked = asked_of_others(page, address)
    page.goto(f"{address}{PAPER}?giscus=secret#comments")
    within(page)
    assert parse_qs(asked[0])["session"] == ["secret"]
    assert page.url == f"{address}{PAPER}#comments"
    page.goto(f"{address}papers/later.html")
    show(page)
    assert parse_qs(asked[1])["session"] == ["secret"]
    assert tab.complaints == []


def test_a_link_of_somebody_else_signs_nobody_in(tab: Tab, address: str) -> None:
    """Nor does it load anything: this tab has not asked."""
    asked = asked_of_others(tab.page, address)
    page = tab.open(f"{address}{PAPER}?giscus=theirs#comments")
    page.wait_for_load_state("networkidle")
    assert asked == []
    assert page.url == f"{address}{PAPER}#comments"
    show(page)
    assert "session" not in parse_qs(asked[0])
    assert tab.complaints == []


@pytest.mark.parametrize("message", ["{ signOut: true }", "{ error: 'Bad credentials' }"])
def test_who_signs_out_is_forgotten(tab: Tab, address: str, message: str) -> None:
    """Or whose session has ended: giscus is asked again without it, once."""
    page = tab.open(address + PAPER)
    show(page)
    page.goto(f"{address}{PAPER}?giscus=secret#comments")
    frame = within(page)
    asked = asked_of_others(page, address)
    with page.expect_request("https://giscus.app/**"):
        frame.locator("body").evaluate(f"() => say({message})")
    within(page).locator("body").evaluate(f"() => say({message})")
    page.wait_for_timeout(100)
    assert ["session" in parse_qs(url) for url in asked] == [False]
    assert page.evaluate("localStorage.getItem('giscus-session')") == '""'


# --------------------------------------------------------------------------- where it cannot be


def test_without_scripts_a_link_finds_the_discussion(browser: Browser, address: str) -> None:
    """On GitHub, by the paper's first name; no button is there, and nothing that speaks of one."""
    with new_tab(browser, java_script_enabled=False) as made:
        section = made.open(address + PAPER).locator(".comments")
        assert section.inner_text().split("\n") == ["Comments", "", "Find the discussion on GitHub"]
        link = str(section.get_by_role("link").get_attribute("href"))
    told = urlsplit(link)
    assert f"{told.scheme}://{told.netloc}{told.path}" == "https://github.com/reef/feed/discussions"
    assert parse_qs(told.query) == {"discussions_q": ['in:title "first"']}


@pytest.mark.parametrize("way", ["disk", "offline"])
def test_where_the_page_cannot_come_it_is_said(
    tab: Tab, site: Path, address: str, way: str
) -> None:
    """From a disk, and without a network; the link to GitHub stays."""
    page = tab.open((site / PAPER).as_uri() if way == "disk" else address + PAPER)
    page.route("**/comments.html", lambda to: to.abort() if way == "offline" else to.continue_())
    asked = asked_of_others(page, address if way == "offline" else "file:")
    page.locator(".comments button").click()
    page.get_by_text("The comments could not be loaded.").wait_for()
    assert page.get_by_role("button", name="Show comments").is_visible()
    assert page.locator(".comments iframe").count() == 0
    assert asked == []


def test_a_browser_that_keeps_nothing_still_shows_them(tab: Tab, address: str) -> None:
    """Then one is not signed in on the next page."""
    tab.page.add_init_script(
        "for (const name of ['localStorage', 'sessionStorage'])"
        " Object.defineProperty(window, name, { get() { throw new Error('refused'); } });"
    )
    page = tab.open(address + PAPER)
    show(page)
    assert heights(page) == [700, 700]
    assert tab.complaints == []
