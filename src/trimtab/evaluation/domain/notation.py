"""Numbers as people and spreadsheets write them.

Pure. What could be meant in two ways is asked about, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

from trimtab.kernel.said import Said, say

_SPACES = " \u00a0\u2009\u202f"
_GROUPED = r"\d{{1,3}}(?:{mark}\d{{3}})+"
_PLAIN_GROUPS = "|".join(_GROUPED.format(mark=mark) for mark in (f"[{_SPACES}]", "['’]"))
_FORMS = {
    mark: re.compile(
        rf"(?P<sign>[+\-−]?)(?P<whole>\d+|{_PLAIN_GROUPS}|{_GROUPED.format(mark=re.escape(other))})?"
        rf"(?:{re.escape(mark)}(?P<part>\d+))?(?P<power>[eE][+\-]?\d{{1,3}})?"
    )
    for mark, other in ((".", ","), (",", "."))
}
_EITHER = re.compile(r"[+\-−]?[1-9]\d{0,2}([.,])\d{3}")
_POINT_FOR_CERTAIN = re.compile(
    r"[+\-−]?(?:\d*\.(?:\d{1,2}|\d{4,})|0\d*\.\d+|\d{4,}\.\d+|\d{1,3}(?:,\d{3})+\.\d+)"
)


class Notation(StrEnum):
    """What stands before the part of a number below one: a point, a comma, or nobody has said."""

    UNSAID = ""
    POINT = "point"
    COMMA = "comma"


class NotANumber(ValueError):
    """A text is no number that could be read; the sentence says why."""

    def __init__(self, sentence: Said) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def said_by(cells: Iterable[object], notation: Notation) -> Notation:
    """The notation of a column of cells: what was said or, where nobody did, a point when one of
    the numbers has it for certain.
    """
    if notation is not Notation.UNSAID:
        return notation
    texts = (cell.strip() for cell in cells if isinstance(cell, str))
    return (
        Notation.POINT
        if any(_POINT_FOR_CERTAIN.fullmatch(text) for text in texts)
        else Notation.UNSAID
    )


def number(text: str, notation: Notation) -> float:
    """The number that a text is.

    Raises NotANumber: it is none, it is written in the other notation, or it could
    be two numbers ('1.234') and nobody has said which notation is used.
    """
    mark, other = (",", ".") if notation is Notation.COMMA else (".", ",")
    example = "12,5" if notation is Notation.COMMA else "12.5"
    either = _EITHER.fullmatch(text)
    if notation is Notation.UNSAID and either:
        whole, part = text.split(either[1])
        raise NotANumber(
            say(
                "'{text}' could be {number} or {whole} and {part} thousandths. Say whether "
                "numbers have a decimal point or a decimal comma.",
                text=text,
                number=f"{whole}{part}",
                whole=whole,
                part=part,
            )
        )
    match = _FORMS[mark].fullmatch(text)
    if not match or (match["whole"] is None and match["part"] is None):
        if other in text and _FORMS[other].fullmatch(text):
            raise NotANumber(_other_mark(text, example, has_comma=mark == "."))
        raise NotANumber(
            say("'{text}' is not a number such as {example}.", text=text, example=example)
        )
    whole = re.sub(r"\D", "", match["whole"] or "0")
    sign = "-" if match["sign"] in {"-", "−"} else ""
    return float(f"{sign}{whole}.{match['part'] or '0'}{match['power'] or ''}")


def _other_mark(text: str, example: str, *, has_comma: bool) -> Said:
    if has_comma:
        return say(
            "'{text}' has a decimal comma, and numbers such as {example} are expected. If all "
            "are written so, say that numbers have a decimal comma.",
            text=text,
            example=example,
        )
    return say(
        "'{text}' has a decimal point, and numbers such as {example} are expected. If all "
        "are written so, say that numbers have a decimal point.",
        text=text,
        example=example,
    )
