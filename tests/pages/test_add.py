"""The form that adds a paper beside the check: what the one tells, the other does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from browsing import new_tab
from support import FEED, VALUES, make_once, run

from broadsheet.content.fields import PAPER, SITE, TOPIC
from broadsheet.content.forms import form_of
from broadsheet.content.papers import read_paper
from broadsheet.content.writing import write_paper

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from browsing import Tab
    from playwright.sync_api import Browser, Page

    from broadsheet.content.problems import Problem

GOOD = {
    "title": "A paper",
    "authors": "Ada Lovelace\nGrace Hopper",
    "arxiv": "2506.20544",
    "published": "2025-06-24",
    "summary": "What was done, and what was found.",
    "day": "2025-06-25",
}
WRITE_ALL = "write every author's name"
BEHIND = "each an entry of its own"
ROE = "'{}' must be a name alone: write Jane Roe"
LONG = f"Jane Roe ({'X' * 90}"
CALLED_SO = "or {name: Dr. Seuss} for one who is called so"
ADA = "'Ada Lovelace{}Grace Hopper' must be one name: write Ada Lovelace, Grace Hopper"
ARXIV = 'arxiv must be an arXiv id, as in "2506.20544", not'
DOI = 'doi must be a DOI, as in "10.1000/182", not'
OR_LESS = "or a month or year, as YYYY-MM or YYYY"
WHEN = f"published must be a day that exists, as YYYY-MM-DD, {OR_LESS}, not"
FORM = "must be an address of the form https://host/path, without user name or password"


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Tab]:
    """Yield a tab as it comes."""
    with new_tab(browser) as made:
        yield made


@pytest.fixture
def form(tab: Tab, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """Yield the page of a site whose source is known, newly loaded; nothing in it fails."""

    def make(folder: Path) -> None:
        words = ["--content", FEED, "--output", folder, "--repository", "owner/name"]
        assert run("build", *words).returncode == 0

    page = tab.open((make_once(tmp_path_factory, "form", make) / "add.html").as_uri())
    page.get_by_text("More: code").click()
    page.check("input[value=reasoning]")
    page.check("input[value=benchmarks]")
    yield page
    assert tab.complaints == []


TYPE = """(values) => {
  for (const [name, value] of Object.entries(values)) {
    const control = document.getElementById(name);
    control.value = value;
    control.dispatchEvent(new Event("focusout", { bubbles: true }));
  }
}"""


def told_by_form(page: Page, field: str, text: str, **others: str) -> str:
    """Type a paper, good but for one field and those given; return what is told of the field."""
    page.evaluate(TYPE, {**GOOD, **others, field: text})
    return page.locator(f"#wrong-{field}").text_content() or ""


def told_by_check(field: str, value: Any) -> str:
    """Return what the reader tells first of a paper's file; empty if it has nothing to tell."""
    problems = problems_of(field, value)
    return problems[0].message if problems else ""


def problems_of(field: str, value: Any) -> list[Problem]:
    """Return what the reader tells of a paper's file, good but for one field."""
    made = write_paper({**VALUES, field: value}, "", {})
    return read_paper("2025/06/25/x.md", made.encode(), lambda _: None)[1]


def names_of(lines: str) -> tuple[str, ...]:
    """Return names as a paper has them, of a text with signs between them."""
    return tuple(" ".join(one.split()) for one in lines.split("|"))


def file_of(page: Page) -> str:
    """Return the file that the form shows."""
    return page.locator("#file").text_content() or ""


def leads_on(page: Page) -> bool:
    """Return whether the form lets the file be proposed."""
    return page.locator("#propose").get_attribute("href") is not None


PAIR = (
    "these are names of one word each: write [Ada Lovelace, Grace Hopper],"
    " or {name: Hopper} for one who has no other"
)


