"""Saved papers: the star, the page of what is saved, exports, imports, and trouble with storage."""

from __future__ import annotations

import json
from shutil import copytree
from typing import TYPE_CHECKING, Any

import pytest
import rispy
from axe_playwright_python.sync_playwright import Axe
from browsing import new_tab, serve
from support import FEED, SITE, TOPICS, Feed, make_once, run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from browsing import Tab
    from playwright.sync_api import Browser, Page

DAY = "2025/10/27.html"
LEAD = "procedural-knowledge-in-pretraining-drives-reasoning"
MED = "med-r-3-enhancing-medical-retrieval-augmented-reasoning"
TITLE = "Procedural Knowledge in Pretraining Drives Reasoning in Large Language Models"


@pytest.fixture(scope="module")
def address(real_site: Path) -> Iterator[str]:
    """Yield the address of the real site, served."""
    with serve(real_site) as served:
        yield served


@pytest.fixture
def tab(browser: Browser) -> Iterator[Tab]:
    """Yield a tab of a visitor who has been nowhere, on a phone."""
    with new_tab(browser, viewport={"width": 390, "height": 900}) as made:
        yield made


@pytest.fixture
def desk(browser: Browser) -> Iterator[Tab]:
    """Yield such a tab on a desk."""
    with new_tab(browser, viewport={"width": 1440, "height": 900}) as made:
        yield made


def star(page: Page, slug: str) -> None:
    """Press the star of a card."""
    page.locator(f"article[data-slug='{slug}'] .save").click()


def kept(page: Page, part: str = "papers") -> Any:
    """Return what is kept of a part."""
    text = page.evaluate(f"localStorage.getItem('broadsheet /feed/ {part}')")
    return json.loads(text)["value"] if text else None


def keep(page: Page, part: str, text: str) -> None:
    """Put a text into the browser's storage."""
    page.evaluate("([name, text]) => localStorage.setItem(name, text)", [name_of(part), text])


def name_of(part: str) -> str:
    """Return the name of a part in the browser's storage."""
    return f"broadsheet /feed/ {part}"


def titles(page: Page) -> list[str]:
    """Return the titles that the list shows."""
    return page.locator("#saved h3:visible").all_inner_texts()


def test_star_saves_a_card_and_a_second_press_takes_it_back(tab: Tab, address: str) -> None:
    """What the card showed is kept, with the time; the button says what it does, and its state."""
    page = tab.open(address + DAY)
    button = page.get_by_role("button", name=f"Save: {TITLE}")
    assert button.get_attribute("aria-pressed") == "false"
    button.click()
    assert button.get_attribute("aria-pressed") == "true"
    (record,) = kept(page).values()
    assert record.pop("saved").endswith("Z")
    assert record.pop("text").startswith("Which pretraining documents shape a model’s answers?")
    assert record == {
        "title": TITLE,
        "lang": "",
        "names": "Laura Ruis, Maximilian Mozes, Juhan Bae and 7 more",
        "topics": ["training-data", "reasoning", "interpretability"],
        "read": False,
        "note": "",
    }
    button.click()
    assert button.get_attribute("aria-pressed") == "false"
    assert kept(page) == {}
    assert tab.complaints == []


def test_star_of_a_page_is_that_of_the_card(tab: Tab, address: str) -> None:
    """A paper saved on its page is saved on the front page, in results and on its day."""
    page = tab.open(f"{address}papers/{LEAD}.html")
    page.get_by_role("button", name="Save", exact=True).click()
    assert kept(page)[LEAD]["title"] == TITLE
    for path in ("index.html", DAY, "search.html?q=procedural+knowledge"):
        page = tab.open(address + path)
        pressed = page.locator(f"article[data-slug='{LEAD}'] .save[aria-pressed=true]")
        pressed.wait_for()
        assert pressed.count() == 1


def test_result_is_saved_whole(tab: Tab, address: str) -> None:
    """Not with the part of its text alone that the search quotes."""
    page = tab.open(address + "search.html?q=downstream+survey")
    page.locator(".results .save").first.click()
    (record,) = kept(page).values()
    assert record["text"].startswith("CodeBERT learns to spot vulnerable functions")
    assert record["text"].endswith("judged by the company’s engineers in a survey.")


