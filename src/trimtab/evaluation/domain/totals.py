"""Rows about a unit above others that have rows of their own: most often totals, which would be
counted once more.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import assert_never

from trimtab.evaluation.domain.rows import Figure, MeasureProblem
from trimtab.kernel.said import say


class Above(StrEnum):
    """What is done with such a row: asked about, left out, or taken as that unit's own figure."""

    ASK = "ask"
    LEAVE_OUT = "leave-out"
    KEEP = "keep"


def without_totals(
    figures: Sequence[Figure], parents: Mapping[str, str], above: Above, column: str
) -> tuple[list[Figure], list[MeasureProblem]]:
    """The figures that are taken, and what is to be asked.

    `figures` are of measures of units, `parents` the code of the unit above each, '' for none; all
    codes in small letters.
    """
    match above:
        case Above.KEEP:
            return list(figures), []
        case Above.ASK | Above.LEAVE_OUT:
            below = _below(figures, parents)
            taken = [figure for figure in figures if (figure.measure, figure.subject) not in below]
            if above is Above.LEAVE_OUT:
                return taken, []
            asked = [figure for figure in figures if (figure.measure, figure.subject) in below]
            return taken, [
                _problem(figure, below[figure.measure, figure.subject], column) for figure in asked
            ]
        case _:
            assert_never(above)


def _below(figures: Sequence[Figure], parents: Mapping[str, str]) -> dict[tuple[str, str], str]:
    """For each measure and unit above another that has figures here: that other."""
    below: dict[tuple[str, str], str] = {}
    there = {(figure.measure, figure.subject) for figure in figures}
    for measure, subject in sorted(there):
        for unit in _chain(subject, parents):
            if (measure, unit) in there:
                below.setdefault((measure, unit), subject)
    return below


def _chain(unit: str, parents: Mapping[str, str]) -> Iterator[str]:
    seen = {unit}
    while (unit := parents.get(unit, "")) and unit not in seen:
        seen.add(unit)
        yield unit


def _problem(figure: Figure, below: str, column: str) -> MeasureProblem:
    sentence = say(
        "'{unit}' stands above '{below}', which has figures of its own here. Is this a total? "
        "Leave such rows out, or say that they are figures of their own.",
        unit=figure.subject,
        below=below,
    )
    return MeasureProblem(figure.line, column, sentence)
