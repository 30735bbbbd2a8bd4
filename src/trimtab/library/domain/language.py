"""What a language's own data say: its number words, the names of its units and money, its times of
day, its words. Pure.

Numbers are spelled out by the rules of the Unicode CLDR (unicode-rbnf), units, money and times of
day come from the same (Babel), words from the frequency lists of pyspellchecker. A language that
one of them does not know has nothing there; none of it is a list of our own.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from babel import Locale, UnknownLocaleError
from spellchecker import SpellChecker
from unicode_rbnf import RbnfEngine

from trimtab.kernel.text import without_accents

SPELLED = range(1001)
NARROW = "narrow"
GENERIC = frozenset({"temperature-generic", "angle-degree"})
_RAISED = re.compile("[⁰¹²³⁴-⁹⁺⁻]+")
_SPELLOUT = ("spellout-cardinal", "spellout-numbering")


@lru_cache(maxsize=8)
def locale_of(language: str) -> Locale:
    """What CLDR knows of a language ('de', 'en-gb'); English where it does not know it."""
    try:
        return Locale.parse(language, sep="-" if "-" in language else "_")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


@lru_cache(maxsize=8)
def number_words(language: str) -> Mapping[str, Decimal]:
    """Numbers by how they are spelled out, without hyphens and spaces: 'twentyone' → 21.

    Up to a thousand.
    """
    try:
        engine = RbnfEngine.for_language(locale_of(language).language)
    except ValueError:
        return {}
    rules = [name for name in engine.rulesets if name.startswith(_SPELLOUT) and "year" not in name]
    found: dict[str, Decimal] = {}
    for number in SPELLED:
        for words in engine.format_number(number, ruleset_names=rules).text_by_ruleset.values():
            found.setdefault(joined(words), Decimal(number))
    return found


@lru_cache(maxsize=8)
def minus_word(language: str) -> str:
    """The word before a negative number."""
    try:
        engine = RbnfEngine.for_language(locale_of(language).language)
    except ValueError:
        return "minus"
    return (
        engine.format_number(-1).text.removesuffix(engine.format_number(1).text).strip().casefold()
        or "minus"
    )


@lru_cache(maxsize=8)
def units(language: str) -> Mapping[str, frozenset[str]]:
    """Units and money by how they are written beside a number ('min', 'minutes', '°C', '€',
    'euros'), as written.

    The narrow form of one unit may be the usual form of another ('m'): `narrow_units` says for
    which it is narrow.
    """
    return _forms(language, narrow=True)


@lru_cache(maxsize=8)
def usual_units(language: str) -> Mapping[str, frozenset[str]]:
    """As `units`, without the narrow forms."""
    return _forms(language, narrow=False)


def _forms(language: str, *, narrow: bool) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for locale in _written_alike(language):
        for unit, widths in locale._data["unit_patterns"].items():
            for width, forms in widths.items():
                for form in _patterns(forms) if narrow or width != NARROW else ():
                    found[plain_signs(form.replace("{0}", "")).strip()].add(
                        unit.replace("-person", "")
                    )
        for code, symbol in locale.currency_symbols.items():
            found[symbol].add(f"money-{code}")
        for code, name in locale.currencies.items():
            plurals = locale._data["currency_names_plural"].get(code, {}).values()
            for form in (code, name, *plurals):
                found[form].add(f"money-{code}")
    return {form: frozenset(several) for form, several in found.items() if form}


def _written_alike(language: str) -> Sequence[Locale]:
    """The locales whose spellings a language's learners use: litres and liters are both English."""
    locale = locale_of(language)
    return [locale, *(Locale.parse(other) for other in ("en", "en_GB") if locale.language == "en")]