def test_every_card_has_one_star(tab: Tab, address: str) -> None:
    """Also on pages of topics, months and collections that show cards."""
    for path in ("index.html", "topics/reasoning.html", "collections/how-models-generalize.html"):
        page = tab.open(address + path)
        count = page.evaluate(
            "[...document.querySelectorAll('main article')].filter((card) =>"
            " card.querySelectorAll('.save').length !== 1).length"
        )
        assert count == 0, path


@pytest.mark.parametrize("width", ["tab", "desk"])
def test_saved_page_lists_the_newest_first(
    request: pytest.FixtureRequest, width: str, address: str
) -> None:
    """With what the cards showed; it says how many there are."""
    tab: Tab = request.getfixturevalue(width)
    page = tab.open(address + "saved.html")
    assert page.locator("#count").inner_text() == "0 saved papers"
    assert page.locator("#none").is_visible()
    page = tab.open(f"{address}papers/{MED}.html")
    page.locator(".whole .save").click()
    page.wait_for_timeout(5)
    page = tab.open(address + DAY)
    star(page, LEAD)
    page = tab.open(address + "saved.html")
    assert titles(page)[0] == TITLE
    assert titles(page)[1].startswith("Med-R³: Enhancing Medical Retrieval")
    assert page.locator("#count").inner_text() == "2 saved papers"
    assert page.locator("#none").is_hidden()
    href = page.locator("#saved h3 a").first.evaluate("(link) => link.href")
    assert href == f"{address}papers/{LEAD}.html"
    assert Axe().run(page).response["violations"] == []
    assert tab.complaints == []


@pytest.fixture
def listed(tab: Tab, address: str) -> Page:
    """Return the page of saved papers, with two of them."""
    page = tab.open(address + DAY)
    star(page, LEAD)
    page = tab.open(f"{address}papers/{MED}.html")
    page.locator(".whole .save").click()
    return tab.open(address + "saved.html")


def test_notes_and_read_marks_stay(tab: Tab, listed: Page, address: str) -> None:
    """A note is kept while one types, and found; a paper that was read is told from others."""
    listed.locator("#saved textarea").nth(1).fill("For the seminar: Größe")
    listed.wait_for_timeout(600)
    listed.locator("#saved .meta input").nth(1).check()
    assert listed.locator("#count").inner_text() == "2 saved papers, 1 to read"
    page = tab.open(address + "saved.html")
    assert page.locator("#saved textarea").nth(1).input_value() == "For the seminar: Größe"
    assert page.locator("#saved .meta input").nth(1).is_checked()
    page.locator("#within [name=q]").fill("grosse SEMINAR")
    page.locator("#within [name=q]").fill("seminar")
    assert titles(page) == [TITLE]
    assert page.locator("#count").inner_text() == "1 of 2 saved papers"
    page.locator("#within [name=q]").fill("")
    page.locator("#within [name=state]").select_option("to read")
    assert titles(page)[0].startswith("Med-R³")
    page = tab.open(address + DAY)
    assert page.locator("article.read").count() == 1


def test_way_back_from_a_paper_leads_to_what_was_looked_for(listed: Page) -> None:
    """The words and the choice, and so the list; a new visit begins with all."""
    listed.set_viewport_size({"width": 1024, "height": 900})  # where the menu stands in a line
    listed.locator("#within [name=q]").fill("procedural")
    listed.locator("#within [name=state]").select_option("to read")
    listed.locator("#saved h3:visible a").click()
    listed.wait_for_url(f"**/papers/{LEAD}.html")
    listed.go_back()
    assert titles(listed) == [TITLE]
    assert listed.input_value("#within [name=q]") == "procedural"
    assert listed.input_value("#within [name=state]") == "unread"
    listed.locator(".masthead [href='index.html']").first.click()
    listed.locator(".masthead [href='saved.html']").click()
    listed.locator("#saved h3:visible").nth(1).wait_for()
    assert listed.input_value("#within [name=q]") == ""


def test_note_of_another_tab_is_not_undone(listed: Page) -> None:
    """A page that is left with the cursor in a note writes only what was typed there."""
    listed.locator("#saved textarea").first.focus()
    other = listed.context.new_page()
    other.goto(listed.url)
    other.locator("#saved textarea").first.fill("Newer")
    other.wait_for_timeout(600)
    listed.goto("about:blank")
    assert kept(other)[MED]["note"] == "Newer"
    other.locator("#saved textarea").first.fill("Newest")
    other.goto(other.url.replace("saved", "about"))  # before its pause is over
    assert kept(other)[MED]["note"] == "Newest"
    other.close()