@pytest.mark.parametrize(
    ("names", "told"),
    [
        ("Ada Lovelace|et al.", f"'et al.' is no name: {WRITE_ALL}"),
        ("Ada Lovelace|and 5 others", f"'and 5 others' is no name: {WRITE_ALL}"),
        ("Ada Lovelace|…", f"'…' is no name: {WRITE_ALL}"),
        (
            "Ada Lovelace et al.|Grace Hopper",
            f"'Ada Lovelace et al.' must be one name: {WRITE_ALL}",
        ),
        ("A. Bee; C. Dee|Eve Curie", f"'A. Bee; C. Dee' must be one name: {WRITE_ALL}"),
        ("Martin Luther King|Jr.", "'Jr.' is no name: write Martin Luther King Jr."),
        ("Jane Roe|PhD", "'PhD' is no name: take it out"),
        ("The Lab|Inc.", "'Inc.' is no name: write \"The Lab, Inc.\""),
        ("Ada Lovelace*|Grace Hopper", "'Ada Lovelace*' must be a name alone: write Ada Lovelace"),
        ("Eve Curie|Grace Hopper1,2", "'Grace Hopper1,2' must be a name alone: write Grace Hopper"),
        ("†Ada Lovelace|Eve Curie", "'†Ada Lovelace' must be a name alone: write Ada Lovelace"),
        ("Zoë²|Eve Curie", "'Zoë²' must be a name alone: write Zoë, or {name: Zoë²} for a group"),
        ("Wei Wang 0001|Eve Curie", "'Wei Wang 0001' must be a name alone: write Wei Wang"),
        (
            "Ada Lovelace and Grace Hopper|Eve Curie",
            f"{ADA.format(' and ')}, {BEHIND}, or {{name: ...}} for a group",
        ),
        ("Eve Curie|and Ada Lovelace", "'and Ada Lovelace' must be one name: write Ada Lovelace"),
        (
            "张三、李四|王小明",
            f"'张三、李四' must be one name: write 张三, 李四, {BEHIND}: 、 parts nothing here",
        ),
        (
            "Ada O'Neil|Ada O'Neil / Eve Curie",
            f"\"Ada O'Neil / Eve Curie\" must be one name: write Ada O'Neil, Eve Curie, {BEHIND}",
        ),
        (
            "Eve Curie|Ada Lovelace, Grace Hopper",
            f"{ADA.format(', ')}, {BEHIND}, or one name as it is read aloud",
        ),
        *(
            (f"Eve Curie|{name}", ROE.format(name))
            for name in ("Dr. Jane Roe", "PD Dr Jane Roe", "Prof. Dr. h. c. mult. Jane Roe")
        ),
        *(
            (f"Eve Curie|{name}", ROE.format(name))
            for name in ("Dipl.-Ing. Jane Roe", "Mrs. Jane Roe", "Dr. Jane Roe, MD, Ph.D.")
        ),
        *(
            (f"Eve Curie|{name}", ROE.format(name))
            for name in ("Jane Roe, PhD", "Jane Roe MSc", "Jane Roe, Ed.D.")
        ),
        *(
            (f"Eve Curie|{name}", f"{ROE.format(name)}, or {{name: {name}}} for a group")
            for name in ("Jane Roe (MIT)", "Jane Roe (Google DeepMind)", "Jane Roe (she/her)")
        ),
        *(
            (f"Eve Curie|{name}", f"{ROE.format(name)}, or {{name: {name}}} for a group")
            for name in ("Jane Roe [equal work]", "Jane Roe, MIT", "Jane Roe, Roe University")
        ),
        (
            f"Eve Curie|{LONG})",
            f"{ROE.format(LONG[:80])}, or {{name: {LONG[:80]}}} for a group",
        ),
        ("Eve Curie|Dr. Seuss", f"'Dr. Seuss' must be a name alone: write Seuss, {CALLED_SO}"),
        *(
            (f"Eve Curie|{name}", ROE.format(name))
            for name in ("Jane Roe <jane@roe.example>", "jane.roe+a@roe.example, Jane Roe")
        ),
        *(
            (f"Eve Curie|{name}", ROE.format(name))
            for name in ("Jane Roe https://orcid.org/0000-0001", "Jane Roe (HTTP://roe.example:80)")
        ),
        (
            "Eve Curie|jane@roe.example",
            "'jane@roe.example' must be a name alone: write the name",
        ),
        *(
            (f"Eve Curie|{name}", ROE.format(name))
            for name in ("Jane Roe ✉", "Jane Roe✉*", "1. Jane Roe", "12) Jane Roe,", "Jane Roe;")
        ),
        *(
            (f"Eve Curie|{sign}", f"'{sign}' is no name: it has no letter")
            for sign in (".", "—", "()", "✉")
        ),
        ("Roe, Dr. Jane|Eve Curie", "write the name as it is read aloud: Jane Roe"),
        ("Lovelace, Ada|Eve Curie", "write the name as it is read aloud: Ada Lovelace"),
        (
            "King, Martin Luther, Jr.|Eve Curie",
            "write the name as it is read aloud: Martin Luther King Jr.",
        ),
        ("王, 小明|Eve Curie", "write the name as it is read aloud: 王小明"),
        ("Ada Lovelace|ADA  LOVELÁCE", "ADA LOVELÁCE stands twice in authors: read once"),
        (f"Eve Curie|{'x' * 201}", "an entry of authors must have at most 200 characters, not 201"),
        (f"Eve Curie|{'𝒜' * 201}", "an entry of authors must have at most 200 characters, not 201"),
        *(
            (f"Eve Curie|{name}", "")
            for name in ("x" * 200, "𝒜" * 200, "Sammy Davis III", "Malcolm X")
        ),
        *(
            (f"Eve Curie|{name}", "")
            for name in ("The Lab, Inc.", "Barnes and Noble", "Plato", "C3PO")
        ),
        *(
            (f"Eve Curie|{name}", "")
            for name in ("Daniel D'souza", "Md. Rahman", "王 小明", "Łukasz")
        ),
        *(
            (f"Eve Curie|{name}", "")
            for name in ("St. John Smith", "Edd Roe", "Rahman MD", "Profa Lima", "Drew Barr")
        ),
        *(
            (f"Eve Curie|{name}", "")
            for name in ("Wei Wang (Wayne)", "Wei Wang (王伟)", "Jane Roe @ home", "x://y")
        ),
        *(
            (f"Eve Curie|{name}", "")
            for name in ("LIGO Collaboration (LSC)", "The Roe Group (Paris, France)")
        ),
        *(
            (f"Eve Curie|{name}", "")
            for name in ("Ph. D. Thesis Group", "Dr. Roe Research Group", "Martin King, III")
        ),
        ("Eve Curie|Department of Physics, University of Oxford", ""),
        *(
            (f"Eve Curie|{name}", ROE.format(name))
            for name in ("Jane Roe (Hrsg.)", "Jane Roe [Hrsg]", "Jane Roe (eds.)", "Jane Roe (éd.)")
        ),
        *(
            (f"Eve Curie|{name}", ROE.format(name))
            for name in ("Jane Roe, VerfasserIn", "Roe, Jane, Herausgeber", "Jane Roe, Hrsg.")
        ),
        *(
            (
                f"Eve Curie|Ada Lovelace{word}Grace Hopper",
                f"{ADA.format(word)}, {BEHIND}, or {{name: ...}} for a group",
            )
            for word in (" und ", " et ", " y ", " e ")
        ),
        (
            "King, Martin Luther Jr.|Eve Curie",
            "write the name as it is read aloud: Martin Luther King Jr.",
        ),
        (
            "Ada Lovelace|Hopper|Grace",
            PAIR,
        ),
        *(
            (f"Eve Curie|{name}", "")
            for name in ("Heinrich XIV.", "Hans Meier d. Ä.", "Walter Benjamin jun.", "Edd Author")
        ),
        *((f"Eve Curie|{name}", "") for name in ("José Ortega y Gasset", "Real Academia Española")),
        *(
            (f"Eve Curie|{name}", "")
            for name in ("Verein für Bildung und Kultur Berlin e. V.", "Sukarno", "Jun Xi")
        ),
    ],
)
def test_names_are_judged_as_by_the_check(form: Page, names: str, told: str) -> None:
    """In the same words; and nothing leads on to what the check will refuse."""
    problems = problems_of("authors", names_of(names))
    assert [one.message for one in problems][:1] == [told] * bool(told)
    assert told_by_form(form, "authors", names.replace("|", "\n")) == told
    assert leads_on(form) == all(one.severity == "warning" for one in problems)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Jos\\'e Garc{\\'i}a", ""),
        ("Garc{\\'i}a, Jos\\'e", "write the name as it is read aloud: Jos\\'e Garc{\\'i}a"),
    ],
)
def test_tex_in_a_name_is_told_by_the_check_alone(form: Page, name: str, told: str) -> None:
    """It has a parser for it, and warns; the form tells what else there is, and leads on."""
    assert "is written in TeX" in told_by_check("authors", ("Eve Curie", name))
    assert told_by_form(form, "authors", f"Eve Curie\n{name}") == told
    assert leads_on(form)


