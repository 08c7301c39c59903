"""Words, dates and numbers of the interface, in the language of a site."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from broadsheet.text.dates import unit_of
from broadsheet.words.catalogues import (
    likely,
    locale_of,
    messages_of,
    name_of,
    plural_rule,
    translations,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from babel import Locale
    from babel.plural import PluralRule

    # Words of an owner's own: a message in English, and what to say for it, one text a plural form.
    Own = tuple[tuple[str, tuple[str, ...]], ...]

_SAMPLES = (*range(200), 1_000_000)  # numbers of every plural category that whole numbers have
_CATEGORIES = ("zero", "one", "two", "few", "many", "other")  # in CLDR's order
_PATTERNS = {"weekday": "cccc", "month alone": "LLLL", "month short": "LLL"}
# The first day of a month where people write it as an ordinal, for which CLDR has no form.
_FIRST = {"fr": "1er", "pt_BR": "1º"}
_DAY_ONE = re.compile(r"\b1(?=\s)")
_FORMATS = {"short": "MMMMd", "month": "yMMMM"}  # CLDR's skeletons of what has no pattern by itself


class Words:
    """What the interface says in one language.

    Messages are in English, as gettext has them, with `%(name)s` for values. `tag` is the language
    as BCP 47 has it, `language` that without script and region, `counts_as` the one by whose rule
    plurals are chosen. `direction` is `ltr` or `rtl`, `first_weekday` counts from 0, Monday;
    `first_day` is how dates have a month's first day. `spoken` and `written` are attributes of
    elements: of what the interface says where that is not the site's language, since it has no
    catalogue, and of what stands within that and is.
    """

    def __init__(self, tag: str, own: Own = ()) -> None:
        """Take the site's language, and what its owner says in other words."""
        self._locale: Locale = locale_of(tag)
        self._own = dict(own)
        self._translations = translations(self._locale)
        self._rule = plural_rule(self._locale)
        self._samples = _samples(self._rule)
        self._forms: dict[str, Mapping[str, str]] = {}  # pages count by the thousand
        self.name = str(self._locale)
        self.language = self._locale.language
        self.tag = self._locale.language if self._locale.territory == "001" else tag
        foreign = self.language != tag.partition("-")[0]
        self.spoken = f' lang="{self.tag}"' if foreign else ""
        self.written = f' lang="{tag}"' if foreign else ""
        self.counts_as = (name_of(self._locale) or self.name).replace("_", "-")
        self.direction = self._locale.text_direction
        self.first_weekday = _first_weekday(self._locale)
        self.first_day = _first_day(self.name)

    # ------------------------------------------------ messages

    def gettext(self, message: str, /, **values: object) -> str:
        """Return a message with its values."""
        return self._filled(self.form(message), values)

    def pgettext(self, context: str, message: str, /, **values: object) -> str:
        """Return a message that means something else in another place."""
        return self._filled(self.form(message, context), values)

    def ngettext(self, one: str, many: str, number: int, /, **values: object) -> str:
        """Return a message in the form for a number."""
        return self._filled(self.forms(one, many)[self.plural(number)], values)

    def form(self, message: str, context: str = "") -> str:
        """Return a message without its values."""
        if message in self._own:
            return self._own[message][0]
        if context:
            return self._translations.pgettext(context, message)
        return self._translations.gettext(message)

    def forms(self, one: str, many: str) -> Mapping[str, str]:
        """Return a message's plural forms by CLDR's category: `one`, `few`, `other`."""
        if one not in self._forms:
            say = self._translations.ngettext
            own = self._own.get(one)
            texts = own or [say(one, many, number) for number in self._samples.values()]
            self._forms[one] = dict(zip(self._samples, texts, strict=True))
        return self._forms[one]

    def plural(self, number: int) -> str:
        """Return CLDR's category of a number, by the rule that the catalogue follows."""
        return self._rule(number)

    @staticmethod
    def _filled(text: str, values: dict[str, object]) -> str:
        return text % values if values else text

    def said_by_scripts(self) -> dict[str, str | Mapping[str, str]]:
        """Return what scripts say in other words than English: texts, or texts by category."""
        told: dict[str, str | Mapping[str, str]] = {}
        if self._own or name_of(self._locale):
            for one, *many in messages_of("static/"):
                told[one] = self.forms(one, *many) if many else self.form(one)
        return {message: text for message, text in told.items() if text != message}

    # ------------------------------------------------ numbers and dates

    def titled(self, title: str, name: str) -> str:
        """Return the name of a part behind that of the whole."""
        return self.gettext("%(title)s: %(name)s", title=title, name=name)

    def number(self, value: int) -> str:
        """Return a number with the separators of its thousands."""
        return _number(value, self.name)

    def share(self, part: int, whole: int) -> str:
        """Return a share as a percentage, to a tenth."""
        return _percentage(round(part / whole, 3), self.name)

    def papers(self, number: int) -> str:
        """Return how many papers there are."""
        return self.ngettext(
            "%(count)s paper", "%(count)s papers", number, count=self.number(number)
        )

    def comments(self, number: int) -> str:
        """Return how many comments there are; nothing where there is none."""
        if not number:
            return ""
        return self.ngettext(
            "%(count)s comment", "%(count)s comments", number, count=self.number(number)
        )

    def names(self, names: Iterable[str]) -> str:
        """Return names, one after the other."""
        return self.gettext(", ").join(names)

    def byline(self, shown: Iterable[str], more: int) -> str:
        """Return the first names, and how many others there are."""
        if not more:
            return self.names(shown)
        others = self.ngettext(
            "and %(count)s more", "and %(count)s more", more, count=self.number(more)
        )
        return f"{self.names(shown)}{self.gettext(' ')}{others}"

    def short_date(self, day: str) -> str:
        """Return a day without its year: `25 June`."""
        return _date(day, "short", self.name)

    def long_date(self, period: str) -> str:
        """Return a day, a month or a year: `25 June 2025`, `June 2025`, `2025`."""
        return _date(period, "long", self.name)

    def full_date(self, period: str) -> str:
        """Return a day with its weekday; of a month or a year what `long_date` returns."""
        return _date(period, "full", self.name)

    def span(self, first: str, last: str) -> tuple[str, str]:
        """Return two days of which one has the year: where years come first, the first."""
        if self.long_date(last).startswith(last[:4]):
            return self.long_date(first), self.short_date(last)
        return self.short_date(first), self.long_date(last)

    def weekday(self, day: str) -> str:
        """Return the name of a day's weekday."""
        return _date(day, "weekday", self.name)

    def week_name(self, week: str) -> str:
        """Return a week of ISO 8601 with its year: `Week 26 of 2025`."""
        return self.gettext(
            "Week %(number)s of %(year)s", number=int(week[6:]), year=self.long_date(week[:4])
        )

    def month_name(self, month: str) -> str:
        """Return a month with its year."""
        return _date(month, "month", self.name)

    def month_alone(self, month: str) -> str:
        """Return a month without its year."""
        return _date(month, "month alone", self.name)

    def month_short(self, month: str) -> str:
        """Return a month without its year, as short as the language has it: `Jun`."""
        return _date(month, "month short", self.name)

    def weekdays(self) -> tuple[tuple[str, str], ...]:
        """Return the weekdays as (name, one letter), in the order of the calendar."""
        days = self._locale.days["stand-alone"]
        order = [(self.first_weekday + place) % 7 for place in range(7)]
        return tuple((days["wide"][day], days["narrow"][day]) for day in order)


