"""What scripts add to every page: what folds, what is new, the theme, keys; a phone's menu."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import SHIFTS, new_tab, serve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from browsing import Tab
    from playwright.sync_api import Browser, Page, Route
    from support import Feed

DAY = "2025/10/27.html"
LEAD = "procedural-knowledge-in-pretraining-drives-reasoning"
NEWEST = [
    LEAD,
    "cross-domain-evaluation-of-transformer-based-vulnerability",
    "generating-mathematical-derivations-with-large-language",
    "where-to-find-grokking-in-llm-pretraining-monitor",
    "data-factors-for-better-compositional-generalization",
]


@pytest.fixture(scope="module")
def address(real_site: Path) -> Iterator[str]:
    """Yield the address of the real site, served."""
    with serve(real_site) as served:
        yield served


@pytest.fixture
def tab(browser: Browser) -> Iterator[Tab]:
    """Yield a tab of a visitor who has been nowhere, on a desk."""
    with new_tab(browser, viewport={"width": 1440, "height": 900}) as made:
        yield made


@pytest.fixture
def phone(browser: Browser) -> Iterator[Tab]:
    """Yield such a tab on a small phone."""
    with new_tab(browser, viewport={"width": 360, "height": 740}, has_touch=True) as made:
        yield made


def slugs(page: Page, selector: str) -> list[str]:
    """Return the papers of the cards that a selector finds."""
    cards = page.locator(selector).evaluate_all("(all) => all.map((one) => one.dataset.slug)")
    return [str(slug) for slug in cards]


def set_parts(page: Page, **parts: str) -> None:
    """Put parts, as JavaScript writes them, into the browser's storage."""
    for part, value in parts.items():
        page.evaluate(
            f"localStorage.setItem('broadsheet /feed/ {part}',"
            f" JSON.stringify({{ version: 1, value: {value} }}))"
        )


# --------------------------------------------------------------------------- muted


def mute(page: Page, address: str, topics: tuple[str, ...] = (), words: str = "") -> None:
    """Mute topics and words as people do."""
    page.goto(f"{address}saved.html")
    for topic in topics:
        page.locator(f"#muted [value='{topic}']").check()
    page.locator("#muted textarea").fill(words)
    page.locator("#muted textarea").blur()


@pytest.mark.parametrize("name", ["tab", "phone"])
def test_muted_topic_folds_away(request: pytest.FixtureRequest, name: str, address: str) -> None:
    """With a count and a way back; the lead folds, too; on the topic's own page nothing does."""
    tab: Tab = request.getfixturevalue(name)
    mute(tab.page, address, ("training-data",))
    page = tab.open(address + DAY)
    folded = [NEWEST[0], NEWEST[1], NEWEST[3], NEWEST[4]]
    assert slugs(page, "main article[hidden]") == folded
    line = page.locator(".folded")
    assert line.inner_text().startswith("4 papers on what you muted are folded away.")
    line.get_by_role("button", name="Show").click()
    assert slugs(page, "main article[hidden]") == []
    assert page.locator(".folded").count() == 0
    assert page.evaluate("document.activeElement.closest('article').dataset.slug") == LEAD
    page = tab.open(f"{address}topics/training-data.html")
    assert slugs(page, "main article[hidden]") == []
    page = tab.open(address)
    assert page.locator(".folded").first.is_visible()
    assert page.locator(".folded a").first.evaluate("(a) => a.href") == f"{address}saved.html#muted"
    assert Axe().run(page).response["violations"] == []
    assert tab.complaints == []


@pytest.mark.parametrize(
    ("words", "folded"),
    [
        ("grokking", [NEWEST[3]]),
        ("GROKKING\n\n", [NEWEST[3]]),
        ("grok", []),  # a part of a word is no word
        ("Tim Rocktaschel", []),  # an author who is folded behind `and 7 more` is told in the card
        ("symbolic engine", [NEWEST[2]]),
        ("a.i", []),  # no sign of a pattern
        ("ai-do", [NEWEST[1]]),
        ("pdf", []),  # a link of the card
        ("\u0308", []),  # nothing but an accent
    ],
)
def test_muted_words_fold_away(tab: Tab, address: str, words: str, folded: list[str]) -> None:
    """Whole words of what a card says, in small letters or large, with accents or without."""
    mute(tab.page, address, words=words)
    page = tab.open(address + DAY)
    expected = [LEAD] if words == "Tim Rocktaschel" else folded
    assert slugs(page, "main article[hidden]") == expected