def test_one_word_each_is_told_and_may_be_right(form: Page) -> None:
    """The check only warns of it: there are people with one name."""
    told = (
        "these are names of one word each: write [Ada Lovelace],"
        " or {name: Lovelace} for one who has no other"
    )
    assert told_by_check("authors", ("Lovelace", "Ada")) == told
    assert told_by_form(form, "authors", "Lovelace\nAda") == told
    assert leads_on(form)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        *(
            (text, f"{ARXIV} '{text}'")
            for text in ("2411.0001", "2513.00001", "2500.00001", "0704.00001")
        ),
        *(
            (text, f"{ARXIV} '{text}'")
            for text in ("1412.00001", "1501.0001", "0703.0001", "0001.00001")
        ),
        *(
            (text, f"{ARXIV} '{text}'")
            for text in ("math/0313136", "math/5001001", "math/030913", "25.1")
        ),
        *(
            (text, "")
            for text in ("0704.0001", "1412.9999", "1501.00001", "2512.00001", "9912.00001")
        ),
        *((text, "") for text in ("math/0309136", "quant-ph/0201082", "hep-th/9112001")),
    ],
)
def test_arxiv_id_is_judged_as_by_the_check(form: Page, text: str, told: str) -> None:
    """Months that there are, and as many digits as arXiv gave at the time."""
    assert told_by_check("arxiv", text) == told
    assert told_by_form(form, "arxiv", text) == told
    assert leads_on(form) == (told == "")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        *(
            (text, f"{DOI} '{text}'")
            for text in ("11.1000/183", "10.100/182", "10.1000/", "10.1000/a{b")
        ),
        *((text, f"{DOI} '{text}'") for text in ("10.1000/a|b", "10.1000/a^b", "10.1000182")),
        *((text, "") for text in ("10.1000/182", "10.1016/0370-2693(82)91177-3", "10.1000/a&b")),
        ("10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-#", ""),
    ],
)
def test_doi_is_judged_as_by_the_check(form: Page, text: str, told: str) -> None:
    """With the signs that a DOI may hold, and no other."""
    assert told_by_check("doi", text) == told
    assert told_by_form(form, "doi", text) == told
    assert leads_on(form) == (told == "")


