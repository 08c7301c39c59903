"""Files of records: each known form, read as people mean it, one bad record beside good ones."""

from __future__ import annotations

import json
import tracemalloc
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from broadsheet.adding.cleaning import find_ids, paragraphs_of, plain_of
from broadsheet.adding.formats import read_records
from broadsheet.adding.found import CHUNK, Found
from broadsheet.adding.jsonforms import read_json
from broadsheet.adding.moments import finest, read_date
from broadsheet.adding.records import Record, RecordError
from broadsheet.content.model import Discussion
from broadsheet.text.tex import untex

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

ENTRY = """<entry>
<id>http://arxiv.org/abs/2506.20544v2</id>
<title>A Title</title>
<published>2025-06-25T17:59:46Z</published>
<summary>We look again.</summary>
<author><name>Ada Lovelace</name></author>
</entry>
"""


def read(text: str | bytes, name: str = "a-file") -> list[Found]:
    """Read all that a file holds."""
    return list(read_records(BytesIO(text.encode() if isinstance(text, str) else text), name))


def read_one(text: str | bytes, name: str = "a-file") -> Record:
    """Read the one record that a file holds."""
    (found,) = read(text, name)
    assert found.record is not None, found.problem
    assert not found.problem
    return found.record


def problem(text: str | bytes, name: str = "a-file") -> str:
    """Read what is wrong with the one record that a file holds."""
    (found,) = read(text, name)
    assert found.record is None
    return found.problem


def titles(found: Sequence[Found]) -> list[str]:
    """Return the title at each line, or an empty one where there is a problem."""
    return [one.record.title if one.record else "" for one in found]


def atom(*entries: str) -> str:
    """Make a feed of arXiv."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"'
        f' xmlns:arxiv="http://arxiv.org/schemas/atom">\n{"".join(entries)}</feed>\n'
    )


def daily(title: str = "A Title", outer: str = "", **paper: Any) -> dict[str, Any]:
    """Make an item of Hugging Face's daily papers."""
    inner = {
        "id": "2506.20544",
        "authors": [{"name": "Ada Lovelace", "hidden": False}],
        "publishedAt": "2025-06-25T20:00:00.000Z",
        "title": title,
        "summary": "We look again.",
        **paper,
    }
    return {"paper": inner, "title": outer or title, "publishedAt": "2025-06-26T00:00:00.000Z"}


def csl(**changes: Any) -> str:
    """Make an item of CSL-JSON."""
    fields = {"title": "A Title", "author": [{"given": "Ada", "family": "Lovelace"}], **changes}
    return json.dumps(fields)


def bib(**fields: str) -> str:
    """Make a BibTeX entry, its values in braces."""
    all_fields = {"title": "A Title", "author": "Ada Lovelace", **fields}
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in all_fields.items())
    return f"@article{{key,\n{lines}}}\n"


def ris(*lines: str) -> str:
    """Make a record of RIS."""
    return "\n".join(["TY  - JOUR", "TI  - A Title", "AU  - Lovelace, Ada", *lines, "ER  - ", ""])


# arXiv


def test_arxiv_entry_gives_all_that_it_tells() -> None:
    """The id without its version, the first version's day, subject, DOI and journal."""
    text = ENTRY.replace(
        "</entry>",
        "<author><name>Grace Hopper</name></author>"
        '<category term="cs.CL"/><category term="cs.LG"/>'
        '<arxiv:primary_category term="cs.LG"/><arxiv:doi>10.1000/xyz</arxiv:doi>'
        "<arxiv:journal_ref>J. of Tests 3 (2025)</arxiv:journal_ref></entry>",
    )
    assert read(atom(text)) == [
        Found(
            3,
            Record(
                title="A Title",
                authors=("Ada Lovelace", "Grace Hopper"),
                published="2025-06-25",
                arxiv="2506.20544",
                doi="10.1000/xyz",
                venue="J. of Tests 3 (2025)",
                category="cs.LG",
                abstract="We look again.",
            ),
            "",
            "2506.20544",
            "A Title",
        )
    ]


def test_old_arxiv_id_keeps_its_archive() -> None:
    """Before 2007 an id was counted within its archive."""
    assert read_one(atom(ENTRY.replace("2506.20544v2", "hep-th/9901001v3"))).arxiv == (
        "hep-th/9901001"
    )


def test_hard_wrapped_title_is_one_line() -> None:
    """The API breaks long titles and indents what follows."""
    assert read_one(atom(ENTRY.replace("A Title", "A Title\n  in Lines"))).title == (
        "A Title in Lines"
    )


def test_paragraphs_of_an_abstract_are_kept() -> None:
    """At arXiv a paragraph begins with white space, and other line breaks mean nothing."""
    text = ENTRY.replace("We look again.", "\n  One goes\non.\n  Two.\n")
    assert read_one(atom(text)).abstract == "One goes on.\n\nTwo."


def test_sign_that_looks_like_a_tag_stays_in_a_title() -> None:
    """What is escaped in XML is text."""
    assert read_one(atom(ENTRY.replace("A Title", "Why &lt;think&gt; &amp; act?"))).title == (
        "Why <think> & act?"
    )


def test_accents_of_tex_become_letters_at_arxiv() -> None:
    """ArXiv keeps what authors typed, in titles and abstracts; formulas stay."""
    typed = r"Schr\"odinger and {\'E}tale: \emph{10\%} of {0,1}, ~5 in $\mathcal{O}(n^2)$"
    assert read_one(atom(ENTRY.replace("A Title", typed))).title == (
        r"Schrödinger and Étale: 10% of {0,1}, ~5 in $\mathcal{O}(n^2)$"
    )


def test_six_hundred_authors_keep_their_order() -> None:
    """Nobody of 664 authors is lost."""
    names = [f"Author {number}" for number in range(664)]
    authors = "".join(f"<author><name>{name}</name></author>" for name in names)
    record = read_one(atom(ENTRY.replace("<author><name>Ada Lovelace</name></author>", authors)))
    assert record.authors == tuple(names)