def test_muted_words_are_kept_when_the_page_is_left(tab: Tab, address: str) -> None:
    """With the cursor still in them."""
    page = tab.open(f"{address}saved.html")
    page.locator("#muted textarea").press_sequentially("grokking")
    page = tab.open(address + DAY)
    assert slugs(page, "main article[hidden]") == [NEWEST[3]]


def test_what_is_no_longer_muted_comes_back(tab: Tab, address: str) -> None:
    """At once, in another tab too."""
    mute(tab.page, address, ("training-data",), "symbolic engine")
    other = tab.page.context.new_page()
    other.goto(address + DAY)
    assert len(slugs(other, "main article[hidden]")) == 5
    tab.page.locator("#muted [value='training-data']").uncheck()
    other.locator("article.lead").wait_for()
    assert slugs(other, "main article[hidden]") == [NEWEST[2]]
    other.close()


@pytest.mark.parametrize("name", ["tab", "phone"])
@pytest.mark.parametrize("path", ["index.html", DAY, "topics/reasoning.html"])
def test_what_folds_away_is_not_shown_before(
    request: pytest.FixtureRequest, name: str, address: str, path: str
) -> None:
    """However late the script comes, nothing vanishes before a reader's eyes, and nothing moves."""
    tab: Tab = request.getfixturevalue(name)
    mute(tab.page, address, ("training-data",), "model")
    tab.page.route("**/site.js", _answer_late)
    page = tab.open(address + path)
    assert page.locator(".folded").count() > 0
    assert page.evaluate(SHIFTS) == []
    assert page.locator("main").evaluate("(main) => getComputedStyle(main).visibility") == "visible"


def test_what_is_muted_is_shown_where_nothing_folds(tab: Tab, address: str) -> None:
    """A script that fails, or does not come at all, leaves no page empty."""
    mute(tab.page, address, ("training-data",))
    for answer in (lambda route: route.abort(), lambda _route: None):
        tab.page.route("**/site.js", answer)
        tab.page.goto(address + DAY, wait_until="commit")
        tab.page.locator("article.lead").wait_for(timeout=5000)


def test_notice_stands_where_the_papers_were(tab: Tab, feed: Feed) -> None:
    """Also where a day has one paper alone."""
    feed.add("2025/06/25/alone.md")
    feed.build()
    with serve(feed.output) as served:
        mute(tab.page, served, ("reasoning",))
        page = tab.open(f"{served}2025/06/25.html")
        assert page.locator("article.lead[hidden] + .folded").is_visible()


# --------------------------------------------------------------------------- new since last time


def last_visit(day: str, papers: list[str]) -> str:
    """Return a visit long ago, on which the newest edition was that of a day, with these papers."""
    edition = f"{{ day: '{day}', papers: {papers} }}"
    return f"{{ at: '2025-10-20T10:00:00Z', last: {edition}, now: {edition} }}"


def test_first_visit_has_nothing_new(tab: Tab, address: str) -> None:
    """All would be."""
    page = tab.open(address)
    assert slugs(page, "article.new") == []
    page = tab.open(address)
    assert slugs(page, "article.new") == []


def test_papers_since_the_last_visit_are_marked(tab: Tab, address: str) -> None:
    """Newer editions, and what came into the edition that was seen; as long as the visit lasts."""
    tab.open(address)
    set_parts(tab.page, visit=last_visit("2025-10-24", []))
    for _ in range(2):
        page = tab.open(address)
        assert slugs(page, ".edition article.new") == NEWEST
        assert page.locator(".edition .since").first.inner_text().endswith("since your last visit")
    page = tab.open(f"{address}archive.html")
    assert page.locator(".month .new").all_inner_texts() == ["27"]
    page = tab.open(address)
    set_parts(tab.page, visit=last_visit("2025-10-27", NEWEST[:3]))
    page = tab.open(address)
    assert slugs(page, "article.new") == NEWEST[3:]
    told = page.locator(".since").inner_text()
    assert told.endswith("; 2 new since your last visit")
    page = tab.open(address + DAY)
    assert slugs(page, "article.new") == NEWEST[3:]
    assert tab.complaints == []


