"""Reading what somebody wrote: its numbers with their units, and the words around them. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from trimtab.library.domain import language as languages
from trimtab.library.domain.figures import NUMBER, figures, fraction
from trimtab.library.domain.language import locale_of, minus_word, number_words, plain_signs
from trimtab.library.domain.units import (
    PER,
    is_prefixed,
    may_be_symbol,
    surely_meant,
    unit_named,
)

RANGE = "-"
AS_WRITTEN = "="
_MOST_NUMBER_WORDS = 6
_RATIO = re.compile(r"\d+(?:[:/]\d+)+")
_JOINED_UNIT = re.compile(r"(?<=\d)-(?=[^\W\d])")
_POWER = re.compile(r"\^[-+]?\d+|[⁰¹²³⁴-⁹⁺⁻]+")
_OPERATOR = re.compile(r"[<>]=|[<>≤≥=~±≈]")
_WORD = re.compile(r"[^\s/<>≤≥=~±≈();]+")
_MONEY = re.compile(r"([^\d\s\-+]{1,4})\s?(?=[-+]?\d)")
_EDGE = ",;:!?\"'()“”„«»"
# What CLDR has no word for: between two numbers, between two units, and before a negative one.
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


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with the units that its writing means; none when none was written.

    `doubtful` are those that it means only where a question names them.
    """

    value: Fraction
    units: frozenset[str] = frozenset()
    doubtful: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Quantities:
    """A text as its numbers and words in their order.

    `behind` are the words behind its first number, where it begins with one; the first `unit_words`
    of them are its unit. A word that begins with '=' may be a unit's symbol and counts in its own
    case.
    """

    parts: tuple[Quantity | str, ...]
    behind: tuple[str, ...] | None = None
    unit_words: int = 0


def reading(text: str, language: str, *, usual: bool = False, units: bool = True) -> Quantities:
    """Reads a text.

    With `usual` a unit's narrow form counts only where no other unit is written so; without `units`
    they are words.
    """
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

    def read(self) -> Quantities:
        while self.at < len(self.text):
            if self.text[self.at].isspace() or self.text[self.at] in _EDGE:
                self.at += 1
                continue
            if not (self._ratio() or self._number() or self._sign()):
                self._word()
        return Quantities(tuple(_ranges(self.parts)), self.behind, self.unit_words)

    @property
    def _after_number(self) -> bool:
        return bool(self.parts) and isinstance(self.parts[-1], Quantity)

    def _ratio(self) -> bool:
        """'7:00', '1:10' and '120/80' stay as they are; '1/2' is a number."""
        ratio = _RATIO.match(self.text, self.at)
        if not ratio or (":" not in ratio[0] and fraction(NUMBER.match(ratio[0])) is not None):
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
        own_units = money & units if money and units else money or units
        self._take(Quantity(-value if negative else value, own_units, doubtful), stop)
        if power:
            self.parts.insert(-1, languages.powers_marked(power[0]).replace("+", ""))
        self.close = True
        if first and not power:
            self.behind = tuple(_bare_words(self.text[end:]))
            self.unit_words = len(self.text[end:stop].split())
        return True

    def _value(self, start: int) -> tuple[Fraction | None, int]:
        if found := NUMBER.match(self.text, start):
            if found["sign"] and self._after_number:
                return None, start
            value = fraction(found)
            if not value and found["figures"]:
                value = figures(found["figures"], self.language)
            is_negative = value is not None and found["sign"] == "-"
            return (-value if value is not None and is_negative else value), found.end()
        known = number_words(self.language)
        words = list(re.finditer(r"[^\s/]+", self.text[start:]))[:_MOST_NUMBER_WORDS]
        for last in reversed(words):
            number = known.get(languages.joined(self.text[start : start + last.end()]))
            if number is not None:
                return Fraction(number), start + last.end()
        return None, start

    def _unit(self, start: int) -> tuple[frozenset[str], frozenset[str], int]:
        """The units that stand at a place, those that are only perhaps meant, and where they
        end.
        """
        words = list(re.finditer(r"[^\s]+", self.text[start:]))[:4] if self.named else []
        ends = [start + word.end() for word in words]
        if ends and (joint := re.search(r"/|-(?=\d)", self.text[start : ends[0]])):
            ends.insert(0, start + joint.start())
        for end in reversed(ends):
            form = self.text[start:end].strip()
            units = unit_named(form, self.language, usual=self.usual)
            if units:
                sure = units if self.usual else surely_meant(form, units, self.language)
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
                bare if is_prefixed(bare, self.language) else bare.lower(),
                word.end(),
                close=any(sign.isdigit() for sign in bare),
            )
        else:
            self.at = word.end()


def _ranges(parts: Sequence[Quantity | str]) -> list[Quantity | str]:
    """The parts of a text with the unit of a range at both its ends: '2 to 8 °C' is from 2 °C
    on.
    """
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


def _bare_words(text: str) -> list[str]:
    return [word for raw in text.split() if (word := raw.strip(".,;:!?()\"'"))]
