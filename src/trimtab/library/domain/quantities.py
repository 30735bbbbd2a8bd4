"""Reading what somebody wrote: its numbers with their units at their places, the words around them, or a time of day. Pure.

A unit is never changed into another one, and the case of its letters counts: mW is not MW.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from trimtab.library.domain import language as languages
from trimtab.library.domain.language import (
    GENERIC,
    day_parts,
    locale_of,
    minus_word,
    number_words,
    plain_signs,
)

DAY_MINUTES = 24 * 60
RANGE = "-"
PER = "/"
AS_WRITTEN = "="
_MOST_NUMBER_WORDS = 6
_OCLOCK = {"o'clock", "uhr"}
_FIGURES = r"\d{1,3}(?:[ ']\d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)*|[.,]\d+"
_NUMBER = re.compile(
    rf"(?P<sign>[-+]?)\s?(?:(?:(?P<whole>\d+) )?(?P<above>\d{{1,2}})[/⁄](?P<below>\d{{1,2}})(?![\d/.,])"
    rf"|(?P<before>\d*)\s?(?P<part>[¼-¾⅐-⅞])|(?P<figures>{_FIGURES}))"
)
_RATIO = re.compile(r"\d+(?:[:/]\d+)+")
_JOINED_UNIT = re.compile(r"(?<=\d)-(?=[^\W\d])")
_POWER = re.compile(r"\^[-+]?\d+|[⁰¹²³⁴-⁹⁺⁻]+")
_OPERATOR = re.compile(r"[<>]=|[<>≤≥=~±≈]")
_WORD = re.compile(r"[^\s/<>≤≥=~±≈();]+")
_MONEY = re.compile(r"([^\d\s\-+]{1,4})\s?(?=[-+]?\d)")
_CLOCK = re.compile(r"(\d{1,2})(?:([:.h])(\d{2}))?(?:[:.]00)?\s*(.*)", re.DOTALL)
_EDGE = ",;:!?\"'()“”„«»"
# What CLDR has no word for: between two numbers, before a negative one, and the pharmacist's microgram.
_RANGE_WORDS = {
    "en": {"to"},
    "de": {"bis"},
    "fr": {"à"},
    "es": {"a"},
    "it": {"a"},
    "nl": {"tot"},
    "pt": {"a"},
}
_PER_WORDS = {
    "en": {"per"},
    "de": {"pro"},
    "fr": {"par"},
    "es": {"por"},
    "it": {"per"},
    "nl": {"per"},
    "pt": {"por"},
}
_NEGATIVE = {"en": "negative"}
_ALSO = {"mcg": "μg", "Kg": "kg", "KG": "kg", "Km": "km", "KM": "km"}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with the units that its writing means (empty: none was written), and those that it means only where a question names them."""

    value: Fraction
    units: frozenset[str] = frozenset()
    doubtful: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as its numbers and words in their order.

    `behind` are the words behind its first number, where it begins with one; the first `unit_words` of them are its unit.

    A word that begins with '=' may be a unit's symbol and counts in its own case.
    """

    parts: tuple[Quantity | str, ...]
    behind: tuple[str, ...] | None = None
    unit_words: int = 0


def reading(text: str, language: str, *, usual: bool = False, units: bool = True) -> Reading:
    """Reads a text; with `usual` a unit's narrow form counts only where no other unit is written so, without `units` they are words."""
    return _Reader(text, language, usual, units).read()


def has_number(text: str, language: str) -> bool:
    """Whether there is a figure or a number word in a text."""
    if any(sign.isdigit() for sign in text):
        return True
    known = number_words(language)
    return any(languages.joined(word) in known for word in text.split())