def test_lone_sign_is_no_author() -> None:
    """ArXiv has `DeepSeek-AI, :, Ada Lovelace` where a group stands before its people."""
    group = "<author><name>DeepSeek-AI</name></author><author><name>:</name></author><author>"
    assert read_one(atom(ENTRY.replace("<author>", group))).authors == (
        "DeepSeek-AI",
        "Ada Lovelace",
    )


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("王伟", "王伟"),
        ("محمد بن موسى", "محمد بن موسى"),
        ("Jose\u0301 Garci\u0301a", "José García"),
        ("Ada\u0085 Love\u009dlace", "Ada Lovelace"),
        ("Ada \u202eLovelace", "Ada Lovelace"),
    ],
)
def test_names_of_all_scripts_are_kept_and_controls_are_not(sent: str, kept: str) -> None:
    """Accents are composed; C1 characters and directional overrides are in no name."""
    assert read_one(atom(ENTRY.replace("Ada Lovelace", sent))).authors == (kept,)


def test_error_of_arxiv_is_told() -> None:
    """A malformed id is answered by an entry that says so."""
    text = ENTRY.replace("abs/2506.20544v2", "api/errors#incorrect_id").replace(
        "We look again.", "incorrect id format for abc"
    )
    assert problem(atom(text)) == "arXiv answers: incorrect id format for abc"


def test_feed_without_entries_holds_nothing() -> None:
    """An id that does not exist is answered so."""
    assert read(atom()) == []


def test_entry_of_no_arxiv_id_is_a_problem_and_the_next_is_read() -> None:
    """Each entry is judged by itself, and told with its line."""
    told = "an entry's id must be an arXiv id, as in http://arxiv.org/abs/2506.20544v1,"
    found = read(atom(ENTRY.replace("arxiv.org/abs/", "example.org/"), ENTRY))
    assert [(one.line, one.problem) for one in found] == [
        (3, f"{told} not 'http://example.org/2506.20544v2'"),
        (10, ""),
    ]


def test_feed_that_is_cut_off_gives_what_is_before() -> None:
    """What ends in the middle of an entry is told where it ends."""
    found = read(atom(ENTRY, ENTRY.partition("</summary>")[0]).removesuffix("</feed>\n"))
    assert titles(found) == ["A Title", ""]
    assert found[1] == Found(
        14, None, "the file must be whole XML, and breaks here (no element found)"
    )


def test_doctype_is_refused() -> None:
    """Entities that a file declares could grow without end."""
    text = atom(ENTRY).replace("<feed", '<!DOCTYPE feed [<!ENTITY a "b">]><feed')
    with pytest.raises(RecordError, match="declares a document type"):
        read(text)


# Hugging Face


def test_daily_paper_gives_all_that_it_tells() -> None:
    """The paper's own date, the day on which it was featured, code, project and discussion."""
    item = daily(
        submittedOnDailyAt="2025-06-27T00:25:14.164Z",
        githubRepo="https://github.com/ada/engine",
        projectPage="https://ada.example.org/engine/",
        organization={"name": "analytical", "fullname": "Analytical Society"},
        ai_keywords=["engines", "notes"],
    )
    item["numComments"] = 3
    assert read_one(json.dumps([item])) == Record(
        title="A Title",
        authors=("Ada Lovelace",),
        published="2025-06-25",
        arxiv="2506.20544",
        code="https://github.com/ada/engine",
        project="https://ada.example.org/engine/",
        organizations=("Analytical Society",),
        discussion=Discussion("https://huggingface.co/papers/2506.20544", 3),
        abstract="We look again.",
        featured="2025-06-27",
        keywords=("engines", "notes"),
        money=True,
    )


@pytest.mark.parametrize(
    ("name", "day"), [("2024-06-04.json", "2024-06-04"), ("day-2024-13-04.json", ""), ("a", "")]
)
def test_day_of_older_papers_is_in_the_name(name: str, day: str) -> None:
    """Before March 2025 the service was asked for a day, and did not repeat it."""
    assert read_one(json.dumps([daily()]), name).featured == day


@pytest.mark.parametrize("tex", [r"$\nabla^2$DFT", r"a $\times$ b", "$x$ and y"])
def test_outer_title_is_taken_where_only_it_has_tex(tex: str) -> None:
    """The paper's own title had it stripped; every dollar sign then is TeX."""
    record = read_one(json.dumps([daily("Stripped", outer=tex)]))
    assert (record.title, record.money) == (tex, False)


def test_dollars_in_both_titles_are_money() -> None:
    """TeX is stripped from one of them alone."""
    title = "Can LLMs Earn $1 Million or $2 Million?"
    record = read_one(json.dumps([daily(title)]))
    assert (record.title, record.money) == (title, True)


@pytest.mark.parametrize(
    ("title", "summary", "shown"),
    [
        (r"$\nabla$DFT", "Costs $1 or $2.", (r"$\nabla$DFT", r"Costs \$1 or \$2.")),
        ("Earn $1 or $2", r"In $\mathcal{O}(n)$.", (r"Earn \$1 or \$2", r"In $\mathcal{O}(n)$.")),
        ("A Title", r"Of $x$ and $\alpha$, 2$\times$.", ("A Title", r"Of $x$ and $\alpha$, 2×.")),
        ("A Title", r"It is 2$\times$ faster.", ("A Title", "It is 2× faster.")),
    ],
)
def test_formula_that_was_not_stripped_is_one(
    title: str, summary: str, shown: tuple[str, str]
) -> None:
    """A command between dollar signs is no money, and what is money in the other text stays so."""
    record = read_one(json.dumps([daily(title, outer=title, summary=summary)]))
    assert (record.title, record.abstract, record.money) == (*shown, False)


def test_wrapped_title_and_sign_that_looks_like_a_tag() -> None:
    """White space is folded, and text is text."""
    record = read_one(json.dumps([daily("Why <think>\n  First?", outer="Why <think> First?")]))
    assert record.title == "Why <think> First?"


def test_hidden_authors_and_second_mentions_are_left_out() -> None:
    """Who is hidden is no author; who stands twice is one."""
    names = [("Ada Lovelace", False), ("A Bot", True), ("Ada  Lovelace", False), ("Pi", False)]
    authors = [{"name": name, "hidden": hidden} for name, hidden in names]
    assert read_one(json.dumps([daily(authors=authors)])).authors == ("Ada Lovelace", "Pi")


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("  https://github.com/a/b.git", "https://github.com/a/b"),
        ("https://github.com/a/b/tree/main/c", "https://github.com/a/b"),
        ("https://github.com/a/b\nAnd more at x.org", "https://github.com/a/b"),
        ("github.com/a/b", ""),
        ("/avatars/a.svg", ""),
        ("javascript:alert(1)", ""),
        (None, ""),
    ],
)
def test_code_is_a_clean_address_or_none(sent: str | None, kept: str) -> None:
    """People paste more than the address of a repository."""
    assert read_one(json.dumps([daily(githubRepo=sent)])).code == kept


