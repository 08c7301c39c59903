"""Texts from outside services to clean values: names, ids, dates, markup, keywords."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any

from bs4 import BeautifulSoup

from broadsheet.adding.found import MOST_MARKUP
from broadsheet.adding.records import Record, names_once, natural_name, tidy, tidy_paragraphs
from broadsheet.content.fields import NAME, by_name
from broadsheet.content.identifiers import ARXIV, LINK, arxiv_of_doi, bare_arxiv, bare_doi
from broadsheet.content.names import split_name
from broadsheet.text.dates import MONTHS, is_date
from broadsheet.text.languages import language_tag
from broadsheet.text.plain import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


Parts = tuple[str, str, str]  # a name as it is read aloud, its family, its given names


def whole(name: str) -> Parts:
    """Return a name of which no parts are known."""
    return name, "", ""


def parts_of(text: str) -> Parts:
    """Return a name that is written as it is read aloud, or as `Family, Given` or with a suffix."""
    family, *rest = [tidy(part) for part in text.split(",")]
    aloud = natural_name(text)
    return (aloud, family, rest[0]) if len(rest) == 1 and family and rest[0] else whole(aloud)


def make_record(
    title: str, authors: Iterable[str | Parts], abstract: str = "", **rest: Any
) -> Record:
    """Make a record from raw texts: tidied, each name once, `url` only if there is no id.

    Names whose parts the source knows keep them where they would else be cut wrongly. What is not
    of the form that its field has is left out.
    """
    values: dict[str, Any] = {
        name: tidy(value) if isinstance(value, str) else value for name, value in rest.items()
    }
    names = [whole(name) if isinstance(name, str) else name for name in authors]
    values |= _imprint(values)
    if values.get("arxiv") or values.get("doi"):
        values["url"] = ""
    return Record(
        title=tidy(title),
        authors=clean_names(name for name, _family, _given in names),
        abstract=tidy_paragraphs(abstract),
        splits=_splits(names),
        **values,
    )


def _splits(names: Iterable[Parts]) -> tuple[Parts, ...]:
    """Return the names, with their parts, that would be cut wrongly if they had none."""
    tidied = ((tidy(name), tidy(family), tidy(given)) for name, family, given in names)
    return tuple(
        (name, family, given)
        for name, family, given in tidied
        if family and split_name(name) != (family, given) and _may_stand(family, given)
    )


def _may_stand(family: str, given: str) -> bool:
    """Return whether the parts of a name are as short as their fields want them."""
    limits = by_name(NAME)
    if not given:
        return len(family) <= limits["name"].limit
    return len(family) <= limits["family"].limit and len(given) <= limits["given"].limit


# Servers of preprints, which some sources call a journal or a publisher.
_SERVER = re.compile(
    r"\w*rxiv\b.*|ssrn\b.*|research square|preprints(?:\.org)?|osf preprints", re.IGNORECASE
)
_NUMBERED = ("book", "dataset", "report", "thesis")  # their number is not that of an issue


def _imprint(values: Mapping[str, Any]) -> dict[str, str]:
    """Return what a work is and where in its journal it stands, without what cannot be meant."""
    kind, volume, publisher = (values.get(name, "") for name in ("type", "volume", "publisher"))
    if kind in ("", "article") and any(
        map(_SERVER.fullmatch, (values.get("venue", ""), publisher))
    ):
        kind = "preprint"
    return {
        "type": kind,
        "volume": "" if any(find_ids("", volume)) else volume,  # CoRR's are abs/2506.20544
        "issue": "" if kind in _NUMBERED else values.get("issue", ""),
        "pages": pages_of(values.get("pages", "")),
        "publisher": published_in(publisher),
        "language": language_tag(values.get("language", "")),
    }


_NO_NAME = re.compile(r"(and )?(et\.? al\.?|others|\.\.\.|…)", re.IGNORECASE)


def clean_names(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names in order, each once, without "et al." and without lone punctuation."""
    bare = (re.sub(r"[\s,]+et\.? al\.?$", "", tidy(name)) for name in names)
    return names_once(
        [name for name in bare if any(map(str.isalnum, name)) and not _NO_NAME.fullmatch(name)]
    )


def pages_of(text: str) -> str:
    """Return pages with one hyphen between the first and the last, whatever dash the source has."""
    return re.sub(r"\s*[-‐-―−]+\s*", "-", text).strip("-")


def pages_between(first: str, last: str) -> str:
    """Return the pages from the first to the last, which may be the same or not known."""
    return "-".join(dict.fromkeys(filter(None, (first.strip(), last.strip()))))


def words_of(value: Any) -> tuple[str, ...]:
    """Return keywords, which come as a list or as one text separated by commas or semicolons."""
    found: list[str] = []
    for text in texts_of(value):
        found += text.split(";" if ";" in text else ",")
    return names_once(found)


