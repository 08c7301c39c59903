"""`words`: bring the catalogues of the interface's languages up to date with what it says.

What templates, code and scripts say is listed anew in broadsheet/words/words.pot; every catalogue
beside it gets what is new, to be filled in, and loses what is gone.

Examples:
    python build.py words
    python build.py words --add it
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from broadsheet.content.fields import PAPER
from broadsheet.content.forms import must_be
from broadsheet.content.problems import UsageError
from broadsheet.pages.add import ASKED_FIRST, ASKED_LATER, label_of
from broadsheet.verbs.exits import Exit
from broadsheet.verbs.options import Options
from broadsheet.words.catalogues import ENGLISH, FOLDER, LIST, languages, read_catalogue

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from babel.messages import Catalog, Message

PROGRAM = FOLDER.parents[1]
# What is read for messages: the reader of Babel's, or of Jinja's for Babel, and files.
_SOURCES = (
    ("jinja2.ext:babel_extract", "templates", "**/*.*"),
    ("python", "broadsheet", "**/*.py"),
    ("javascript", "static", "**/*.js"),
)
_CALLS = {
    "say": None,
    "sayMany": (1, 2),
    "marked": None,
    "marked_many": (1, 2),
}  # what asks for a message, beside gettext
_READING = {"trimmed": "true", "newstyle_gettext": "true", "trim_blocks": "true"}
_READING |= {"lstrip_blocks": "true", "keep_trailing_newline": "true", "encoding": "utf-8"}
# Headers that change with each run, or tell of nobody.
_OF_THE_MOMENT = re.compile(r'^"(?:[\w-]+-(?:Date|By|To|Translator|Team)): .*\n', re.MULTILINE)
_FIELDS = "broadsheet/content/fields.py"


class WordsOptions(Options):
    """What `words` was asked for."""

    add: str


def add_options(parser: argparse.ArgumentParser) -> None:
    """Say what the verb takes."""
    told = "begin the catalogue of a language, as CLDR writes it: it, pt_BR"
    parser.add_argument("--add", default="", metavar="LANGUAGE", help=told)


def run(options: WordsOptions) -> int:
    """Write the list of messages, and every catalogue; return the exit code."""
    catalogues = {name: read_catalogue(FOLDER / f"{name}.po") for name in languages()}
    if options.add and options.add not in catalogues:
        catalogues[options.add] = begin(options.add)
    listed = list_messages()
    LIST.write_bytes(as_file(listed))
    for name, catalogue in sorted(catalogues.items()):
        path = FOLDER / f"{name}.po"
        catalogue.update(listed, no_fuzzy_matching=True, update_header_comment=False)
        catalogue.obsolete.clear()
        path.write_bytes(as_file(catalogue))
        missing = sum(bool(one.id) and not is_told(one) for one in catalogue)
        print(f"{path.relative_to(PROGRAM)}: {len(catalogue)} messages, {missing} to translate")
    return Exit.DONE


def begin(name: str) -> Catalog:
    """Return a catalogue without messages; raise UsageError if CLDR has no language so named."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - 30 ms, for this verb alone
    from babel.messages import Catalog  # noqa: PLC0415 - as above

    try:
        locale = Locale.parse(name)
    except (UnknownLocaleError, ValueError) as error:
        message = f"--add must be a language that CLDR knows, as in it or pt_BR: {error}"
        raise UsageError(message) from None
    if str(locale) != name:
        message = f"--add must be a language as CLDR writes it: write {locale}, not {name}"
        raise UsageError(message)
    if locale.language == ENGLISH:
        message = "--add needs no English: the interface is written in it"
        raise UsageError(message)
    about = f"# Broadsheet's interface in {locale.english_name}."
    return Catalog(locale, project="Broadsheet", header_comment=about, fuzzy=False)


def is_told(message: Message) -> bool:
    """Return whether a message is translated, in all of its forms, and not by a guess."""
    return all(message.string or [""]) and not message.fuzzy


def as_file(catalogue: Catalog) -> bytes:
    """Return a catalogue as a gettext file, which names files without lines: these move."""
    from babel.messages.pofile import generate_po  # noqa: PLC0415 - as above

    text = "".join(generate_po(catalogue, include_lineno=False, width=100))
    return _OF_THE_MOMENT.sub("", text).encode()


def list_messages() -> Catalog:
    """Return all that the interface says."""
    from babel.messages import Catalog  # noqa: PLC0415 - as above

    listed = Catalog(project="Broadsheet", fuzzy=False, header_comment="# Broadsheet's interface.")
    for path, message, context in sorted(_find_messages(), key=lambda found: found[0]):
        listed.add(message, locations=[(path, 1)], context=context)
    return listed


def _find_messages() -> Iterator[tuple[str, str | tuple[str, ...], str | None]]:
    """Yield (file, message, context): what is asked for, and what the form says of its fields."""
    from babel.messages.extract import DEFAULT_KEYWORDS, extract  # noqa: PLC0415 - as above

    calls = {**DEFAULT_KEYWORDS, **_CALLS}
    for method, folder, pattern in _SOURCES:
        for path in sorted((PROGRAM / folder).glob(pattern)):
            with path.open("rb") as file:
                for _line, message, _comments, context in extract(
                    method, file, calls, options=_READING
                ):
                    yield path.relative_to(PROGRAM).as_posix(), message, context
    for field in PAPER:
        if field.name in (*ASKED_FIRST, *ASKED_LATER):
            example = field.example if field.kind in ("text", "title") else ""
            texts = (label_of(field), field.about, must_be(field), example.strip('"'))
            yield from ((_FIELDS, text, None) for text in texts if text)
        context = "type" if field.name == "type" else None
        for one in (field, *field.fields):
            yield from ((_FIELDS, choice.capitalize(), context) for choice in one.choices)