def test_long_list_is_read_once(tab: Tab, address: str) -> None:
    """What is kept is not read anew for each paper, neither to show the list nor to leave it."""
    page = tab.open(address + "about.html")
    paper = {"title": "T", "lang": "", "names": "N", "topics": [], "text": "", "note": ""}
    paper |= {"saved": "2025-01-01T00:00:00.000Z"}
    value = {f"paper-{number}": paper for number in range(300)}
    keep(page, "papers", json.dumps({"version": 1, "value": value}))
    page.add_init_script(
        "const read = Storage.prototype.getItem; window.reads = 0;"
        " Storage.prototype.getItem = function (name) { reads += 1; return read.call(this, name); }"
    )
    page = tab.open(address + "saved.html")
    assert page.locator("#saved .save").count() == 300
    assert page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide')), reads") < 30


def test_note_comes_back_with_its_paper(listed: Page) -> None:
    """Who takes a paper off the list by mistake loses nothing."""
    note = listed.locator("#saved textarea").first
    note.fill("Mine")
    note.blur()
    button = listed.locator("#saved .save").first
    button.click()
    assert listed.locator("#count").inner_text() == "1 saved paper"
    assert kept(listed)[MED]["note"] == "Mine"
    button.click()
    assert listed.locator("#count").inner_text() == "2 saved papers"
    assert note.input_value() == "Mine"


def test_nothing_is_exported_where_nothing_is_saved(listed: Page) -> None:
    """The papers that were taken off the list stay in sight, the buttons do not."""
    for button in listed.locator("#saved .save").all():
        assert listed.locator("#take").is_visible()
        button.click()
    assert len(titles(listed)) == 2
    assert listed.locator("#take").is_hidden()
    listed.locator("#saved .save").first.click()
    assert listed.locator("#take").is_visible()


@pytest.mark.parametrize("ending", [".bib", ".ris", ".csl.json"])
def test_saved_papers_are_exported(listed: Page, ending: str, tmp_path: Path) -> None:
    """Each paper stands once in the file, as in the exports of its day, alone."""
    with listed.expect_download() as got:
        listed.locator(f"#take button[value='{ending}']").click()
    assert got.value.suggested_filename == f"saved{ending}"
    text = got.value.path().read_text(encoding="utf-8")
    keys = {"ruis2024procedural", "lu2025enhancing"}
    if ending == ".bib":
        assert {line.split("{")[1].strip(",") for line in text.splitlines() if "@" in line} == keys
    elif ending == ".ris":
        (tmp_path / "saved.ris").write_text(text, encoding="utf-8")
        assert {one["id"] for one in rispy.loads(text)} == keys
    else:
        assert {one["id"] for one in json.loads(text)} == keys


@pytest.mark.parametrize("ending", [".bib", ".ris", ".csl.json", "backup"])
def test_what_was_exported_is_imported(
    browser: Browser, listed: Page, ending: str, tmp_path: Path
) -> None:
    """On another device the same papers are saved; with a backup, notes and read marks too."""
    listed.locator("#saved textarea").first.fill("Mine")
    listed.locator("#saved textarea").first.blur()
    listed.locator("#saved .meta input").first.check()
    with listed.expect_download() as got:
        listed.locator(f"#take button[value='{ending}']").click()
    file = tmp_path / got.value.suggested_filename
    got.value.save_as(file)
    is_whole = ending == "backup"
    with new_tab(browser) as other:
        page = other.open(listed.url)
        page.locator("#file").set_input_files(file)
        told = "2 papers were read from" if is_whole else "2 papers of the file are saved."
        page.get_by_text(told).wait_for()
        assert page.locator("#count").inner_text().startswith("2 saved papers")
        assert set(kept(page)) == {LEAD, MED}
        assert kept(page)[MED]["note"] == ("Mine" if is_whole else "")
        assert kept(page)[MED]["read"] is is_whole
        assert other.complaints == []


def test_import_tells_what_the_feed_has_not(tab: Tab, address: str, tmp_path: Path) -> None:
    """By its title; the others are saved, whatever braces and TeX stand in the file."""
    file = tmp_path / "mine.bib"
    file.write_text(
        "@article{a, title = {{Procedural} Knowledge in Pretraining Drives Reasoning in\n"
        " Large {Language} Models}, year = 2024}\n"
        '@book{b, author = "A. Author", title = "Quite Another Book"}\n',
    )
    page = tab.open(address + "saved.html")
    page.locator("#file").set_input_files(file)
    page.get_by_text("1 paper of the file is saved.").wait_for()
    assert (
        "These are not in this feed: Quite Another Book" in page.locator("#progress").inner_text()
    )
    assert set(kept(page)) == {LEAD}


