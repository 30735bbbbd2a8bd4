"""Whether what somebody wrote is the answer: quantities by value and unit, words with a slip of the
finger forgiven. Pure.

What is forgiven can never make another word of the trade: hyper- is not hypo-, ab- is not ad-,
nitrate is not nitrite, malic is not maleic. So a word must begin and end as it should, and its slip
is a letter doubled or not, or two neighbours swapped; any other letter is never forgiven, nor is
anything in a number, nor what is a unit or another word of the language. (Search forgives more:
there a wrong guess costs a look, here it would call wrong what is right.)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from trimtab.kernel.text import without_accents
from trimtab.library.domain.figures import clock
from trimtab.library.domain.language import (
    GENERIC,
    is_word,
    joining_words,
    locale_of,
    plain_signs,
    powers_marked,
)
from trimtab.library.domain.quantities import (
    AS_WRITTEN,
    Quantities,
    Quantity,
    has_number,
    reading,
)
from trimtab.library.domain.units import (
    asked_units,
    may_be_symbol,
    other_symbols,
    unit_named,
)

SHORTEST_FORGIVEN = 5
SAME_BEGINNING = 3
_SPACE = re.compile(r"\s+")
_HYPHEN = re.compile(r"(?<=\w)-(?=[^\W\d])")
# 're-sign' is the opposite of 'resign'; elsewhere a hyphen more or less is the same word.
_JOINT = re.compile(r"(?<!\bre)(?<=[^\W\d])-(?=\w)", re.IGNORECASE)
_EDGE = " .,;:!?\"'()“”„«»"
# Which words ask for a number, and which for a time of day: CLDR has nothing of it.
_HOW_MANY = re.compile(
    r"\b(how many|how much|wie ?viele?|combien de|combien d'|cu[aá]nt[oa]s?|quant[ieoa]|hoeveel"
    r"|quant[oa]s)\s+",
    re.IGNORECASE,
)
_WHAT_TIME = re.compile(
    r"\b(what time|which time|when|o'clock|a\.?m\.?|p\.?m\.?|wann|uhr|uhrzeit|quand|heures?"
    r"|hora|cu[aá]ndo|quando|ora|hoe laat)\b",
    re.IGNORECASE,
)
_DENYING = frozenset(
    "not no never without nicht kein keine nie ohne pas jamais sans sin nunca senza non mai niet "
    "geen zonder não sem".split()
)
_IS_TIME = re.compile(r"(0\d:\d\d|\d{1,2}:00)|\d{1,2}:\d\d\s*(a\.?m|p\.?m|uhr)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class AnswerContext:
    """What stands around an answer.

    The words right `behind` the place of its number, the unit that is `asked` for, the unit of its
    right answers (`answered`), whether a time of day is asked for (`timely`), and its language.
    """

    behind: tuple[str, ...] = ()
    asked: frozenset[str] = frozenset()
    answered: frozenset[str] = frozenset()
    timely: bool = False
    language: str = "en"

    @classmethod
    def of(
        cls, question: str, answers: Sequence[str] = (), *, language: str = "en"
    ) -> AnswerContext:
        """The context of a question with these right answers."""
        return _of(question, tuple(answers), language)

    @classmethod
    def of_gap(
        cls, before: str, behind: str, answers: Sequence[str] = (), *, language: str = "en"
    ) -> AnswerContext:
        """The context of a gap: it asks for the unit right behind it, or the money right before
        it.
        """
        return _of_gap(before, behind, tuple(answers), language)


# What stands around the questions in use is the same at each answer.
@lru_cache(maxsize=4096)
def _of(question: str, answers: tuple[str, ...], language: str) -> AnswerContext:
    named = {units for answer in answers if (units := _first_units(answer, language))}
    answered = next(iter(named)) if len(named) == 1 else frozenset[str]()
    asking = _HOW_MANY.search(question)
    behind = _said_behind(question[asking.end() :], language) if asking else ()
    asked = (
        _first_units(f"1 {question[asking.end() :]}", language)
        if asking and behind
        else frozenset[str]()
    )
    return AnswerContext(
        behind,
        asked or asked_units(question, language),
        answered,
        bool(_WHAT_TIME.search(question)),
        language,
    )


@lru_cache(maxsize=4096)
def _of_gap(before: str, behind: str, answers: tuple[str, ...], language: str) -> AnswerContext:
    whole = _of(f"{before} {behind}", answers, language)
    unit = (
        _first_units(f"1 {behind.strip()[:40]}", language)
        if behind[:1].strip() or behind[:1] == " "
        else frozenset()
    )
    last = before.split()[-1:] if before and not before[-1].isspace() else []
    money = next(
        (units for sign in last if (units := _first_units(f"{sign}1", language))), frozenset[str]()
    )
    said = _said_behind(behind, language)
    return AnswerContext(said, unit or money or whole.asked, whole.answered, whole.timely, language)


def _first_units(text: str, language: str) -> frozenset[str]:
    """The units of the number that a text begins with."""
    first = reading(text, language, usual=True).parts[:1]
    return first[0].units if first and isinstance(first[0], Quantity) else frozenset()


def _said_behind(text: str, language: str) -> tuple[str, ...]:
    """The words up to the end of a sentence, a word that denies, or where alternatives begin.

    What is asked for is never said already.
    """
    words = re.split(r"[.?!;:,]", text)[0].split()
    for at, word in enumerate(folded(word) for word in words):
        if word in joining_words(language) or "/" in word:
            return tuple(words[: max(at - 1, 0)])
        if word in _DENYING:
            return tuple(words[:at])
    return tuple(words)


def matches(
    given: str, answer: str, *, exact: bool = False, context: AnswerContext | None = None
) -> bool:
    """Whether what was written is the answer.

    Case, accents, spaces, hyphens and the edges' punctuation do not count. Numbers count by value
    wherever they stand, in figures or words, with their unit: another unit is never right, a
    missing one only where the question names it. In words of five letters or more one slip is
    forgiven.
    """
    if exact:
        return given.strip() == answer.strip()
    about = context or AnswerContext()
    if plain_signs(given).strip() == plain_signs(answer).strip():
        return True
    if other_symbols(given, answer, about.language):
        return False
    return (
        _same_time(given, answer, about)
        or _same_parts(_apart(given), _apart(answer), about)
        or _same_parts(_together(given), _together(answer), about)
        or _forgiven(given, answer, about)
    )


def _apart(text: str) -> str:
    return _HYPHEN.sub(" ", plain_signs(text))


def _together(text: str) -> str:
    return _JOINT.sub("", plain_signs(text))


def _same_time(given: str, answer: str, about: AnswerContext) -> bool:
    wanted = clock(answer, about.language, pointed=about.timely)
    pointed = about.timely or bool(_IS_TIME.search(answer))
    return wanted is not None and clock(given, about.language, pointed=pointed) == wanted


def _same_parts(given: str, answer: str, about: AnswerContext) -> bool:
    """Whether two texts are the same numbers and words; or one number, and what is said already."""
    written = reading(given, about.language)
    meant = reading(answer, about.language, usual=True)
    if not written.parts or not meant.parts:
        return False
    if len(written.parts) == len(meant.parts) and all(
        _same_part(part, other, about)
        for part, other in zip(written.parts, meant.parts, strict=True)
    ):
        return True
    is_same_first = _same_part(written.parts[0], meant.parts[0], about)
    return is_same_first and _said(written, about) and _said(meant, about)


def _same_part(given: Quantity | str, answer: Quantity | str, about: AnswerContext) -> bool:
    match given, answer:
        case Quantity(), Quantity():
            return given.value == answer.value and _same_unit(given, answer, about)
        case str(), str():
            return same_word(given, answer, about.language)
        case _:
            return False


def _same_unit(given: Quantity, answer: Quantity, about: AnswerContext) -> bool:
    units = given.units | (given.doubtful & about.asked)
    if units & GENERIC and not units & answer.units:
        # '75°' leaves the scale to the question; where nobody measures in Fahrenheit, there is one
        # scale.
        units = frozenset() if about.asked else units
        if locale_of(about.language).language != "en" and "temperature-celsius" in answer.units:
            return True
    match bool(units), bool(answer.units):
        case True, True:
            return bool(units & answer.units)
        case True, False:
            return bool(units & (about.asked or about.answered))
        case False, True:
            return bool(answer.units & about.asked)
        case _:
            return True


def _said(text: Quantities, about: AnswerContext) -> bool:
    """Whether behind the only number of a text stands what the question says there, or 'x'."""
    words = text.behind or ()
    if text.behind is None or any(has_number(word, about.language) for word in words):
        return False
    several = [part for part in text.parts[1:] if isinstance(part, str)]
    if not several or several == ["x"] or several == [AS_WRITTEN + "x"]:
        return len(several) == len(text.parts) - 1
    if len(words) > len(about.behind):
        return False
    as_said = [
        _as_said(word, asked, about.language)
        for word, asked in zip(words, about.behind, strict=False)
    ]
    return all(as_said) or all(as_said[text.unit_words :])


def _as_said(written: str, asked: str, language: str) -> bool:
    symbols = may_be_symbol(written, language) or may_be_symbol(asked, language)
    return written == asked if symbols else folded(written) == folded(asked)


def same_word(given: str, answer: str, language: str) -> bool:
    """Whether two words are the same but for accents.

    They are not where an accent makes another word of the language ('zählen', 'zahlen'). What may
    be a unit's symbol is the same only as it is written: a word that begins with '=', and two in
    capitals.
    """
    if given == answer:
        return True
    if given.startswith(AS_WRITTEN) or answer.startswith(AS_WRITTEN):
        return False
    if given != given.lower() and answer != answer.lower():
        return False
    if folded(given) == folded(answer):
        return not (is_word(given, language) and is_word(answer, language))
    return locale_of(language).language == "de" and folded(given) == folded(
        answer.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
    )


def _forgiven(given: str, answer: str, about: AnswerContext) -> bool:
    """The same numbers and words but for one slip in one word; a unit's name is a word too."""
    language = about.language
    for units in (True, False):
        written = reading(_apart(given), language, units=units).parts
        right = reading(_apart(answer), language, usual=True, units=units).parts
        if len(written) != len(right):
            continue
        unlike = [
            (word, meant)
            for word, meant in zip(written, right, strict=True)
            if not _same_part(word, meant, about)
        ]
        match unlike:
            case [(str(word), str(meant))] if AS_WRITTEN not in word + meant and _is_no_word(
                word, language
            ):
                return is_slip(folded(word), folded(meant))
            case _:
                continue
    return False


def _is_no_word(written: str, language: str) -> bool:
    return not (
        has_number(written, language) or is_word(written, language) or unit_named(written, language)
    )


def is_slip(written: str, meant: str) -> bool:
    """Whether one slip of the finger lies between two words, of a kind that makes no other word of
    the trade.
    """
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
        and longer[at] in longer[at - 1] + longer[at + 1 : at + 2]
        for at in range(SAME_BEGINNING, len(longer))
    )


def folded(text: str) -> str:
    """Text without case, accents, hyphens between letters, doubled spaces and punctuation at its
    edges.
    """
    plain = without_accents(powers_marked(plain_signs(text)))
    return _SPACE.sub(" ", _HYPHEN.sub(" ", plain.casefold())).strip(_EDGE)
