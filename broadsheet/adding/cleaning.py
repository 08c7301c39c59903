"""Texts from outside services to clean values: names, ids, dates, markup, keywords."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from broadsheet.adding.catalogued import OTHERS, bare_name, group_of, is_group, with_others
from broadsheet.adding.found import MOST_MARKUP
from broadsheet.adding.markup import without_markup
from broadsheet.adding.records import Record, names_once, natural_name, tidy, tidy_paragraphs
from broadsheet.content.fields import NAME, by_name
from broadsheet.content.identifiers import ARXIV, LINK, arxiv_of_doi, bare_arxiv, bare_doi
from broadsheet.content.namelists import without_others
from broadsheet.content.names import (
    is_whole,
    part_name,
    split_name,
    without_title,
    without_title_of,
)
from broadsheet.content.naming import is_others
from broadsheet.content.pagination import bare_pages
from broadsheet.text.languages import language_tag
from broadsheet.text.maths import split_math, to_plain
from broadsheet.text.plain import fold, text_key
from broadsheet.text.tex import untex

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


Parts = tuple[str, str, str]  # a name as it is read aloud, its family, its given names


def whole(name: str) -> Parts:
    """Return a name of which no parts are known."""
    return name, "", ""


def parts_of(text: str) -> Parts:
    """Return a name that is written as it is read aloud, or as `Family, Given` or with a suffix."""
    text = bare_name(text)
    family, *rest = [tidy(part) for part in text.split(",")]
    aloud = natural_name(text)
    return (aloud, family, rest[0]) if len(rest) == 1 and family and rest[0] else whole(aloud)


def people_of(texts: Iterable[str]) -> list[Parts]:
    """Return the names in texts, within which semicolons may part people: `Bee, A.; Dee, C.`.

    A list that one of them leaves open has a last name for those who are not named.
    """
    told = [name for text in texts for name in plain_of(text).split(";") if name.strip()]
    bare = [with_others(name).removesuffix(OTHERS) for name in told]
    is_open = any(len(less) < len(name.rstrip()) for less, name in zip(bare, told, strict=True))
    is_parted = any(_PARTED.search(name) and not is_whole(name) for name in bare)
    found = [_person_or_group(name, is_parted=is_parted) for name in bare]
    return [*found, *([whole(OTHERS)] if is_open else [])]


def _person_or_group(name: str, *, is_parted: bool) -> Parts:
    """Return a name in parts; that of a group where its comma or its words tell so.

    Where commas part the other names, one of several words without a comma is a group's.
    """
    bare = bare_name(name)
    is_one = "," not in bare and " " in bare and not is_whole(bare)
    group = group_of(bare) or (bare if is_one and (is_parted or is_group(bare)) else "")
    return (group, group, "") if group else part_name(bare)


_PARTED = re.compile(r",\s*[^\s,]")


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
    names = [_untitled(whole(name) if isinstance(name, str) else name) for name in authors]
    values |= {name: _plainly(values.get(name, "")) for name in ("venue", "publisher")}
    values |= _imprint(values)
    values["dated"] = "" if values.get("published") else values.get("dated", "")[:_MOST_OF_DATE]
    if values.get("arxiv") or values.get("doi"):
        values["url"] = ""
    return Record(
        title=tidy(title),
        authors=clean_names(name for name, _family, _given in names),
        abstract=tidy_paragraphs(abstract),
        splits=_splits(names),
        more=any(is_others(tidy(name)) or without_others(name) != name for name, *_ in names),
        **values,
    )


_MOST_OF_DATE = 40  # characters that are shown of one that cannot be read


def _untitled(parts: Parts) -> Parts:
    """Return a name without an academic title: Dr. Jane Roe."""
    aloud, family, given = parts
    bare = without_title_of(aloud)
    if bare == aloud:
        return parts
    return (bare, family, without_title(f"{given} ").strip()) if given else whole(bare)


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
    issue = values.get("issue", "")  # preprints of managers have arXiv:2506.20544 there
    if kind in ("", "article") and any(
        map(_SERVER.fullmatch, (values.get("venue", ""), publisher))
    ):
        kind = "preprint"
    return {
        "type": kind,
        "volume": "" if any(find_ids("", volume)) else volume,  # CoRR's are abs/2506.20544
        "issue": "" if kind in _NUMBERED or any(find_ids("", issue)) else issue,
        "pages": bare_pages(values.get("pages", "")),
        "publisher": published_in(publisher),
        "language": language_tag(values.get("language", "")),
    }


def clean_names(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names in order, each once, without "et al." and without lone punctuation."""
    bare = (without_others(tidy(name)).removesuffix(" and others") for name in names)
    return names_once(
        [name for name in bare if any(map(str.isalnum, name)) and not is_others(name)]
    )