def test_daily_paper_of_no_arxiv_id_is_a_problem() -> None:
    """The message says what the id must be."""
    assert problem(json.dumps([daily(id="a-blog-post")])) == (
        "paper.id must be an arXiv id, as in 2506.20544, not 'a-blog-post'"
    )


@pytest.mark.parametrize("value", [None, 3, True, [], {}, [None], [[]], "x", -1, 10**30])
@pytest.mark.parametrize(
    "name", ["authors", "title", "publishedAt", "summary", "organization", "ai_keywords"]
)
def test_fields_of_a_wrong_kind_do_no_harm(name: str, value: Any) -> None:
    """What has no sense is as if it were not there."""
    (found,) = read(json.dumps([daily(**{name: value})]))
    assert found.record or found.problem.endswith(("must have one", "at least one"))


# JSON in general, and CSL-JSON


def test_csl_of_a_registry_gives_all_that_it_tells() -> None:
    """As Crossref answers: titles in lists, entities, markup, an address that repeats the DOI."""
    text = csl(
        title=["A <i>fine</i> title &amp; H<sub>2</sub>O"],
        author=[
            {"given": "Ludwig", "non-dropping-particle": "van", "family": "Beethoven"},
            {"given": "Martin", "family": "King", "suffix": "Jr."},
            {"name": "DeepSeek-AI"},
            {"literal": "The Team"},
        ],
        issued={"date-parts": [[2023, 12, 1]]},
        DOI="10.1000/xyz",
        URL="http://dx.doi.org/10.1000/xyz",
        subject=["Engines", "Notes"],
        **{"container-title": ["J. of Tests &amp; Trials"]},
    )
    assert read_one(text) == Record(
        title="A fine title & H₂O",
        emphasis=("fine",),
        splits=(("The Team", "The Team", ""),),
        authors=("Ludwig van Beethoven", "Martin King Jr.", "DeepSeek-AI", "The Team"),
        published="2023-12-01",
        doi="10.1000/xyz",
        venue="J. of Tests & Trials",
        keywords=("Engines", "Notes"),
    )


@pytest.mark.parametrize(
    ("fields", "date"),
    [
        ({"issued": {"date-parts": [[2023]]}}, "2023"),
        ({"issued": {"date-parts": [["2023", "7"]]}}, "2023-07"),
        ({"issued": {"date-parts": [[2023, 13, 40]]}}, "2023"),
        (
            {"issued": {"date-parts": [[None]]}, "created": {"date-parts": [[2022, 1, 2]]}},
            "2022-01-02",
        ),
        ({"issued": {"raw": "2023-12-01"}}, "2023-12-01"),
        ({"issued": "2023-12"}, "2023-12"),
        ({"published-print": {"date-parts": [[2021, 5]]}}, "2021-05"),
        (
            {
                "issued": {"date-parts": [[2023]]},
                "published-online": {"date-parts": [[2023, 4, 5]]},
            },
            "2023-04-05",
        ),
        (
            {
                "issued": {"date-parts": [[2023]]},
                "published-online": {"date-parts": [[2022, 4, 5]]},
            },
            "2022-04-05",
        ),
        ({"issued": {"date-parts": []}}, ""),
        ({}, ""),
    ],
)
def test_dates_of_csl_are_read_as_far_as_they_go(fields: dict[str, Any], date: str) -> None:
    """Parts of a date may be missing, be texts or be wrong; the first that is there counts."""
    assert read_one(csl(**fields)).published == date


def test_most_exact_date_counts_and_then_the_earliest() -> None:
    """A registry has a date for each form; when the DOI was made says nothing."""
    dates = {
        "issued": {"date-parts": [[2023]]},
        "published-print": {"date-parts": [[2023, 6]]},
        "published-online": {"date-parts": [[2023, 2]]},
        "created": {"date-parts": [[2021, 3, 4]]},
    }
    assert read_one(csl(**dates)).published == "2023-02"


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"type": "journal-article"}, "article"),
        ({"type": "article-journal", "container-title": "bioRxiv"}, "preprint"),
        ({"type": "posted-content", "subtype": "preprint"}, "preprint"),
        ({"type": "article", "genre": "Preprint"}, "preprint"),
        ({"type": "article", "publisher": "medRxiv"}, "preprint"),
        ({"type": "article"}, ""),
        ({"type": "webpage"}, ""),
    ],
)
def test_type_of_csl_is_that_of_a_paper(fields: dict[str, str], kind: str) -> None:
    """What sources call a journal may be a server of preprints."""
    assert read_one(csl(**fields)).type == kind


@pytest.mark.parametrize(
    "fields",
    [
        {"DOI": "10.48550/arXiv.2506.20544"},
        {"DOI": "10.48550/ARXIV.2506.20544"},
        {"URL": "https://arxiv.org/abs/2506.20544v3"},
        {"number": "arXiv:2506.20544"},
        {"note": "arXiv:2506.20544 [cs]"},
        {"archive": "arXiv", "archive_location": "2506.20544"},
    ],
)
def test_arxiv_id_is_found_wherever_csl_has_it(fields: dict[str, str]) -> None:
    """Arxiv's own DOI is but its id; then there is no address either."""
    record = read_one(csl(**fields))
    assert (record.arxiv, record.doi, record.url) == ("2506.20544", "", "")


def test_number_that_looks_like_an_arxiv_id_is_none() -> None:
    """Reports have numbers, too; and a note on another paper names that one's id."""
    record = read_one(csl(number="2506.20544", note="Comment on arXiv:2506.20544"))
    assert record.arxiv == ""


def test_address_is_kept_where_there_is_no_id() -> None:
    """Only so can the paper be found."""
    assert read_one(csl(URL="https://example.org/p")).url == "https://example.org/p"


