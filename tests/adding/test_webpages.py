"""Pages of papers: Highwire's tags, JSON-LD, Open Graph, and pages that are none."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.adding.records import Record, RecordError
from broadsheet.adding.webpages import read_webpage

ADDRESS = "https://www.example.org/papers/1?lang=en#abstract"


def meta(**contents: str) -> str:
    """Make tags; in their names, a double underscore stands for a colon."""
    return "".join(
        f'<meta name="{name.replace("__", ":")}" content="{content}">\n'
        for name, content in contents.items()
    )


def page(head: str = "", window: str = "A site") -> bytes:
    """Make a page with a title and an author, and with more in its head."""
    start = f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>{window}</title>\n'
    good = meta(citation_title="A Title", citation_author="Lovelace, Ada")
    return f"{start}{good}{head}</head><body></body></html>".encode()


def bare(head: str, window: str = "A site") -> bytes:
    """Make a page with nothing but what is given."""
    return f"<html><head><title>{window}</title>{head}</head><body></body></html>".encode()


def json_ld(**fields: Any) -> str:
    """Make the JSON-LD of an article."""
    work = {"@context": "https://schema.org", "@type": "ScholarlyArticle", **fields}
    return f'<script type="application/ld+json">{json.dumps(work)}</script>'


def read(data: bytes, address: str = ADDRESS, charset: str = "") -> Record:
    """Read a page."""
    return read_webpage(data, address, charset)


def problem(data: bytes) -> str:
    """Read what is wrong with a page."""
    with pytest.raises(RecordError) as error:
        read(data)
    return str(error.value)


# Highwire


def test_citation_tags_give_all_that_they_tell() -> None:
    """The names as they are read aloud, the PDF's whole address, each institution once."""
    head = (
        meta(citation_author="Grace Hopper")
        + meta(citation_author="DeepSeek-AI", citation_author_institution="Analytical Society")
        + meta(citation_author_institution="Analytical  Society")
        + meta(
            citation_author_institution="The Navy",
            citation_publication_date="2023/12/01",
            citation_doi="doi:10.1000/xyz",
            citation_pdf_url="/papers/1.pdf",
            citation_conference_title="Conf. on Tests &amp; Trials",
            citation_volume="12",
            citation_issue="3",
            citation_firstpage="101",
            citation_lastpage="117",
            citation_publisher="Test Press",
            citation_language="French",
            citation_keywords="engines; notes",
            citation_abstract="&lt;h2&gt;Abstract&lt;/h2&gt;&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.",
        )
    )
    assert read(page(head)) == Record(
        title="A Title",
        authors=("Ada Lovelace", "Grace Hopper", "DeepSeek-AI"),
        published="2023-12-01",
        doi="10.1000/xyz",
        pdf="https://www.example.org/papers/1.pdf",
        venue="Conf. on Tests & Trials",
        type="paper",
        volume="12",
        issue="3",
        pages="101-117",
        publisher="Test Press",
        language="fr",
        organizations=("Analytical Society", "The Navy"),
        abstract="One.\n\nTwo.",
        keywords=("engines", "notes"),
    )


def test_page_without_ids_has_its_own_address() -> None:
    """Without what leads within it."""
    assert read(page()).url == "https://www.example.org/papers/1?lang=en"


@pytest.mark.parametrize(
    ("canonical", "url"),
    [
        ("https://example.org/papers/1", "https://example.org/papers/1"),
        ("/papers/1", "https://www.example.org/papers/1"),
        ("https://other.example.com/1", "https://www.example.org/papers/1?lang=en"),
        ("javascript:alert(1)", "https://www.example.org/papers/1?lang=en"),
        ("http://[", "https://www.example.org/papers/1?lang=en"),
    ],
)
def test_canonical_address_counts_at_the_same_host(canonical: str, url: str) -> None:
    """Elsewhere, it may be an error or worse."""
    assert read(page(f'<link rel="canonical" href="{canonical}">')).url == url


def test_saved_page_has_the_address_that_it_calls_its_own() -> None:
    """A file has none."""
    head = '<link href="https://example.org/papers/1" rel="canonical">'
    assert read(page(head), "").url == "https://example.org/papers/1"
    assert read(page(), "").url == ""


