"""What nobody knows yet: each open answer becomes an action to find out, and lowers the confidence
of what rests on it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from trimtab.kernel.said import Said, as_written
from trimtab.strategy.domain.catalogue import BY_CODE
from trimtab.strategy.domain.document import Strategy, Sureness

_ORDER = {one: position for position, one in enumerate(Sureness)}


@dataclass(frozen=True, slots=True)
class Unknown:
    """A question to which the answer is 'we do not know yet': from whom and by when it is found
    out.
    """

    code: str
    asks: Said
    of: Said
    until: dt.date | None


def unknowns(document: Strategy) -> tuple[Unknown, ...]:
    """What is to be found out, in the order of the document."""
    return tuple(
        Unknown(
            code,
            BY_CODE[code].asks,
            as_written(answer.find_out.of if answer.find_out else "") or BY_CODE[code].asked_of,
            answer.find_out.until if answer.find_out else None,
        )
        for code, answer in document.answers.items()
        if answer.value is None and code in BY_CODE
    )


def sureness(document: Strategy, places: Iterable[str], reads: Iterable[str] = ()) -> Sureness:
    """How sure something is that rests on `places` and may rest on the questions `reads`: as sure
    as its least sure answer.

    An answer that is not known yet makes it low; a place that is no answer of the catalogue, such
    as a record, counts as moderate.
    """
    codes = {place.split("/", 2)[1] for place in places if place.startswith("answers/")}
    answers = [document.answers[code] for code in codes.union(reads) if code in document.answers]
    if any(answer.value is None for answer in answers):
        return Sureness.LOW
    return max(
        (answer.sure for answer in answers), key=_ORDER.__getitem__, default=Sureness.MODERATE
    )
