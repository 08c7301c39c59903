"""The map in a real browser: a canvas one points at, and a list that needs no script."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from browsing import assert_good, new_tab, serve
from support import SITE, TOPICS, Feed, make_once, soup_of

from broadsheet.search.shelf import Shelf, read_places

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from browsing import Tab
    from playwright.sync_api import Browser, Page

WORDS = ("kelp", "whale", "coral")
TITLES = {
    f"{word}-{day}": f"{word} {word}s & <think> {day}" for word in WORDS for day in range(1, 9)
}
TOLD = "() => document.querySelector('#map [role=status]').textContent"
PLACE = """(slug) => {
  const title = document.querySelector(`[data-at] [href="papers/${slug}.html"]`);
  const [name, place] = title.closest("[data-at]").dataset.at.split(":");
  const number = months.find((one) => one.name === name).first + Number(place);
  const i = numbers.indexOf(number), box = canvas.getBoundingClientRect();
  return [box.left + (xs[i] - left) * scale, box.top + (ys[i] - top_) * scale];
}"""
CONTRASTS = """() => {
  const pixel = (colour) => {
    const one = new OffscreenCanvas(1, 1).getContext("2d");
    one.fillStyle = colour;
    one.fillRect(0, 0, 1, 1);
    return one.getImageData(0, 0, 1, 1).data;
  };
  const light = (colour) => [...pixel(colour)].slice(0, 3).map((value) => value / 255)
    .map((value) => (value <= .04045 ? value / 12.92 : ((value + .055) / 1.055) ** 2.4))
    .reduce((sum, value, i) => sum + value * [.2126, .7152, .0722][i], 0);
  const ground = light(getComputedStyle(document.documentElement).backgroundColor);
  return ["", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((hue) => {
    buttons[0].className = `hue${hue}`;
    const own = light(getComputedStyle(buttons[0], "::before").backgroundColor);
    return (Math.max(own, ground) + .05) / (Math.min(own, ground) + .05);
  });
}"""


def write_feed(feed: Feed, settings: str = "") -> None:
    """Write papers of three sorts, some of each of two topics."""
    feed.write("site.yaml", SITE + settings)
    feed.write("topics.yaml", TOPICS)
    for number, (slug, title) in enumerate(TITLES.items()):
        word, day = slug.split("-")
        feed.add(
            f"2025/06/{int(day):02}/{slug}.md",
            title=f'"{title}"',
            arxiv=f'"2506.{number:05}"',
            topics="[vision]" if word == "coral" else "[reasoning, vision]",
        )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the site."""

    def make(folder: Path) -> None:
        feed = Feed(folder)
        write_feed(feed)
        assert feed.build().returncode == 0

    return make_once(tmp_path_factory, "map", make) / "_site"


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[str]:
    """Yield its address below a path."""
    with serve(folder) as served:
        yield served


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Tab]:
    """Yield a tab on a desk."""
    with new_tab(browser, viewport={"width": 1440, "height": 900}) as made:
        made.page.set_default_timeout(5000)
        yield made


def settle(page: Page) -> Page:
    """Wait until the map is drawn."""
    page.wait_for_function("() => numbers.length && byHue.length && !asked && smallest !== 1")
    return page


@pytest.fixture
def page(tab: Tab, site: str) -> Page:
    """Return the map, newly loaded."""
    return settle(tab.open(f"{site}map.html"))


def wait_for_told(page: Page, text: str) -> None:
    """Wait until a text is told to those who do not see the map."""
    page.wait_for_function(
        "(text) => figure.querySelector('[role=status]').textContent.includes(text)", arg=text
    )


# --------------------------------------------------------------------------- the list


def test_list_has_the_newest_papers_of_every_topic(folder: Path) -> None:
    """Five of each, that of the largest day first, and the way to all."""
    soup = soup_of(folder / "map.html")
    sections = {str(one.select("h2 a")[0]["href"]): one for one in soup.select(".beside section")}
    assert list(sections) == ["topics/reasoning.html", "topics/vision.html"]
    links = [str(one["href"]) for one in sections["topics/reasoning.html"].select("li a")]
    assert len(links) == 5
    assert set(links[:2]) == {"papers/kelp-8.html", "papers/whale-8.html"}


@pytest.mark.parametrize("papers", [0, 1, 2])
def test_few_papers_make_no_map(feed: Feed, papers: int) -> None:
    """The page stands and says so; it has the list, and no script of a map."""
    for number in range(papers):
        feed.add(
            f"2025/06/0{number + 1}/p{number}.md", title=f"P{number}", arxiv=f'"2506.0000{number}"'
        )
    assert feed.build().returncode == 0
    text = feed.page("map.html")
    assert "<canvas" not in text
    assert "map.js" not in text
    assert text.count("papers/p") == papers
    assert ("There will be a map when there are more papers." in text) == (papers > 0)


def test_page_is_linked_and_in_the_sitemap(folder: Path) -> None:
    """From the topics and the archive."""
    for path in ("topics.html", "archive.html"):
        assert soup_of(folder / path).select('main a[href="map.html"]')
    assert "/map.html</loc>" in (folder / "sitemap-site.xml").read_text()


