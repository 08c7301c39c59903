"""What single forms have of their own: volumes of BibTeX, BT of RIS, daily Atom, graphs in JSON."""

from __future__ import annotations

import json
from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from broadsheet.adding.formats import read_records
from broadsheet.adding.records import Record, RecordError

if TYPE_CHECKING:
    from broadsheet.adding.found import Found


def read(text: str) -> list[Found]:
    """Read all that a file holds."""
    return list(read_records(BytesIO(text.encode()), "a-file"))


def read_one(text: str) -> Record:
    """Read the one record that a file holds."""
    (found,) = read(text)
    assert found.record is not None, found.problem
    return found.record


CHILD = "@inproceedings{child, title={A Child}, author={Jane Doe}, crossref={Par}}\n"
PARENT = "@proceedings{par, title={Proc. of XYZ}, year={2024}, month=jun, editor={Ann Editor}}\n"


@pytest.mark.parametrize("text", [CHILD + PARENT, PARENT + CHILD])
def test_paper_takes_over_what_its_volume_tells(text: str) -> None:
    """Wherever the volume stands; it is no paper of its own."""
    record = read_one(text)
    assert (record.title, record.venue, record.published) == ("A Child", "Proc. of XYZ", "2024-06")


def test_volume_to_which_no_paper_refers_is_told() -> None:
    """It has no authors, and so is no paper."""
    assert [one.problem for one in read(PARENT)] == [
        "the authors are missing: a record must name at least one"
    ]


@pytest.mark.parametrize(
    ("own", "parent", "told"),
    [
        ("year={2024}, month=may", "year={2024}, month=jun", ("2024-05", "V")),
        ("year={2024}", "year={2024}, month=jun", ("2024-06", "V")),
        ("year={2023}", "year={2024}, month=jun", ("2023", "V")),
        ("booktitle={Own}", "date={2024-06-07}", ("2024-06-07", "Own")),
        ("", "booktitle={Book}, year={2024}, doi={10.1000/parent}", ("2024", "Book")),
        ("", "eventtitle={Event}, subtitle={Sub}, year={2024}", ("2024", "V: Sub")),
    ],
)
def test_what_a_paper_tells_itself_comes_first(
    own: str, parent: str, told: tuple[str, str]
) -> None:
    """Of dates, those of one source; a volume's own id is none of the paper's."""
    text = (
        f"@inproceedings{{a, title={{A}}, author={{Jane Doe}}, crossref={{b}}, {own}}}\n"
        f"@proceedings{{b, title={{V}}, {parent}}}\n"
    )
    record = read_one(text)
    assert (record.published, record.venue, record.doi) == (*told, "")


def test_book_of_which_chapters_are_told_is_read_itself() -> None:
    """It has authors; a chapter by them need not repeat who they are."""
    text = (
        "@inbook{a, title={One}, crossref={b}}\n"
        "@book{b, title={Whole}, author={Jane Doe}, year={2020}}\n@misc{c, title={C}, author={D}}\n"
    )
    found = [
        (one.record.title, one.record.venue, one.record.authors) for one in read(text) if one.record
    ]
    assert sorted(found) == [
        ("C", "", ("D",)),
        ("One", "Whole", ("Jane Doe",)),
        ("Whole", "", ("Jane Doe",)),
    ]


def test_data_that_entries_share_are_no_entry() -> None:
    """As biblatex has them in @xdata."""
    text = (
        "@xdata{x, journaltitle={J. of X}, date={2024-05-06}}\n"
        "@article{a, title={A}, author={Jane Doe}, xdata={x}}\n"
    )
    record = read_one(text)
    assert (record.venue, record.published) == ("J. of X", "2024-05-06")


