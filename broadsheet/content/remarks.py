"""Warnings of texts that say something else than their author meant: markup, `TODO`, quotes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml

from broadsheet.content.fields import Field, by_name
from broadsheet.text import inline, markdown
from broadsheet.text.inline import prose_plain, title_plain
from broadsheet.text.maths import split_math
from broadsheet.text.plain import find_pile, fold
from broadsheet.text.tex import unread, untex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from broadsheet.content.frontmatter import Source
    from broadsheet.text.seen import LinkFault

# HTML that people paste; `<think>` and the like are words of a title.
_TAG = re.compile(
    r"</?(?:a|abbr|b|br|code|div|em|i|p|small|span|strong|sub|sup|tt|u|jats:\w+)\b[^<>]*>",
    re.IGNORECASE,
)
_ENTITY = re.compile(
    r"&(?:#\d+|#x[0-9a-f]+|amp|lt|gt|quot|apos|nbsp|[a-z]+(?:uml|acute|grave));", re.IGNORECASE
)
_MAY_BE_MEANT = re.compile(r"[<>&\\$*`\[\"“”«»]|TODO|FIXME|TBD|XXX")
_TODO = re.compile(r"\b(?:TODO|FIXME|TBD|XXX)\b")
_PAIRS = (('"', '"'), ("“", "”"), ("«", "»"))
# What is left where markup was meant and not read, by kind of text.
_STARS_OR_LINK = r"\*\*?\w[^*]*\w\*\*?|\[[^\[\]]+\]\([^\s()]*[()]"
_STARS_LINK_OR_CODE = re.compile(rf"{_STARS_OR_LINK}|`[^`]+`")
_UNREAD = {
    "text": _STARS_LINK_OR_CODE,
    "title": _STARS_LINK_OR_CODE,
    "prose": re.compile(_STARS_OR_LINK),
}
_PLAIN: dict[str, Callable[[str], str]] = {"text": str, "title": title_plain, "prose": prose_plain}


def remark_on_fields(
    source: Source, node: yaml.MappingNode, table: tuple[Field, ...], values: Mapping[str, object]
) -> None:
    """Warn of what looks unmeant in the texts of a mapping, and of mappings within it."""
    kinds = by_name(table)
    for key, value in node.value:
        field, found = kinds.get(key.value), values.get(key.value)
        if field and isinstance(found, str) and field.kind in _PLAIN:
            for shown, remark in _find_remarks(field, found):
                begin, end = value.start_mark.index, value.end_mark.index
                at = source.head.find(shown, begin, end)
                source.warn_within(source.head, max(at, begin), f"{field.name} {remark}")
        elif field and isinstance(found, dict):
            remark_on_fields(source, value, field.fields, found)
        elif field and field.kind == "texts":
            _remark_on_texts(source, value, field)


def _remark_on_texts(source: Source, node: yaml.Node, field: Field) -> None:
    """Warn of what looks unmeant in the entries of a list of texts."""
    entry = Field(f"an entry of {field.name}", "text", "", "")
    for item in node.value:
        if isinstance(item, yaml.ScalarNode) and _MAY_BE_MEANT.search(item.value):
            for _, remark in _find_remarks(entry, fold(item.value)):
                source.report_at(item, f"{entry.name} {remark}", "warning")


def _find_remarks(field: Field, text: str) -> Iterator[tuple[str, str]]:
    """Yield what looks unmeant in a text: how it begins, and the end of a sentence about it."""
    if found := _TAG.search(text):
        yield (
            found[0].split()[0],
            f"shows {found[0][:40]} as it stands: HTML is not read here, write *emphasis* or text",
        )
    elif found := _ENTITY.search(text):
        yield (
            found[0],
            f"shows {found[0]} as it stands: HTML is not read here, write the sign itself",
        )
    elif field.kind == "text" and (commands := unread(text)) and (meant := _meant_by(text)):
        yield commands[0], f"shows {commands[0]} as it stands: TeX is not read here, write {meant}"
    elif found := _UNREAD[field.kind].search(_PLAIN[field.kind](text)):
        yield found[0].split()[0], _unread(field, found[0])
    elif field.kind == "text" and (formulas := [tex for tex, is_tex in split_math(text) if is_tex]):
        yield f"${formulas[0]}$", _unread(field, f"${formulas[0]}$")
    elif field.kind == "prose" and (faults := inline.find_link_faults(text)):
        yield faults[0].source.split()[0], f"has a link that {_about(faults[0])}"
    if todo := _TODO.search(text):
        yield todo[0], f"says {todo[0]}: write what is missing"
    for opening, closing in _PAIRS:
        if _is_stray(text, opening, closing):
            yield opening, f"has a stray {opening}: take it out, or write its other half"
            break


def _meant_by(text: str) -> str:
    """Return what TeX in a name means; empty if not all of it is known."""
    meant = fold(untex(text, pidgin=True))
    return "" if unread(meant) or meant == text else meant[:100]


def _unread(field: Field, shown: str) -> str:
    return f"shows {shown[:40]!r} as it stands: {_READ[field.kind]} read here"


def remark_on_abstract(source: Source, body: str, first_line: int) -> None:
    """Warn of what notes may link to by a name, and an abstract may not: it shows it as it stands.

    f[x](y) is none.
    """
    for link in markdown.find_links(body) if "](" in body else ():
        found = re.search(rf"\[[^\[\]\n]*\]\(<?{re.escape(link)}", body)
        if found and _ADDRESS.search(link):
            shown = f"{found[0].replace('<', '')})"[:60]
            message = f"this link leads nowhere, {shown}: {_MENDED['leads nowhere']}"
            source.warn_within(body, found.start(), message, first_line)


_ADDRESS = re.compile(r"\w[./]\w")


def remark_on_text(source: Source, body: str, first_line: int) -> None:
    """Warn of links that show nothing or lead nowhere, and of marks piled up, in a file's text."""
    place = 0
    for fault in markdown.find_link_faults(body):
        at = body.find(fault.source, place)
        place = at + len(fault.source) if at >= 0 else place
        source.warn_within(body, max(at, 0), f"this link {_about(fault)}", first_line)
    if pile := find_pile(body):
        source.warn_within(body, body.find(pile), _piled(pile), first_line)


