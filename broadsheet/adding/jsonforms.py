"""JSON: CSL-JSON, the answers of OpenAlex and Semantic Scholar, Hugging Face's daily papers."""

from __future__ import annotations

import json
import re
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any

from broadsheet.adding.cleaning import (
    arxiv_paragraphs,
    clean_link,
    first_of,
    list_of,
    make_record,
    object_of,
    text_of,
    texts_of,
)
from broadsheet.adding.csl import from_csl
from broadsheet.adding.found import FORMS, Found, make_found
from broadsheet.adding.graphs import from_openalex, from_semantic_scholar
from broadsheet.adding.jsonobjects import json_objects, load_object
from broadsheet.adding.moments import read_date
from broadsheet.adding.records import Record, RecordError, names_once
from broadsheet.content.identifiers import bare_arxiv
from broadsheet.content.model import Discussion
from broadsheet.text.dates import is_date
from broadsheet.text.maths import split_math
from broadsheet.text.tex import untex, untex_pidgin

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


_CSL = frozenset(["title", "author", "DOI", "issued", "container-title"])


def read_json(chunks: Iterable[bytes], name: str) -> Iterator[Found]:
    """Yield the records of one object, of a list of objects, or of objects one after another."""
    day = next(filter(is_date, re.findall(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", name)), "")
    line = 0
    is_known = False  # whether an object came, of a form that is known
    stray: list[Found] = []  # what stands before the first object
    rest = iter(chunks)
    head = next(rest, b"")
    for line, data in json_objects(chain([head], rest)):
        if data is None:
            stray.clear()
            yield Found(line, None, "the file must be whole JSON, but ends within what begins here")
        elif not is_known and not data.startswith((b"{", b"[")):
            stray += _found_in(line, data, day, is_known=True)
        else:
            yield from stray
            stray.clear()
            yield from _found_in(line, data, day, is_known=is_known)
            is_known = True
    if stray or (line == 0 and head.strip(b"[] \t\r\n")):
        raise RecordError(_UNKNOWN)  # of texts or numbers; a day without papers is []


def _found_in(line: int, data: bytes, day: str, *, is_known: bool) -> Iterator[Found]:
    """Yield the records in an object; raise RecordError if it is of no form that is known."""
    try:
        items = _unwrapped(load_object(data, line))
    except RecordError as error:
        yield Found(line, None, str(error))
        return
    for number, item in enumerate(items, start=1):
        make, key = _reader_of(item, day) if isinstance(item, dict) else (None, "")
        if make is not None:
            yield make_found(line, partial(make, item), key)
        elif not isinstance(item, dict):
            shown = json.dumps(item, ensure_ascii=False)[:80]
            yield Found(line, None, f"record {number} must be an object in braces, not {shown}")
        elif number == 1 and not is_known:
            raise RecordError(_ZOTEROS if _is_zoteros(item) else _UNKNOWN)
        else:
            yield Found(line, None, "a record must have a title and authors, or a paper")


_ZOTEROS = (
    "the file is JSON of Zotero's own form, as Better BibTeX exports it, which is not read: export"
    " it as CSL JSON, BibLaTeX or RIS"
)
_UNKNOWN = f"the file is JSON, but of no known form: {FORMS}"


def _unwrapped(item: dict[str, Any]) -> list[Any]:
    """Return the papers in an answer of Crossref, OpenAlex or Semantic Scholar, or the one.

    Not all of a list need be objects.
    """
    inner = item.get("message")
    if isinstance(inner, dict):
        item = inner
    for name in ("results", "data", "items", "recommendedPapers"):
        papers = item.get(name)
        if isinstance(papers, list) and "title" not in item:
            return papers
    return [item]


def _reader_of(
    item: dict[str, Any], day: str
) -> tuple[Callable[[dict[str, Any]], Record] | None, str]:
    """Return the function that reads an object, and what the file calls it."""
    if isinstance(item.get("paper"), dict):
        return partial(_from_huggingface, day=day), text_of(item["paper"].get("id"))
    if isinstance(item.get("authorships"), list):
        return from_openalex, text_of(item.get("id"))
    if "paperId" in item or "externalIds" in item:
        return from_semantic_scholar, text_of(item.get("paperId"))
    if _is_zoteros(item):
        return None, ""
    is_feed = first_of(item.get("version")).startswith("https://jsonfeed.org/")
    if _CSL & item.keys() and not is_feed:  # whose title is no paper's
        return from_csl, first_of(item.get("id"))
    return None, ""


def _is_zoteros(item: dict[str, Any]) -> bool:
    """Return whether an object is of Zotero's own form, where authors are among the creators."""
    return "itemType" in item or "itemType" in object_of(item.get("data"))


def _from_huggingface(item: dict[str, Any], day: str) -> Record:
    """Make a record from an item of https://huggingface.co/api/daily_papers.

    It was featured on `day` if it does not say itself.
    """
    paper = object_of(item["paper"])
    identifier = text_of(paper.get("id"))
    arxiv = bare_arxiv(identifier)
    if not arxiv:
        message = f"paper.id must be an arXiv id, as in 2506.20544, not {identifier[:80]!r}"
        raise RecordError(message)
    outer, inner = text_of(item.get("title")), text_of(paper.get("title"))
    stripped = bool(_HAS_TEX.search(outer)) and not _HAS_TEX.search(inner)
    comments = item.get("numComments")
    if not isinstance(comments, int) or not 0 <= comments < _MILLION:
        comments = 0
    featured = text_of(paper.get("submittedOnDailyAt"))[:10]
    organization = object_of(paper.get("organization")) or object_of(item.get("organization"))
    authors = [object_of(author) for author in list_of(paper.get("authors"))]
    abstract = arxiv_paragraphs(text_of(paper.get("summary")) or text_of(item.get("summary")))
    title = outer if stripped or not inner else inner
    with_tex = stripped or not inner or _keeps_tex(inner), _keeps_tex(abstract)
    return make_record(
        _read_tex(title, keeps_tex=with_tex[0], money=not any(with_tex)),
        [text_of(author.get("name")) for author in authors if author.get("hidden") is not True],
        _read_tex(abstract, keeps_tex=with_tex[1], money=not any(with_tex)),
        published=read_date(text_of(paper.get("publishedAt"))[:10]),
        arxiv=arxiv,
        code=_repository(text_of(paper.get("githubRepo"))),
        project=_repository(text_of(paper.get("projectPage"))),
        organizations=names_once([text_of(organization.get("fullname"))]),
        discussion=Discussion(f"https://huggingface.co/papers/{arxiv}", int(comments)),
        featured=featured if is_date(featured) else day,
        keywords=names_once(texts_of(paper.get("ai_keywords"))),
        money=not any(with_tex),
    )


def _keeps_tex(text: str) -> bool:
    """Return whether a formula in dollar signs is left in a text: most are stripped of these."""
    parts = split_math(text) if "$" in text and "\\" in text else ()
    return _LOOSE.search(text) is not None or any(
        is_math and _COMMAND.search(part) for part, is_math in parts
    )


def _read_tex(text: str, *, keeps_tex: bool, money: bool) -> str:
    """Return a text with its commands read; the dollar signs in one without formulas are money.

    They are shielded unless it is known of the whole record that they are (`money`).
    """
    if keeps_tex:
        return untex(text, pidgin=True)
    plain = untex_pidgin(text)
    return plain if money else plain.replace("$", r"\$")


_LOOSE = re.compile(r"(?<!\\)\$\\[A-Za-z]{2,30}\$")  # also beside a digit, as in 2$\times$
_COMMAND = re.compile(r"\\[A-Za-z]")
_HAS_TEX = re.compile(r"\$|\\[A-Za-z]")
_MILLION = 1_000_000


def _repository(text: str) -> str:
    """Return the address of a repository without the path to a folder or file in it."""
    link = re.sub(r"/(?:tree|blob)/.*", "", next(iter(text.split()), ""))
    return clean_link(re.sub(r"\.git/?$", "", link))
