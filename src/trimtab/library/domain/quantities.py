"""Reading what somebody wrote as a number with its unit, an amount of money, or a time of day. Pure.

What can be read in two ways is both; what cannot be read is nothing. A unit is never changed into another one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from trimtab.library.domain import language as languages
from trimtab.library.domain.language import GENERIC, day_parts, locale_of, minus_word, number_words, plain_signs

CLOCK = "clock"
LONGEST = 80
DAY_MINUTES = 24 * 60
_MOST_NUMBER_WORDS = 6
_OCLOCK = "o'clock"
_NUMBER = re.compile(r"[-+]?\s?\d{1,3}(?:[ ']\d{3})+(?:[.,]\d+)?(?!\d)|[-+]?\s?\d+(?:[.,]\d+)*")
_CLOCK = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?(?:[:.]00)?\s*(.*)", re.DOTALL)
_TIMES = ("x", "×")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with the units that its writing may mean (empty: none was written) and the words that stand behind it.

    A time of day has the unit 'clock' and counts the minutes since midnight.
    """

    value: Decimal
    units: frozenset[str] = frozenset()
    rest: tuple[str, ...] = ()


def quantities(text: str, language: str, *, usual: bool = False) -> list[Quantity]:
    """The ways to read a text as a quantity; with `usual` a unit's narrow form counts only where no other unit is written so."""
    plain = plain_signs(text).strip(' .,;!?"')
    if not plain or len(plain) > LONGEST:
        return []
    return [*_clock(plain, language), *_counted(plain, language, usual)]


def has_number(text: str, language: str) -> bool:
    """Whether there is a figure or a number word in a text."""
    if any(sign.isdigit() for sign in text):
        return True
    known = number_words(language)
    return any(languages.joined(word) in known for word in text.split())


def _counted(plain: str, language: str, usual: bool) -> Iterator[Quantity]:
    before, plain = _money_before(plain, language)
    for value, behind in _number_first(plain, language):
        rest = behind.strip()
        unit, rest = _unit_first(rest, language, usual)
        if before and unit and not before & unit:
            continue
        yield Quantity(value, before or unit, tuple(word for word in _words(rest) if word not in _TIMES))


def _money_before(plain: str, language: str) -> tuple[frozenset[str], str]:
    sign = re.match(r"[^\d\s\-+]{1,4}(?=\s?[-+]?\d)", plain)
    unit = languages.units(language).get(sign[0], frozenset()) if sign else frozenset()
    money = frozenset(one for one in unit if one.startswith("money-"))
    return (money, plain[len(sign[0]) :].strip()) if sign and money else (frozenset(), plain)


def _number_first(plain: str, language: str) -> Iterator[tuple[Decimal, str]]:
    """The number that a text begins with, in figures or in words, and what stands behind it."""
    minus = minus_word(language)
    negative = plain.casefold().startswith(minus + " ")
    body = plain[len(minus) :].strip() if negative else plain
    if found := _NUMBER.match(body):
        value = figures(found[0], language)
        if value is not None:
            yield (-value if negative else value), body[found.end() :]
        return
    known, several = number_words(language), body.split(" ")
    for count in range(min(len(several), _MOST_NUMBER_WORDS), 0, -1):
        value = known.get(languages.joined(" ".join(several[:count])))
        if value is not None:
            yield (-value if negative else value), " ".join(several[count:])
            return


def figures(text: str, language: str) -> Decimal | None:
    """A number in figures. A comma or point before three figures groups them where the language does so, and is a decimal sign elsewhere."""
    plain = re.sub(r"[ ']", "", text)
    signs = [sign for sign in plain if sign in ".,"]
    group = str(locale_of(language).number_symbols.get("latn", {}).get("group", ","))
    if len(set(signs)) == 2:
        decimal = signs[-1]
        if signs.count(decimal) != 1:
            return None
        plain = plain.replace(next(sign for sign in signs if sign != decimal), "").replace(decimal, ".")
    elif len(signs) > 1:
        if not re.fullmatch(r"[-+]?\d{1,3}([.,]\d{3})+", plain):
            return None
        plain = plain.replace(signs[0], "")
    elif signs and signs[0] == group and re.fullmatch(r"[-+]?[1-9]\d{0,2}[.,]\d{3}", plain):
        plain = plain.replace(group, "")
    return Decimal(plain.replace(",", "."))


