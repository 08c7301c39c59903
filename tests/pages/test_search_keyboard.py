"""The search page for those who use the keyboard, a small screen or a screen reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import new_tab
from searching import KELP, WORD, Search

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser


def test_field_has_the_focus_at_first(search: Search) -> None:
    """Who opens the page types at once."""
    assert search.page.evaluate("document.activeElement.id") == "q"


@pytest.mark.parametrize("place", ["#found h3 a", "nav a", "body"])
def test_slash_leads_to_the_field(search: Search, place: str) -> None:
    """From anywhere, with what stands in it selected, so that one types over it."""
    search.open("q=moon")
    spot = search.page.locator(place).first
    spot.evaluate("(spot) => { document.activeElement.blur(); spot.focus(); }")
    search.page.keyboard.press("/")
    search.page.keyboard.type("kelp")
    assert search.page.input_value("#q") == "kelp"


@pytest.mark.parametrize("name", ["q", "author"])
def test_slash_in_a_field_is_typed(search: Search, name: str) -> None:
    """It may belong to a name or to an id."""
    field = search.page.locator(f"#search [name={name}]")
    field.focus()
    search.page.keyboard.type("a/b")
    assert field.input_value() == "a/b"


def test_arrows_walk_through_results(search: Search) -> None:
    """From the field down, and up again into it."""
    search.type("moon jellyfish")
    search.page.focus("#q")
    walked = []
    for key in ("Down", "Down", "Down", "Down", "Up", "Up", "Up", "Up"):
        search.page.keyboard.press(f"Arrow{key}")
        walked.append(search.page.evaluate("document.activeElement.textContent || 'the field'"))
    titles = ["Moon jellyfish in winter", "Drifters", "A jellyfish bloom"]
    assert walked == [*titles, titles[2], titles[1], titles[0], "the field", "the field"]


def test_arrows_walk_into_the_second_list(search: Search) -> None:
    """It follows the first one."""
    search.type("anemone")
    search.page.focus("#q")
    for _ in range(4):
        search.page.keyboard.press("ArrowDown")
    assert search.page.evaluate("document.activeElement.textContent") == "Clownfish alone"


def test_enter_on_a_result_opens_the_paper(search: Search, reef: str) -> None:
    """And back leads to the same results."""
    search.type("moon jellyfish").submit()
    search.page.focus("#q")
    search.page.keyboard.press("ArrowDown")
    search.page.keyboard.press("Enter")
    search.page.wait_for_url(f"{reef}papers/both-in-title.html")
    search.page.go_back()
    search.settle()
    assert search.slugs == ["both-in-title", "both-in-text", "one-in-title"]


def test_show_more_shows_the_next_ten(search: Search) -> None:
    """The focus goes to the first of them; the button goes when all are shown."""
    search.type("kelp").choose("sort", "new")
    button = search.page.get_by_role("button", name="Show more")
    shown = []
    while button.is_visible():
        before = len(search.slugs)
        button.click()
        search.page.locator(f"#found li:nth-child({before + 1}) h3 a:focus").wait_for()
        shown.append(len(search.slugs))
    assert shown == [20, 23]
    assert search.slugs == [f"kelp-{n}" for n in range(KELP, 0, -1)]


def test_show_more_pressed_twice_shows_no_paper_twice(search: Search) -> None:
    """While the first ten are on their way, the button has been heard."""
    search.type("kelp")
    search.page.evaluate(
        "document.querySelector('.more button').click();"
        "document.querySelector('.more button').click()"
    )
    search.page.locator("#found li:nth-child(11) h3 a:focus").wait_for()
    assert len(search.slugs) == len(set(search.slugs))


def test_link_past_the_masthead_leaves_results_as_they_are(search: Search) -> None:
    """It is no new query."""
    search.type("kelp").submit()
    search.page.get_by_role("button", name="Show more").click()
    search.page.locator("#found li:nth-child(11) h3 a:focus").wait_for()
    search.page.locator("a.skip").press("Enter")
    search.page.wait_for_url("**#main")
    search.settle()
    assert len(search.slugs) == 20


# --------------------------------------------------------------------------- looks


QUERIES = (
    "q=kelp+zyzzyva&topic=vision",  # a note, and more papers than are shown
    "q=anemone",  # a second list
    "q=plankton",  # papers that are not what they were
)


@pytest.fixture(scope="module", params=["light", "dark"])
def scheme(browser: Browser, reef: str, request: pytest.FixtureRequest) -> Iterator[Search]:
    """Yield the search page in a colour scheme."""
    with new_tab(browser, color_scheme=request.param) as made:
        yield Search(made, f"{reef}search.html")


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("query", QUERIES)
def test_axe_finds_nothing(scheme: Search, query: str, width: int) -> None:
    """In both colour schemes, on a phone and on a desk; no policy is violated."""
    scheme.page.set_viewport_size({"width": width, "height": 900})
    scheme.open(query)
    found = Axe().run(scheme.page)
    assert found.response["violations"] == [], found.generate_report()
    assert scheme.tab.complaints == []


@pytest.mark.parametrize("query", [*QUERIES, f"q={WORD}", "q=" + "w" * 64, ""])
def test_nothing_scrolls_sideways(search: Search, query: str) -> None:
    """Nor on the narrowest screen, with words that are wider than it."""
    size = search.page.viewport_size
    search.page.set_viewport_size({"width": 320, "height": 700})
    search.open(query)
    width = search.page.evaluate("document.documentElement.scrollWidth")
    search.page.set_viewport_size(size or {"width": 1280, "height": 720})
    assert width <= 320


def test_every_control_is_large_enough(search: Search) -> None:
    """What one touches is at least 24 pixels high (WCAG 2.2, 2.5.8)."""
    search.page.set_viewport_size({"width": 390, "height": 900})
    heights = search.open("q=kelp").page.evaluate(
        "[...document.querySelectorAll('#search [name], #found :is(.topics a, button)')]"
        ".filter((one) => one.checkVisibility())"
        ".map((one) => [one.getBoundingClientRect().height, one.outerHTML.slice(0, 80)])"
    )
    search.page.set_viewport_size({"width": 1280, "height": 720})
    assert [told for height, told in heights if height < 24] == []


@pytest.mark.parametrize("colour", ["light", "dark"])
def test_what_was_asked_for_can_be_read_in_forced_colours(
    browser: Browser, reef: str, colour: str
) -> None:
    """On the ground that the system has for its marks; without one, black may stand on black."""
    grounds = "(all) => all.map((one) => getComputedStyle(one).backgroundColor)"
    with new_tab(browser, forced_colors="active", color_scheme=colour) as tab:
        search = Search(tab, f"{reef}search.html").open("q=moon+jellyfish")
        seen = search.page.locator("#found mark").evaluate_all(grounds)
        page = search.page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert len(seen) >= 4
    assert {"rgba(0, 0, 0, 0)", page} & set(seen) == set()


def test_count_is_said_to_screen_readers(search: Search) -> None:
    """It stands in an output, and the field is described by it."""
    search.type("kelp")
    status = search.page.get_by_role("status")
    assert status.inner_text() == "23 papers"
    described = search.page.locator("#q").get_attribute("aria-describedby") or ""
    assert search.page.locator(f"#{described}").inner_text() == "23 papers"