@lru_cache(maxsize=8)
def short_units(language: str) -> Mapping[str, frozenset[str]]:
    """What a learner may write for a unit beside its forms: '5 dollars' for '$5', '75 C' or '75
    celsius' for '75 °C'.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for form, several in units(language).items():
        kinds = {unit.partition("-")[0] for unit in several}
        last = form.split()[-1]
        if kinds == {"temperature"} and not several & GENERIC:
            found[last.removeprefix("°")].update(several)
            if len(last) > 1:
                found[last.removeprefix("°").casefold()].update(several)
        elif kinds == {"money"} and " " in form and several & signed_money(language):
            found[last.casefold()].update(several & signed_money(language))
    return {
        form: frozenset(several) for form, several in found.items() if form and len(several) == 1
    }


@lru_cache(maxsize=8)
def signed_money(language: str) -> frozenset[str]:
    """The money that has a sign of its own in a language ($, £, €)."""
    symbols = [
        pair for locale in _written_alike(language) for pair in locale.currency_symbols.items()
    ]
    return frozenset(
        f"money-{code}" for code, symbol in symbols if len(symbol) == 1 and not symbol.isalpha()
    )


@lru_cache(maxsize=8)
def joining_words(language: str) -> frozenset[str]:
    """The words between two alternatives, or two things that belong together: 'or', 'and'."""
    patterns = locale_of(language).list_patterns
    several = (str(patterns[kind]["2"]) for kind in ("or", "standard") if kind in patterns)
    return frozenset(pattern.replace("{0}", "").replace("{1}", "").strip() for pattern in several)


def _patterns(forms: Mapping[str, Any]) -> Iterator[str]:
    """Every pattern for a number with a unit; not '{0} per minute'."""
    for name, form in forms.items():
        if name == "per" or name == "gender":
            continue
        if isinstance(form, str):
            yield form
        else:
            yield from _patterns(form)


@lru_cache(maxsize=8)
def day_parts(language: str) -> Mapping[str, str]:
    """'am', 'pm', 'noon' and 'midnight' by their names in a language, in lower case without
    dots.
    """
    found: dict[str, str] = {}
    for widths in locale_of(language).day_periods.values():
        for width, names in widths.items():
            for part, name in names.items() if width != NARROW else ():
                if part in {"am", "pm", "noon", "midnight"}:
                    found[name.casefold().replace(".", "")] = part
    return found


def words(language: str) -> frozenset[str]:
    """The common words of a language in lower case; empty for a language without a list."""
    return _word_lists(language)[0]


def common_words(language: str) -> frozenset[str]:
    """The words of a language that are seen in use; a list's rarest may be somebody's slips."""
    return _word_lists(language)[1]


@lru_cache(maxsize=4)
def _word_lists(language: str) -> tuple[frozenset[str], frozenset[str]]:
    """All words of a list that is read once, and those of them that are seen in use."""
    try:
        counts = SpellChecker(language=locale_of(language).language).word_frequency.dictionary
    except ValueError:
        return frozenset(), frozenset()
    least = min(counts.values(), default=0)
    return frozenset(counts), frozenset(word for word, count in counts.items() if count > least)


def is_common(word: str, language: str) -> bool:
    """Whether somebody who wrote this word will have meant it: it is in common use."""
    return word.casefold() in common_words(language)


def is_word(word: str, language: str) -> bool:
    """Whether this is a word of the language, whatever anybody has written with it here."""
    return word.casefold() in words(language)


def plain_signs(text: str) -> str:
    """Text with one kind of space, one dash, one apostrophe, and one sign for what looks alike ('℃'
    is '°C'); powers stay powers.
    """
    return (
        text
        if text.isascii()
        else "".join(_plain(sign) for sign in text).replace("’", "'").replace("° C", "°C")
    )


def _plain(sign: str) -> str:
    match unicodedata.category(sign):
        case "Zs":
            return " "
        case "Cf":
            return ""
        case "Pd":
            return "-"
        case _ if sign == "\u2212":
            return "-"
        case _ if sign == "º":
            return "°"
        case _:
            kind = unicodedata.decomposition(sign).partition(" ")[0]
            return unicodedata.normalize("NFKC", sign) if kind in {"<compat>", "<wide>"} else sign


def powers_marked(text: str) -> str:
    """Text whose raised figures are marked, so that none becomes a figure of the number before it:
    '10⁵' is '10^5'.
    """
    return _RAISED.sub(
        lambda raised: "^" + unicodedata.normalize("NFKC", raised[0]).replace("\u2212", "-"), text
    )


def joined(text: str) -> str:
    """Number words as one: lower case, no accents, hyphens, soft hyphens, commas or spaces."""
    return "".join(sign for sign in without_accents(text).casefold() if sign.isalnum())