def test_import_takes_no_paper_for_another(tab: Tab, feed: Feed, tmp_path: Path) -> None:
    """An id is asked for as words: what holds them is not yet the paper of that id."""
    feed.add("2025/06/25/reefs.md", "On math of reefs; cites 2506.99999.", arxiv='"2506.00001"')
    feed.add("2025/06/25/other.md", "Kelp.", arxiv='"math/0309136"', title="By its id")
    feed.add("2025/06/25/third.md", "Kelp.", arxiv='"2506.00003"', doi="10.1000/ABC.1", title="D")
    assert feed.build().returncode == 0
    (tmp_path / "mine.bib").write_text(
        "@article{a, title = {Monopoles}, eprint = {math/0309137}}\n"
        "@article{b, title = {Cited}, eprint = {2506.99999}}\n"
        "@article{c, title = {Another spelling}, eprint = {math/0309136v2}}\n"
        "@article{d, title = {E}, doi = {https://doi.org/10.1000/abc.1}}\n"
        "@article{e, title = {F}, doi = {10.1000/abc.12}}\n"
    )
    with serve(feed.output) as root:
        page = tab.open(f"{root}saved.html")
        page.locator("#file").set_input_files(tmp_path / "mine.bib")
        page.get_by_text("of the file").wait_for(timeout=5000)
        told = page.locator("#progress").inner_text()
        assert told.startswith("2 papers of the file are saved."), told
        assert "These are not in this feed: Monopoles; Cited; F" in told
        assert set(kept(page)) == {"other", "third"}