def test_abstract_of_jats_keeps_its_paragraphs() -> None:
    """The heading goes, headings within stay, formulas are TeX."""
    text = (
        "<jats:title>Abstract</jats:title>\n<jats:p>We find\n that <jats:italic>p</jats:italic>"
        " &lt; 0.05, &amp;lt;think&amp;gt; and <jats:inline-formula><jats:alternatives>"
        r"<jats:tex-math>\documentclass{minimal}\begin{document}$$x^2$$\end{document}"
        "</jats:tex-math><mml:math><mml:mi>x</mml:mi></mml:math></jats:alternatives>"
        "</jats:inline-formula>.</jats:p><jats:sec><jats:title>Results</jats:title>\n"
        "<jats:p>Good.</jats:p></jats:sec>"
    )
    assert read_one(csl(abstract=text)).abstract == (
        "We find that p < 0.05, <think> and $x^2$.\n\nResults\n\nGood."
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[1, {csl}]", [(1, "not 1"), None]),
        ('[{csl},\nnull, "a, b", {csl}]', [None, (2, "not null"), None]),
        ('[{csl},\n\n"a, b"]', [None, (3, 'not "a, b"')]),
        ("[{csl},\n[{csl}]]", [None, (2, "it must be an object in braces")]),
        ('{"items": [null, {csl}]}', [(1, "record 1 must be an object in braces, not null"), None]),
        ("[{csl}, ]", [None]),
        ("{csl}\n{csl}", [None, None]),
    ],
)
def test_what_is_no_object_is_named(text: str, told: list[tuple[int, str] | None]) -> None:
    """At its line, of several in a row the first; the objects around it are read."""
    found = read(text.replace("{csl}", csl()))
    assert len(found) == len(told)
    for one, expected in zip(found, told, strict=True):
        if expected:
            line, end = expected
            assert (one.line, one.problem.endswith(end)) == (line, True), one.problem
        else:
            assert one.record is not None


def test_what_is_no_object_is_named_wherever_a_file_is_cut() -> None:
    """A file comes in parts, whose ends may lie anywhere."""
    text = f"[null, {csl()}, 12, {csl()}]".encode()
    for size in range(1, 9):
        parts = [text[at : at + size] for at in range(0, len(text), size)]
        found = [one.problem for one in read_json(iter(parts), "")]
        assert [bool(one) for one in found] == [True, False, True, False]


def test_objects_one_after_another_are_read() -> None:
    """JSON Lines is a list without its brackets."""
    assert titles(read(csl(title="One") + "\n" + csl(title="Two") + "\n")) == ["One", "Two"]


def test_json_that_is_cut_off_gives_what_is_before() -> None:
    """What does not end is told with the line on which it begins."""
    text = f"[\n{csl(title='One')},\n{csl(title='Two')},\n{csl()[:20]}"
    assert [(one.line, one.problem) for one in read(text)] == [
        (2, ""),
        (3, ""),
        (4, "the file must be whole JSON, but ends within what begins here"),
    ]


def test_quotation_mark_too_many_spoils_one_record() -> None:
    """The others are read, and the message names the line within the file."""
    text = f'[\n{csl(title="One")},\n{{"title":\n"T"wo"}},\n{csl(title="Three")}]'
    found = read(text)
    assert titles(found) == ["One", "", "Three"]
    assert found[1] == Found(
        3, None, "a record must be whole JSON: line 4: Expecting ',' delimiter"
    )


def test_records_that_span_chunks_are_whole() -> None:
    """A file is read piece by piece, whose ends fall within strings, escapes and letters."""
    ends = ["é" * size + '"\\é}' * 9 for size in range(1, 40_000, 997)]
    found = read(json.dumps([json.loads(csl(title=end)) for end in ends], ensure_ascii=False))
    assert titles(found) == ends


def test_braces_and_escapes_within_strings_are_text() -> None:
    """Only those outside of strings tell where a record ends."""
    assert read_one(csl(title='A "{" and a \\é" in [it')).title == 'A "{" and a \\é" in [it'


def test_halves_of_letters_are_left_out() -> None:
    """JSON may escape half of a pair, which no file can hold."""
    assert read_one(csl().replace("A Title", r"A \ud835Title")).title == "A Title"


def test_deep_nesting_and_endless_numbers_are_problems() -> None:
    """Neither ends the program."""
    deep = '{"title": ' + "[" * 100_000 + "]" * 100_000 + "}"
    found = read(f'[{csl()}, {deep}, {{"title": {"9" * 5000}}}, {csl()}]')
    assert titles(found) == ["A Title", "", "", "A Title"]


def test_object_of_an_unknown_kind_is_a_problem_beside_others() -> None:
    """It says what a record must have."""
    assert read(f"[{csl()}, {{}}]")[1].problem == (
        "a record must have a title and authors, or a paper"
    )


# BibTeX


def test_bibtex_entry_gives_all_that_it_tells() -> None:
    """Braces go, escapes become letters, months are words or numbers."""
    text = bib(
        title=r"{The {\"O}stlund} Law",
        booktitle=r"Proc.\ of {ICML} \& Friends",
        year="2024",
        month="June",
        doi=r"https://doi.org/10.1000/abc\_def",
        url="https://example.org/p",
        pdf="https://example.org/p.pdf",
        keywords="engines, notes",
        abstract="One\n  goes on.\n\nTwo.",
    )
    assert read_one(text) == Record(
        title="The Östlund Law",
        authors=("Ada Lovelace",),
        published="2024-06",
        doi="10.1000/abc_def",
        pdf="https://example.org/p.pdf",
        venue="Proc. of ICML & Friends",
        abstract="One goes on.\n\nTwo.",
        type="article",
        keywords=("engines", "notes"),
    )


