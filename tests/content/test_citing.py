"""A paper in BibTeX, RIS and CSL-JSON, as other readers than ours take it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
import rispy
from bibtexparser.entrypoint import parse_string

from broadsheet.content.citing import cite, finished
from broadsheet.content.model import Paper

NAMES = (
    ("Jan van 't Hoff", "van 't Hoff", "Jan", ""),
    ("Miguel de la Cruz", "de la Cruz", "Miguel", ""),
    ("Martin Luther King Jr.", "King", "Martin Luther", "Jr."),
    ("Sukarno", "Sukarno", "", ""),
    ("Søren Øster", "Øster", "Søren", ""),
    ("王小明", "王小明", "", ""),
    ("The LLaMA Team", "The LLaMA Team", "", ""),
    ("Gabriel García Márquez", "García Márquez", "Gabriel", ""),
)
SPLITS = (
    ("The LLaMA Team", "The LLaMA Team", ""),
    ("Gabriel García Márquez", "García Márquez", "Gabriel"),
)
PLAIN = Paper(
    "a",
    "2025-06-25",
    'Of <think>, {braces}, \\x, 50 % & a_b: "C#"',
    tuple(name for name, *_ in NAMES),
    "2025-06-13",
    arxiv="2506.00001",
    splits=SPLITS,
)
WHOLE = Paper(
    "b",
    "2025-06-25",
    "*Escherichia coli* and $x^2$",
    ("Ada Lovelace",),
    "2024-03",
    doi="10.1000/a_b",
    url="https://example.org/p?a=1&b=2",
    pdf="https://example.org/p.pdf",
    venue="Journal of R&D",
    type="article",
    volume="12",
    issue="3",
    pages="101-117",
    publisher="Ocean Press",
    language="fr",
)


def item(paper: Paper, *topics: str) -> dict[str, Any]:
    """Return a paper's CSL-JSON, read."""
    made: dict[str, Any] = json.loads(finished("csl", cite(paper), "key", topics))
    return made


def record(paper: Paper, *topics: str) -> dict[str, Any]:
    """Return a paper's RIS, read by rispy."""
    (made,) = rispy.loads(finished("ris", cite(paper), "key", topics))
    return dict(made)


def entry(paper: Paper, *topics: str) -> dict[str, str]:
    """Return the fields of a paper's BibTeX, read by bibtexparser, with its kind and its key."""
    library = parse_string(finished("bibtex", cite(paper), "key", topics))
    assert library.failed_blocks == []
    (made,) = library.entries
    fields = {field.key: str(field.value) for field in made.fields}
    return {"kind": made.entry_type, "key": made.key, **fields}


def test_names_are_parted_in_csl() -> None:
    """Particles belong to the family name, a group and a name of one word are whole."""
    told = [
        {"literal": family}
        if not given
        else {"family": family, "given": given, **({"suffix": suffix} if suffix else {})}
        for _, family, given, suffix in NAMES
    ]
    assert item(PLAIN)["author"] == told


def test_names_are_parted_in_ris() -> None:
    """Between commas; one stands behind a group's words, as in EndNote."""
    assert record(PLAIN)["authors"] == [
        "van 't Hoff, Jan",
        "de la Cruz, Miguel",
        "King, Martin Luther, Jr.",
        "Sukarno",
        "Øster, Søren",
        "王小明",
        "The LLaMA Team,",
        "García Márquez, Gabriel",
    ]


def test_csl_says_all_that_is_known() -> None:
    """Titles as text, the date as far as it is known."""
    assert item(WHOLE, "Reefs", "Plankton, small") == {
        "id": "key",
        "type": "article-journal",
        "title": "Escherichia coli and x²",
        "author": [{"family": "Lovelace", "given": "Ada"}],
        "issued": {"date-parts": [[2024, 3]]},
        "container-title": "Journal of R&D",
        "volume": "12",
        "issue": "3",
        "page": "101-117",
        "publisher": "Ocean Press",
        "DOI": "10.1000/a_b",
        "URL": "https://example.org/p?a=1&b=2",
        "language": "fr",
        "keyword": "Reefs, Plankton, small",
    }
    assert item(PLAIN)["issued"] == {"date-parts": [[2025, 6, 13]]}
    assert (item(PLAIN)["type"], item(PLAIN)["genre"]) == ("article", "Preprint")
    assert item(PLAIN)["number"] == "arXiv:2506.00001"


def test_ris_says_all_that_is_known() -> None:
    """A topic a line; the PDF, too."""
    made = record(WHOLE, "Reefs", "Plankton")
    assert made == made | {
        "type_of_reference": "JOUR",
        "id": "key",
        "title": "Escherichia coli and x²",
        "year": "2024",
        "date": "2024/03//",
        "secondary_title": "Journal of R&D",
        "volume": "12",
        "number": "3",
        "start_page": "101",
        "end_page": "117",
        "publisher": "Ocean Press",
        "doi": "10.1000/a_b",
        "urls": ["https://example.org/p?a=1&b=2"],
        "keywords": ["Reefs", "Plankton"],
        "language": "fr",
    }
    assert record(PLAIN)["type_of_reference"] == "UNPB"
    assert record(PLAIN)["notes"] == ["arXiv:2506.00001"]