def test_what_is_new_is_seen_in_forced_colours(browser: Browser, address: str) -> None:
    """Which take away shadows: the line is drawn otherwise."""
    drawn = "(card) => getComputedStyle(card).borderTop.split(' ', 2).join(' ')"
    with new_tab(browser, forced_colors="active") as tab:
        page = tab.open(address)
        set_parts(page, visit=last_visit("2025-10-24", []))
        page.reload()
        card = page.locator("article.new").first
        assert card.evaluate(drawn) == "2px solid"
        assert page.locator("article:not(.new)").first.evaluate(drawn) == "0px none"
        assert page.evaluate(SHIFTS) == []


def test_what_is_new_and_silence_are_told_side_by_side(tab: Tab, address: str) -> None:
    """Who comes back to a feed that has been silent for a while reads both."""
    tab.page.clock.set_fixed_time("2025-11-10T12:00:00")
    page = tab.open(f"{address}about.html")
    set_parts(page, visit=last_visit("2025-10-26", []))
    page = tab.open(address)
    told = page.locator(".edition .since").all_inner_texts()
    assert told == ["14 days ago; 5 new since your last visit"]


@pytest.mark.parametrize("width", [320, 640, 1440])
def test_line_of_what_is_new_moves_nothing(browser: Browser, address: str, width: int) -> None:
    """Long as it is, it stands in the room around it, and covers neither the day nor words."""
    with new_tab(browser, viewport={"width": width, "height": 900}) as tab:
        tab.page.clock.set_fixed_time("2026-01-27T12:00:00")
        page = tab.open(f"{address}about.html")
        set_parts(page, visit=last_visit("2025-10-26", []))
        page.route("**/site.js", _answer_late)
        page = tab.open(address)
        line = page.locator(".since")
        assert line.inner_text() == "3 months ago; 5 new since your last visit"
        assert page.evaluate(SHIFTS) == []
        assert line.evaluate("(line) => line.scrollWidth - line.clientWidth") == 0
        # Three pixels above and below its letters are empty.
        covered = line.evaluate("""(line) => {
            const box = line.getBoundingClientRect();
            return [...document.querySelectorAll(".dateline time, .note p, .lead .topics")]
                .map((one) => one.getBoundingClientRect())
                .filter((one) => one.bottom > box.top + 3 && one.top < box.bottom - 3
                    && one.right > box.left && one.left < box.right).length;
        }""")
        assert covered == 0


def test_next_visit_has_seen_this_one(tab: Tab, address: str) -> None:
    """After hours without a page."""
    tab.open(address)
    set_parts(tab.page, visit=last_visit("2025-10-24", []))
    page = tab.open(address)
    page.evaluate("""() => {
        const name = "broadsheet /feed/ visit";
        const text = localStorage.getItem(name);
        const old = new Date(Date.now() - 4 * 3600 * 1000).toISOString();
        localStorage.setItem(name, text.replace(/"at":"[^"]*"/, `"at":"${old}"`));
    }""")
    page = tab.open(address)
    assert slugs(page, "article.new") == []


# --------------------------------------------------------------------------- current and honest


@pytest.mark.parametrize(
    ("now", "entry", "said"),
    [
        ("2025-10-27T09:00:00", "Today", []),
        ("2025-10-28T09:00:00", "Latest", []),
        ("2025-11-03T23:00:00", "Latest", []),
        ("2025-11-04T00:30:00", "Latest", ["8 days ago"]),
        ("2026-01-27T09:00:00", "Latest", ["3 months ago"]),
        ("2027-11-01T09:00:00", "Latest", ["2 years ago"]),
        ("2025-10-26T09:00:00", "Latest", []),  # a clock that is slow, or another time zone
    ],
)
def test_menu_and_silence_are_true(
    tab: Tab, address: str, now: str, entry: str, said: list[str]
) -> None:
    """By the visitor's clock and the date of the newest edition."""
    tab.page.clock.set_fixed_time(now)
    page = tab.open(address)
    assert page.locator("nav [aria-current]").inner_text() == entry
    assert page.locator(".dateline .since").all_inner_texts() == said
    page = tab.open(f"{address}archive.html")
    assert page.locator("nav a").first.inner_text() == "Latest"


# --------------------------------------------------------------------------- the theme


PAPER = "getComputedStyle(document.documentElement).backgroundColor"
LIGHT, DARK = "rgb(252, 251, 249)", "rgb(22, 21, 19)"