def test_names_of_bibtex_are_read_aloud() -> None:
    """Particles, suffixes and groups stand where they belong, and "others" are nobody."""
    names = [
        "van der Berg, Jan",
        "{DeepSeek-AI}",
        "King, Jr., Martin Luther",
        r"{\'E}mile Zola",
        "Ludwig van Beethoven",
        "{Barnes and Noble}",
        "Plato",
        "A, B, C, D",
        "others",
    ]
    assert read_one(bib(author="\n  and ".join(names))).authors == (
        "Jan van der Berg",
        "DeepSeek-AI",
        "Martin Luther King Jr.",
        "Émile Zola",
        "Ludwig van Beethoven",
        "Barnes and Noble",
        "Plato",
        "B A",
        "D C",
    )


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (r"{\'{\i}} {\o}re \ss{} \aa\ \v{S}ime\v c \c{c} \H{o} \.I", "í øre ß å Šimeč ç ő İ"),
        (r"10\% \& \$5 \#1 a\_b \{x\} \textasciitilde", "10% & $5 #1 a_b {x} ~"),
        ("``One'' -- two --- three~four", "“One” – two — three four"),
        (r"\emph{a \textbf{b}} {\em c} \texttt{d}", "a b c d"),
        (r"\LaTeX{} and \alpha\ and \ldots", "LaTeX and α and …"),
        (r"\href{https://e.org}{the page} \cite{x}\unknown", r"the page\unknown"),
        ("20% of <think> & a_b^c #1", "20% of <think> & a_b^c #1"),
        (r"$\nabla^2$DFT in $\mathcal{O}(n)$", r"$\nabla^2$DFT in $\mathcal{O}(n)$"),
        (r"in \(x^2\) or $ x_1 $ or $$y$$", "in $x^2$ or $x_1$ or $y$"),
        (r"7.2$\times$ faster, $10^6$5", "7.2× faster, 10⁶5"),
        (r"don\'t \"quote\"", 'don\'t "quote"'),
        ("Win $1 Million or $2 Million", "Win $1 Million or $2 Million"),
    ],
)
def test_tex_is_read_as_people_do(typed: str, meant: str) -> None:
    """Commands become letters, what only sets a text goes, formulas stay as they are."""
    assert " ".join(untex(typed).split()) == meant


@pytest.mark.parametrize(
    ("fields", "date"),
    [
        ({"year": "2024"}, "2024"),
        ({"year": "2024", "month": "jun"}, "2024-06"),
        ({"year": "2024", "month": "6", "day": "5"}, "2024-06-05"),
        ({"year": "2024", "month": "June~25"}, "2024-06-25"),
        ({"year": "2024", "month": "25 June"}, "2024-06-25"),
        ({"year": "2024", "month": "Spring"}, "2024"),
        ({"date": "2023-12-01/2023-12-05"}, "2023-12-01"),
        ({"year": "in press"}, ""),
    ],
)
def test_dates_of_bibtex_are_read_as_far_as_they_go(fields: dict[str, str], date: str) -> None:
    """The month is a word, a number or nothing."""
    assert read_one(bib(**fields)).published == date


@pytest.mark.parametrize(
    "fields",
    [
        {"eprint": "2506.20544", "archivePrefix": "arXiv"},
        {"eprint": "2506.20544v2", "eprinttype": "arxiv"},
        {"journal": "arXiv preprint arXiv:2506.20544"},
        {"url": "https://arxiv.org/abs/2506.20544"},
        {"journal": "CoRR", "volume": "abs/2506.20544"},
        {"doi": "10.48550/arXiv.2506.20544"},
        {"howpublished": r"\url{https://arxiv.org/pdf/2506.20544}"},
    ],
)
def test_arxiv_id_is_found_wherever_bibtex_has_it(fields: dict[str, str]) -> None:
    """A preprint is of no venue."""
    record = read_one(bib(**fields))
    assert (record.arxiv, record.doi, record.venue) == ("2506.20544", "", "")


def test_eprint_of_another_archive_is_no_arxiv_id() -> None:
    """JSTOR and HAL use the same field."""
    assert read_one(bib(eprint="2506.20544", eprinttype="jstor")).arxiv == ""


def test_category_is_the_primary_class() -> None:
    """As arXiv's own export has it."""
    assert read_one(bib(eprint="2506.20544", primaryClass="cs.CL")).category == "cs.CL"


@pytest.mark.parametrize("last", [12, 40, 300])
def test_strings_that_double_are_refused_where_they_are_used(last: int) -> None:
    """Each is twice the one before: nobody computes a value of gigabytes."""
    lines = ["@string{a0 = {0123456789}}"]
    lines += [f"@string{{a{n} = a{n - 1} # a{n - 1}}}" for n in range(1, last + 1)]
    entry = "@article{k, title = %s, author = {Ada Lovelace}, year = 2020}"
    file = "\n".join([*lines, entry % f"A{last}", entry % "a6"])
    bad, good = read_records(BytesIO(file.encode()), "a.bib")
    assert bad.problem == f"the @string A{last} must have at most 1,000 characters"
    assert good.record is not None
    assert good.record.title == "0123456789" * 64


def test_strings_count_in_all_entries_that_follow() -> None:
    """Also in another letter case, and joined to a text; an unknown one is left out."""
    text = (
        '@string{icml = "Conf. on {M}achine Learning"}\n@comment{me@example.org}\n'
        '@preamble{"\\newcommand{\\x}{y}"}\n'
        "@misc{a, title={A}, author={Ada Lovelace}, booktitle = ICML # { 2024}, month=jun}\n"
        "@misc{b, title={B}, author={Ada Lovelace}, journal = JMLR}\n"
    )
    found = read(text)
    assert [(one.line, one.record.venue) for one in found if one.record] == [
        (4, "Conf. on Machine Learning 2024"),
        (5, ""),
    ]


def test_brace_that_does_not_close_spoils_one_entry() -> None:
    """The next entry begins where a line says so."""
    text = "% a@b.org\n@misc{a,\n  title = {A {B},\n  author = {C}\n}\n\n" + bib() + bib(title="D")
    found = read(text)
    assert [one.line for one in found] == [2, 7, 11]
    assert titles(found) == ["", "A Title", "D"]
    assert found[0].problem == "an entry must close each brace and quotation mark that it opens"


def test_missing_comma_is_told_with_its_line() -> None:
    """The line is the file's, not the entry's."""
    text = bib() + "@misc{a,\n  title = {A}\n  author = {B}\n}\n"
    assert read(text)[1].problem == (
        "an entry must be of the form @article{key, title = {...}, ...},"
        " which line 7 is not: '}' expected"
    )


