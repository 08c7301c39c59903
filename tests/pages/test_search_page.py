"""The search page in a real browser: how one asks, narrows, and goes back and forward."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Route
    from searching import Search


# --------------------------------------------------------------------------- asking


def test_results_come_as_one_types(search: Search) -> None:
    """What is in titles stands above what is in texts, and the count above all; nothing is sent."""
    search.type("moon jellyfish")
    assert search.slugs == ["both-in-title", "both-in-text", "one-in-title"]
    assert search.count == "3 papers"
    assert search.type("winter").count == "1 paper"
    assert search.type("zyzzyva").count == "No papers"


def test_what_is_typed_comes_into_the_address(search: Search) -> None:
    """A while after the last key."""
    search.type("moon jellyfish")
    search.page.wait_for_url("**/search.html?q=moon+jellyfish")


def test_enter_puts_the_query_into_the_address_at_once(search: Search) -> None:
    """Whoever types and presses Enter has a page to come back to."""
    search.type("moon jellyfish")
    search.page.press("#q", "Enter")
    search.settle()
    assert search.asked == {"q": ["moon jellyfish"]}


def test_enter_in_the_authors_field_asks(search: Search) -> None:
    """As it does in any form."""
    search.type("kelp")
    search.page.fill("#search [name=author]", "Hopper")
    search.page.press("#search [name=author]", "Enter")
    search.settle()
    assert search.count == "5 papers"
    assert search.asked == {"q": ["kelp"], "author": ["Hopper"]}


@pytest.mark.parametrize("path", ["index.html", "papers/deep.html", "2025/06/02.html"])
def test_field_of_every_page_leads_to_results(search: Search, reef: str, path: str) -> None:
    """Its words are asked for on the search page, wherever one was."""
    page = search.tab.open(reef + path)
    page.get_by_role("searchbox", name="Search").fill("moon jellyfish")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{reef}search.html?q=moon+jellyfish")
    assert search.settle().slugs == ["both-in-title", "both-in-text", "one-in-title"]
    assert page.input_value("#q") == "moon jellyfish"


def test_address_is_the_whole_state(search: Search) -> None:
    """Field and controls are as in the address, and so are the results."""
    search.open("q=kelp&topic=vision&year=2023&author=Hopper&has=code&sort=new")
    names = ("q", "topic", "year", "author", "has", "sort")
    values = [search.page.input_value(f"#search [name={name}]") for name in names]
    assert values == ["kelp", "vision", "2023", "Hopper", "code", "new"]
    assert search.slugs == ["kelp-3"]


def test_back_and_forward_lead_through_queries(search: Search) -> None:
    """Field, controls and results are those of that step, however slowly one types."""
    for word in ("moon", "kelp"):
        search.type(word)
        search.page.wait_for_url(f"**?q={word}")
        search.submit()
    search.choose("year", "2023")
    seen = []
    for step in (search.page.go_back, search.page.go_back, search.page.go_forward):
        step()
        search.settle()
        year = search.page.input_value("#search [name=year]")
        seen.append((search.page.input_value("#q"), year, search.count))
    assert seen == [("kelp", "", "23 papers"), ("moon", "", "2 papers"), ("kelp", "", "23 papers")]


def test_words_half_typed_are_no_steps(search: Search) -> None:
    """One goes back to what was asked before, not to a part of what one typed."""
    search.open("q=kelp")
    for word in ("moo", "moon", "bloom"):
        search.type(word)
        search.page.wait_for_url(f"**?q={word}")
    search.page.go_back()
    search.settle()
    assert (search.page.input_value("#q"), search.count) == ("kelp", "23 papers")


def test_query_that_was_just_typed_is_there_on_the_way_back(search: Search, reef: str) -> None:
    """Also for those who open a result before the address has followed."""
    search.type("moon")
    search.results.first.click()
    search.page.wait_for_url(f"{reef}papers/*.html")
    search.page.go_back()
    search.settle()
    assert search.page.input_value("#q") == "moon"
    assert len(search.slugs) == 2


def show_all(search: Search) -> None:
    """Press *Show more* until all papers on kelp are shown."""
    for first in (11, 21):
        search.page.get_by_role("button", name="Show more").click()
        search.page.locator(f"#found li:nth-child({first}) h3 a:focus").wait_for()


TOP = "document.querySelector('#found li:nth-child(17)').getBoundingClientRect().top"


@pytest.mark.parametrize("key", [False, True], ids=["pointer", "keyboard"])
def test_way_back_from_a_paper_leads_to_the_same_place(
    search: Search, reef: str, *, key: bool
) -> None:
    """What *Show more* had opened is shown, as far down; whoever used keys has the focus there."""
    search.open("q=kelp")
    show_all(search)
    link = search.page.locator("#found li:nth-child(17) h3 a")
    link.focus()
    top, slugs = search.page.evaluate(TOP), search.slugs
    link.press("Enter") if key else link.click()
    search.page.wait_for_url(f"{reef}papers/kelp-*.html")
    search.page.go_back()
    search.settle()
    assert (len(slugs), search.slugs) == (23, slugs)
    assert abs(search.page.evaluate(TOP) - top) < 1
    assert link.evaluate("(link) => link === document.activeElement") is key


def test_reader_who_scrolled_and_left_by_the_browser_comes_back_there(
    search: Search, reef: str
) -> None:
    """Backward and forward again, without a click on the page."""
    search.tab.open(f"{reef}index.html")
    search.open("q=kelp")
    search.page.evaluate(
        "() => new Promise((done) => {"
        " addEventListener('scrollend', () => setTimeout(done, 500), { once: true });"
        " scrollTo(0, 700);"
        "})"
    )
    search.page.go_back()
    search.page.go_forward()
    search.settle()
    assert search.page.evaluate("scrollY") == 700


def test_each_step_keeps_its_own_list(search: Search) -> None:
    """A new query shows ten; the way back leads to what was open."""
    search.open("q=kelp")
    show_all(search)
    search.type("forest").submit()
    assert (search.count, len(search.slugs)) == ("23 papers", 10)
    search.page.go_back()
    search.settle()
    assert (search.page.input_value("#q"), len(search.slugs)) == ("kelp", 23)
    search.page.go_forward()
    search.settle()
    assert (search.page.input_value("#q"), len(search.slugs)) == ("forest", 10)


def test_same_query_asked_anew_begins_at_its_top(search: Search) -> None:
    """Who presses Enter wants the best ten again."""
    search.open("q=kelp")
    show_all(search)
    search.submit()
    assert len(search.slugs) == 10
    search.page.reload()
    search.settle()
    assert len(search.slugs) == 10


def test_same_query_is_no_new_step(search: Search) -> None:
    """Who asks twice for the same goes back once."""
    search.open("q=kelp")
    search.type("moon").submit().submit()
    search.page.go_back()
    search.settle()
    assert (search.page.input_value("#q"), search.count) == ("kelp", "23 papers")


def test_clearing_shows_how_to_ask(search: Search) -> None:
    """An empty field has no results and no query in the address, and the help is back."""
    search.type("moon")
    assert not search.page.locator("#help").is_visible()
    search.page.wait_for_url("**?q=moon")
    search.type("")
    assert search.page.locator("#help").is_visible()
    assert not search.page.locator("#found").is_visible()
    search.page.wait_for_url(lambda url: "q=" not in url)
    assert search.page.url == search.url


def test_clearing_while_a_query_runs_ends_it(search: Search) -> None:
    """Nothing is busy, and nothing appears, when the field is empty again."""
    held: list[Route] = []
    search.page.route("**/search/words/*", lambda route: held.append(route))  # noqa: PLW0108 - playwright sets an attribute on it
    with search.page.expect_request("**/search/words/*"):
        search.page.fill("#q", "moon")
    search.page.fill("#q", "")
    for route in held:
        route.continue_()
    search.page.unroute_all()
    search.settle()
    assert not search.page.locator("#found").is_visible()


def test_late_answer_of_an_older_query_is_dropped(search: Search) -> None:
    """Whatever comes when, the results are those of what stands in the field."""
    held: list[Route] = []
    search.page.route("**/search/words/*", lambda route: held.append(route), times=1)  # noqa: PLW0108 - playwright sets an attribute on it
    with search.page.expect_request("**/search/words/*"):
        search.page.fill("#q", "moon")
    search.type("bloom")
    with search.page.expect_event("requestfinished"):
        held[0].continue_()
    search.page.evaluate("fetch('search/papers.txt')")  # which comes after what was held
    assert (search.slugs, search.count) == (["one-in-title"], "1 paper")


# --------------------------------------------------------------------------- narrowing


@pytest.mark.parametrize(
    ("name", "value", "left"),
    [
        ("topic", "vision", 12),
        ("year", "2024", 8),
        ("author", "hopper", 5),
        ("has", "code", 2),
    ],
)
def test_controls_narrow(search: Search, name: str, value: str, left: int) -> None:
    """Each keeps the papers that have what it says, and stands in the address."""
    search.type("kelp").choose(name, value)
    assert search.count == f"{left} papers"
    assert search.asked == {"q": ["kelp"], name: [value]}


def test_controls_ask_without_a_word(search: Search) -> None:
    """A topic alone lists its papers, the newest first."""
    search.choose("author", "Lovelace").choose("year", "2023")
    assert search.slugs == ["kelp-5", "kelp-4", "kelp-3", "kelp-2", "kelp-1"]


def test_newest_come_first_where_that_is_chosen(search: Search) -> None:
    """By their days, whatever ranks them."""
    search.type("moon jellyfish").choose("sort", "new")
    assert search.slugs == ["one-in-title", "both-in-text", "both-in-title"]
    assert search.asked["sort"] == ["new"]


def choices(search: Search, name: str) -> list[str]:
    """Return what the choices of a control say."""
    return search.page.locator(f"#search [name={name}] option").all_inner_texts()


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("topic", ["Any", "Reasoning (11)", "Vision (12)"]),
        ("year", ["Any", "2025 (7)", "2024 (8)", "2023 (8)"]),
    ],
)
def test_choices_tell_how_many_they_leave(search: Search, name: str, told: list[str]) -> None:
    """Once somebody turns to the control."""
    search.type("kelp")
    search.page.focus(f"#search [name={name}]")
    search.page.get_by_role("option", name=told[1], exact=True).wait_for(state="attached")
    assert choices(search, name) == told


def test_choices_count_under_the_other_controls(search: Search) -> None:
    """What one control has chosen narrows the counts of another, and not its own."""
    search.type("kelp").choose("topic", "vision")
    search.page.focus("#search [name=year]")
    search.page.get_by_role("option", name="2025 (4)", exact=True).wait_for(state="attached")
    assert choices(search, "year") == ["Any", "2025 (4)", "2024 (4)", "2023 (4)"]
    search.page.focus("#search [name=topic]")
    search.page.get_by_role("option", name="Vision (12)", exact=True).wait_for(state="attached")


def test_choices_of_no_query_tell_nothing(search: Search) -> None:
    """When the field is cleared, the counts go with the results."""
    search.type("kelp")
    search.page.focus("#search [name=topic]")
    search.page.get_by_role("option", name="Vision (12)", exact=True).wait_for(state="attached")
    search.type("")
    assert choices(search, "topic") == ["Any", "Reasoning", "Vision"]


def test_authors_shown_are_suggested(search: Search) -> None:
    """By their names alone: those that results leave out have none."""
    search.type("whales")
    assert (
        search.page.locator("#found .by").inner_text() == "Ann Ash, Bob Birch, Cy Cedar and 4 more"
    )
    options = search.page.locator("#authors option").all()
    assert [one.get_attribute("value") for one in options] == ["Ann Ash", "Bob Birch", "Cy Cedar"]


# --------------------------------------------------------------------------- on paper


def test_paper_says_what_was_asked_for(search: Search) -> None:
    """The query and what narrows it; controls that ask for nothing, and buttons, are left out."""
    search.open("q=kelp&author=Hopper&topic=vision")
    search.page.emulate_media(media="print")
    controls = search.page.locator("main :is(input, select, button):visible")
    asked = {one.get_attribute("name"): one.input_value() for one in controls.all()}
    assert asked == {"q": "kelp", "topic": "vision", "author": "Hopper"}
    assert search.page.locator("#state").inner_text() == "3 papers"
    search.open("topic=vision")
    assert [one.get_attribute("name") for one in controls.all()] == ["topic"]
    search.page.emulate_media(media="screen")
    search.page.goto(search.url)
    search.page.emulate_media(media="print")
    assert controls.all() == []