class _Reader:
    def __init__(self, text: str, language: str, usual: bool, named: bool) -> None:
        plain = plain_signs(text).strip(' ,;!?"').rstrip(". ")
        self.text = _JOINED_UNIT.sub(" ", plain.replace("×", "x"))
        self.language, self.usual, self.named = language, usual, named
        self.at = 0
        self.parts: list[Quantity | str] = []
        self.behind: tuple[str, ...] | None = None
        self.unit_words = 0
        self.close = False  # whether what comes next stands right behind a number or a '/'
        self.base = locale_of(language).language

    def read(self) -> Reading:
        while self.at < len(self.text):
            if self.text[self.at].isspace() or self.text[self.at] in _EDGE:
                self.at += 1
                continue
            if not (self._ratio() or self._number() or self._sign()):
                self._word()
        return Reading(tuple(_ranges(self.parts)), self.behind, self.unit_words)

    @property
    def _after_number(self) -> bool:
        return bool(self.parts) and isinstance(self.parts[-1], Quantity)

    def _ratio(self) -> bool:
        """'7:00', '1:10' and '120/80' stay as they are; '1/2' is a number."""
        ratio = _RATIO.match(self.text, self.at)
        if not ratio or (":" not in ratio[0] and _fraction(_NUMBER.match(ratio[0])) is not None):
            return False
        self._take(AS_WRITTEN + ratio[0], ratio.end(), close=True)
        return True

    def _take(self, part: Quantity | str, end: int, *, close: bool = False) -> None:
        self.parts.append(part)
        self.at, self.close = end, close

    def _number(self) -> bool:
        start, negative, money = self.at, False, frozenset[str]()
        for word in {minus_word(self.language), _NEGATIVE.get(self.base, "")} - {""}:
            if not self._after_number and self.text[start:].casefold().startswith(word + " "):
                negative, start = True, start + len(word) + 1
        if sign := _MONEY.match(self.text, start):
            units = languages.units(self.language).get(sign[1], frozenset())
            money = frozenset(unit for unit in units if unit.startswith("money-"))
            start = sign.end() if money else start
        value, end = self._value(start)
        if value is None:
            return False
        first = not self.parts
        if power := _POWER.match(self.text, end):
            end = power.end()
        units, doubtful, stop = self._unit(end)
        if money and units and not money & units:
            units = frozenset({"?"})
        self._take(
            Quantity(
                -value if negative else value,
                money & units if money and units else money or units,
                doubtful,
            ),
            stop,
        )
        if power:
            self.parts.insert(-1, languages.powers_marked(power[0]).replace("+", ""))
        self.close = True
        if first and not power:
            self.behind = tuple(_bare_words(self.text[end:]))
            self.unit_words = len(self.text[end:stop].split())
        return True

    def _value(self, start: int) -> tuple[Fraction | None, int]:
        if found := _NUMBER.match(self.text, start):
            if found["sign"] and self._after_number:
                return None, start
            value = _fraction(found) or (
                figures(found["figures"], self.language) if found["figures"] else None
            )
            return (-value if value is not None and found["sign"] == "-" else value), found.end()
        known, words = (
            number_words(self.language),
            list(re.finditer(r"[^\s/]+", self.text[start:]))[:_MOST_NUMBER_WORDS],
        )
        for last in reversed(words):
            number = known.get(languages.joined(self.text[start : start + last.end()]))
            if number is not None:
                return Fraction(number), start + last.end()
        return None, start

    def _unit(self, start: int) -> tuple[frozenset[str], frozenset[str], int]:
        """The units that stand at a place, those that are meant only where a question names them, and where they end."""
        words = list(re.finditer(r"[^\s]+", self.text[start:]))[:4] if self.named else []
        ends = [start + word.end() for word in words]
        if ends and (joint := re.search(r"/|-(?=\d)", self.text[start : ends[0]])):
            ends.insert(0, start + joint.start())
        for end in reversed(ends):
            form = self.text[start:end].strip()
            units = unit_named(form, self.language, usual=self.usual)
            if units:
                sure = units if self.usual else _sure(form, units, self.language)
                return sure or frozenset({"?"}), units - sure, end
        return frozenset(), frozenset(), start

    def _sign(self) -> bool:
        if operator := _OPERATOR.match(self.text, self.at):
            self._take({"<=": "≤", ">=": "≥"}.get(operator[0], operator[0]), operator.end())
        elif self.text[self.at] == "-" and self._after_number:
            self._take(RANGE, self.at + 1)
        elif self.text[self.at] == PER:
            self._per(self.at + 1)
        elif self._after_number and re.match(r"[xX]\s?\d", self.text[self.at :]):
            self._take("x", self.at + 1)
        else:
            return False
        return True

    def _per(self, end: int) -> None:
        self._take(PER, end, close=True)
        units, doubtful, stop = self._unit(end)
        if units:
            self._take(Quantity(Fraction(1), units, doubtful), stop)

    def _word(self) -> None:
        word = _WORD.match(self.text, self.at)
        if not word:
            self.at += 1
            return
        bare, lower = word[0].strip(_EDGE).rstrip("."), word[0].casefold().strip(_EDGE)
        if any(isinstance(part, Quantity) for part in self.parts[-2:]) and lower in _PER_WORDS.get(
            self.base, ()
        ):
            self._per(word.end())
        elif (
            self._after_number
            and lower in _RANGE_WORDS.get(self.base, ())
            and self._value(word.end() + 1)[0] is not None
        ):
            self._take(RANGE, word.end())
        elif self.close and may_be_symbol(bare, self.language):
            self._take(AS_WRITTEN + re.sub(r"L$", "l", bare), word.end(), close=len(bare) == 1)
        elif bare:
            self._take(
                bare if _is_prefixed(bare, self.language) else bare.lower(),
                word.end(),
                close=any(sign.isdigit() for sign in bare),
            )
        else:
            self.at = word.end()