@pytest.mark.parametrize(
    ("fields", "venue"),
    [
        (r"journal = {\aap}", "Astronomy and Astrophysics"),
        (r"journal = \mnras", "Monthly Notices of the Royal Astronomical Society"),
        (r"journal = {{\apjl}}", "Astrophysical Journal Letters"),
        (r"eventtitle = {SIGX 2024}", "SIGX 2024"),
        (
            r"eventtitle = {SIGX 2024}, booktitle = {Proc.}, booksubtitle = {Part 2}",
            "Proc. Part 2",
        ),
        (r"journaltitle = {J}, journalsubtitle = {of X}", "J: of X"),
    ],
)
def test_venue_of_bibtex_is_found(fields: str, venue: str) -> None:
    """By ADS's commands, in two parts, or in the event's name where nothing else tells."""
    text = f"@article{{a, title = {{A}}, author = {{Jane Doe}}, {fields}}}"
    assert read_one(text).venue == venue


@pytest.mark.parametrize(
    ("address", "read"),
    [
        ("https://a.example/?b=1&copy=2&lang=3", "https://a.example/?b=1&copy=2&lang=3"),
        ("https://a.example/?b=1&amp;copy=2", "https://a.example/?b=1&copy=2"),
        (r"https://a.example/?b=1\&amp;c=2", "https://a.example/?b=1&c=2"),
    ],
)
def test_address_of_bibtex_keeps_its_ampersands(address: str, read: str) -> None:
    """Which HTML writes otherwise; what only begins like one of its signs is none."""
    text = f"@misc{{a, title = {{A}}, author = {{Jane Doe}}, url = {{{address}}}}}"
    assert read_one(text).url == read


@pytest.mark.parametrize(
    ("fields", "venue", "left_out"),
    [
        ("journal = jmlr", "", "journal = jmlr"),
        ("booktitle = ICML # { 2024}", "", "booktitle = ICML"),
        ("journal = {jmlr}", "jmlr", ""),
        ("journal = cacm", "Communications of the ACM", ""),
        ("journal = MINE", "My Journal", ""),
        ("journal = {J}, month = march, language = german", "J", ""),
    ],
)
def test_string_that_nothing_defines_is_no_venue(fields: str, venue: str, left_out: str) -> None:
    """It is left out and told; BibTeX's styles define some, and words for months are known."""
    head = "@string{mine = {My Journal}}"
    found = read_one(f"{head}\n@misc{{a, title = {{A}}, author = {{Jane Doe}}, {fields}}}")
    assert found.venue == venue
    told = [f"{left_out}, which no @string defines: write what it stands for"]
    assert [why for _, why in found.left_out] == (told if left_out else [])


@pytest.mark.parametrize(
    "text",
    [
        "@misc{a, title={T}, author={Bee, A.; Dee, Carl; {Acme; Co}}}",
        "TY  - JOUR\nTI  - T\nAU  - Bee, A.; Dee, Carl\nAU  - Acme\nER  - \n",
        "TY  - JOUR\nTI  - T\nAU  - Bee, A.;Dee, Carl;\nER  - \n",
    ],
)
def test_semicolons_part_people(text: str) -> None:
    """Though not those within braces."""
    assert read_one(text).authors[:2] == ("A. Bee", "Carl Dee")
    assert len(read_one(text).authors) <= 3


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("BT  - A Book", ("A Book", "")),
        ("UR  - https://example.org/a;https://example.org/b", ("", "https://example.org/a")),
        ("UR  - https://example.org/a; http://example.org/b;", ("", "https://example.org/a")),
        ("UR  - see https://example.org/a", ("", "https://example.org/a")),
        ("UR  - https://example.org/?a=1&amp;b=2", ("", "https://example.org/?a=1&b=2")),
        ("UR  - https://example.org/a;b=1?c=2;d=3", ("", "https://example.org/a;b=1?c=2;d=3")),
    ],
)
def test_older_ways_of_ris_are_read(lines: str, told: tuple[str, str]) -> None:
    """A book's title, several addresses on one line, and one with semicolons in it."""
    record = read_one(f"TY  - CHAP\nTI  - T\nAU  - Bee, A.\n{lines}\nER  - \n")
    assert (record.venue, record.url) == told


