"""The nodes of TeX that is parsed, to the text that they stand for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from unicodedata import combining, normalize

from broadsheet.text.texcommands import CITED, COMMANDS, LITERAL, parse
from broadsheet.text.texsigns import ACCENTS, OF_THE_LETTER, SILENT, is_letter, sign_of

if TYPE_CHECKING:
    from collections.abc import Sequence

DOLLAR = "\ufdd1"  # stands for a dollar sign, which would mean something to the parser
OF_FORMULA = "\ufdd8"  # stands for one at an end of a formula
_TYPED = (("``", "“"), ("''", "”"), ("---", "—"), ("--", "–"), ("~", " "))
_NAME_AT_END = re.compile(r"\\[A-Za-z]{1,30}\Z")


class Reader:
    """Reads the nodes of a text that pylatexenc has parsed."""

    def __init__(self, source: str, *, pidgin: bool) -> None:
        """Set the text, and whether its braces are literal where they belong to no command."""
        self._source = source
        self._pidgin = pidgin

    def text(self) -> str:
        """Return the text with its commands read; as it is where the parser gives up."""
        try:
            return self._all(parse(self._source))
        except Exception:  # noqa: BLE001 - pylatexenc raises many kinds, RecursionError among them
            return self._source

    def _all(self, nodes: Sequence[Any], *, within: bool = False) -> str:
        r"""Return what nodes stand for; of `\ifmmode ... \else ... \fi` the part for text."""
        pieces: list[str] = []
        is_skipping = False
        before: Any = None
        for node in nodes:
            name = getattr(node, "macroname", "")
            is_skipping = name == "ifmmode" or (is_skipping and name not in ("else", "fi"))
            if is_skipping:
                continue
            if name in CITED and pieces:
                pieces[-1] = pieces[-1].rstrip()
            piece = self._one(node, before, within=within)
            if pieces and piece[:1].isalpha() and _NAME_AT_END.search(pieces[-1][-40:]):
                piece = f" {piece}"  # or an unknown command would have another name
            pieces.append(piece)
            before = node
        return "".join(pieces)

    def _one(self, node: Any, before: Any, *, within: bool) -> str:
        """Return what a node stands for, behind another."""
        if hasattr(node, "chars"):
            return str(node.chars) if self._pidgin else typed(node.chars)
        if hasattr(node, "macroname"):
            meant = self._command(node, within=within)
            return self._raw(node) if meant is None else meant
        return self._group(node, before)

    def _raw(self, node: Any) -> str:
        """Return a node as it is written."""
        return self._source[node.pos : node.pos + node.len]

    def _group(self, node: Any, before: Any) -> str:
        """Return a group, without the braces if they are TeX's."""
        name = getattr(before, "macroname", "")
        if name and not before.macro_post_space and not self._is_known(before):
            return self._raw(node)  # it is an argument of who knows what
        inner = self._all(node.nodelist, within=True)
        first = getattr(node.nodelist[0], "macroname", "") if node.nodelist else ""
        belongs = (
            (name and not node.nodelist)
            or name in SILENT
            or first in SILENT
            or (first and len(node.nodelist) == 1 and self._is_known(node.nodelist[0]))
        )
        return inner if belongs or not self._pidgin else f"{{{inner}}}"

    @staticmethod
    def _is_known(node: Any) -> bool:
        """Return whether a command is known, and has its arguments."""
        if node.macroname in COMMANDS or node.macroname in ACCENTS:
            return node.nodeargd is not None and node.nodeargd.argnlist[-1] is not None
        return sign_of(node.macroname) is not None

    def _command(self, node: Any, *, within: bool) -> str | None:
        """Return what a command stands for; None if it is not known, or lacks an argument."""
        name = node.macroname
        nodes = node.nodeargd.argnlist if node.nodeargd else []
        if name in ACCENTS:
            return self._accented(node, nodes[0], within=within)
        if name not in COMMANDS:
            sign = sign_of(name)
            swallows = name in SILENT or is_letter(name)
            return sign if sign is None or swallows else sign + node.macro_post_space
        if not self._is_known(node):
            return None
        if name in LITERAL:
            return COMMANDS[name].make(self._inner(nodes[-1]))
        if name == "ensuremath":
            return self._formula(self._inner(nodes[-1]))
        return COMMANDS[name].make(*map(self._argument, nodes))

    def _inner(self, node: Any) -> str:
        """Return an argument as it is written, without its braces."""
        return self._raw(node).strip().removeprefix("{").removesuffix("}")

    def _argument(self, node: Any) -> str:
        """Return what an argument stands for; nothing where an optional one is missing."""
        if node is None:
            return ""
        nodes = getattr(node, "nodelist", None)
        return (
            self._one(node, None, within=True) if nodes is None else self._all(nodes, within=True)
        )

    @staticmethod
    def _formula(tex: str) -> str:
        """Return a formula in dollar signs, or the one sign that it is."""
        sign = sign_of(tex[1:]) if tex.startswith("\\") else None
        if sign is not None:
            return sign
        return f"{OF_FORMULA}{tex}{OF_FORMULA}" if re.search(r"[\\^_]", tex) else tex

    def _accented(self, node: Any, argument: Any, *, within: bool) -> str | None:
        r"""Return a letter with its accent; or a sign that stands alone, or was a quotation mark.

        `\~{}` is a tilde, and in `don\'t` the accent is none.
        """
        name, base = node.macroname, self._argument(argument)
        is_spaced = argument is not None and not within and argument.pos > node.pos + len("\\'")
        is_quote = name in ("'", '"', "`")
        if not base.strip():
            is_empty = hasattr(argument, "nodelist")
            return name if is_quote or (is_empty and name in ("~", "^")) else None
        letter = None if is_quote and is_spaced else _composed(base, ACCENTS[name])
        if letter is None or (is_quote and len(letter) > len(base)):
            return self._source[node.pos + 1 : node.pos + node.len] if is_quote else None
        return letter


def _composed(base: str, mark: str) -> str | None:
    """Return a text with an accent on its first letter; None if it begins with none.

    Where letter and accents are one character in one order only, it is that one: Vietnamese and
    Pinyin write the tone last, and people who type TeX do not always.
    """
    if not base[0].isalpha() and not (base[0].isdigit() and mark == ACCENTS["="]):  # as in (112̄2)
        return None
    end = next((at for at, sign in enumerate(base[1:], 1) if not combining(sign)), len(base))
    dotted = base[:end].translate(_DOTTED) if mark in _ABOVE else base[:end]
    letter, marks = normalize("NFD", dotted)[0], [*normalize("NFD", dotted)[1:], mark]
    by_tone = sorted(marks, key=lambda one: one not in OF_THE_LETTER)
    found = normalize("NFC", "".join([letter, *by_tone]))
    return (found if len(found) == 1 else normalize("NFC", "".join([letter, *marks]))) + base[end:]


_DOTTED = {ord("ı"): "i", ord("ȷ"): "j"}
_ABOVE = frozenset(mark for mark in ACCENTS.values() if combining(mark) == combining("\u0301"))


def typed(text: str) -> str:
    """Return a text with the quotation marks, dashes and spaces that TeX has for plain letters."""
    for typed, meant in _TYPED:
        text = text.replace(typed, meant)
    return text
