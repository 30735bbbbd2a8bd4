"""What the pure floor says, worded in the reader's language: sentences by the catalogue
(`locale/`), numbers and days by CLDR.

Templates do it by themselves: `{{ finding.says }}` is worded and escaped, since their engine
(`Templates`, set in the settings) renders every page as one that is read in the active language.
Python that makes a text for somebody asks `words`. A filter that cuts or turns text makes plain
English of a sentence; `{{ finding.says|worded|truncatewords:9 }}` words it before.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import get_decimal_symbol, get_group_symbol
from django.http import HttpRequest
from django.template import Library
from django.template.backends import django as backend
from django.template.defaultfilters import date
from django.utils import dateformat
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import (
    get_language,
    get_supported_language_variant,
    gettext,
    ngettext,
    npgettext,
    override,
    pgettext,
    pgettext_lazy,
)

from trimtab.kernel.said import ENGLISH, Between, Said, reading, worded

register = Library()
# How days and times are written, in Django's letters; a language has an order and points of its
# own. Templates write these patterns and no others.
PATTERNS = {
    "j F Y": pgettext_lazy("a date", "j F Y"),
    "j F Y, H:i": pgettext_lazy("a date", "j F Y, H:i"),
    "j F": pgettext_lazy("a date", "j F"),
    "j F, H:i": pgettext_lazy("a date", "j F, H:i"),
    "j M Y": pgettext_lazy("a date", "j M Y"),
    "j M Y, H:i": pgettext_lazy("a date", "j M Y, H:i"),
    "j M Y, H:i:s": pgettext_lazy("a date", "j M Y, H:i:s"),
    "j M": pgettext_lazy("a date", "j M"),
    "j M, H:i": pgettext_lazy("a date", "j M, H:i"),
    "j M, H:i:s": pgettext_lazy("a date", "j M, H:i:s"),
    "l, j F": pgettext_lazy("a date", "l, j F"),
    "l, j F Y, H:i": pgettext_lazy("a date", "l, j F Y, H:i"),
    "H:i": pgettext_lazy("a date", "H:i"),
    "H:i:s": pgettext_lazy("a date", "H:i:s"),
}
SOURCE_LANGUAGE = "en"


class ActiveLanguage:
    """The language that Django has active.

    Its catalogue words sentences; where it has none, English stands.
    """

    def message(self, said: Said) -> str:
        """The translation of a source text, in the plural form that this language has for its
        count.
        """
        if said.plural and said.context:
            return npgettext(said.context, said.message, said.plural, said.number)
        if said.plural:
            return ngettext(said.message, said.plural, said.number)
        return pgettext(said.context, said.message) if said.context else gettext(said.message)

    def figure(self, digits: str) -> str:
        """A number as English writes it, with this language's marks for thousands and decimals."""
        group, decimal = _marks(get_language() or SOURCE_LANGUAGE)
        return digits.translate({ord(","): group, ord("."): decimal})

    def day(self, day: dt.date) -> str:
        """A day, written out: 1 March 2026, 1. März 2026."""
        language = get_language() or SOURCE_LANGUAGE
        return format_date(day, "d MMMM y" if _is_english(language) else "long", _locale(language))

    def short_day(self, day: dt.date) -> str:
        """A day where there is little room: 1 Mar 2026, 01.03.2026."""
        language = get_language() or SOURCE_LANGUAGE
        return format_date(day, "d MMM y" if _is_english(language) else "medium", _locale(language))

    def between(self, mark: Between) -> str:
        """What this language puts between several things."""
        match mark:
            case Between.COMMA:
                return pgettext("between several things", ", ")
            case Between.AND:
                return pgettext("between two things", " and ")
            case Between.OR:
                return pgettext("between two things", " or ")
            case Between.SEMICOLON:
                return pgettext("between several things", "; ")
            case Between.STOP:
                return pgettext("between two sentences without full stops", ". ")
            case Between.SPACE | Between.LINE | Between.PARAGRAPH:
                return mark.value

    def within(self, text: str) -> str:
        """A sentence within another: English writes it small, nouns of others keep their
        capitals.
        """
        return ENGLISH.within(text) if _is_english(get_language() or SOURCE_LANGUAGE) else text


ACTIVE = ActiveLanguage()


def words(said: str) -> str:
    """A sentence in the active language; a text that has no parts is itself."""
    return worded(said, ACTIVE)


@contextmanager
def writing_in(*languages: str) -> Iterator[None]:
    """What is worded within is in the first of these languages that is offered, else in English:
    somebody's own, then their organisation's.
    """
    with override(_offered(languages)):
        yield


def _offered(languages: Sequence[str]) -> str:
    for language in languages:
        # The languages that are offered are named in small letters; people's own as they like.
        with suppress(LookupError):
            return get_supported_language_variant(language.lower())
    return SOURCE_LANGUAGE


@register.filter(name="worded")
def worded_filter(said: Any) -> Any:
    """`{{ finding.says|worded|capfirst }}`: the sentence in the reader's language, for filters that
    change its letters.
    """
    return words(said) if isinstance(said, Said) else said


def dated(moment: dt.date | dt.time, pattern: str) -> str:
    """A day or time as the reader's language writes it; `pattern` is one of `PATTERNS`."""
    return dateformat.format(moment, str(PATTERNS[pattern]))


@register.filter(name="date", expects_localtime=True)
def dated_filter(moment: Any, pattern: str | None = None) -> str:
    """`{{ revision.adopted_at|date:"j F Y" }}`: Django's own filter, in the order and with the
    points of the reader's language.
    """
    return date(moment, str(PATTERNS.get(pattern or "", pattern)) if pattern else None)


class Template(backend.Template):
    """A template that is read in the active language."""

    def render(
        self, context: dict[str, Any] | None = None, request: HttpRequest | None = None
    ) -> SafeString:
        """As Django's."""
        with reading(ACTIVE):
            return mark_safe(super().render(context, request))  # noqa: S308  Django's own, escaped


class Templates(backend.DjangoTemplates):
    """Django's engine; its templates word what is said."""

    def from_string(self, template_code: str) -> Template:
        """As Django's."""
        return Template(self.engine.from_string(template_code), self)

    def get_template(self, template_name: str) -> Template:
        """As Django's."""
        found = super().get_template(template_name)
        return Template(found.template, self)


def _is_english(language: str) -> bool:
    return language.partition("-")[0] == SOURCE_LANGUAGE


@lru_cache(maxsize=16)
def _locale(language: str) -> Locale:
    for name in (language, language.partition("-")[0]):
        try:
            return Locale.parse(name, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale(SOURCE_LANGUAGE)


@lru_cache(maxsize=16)
def _marks(language: str) -> tuple[str, str]:
    locale = _locale(language)
    return get_group_symbol(locale), get_decimal_symbol(locale)