def test_without_scripts_there_is_the_list_alone(browser: Browser, site: str) -> None:
    """No empty frame, no control that does nothing."""
    with new_tab(browser, java_script_enabled=False) as tab:
        page = tab.open(f"{site}map.html")
        assert not page.locator("#map").is_visible()
        assert page.get_by_role("button").count() == 0
        assert page.get_by_role("link", name="kelp kelps & <think> 8").first.is_visible()
        assert tab.complaints == []


def test_from_a_disk_there_is_the_list_alone(tab: Tab, folder: Path) -> None:
    """And nothing is complained of."""
    page = tab.open((folder / "map.html").as_uri())
    assert page.locator(".beside li").count() == 10
    assert not page.locator("canvas").is_visible()
    assert tab.complaints == []


# --------------------------------------------------------------------------- the file


def test_file_tells_of_every_paper(folder: Path) -> None:
    """Where it lies, and which topic it has first: five digits a paper, behind their places."""
    shelf = Shelf(lambda path: (folder / path).read_bytes())
    ((month, body),) = shelf.sections("search/map.txt")
    places, cells = body.splitlines()
    told = re.findall(r"([0-9A-V].)([0-9A-V].)(.)", cells)
    slugs = [shelf.row(month.first + place).slug for place in read_places(places)]
    assert sorted(slugs) == sorted(TITLES)
    assert len({(x, y) for x, y, _topic in told}) == len(TITLES)
    topics = {slug: topic for slug, (_x, _y, topic) in zip(slugs, told, strict=True)}
    assert {slug.split("-")[0]: topic for slug, topic in topics.items()} == {
        "kelp": "0",
        "whale": "0",
        "coral": "1",
    }


# --------------------------------------------------------------------------- the canvas


def test_page_is_good(look: tuple[Tab, int], site: str) -> None:
    """On a phone and a desk, dark and light; and nothing moves while it loads."""
    tab, width = look
    assert_good(tab, f"{site}map.html", width)
    settle(tab.page)
    shifts = (
        "new Promise((done) => new PerformanceObserver((list) => done(list.getEntries().length))"
        ".observe({ type: 'layout-shift', buffered: true }) ?? setTimeout(done, 300, 0))"
    )
    assert tab.page.evaluate(shifts) == 0
    assert tab.complaints == []


def test_colours_stand_out_from_the_page(look: tuple[Tab, int], site: str) -> None:
    """By three to one at least, in either scheme."""
    tab, _width = look
    page = settle(tab.open(f"{site}map.html"))
    assert min(page.evaluate(CONTRASTS)) >= 3


def test_pointing_at_a_paper_tells_what_it_is(page: Page) -> None:
    """Its title as it is written, names, date and topics, within the canvas; a click opens it."""
    page.mouse.move(*page.evaluate(PLACE, "kelp-8"))
    here = page.locator("#map .here")
    here.wait_for()
    assert here.locator("a").inner_text() == "kelp kelps & <think> 8"
    assert here.locator("small").inner_text() == "8 June 2025 · Reasoning · Vision"
    inner, outer = here.bounding_box(), page.locator("canvas").bounding_box()
    assert inner is not None
    assert outer is not None
    assert outer["x"] <= inner["x"]
    assert inner["x"] + inner["width"] <= outer["x"] + outer["width"] + 1
    assert outer["y"] <= inner["y"]
    assert inner["y"] + inner["height"] <= outer["y"] + outer["height"] + 1
    page.mouse.down()
    page.mouse.up()
    page.wait_for_url("**/papers/kelp-8.html")