@pytest.mark.parametrize(
    ("tags", "address"),
    [
        ({"citation_arxiv_id": "2506.20544v2"}, ADDRESS),
        ({"citation_doi": "10.48550/arXiv.2506.20544"}, ADDRESS),
        ({}, "https://arxiv.org/abs/2506.20544v1?context=cs"),
    ],
)
def test_arxiv_id_stands_for_the_address(tags: dict[str, str], address: str) -> None:
    """Whoever tells it."""
    record = read(page(meta(**tags)), address)
    assert (record.arxiv, record.doi, record.url) == ("2506.20544", "", "")


def test_tags_are_known_in_any_case_and_as_properties() -> None:
    """HTML's names have no letter case, and some sites write `property`."""
    head = (
        '<META PROPERTY="Citation_Title" CONTENT="A Title"/>'
        "<meta content='Lovelace, Ada' name=CITATION_AUTHOR>"
    )
    record = read(bare(head))
    assert (record.title, record.authors) == ("A Title", ("Ada Lovelace",))


@pytest.mark.parametrize(
    ("tags", "date"),
    [
        ({"citation_date": "2023-12-01T00:00:00Z"}, "2023-12-01"),
        ({"citation_date": "01 Dec 2023"}, "2023-12-01"),
        ({"citation_publication_date": "2023/12"}, "2023-12"),
        ({"citation_year": "2023"}, "2023"),
        ({"citation_publication_date": "2023", "citation_online_date": "2023/11/30"}, "2023-11-30"),
        ({"citation_publication_date": "2023", "citation_online_date": "2022/11/30"}, "2023"),
        ({"citation_date": "soon", "citation_cover_date": "2023/12/01"}, "2023-12-01"),
        ({"article__published_time": "2023-12-01T08:00:00+02:00"}, "2023-12-01"),
        ({"DC.Date": "2023-12-01"}, "2023-12-01"),
        ({}, ""),
    ],
)
def test_dates_are_read_in_the_order_of_trust(tags: dict[str, str], date: str) -> None:
    """A year is made finer by another date within it."""
    assert read(page(meta(**tags))).published == date


@pytest.mark.parametrize(
    ("told", "names"),
    [
        ("Lovelace, Ada; Hopper, Grace", ("Ada Lovelace", "Grace Hopper")),
        ("Ada Lovelace and Grace Hopper", ("Ada Lovelace", "Grace Hopper")),
        ("Lovelace, Ada and Hopper, Grace", ("Ada Lovelace", "Grace Hopper")),
        (
            "Ada Lovelace, Grace Hopper, and Alan Turing",
            ("Ada Lovelace", "Grace Hopper", "Alan Turing"),
        ),
        ("García Márquez, Gabriel José", ("Gabriel José García Márquez",)),
        ("King, Martin Luther, Jr.", ("Martin Luther King Jr.",)),
        (
            "University of Science and Technology of China",
            ("University of Science and Technology of China",),
        ),
        ("Barnes and Noble", ("Barnes and Noble",)),
        ("王伟", ("王伟",)),
        ("محمد بن موسى", ("محمد بن موسى",)),
        ("Jose\u0301 Garci\u0301a", ("José García",)),
        ("Ada\u0085 Love\u009dlace", ("Ada Lovelace",)),
        ("Ada Lovelace et al.", ("Ada Lovelace",)),
        ("O&amp;#39;Neil, Ada", ("Ada O'Neil",)),
    ],
)
def test_one_tag_may_hold_several_names(told: str, names: tuple[str, ...]) -> None:
    """Between semicolons, or where full names stand around an "and"."""
    head = meta(citation_title="A Title", citation_author=told)
    assert read(bare('<meta charset="utf-8">' + head)).authors == names


def test_tag_among_others_holds_one_name() -> None:
    """A page that has a tag for each author needs no guess."""
    head = meta(citation_author="Simon and Garfunkel Ltd")
    assert read(page(head)).authors == ("Ada Lovelace", "Simon and Garfunkel Ltd")


