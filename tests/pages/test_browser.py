"""The built site in a real browser: what people see, with and without scripts, light and dark."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from browsing import assert_good, new_tab, serve
from support import FEED, make_once, run

from broadsheet.content.papers import read_paper
from broadsheet.content.writing import write_paper

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from browsing import Tab
    from playwright.sync_api import Browser, Page

PAGES = (
    "index.html",
    "2025/10/27.html",
    "2025/W43.html",
    "2025/10.html",
    "2025.html",
    "archive.html",
    "papers/med-r-3-enhancing-medical-retrieval-augmented-reasoning.html",
    "topics.html",
    "topics/reasoning.html",
    "topics/reasoning/2025.html",
    "authors.html",
    "collections.html",
    "collections/how-models-generalize.html",
    "subscribe.html",
    "add.html",
    "about.html",
)
WHOLE = tuple(path for path in PAGES if path != "add.html")  # whose form is made by a script


@pytest.fixture(scope="module")
def address(real_site: Path) -> Iterator[str]:
    """Yield the address of the real site, served."""
    with serve(real_site) as served:
        yield served


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Tab]:
    """Yield a tab as it comes."""
    with new_tab(browser) as made:
        yield made


@pytest.fixture(scope="module")
def tab_without_scripts(browser: Browser) -> Iterator[Tab]:
    """Yield a tab in which JavaScript is switched off."""
    with new_tab(browser, java_script_enabled=False) as made:
        yield made


@pytest.fixture(scope="module")
def tab_with_clipboard(browser: Browser) -> Iterator[Tab]:
    """Yield a tab whose pages may read and write the clipboard."""
    with new_tab(browser, permissions=["clipboard-read", "clipboard-write"]) as made:
        yield made


@pytest.mark.parametrize("path", PAGES)
def test_page_is_accessible(look: tuple[Tab, int], address: str, path: str) -> None:
    """Axe finds nothing, nothing scrolls sideways, and no policy is violated."""
    tab, width = look
    assert_good(tab, address + path, width)


@pytest.mark.parametrize("path", PAGES)
def test_page_opens_from_disk(tab: Tab, real_site: Path, path: str) -> None:
    """A page opened from a disk has its style, and its policy blocks nothing of its own."""
    page = tab.open((real_site / path).as_uri())
    assert tab.complaints == []
    background = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert background == "rgb(252, 251, 249)"


@pytest.mark.parametrize("path", WHOLE)
def test_page_is_whole_without_scripts(
    tab: Tab, tab_without_scripts: Tab, address: str, path: str
) -> None:
    """Without JavaScript the same words are there, and no button that would do nothing.

    Of a paper, scripts give more: it cited in styles, and alone what else is that of a whole day.
    The front page tells how long ago its newest edition was.
    """
    with_scripts = tab.open(address + path)
    without = tab_without_scripts.open(address + path)
    words = without.locator("main").inner_text().split()
    more = with_scripts.locator(":is(main button:not(.by *), .styles, .since)")
    expected = with_scripts.locator("main").inner_text()
    for text in more.all_inner_texts():
        expected = expected.replace(text, "", 1)
    if path.startswith("papers/"):
        expected = expected.replace("CSL-JSON", "CSL-JSON of the whole day")
    assert words == expected.split()
    assert without.locator("button:visible").count() == 0


def test_bibtex_is_copied(tab_with_clipboard: Tab, address: str) -> None:
    """The button puts the paper's entry into the clipboard, as it stands in the page."""
    page = tab_with_clipboard.open(address + PAGES[6])
    page.get_by_text("BibTeX", exact=True).click()
    page.get_by_role("button", name="Copy", exact=True).click()
    page.get_by_role("button", name="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("@misc{lu2025enhancing,")
    assert "eprint = {2507.23541}" in copied


def test_feed_address_is_copied(tab_with_clipboard: Tab, address: str) -> None:
    """The first button of the subscribe page copies the address of the main feed."""
    page = tab_with_clipboard.open(address + "subscribe.html")
    page.locator("button.copy").first.click()
    page.get_by_text("Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == f"{address}feed.xml"


def test_nothing_is_asked_of_others(browser: Browser, address: str) -> None:
    """A page asks no other host for anything."""
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in PAGES:
        page.goto(address + path)
    assert asked
    assert [url for url in asked if not url.startswith(address)] == []
    page.close()


def test_every_control_is_large_enough(browser: Browser, address: str) -> None:
    """On a phone, what one touches in a card is at least 24 pixels high (WCAG 2.2, 2.5.8)."""
    with new_tab(browser, viewport={"width": 390, "height": 900}) as tab:
        heights = tab.open(address).evaluate(
            "[...document.querySelectorAll('.topics a, .links a, .save, nav a')]"
            ".filter((link) => link.checkVisibility())"
            ".map((link) => link.getBoundingClientRect().height)"
        )
    assert min(heights) >= 24


# --------------------------------------------------------------------------- print


PRINTED = """() => {
    const shown = (element) => element.checkVisibility();
    const told = (element, side) => {
        const made = getComputedStyle(element, side);
        return made.display !== "none" && made.content !== "none";
    };
    const link = document.querySelector("link[rel=canonical]");
    const links = [...document.querySelectorAll("main a[href^=http]")].filter(shown);
    const dead = "button, input, select, summary:not(.by summary), nav a, .pager a, [download]";
    return {
        own: shown(link) && told(link, "::before"),
        links: links.length,
        silent: links.filter((one) => !told(one, "::after")).map((one) => one.href),
        dead: [...document.querySelectorAll(dead)].filter(shown).map((one) => one.outerHTML),
        title: document.querySelector("main :is(h1, h2, h3)").innerText !== "",
    };
}"""


@pytest.mark.parametrize(
    "path", ["index.html", "2025/10/27.html", PAGES[6], "topics/reasoning.html"]
)
def test_printed_page_can_be_found_again(tab: Tab, address: str, path: str) -> None:
    """It bears its address and those of its links, and nothing that paper cannot do."""
    page = tab.open(address + path)
    page.emulate_media(media="print")
    printed = page.evaluate(PRINTED)
    page.emulate_media(media="screen")
    assert printed.pop("links") > 0
    assert printed == {"own": True, "silent": [], "dead": [], "title": True}


# --------------------------------------------------------------------------- add.html


@pytest.fixture(scope="module")
def form_address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the address of the page that adds a paper, of a site whose source is known."""

    def make(folder: Path) -> None:
        words = ["--content", FEED, "--output", folder, "--repository", "owner/name"]
        assert run("build", *words).returncode == 0

    return (make_once(tmp_path_factory, "form", make) / "add.html").as_uri()


def fill(page: Page, **values: str) -> None:
    """Type a paper into the form: good but for the changes."""
    given = {
        "title": "A paper",
        "authors": "Ada Lovelace\nGrace Hopper",
        "arxiv": "2506.20544",
        "published": "2025-06-24",
        "summary": "What was done, and what was found.",
        **values,
    }
    page.get_by_text("More: code").click()
    for name, value in given.items():
        page.fill(f"#{name}", value)
        page.press(f"#{name}", "Tab")
    page.check("input[value=reasoning]")
    page.check("input[value=benchmarks]")


@pytest.mark.parametrize(
    "text",
    [
        "A paper",
        "Scaling laws: a second look",
        "The \"quoted\" one, and its 'other'",
        r"On $\nabla^2$ and C:\things",
        "Beyond <think>: tags & more",
        "From $1 Million to $10",
        "# of [brackets], {braces} - and: colons",
        "注意力就是你所需要的",
        "珊瑚 与 reef 的关系，" * 20,
        "산호초는 바다의 숲이다. " * 15,
        "Zoe\u0308  on\ttwo\n lines",
        "word " * 60,
    ],
)
def test_form_writes_the_canonical_file(tab: Tab, form_address: str, text: str) -> None:
    """Whatever is typed, the file is what `new` would write, and the reader has no word to say."""
    page = tab.open(form_address)
    fill(page, title=text, summary=text, venue=text[:150], code="https://e.org/a,b", body="Plain.")
    made = page.locator("#file").text_content() or ""
    folded = " ".join(text.replace("e\u0308", "ë").split())
    values = {
        "title": folded,
        "authors": ("Ada Lovelace", "Grace Hopper"),
        "published": "2025-06-24",
        "arxiv": "2506.20544",
        "venue": " ".join(text[:150].replace("e\u0308", "ë").split()),
        "code": "https://e.org/a,b",
        "topics": ("reasoning", "benchmarks"),
        "summary": folded,
    }
    assert made == write_paper(values, "Plain.", {})
    paper, problems = read_paper("2025/06/25/x.md", made.encode(), lambda _: None)
    expected = ("mathematics", "venue shows")  # of formulas, which a venue takes none of
    told = [one for one in problems if not any(words in one.message for words in expected)]
    assert told == []
    assert (paper.title, paper.summary, paper.body) == (folded, folded, "Plain.")
    assert tab.complaints == []


def test_form_takes_what_people_paste(tab: Tab, form_address: str) -> None:
    """Ids in addresses, names on one line, an abstract full of Markdown's signs."""
    page = tab.open(form_address)
    fill(
        page,
        arxiv="https://arxiv.org/abs/2506.20544v2",
        doi="https://doi.org/10.1000/xyz",
        authors="Ada Lovelace, Grace Hopper, and Emmy Noether",
        body="# One *two*\nthree.\n\n1. Four <b> $x_1 < y$.",
        day="2025-06-25",
    )
    made = page.locator("#file").text_content() or ""
    assert "authors:\n  - Ada Lovelace\n  - Grace Hopper\n  - Emmy Noether\n" in made
    assert 'arxiv: "2506.20544"\ndoi: "10.1000/xyz"\n' in made
    assert made.endswith("---\n\\# One \\*two\\* three.\n\n1\\. Four \\<b> $x_1 < y$.\n")
    assert page.locator("#path").text_content() == "content/2025/06/25/a-paper.md"


@pytest.mark.parametrize(
    ("values", "field", "told"),
    [
        ({"authors": ""}, "authors", "authors is missing"),
        (
            {"authors": "Ada Lovelace\net al."},
            "authors",
            "'et al.' is no name: write every author's name",
        ),
        (
            {"authors": "Ada Lovelace*"},
            "authors",
            "'Ada Lovelace*' must be a name alone: write Ada Lovelace",
        ),
        (
            {"arxiv": "25.1"},
            "arxiv",
            "arxiv must be an arXiv id, as in \"2506.20544\", not '25.1'",
        ),
        (
            {"code": "github.com/o/n"},
            "code",
            ("code must be an address that begins with https:// or http://, not 'github.com/o/n'"),
        ),
        (
            {"day": "2025-06-20"},
            "published",
            "published must not be after the day of its folder",
        ),
        (
            {"arxiv": ""},
            "arxiv",
            'arxiv, doi or url must stand: write arxiv: "2506.20544"',
        ),
        (
            {"summary": ""},
            "summary",
            "a summary, or an abstract below the front matter, must stand",
        ),
    ],
)
def test_form_says_what_must_be_mended(
    tab: Tab, form_address: str, values: dict[str, str], field: str, told: str
) -> None:
    """Beside the field, in the reader's words; nothing leads to GitHub until it is mended."""
    page = tab.open(form_address)
    fill(page, **values)
    assert page.locator(f"#wrong-{field}").text_content() == told
    assert page.locator(f"#{field}").get_attribute("aria-invalid") == ""
    assert page.locator("#propose").get_attribute("href") is None
    drawn = page.locator("#propose").evaluate("(link) => getComputedStyle(link).backgroundColor")
    assert drawn == "rgba(0, 0, 0, 0)"  # not the black of what can be pressed
    assert field in (page.locator("#state").text_content() or "")


def test_form_leads_to_githubs_editor(tab: Tab, form_address: str) -> None:
    """The address of a new file, on the repository's branch, carries path and text."""
    page = tab.open(form_address)
    fill(page, title="注意力 & more: a=b", day="2025-06-25")
    address = page.locator("#propose").get_attribute("href") or ""
    assert address.startswith("https://github.com/owner/name/new/main?")
    query = parse_qs(urlsplit(address).query)
    assert query["filename"] == ["content/2025/06/25/more-a-b.md"]
    assert query["value"] == [page.locator("#file").text_content()]


CHINESE = (
    "本文在保持训练数据不变的条件下，重新检验了语言模型的规模定律。作者训练了从一千万到七十亿参数的四十个模型，"
    "并将每个模型的损失与三年前的原始研究逐一对照。结果发现，在相同的计算预算下，损失只下降了百分之十二，"
    "而原先报告的数字是百分之二十。差异主要来自重复数据的过滤方式，以及学习率衰减的长度。作者公开了全部检查点，"
    "并建议今后的比较必须固定分词器、数据顺序和评测提示，否则所得的指数没有可比性。"
)
JAPANESE = (
    "学習データを固定したまま、言語モデルのスケーリング則を検証し直した研究である。千万から七十億パラメータまでの"
    "四十個のモデルを訓練し、損失を三年前の結果と一つずつ比べている。同じ計算量での損失の減少は十二パーセントに"
    "とどまり、以前に報告された二十パーセントには届かなかった。差の大部分は、重複データの除き方と学習率の下げ方に"
    "よるという。"
)


@pytest.mark.parametrize("summary", [CHINESE, JAPANESE], ids=["Chinese", "Japanese"])
def test_summary_of_usual_length_fits_into_an_address(
    summary: str, tab: Tab, form_address: str
) -> None:
    """In scripts too whose every character takes nine of an address, and fifteen the second time.

    GitHub's page for signing in has the whole address in its own: 8,192 characters are its limit.
    """
    page = tab.open(form_address)
    title = "保持数据不变时的规模定律：第二次检验与四十个模型的公开"
    names = "李明\n王小红\n佐藤花子\n鈴木一郎\n金민수"
    fill(page, title=title, authors=names, summary=summary, code="https://github.com/owner/code")
    address = page.locator("#propose").get_attribute("href") or ""
    assert parse_qs(urlsplit(address).query)["value"] == [page.locator("#file").text_content()]
    signing_in = f"https://github.com/login?return_to={quote(address, safe='')}"
    assert len(signing_in) < 8192 - 500


def test_file_too_long_for_an_address_is_copied(tab_with_clipboard: Tab, form_address: str) -> None:
    """The link then leads to an empty file of that name, with the text in the clipboard."""
    page = tab_with_clipboard.open(form_address)
    fill(page, day="2025-06-25", body="word " * 1300)
    link = page.locator("#propose")
    assert link.get_attribute("href") == (
        "https://github.com/owner/name/new/main?filename=content%2F2025%2F06%2F25%2Fa-paper.md"
    )
    assert page.locator("#state").text_content() == (
        "The file is too long for an address: the link copies it and opens an empty file on GitHub,"
        " for you to paste it there."
    )
    text = page.locator("#file").text_content()
    page.route("https://github.com/**", lambda route: route.fulfill(body="GitHub"))
    with page.expect_navigation(url="https://github.com/**"):
        link.click()
    page.unroute_all()
    tab_with_clipboard.open(form_address)
    assert page.evaluate("navigator.clipboard.readText()") == text


def test_file_that_cannot_be_copied_is_told(tab: Tab, form_address: str) -> None:
    """Where the browser has no clipboard for the page, nobody is sent away empty-handed."""
    page = tab.open(form_address)
    fill(page, body="word " * 1300)
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.locator("#propose").click()
    page.get_by_text("The file could not be copied: select and copy it").wait_for()


def test_other_doors_need_no_script(tab_without_scripts: Tab, form_address: str) -> None:
    """Without JavaScript there is no form, but the file to copy and the three other ways."""
    page = tab_without_scripts.open(form_address)
    assert page.locator("main form:visible").count() == 0
    shown = page.locator("main").inner_text()
    assert "make new WHAT=10.1000/182" in shown
    assert 'title: "A title: with its subtitle"' in shown
    hrefs = [one.get_attribute("href") for one in page.locator("main a:visible").all()]
    assert "https://github.com/owner/name/issues/new?template=add-a-paper.yml" in hrefs


def test_site_without_a_source_leads_nowhere(tab: Tab, address: str) -> None:
    """Where nobody knows the repository, there is no link to GitHub, and the page says so."""
    page = tab.open(address + "add.html")
    assert page.locator("main a[href*='github.com']").count() == 0
    assert "This site does not say where its source lies" in page.locator("main").inner_text()
