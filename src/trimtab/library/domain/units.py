"""What a unit or money is written like, and which case of its letters counts. Pure.

A unit is never changed into another one: mW is not MW.
"""

from __future__ import annotations

import re
from functools import lru_cache

from trimtab.library.domain import language as languages
from trimtab.library.domain.language import GENERIC, plain_signs

PER = "/"
# What CLDR does not have: the pharmacist's microgram, and prefixes that are written large.
_ALSO = {"mcg": "μg", "Kg": "kg", "KG": "kg", "Km": "km", "KM": "km"}
# 'in' is an inch, and 'a' an are: in a sentence they are words.
_SMALL_WORDS = frozenset({"in", "a", "h", "d", "m", "w", "y", "t", "b"})


def unit_named(form: str, language: str, *, usual: bool = False) -> frozenset[str]:
    """The units that are written so.

    In another case of letters only where that leaves no doubt ('MIN', never 'mw' for 'MW'); with
    `usual` a narrow form counts only where no other unit is written so.
    """
    forms, every = languages.usual_units(language), languages.units(language)
    bare = form.rstrip(".,;:!?")
    raised = re.sub(r"(?<=[a-z])[23]$", lambda power: "²" if power[0] == "2" else "³", bare)
    micro = "μ" + bare[1:] if bare[:1] == "u" else bare
    for spelling in (form, bare, bare + ".", _ALSO.get(bare, bare), raised, micro):
        short = frozenset[str]() if usual else _short(spelling, language)
        exact = (forms.get(spelling) if usual else None) or every.get(spelling, frozenset())
        if short:
            return exact | short | every.get(spelling.casefold(), frozenset())
        if exact:
            return exact
    alike = {
        unit
        for known_form, unit in _folded(language).get(bare.casefold(), [])
        if _case_is_custom(bare, known_form, language)
    }
    return next(iter(alike)) if len(alike) == 1 else frozenset()


def _short(spelling: str, language: str) -> frozenset[str]:
    """The units that a learner may write so beside their usual forms ('dollars')."""
    plain = spelling.casefold() if len(spelling) > 3 else spelling
    return languages.short_units(language).get(plain, frozenset())


def _case_is_custom(written: str, form: str, language: str) -> bool:
    """Whether a unit's form in another case of letters can be no other unit.

    'ml' and 'mL', 'MIN' and 'min'; never 'MM' and 'mm'.
    """
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


def surely_meant(form: str, units: frozenset[str], language: str) -> frozenset[str]:
    """What a form means without a question.

    'm' is a metre; minutes or months only where they are asked for.
    """
    bare = form.rstrip(".,;:!?")
    narrow = languages.units(language).get(bare, frozenset())
    usual = languages.usual_units(language).get(bare, frozenset())
    return units - narrow | usual if len(narrow) > 1 else units


def may_be_symbol(word: str, language: str) -> bool:
    """Whether a word right behind a number may be a unit's symbol: the case of its letters
    counts.
    """
    if not (word.islower() or word.isupper() or word.istitle()):
        return True
    if (
        len(word) >= 3
        and languages.is_common(word, language)
        and word[1:].casefold() not in _folded(language)
    ):
        return False
    return len(word) < 3 or (len(word) < 5 and word[0] in "mMpP")


def is_prefixed(word: str, language: str) -> bool:
    """Whether a word is a symbol of which another case of its first letter makes 10⁹ times as much.

    So it is with 'MW' in 'in MW: 5'.
    """
    return (
        len(word) > 1
        and word[0] in "mM"
        and not word[1:].islower()
        and word[1:] in languages.units(language)
    )


def other_symbols(text: str, other: str, language: str) -> bool:
    """Whether two texts are the symbols of two different units: 'mW' and 'MW'."""
    units = languages.units(language)
    first, second = units.get(text.strip(), frozenset()), units.get(other.strip(), frozenset())
    return bool(first and second and not first & second)


def asked_units(question: str, language: str) -> frozenset[str]:
    """The units that a question names without a number before them.

    'How many mg in 5 mL' asks for mg. Where several are named, none is asked for.
    """
    found: set[frozenset[str]] = set()
    before = ""
    for word in plain_signs(question).split():
        bare = word.strip(".,;:!?()\"'")
        is_behind_number = bool(before) and before[-1].isdigit()
        if bare and not is_behind_number and bare not in _SMALL_WORDS:
            unit = unit_named(bare, language, usual=True)
            if unit:
                found.add(unit - GENERIC or unit)
        before = bare
    return next(iter(found)) if len(found) == 1 else frozenset()


@lru_cache(maxsize=8)
def _folded(language: str) -> dict[str, list[tuple[str, frozenset[str]]]]:
    """The forms of units, with what they mean, by how they are written in small letters."""
    found: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for form, unit in languages.units(language).items():
        found.setdefault(form.casefold().rstrip("."), []).append((form, unit))
    return found