def test_theme_is_the_systems_until_one_is_chosen(tab: Tab, address: str) -> None:
    """The choice holds on every page, before anything is shown, and in other tabs."""
    page = tab.open(address)
    assert page.evaluate(PAPER) == LIGHT
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(PAPER) == DARK
    page.get_by_role("button", name="light", exact=True).click()
    assert page.evaluate(PAPER) == LIGHT
    other = page.context.new_page()
    other.emulate_media(color_scheme="dark")
    other.route("**/site.js", lambda route: route.abort())  # the switch, which comes later
    other.goto(address + DAY)
    assert other.evaluate(PAPER) == LIGHT
    other.unroute("**/site.js")
    other.goto(address + DAY)
    page.get_by_role("button", name="system", exact=True).click()
    other.wait_for_function(f"{PAPER} === '{DARK}'")
    pressed = page.locator(".theme [aria-pressed=true]")
    assert pressed.all_inner_texts() == ["system"]
    assert tab.complaints == []
    other.close()


def test_theme_that_is_none_is_the_systems(tab: Tab, address: str) -> None:
    """Whatever lies in the browser under its name."""
    tab.open(address)
    tab.page.evaluate("localStorage.setItem('broadsheet /feed/ theme', 'mauve')")
    page = tab.open(address)
    assert page.evaluate("document.documentElement.dataset.theme ?? ''") == ""
    assert page.get_by_role("button", name="system").get_attribute("aria-pressed") == "true"


def test_print_is_light_in_any_theme(tab: Tab, address: str) -> None:
    """Paper is white."""
    page = tab.open(address)
    page.get_by_role("button", name="dark", exact=True).click()
    page.emulate_media(media="print")
    assert page.evaluate(PAPER) == "rgb(255, 255, 255)"


# --------------------------------------------------------------------------- the keyboard


def focused(page: Page) -> str:
    """Return the paper whose title has the focus."""
    href = page.evaluate("document.activeElement.href ?? ''")
    return str(href).rpartition("/")[2].removesuffix(".html")


def test_keys_walk_through_papers(tab: Tab, address: str) -> None:
    """`j` to the next, `k` back, `o` into it; on lists of lines too."""
    page = tab.open(address + DAY)
    walked = []
    for key in "jjjkk":
        page.keyboard.press(key)
        walked.append(focused(page))
    assert walked == [NEWEST[0], NEWEST[1], NEWEST[2], NEWEST[1], NEWEST[0]]
    page.keyboard.press("k")
    assert focused(page) == NEWEST[0]
    page.keyboard.press("j")
    page.keyboard.press("o")
    page.wait_for_url(f"{address}papers/{NEWEST[1]}.html")
    page = tab.open(f"{address}2025/10.html")
    page.keyboard.press("j")
    assert focused(page) == LEAD


def test_key_saves_the_paper(tab: Tab, address: str) -> None:
    """The one with the focus; on a paper's page that paper; where there is none, nothing."""
    page = tab.open(address + DAY)
    page.keyboard.press("s")
    assert page.locator(".save[aria-pressed=true]").count() == 0
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("s")
    assert slugs(page, "article:has([aria-pressed=true])") == [NEWEST[1]]
    page = tab.open(f"{address}papers/{LEAD}.html")
    page.keyboard.press("s")
    assert page.locator(".save").get_attribute("aria-pressed") == "true"


@pytest.mark.parametrize(
    ("keys", "path"),
    [("t", "index.html"), ("ga", "archive.html"), ("gt", "topics.html"), ("gs", "saved.html")],
)
def test_keys_lead_to_places(tab: Tab, address: str, keys: str, path: str) -> None:
    """From any depth."""
    page = tab.open(address + DAY)
    for key in keys:
        page.keyboard.press(key)
    page.wait_for_url(address + path)


def test_keys_of_other_scripts_stand_where_latin_ones_do(tab: Tab, address: str) -> None:
    """A Russian or an Arabic keyboard writes another letter on the same key."""
    page = tab.open(address + DAY)
    page.evaluate(
        "document.body.dispatchEvent(new KeyboardEvent('keydown',"
        " { key: 'о', code: 'KeyJ', bubbles: true }))"
    )
    assert focused(page) == NEWEST[0]