def test_bibtex_says_all_that_is_known() -> None:
    """A formula is TeX, emphasis is, and an underscore of a DOI is one."""
    assert entry(WHOLE, "Reefs", "R&D") == {
        "kind": "article",
        "key": "key",
        "title": r"\emph{Escherichia coli} and {$x^2$}",
        "author": "Lovelace, Ada",
        "year": "2024",
        "month": "mar",
        "journal": r"Journal of R\&D",
        "volume": "12",
        "number": "3",
        "pages": "101--117",
        "publisher": "Ocean Press",
        "doi": "10.1000/a_b",
        "url": "https://example.org/p?a=1&b=2",
        "language": "fr",
        "keywords": r"Reefs, R\&D",
    }


def test_a_title_may_spell_the_place_of_the_key() -> None:
    r"""As `\\u0000`, which JSON writes for the sign that keeps the place."""
    title = r"Handling \\u0000 in JSON"  # one backslash as a page shows it
    told = item(replace(PLAIN, title=title))
    assert (told["id"], told["title"]) == (item(PLAIN)["id"], r"Handling \u0000 in JSON")


def test_signs_of_a_formula_that_tex_reads_otherwise_are_shielded() -> None:
    """A bare % would comment out the rest of the entry."""
    title = r"From $90%$ to $95\%$, $A#B$ and $a\\%b$"
    told = entry(replace(PLAIN, title=title))["title"]
    assert told == r"From {$90\%$} to {$95\%$}, {$A\#B$} and {$a\\\%b$}"


def test_what_is_no_title_has_no_formulas() -> None:
    """A venue stands as it is written, in every form."""
    venue = "Journal of $p$ and *q*"
    told = replace(WHOLE, venue=venue)
    assert entry(told)["journal"] == r"Journal of \$p\$ and *q*"
    assert item(told)["container-title"] == record(told)["secondary_title"] == venue


def test_a_title_is_text_in_every_form() -> None:
    """What HTML, TeX and JSON would read is none."""
    assert item(PLAIN)["title"] == record(PLAIN)["title"] == PLAIN.title
    assert entry(PLAIN)["title"].count("{") == entry(PLAIN)["title"].count("}")


@pytest.mark.parametrize(
    ("changes", "csl", "ris", "bibtex"),
    [
        ({"type": "paper", "venue": "V"}, "paper-conference", "CPAPER", "inproceedings"),
        ({"type": "chapter", "venue": "V"}, "chapter", "CHAP", "incollection"),
        ({"type": "book"}, "book", "BOOK", "book"),
        ({"type": "thesis"}, "thesis", "THES", "thesis"),
        ({"type": "report"}, "report", "RPRT", "techreport"),
        ({"type": "dataset"}, "dataset", "DATA", "dataset"),
        ({"type": "preprint", "venue": "bioRxiv"}, "article", "GEN", "misc"),
        ({"venue": "V"}, "article", "GEN", "misc"),
        ({"venue": "V", "volume": "3"}, "article-journal", "JOUR", "article"),
        ({}, "article", "UNPB", "misc"),
    ],
)
def test_kinds_of_works(changes: dict[str, Any], csl: str, ris: str, bibtex: str) -> None:
    """As each form calls them; what is not told is not guessed."""
    paper = Paper("a", "2025-06-25", "T", ("A B",), "2025", doi="10.1000/1", **changes)
    assert item(paper)["type"] == csl
    assert record(paper)["type_of_reference"] == ris
    assert entry(paper)["kind"] == bibtex


def test_a_paper_of_664_authors_is_whole() -> None:
    """In all forms."""
    names = tuple(f"Ada {chr(65 + number % 26)}x{chr(97 + number // 26)}" for number in range(664))
    paper = Paper("a", "2025-06-25", "T", names, "2025", arxiv="2506.00001")
    assert len(item(paper)["author"]) == len(record(paper)["authors"]) == 664
    assert entry(paper)["author"].count(" and ") == 663


def test_without_topics_nothing_is_said_of_them() -> None:
    """No empty field stands there."""
    assert "keyword" not in item(PLAIN)
    assert "keywords" not in record(PLAIN)
    assert "keywords" not in entry(PLAIN)


def test_citations_have_plain_spaces() -> None:
    """Some TeX knows no narrow no-break space, and managers compare titles by their letters."""
    paper = replace(PLAIN, title="«\u00a0Oui\u00a0»\u202f?", venue="Revue\u00a0: sociologie")
    for text in cite(paper):
        assert "« Oui » ?" in text
        assert "Revue : sociologie" in text