def test_keys_lead_from_paper_to_paper(page: Page) -> None:
    """To the nearest one in that direction, which is told; Enter opens it."""
    page.focus("canvas")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => held >= 0 && told === held")
    first = page.evaluate("[xs[held], ys[held]]")
    assert page.evaluate(TOLD)
    page.keyboard.press("ArrowLeft")
    page.wait_for_function("() => told === held")
    second = page.evaluate("[xs[held], ys[held]]")
    assert second[0] < first[0]
    title = page.locator("#map .here a").inner_text()
    assert title in page.evaluate(TOLD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/papers/*.html")
    assert page.locator("h1").inner_text() == title


def test_keys_zoom(page: Page) -> None:
    """Plus is nearer, minus is further, nought is all; Escape lets go of a paper."""
    page.focus("canvas")
    seen: list[Any] = []
    for key in ("+", "+", "-", "0", "-"):
        page.keyboard.press(key)
        seen.append(round(page.evaluate("scale / smallest"), 2))
    assert seen == [1.5, 2.25, 1.5, 1, 1]
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Escape")
    assert page.evaluate("held") == -1


def test_wheel_zooms_about_the_pointer_and_drag_pans(page: Page) -> None:
    """What lies under the pointer stays there, but for parts of pixels."""
    page.evaluate("scrollTo(0, 0)")
    x, y = page.evaluate(PLACE, "coral-8")
    page.mouse.move(x, y)
    page.mouse.wheel(0, -300)
    page.wait_for_function("() => scale > smallest * 1.5 && !asked")
    assert page.evaluate(PLACE, "coral-8") == pytest.approx([x, y], abs=1)
    page.mouse.down()
    page.mouse.move(x + 40, y + 30, steps=4)
    page.mouse.up()
    assert page.evaluate(PLACE, "coral-8") == pytest.approx([x + 40, y + 30], abs=1)
    assert page.url.endswith("map.html")


def test_topic_is_shown_alone(page: Page) -> None:
    """All papers of it, whichever topic they have first; a second press shows all again."""
    button = page.get_by_role("button", name="Reasoning")
    button.click()
    wait_for_told(page, "16 papers")
    assert button.get_attribute("aria-pressed") == "true"
    other = page.get_by_role("button", name="Vision")
    other.click()
    wait_for_told(page, "24 papers")
    assert button.get_attribute("aria-pressed") == "false"
    other.click()
    page.wait_for_function("() => buttons.every((one) => one.ariaPressed === 'false')")


def test_paper_in_the_list_is_marked_on_the_map(page: Page) -> None:
    """As long as one points at it."""
    page.locator("[data-at] a[href='papers/whale-8.html']").first.hover()
    page.wait_for_function("() => marked >= 0")
    assert page.evaluate("loadRow(numbers[marked]).then((row) => row[1])") == "whale-8"
    page.locator("h1").hover()
    page.wait_for_function("() => marked === -1")


def test_colours_follow_the_scheme(page: Page) -> None:
    """Without a reload."""
    before = page.evaluate("byHue[0][0]")
    page.emulate_media(color_scheme="dark")
    page.wait_for_function("(before) => byHue[0][0] !== before", arg=before)
    page.emulate_media(color_scheme="light")


def test_first_tap_tells_and_the_second_opens(browser: Browser, site: str) -> None:
    """As there is no pointing on a phone."""
    with new_tab(browser, viewport={"width": 390, "height": 800}, has_touch=True) as tab:
        page = settle(tab.open(f"{site}map.html"))
        place = page.evaluate(PLACE, "coral-8")
        page.touchscreen.tap(*place)
        page.wait_for_function("() => told >= 0 && told === held")
        slug = page.evaluate("loadRow(numbers[held]).then((row) => row[1])")
        assert tab.complaints == []
        page.touchscreen.tap(*place)
        page.wait_for_url(f"**/papers/{slug}.html")


def test_map_that_does_not_come_says_so(tab: Tab, site: str) -> None:
    """In place of the keys."""
    tab.page.route("**/search/map.txt", lambda route: route.fulfill(status=404))
    page = tab.open(f"{site}map.html")
    page.get_by_text("The map could not be read. Reload the page to try again.").wait_for()
    page.unroute_all()


def test_map_without_topics_has_its_points(browser: Browser, feed: Feed) -> None:
    """A feed that has no topics has papers that are alike."""
    write_feed(feed)
    feed.write("topics.yaml", "[]\n")
    for file in feed.content.rglob("*.md"):
        file.write_text(re.sub(r"topics: .*\n", "", file.read_text()))
    assert feed.build().returncode == 0
    with serve(feed.output) as address, new_tab(browser) as tab:
        page = settle(tab.open(f"{address}map.html"))
        assert page.evaluate("numbers.length") == len(TITLES)
        assert page.locator("#map .key, .beside").count() == 0
        page.locator("canvas").focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_function(f"() => ({TOLD})().length > 0")
        assert tab.complaints == []


def test_name_that_is_wider_than_the_map_is_not_cut(browser: Browser, feed: Feed) -> None:
    """On a phone, with large letters: it stands in the list below."""
    write_feed(feed)
    name = "Reasoning in many steps over longer and longer texts"
    feed.write("topics.yaml", TOPICS.replace("name: Reasoning", f"name: {name}"))
    assert feed.build().returncode == 0
    phone = {"width": 320, "height": 800}
    with serve(feed.output) as address, new_tab(browser, viewport=phone) as tab:
        page = settle(tab.open(f"{address}map.html"))
        page.evaluate("""() => {
          globalThis.written = [];
          const write = context.fillText;
          context.fillText = (...told) => { written.push(told[0]); write.apply(context, told); };
          redraw();
        }""")
        page.wait_for_function("() => !asked && written.length > 0")
        assert page.evaluate("written") == ["Vision"]
        assert page.get_by_role("heading", name=name).is_visible()


def test_map_in_arabic(browser: Browser, feed: Feed) -> None:
    """From right to left: no sideways scrolling, nothing complained of, the same papers."""
    write_feed(feed, "language: ar\n")
    assert feed.build().returncode == 0
    with (
        serve(feed.output) as served,
        new_tab(browser, viewport={"width": 390, "height": 800}) as tab,
    ):
        assert_good(tab, f"{served}map.html", 390)
        page = settle(tab.page)
        page.mouse.move(*page.evaluate(PLACE, "kelp-8"))
        page.locator("#map .here a").wait_for()
        assert page.locator("#map .here a").inner_text() == "kelp kelps & <think> 8"
