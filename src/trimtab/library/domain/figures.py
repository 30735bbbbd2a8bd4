"""Numbers in figures, and times of day. Pure."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

from trimtab.library.domain.language import day_parts, locale_of, plain_signs

DAY_MINUTES = 24 * 60
_OCLOCK = {"o'clock", "uhr"}
_FIGURES = r"\d{1,3}(?:[ ']\d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)*|[.,]\d+"
_FRACTION = r"(?:(?P<whole>\d+) )?(?P<above>\d{1,2})[/⁄](?P<below>\d{1,2})(?![\d/.,])"
NUMBER = re.compile(
    rf"(?P<sign>[-+]?)\s?(?:{_FRACTION}"
    rf"|(?P<before>\d*)\s?(?P<part>[¼-¾⅐-⅞])|(?P<figures>{_FIGURES}))"
)
_CLOCK = re.compile(r"(\d{1,2})(?:([:.h])(\d{2}))?(?:[:.]00)?\s*(.*)", re.DOTALL)


def fraction(found: re.Match[str] | None) -> Fraction | None:
    """The value of a match of NUMBER that is a fraction: '1/2', '1 1/2' and '1½'.

    Figures above that are not smaller than those below make no part of one.
    """
    if found and found["above"] and 0 < int(found["above"]) < int(found["below"]) <= 16:
        return Fraction(int(found["above"]), int(found["below"])) + int(found["whole"] or 0)
    if found and found["part"]:
        return Fraction(unicodedata.numeric(found["part"])).limit_denominator(16) + int(
            found["before"] or 0
        )
    return None


def figures(text: str, language: str) -> Fraction | None:
    """A number in figures.

    A comma or point before three figures groups them where the language does so, and is a decimal
    sign elsewhere.
    """
    plain = re.sub(r"[ ']", "", text)
    signs = [sign for sign in plain if sign in ".,"]
    group = str(locale_of(language).number_symbols.get("latn", {}).get("group", ","))
    if len(set(signs)) == 2:
        decimal = signs[-1]
        grouping = next(sign for sign in signs if sign != decimal)
        if signs.count(decimal) != 1:
            return None
        plain = plain.replace(grouping, "").replace(decimal, ".")
    elif len(signs) > 1:
        if not re.fullmatch(r"[-+]?\d{1,3}([.,]\d{3})+", plain):
            return None
        plain = plain.replace(signs[0], "")
    elif signs and signs[0] == group and re.fullmatch(r"[-+]?[1-9]\d{0,2}[.,]\d{3}", plain):
        plain = plain.replace(group, "")
    return Fraction(plain.replace(",", "."))


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
    hours, minutes = int(found[1]), int(found[3] or 0)
    behind = found[4].casefold().replace(".", "").strip()
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