def may_be_symbol(word: str, language: str) -> bool:
    """Whether a word right behind a number may be a unit's symbol, so that the case of its letters counts."""
    if not (word.islower() or word.isupper() or word.istitle()):
        return True
    if (
        len(word) >= 3
        and languages.is_common(word, language)
        and word[1:].casefold() not in _folded(language)
    ):
        return False
    return len(word) < 3 or (len(word) < 5 and word[0] in "mMpP")


def _is_prefixed(word: str, language: str) -> bool:
    """Whether a word is a symbol that another case of its first letter would make a thousand million of ('in MW: 5')."""
    return (
        len(word) > 1
        and word[0] in "mM"
        and not word[1:].islower()
        and word[1:] in languages.units(language)
    )


def other_symbols(one: str, other: str, language: str) -> bool:
    """Whether two texts are the symbols of two different units: 'mW' and 'MW'."""
    units = languages.units(language)
    first, second = units.get(one.strip(), frozenset()), units.get(other.strip(), frozenset())
    return bool(first and second and not first & second)


def _fraction(found: re.Match[str] | None) -> Fraction | None:
    """'1/2', '1 1/2' and '1½'; figures above that are not smaller than those below are no part of one."""
    if found and found["above"] and 0 < int(found["above"]) < int(found["below"]) <= 16:
        return Fraction(int(found["above"]), int(found["below"])) + int(found["whole"] or 0)
    if found and found["part"]:
        return Fraction(unicodedata.numeric(found["part"])).limit_denominator(16) + int(
            found["before"] or 0
        )
    return None


def _ranges(parts: Sequence[Quantity | str]) -> list[Quantity | str]:
    """'2 to 8 °C' is from 2 °C to 8 °C."""
    several = list(parts)
    for at in range(len(several) - 2):
        low, high = several[at], several[at + 2]
        if (
            several[at + 1] == RANGE
            and isinstance(low, Quantity)
            and isinstance(high, Quantity)
            and not low.units
        ):
            several[at] = replace(low, units=high.units, doubtful=high.doubtful)
    return several


def figures(text: str, language: str) -> Fraction | None:
    """A number in figures. A comma or point before three figures groups them where the language does so, and is a decimal sign elsewhere."""
    plain = re.sub(r"[ ']", "", text)
    signs = [sign for sign in plain if sign in ".,"]
    group = str(locale_of(language).number_symbols.get("latn", {}).get("group", ","))
    if len(set(signs)) == 2:
        decimal = signs[-1]
        if signs.count(decimal) != 1:
            return None
        plain = plain.replace(next(sign for sign in signs if sign != decimal), "").replace(
            decimal, "."
        )
    elif len(signs) > 1:
        if not re.fullmatch(r"[-+]?\d{1,3}([.,]\d{3})+", plain):
            return None
        plain = plain.replace(signs[0], "")
    elif signs and signs[0] == group and re.fullmatch(r"[-+]?[1-9]\d{0,2}[.,]\d{3}", plain):
        plain = plain.replace(group, "")
    return Fraction(plain.replace(",", "."))