def clean_link(text: str) -> str:
    """Return the URL that a text begins with; empty if it does not begin with one."""
    first = next(iter(text.split()), "")
    return first if LINK.fullmatch(first) else ""


_WITHIN = re.compile(
    rf"(?:\barxiv(?:\.org/(?:abs|pdf|html)/|[\s:.]+)|\babs/){ARXIV.pattern}(?!\d)", re.IGNORECASE
)


def find_ids(doi: str, *others: str) -> tuple[str, str]:
    """Return the arXiv id and the DOI; the id may also come from arXiv's own DOI or other texts."""
    bare = bare_doi(next(iter(doi.split()), ""))
    own = arxiv = arxiv_of_doi(bare)
    for text in others:
        within = _WITHIN.search(text)
        arxiv = arxiv or bare_arxiv(text) or (bare_arxiv(within[1]) if within else "")
    return arxiv, "" if own else bare


def tells_arxiv(note: str) -> bool:
    """Return whether a note gives the paper's own id, and not that of another paper."""
    return note.strip().casefold().startswith("arxiv")


_DIGITS = re.compile(r"(\d{4})(?:[-/.]?(\d\d?)(?:[-/.]?(\d\d?))?)?(?!\d)")
_DAY_FIRST = re.compile(r"(\d\d?)([./-])(\d\d?)[./-](\d{4})(?!\d)")
_MONTH_OF = {name[:3].lower(): number for number, name in enumerate(MONTHS, 1)}
MONTH_WORD = re.compile(rf"\b({'|'.join(_MONTH_OF)})[a-z]*\b", re.IGNORECASE)
YEAR = re.compile(r"(?<!\d)[12]\d{3}(?!\d)")
_DAY = re.compile(r"(?<![\d:])(\d\d?)(?:st|nd|rd|th)?\b(?![\d:])")


def make_date(year: int, month: int = 0, day: int = 0) -> str:
    """Return `YYYY-MM-DD`, or as much of it as is valid; empty if the year is not."""
    whole = f"{year:04d}-{month:02d}-{day:02d}"
    if is_date(whole):
        return whole
    if not YEAR.fullmatch(whole[:4]):
        return ""
    return whole[:7] if 1 <= month <= len(MONTHS) else whole[:4]


def read_date(text: str) -> str:
    """Read a date as people and services write it, as far as it is given and unambiguous.

    `2023/12/01`, `2023-12`, `20231201`, `01 Dec 2023`, `December 1, 2023`, `25.12.2023`; from
    `01/02/2023`, which is the first of February or the second of January, only the year.
    """
    text = text.strip()
    month, year = MONTH_WORD.search(text), YEAR.search(text)
    if month and year:
        day = _DAY.search(text)
        return make_date(int(year[0]), _MONTH_OF[month[1].lower()], int(day[1]) if day else 0)
    if digits := _DIGITS.match(text):
        return make_date(*(int(part or 0) for part in digits.groups()))
    if other := _DAY_FIRST.match(text):
        first, second = int(other[1]), int(other[3])
        if first > len(MONTHS) or other[2] == ".":
            return make_date(int(other[4]), second, first)
        if second > len(MONTHS):
            return make_date(int(other[4]), first, second)
    return make_date(int(year[0])) if year else ""


def most_exact(dates: Iterable[str]) -> str:
    """Return the date of which most is known; the earliest of several."""
    return min(dates, key=lambda date: (-len(date), date), default="")


def finest(dates: Iterable[str]) -> str:
    """Return the first date; if it is only a year or a month, the earliest full date within it."""
    told = list(filter(None, dates))
    within = [date for date in told if date.startswith(told[0])]
    longest = max(map(len, within), default=0)
    return min((date for date in within if len(date) == longest), default="")


