"""Whether what somebody wrote is the answer: quantities by value and unit, words with a slip of the finger forgiven. Pure.

What is forgiven can never make another word of the trade: hyper- is not hypo-, ab- is not ad-, nitrate is not nitrite, prednisone is not
prednisolone. So a word must begin and end as it should, and its slip is a letter doubled or not, two neighbours swapped, or a vowel too many or
too few; a letter instead of another is never forgiven, nor is anything in a number, nor what is a unit or another word of the language.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from trimtab.library.domain.language import GENERIC, is_word, plain_signs
from trimtab.library.domain.quantities import CLOCK, Quantity, asked_units, has_number, quantities, unit_named

SHORTEST_FORGIVEN = 5
SAME_BEGINNING = 3
VOWELS = frozenset("aeiouy")
_SPACE = re.compile(r"\s+")
_HYPHEN = re.compile(r"(?<=\w)-(?=[^\W\d])")
_EDGE = " .,;:!?\"'()“”„«»"
_GAP = "____"


@dataclass(frozen=True, slots=True)
class Context:
    """What stands around an answer: the question's words, the unit that it asks for, the unit of its right answers, the language it is in."""

    words: frozenset[str] = frozenset()
    asked: frozenset[str] = frozenset()
    answered: frozenset[str] = frozenset()
    language: str = "en"

    @classmethod
    def of(cls, question: str, answers: Sequence[str] = (), *, language: str = "en") -> Context:
        """The context of a question with these right answers."""
        return _of(question, tuple(answers), language)

    @classmethod
    def of_gap(cls, before: str, behind: str, answers: Sequence[str] = (), *, language: str = "en") -> Context:
        """The context of a gap: the unit right behind it, or the money right before it, is what it asks for."""
        return _of_gap(before, behind, tuple(answers), language)


# What stands around the questions in use is the same at each answer.
@lru_cache(maxsize=4096)
def _of(question: str, answers: tuple[str, ...], language: str) -> Context:
    named = {one.units for answer in answers for one in quantities(answer, language, usual=True)} - {frozenset()}
    answered = next(iter(named)) if len(named) == 1 else frozenset[str]()
    return Context(frozenset(folded(question).split()), asked_units(question, language), answered, language)


@lru_cache(maxsize=4096)
def _of_gap(before: str, behind: str, answers: tuple[str, ...], language: str) -> Context:
    whole = _of(f"{before} {behind}", answers, language)
    read = (
        quantities(f"1 {behind.strip()[:40]}", language, usual=True) if behind[:1].strip() or behind[:1] == " " else []
    )
    unit = next((one.units for one in read if one.units), frozenset())
    last = before.split()[-1:] if before and not before[-1].isspace() else []
    money = next((one.units for sign in last for one in quantities(f"{sign}1", language) if one.units), frozenset())
    return Context(whole.words, unit or money or whole.asked, whole.answered, language)


def matches(given: str, answer: str, *, exact: bool = False, context: Context | None = None) -> bool:
    """Whether what was written is the answer.

    Case, accents, spaces, hyphens and the edges' punctuation do not count. Numbers count by value, in figures or words, with their unit: another
    unit is never right, a missing one only where the question names it. In words of five letters or more one slip is forgiven.
    """
    if exact:
        return given.strip() == answer.strip()
    about = context or Context()
    if plain_signs(given).strip() == plain_signs(answer).strip():
        return True
    wanted = quantities(answer, about.language, usual=True)
    if any(_same(one, other, about) for one in quantities(given, about.language) for other in wanted):
        return True
    one, other = folded(given), folded(answer)
    return (one == other and not wanted) or _forgiven(one.split(), other.split(), about.language)


def _same(given: Quantity, answer: Quantity, about: Context) -> bool:
    if given.value != answer.value or not _rest_says_nothing_new(given, answer, about):
        return False
    one, other = _without_generic(given.units) if about.asked else given.units, answer.units
    match bool(one), bool(other):
        case True, True:
            return bool(one & other)
        case True, False:
            return bool(one & (about.asked or about.answered))
        case False, True:
            return CLOCK not in other and bool(other & about.asked)
        case _:
            return True


def _without_generic(units: frozenset[str]) -> frozenset[str]:
    """'75°' leaves the scale to the question."""
    return frozenset() if units & GENERIC else units


def _rest_says_nothing_new(given: Quantity, answer: Quantity, about: Context) -> bool:
    return given.rest == answer.rest or set(given.rest + answer.rest) <= about.words


def _forgiven(given: Sequence[str], answer: Sequence[str], language: str) -> bool:
    """The same words but for one slip in one of them."""
    if len(given) != len(answer):
        return False
    other = [(one, word) for one, word in zip(given, answer, strict=True) if one != word]
    if len(other) != 1:
        return False
    [(written, meant)] = other
    if has_number(f"{written} {meant}", language) or is_word(written, language) or unit_named(written, language):
        return False
    return is_slip(written, meant)


def is_slip(written: str, meant: str) -> bool:
    """Whether one slip of the finger lies between two words, of a kind that makes no other word of the trade."""
    if min(len(written), len(meant)) < SHORTEST_FORGIVEN - 1 or len(meant) < SHORTEST_FORGIVEN:
        return False
    if written[:SAME_BEGINNING] != meant[:SAME_BEGINNING] or written[-1] != meant[-1]:
        return False
    if len(written) == len(meant):
        return any(
            written == meant[:at] + meant[at + 1] + meant[at] + meant[at + 2 :]
            for at in range(SAME_BEGINNING, len(meant) - 1)
        )
    shorter, longer = sorted((written, meant), key=len)
    return len(longer) - len(shorter) == 1 and any(
        longer[:at] + longer[at + 1 :] == shorter
        and (longer[at] in VOWELS or longer[at] in longer[at - 1] + longer[at + 1 : at + 2])
        for at in range(SAME_BEGINNING, len(longer))
    )


def folded(text: str) -> str:
    """Text without case, accents, hyphens between letters, doubled spaces and punctuation at its edges."""
    plain = "".join(
        sign for sign in unicodedata.normalize("NFKD", plain_signs(text)) if not unicodedata.combining(sign)
    )
    return _SPACE.sub(" ", _HYPHEN.sub(" ", plain.casefold())).strip(_EDGE)