LIBRARY: dict[str, dict[str, Any]] = {
    "drift": {"title": "On the drift of *Homo sapiens*", "arxiv": None, "doi": "10.1017/s0.1"},
    "water": {"title": "H₂O in Größe und Maß", "authors": "[Jörg Groß]", "arxiv": '"2506.00002"'},
    "elias": {"title": "Introduction", "authors": "[Norbert Elias]", "arxiv": '"2506.00003"'},
    "le-goff": {
        "title": "Introduction",
        "authors": "[Jacques Le Goff]",
        "arxiv": None,
        "doi": "10.1000/goff",
    },
    "mao": {"title": "实践论", "authors": "[毛泽东]", "arxiv": '"2506.00004"'},
    "beta": {"title": "Of β-VAEs", "authors": "[Ada Lovelace]", "arxiv": '"2506.00005"'},
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Yield the address of a feed of a librarian's papers."""

    def write(folder: Path) -> None:
        feed = Feed(folder)
        feed.write("site.yaml", SITE)
        feed.write("topics.yaml", TOPICS)
        for slug, told in LIBRARY.items():
            feed.add(f"2025/06/25/{slug}.md", **told)
        assert feed.build().returncode == 0

    with serve(make_once(tmp_path_factory, "library", write) / "_site") as served:
        yield served


def imported(tab: Tab, root: str, name: str, data: str | bytes) -> tuple[set[str], str]:
    """Return what is saved once a file is imported, and what is said."""
    page = tab.open(f"{root}saved.html")
    buffer = data.encode() if isinstance(data, str) else data
    page.locator("#file").set_input_files(
        {"name": name, "mimeType": "text/plain", "buffer": buffer}
    )
    page.get_by_text("of the file").wait_for(timeout=5000)
    return set(kept(page) or {}), page.locator("#progress").inner_text()


@pytest.mark.parametrize(
    ("entry", "slug"),
    [
        ("url = {https://doi.org/10.1017/s0.1}", "drift"),
        ("url = {https://www.example.org/doi/full/10.1017%2FS0.1?via=x#y}", "drift"),
        ("url = {https://example.org/doi/10.1017/S0.1/full}", "drift"),
        ("howpublished = {\\url{https://arxiv.org/pdf/2506.00002v3.pdf}}", "water"),
        ("journal = {arXiv preprint arXiv:2506.00003}", "elias"),
        ("doi = {10.48550/arXiv.2506.00002}", "water"),
        ("title = {On the drift of {\\textless}i{\\textgreater}Homo sapiens}", "drift"),
        (
            'title = {<span class="nocase">On the drift</span> of $<$i$>$Homo sapiens$<$/i$>$}',
            "drift",
        ),
        (
            'title = {H<sub>2</sub>O in Gr{\\"o}{\\ss}e und Ma{\\ss}}, author = {Gro{\\ss}, J.}',
            "water",
        ),
        ("title = {Of $\\beta$-VAEs}, author = {Ada Lovelace}", "beta"),
        ("title = {Introduction}, author = {Elias, N.}", "elias"),
        ("title = {Introduction}, author = {Jacques {Le Goff} and others}", "le-goff"),
        ("title = {Introduction}, author = {Goff, Jacques Le}, doi = {10.1000/GOFF}", "le-goff"),
        ("title = {实践论}, author = {毛, 泽东}", "mao"),
        ("title = {实践论}, author = {Mao, Zedong}", "mao"),
    ],
)
def test_import_knows_a_paper_however_its_record_is_written(
    tab: Tab, library: str, entry: str, slug: str
) -> None:
    """Numbers stand in addresses, tags and entities in titles; names in other scripts may be it."""
    saved, told = imported(tab, library, "mine.bib", f"@article{{a, {entry}}}\n")
    assert (saved, told) == ({slug}, "1 paper of the file is saved.")


@pytest.mark.parametrize(
    ("entry", "title"),
    [
        ("title = {Introduction}, author = {Febvre, Lucien}", "Introduction"),
        (
            "title = {Introduction}, author = {Lucien Febvre}, doi = {10.9999/other}",
            "Introduction",
        ),
        (
            "title = {Introduction}, author = {Le Goff, J.}, doi = {10.9999/other}",
            "Introduction",
        ),
        ("title = {实践论}, author = {王, 泽东}", "实践论"),
        ("title = {???}, author = {Elias, Norbert}", "???"),
    ],
)
def test_import_takes_no_work_for_another_of_the_same_title(
    tab: Tab, library: str, entry: str, title: str
) -> None:
    """Other people wrote it, or it has another DOI."""
    saved, told = imported(tab, library, "mine.bib", f"@article{{a, {entry}}}\n")
    assert saved == set()
    assert told.endswith(f"These are not in this feed: {title}")


def test_import_reads_ris_and_csl_as_managers_write_them(tab: Tab, library: str) -> None:
    """With entities, tags, one space too few, and numbers in any of the fields for them."""
    ris = (
        "TY - JOUR\nTI - Of &amp;beta;-VAEs\nAU - Lovelace A\nER - \n"
        "TY  - JOUR\nT1  - Told otherwise\nUR  - https://example.org/\n"
        "UR  - https://arxiv.org/abs/2506.00003\nER  - \n"
    )
    assert imported(tab, library, "mine.ris", ris)[0] == {"beta", "elias"}
    items = [
        {"title": "On the drift of <i>Homo sapiens</i>", "author": [{"family": "Lovelace"}]},
        {"title": "Introduction", "author": [{"literal": "Lucien Febvre"}]},
        {"title": "Another", "number": "arXiv:2506.00002"},
    ]
    saved, told = imported(tab, library, "mine.json", json.dumps(items))
    assert saved == {"beta", "elias", "drift", "water"}
    assert told.endswith("These are not in this feed: Introduction")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "iso-8859-1", "utf-16"])
def test_import_reads_older_encodings(tab: Tab, library: str, encoding: str) -> None:
    """What is no UTF-8 was written by Windows or by what came before it."""
    text = (
        "@article{a, title = {H2O in Größe und Maß}, author = {Groß, Jörg}}\n"
        "@book{b, title = {Über}}"
    )
    saved, told = imported(tab, library, "mine.bib", text.encode(encoding))
    assert saved == {"water"}
    assert told.endswith("These are not in this feed: Über")


def test_what_is_saved_says_formulas_as_they_are_read(tab: Tab, feed: Feed) -> None:
    """The digits of a fraction or a power side by side are another number; an abstract is text."""
    title = r"Spin-$\frac{1}{2}$ chains and $10^{-3}$ errors"
    feed.add("2025/06/25/spin.md", "How $x^2$ grows.", title=f"'{title}'", summary=None)
    assert feed.build().returncode == 0
    told = "Spin-1/2 chains and 10⁻³ errors"
    with serve(feed.output) as root:
        page = tab.open(f"{root}papers/spin.html")
        page.locator(".save").click()
        assert (kept(page)["spin"]["title"], kept(page)["spin"]["text"]) == (told, "How x² grows.")
        page.goto(f"{root}index.html")
        assert page.locator("article .save").get_attribute("aria-label") == f"Save: {told}"


