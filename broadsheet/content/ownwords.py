"""An owner's own words for the interface: `content/look/words.yaml`.

Each line says a message of the interface, in English, and what the site says for it. A message that
counts has a list, a text for each plural form of the site's language.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml

from broadsheet.content.problems import did_you_mean
from broadsheet.content.settings import compose_settings
from broadsheet.text.plain import fold
from broadsheet.words.catalogues import all_messages
from broadsheet.words.words import words_of

if TYPE_CHECKING:
    from broadsheet.content.frontmatter import Source
    from broadsheet.words.words import Own

_VALUE = re.compile(r"%\((\w+)\)s")
_TAG = re.compile(r"</?\w[^<>]*>")
_EXAMPLE = "Papers: Preprints"
LONGEST = 2000  # characters of a text


def read_words(path: str, data: bytes, language: str) -> tuple[Source, Own]:
    """Read the bytes of a file of words; `language` is the site's, as a BCP 47 tag."""
    source, node = compose_settings(path, data)
    if node is None:
        return source, ()
    if not isinstance(node, yaml.MappingNode):
        source.report_at(node, f"words.yaml must be lines of the form {_EXAMPLE}")
        return source, ()
    known = all_messages()
    own: dict[str, tuple[str, ...]] = {}
    for key, value in node.value:
        message = str(key.value) if isinstance(key, yaml.ScalarNode) else ""
        message = message if message in known else fold(message)
        if message not in known:
            near = did_you_mean(message, known)
            source.report_at(key, f"the interface does not say {message[:80]!r}{near}")
        elif message in own:
            source.report_at(key, f"{message[:80]!r} stands twice: keep one of the two")
        else:
            forms = words_of(language).forms(*known[message]) if len(known[message]) > 1 else ()
            own[message] = _read_texts(source, value, message, tuple(forms))
    return source, tuple((message, texts) for message, texts in own.items() if texts)


def _read_texts(
    source: Source, node: yaml.Node, message: str, forms: tuple[str, ...]
) -> tuple[str, ...]:
    """Read what is said for a message: one text, or one for each plural form."""
    nodes = node.value if forms and isinstance(node, yaml.SequenceNode) else [node]
    if forms and len(nodes) != len(forms):
        told = "a list of one text" if len(forms) == 1 else f"a list of {len(forms)} texts"
        source.report_at(node, f"{message[:80]!r} must have {told}: for {', '.join(forms)}")
        return ()
    texts = [_read_text(source, one, message) for one in nodes]
    return tuple(texts) if all(texts) else ()


def _read_text(source: Source, node: yaml.Node, message: str) -> str:
    """Read a text, which holds the values and the markup of its message; else report, and empty."""
    text = str(node.value) if isinstance(node, yaml.ScalarNode) else ""
    if message == message.strip():  # a comma between names ends with a space
        text = fold(text)
    if not text or len(text) > LONGEST:
        source.report_at(node, f"{message[:80]!r} must have one text, as in {_EXAMPLE}")
        return ""
    values, told = set(_VALUE.findall(message)), set(_VALUE.findall(text))
    if told - values or "%" in _VALUE.sub("", text):
        can = "% but " + ", ".join(f"%({one})s" for one in sorted(values)) if values else "%"
        source.report_at(node, f"the text for {message[:80]!r} must hold no {can}")
        return ""
    if sorted(_TAG.findall(message)) != sorted(_TAG.findall(text)):
        tags = " ".join(_TAG.findall(message)) or "no HTML"
        source.report_at(node, f"the text for {message[:80]!r} must hold {tags}")
        return ""
    return text
