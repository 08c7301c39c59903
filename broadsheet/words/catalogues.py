"""The catalogues: what the interface says in other languages, a gettext file each.

English stands in the templates, the code and the scripts. `words.pot` lists all of it; `make words`
writes that list, and brings every catalogue up to date with it.
"""

from __future__ import annotations

from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale
    from babel.messages import Catalog
    from babel.plural import PluralRule

FOLDER = Path(__file__).parent
LIST = FOLDER / "words.pot"
ENGLISH = "en"
_WORLD = "en_001"  # dates in the order of most of those who read English: 25 June 2025


def languages() -> list[str]:
    """Return the locales that have a catalogue, as CLDR writes them: `de`, `pt_BR`."""
    return sorted(path.stem for path in FOLDER.glob("*.po"))


@cache
def locale_of(tag: str) -> Locale:
    """Return the locale of the interface of a site in a language, which is a BCP 47 tag.

    A language without a catalogue has the interface of English. A region is kept, since dates
    differ by it; a script must be that of the catalogue.
    """
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - 30 ms, if anything is rendered

    try:
        locale = Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(_WORLD)
    if locale.language == ENGLISH:
        return locale if locale.territory else Locale.parse(_WORLD)
    return locale if name_of(locale) else Locale.parse(_WORLD)


def name_of(locale: Locale) -> str:
    """Return the catalogue for a locale; empty if there is none, as for English.

    Of several of a language, that of its region comes first, then one of the language alone.
    """
    from babel import Locale  # noqa: PLC0415 - as above

    others = [Locale.parse(name) for name in languages()]
    found = [
        other
        for other in others
        if other.language == locale.language and script_of(other) == script_of(locale)
    ]
    regions = (locale.territory, None)
    found.sort(key=lambda one: [one.territory != region for region in regions])
    return str(found[0]) if found else ""


def script_of(locale: Locale) -> str:
    """Return the script that a locale is written in, told or likely: `Hans`."""
    return locale.script or likely(locale)[0]


def likely(locale: Locale) -> tuple[str, str]:
    """Return the script and the territory that CLDR thinks likely for a language alone."""
    from babel.core import get_global, parse_locale  # noqa: PLC0415 - as above

    subtags = get_global("likely_subtags")
    told = "_".join(filter(None, (locale.language, locale.territory)))
    _, territory, script, *_ = parse_locale(subtags.get(told) or subtags[locale.language])
    return script or "", territory or ""


def plural_rule(locale: Locale) -> PluralRule:
    """Return the rule by which a locale's catalogue counts: a region may have another by itself."""
    from babel import Locale  # noqa: PLC0415 - as above

    name = name_of(locale)
    return (Locale.parse(name) if name else locale).plural_form


def translations(locale: Locale) -> NullTranslations:
    """Return what the interface says in a locale: compiled in memory, so no build needs a step."""
    from babel.messages.mofile import write_mo  # noqa: PLC0415 - as above

    name = name_of(locale)
    if not name:
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, read_catalogue(FOLDER / f"{name}.po"))
    compiled.seek(0)
    return GNUTranslations(compiled)


def messages_of(folder: str) -> list[tuple[str, ...]]:
    """Return the messages of the files of a folder: one text each, or two with a plural."""
    return [
        (message.id,) if isinstance(message.id, str) else tuple(message.id)
        for message in read_catalogue(LIST)
        if any(path.startswith(folder) for path, _line in message.locations)
    ]


@cache
def all_messages() -> dict[str, tuple[str, ...]]:
    """Return every message of the interface, by its text for one."""
    return {message[0]: message for message in messages_of("")}


@cache
def read_catalogue(path: Path) -> Catalog:
    """Read a catalogue, or the list of all messages."""
    from babel.messages.pofile import read_po  # noqa: PLC0415 - as above

    with path.open("rb") as file:
        return read_po(file, None if path == LIST else path.stem)