@pytest.mark.parametrize(
    ("field", "typed", "line"),
    [
        ("arxiv", "https://arxiv.org/abs/2506.20544v2", 'arxiv: "2506.20544"'),
        ("arxiv", "math.GT/0309136v1", 'arxiv: "math/0309136"'),
        ("arxiv", "(arXiv:2506.20544).", 'arxiv: "2506.20544"'),
        ("doi", "https://doi.org/10.1000/182/", 'doi: "10.1000/182"'),
        ("doi", "10.1000/182.", 'doi: "10.1000/182"'),
        ("doi", "doi:10.1000/182?casa_token=a#b", 'doi: "10.1000/182"'),
        ("doi", "(https://dx.doi.org/10.1000%2F182)", 'doi: "10.1000/182"'),
        ("doi", "10.1000/50%", 'doi: "10.1000/50%"'),
        ("doi", "10.1000/1%008%E2%80%AE2", 'doi: "10.1000/182"'),
    ],
)
def test_id_is_taken_out_of_what_stands_around_it(
    form: Page, field: str, typed: str, line: str
) -> None:
    """The check warns of it and reads it so; the form writes it so."""
    assert told_by_form(form, field, typed) == ""
    assert line in file_of(form).split("\n")
    assert told_by_check(field, line.split('"')[1]) == ""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        *(
            (text, f"{WHEN} '{text}'")
            for text in ("2025-02-30", "2025-13", "2025-00-10", "2025-6-4")
        ),
        *((text, f"{WHEN} '{text}'") for text in ("0000", "June 2025", "2023-02-29", "20250624")),
        ("2025-06-27", "published must not be after the day of its folder"),
        *((text, "") for text in ("2025-06-26", "2025-06", "2025", "2024-02-29", "1665-03-06")),
    ],
)
def test_date_is_judged_as_by_the_check(form: Page, text: str, told: str) -> None:
    """Days, months and years that there are."""
    assert told_by_check("published", text).removesuffix(" (25 June 2025)") == told
    assert told_by_form(form, "published", text) == told
    assert leads_on(form) == (told == "")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("https://e.org/a b", "code must be one address, without white space in it"),
        ("https://e.org/<a>", "code must be one address, without < in it"),
        ("https://me:pass@e.org/", f"code {FORM}"),
        ("https://e.org:port/", f"code {FORM}"),
        (f"https://e.org/{'x' * 1987}", "code must have at most 2,000 characters, not 2,001"),
        *((text, "") for text in ("HTTPS://E.org/A", "http://e.org:80?x#y", "https://e.org/é")),
    ],
)
def test_address_is_judged_as_by_the_check(form: Page, text: str, told: str) -> None:
    """One address, without a password in it."""
    assert told_by_check("code", text) == told
    assert told_by_form(form, "code", text) == told
    assert leads_on(form) == (told == "")