def marked(message: str) -> str:
    """Return a message as it is: Babel finds it here, and it is said elsewhere."""
    return message


def marked_many(one: str, many: str) -> tuple[str, str]:
    """Return a message with a plural as it is: Babel finds it here, and it is said elsewhere."""
    return one, many


@lru_cache(maxsize=8)
def words_of(tag: str, own: Own = ()) -> Words:
    """Return the words of a site."""
    return Words(tag, own)


def _samples(rule: PluralRule) -> dict[str, int]:
    """Return a number of each plural category that whole numbers have by a rule."""
    samples: dict[str, int] = {}
    for number in _SAMPLES:
        samples.setdefault(rule(number), number)
    return {category: samples[category] for category in _CATEGORIES if category in samples}


def _first_weekday(locale: Locale) -> int:
    """Return the day that weeks begin with where a language is likely spoken."""
    from babel import Locale  # noqa: PLC0415 - 30 ms, if anything is rendered

    if locale.territory:
        return locale.first_week_day
    return Locale.parse(f"{locale.language}_{likely(locale)[1]}").first_week_day


@lru_cache(maxsize=8)
def _first_day(name: str) -> str:
    """Return how a locale's dates have the first day of a month: 1, or an ordinal."""
    from babel import Locale  # noqa: PLC0415 - as above

    locale = Locale.parse(name)
    language, territory = locale.language, locale.territory or likely(locale)[1]
    return _FIRST.get(f"{language}_{territory}") or _FIRST.get(language) or "1"


@lru_cache(maxsize=4096)
def _number(value: int, locale: str) -> str:
    from babel.numbers import format_decimal  # noqa: PLC0415 - as above

    return format_decimal(value, locale=locale)


def _percentage(share: float, locale: str) -> str:
    from babel.numbers import format_percent  # noqa: PLC0415 - as above

    return format_percent(share, locale=locale, decimal_quantization=False)


@lru_cache(maxsize=16_384)
def _date(period: str, form: str, locale: str) -> str:
    """Return a date as CLDR has it; `period` is a day, a month or a year."""
    from babel.dates import format_date, format_skeleton  # noqa: PLC0415 - as above

    whole = date.fromisoformat(f"{period}-01-01"[: len("2025-06-25")])
    unit = unit_of(period)
    if form in ("long", "full") and unit != "day":
        if unit == "year":
            return format_skeleton("y", whole, locale=locale)
        form = "month"
    if form in _PATTERNS:
        return format_date(whole, _PATTERNS[form], locale)
    if form in _FORMATS:
        told = format_skeleton(_FORMATS[form], whole, locale=locale)
    else:
        told = format_date(whole, form, locale)
    return _DAY_ONE.sub(_first_day(locale), told, count=1)