@pytest.mark.parametrize(
    "title",
    [
        '"Procedural {"}Knowledge{"} in Pretraining Drives Reasoning in Large Language Models"',
        '"Proc{\\"e}dural Knowl\\"edge in Pretraining Drives Reasoning in Large Language Models"',
        "{Procedural Knowledge in Pretraining Drives Reasoning in Large Language Models\\\\}",
    ],
)
def test_titles_of_bibtex_are_read_to_their_end(
    tab: Tab, address: str, title: str, tmp_path: Path
) -> None:
    """Quotation marks within braces, and those of accents, end no title."""
    (tmp_path / "mine.bib").write_text(f"@article{{a, title = {title}, year = 2024}}\n")
    page = tab.open(address + "saved.html")
    page.locator("#file").set_input_files(tmp_path / "mine.bib")
    page.get_by_text("1 paper of the file is saved.").wait_for()
    assert set(kept(page)) == {LEAD}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "{}",
        "[]",
        '{"a": 1',
        "<html>",
        "[1, null]",
        "@misc{a, year = 2020}",
        '{"broadsheet saved papers": 2, "papers": {}}',
        '{"broadsheet saved papers": true}',
    ],
)
def test_file_of_another_kind_changes_nothing(listed: Page, text: str, tmp_path: Path) -> None:
    """It is said what to choose."""
    before = kept(listed)
    (tmp_path / "some.txt").write_text(text)
    listed.locator("#file").set_input_files(tmp_path / "some.txt")
    listed.get_by_text("The file holds no papers").wait_for()
    assert kept(listed) == before


def test_backup_is_joined_to_what_is_there(listed: Page, tmp_path: Path) -> None:
    """Of two notes none is lost, and what is damaged in the file is left out."""
    note = listed.locator("#saved textarea").first
    note.fill("Here")
    note.blur()
    paper = {**kept(listed)[MED], "note": "There", "read": True}
    other = {**paper, "title": "Another", "saved": "2025-01-01T00:00:00.000Z"}
    value = {
        "broadsheet saved papers": 1,
        "papers": {
            MED: paper,
            "another": other,
            "broken": {"title": 5},
            "undated": {**other, "saved": "not a date"},
            "vague": {**other, "saved": "June 2025"},
        },
        "muted": {"topics": ["agents", 3], "words": ["benchmark"]},
    }
    (tmp_path / "backup.json").write_text(json.dumps(value))
    listed.locator("#file").set_input_files(tmp_path / "backup.json")
    listed.get_by_text("2 papers were read from the backup.").wait_for()
    assert set(kept(listed)) == {LEAD, MED, "another"}
    assert kept(listed)[MED]["note"] == "Here\nThere"
    assert kept(listed)[MED]["read"] is True
    assert kept(listed, "muted") == {"topics": ["agents"], "words": ["benchmark"]}


@pytest.mark.parametrize("muted", [None, "agents", {"topics": "agents", "words": None}])
def test_backup_without_what_is_muted(listed: Page, muted: object, tmp_path: Path) -> None:
    """What is of another type than it should be is left out; the papers are read all the same."""
    paper = {**kept(listed)[MED], "title": "Another"}
    value = {"broadsheet saved papers": 1, "papers": {"another": paper}, "muted": muted}
    (tmp_path / "backup.json").write_text(json.dumps(value))
    listed.locator("#file").set_input_files(tmp_path / "backup.json")
    listed.get_by_text("1 paper was read from the backup.").wait_for()
    listed.wait_for_timeout(200)
    assert listed.locator(".notice:not(:empty)").count() == 0
    assert set(kept(listed)) == {LEAD, MED, "another"}


def test_slug_may_be_a_name_of_the_language(listed: Page, tmp_path: Path) -> None:
    """A paper titled "Constructor" is a paper like others."""
    paper = {**kept(listed)[MED], "title": "Constructor"}
    value = {"broadsheet saved papers": 1, "papers": {"constructor": paper, "__proto__": paper}}
    (tmp_path / "backup.json").write_text(json.dumps(value))
    listed.locator("#file").set_input_files(tmp_path / "backup.json")
    listed.get_by_text("2 papers were read from the backup.").wait_for()
    assert set(kept(listed)) == {LEAD, MED, "constructor", "__proto__"}