@pytest.mark.parametrize(
    ("field", "limit"), [("title", 500), ("venue", 200), ("submitted_by", 100), ("summary", 3000)]
)
def test_too_long_a_text_is_told(form: Page, field: str, limit: int) -> None:
    """It is not cut without a word; characters count, not the halves of which JavaScript knows."""
    told = f"{field} must have at most {limit:,} characters, not {limit + 1:,}"
    fitting, longer = "𝒜" * limit, "𝒜" * (limit + 1)
    assert (told_by_check(field, fitting), told_by_check(field, longer)) == ("", told)
    assert told_by_form(form, field, fitting) == ""
    assert told_by_form(form, field, longer) == told
    assert not leads_on(form)


def test_too_long_an_abstract_is_told(form: Page) -> None:
    """As it will stand in the file."""
    told = "the text must have at most 50,000 characters, not 50,001"
    assert told_by_form(form, "body", "x" * 50_000) == ""
    assert told_by_form(form, "body", "x" * 50_001) == told
    assert not leads_on(form)


@pytest.mark.parametrize("day", ["275760-09-13", "12025-01-01"])
def test_day_beyond_the_calendar_is_told(form: Page, day: str) -> None:
    """A browser's calendar goes further than that of the files, and the page goes on."""
    told = "day must be a day that exists, as YYYY-MM-DD"
    form.evaluate("day => { document.getElementById('day').value = day; }", day)
    form.dispatch_event("#day", "focusout", {"bubbles": True})
    assert form.locator("#wrong-day").text_content() == told
    assert told_by_form(form, "day", "9999-12-31") == ""
    assert told_by_form(form, "day", "0099-12-31", published="0099") == ""