@pytest.mark.parametrize(
    "text",
    [
        '@ARTICLE{, title = "A Title", author = "Ada Lovelace"}',
        "@misc(a key, title={A Title}, author={Ada Lovelace})",
        "   @misc{van der berg 2020, title={A Title}, author={Ada Lovelace}}",
        "@comment{x} @misc{a, title={A Title}, author={Ada Lovelace}} and so on",
        "@misc{a,\r\n\ttitle = {A\r\n\tTitle},\r\n\tauthor = {Ada Lovelace}\r\n}\r\n",
        "\ufeff@misc{a, title={A Title}, author={Ada Lovelace}}",
    ],
)
def test_entries_in_other_clothes_are_read(text: str) -> None:
    """No key, one with spaces, parentheses, one line, CRLF, a byte order mark."""
    record = read_one(text)
    assert (record.title, record.authors) == ("A Title", ("Ada Lovelace",))


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"title": "{}"}, "the title is missing: a record must have one"),
        ({"author": "others"}, "the authors are missing: a record must name at least one"),
    ],
)
def test_record_must_have_a_title_and_an_author(fields: dict[str, str], told: str) -> None:
    """Without them there is no paper."""
    assert problem(bib(**fields)) == told


def test_entry_in_latin_1_is_a_problem_beside_others() -> None:
    """Only the entry with the strange bytes is not read."""
    found = read(bib(title="Größe").encode("latin-1") + bib().encode())
    assert titles(found) == ["", "A Title"]
    assert found[0].problem == (
        "a record must be in UTF-8: the file has another encoding, most likely Latin-1 (as in"
        " 'Größe'); save it, or export it again, as UTF-8"
    )


def test_zoteros_own_json_is_told() -> None:
    """That of Better BibTeX and that of Zotero's server, with how to export it instead."""
    item = {"itemType": "book", "title": "T", "creators": [{"lastName": "Roe"}], "DOI": "10.1000/1"}
    for form in ({"config": {}, "items": [item]}, [{"key": "A", "data": item}], item):
        with pytest.raises(RecordError, match="Zotero's own form") as told:
            read(json.dumps(form))
        assert str(told.value).endswith("export it as CSL JSON, BibLaTeX or RIS")


@pytest.mark.parametrize(
    ("tag", "kind", "meant"),
    [
        ("NEWS", "article-newspaper", "article"),
        ("MGZN", "article-magazine", "article"),
        ("ENCYC", "entry-encyclopedia", "chapter"),
        ("DICT", "entry-dictionary", "chapter"),
        ("PAMP", "pamphlet", "book"),
    ],
)
def test_kinds_of_libraries_are_ours(tag: str, kind: str, meant: str) -> None:
    """What a work stands in is then told in its citations."""
    venue = "" if meant == "book" else "Die Zeit"
    record = read_one(f"TY  - {tag}\nTI  - T\nAU  - Roe, Jane\nT2  - Die Zeit\nER  - \n")
    assert (record.type, record.venue) == (meant, venue)
    assert read_one(csl(type=kind)).type == meant


def test_endless_entry_is_a_problem() -> None:
    """A record has a size; what follows it is read."""
    found = read(bib(abstract="a line\n" * 200_000) + bib())
    assert (found[0].problem, titles(found)[-1]) == ("a record must have at most 1 MB", "A Title")


# RIS


def test_ris_record_gives_all_that_it_tells() -> None:
    """As reference managers export it; the finest of its dates counts."""
    text = ris(
        "AU  - King, Martin Luther, Jr.",
        "AU  - DeepSeek-AI",
        "PY  - 2023",
        "DA  - 2023/12/01/",
        "DO  - https://doi.org/10.1000/xyz",
        "UR  - https://example.org/p",
        "T2  - J. of Tests",
        "KW  - engines; notes",
        "KW  - tests",
        "AB  - We look",
        "again.",
        "L1  - https://example.org/p.pdf",
    )
    assert read_one(text) == Record(
        title="A Title",
        authors=("Ada Lovelace", "Martin Luther King Jr.", "DeepSeek-AI"),
        published="2023-12-01",
        doi="10.1000/xyz",
        pdf="https://example.org/p.pdf",
        venue="J. of Tests",
        abstract="We look again.",
        type="article",
        keywords=("engines", "notes", "tests"),
    )


def test_older_tags_of_ris_are_read_with_crlf() -> None:
    """T1, A1, Y1, JO and N2 mean the same; `ER  -` needs no space behind it."""
    text = (
        "\r\nTY  - JOUR\r\nT1  - A Title\r\nA1  - Lovelace, Ada\r\nY1  - 2023/12//\r\n"
        "JO  - J. Tests\r\nN2  - We look.\r\nUR  - http://arxiv.org/abs/2506.20544\r\nER  -\r\n"
    )
    assert read_one(text) == Record(
        type="article",
        title="A Title",
        authors=("Ada Lovelace",),
        published="2023-12",
        arxiv="2506.20544",
        venue="J. Tests",
        abstract="We look.",
    )


def test_ris_record_without_an_end_is_a_problem_beside_others() -> None:
    """The next one begins with its type."""
    found = read("TY  - JOUR\nTI  - Open\n" + ris() + "TY  - JOUR\nTI  - Cut")
    assert [(one.line, one.problem) for one in found] == [
        (1, "a record must end with a line `ER  -`"),
        (3, ""),
        (7, "a record must end with a line `ER  -`"),
    ]


# Files


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xef\xbb\xbf",
        b" \n\n",
        b"Some notes on a paper.",
        b"<!DOCTYPE html><html></html>",
        b"<html><body>Not found</body></html>",
        b"<rss version='2.0'></rss>",
        b"<<<",
        b'{"error": "Not found"}',
        b"[1, 2",
        b"\x89PNG\r\n",
    ],
)
def test_file_of_no_known_form_is_refused(data: bytes) -> None:
    """The message names the forms; a list that breaks off is of one."""
    if data == b"[1, 2":
        assert "whole JSON" in problem(data)
    else:
        with pytest.raises(RecordError, match="a file must be arXiv's Atom, BibTeX, RIS, CSL-JSON"):
            read(data)


def test_ending_of_the_name_tells_where_the_beginning_does_not() -> None:
    """A .bib file may begin with pages of comments; one without an entry is none."""
    comment = "% comment\n" * CHUNK
    assert titles(read(comment + bib(), "papers.bib")) == ["A Title"]
    with pytest.raises(RecordError, match="no BibTeX entry"):
        read(comment, "papers.bib")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("text", [bib(), csl(), ris(), atom(ENTRY)])