def test_six_hundred_authors_keep_their_order() -> None:
    """Nobody of 664 authors is lost."""
    names = [f"Author N{number}" for number in range(664)]
    head = "".join(meta(citation_author=name) for name in names)
    assert read(page(head)).authors == ("Ada Lovelace", *names)


def test_at_most_ten_institutions_are_kept() -> None:
    """A paper of hundreds has as many."""
    head = "".join(meta(citation_author_institution=f"Society {number}") for number in range(12))
    assert read(page(head)).organizations == tuple(f"Society {number}" for number in range(10))


@pytest.mark.parametrize(
    ("told", "title"),
    [
        ("Why &lt;think&gt;\n  First?", "Why <think> First?"),
        ("The &lt;i&gt;E. coli&lt;/i&gt; of R&amp;amp;D", "The E. coli of R&D"),
        ("Can LLMs Earn $1 Million?", "Can LLMs Earn $1 Million?"),
        ("A > B &quot;C&quot;", 'A > B "C"'),
    ],
)
def test_title_is_text_without_markup(told: str, title: str) -> None:
    """What is no element of HTML is the title's own."""
    head = meta(citation_title=told, citation_author="Lovelace, Ada")
    assert read(bare(head)).title == title


def test_paper_may_ask_whether_you_are_a_robot() -> None:
    """A page with a paper's tags is a paper's page, whatever its title."""
    assert read(page(window="Are you a robot?")).title == "A Title"


# JSON-LD, Open Graph, Dublin Core


def test_json_ld_gives_what_is_not_in_tags() -> None:
    """Names, date, abstract and DOI of an article, as schema.org has them."""
    head = json_ld(
        headline="A Title",
        author=[
            {"@type": "Person", "name": "Ada Lovelace"},
            {"@type": "Person", "givenName": "Grace", "familyName": "Hopper"},
            "Alan Turing",
        ],
        datePublished="2023-12-01T08:00:00Z",
        description="<p>One.</p><p>Two.</p>",
        identifier={"@type": "PropertyValue", "propertyID": "DOI", "value": "10.1000/xyz"},
        keywords=["engines", {"name": "notes"}],
    )
    assert read(bare(head)) == Record(
        title="A Title",
        authors=("Ada Lovelace", "Grace Hopper", "Alan Turing"),
        published="2023-12-01",
        doi="10.1000/xyz",
        abstract="One.\n\nTwo.",
        keywords=("engines", "notes"),
    )


def test_json_ld_tells_of_the_journal() -> None:
    """The issue is a part of the volume, and the volume of the journal."""
    journal = {"@type": "Periodical", "name": "Journal of Tests"}
    volume = {"@type": "PublicationVolume", "volumeNumber": 12, "isPartOf": journal}
    issue = {"@type": "PublicationIssue", "issueNumber": "3", "isPartOf": volume}
    head = json_ld(
        headline="A Title",
        author=[
            {"@type": "Person", "name": "Ada Lovelace"},
            {"@type": "Person", "givenName": "Gabriel", "familyName": "García Márquez"},
            {"@type": "Organization", "name": "Reef Consortium"},
        ],
        isPartOf=issue,
        pageStart="101",
        pageEnd="117",
        publisher={"@type": "Organization", "name": "Test Press"},
        inLanguage="fr",
    )
    assert read(bare(head)) == Record(
        title="A Title",
        authors=("Ada Lovelace", "Gabriel García Márquez", "Reef Consortium"),
        url=ADDRESS.partition("#")[0],
        venue="Journal of Tests",
        type="article",
        volume="12",
        issue="3",
        pages="101-117",
        publisher="Test Press",
        language="fr",
        splits=(
            ("Gabriel García Márquez", "García Márquez", "Gabriel"),
            ("Reef Consortium", "Reef Consortium", ""),
        ),
    )


@pytest.mark.parametrize(
    ("tag", "kind"),
    [
        ("citation_journal_title", "article"),
        ("citation_conference_title", "paper"),
        ("citation_inbook_title", "chapter"),
        ("citation_dissertation_institution", "thesis"),
        ("citation_technical_report_institution", "report"),
        ("citation_title", ""),
    ],
)
def test_tag_of_the_venue_tells_the_type(tag: str, kind: str) -> None:
    """Highwire has no tag for the type itself."""
    assert read(page(meta(**{tag: "Tests"}))).type == kind


