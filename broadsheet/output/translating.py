"""Templates in the language of the site: messages are put into their place when one is compiled.

Templates mark what they say as Jinja's i18n extension has it, `{% trans %}` and `_("...")`, from
which Babel extracts the messages. A build has one language, so the calls that the extension leaves
for every page are answered once, and a page in Japanese costs what one in English does. So are the
names `spoken` and `written`: attributes of elements, with the language of the messages where that
is not the site's, and with the site's within such.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Mapping

    from broadsheet.words.words import Words

_VALUE = re.compile(r"%\((\w+)\)s")
_MARKUP = re.compile(r"[<&]")
PLURAL = "plural"  # the filter that gives a number's category


def piece(value: Any) -> str:
    """Return a value as a piece of a page: what `escape` gives, where it need be no Markup.

    Pieces are only joined, and to make Markup of each took a tenth of the time of rendering.
    """
    if type(value) is str:
        text = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return text.replace('"', "&#34;").replace("'", "&#39;")
    return value if type(value) is Markup else escape(value)


class _Generator(CodeGenerator):
    """Writes templates whose values go through `piece` in place of `escape`."""

    def _output_child_pre(self, *_values: Any, **_names: Any) -> None:
        self.write("environment.piece(")


class TranslatedEnvironment(Environment):
    """An environment whose templates speak one language, and escape every value."""

    code_generator_class = _Generator
    piece = staticmethod(piece)
    newstyle_gettext = True  # values stand within the call, where they are found

    def __init__(self, words: Words, **options: Any) -> None:
        """Take the words that messages are said in, and what an environment takes."""
        super().__init__(extensions=["jinja2.ext.i18n"], autoescape=True, **options)
        self.policies["ext.i18n.trimmed"] = True
        self._words = words

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """Parse a template, and put its messages into their place."""
        tree = super()._parse(source, name, filename)
        return cast("nodes.Template", _Translator(self._words).visit(tree))


class _Translator(NodeTransformer):
    """Puts messages in the place of the calls that ask for them.

    A message with markup is a piece of the page; one without is text, and escaped where it stands.
    """

    def __init__(self, words: Words) -> None:
        self._words = words

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - Jinja's name
        """Answer a call for a message; others are left alone."""
        self.generic_visit(node)
        name = node.node.name if isinstance(node.node, nodes.Name) else ""
        values = {pair.key: pair.value for pair in node.kwargs}
        match name, node.args:
            case (("_" | "gettext"), [nodes.Const(value=message)]):
                return _pieces(self._words.form(message), message, values)
            case "pgettext", [nodes.Const(value=context), nodes.Const(value=message)]:
                return _pieces(self._words.form(message, context), message, values)
            case "ngettext", [nodes.Const(value=one), nodes.Const(value=many), number]:
                forms = self._words.forms(one, many)
                return _choice({form: _pieces(forms[form], one, values) for form in forms}, number)
        return node

    def visit_Name(self, node: nodes.Name) -> nodes.Node:  # noqa: N802 - Jinja's name
        """Answer a name for an attribute; others are left alone."""
        match node.ctx, node.name:
            case "load", "spoken":
                return nodes.MarkSafe(nodes.Const(self._words.spoken))
            case "load", "written":
                return nodes.MarkSafe(nodes.Const(self._words.written))
        return node

    def visit_Output(self, node: nodes.Output) -> nodes.Node:  # noqa: N802 - Jinja's name
        """Set the pieces of a message side by side, as if they stood in the template."""
        self.generic_visit(node)
        node.nodes = [
            piece
            for one in node.nodes
            for piece in (one.nodes if isinstance(one, nodes.Concat) else [one])
        ]
        return node


def _pieces(text: str, message: str, values: Mapping[str, nodes.Expr]) -> nodes.Expr:
    """Return a message as its words and its values, one after the other."""
    parts = _VALUE.split(text)
    pieces: list[nodes.Expr] = []
    for place, part in enumerate(parts):
        if place % 2:
            pieces.append(values[part])
        elif part:
            words = nodes.Const(part.replace("%%", "%"))
            pieces.append(nodes.MarkSafe(words) if _MARKUP.search(message) else words)
    return pieces[0] if len(pieces) == 1 else nodes.Concat(pieces)


def _choice(forms: Mapping[str, nodes.Expr], number: nodes.Expr) -> nodes.Expr:
    """Return the one of the forms that a number takes."""
    (_, chosen), *others = reversed(list(forms.items()))
    for form, pieces in others:
        category = nodes.Filter(number, PLURAL, [], [], None, None)
        asked = nodes.Compare(category, [nodes.Operand("eq", nodes.Const(form))])
        chosen = nodes.CondExpr(asked, pieces, chosen)
    return chosen