def remark_on_marks(source: Source, node: yaml.Node) -> None:
    """Warn of marks piled up in any value of a mapping, once where YAML repeats it."""
    if "\\" not in source.head and not find_pile(source.head):
        return  # only an escape makes a mark, or brings two together, that are not so in the file
    left, known = [node], {id(node)}
    while left:
        node = left.pop()
        if isinstance(node, yaml.ScalarNode):
            if pile := find_pile(node.value):
                source.report_at(node, _piled(pile), "warning")
            continue
        within = node.value if isinstance(node, yaml.SequenceNode) else dict(node.value).values()
        new = [one for one in within if id(one) not in known]
        known.update(map(id, new))
        left += new


def _about(fault: LinkFault) -> str:
    """Return what is wrong with a link, and what to write."""
    shown = " ".join(fault.source.split())[:60]
    return f"{fault.kind}, {shown}: {_MENDED[fault.kind]}"


def _piled(marks: str) -> str:
    """Return the message that marks are piled up on one letter."""
    return f"{len(marks)} marks stand on one letter: take out those that no language has"


_MENDED = {
    "leads nowhere": "write its address between the parentheses, from https:// on",
    "shows nothing": "write between the square brackets what it leads to",
}
_READ = {
    "text": "neither markup nor a formula is",
    "title": "only *emphasis* and $formulas$ are",
    "prose": "only emphasis, code, links and formulas are",
}


def _is_stray(text: str, opening: str, closing: str) -> bool:
    """Return whether a quote stands at an end of a text, and its other half nowhere."""
    if opening == closing:
        return text.count(opening) == 1 and (text.startswith(opening) or text.endswith(opening))
    return text.count(opening) != text.count(closing) and (
        text.startswith(opening) or text.endswith(closing)
    )