def test_second_tab_stays_in_step(tab: Tab, listed: Page, address: str) -> None:
    """What one tab saves or takes away, the others show at once, the list too."""
    other = tab.page.context.new_page()
    other.goto(address + DAY)
    star(other, LEAD)
    listed.get_by_text("1 saved paper", exact=True).wait_for()
    star(other, "where-to-find-grokking-in-llm-pretraining-monitor")
    listed.get_by_text("2 saved papers", exact=True).wait_for()
    assert titles(listed)[0].startswith("Where to Find Grokking") or titles(listed)[0].startswith(
        "Where to find Grokking"
    )
    other.close()


DAMAGED = [
    "",
    "{",
    "[]",
    '{"version": 0, "value": {}}',
    '{"version": 2, "value": {"a": 1}}',
    "null",
]


@pytest.mark.parametrize("text", DAMAGED)
def test_damaged_data_is_kept_aside(tab: Tab, address: str, text: str) -> None:
    """The page works as at first; what was there can be fetched, and deleted."""
    page = tab.open(address + DAY)
    keep(page, "papers", text)
    page = tab.open(address + DAY)
    star(page, LEAD)
    assert set(kept(page)) == {LEAD}
    page = tab.open(address + "saved.html")
    page.get_by_role("heading", name="Kept aside").wait_for()
    with page.expect_download() as got:
        page.get_by_role("button", name="Download").click()
    assert got.value.path().read_text() == text
    page.get_by_role("button", name="Delete").click()
    assert page.get_by_role("heading", name="Kept aside").is_hidden()
    assert tab.complaints == []


def test_good_papers_of_damaged_data_stay(listed: Page, tab: Tab, address: str) -> None:
    """One record that cannot be read takes no other with it, and is kept aside itself."""
    value = {**kept(listed), "broken": {"title": "Half"}}
    text = json.dumps({"version": 1, "value": value})
    keep(listed, "papers", text)
    page = tab.open(address + "saved.html")
    assert set(kept(page)) == {LEAD, MED}
    aside = page.evaluate(
        "Object.entries(localStorage).filter(([name]) => name.includes(' aside '))"
    )
    assert [one for _name, one in aside] == [text]


def fill_storage(page: Page) -> None:
    """Leave the site no room in the browser's storage."""
    page.evaluate("""() => {
        let size = 5_000_000;
        while (size > 1) {
            try { localStorage.setItem(`fill ${size}`, "x".repeat(size)); } catch {}
            size = Math.floor(size / 2);
        }
        for (let i = 0; i < 60; i++) try { localStorage.setItem(`f${i}`, "x"); } catch {}
    }""")


def test_what_a_full_storage_does_not_keep_does_not_seem_kept(listed: Page, address: str) -> None:
    """Boxes go back; what was typed stays, marked, and is kept once there is room."""
    fill_storage(listed)
    topic = listed.locator("#muted [value=reasoning]")
    topic.click()
    listed.get_by_text("Not kept: the browser’s room for this site is full.").wait_for()
    assert not topic.is_checked()
    note, words = listed.locator("#saved textarea").first, listed.locator("#muted textarea")
    for field in (note, words):
        field.fill("A thought that is long enough to need room of its own")
        field.blur()
        assert field.get_attribute("aria-invalid") == "true"
    listed.evaluate("localStorage.removeItem('fill 78125')")
    read = listed.locator("#saved .meta input").first
    read.check()
    topic.check()
    assert words.get_attribute("aria-invalid") == "false"
    assert note.input_value().startswith("A thought")
    page = listed.context.new_page()
    listed.close()
    page.goto(f"{address}saved.html")
    assert kept(page)[MED]["note"].startswith("A thought")
    assert kept(page, "muted") == {"topics": ["reasoning"], "words": [kept(page)[MED]["note"]]}


@pytest.mark.usefixtures("listed")
def test_full_storage_is_told(tab: Tab, address: str) -> None:
    """Nothing seems saved that is not."""
    page = tab.open(address + DAY)
    fill_storage(page)
    before = kept(page)
    slug = "where-to-find-grokking-in-llm-pretraining-monitor"
    star(page, slug)
    page.get_by_text("Not kept: the browser’s room for this site is full.").wait_for()
    assert (
        page.locator(f"article[data-slug='{slug}'] .save").get_attribute("aria-pressed") == "false"
    )
    assert kept(page) == before