@pytest.mark.parametrize("holder", [None, 3, "x", [], {}, [None], {"isPartOf": {"isPartOf": []}}])
def test_holder_of_a_wrong_kind_does_no_harm(holder: Any) -> None:
    """It is passed over."""
    head = json_ld(headline="A Title", author="Ada Lovelace", isPartOf=holder)
    assert read(bare(head)).title == "A Title"


@pytest.mark.parametrize(
    "found",
    [
        {"@graph": [{"@type": "WebSite", "name": "Site"}, {"@type": ["Article"], "name": "A"}]},
        [{"@type": "BreadcrumbList"}, {"@type": "TechArticle", "name": "A"}],
        {"@type": "WebPage", "name": "Page", "mainEntity": {"@type": "Report", "name": "A"}},
        [{"@type": "CreativeWork", "name": "B"}, {"@type": "ScholarlyArticle", "name": "A"}],
        {"@type": "http://schema.org/Article", "name": "A", "citation": {"@type": "Article"}},
    ],
)
def test_article_is_found_wherever_json_ld_has_it(found: Any) -> None:
    """In lists, in a graph, as what a page is about; an article before other works."""
    head = f'<script type="application/ld+json">{json.dumps(found)}</script>'
    head += meta(author="Ada Lovelace")
    assert read(bare(head)).title == "A"


@pytest.mark.parametrize(
    "script", ["{", "", "[" * 100_000, "null", '"x"', '{"@graph": 3}', "[[[]]]"]
)
def test_malformed_json_ld_is_passed_over(script: str) -> None:
    """The page has more to say."""
    head = f'<script type="application/ld+json">{script}</script>'
    assert read(page(head)).title == "A Title"


def test_open_graph_is_taken_where_there_is_nothing_better() -> None:
    """A blog's page names its title and its author so; an account is no name."""
    head = (
        '<meta property="og:title" content="A Title">'
        '<meta property="article:author" content="https://social.example.org/ada">'
        '<meta property="og:description" content="We look again.">'
    )
    record = read(bare(head + meta(author="Ada Lovelace, Grace Hopper")))
    assert (record.title, record.authors, record.abstract) == (
        "A Title",
        ("Ada Lovelace", "Grace Hopper"),
        "We look again.",
    )


@pytest.mark.parametrize(
    ("head", "told"),
    [
        (meta(og__description="We look at what nobody …"), ""),
        (meta(og__description="We look at what nobody..."), ""),
        (meta(description="We look at what nobody&amp;hellip; "), ""),
        (json_ld(description="<p>We look at what ...</p>"), ""),
        (
            json_ld(description="We look …") + meta(og__description="We look again."),
            "We look again.",
        ),
        (meta(citation_abstract="We look …"), ""),
        (meta(description="We look ... again."), "We look ... again."),
    ],
)
def test_text_that_is_cut_is_no_abstract(head: str, told: str) -> None:
    """It would pass for the whole; one behind it that is whole is taken."""
    assert read(page(head)).abstract == told


def test_dublin_core_is_read_in_any_case() -> None:
    """Repositories write it, family names first."""
    head = meta(**{"DC.title": "A Title", "dc.Creator": "García Márquez, Gabriel José"})
    head += meta(**{"DCTERMS.issued": "2023-12", "DC.identifier": "https://doi.org/10.1000/xyz"})
    assert read(bare(head)) == Record(
        title="A Title",
        authors=("Gabriel José García Márquez",),
        published="2023-12",
        doi="10.1000/xyz",
        splits=(("Gabriel José García Márquez", "García Márquez", "Gabriel José"),),
    )


# Encodings


