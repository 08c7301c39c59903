"""Templates escape every value, as Jinja does it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment
from markupsafe import Markup, escape

from broadsheet.output.translating import TranslatedEnvironment, piece
from broadsheet.words.words import words_of

if TYPE_CHECKING:
    from collections.abc import Callable


class _Own(str):
    """A text of a type of its own."""

    __slots__ = ()


class _Html:
    """A value that gives its HTML itself."""

    def __init__(self, html: str) -> None:
        self._html = html

    def __html__(self) -> str:
        return self._html


_MAKERS: list[Callable[[str], object]] = [str, Markup, _Own, _Html]
_TEXTS = st.text(st.sampled_from("&<>\"'a é漢\n")) | st.text()
_VALUES = st.builds(lambda make, text: make(text), st.sampled_from(_MAKERS), _TEXTS) | (
    st.integers() | st.none() | st.booleans() | st.floats() | st.tuples(_TEXTS)
)
_TEMPLATE = """{% macro twice(value) %}<b>{{ value }}</b>&{{ value }}{% endmacro %}
{% set both = value ~ "<" %}{{ both }}{{ value }}
{{ twice(value) }}{{ twice(twice(value)) }}{{ twice(value) | upper }}
{% set kept %}{{ value }}&{% endset %}{{ kept }}{{ "<" if value else '"' }}{{ value | string }}
"""
_OURS = TranslatedEnvironment(words_of("en")).from_string(_TEMPLATE)
_THEIRS = Environment(autoescape=True).from_string(_TEMPLATE)


@given(_VALUES)
def test_a_piece_is_what_is_escaped(value: object) -> None:
    """A piece of a page has the characters that `escape` gives."""
    assert str(piece(value)) == str(escape(value))


@given(_VALUES)
def test_a_template_gives_what_it_gives_with_jinja_alone(value: object) -> None:
    """Whatever a value goes through, macros and blocks among it, it is escaped once."""
    assert _OURS.render(value=value) == _THEIRS.render(value=value)