def pages_between(first: str, last: str) -> str:
    """Return the pages from the first to the last, which may be the same or not known."""
    return "-".join(dict.fromkeys(filter(None, (first.strip(), last.strip()))))


def words_of(value: Any) -> tuple[str, ...]:
    """Return keywords, which come as a list or as one text separated by commas or semicolons."""
    found: list[str] = []
    for text in texts_of(value):
        found += text.split(";" if ";" in text else ",")
    return names_once(found)


def links_of(text: str) -> list[str]:
    """Return the addresses in a text, which white space or semicolons part."""
    parts = re.split(r"[;\s]+(?=https?://)|\s+", _AMPERSAND.sub("&", text))
    return [one for one in parts if LINK.fullmatch(one)]


def clean_link(text: str) -> str:
    """Return the URL that a text begins with; empty if it does not begin with one."""
    whole = _AMPERSAND.sub("&", next(iter(text.split()), ""))
    first = re.split(r";(?=https?://)|;$", whole)[0]
    return first if LINK.fullmatch(first) else ""


_AMPERSAND = re.compile("&(?:amp;)+")  # as HTML has it in an address, and no address by itself


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
        bare = bare or bare_doi(text)
    return arxiv, "" if own or arxiv_of_doi(bare) else bare


def tells_arxiv(note: str) -> bool:
    """Return whether a note gives the paper's own id, and not that of another paper."""
    return note.strip().casefold().startswith(("arxiv", "doi", "https://doi.org/"))


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


def _plainly(text: str) -> str:
    """Return a name with its formulas in Unicode: pages show a venue as it stands."""
    parts = split_math(text)
    return tidy("".join(to_plain(part) if is_math else part for part, is_math in parts))


def plain_of(text: str, *, pidgin: bool = True) -> str:
    """Return a text of any source as plain text, on one line."""
    return fold(paragraphs_of(text, pidgin=pidgin))


def paragraphs_of(text: str, *, pidgin: bool = True) -> str:
    """Return a text of any source as plain text, with blank lines between paragraphs.

    It may hold HTML, JATS and MathML, and TeX. Unless all of it is TeX, as in BibTeX, braces and
    tildes are literal (`pidgin`). A heading "Abstract" at its beginning is dropped.
    """
    text = without_markup(text[:MOST_MARKUP])
    read = untex(text, pidgin=pidgin)
    if _SIGN_IN_TEX.search(text):  # {\\textless}i{\\textgreater} are the tags of a manager's HTML
        read = without_markup(read)
    first, _, rest = read.strip().partition("\n")
    return rest.strip() if rest and first.strip(" :.").casefold() == "abstract" else read.strip()


_SIGN_IN_TEX = re.compile(
    r"\\(?:textless|less|lt)(?![A-Za-z])|\\&\}?(?:\\?#)?\w+;|\$\s*<\s*\$|\{[<&]\}"
)


def with_subtitle(title: str, *subtitles: str) -> str:
    """Return a title with what stands in a field of its own, unless the title has it already."""
    for subtitle in subtitles:
        if not text_key(title).endswith(text_key(subtitle)):
            title = f"{title}{'' if title[-1:] in _ENDS else ':'} {subtitle}" if title else subtitle
    return title


_ENDS = tuple(":?!.–—-")