def test_ris_with_one_space_behind_its_tags_is_read() -> None:
    """As some programs write it; in a record with two, one space is a text's."""
    record = read_one("TY - JOUR\nTI - T\nAU - Bee, A.\nPY - 2020\nER -\n")
    assert (record.title, record.authors, record.published) == ("T", ("A. Bee",), "2020")
    record = read_one("TY  - JOUR\nTI  - T\nAU  - Bee, A.\nAB  - Of\nAI - and more.\nER  - \n")
    assert record.abstract == "Of AI - and more."


DAILY = """<feed xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><entry><id>oai:arXiv.org:{id}</id>
<title>A Title</title>
<summary>arXiv:{id} Announce Type: {kind}
Abstract: We do things.</summary><category term="cs.CL"/><category term="cs.LG"/>
<published>2024-06-03T00:00:00-04:00</published><dc:creator>{names}</dc:creator></entry></feed>"""


@pytest.mark.parametrize(
    ("entry", "kind", "names", "told"),
    [
        ("2406.00135v1", "new", "Ada Bee, Carl Dee", ("2406.00135", ("Ada Bee", "Carl Dee"))),
        ("2406.00135v3", "replace-cross", "Ada Bee (MIT, USA), Sammy Dee, Jr.", None),
        ("hep-th/9901001v2", "replace", "Ada Bee", ("hep-th/9901001", ("Ada Bee",))),
    ],
)
def test_daily_feed_of_arxiv_is_read(
    entry: str, kind: str, names: str, told: tuple[str, tuple[str, ...]] | None
) -> None:
    """It tells the day on which a paper was announced, and not that of its first version."""
    record = read_one(DAILY.format(id=entry, kind=kind, names=names))
    told = told or ("2406.00135", ("Ada Bee", "Sammy Dee Jr."))
    assert (record.arxiv, record.authors) == told
    assert (record.abstract, record.category) == ("We do things.", "cs.CL")
    assert (record.published, record.featured) == ("", "2024-06-03")


@pytest.mark.parametrize("feed", ["tag:papers.example,2025:feed", "https://papers.example/"])
@pytest.mark.parametrize("entry", ["tag:papers.example,2025:a", "https://papers.example/a"])
def test_feed_of_others_is_refused_as_a_whole(feed: str, entry: str) -> None:
    """And not entry by entry, of which it may have hundreds."""
    entries = f"<entry><id>{entry}</id><title>A</title></entry>" * 3
    with pytest.raises(RecordError, match="the file is XML, but no feed of arXiv: a file must be"):
        read(f'<feed xmlns="http://www.w3.org/2005/Atom"><id>{feed}</id>{entries}</feed>')


def test_feed_of_others_whose_entries_are_arxivs_is_read() -> None:
    """As one that somebody filtered; an entry of something else is told by itself."""
    own = "<id>tag:papers.example,2025:feed</id><entry>"
    text = DAILY.format(id="2406.00135v1", kind="new", names="Ada Bee").replace("<entry>", own)
    found = read(text.replace("</feed>", "<entry><id>urn:other</id></entry></feed>"))
    assert [one.record is not None for one in found] == [True, False]
    assert found[1].problem.startswith("an entry's id must be an arXiv id")


OPENALEX = {
    "id": "https://openalex.org/W2741809807",
    "doi": "https://doi.org/10.7717/peerj.4375",
    "title": "The state of <i>OA</i>",
    "publication_date": "2018-02-13",
    "type": "article",
    "language": "en",
    "authorships": [{"author": {"display_name": "Heather Piwowar"}}, {"author": None}],
    "primary_location": {"source": {"display_name": "PeerJ"}, "pdf_url": "https://peerj.com/a.pdf"},
    "biblio": {"volume": "6", "issue": None, "first_page": "e4375", "last_page": "e4375"},
    "abstract_inverted_index": {"We": [0], "look": [1, 3], "and": [2], "again.": [4]},
}
SCHOLAR = {
    "paperId": "649def34",
    "externalIds": {"DOI": "10.18653/v1/x", "ArXiv": "2506.20544", "CorpusId": 1},
    "title": "A Title",
    "abstract": "We look.",
    "venue": "ACL",
    "year": 2025,
    "publicationDate": "2025-06-25",
    "authors": [{"authorId": "1", "name": "Ada Lovelace"}],
    "publicationTypes": ["Conference"],
    "journal": {"pages": "1-9", "volume": "3", "name": "Proc. ACL"},
}