def test_utf_16_is_refused_plainly(text: str, encoding: str) -> None:
    """Editors on Windows offer it; the message says what to do."""
    with pytest.raises(RecordError, match="must be in UTF-8, not in UTF-16: save it again"):
        read(text.encode(encoding))


@pytest.mark.parametrize("text", [bib(), csl(), ris(), atom(ENTRY)])
def test_byte_order_mark_and_crlf_change_nothing(text: str) -> None:
    """Editors on Windows write them."""
    assert read(("\ufeff" + text).replace("\n", "\r\n")) == read(text)


@pytest.mark.parametrize(
    ("start", "record"),
    [("", bib()), ("", ris()), ("[", csl(note="x" * 2000) + ",\n"), (atom()[:-8], ENTRY)],
)
def test_length_of_a_file_costs_no_memory(tmp_path: Path, start: str, record: str) -> None:
    """Of some megabytes, no more is held than some pieces and the record at hand."""
    path = tmp_path / "a-file"
    path.write_text(start + record * (4_000_000 // len(record)), encoding="utf-8")
    with path.open("rb") as file:
        found = read_records(file, path.name)
        assert next(found).record
        tracemalloc.start()
        try:
            assert sum(1 for _ in islice(found, 1000)) == 1000
            _, most = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert most < 1_000_000


BEGINNINGS = (b"", b"[", b"{", b'[{"title":', b"@misc{a,", b"TY  - ", atom(ENTRY)[:300].encode())


@given(st.sampled_from(BEGINNINGS), st.lists(st.sampled_from([*b'{}[]"\\,=@(\n <>&;aT$-', 255])))
@example(b"@misc{a,", list(b'author="", title=}'))
def test_no_bytes_end_the_program(start: bytes, rest: list[int]) -> None:
    """Whatever a file holds, it is records, problems, or refused."""
    try:
        found = read(start + bytes(rest))
    except RecordError:
        return
    assert all(bool(one.record) != bool(one.problem) for one in found)


# What the forms share


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2023/12/01", "2023-12-01"),
        ("2023-12-1", "2023-12-01"),
        ("2023-12-01T23:00:00Z", "2023-12-01"),
        ("20231201", "2023-12-01"),
        ("202312", "2023-12"),
        ("20231", ""),
        ("2023-1", "2023-01"),
        ("2023/12", "2023-12"),
        ("2023", "2023"),
        ("01 Dec 2023", "2023-12-01"),
        ("Fri, 1 December 2023 10:20:30 GMT", "2023-12-01"),
        ("December 1st, 2023", "2023-12-01"),
        ("Dec. 2023", "2023-12"),
        ("25.12.2023", "2023-12-25"),
        ("12/25/2023", "2023-12-25"),
        ("01/02/2023", "2023"),
        ("2023-02-30", "2023-02"),
        ("2023-13-01", "2023"),
        ("Winter 2023", "2023"),
        ("0000-00-00", ""),
        ("soon", ""),
        ("", ""),
    ],
)
def test_dates_are_read_as_far_as_they_are_beyond_doubt(text: str, date: str) -> None:
    """What does not exist, or could be two days, is left out."""
    assert read_date(text) == date


@given(st.text("0123456789/-. TZJanuymber", max_size=20))
def test_every_date_is_one(text: str) -> None:
    """A date that is read is read again as itself."""
    date = read_date(text)
    assert read_date(date) == date


def test_finest_date_is_within_the_first() -> None:
    """A year is made finer by a day of that year alone."""
    assert finest(["", "2023", "2022-05-06", "2023-07", "2023-08-09", "2023-07-08"]) == "2023-07-08"


@pytest.mark.parametrize(
    ("texts", "ids"),
    [
        (("10.1000/xyz",), ("", "10.1000/xyz")),
        (("doi:10.1000/xyz 10.1000/abc",), ("", "10.1000/xyz")),
        (("10.48550/arXiv.cs/0309040",), ("cs/0309040", "")),
        (("", "see arXiv:2506.20544v2, 2025"), ("2506.20544", "")),
        (("", "arXiv:2506.205449"), ("", "")),
        (("n/a", "https://example.org/2506.20544"), ("", "")),
    ],
)
def test_ids_are_found_in_texts(texts: tuple[str, ...], ids: tuple[str, str]) -> None:
    """An arXiv id counts where the text says that it is one."""
    assert find_ids(*texts) == ids


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("R&D &amp; a < b <think> x</think>", "R&D & a < b <think> x</think>"),
        ("<i>E. coli</i> &amp;amp; <b>x</b>", "E. coli & x"),
        ("<mml:math><mml:mi>x</mml:mi>\n <mml:mn>2</mml:mn></mml:math>", "x2"),
        ('<math><annotation encoding="application/x-tex">x^2</annotation></math>', "$x^2$"),
        ("a <!-- b --> c <![CDATA[d]]>", "a c d"),
        ("https://example.org/a.html", "https://example.org/a.html"),
        ("<p <b <", "<p <b <"),
    ],
)
def test_markup_goes_and_text_stays(markup: str, text: str) -> None:
    """Only the elements of HTML, JATS and MathML are markup."""
    assert plain_of(markup) == text


def test_abstract_without_paragraphs_keeps_its_empty_lines() -> None:
    """Where no element parts paragraphs, the text does."""
    assert paragraphs_of("Abstract\n\nOne <i>a</i>.\n\nTwo.") == "One a.\n\nTwo."


@pytest.mark.parametrize("markup", ["<p>", "<b>", "<p ", "<!--", "&#", "<math>", "<tex-math>", "&"])
def test_much_broken_markup_takes_little_time(markup: str) -> None:
    """Time grows with the length, whatever is not closed."""
    assert len(plain_of(markup * 20_000)) <= 50_000