def test_forbidden_storage_is_told(tab: Tab, address: str) -> None:
    """Where the browser keeps nothing, the page is whole, and the star says why it does nothing."""
    tab.page.add_init_script(
        "Object.defineProperty(window, 'localStorage',"
        " { get() { throw new DOMException('no', 'SecurityError'); } });"
    )
    page = tab.open(address + DAY)
    page.wait_for_timeout(200)
    assert page.locator(".notice").count() == 0
    star(page, LEAD)
    page.get_by_text("Not kept: the browser lets this site keep nothing.").wait_for()
    page = tab.open(address + "saved.html")
    assert page.locator("#none").is_visible()
    assert tab.complaints == []


def test_another_feed_on_the_origin_has_its_own(tab: Tab, listed: Page, address: str) -> None:
    """People have several feeds at one host."""
    listed.evaluate("localStorage.setItem('broadsheet /other/ papers', '{')")
    page = tab.open(address + "saved.html")
    assert page.locator("#count").inner_text() == "2 saved papers"
    assert page.evaluate("localStorage.getItem('broadsheet /other/ papers')") == "{"


def test_without_scripts_the_page_says_what_it_needs(browser: Browser, address: str) -> None:
    """And no control stands there that would do nothing, nor a star elsewhere."""
    with new_tab(browser, java_script_enabled=False) as tab:
        page = tab.open(address + "saved.html")
        assert page.locator("noscript p").inner_text() == "Saving papers needs JavaScript."
        assert page.locator("main :is(button, input, select, textarea):visible").count() == 0
        page = tab.open(f"{address}papers/{LEAD}.html")
        assert page.locator("button:visible").count() == 0


def test_saving_works_from_a_disk(tab: Tab, real_site: Path) -> None:
    """Only exports, which fetch pages, do not; the page says which papers are missing."""
    page = tab.open((real_site / DAY).as_uri())
    star(page, LEAD)
    page = tab.open((real_site / "saved.html").as_uri())
    assert titles(page) == [TITLE]


def test_printed_list_has_no_dead_controls(listed: Page) -> None:
    """Papers and notes are printed, not what moves them elsewhere."""
    listed.emulate_media(media="print")
    assert len(titles(listed)) == 2
    controls = listed.locator("main :is(button, input, select):visible")
    assert controls.count() == 0
    listed.emulate_media(media="screen")
    listed.fill("#within [name=q]", "medical")
    listed.emulate_media(media="print")
    assert [control.input_value() for control in controls.all()] == ["medical"]


@pytest.fixture(scope="module")
def arabic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Yield the address of the feed in Arabic."""

    def make(folder: Path) -> None:
        content = folder / "content"
        copytree(FEED, content)
        site = content / "site.yaml"
        text = site.read_text(encoding="utf-8").replace("language: en\n", "")
        site.write_text(f"{text}language: ar\n", encoding="utf-8")
        assert run("build", "--content", content, "--output", folder / "site").returncode == 0

    with serve(make_once(tmp_path_factory, "arabic", make) / "site") as served:
        yield served


# How far to the right some names begin in a text.
PLACES = """(text, names) => names.map((name) => {
  const nodes = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  while (nodes.nextNode() && !nodes.currentNode.data.includes(name));
  const range = document.createRange();
  range.setStart(nodes.currentNode, nodes.currentNode.data.indexOf(name));
  range.setEnd(nodes.currentNode, nodes.currentNode.data.indexOf(name) + name.length);
  return range.getBoundingClientRect().right;
})"""


def test_names_in_arabic_stand_in_their_order(desk: Tab, arabic: str) -> None:
    """From right to left, each as it is read, on cards and wherever a script tells them."""
    names = ["Laura Ruis", "Maximilian Mozes", "Juhan Bae"]
    page = desk.open(arabic + DAY)
    star(page, LEAD)
    for path in (DAY, "saved.html", "search.html?q=procedural+knowledge+pretraining"):
        page = desk.open(arabic + path)
        by = page.locator(f"article[data-slug='{LEAD}'] .by")
        by.first.wait_for()
        places = by.first.evaluate(PLACES, names)
        assert places == sorted(places, reverse=True), path
        assert len(set(places)) == 3, path


def test_saved_papers_in_arabic(tab: Tab, arabic: str) -> None:
    """The page reads from right to left, numbers as the site has them, and axe is content."""
    page = tab.open(arabic + DAY)
    star(page, LEAD)
    page = tab.open(arabic + "saved.html")
    assert page.evaluate("document.dir") == "rtl"
    assert titles(page) == [TITLE]
    assert "saved" not in page.locator("#count").inner_text()
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
