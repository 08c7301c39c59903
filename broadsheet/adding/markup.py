"""HTML, JATS and MathML in titles, names and abstracts to plain text."""

from __future__ import annotations

import re
from html import unescape

from bs4 import BeautifulSoup

from broadsheet.adding.mathml import of_mathml
from broadsheet.text.elements import BLOCKS, INLINE
from broadsheet.text.plain import fold
from broadsheet.text.scripts import END, LOWERED, NO_MARKS, RAISED, set_scripts

_LETTER = r"[ibusa](?=\s*/?>|\s+[a-z:-]{1,20}\s*=)"
_TAG = rf"/?(?:jats:)?(?:{_LETTER}|{BLOCKS}|{INLINE})(?=[\s/>])|/?(?:mml|m):[a-z]"
_NO_TAG = re.compile(rf"<(?!(?:{_TAG})[^<>]*>)", re.IGNORECASE)
_NO_ENTITY = re.compile(r"&(?!(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]\w{1,30});)", re.IGNORECASE)
_TWICE = re.compile(r"&amp;(?=(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-f]+);)", re.IGNORECASE)
_HIDDEN = re.compile(r"<!--.*?(?:-->|\Z)|<!\[CDATA\[|\]\]>", re.DOTALL)
_BLOCK = re.compile(rf"</?(?:jats:)?(?:{BLOCKS})(?=[\s/>])[^<>]*>", re.IGNORECASE)
_ONE_OF, _TEX_MATH, _MATH = (
    re.compile(rf"<({name})\b[^<>]*>((?:(?!<{name}\b).)*?)</\1>", re.IGNORECASE | re.DOTALL)
    for name in ("(?:jats:)?alternatives", "(?:jats:)?tex-math", "(?:mml:|m:)?math")
)
_ANNOTATION = re.compile(r"<[^<>]*annotation [^<>]*application/x-tex[^<>]*>([^<]*)<", re.IGNORECASE)
_BEGIN, _END = "\\begin{document}", "\\end{document}"
_SCRIPT = re.compile(
    r"<(/?)(?:jats:)?(?:(sup(?:erscript)?)|sub(?:script)?|inf)(?=[\s/>])[^<>]*>", re.IGNORECASE
)


def without_markup(markup: str) -> str:
    """Return the text within HTML, JATS and MathML, whose paragraphs blank lines part.

    What is raised or lowered becomes Unicode or a formula, and a formula is TeX if that is given.
    """
    markup = _TWICE.sub("&", markup)
    if "<" not in markup:
        return unescape(markup)
    markup = _ONE_OF.sub(_tex_of_many, _HIDDEN.sub("", markup.translate(NO_MARKS)))
    markup = _MATH.sub(_of_mathml, _TEX_MATH.sub(lambda found: _formula(found[2]), markup))
    markup = _SCRIPT.sub(_mark, markup)
    # Escape broken tags and entities, on which html.parser takes time quadratic in their number.
    markup = _NO_ENTITY.sub("&amp;", _NO_TAG.sub("&lt;", markup))
    if _BLOCK.search(markup):  # elements, not blank lines, separate paragraphs
        markup = _BLOCK.sub("\n\n", " ".join(markup.split()))
    return set_scripts(BeautifulSoup(f"<p>{markup}</p>", "html.parser").get_text())


def _mark(match: re.Match[str]) -> str:
    """Return the mark of a tag that raises or lowers."""
    if match[1]:
        return END
    return "" if match[0].endswith("/>") else RAISED if match[2] else LOWERED


def _tex_of_many(match: re.Match[str]) -> str:
    """Return the TeX of a formula that is given in several formats, or else all of them."""
    tex = _TEX_MATH.search(match[2])
    return tex[0] if tex else match[2]


def _of_mathml(match: re.Match[str]) -> str:
    """Return the TeX that MathML carries, or else what it says, apart from a number beside it."""
    tex = _ANNOTATION.search(match[2])
    found = _formula(tex[1]) if tex else of_mathml(match[2])
    around = match.string[match.start() - 1 : match.start()], match.string[match.end() :][:1]
    before, after = (" " if sign.isdecimal() else "" for sign in around)
    starts, ends = found[:1].isdecimal() or found[:1] == "$", found[-1:].isdecimal()
    found = found.replace("&", "&amp;").replace("<", "&lt;")
    return f"{before * starts}{found}{after * (ends or found.endswith('$'))}"


def _formula(tex: str) -> str:
    """Return TeX between dollar signs, without the LaTeX document that publishers wrap it in."""
    _, begun, document = tex.partition(_BEGIN)
    document, ended, _ = document.partition(_END)
    return f"${fold(document if begun and ended else tex).strip('$ ')}$"