def test_journal_is_taken_whole_from_each_form() -> None:
    """Volume, issue, pages, publisher, type and language, as each form has them."""
    csl = {
        "type": "article-journal",
        "id": "smith2024",
        "title": "A Title",
        "author": [{"family": "García Márquez", "given": "Gabriel"}],
        "issued": {"date-parts": [[2024]]},
        "published-online": {"date-parts": [[2024, 3, 5]]},
        "DOI": "10.1000/xyz",
        "container-title": "Journal of Tests",
        "volume": "12",
        "issue": "3",
        "page": "101–117",
        "publisher": "Test Press",
        "language": "fr-FR",
        "abstract": "Some.",
    }
    bibtex = """@article{smith2024, title = {A Title}, author = {García Márquez, Gabriel},
        date = {2024-03-05}, doi = {10.1000/xyz}, journal = {Journal of Tests}, volume = 12,
        number = 3, pages = {101--117}, publisher = {Test Press}, langid = {french},
        abstract = {Some.}}"""
    ris = (
        "TY  - JOUR\nID  - smith2024\nTI  - A Title\nAU  - García Márquez, Gabriel\n"
        "DA  - 2024/03/05\nDO  - 10.1000/xyz\nJO  - Journal of Tests\nT2  - Journal of Tests\n"
        "VL  - 12\nIS  - 3\nSP  - 101\nEP  - 117\nPB  - Test Press\nLA  - fr\nAB  - Some.\nER  - \n"
    )
    for text in (json.dumps(csl), bibtex, ris):
        record = read_one(text)
        assert record == Record(
            title="A Title",
            authors=("Gabriel García Márquez",),
            published="2024-03-05",
            doi="10.1000/xyz",
            venue="Journal of Tests",
            abstract="Some.",
            type="article",
            volume="12",
            issue="3",
            pages="101-117",
            publisher="Test Press",
            language="fr",
            splits=(("Gabriel García Márquez", "García Márquez", "Gabriel"),),
        ), text


@pytest.mark.parametrize(
    ("author", "split"),
    [
        ("Lovelace, Ada", ()),
        ("van Gogh, Vincent", ()),
        ("{Reef Consortium}", (("Reef Consortium", "Reef Consortium", ""),)),
        ("{UNESCO}", ()),
        ("King, Jr., Martin", ()),
        ("de la Cruz Ortega, María", (("María de la Cruz Ortega", "de la Cruz Ortega", "María"),)),
    ],
)
def test_names_are_parted_where_they_would_be_cut_wrongly(
    author: str, split: tuple[tuple[str, str, str], ...]
) -> None:
    """The plain form is the rule: parts stand only where a citation would err."""
    assert read_one(f"@misc{{k, title = {{T}}, author = {{{author}}}}}").splits == split


@pytest.mark.parametrize(
    ("family", "given", "aloud"),
    [
        ("王", "小明", "王小明"),
        ("欧阳", "娜", "欧阳娜"),
        ("김", "철수", "김철수"),
        ("山田", "さくら", "山田さくら"),
        ("スミス", "ジョン", "ジョン スミス"),
        ("Wang", "Xiaoming", "Xiaoming Wang"),
    ],
)
def test_family_name_stands_first_where_it_does_aloud(family: str, given: str, aloud: str) -> None:
    """A record parts the names, and says nothing of the order in which they are read."""
    csl = [{"title": "T", "author": [{"family": family, "given": given}]}]
    ris = f"TY  - JOUR\nTI  - T\nAU  - {family}, {given}\nER  - \n"
    bibtex = f"@misc{{k, title = {{T}}, author = {{{family}, {given}}}}}"
    for text in (json.dumps(csl), bibtex, ris):
        record = read_one(text)
        assert record.authors == (aloud,), text
        parted = () if aloud.endswith(f" {family}") else ((aloud, family, given),)
        assert record.splits == parted, text


@pytest.mark.parametrize(
    ("name", "aloud"),
    [("A" * 90 + " B" * 60, "C"), ("Reef " * 50, "")],
)
def test_parts_too_long_for_their_fields_are_left_out(name: str, aloud: str) -> None:
    """The name then stands as it is read aloud, or the paper could not be filed."""
    author = {"family": name, "given": aloud} if aloud else {"literal": name}
    assert read_one(csl(author=[author])).splits == ()


def test_volume_of_corr_is_the_id_and_no_volume() -> None:
    """Neither is arXiv a journal, nor a publisher."""
    told = bib(journal="CoRR", volume="abs/2506.20544", publisher="arXiv", pages="1--12")
    record = read_one(told)
    assert (record.arxiv, record.venue, record.volume) == ("2506.20544", "", "")
    assert (record.publisher, record.type, record.pages) == ("", "preprint", "1-12")


@pytest.mark.parametrize(
    ("told", "language"),
    [("ngerman", "de"), ("American", "en"), ("spanish", "es"), ("eng", "en"), ("klingon!", "")],
)
def test_language_is_known_by_each_of_its_names(told: str, language: str) -> None:
    """LaTeX's babel has its own, libraries have codes of three letters."""
    assert read_one(bib(langid=told)).language == language


@pytest.mark.parametrize(
    ("lines", "pages"),
    [
        (["SP  - 101", "EP  - 117"], "101-117"),
        (["SP  - 101"], "101"),
        (["SP  - 101", "EP  - 101"], "101"),
        (["SP  - 101–117"], "101-117"),
        (["SP  - S. 115-129"], "115-129"),
        (["C7  - e0042"], "e0042"),
        ([], ""),
    ],
)
def test_pages_of_ris_are_from_first_to_last(lines: list[str], pages: str) -> None:
    """Or the number of an article that has none."""
    assert read_one(ris(*lines)).pages == pages


def test_number_of_a_report_is_no_issue() -> None:
    """It stands where a journal has its issue."""
    told = bib(number="TR-7", institution="Test Institute").replace("@article", "@techreport")
    record = read_one(told)
    assert (record.type, record.issue, record.publisher) == ("report", "", "Test Institute")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("@misc{smith2020, title = {A}, author = }", "smith2020"),
        ("@misc{smith2020, title = {A}}", "smith2020"),
        ("@misc{ title = {A}}", ""),
        ("TY  - JOUR\nID  - smith2020\nTI  - A\nER  - \n", "smith2020"),
        ("TY  - JOUR\nID  - smith2020\nTI  - A\n", "smith2020"),
        ('[{"id": "smith2020", "title": "A"}]', "smith2020"),
        ('[{"id": 7, "title": "A"}]', "7"),
        (atom(ENTRY.replace("<name>Ada Lovelace</name>", "")), "2506.20544"),
        (json.dumps([daily(authors=[])]), "2506.20544"),
    ],
)
def test_bad_record_has_its_key(text: str, key: str) -> None:
    """By which people find it in their library, even where it cannot be parsed."""
    (found,) = read(text)
    assert found.problem
    assert found.key == key