def test_work_of_openalex_is_read() -> None:
    """Alone, or among the results of a question; its abstract is put together from its words."""
    expected = Record(
        title="The state of OA",
        emphasis=("OA",),
        authors=("Heather Piwowar",),
        published="2018-02-13",
        doi="10.7717/peerj.4375",
        pdf="https://peerj.com/a.pdf",
        venue="PeerJ",
        abstract="We look and look again.",
        language="en",
        type="article",
        volume="6",
        pages="e4375",
    )
    assert read_one(json.dumps(OPENALEX)) == expected
    assert read_one(json.dumps({"meta": {"count": 1}, "results": [OPENALEX]})) == expected


def test_paper_of_semantic_scholar_is_read() -> None:
    """Alone, or in a list."""
    record = read_one(json.dumps(SCHOLAR))
    assert (record.arxiv, record.doi, record.venue) == ("2506.20544", "10.18653/v1/x", "ACL")
    assert (record.published, record.type, record.pages) == ("2025-06-25", "paper", "1-9")
    assert read_one(json.dumps({"total": 1, "data": [SCHOLAR]})) == record


def test_answer_of_crossref_is_unwrapped() -> None:
    """Its own service wraps what the DOI's gives plainly, and has the title in two parts."""
    work = {"title": ["Tube"], "subtitle": ["pricing"], "author": [{"family": "Bee"}]}
    for message in (work, {"items": [work], "total-results": 1}):
        assert read_one(json.dumps({"status": "ok", "message": message})).title == "Tube: pricing"


@pytest.mark.parametrize("value", [None, 3, True, [], {}, [None], [[]], "x", -1, 10**30])
@pytest.mark.parametrize("paper", [OPENALEX, SCHOLAR])
def test_fields_of_a_wrong_kind_do_no_harm(paper: dict[str, object], value: object) -> None:
    """What has no sense is as if it were not there."""
    for name in paper.keys() - {"authorships", "paperId"}:
        found = read(json.dumps({**paper, name: value}))
        assert all(one.record or one.problem for one in found)


@pytest.mark.parametrize(
    "text",
    [
        '{"results": [{}]}',
        '["2506.20544", "10.1000/182"]',
        "[1, 2]",
        '{"version": "https://jsonfeed.org/version/1.1", "title": "A feed", "items": []}',
        '{"version": "https://jsonfeed.org/version/1", "title": "A", "items": [{"title": "B"}]}',
    ],
)
def test_json_of_no_known_form_is_refused(text: str) -> None:
    """Results without papers, a list of ids, and a feed, whose title is that of no paper."""
    with pytest.raises(RecordError, match="JSON, but of no known form"):
        read(text)


def test_json_without_papers_is_a_day_without_papers() -> None:
    """Services answer so."""
    assert (read("[]"), read(" [\n]\n"), read('{"data": [], "total": 0}')) == ([], [], [])


@pytest.mark.parametrize(
    "text", ["<!DOCTYPE html><p>", "\n<html lang=en>", '<?xml version="1.0"?>\n<html xmlns="x">']
)
def test_page_is_sent_to_the_verb_that_reads_it(text: str) -> None:
    """It is no feed whose document type is wrong."""
    with pytest.raises(RecordError, match=r"is a page of the web: build\.py new --from FILE"):
        read(text)