@pytest.mark.parametrize("key", ["ظ", "؟"])
def test_slash_and_question_mark_of_other_scripts(tab: Tab, address: str, key: str) -> None:
    """They stand on the slash's key; what Latin keyboards have there is none of both."""
    page = tab.open(address + DAY)

    def press(key: str, *, shift: bool) -> None:
        page.evaluate(
            "([key, shiftKey]) => document.body.dispatchEvent(new KeyboardEvent('keydown',"
            " { key, shiftKey, code: 'Slash', bubbles: true, cancelable: true }))",
            [key, shift],
        )

    for other in "-_§":
        press(other, shift=other != "-")
    press(key, shift=key == "؟")
    if key == "؟":
        page.get_by_role("dialog", name="Keys").wait_for()
    else:
        assert page.evaluate("document.activeElement.name") == "q"


@pytest.mark.parametrize(
    "event",
    [
        "{ key: 'ß', code: 'KeyS', modifierAltGraph: true }",
        "{ key: 'è', code: 'KeyS' }",
        "{ key: ',', code: 'KeyS' }",
        "{ key: 's', code: 'KeyS', repeat: true }",
    ],
)
def test_other_signs_are_no_keys(tab: Tab, address: str, event: str) -> None:
    """Latin keyboards have other signs in the places of letters; a key held down counts once."""
    page = tab.open(address + DAY)
    page.keyboard.press("j")
    press = "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', made))"
    page.evaluate(f"const made = {{ bubbles: true, ...{event} }}; {press}")
    assert page.locator(".save[aria-pressed=true]").count() == 0


def test_slash_leads_to_the_search(tab: Tab, phone: Tab, address: str) -> None:
    """On a phone its field opens out of the sign."""
    for one in (tab, phone):
        page = one.open(address + DAY)
        page.keyboard.press("/")
        page.keyboard.type("kelp/j")
        assert page.locator(".masthead input").input_value() == "kelp/j"
        page.keyboard.press("Enter")
        page.wait_for_url(f"{address}search.html?q=kelp%2Fj")


@pytest.mark.parametrize("key", ["Control+s", "Alt+t", "Meta+k", "Control+o"])
def test_keys_of_the_browser_are_its_own(tab: Tab, address: str, key: str) -> None:
    """With another key held, none of ours is meant."""
    page = tab.open(address + DAY)
    page.keyboard.press("j")
    prevented = page.evaluate(
        """(name) => {
            const [held, key] = name.split("+");
            const modifier = { Control: "ctrlKey", Alt: "altKey", Meta: "metaKey" }[held];
            const event = new KeyboardEvent("keydown", { key, code: `Key${key.toUpperCase()}`,
                bubbles: true, cancelable: true, [modifier]: true });
            document.activeElement.dispatchEvent(event);
            return event.defaultPrevented;
        }""",
        key,
    )
    assert not prevented
    assert page.url == address + DAY
    assert page.locator(".save[aria-pressed=true]").count() == 0


def test_keys_are_listed_and_can_be_switched_off(tab: Tab, address: str) -> None:
    """WCAG 2.1.4; the list is also reached with a mouse."""
    page = tab.open(address + DAY)
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    dialog.wait_for()
    assert Axe().run(page).response["violations"] == []
    page.keyboard.press("t")  # not beneath the list
    page.get_by_label("Use these keys").uncheck()
    page.keyboard.press("Escape")
    assert dialog.is_hidden()
    for key in "j?":
        page.keyboard.press(key)
    assert focused(page) == ""
    assert dialog.is_hidden()
    page = tab.open(address + DAY)
    page.keyboard.press("j")
    assert focused(page) == ""
    page.locator(".colophon").get_by_role("button", name="Keys").click()
    page.get_by_label("Use these keys").check()
    page.get_by_role("button", name="Close").click()
    page.keyboard.press("j")
    assert focused(page) in NEWEST
    assert tab.complaints == []


def test_keys_lead_to_no_page_that_is_not_there(tab: Tab, feed: Feed) -> None:
    """A new feed has no authors of several papers."""
    feed.add("2025/06/25/alpha.md")
    assert feed.build().returncode == 0
    with serve(feed.output) as root:
        page = tab.open(f"{root}index.html")
        page.keyboard.press("g")
        page.keyboard.press("u")
        page.keyboard.press("?")
        page.get_by_role("dialog", name="Keys").wait_for()
        assert page.url == f"{root}index.html"
        told = page.locator("dialog dt").all_inner_texts()
        assert "g u" not in told
        assert {"g t", "g a", "g s", "g m"} <= set(told)