@pytest.mark.parametrize(
    ("encoding", "declared", "charset"),
    [
        ("utf-8", "utf-8", ""),
        ("utf-8", "", "utf-8"),
        ("utf-8", "iso-8859-1", "iso-8859-1"),
        ("utf-8", "", "us-ascii"),
        ("utf-8", "utf-8", "no-such-charset"),
        ("utf-8-sig", "", "iso-8859-1"),
        ("utf-16", "", ""),
        ("iso-8859-1", "iso-8859-1", ""),
        ("iso-8859-1", "", "ISO-8859-1"),
        ("iso-8859-1", "iso-8859-1", "utf-8"),
        ("windows-1252", "", ""),
        ("windows-1252", "rot13", "punycode"),
    ],
)
def test_charset_is_what_the_bytes_are(encoding: str, declared: str, charset: str) -> None:
    """HTTP's word counts where the bytes can be it; UTF-8 is known by itself."""
    head = f'<meta http-equiv="content-type" content="text/html; charset={declared}">'
    text = head + meta(citation_title="Über Größe", citation_author="Müller, Jörg")
    record = read(text.encode(encoding), charset=charset)
    assert (record.title, record.authors) == ("Über Größe", ("Jörg Müller",))


def test_charset_of_east_asia_is_read() -> None:
    """As HTTP or the page names it."""
    text = '<meta charset="gbk">' + meta(citation_title="论文", citation_author="王伟")
    assert read(text.encode("gbk")).authors == ("王伟",)
    assert read(text.replace("gbk", "utf-8").encode("gbk"), charset="GB2312").title == "论文"


# Pages that are none


@pytest.mark.parametrize(
    "window",
    [
        "Just a moment...",
        "Access Denied",
        "Are you a robot?",
        "Attention Required! | Cloudflare",
        "403 Forbidden",
        "404 - Page not found",
        "Error 503",
        "Not Found - Example Press",
        "Verifying you are human",
    ],
)
def test_refusal_is_told_as_one(window: str) -> None:
    """The page that came is not the one that was asked for."""
    assert problem(bare(meta(description="x"), window)) == (
        f"the site refused to show the page to a program (it says {window!r}): save the page in a"
        " browser and give it with --from FILE"
    )


@pytest.mark.parametrize("window", ["500 Years of Printing", "Error Bounds for Tests", ""])
def test_other_titles_are_no_refusal(window: str) -> None:
    """They begin with the same words."""
    head = meta(og__title="A Title", author="Ada Lovelace")
    assert read(bare(head, window)).title == "A Title"


@pytest.mark.parametrize(
    ("head", "missing"),
    [
        ("", "title"),
        (meta(citation_author="Ada Lovelace"), "title"),
        (meta(citation_title="A Title"), "authors"),
        (meta(citation_title="A Title", citation_author=" , "), "authors"),
        ("<!-- " + meta(citation_title="A Title", citation_author="B C"), "title"),
        ("<script>'" + meta(citation_title="A Title", citation_author="B C"), "title"),
    ],
)
def test_page_without_title_or_authors_is_refused(head: str, missing: str) -> None:
    """The message says what is missing and what to give instead."""
    assert problem(bare(head)).startswith(
        f"the page tells no {missing}: give the paper's arXiv id or DOI, or"
    )


def test_pdf_is_refused_plainly() -> None:
    """People have its address more often than the page's."""
    assert problem(b"%PDF-1.7\n\x00\xff") == (
        "this is a PDF: give the address of the page that tells of the paper"
    )


@pytest.mark.parametrize(
    "part",
    [
        *("<div>", "<a ", "<!--", "</", "<!", "<?", "&#", "<![CDATA[", "<title>", "<script>"),
        *(
            '<meta "',
            "<meta name='a' content='b'>",
            "<meta ",
            '<script type="application/ld+json">',
        ),
        *("\0", "\xff", "[", "{"),
    ],
)
def test_ten_megabytes_of_anything_are_refused_in_time(part: str) -> None:
    """Nesting and what is not closed cost no more than their length."""
    data = part.encode("latin-1") * (10_000_000 // len(part))
    start = time.perf_counter()
    assert problem(data).startswith("the page tells no title")
    assert time.perf_counter() - start < 10


@given(st.lists(st.sampled_from([*page(json_ld(author=[{}])).split(b" "), b"<", b'"', b"\xff"])))
def test_no_bytes_end_the_program(parts: list[bytes]) -> None:
    """Whatever a page holds, it is a record or refused."""
    try:
        record = read(b" ".join(parts))
    except RecordError:
        return
    assert record.title
    assert record.authors