def _unit_first(rest: str, language: str, usual: bool) -> tuple[frozenset[str], str]:
    """The units that a text may begin with, and what stands behind: as written, or in other letters' case where only one unit is written so."""
    words = rest.split(" ")
    for count in range(min(len(words), 4), 0, -1):
        unit = unit_named(" ".join(words[:count]), language, usual=usual)
        if unit:
            return unit, " ".join(words[count:])
    return frozenset(), rest


def unit_named(form: str, language: str, *, usual: bool = False) -> frozenset[str]:
    """The units that are written so; in another case of letters only where that leaves no doubt ('MIN', never 'mw' for 'MW')."""
    forms = (languages.usual_units(language) if usual else {}) or languages.units(language)
    bare = form.rstrip(".,;:!?")
    exact = forms.get(bare) or (languages.units(language).get(bare) if usual else None)
    if exact:
        return exact
    alike = _folded(language).get(bare.casefold(), [])
    # The case of a unit's first letter may be its prefix (m, M); that of the others is custom (ml, mL).
    several = {unit for _form, unit in alike} if len({unit for _form, unit in alike}) == 1 else {
        unit for one, unit in alike if one[0] == bare[0]
    }  # fmt: skip
    return next(iter(several)) if len(several) == 1 else frozenset()


@lru_cache(maxsize=8)
def _folded(language: str) -> dict[str, list[tuple[str, frozenset[str]]]]:
    found: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for form, unit in languages.units(language).items():
        found.setdefault(form.casefold(), []).append((form, unit))
    return found


def _clock(plain: str, language: str) -> Iterator[Quantity]:
    parts = day_parts(language)
    named = parts.get(plain.casefold())
    if named in {"noon", "midnight"}:
        yield Quantity(Decimal(720 if named == "noon" else 0), frozenset({CLOCK}))
        return
    found = _CLOCK.fullmatch(plain)
    if not found:
        return
    hours, minutes, behind = int(found[1]), int(found[2] or 0), found[3].casefold().replace(".", "").strip()
    part = parts.get(behind, "")
    if behind and part not in {"am", "pm"} and behind != _OCLOCK:
        return
    if (not found[2] and not behind) or hours > 24 or minutes > 59 or (part and not 1 <= hours <= 12):
        return
    if part:
        hours = hours % 12 + (12 if part == "pm" else 0)
    yield Quantity(Decimal((hours * 60 + minutes) % DAY_MINUTES), frozenset({CLOCK}))


def asked_units(question: str, language: str) -> frozenset[str]:
    """The units that a question names without a number before them: 'how many mg in 5 mL' asks for mg. Several of a kind are no answer."""
    found: set[frozenset[str]] = set()
    before = ""
    for word in plain_signs(question).split():
        bare = word.strip(".,;:!?()\"'")
        if bare and not (before and before[-1].isdigit()) and not _is_small_word(bare, language):
            unit = unit_named(bare, language, usual=True)
            if unit:
                found.add(unit - GENERIC or unit)
        before = bare
    return next(iter(found)) if len(found) == 1 else frozenset()


def _is_small_word(word: str, language: str) -> bool:
    """'in' is an inch, and 'a' an are: in a sentence they are words."""
    return (
        word.isalpha() and len(word) <= 2 and word.islower() and word in {"in", "a", "h", "d", "m", "w", "y", "t", "b"}
    )


def _words(text: str) -> list[str]:
    return [word for raw in text.casefold().split() if (word := raw.strip(".,;:!?()\"'"))]