def text_of(value: Any) -> str:
    """Return a string or an integer as a string, without the lone surrogates that JSON allows."""
    if isinstance(value, str):
        return value.encode(errors="ignore").decode()
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def list_of(value: Any) -> list[Any]:
    """Return a list as it is, None as an empty list, and any other value as a list of one."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def object_of(value: Any) -> dict[str, Any]:
    """Return a JSON object as it is, and any other value as an empty one."""
    return value if isinstance(value, dict) else {}


def texts_of(value: Any) -> list[str]:
    """Return the texts in a value that is one text or a list."""
    return [text for one in list_of(value) if (text := text_of(one).strip())]


def first_of(value: Any) -> str:
    """Return the first text in a value that is one text or a list; empty if there is none."""
    return next(iter(texts_of(value)), "")


def arxiv_paragraphs(abstract: str) -> str:
    """Separate the paragraphs of an abstract of arXiv, each of which begins with white space."""
    return re.sub(r"\n[ \t]+(?=\S)", "\n\n", abstract.strip())


_NO_VENUE = re.compile(r"(corr|arxiv\b.*|abs/\d.*)", re.IGNORECASE)


def published_in(*venues: str) -> str:
    """Return the first that is a venue, which "arXiv" and the like are not; else empty."""
    return next(
        (venue for venue in map(tidy, venues) if venue and not _NO_VENUE.fullmatch(venue)), ""
    )


# The elements of HTML and JATS that occur in titles and abstracts. Whatever else looks like one
# (`<think>`) belongs to the text.
_BLOCKS = "p|title|sec|section|div|li|list-item|label|br|break|disp-quote|h[1-6]"
_INLINE = (
    "[ibusa]|em|strong|sub|sup|span|tt|small|font|abstract|italic|bold|scp?|underline|monospace"
    "|roman|sans-serif|styled-content|named-content|ext-link|xref|uri|email|list|ul|ol|code|body"
    "|html|inline-formula|disp-formula|alternatives|tex-math|inline-graphic|article-title"
    "|title-group|trans-abstract|fn|institution|math"
)
_TAG = rf"/?(?:jats:)?(?:{_BLOCKS}|{_INLINE})(?=[\s/>])|/?(?:mml|m):[a-z]"
_NO_TAG = re.compile(rf"<(?!(?:{_TAG})[^<>]*>)", re.IGNORECASE)
_NO_ENTITY = re.compile(r"&(?!(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]\w{1,30});)", re.IGNORECASE)
_TWICE = re.compile(r"&amp;(?=(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-f]+);)", re.IGNORECASE)
_HIDDEN = re.compile(r"<!--.*?(?:-->|\Z)|<!\[CDATA\[|\]\]>", re.DOTALL)
_BLOCK = re.compile(rf"</?(?:jats:)?(?:{_BLOCKS})(?=[\s/>])[^<>]*>", re.IGNORECASE)
_ONE_OF, _TEX_MATH, _MATH = (
    re.compile(rf"<({name})\b[^<>]*>((?:(?!<{name}\b).)*?)</\1>", re.IGNORECASE | re.DOTALL)
    for name in ("(?:jats:)?alternatives", "(?:jats:)?tex-math", "(?:mml:|m:)?math")
)
_ANNOTATION = re.compile(r"<[^<>]*annotation [^<>]*application/x-tex[^<>]*>([^<]*)<", re.IGNORECASE)
_DOCUMENT = re.compile(r"\\begin\{document\}(.*?)\\end\{document\}", re.DOTALL)


def plain_of(markup: str) -> str:
    """Return a text that may hold HTML or JATS as plain text, on one line."""
    return fold(paragraphs_of(markup))


def paragraphs_of(markup: str) -> str:
    """Return a text that may hold HTML or JATS as plain text, with blank lines between paragraphs.

    A heading "Abstract" at its beginning is dropped; formulas become TeX if their TeX is given.
    """
    markup = _TWICE.sub("&", markup[:MOST_MARKUP])
    text = _without_tags(markup) if "<" in markup else unescape(markup)
    first, _, rest = text.strip().partition("\n")
    return rest.strip() if rest and first.strip(" :.").casefold() == "abstract" else text.strip()


def _without_tags(markup: str) -> str:
    """Return the text within markup."""
    markup = _ONE_OF.sub(_tex_of_many, _HIDDEN.sub("", markup))
    markup = _MATH.sub(_of_mathml, _TEX_MATH.sub(lambda found: _formula(found[2]), markup))
    # Escape broken tags and entities, on which html.parser takes time quadratic in their number.
    markup = _NO_ENTITY.sub("&amp;", _NO_TAG.sub("&lt;", markup))
    if _BLOCK.search(markup):  # elements, not blank lines, separate paragraphs
        markup = _BLOCK.sub("\n\n", " ".join(markup.split()))
    return BeautifulSoup(f"<p>{markup}</p>", "html.parser").get_text()


def _tex_of_many(match: re.Match[str]) -> str:
    """Return the TeX of a formula that is given in several formats, or else all of them."""
    tex = _TEX_MATH.search(match[2])
    return tex[0] if tex else match[2]


def _of_mathml(match: re.Match[str]) -> str:
    """Return the TeX that MathML carries, or else its characters."""
    tex = _ANNOTATION.search(match[2])
    return _formula(tex[1]) if tex else re.sub(r"<[^<>]*>|\s+", "", match[2])


def _formula(tex: str) -> str:
    """Return TeX between dollar signs, without the LaTeX document that publishers wrap it in."""
    document = _DOCUMENT.search(tex)
    return f"${fold(document[1] if document else tex).strip('$ ')}$"