def unit_named(form: str, language: str, *, usual: bool = False) -> frozenset[str]:
    """The units that are written so; in another case of letters only where that leaves no doubt ('MIN', never 'mw' for 'MW')."""
    forms, every = languages.usual_units(language), languages.units(language)
    bare = form.rstrip(".,;:!?")
    raised = re.sub(r"(?<=[a-z])[23]$", lambda power: "²" if power[0] == "2" else "³", bare)
    micro = "μ" + bare[1:] if bare[:1] == "u" else bare
    for one in (form, bare, bare + ".", _ALSO.get(bare, bare), raised, micro):
        short = (
            frozenset[str]()
            if usual
            else languages.short_units(language).get(
                one.casefold() if len(one) > 3 else one, frozenset()
            )
        )
        exact = (forms.get(one) if usual else None) or every.get(one, frozenset())
        if exact or short:
            return (
                exact | short | (every.get(one.casefold(), frozenset()) if short else frozenset())
            )
    alike = {
        unit
        for one, unit in _folded(language).get(bare.casefold(), [])
        if _case_is_custom(bare, one, language)
    }
    return next(iter(alike)) if len(alike) == 1 else frozenset()


def _case_is_custom(written: str, form: str, language: str) -> bool:
    """Whether a unit's form in another case of letters can be no other unit: 'ml' and 'mL', 'MIN' and 'min'; never 'MM' and 'mm'."""
    units = languages.units(language)
    money = {unit for unit in units[form] if unit.startswith("money-")}
    if money and len(form) == 3 and form.isupper() and not money & languages.signed_money(language):
        return False  # 'all', 'try' and 'Std' are words before they are money
    form = form.rstrip(".")
    if written[:-1] == form[:-1] and written[-1] in "lL":
        return True
    if written.islower() and not form.islower() and not (form.istitle() and len(form) >= 3):
        return len(form) > 1 and (written[0] == form[0] or written[0] not in "mpzy")
    prefixed = PER in form or (form[0].casefold() in "mpzy" and len(form) > 3 and form[1:] in units)
    return (
        len(form) >= 3
        and (form.islower() or form.istitle() or bool(money))
        and not prefixed
        and (written.islower() or written.isupper() or written.istitle())
    )


def _sure(form: str, units: frozenset[str], language: str) -> frozenset[str]:
    """What a form means without a question: 'm' is a metre; minutes or months only where they are asked for."""
    narrow = languages.units(language).get(form.rstrip(".,;:!?"), frozenset())
    usual = languages.usual_units(language).get(form.rstrip(".,;:!?"), frozenset())
    return units - narrow | usual if len(narrow) > 1 else units


@lru_cache(maxsize=8)
def _folded(language: str) -> dict[str, list[tuple[str, frozenset[str]]]]:
    found: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for form, unit in languages.units(language).items():
        found.setdefault(form.casefold().rstrip("."), []).append((form, unit))
    return found


def clock(text: str, language: str, *, pointed: bool = False) -> int | None:
    """A time of day in minutes since midnight; with `pointed` '7.00' is one, and not a number."""
    plain = plain_signs(text).strip(' .,;!?"')
    parts = day_parts(language)
    named = parts.get(plain.casefold())
    if named in {"noon", "midnight"}:
        return 720 if named == "noon" else 0
    found = _CLOCK.fullmatch(plain)
    if not found:
        return None
    hours, minutes, behind = (
        int(found[1]),
        int(found[3] or 0),
        found[4].casefold().replace(".", "").strip(),
    )
    part = parts.get(behind, "")
    if behind and part not in {"am", "pm"} and behind not in _OCLOCK:
        return None
    if not behind and (not found[2] or (found[2] == "." and not pointed)):
        return None
    if hours > 24 or minutes > 59 or (part and not 1 <= hours <= 12):
        return None
    if part:
        hours = hours % 12 + (12 if part == "pm" else 0)
    return (hours * 60 + minutes) % DAY_MINUTES


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
        word.isalpha()
        and len(word) <= 2
        and word.islower()
        and word in {"in", "a", "h", "d", "m", "w", "y", "t", "b"}
    )


def _bare_words(text: str) -> list[str]:
    return [word for raw in text.split() if (word := raw.strip(".,;:!?()\"'"))]