HALVES = ("\ud83d", "\ude00", "\ud835\ud835", "\udc9c\ud835")


@pytest.mark.parametrize("half", HALVES, ids=["high", "low", "two-high", "wrong-way-round"])
@pytest.mark.parametrize(
    "field", ["title", "authors", "arxiv", "doi", "url", "published", "summary", "venue", "body"]
)
def test_half_of_a_letter_is_left_out(form: Page, field: str, half: str) -> None:
    """No file can hold it; the page goes on to follow what is typed, and leads to GitHub."""
    typed = {**GOOD, "doi": "10.1000/182", "url": "https://e.org/", "venue": "XY", "body": "XY"}[
        field
    ]
    text = f"{typed[:1]}{half}{typed[1:]}{half}"
    units = [int.from_bytes(pair) for pair in _pairs(text.encode("utf-16-be", "surrogatepass"))]
    told_by_form(form, field, typed)
    whole = file_of(form)
    form.evaluate(
        """([field, units]) => {
             const control = document.getElementById(field);
             control.value = String.fromCharCode(...units);
             control.dispatchEvent(new Event("input", { bubbles: true }));
           }""",
        [field, units],
    )
    assert file_of(form) == whole
    address = form.locator("#propose").get_attribute("href") or ""
    assert parse_qs(urlsplit(address).query)["value"] == [whole]


def _pairs(data: bytes) -> Iterator[bytes]:
    return (data[place : place + 2] for place in range(0, len(data), 2))


def test_what_the_reader_leaves_out_is_left_out(form: Page) -> None:
    """Control characters, marks of direction, spaces without width: the check meets none."""
    planes = (range(0x3000), range(0xA800, 0xAC00), range(0xFB00, 0x10000), range(0xE0000, 0xE0100))
    odd = [code for plane in planes for code in plane if chr(code) not in "\r\n\u2028\u2029"]
    for start in range(0, len(odd), 1000):
        typed = "x".join(map(chr, odd[start : start + 1000]))
        told_by_form(form, "summary", f"a{typed}b")
        problems = read_paper("2025/06/25/x.md", file_of(form).encode(), lambda _: None)[1]
        assert [one.message for one in problems if "invisible" in one.message] == []


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("a\u0000b\u0080c\u009fd\ufeffe\u202ef", "abcdef"),
        ("a\u000bb\u0085c\u2028d\u2029 e", "a b c d e"),
        ("a\u00adb\u200bc\u2066d\u061ce\U000e0041f", "abcdef"),
        ("e\u200b\u0301", "é"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d💻 and a\u200db", "👩\u200d💻 and ab"),
        ("🏴\U000e0067\U000e0062\U000e007f", "🏴\U000e0067\U000e0062\U000e007f"),
    ],
)
def test_invisible_characters_stand_where_they_are_meant(
    form: Page, typed: str, shown: str
) -> None:
    """Joiners of scripts and emoji, and the tags of a flag."""
    told_by_form(form, "title", typed)
    assert f'title: "{shown}"' in file_of(form).split("\n")


def test_every_form_is_one_to_a_browser(form: Page) -> None:
    """JavaScript takes no sign as escaped that needs not be; other forms stand in the schemas."""
    fields = [
        part for table in (PAPER, SITE, TOPIC) for one in table for part in (one, *one.fields)
    ]
    for pattern in sorted({form_of(field) for field in fields}):
        form.evaluate("(pattern) => { new RegExp(`^(?:${pattern})$`, 'u'); }", pattern)
