"""The door of the room evaluation: what other rooms may say."""

from trimtab.evaluation.actions import (
    correction,
    evaluate,
    evidence,
    import_measures,
    match_evaluations,
    match_measures,
)
from trimtab.evaluation.domain.rows import By, Line, MeasureImport, MeasureProblem, MeasureRow, Point, VerdictRow
from trimtab.evaluation.domain.verdicts import Design, Verdict, claim
from trimtab.evaluation.queries import held_about, history, measures, results, series

__all__ = [
    "By",
    "Design",
    "Line",
    "MeasureImport",
    "MeasureProblem",
    "MeasureRow",
    "Point",
    "Verdict",
    "VerdictRow",
    "claim",
    "correction",
    "evaluate",
    "evidence",
    "held_about",
    "history",
    "import_measures",
    "match_evaluations",
    "match_measures",
    "measures",
    "results",
    "series",
]