# --------------------------------------------------------------------------- a paper's page


def test_link_is_copied(browser: Browser, address: str) -> None:
    """The address of the page, without what stands behind it."""
    permissions = ["clipboard-read", "clipboard-write"]
    with new_tab(browser, permissions=permissions) as tab:
        page = tab.open(f"{address}papers/{LEAD}.html?from=mail#cite")
        page.get_by_role("button", name="Copy link").click()
        page.get_by_role("button", name="Copied").wait_for()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == f"{address}papers/{LEAD}.html"


def test_link_is_shared_where_the_system_can(tab: Tab, address: str) -> None:
    """By the system's sheet, which also copies."""
    tab.page.add_init_script(
        "window.given = []; navigator.share = async (data) => { given.push(data); };"
    )
    page = tab.open(f"{address}papers/{LEAD}.html")
    page.get_by_role("button", name="Share").click()
    assert page.evaluate("given") == [
        {
            "title": "Procedural Knowledge in Pretraining Drives Reasoning in Large Language Models"
            " · Broadsheet",
            "url": f"{address}papers/{LEAD}.html",
        }
    ]


# --------------------------------------------------------------------------- on a phone


@pytest.mark.parametrize("scripts", [True, False])
def test_menu_of_a_phone_is_one_line(browser: Browser, address: str, *, scripts: bool) -> None:
    """The rest opens with a button, without scripts too; what one touches is 44 pixels high."""
    options = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
    with new_tab(browser, java_script_enabled=scripts, **options) as tab:
        for path in ("index.html", DAY, "search.html"):
            page = tab.open(address + path)
            boxes = [
                box
                for one in page.locator("nav :is(a, button, input):visible").all()
                if (box := one.bounding_box())
            ]
            middles = [box["y"] + box["height"] / 2 for box in boxes]
            assert max(middles) - min(middles) < 8, path
            assert min(box["height"] for box in boxes) >= 43, path
        page = tab.open(address)
        assert page.get_by_role("link", name="Subscribe").is_hidden()
        page.get_by_role("button", name="More").tap()
        page.get_by_role("link", name="Subscribe").tap()
        page.wait_for_url(f"{address}subscribe.html")


def test_open_menu_of_a_phone_that_is_turned_covers_nothing(phone: Tab, address: str) -> None:
    """It stays at the foot, what is above it can be tapped, which closes it as on any width."""
    page = phone.open(address + DAY)
    menu = page.locator("#menu")
    page.get_by_role("button", name="More").tap()
    page.set_viewport_size({"width": 740, "height": 360})
    box = menu.bounding_box()
    assert box
    assert box["height"] < 180
    assert round(box["y"] + box["height"]) == 360
    page.touchscreen.tap(370, 100)
    assert menu.evaluate("(menu) => menu.matches(':popover-open')") is False
    tops = page.locator("nav a").evaluate_all("(all) => all.map((one) => one.offsetTop)")
    assert len(set(tops)) == 1


def _answer_late(route: Route) -> None:
    """Let the page be drawn before the script comes."""
    time.sleep(0.3)
    route.continue_()


@pytest.mark.parametrize("path", ["index.html", DAY, f"papers/{LEAD}.html", "saved.html"])
@pytest.mark.parametrize("now", ["2025-10-27T09:00:00", "2026-10-27T09:00:00"])
def test_nothing_moves_while_a_page_loads(
    browser: Browser, address: str, path: str, now: str
) -> None:
    """Stars, marks and the theme's switch come into places that are kept for them; *Today* too."""
    for width in (390, 1440):
        with new_tab(browser, viewport={"width": width, "height": 900}) as tab:
            tab.page.add_init_script(
                "window.moved = 0; new PerformanceObserver((list) => {"
                " for (const entry of list.getEntries()) moved += entry.value;"
                "}).observe({ type: 'layout-shift', buffered: true });"
            )
            tab.page.clock.set_fixed_time(now)
            tab.page.route("**/site.js", _answer_late)
            page = tab.open(address + path)
            page.wait_for_timeout(500)
            assert page.evaluate("moved") == 0, (path, width)
