"""What a verdict brings before those who decide: the change that answers it, and what the change
rests on.
"""

from __future__ import annotations

from typing import Any

from trimtab.evaluation.domain import corrections
from trimtab.evaluation.domain.rows import VerdictRow
from trimtab.kernel.said_as_json import encoded
from trimtab.strategy.values import Patch, Strategy


def correction(verdict: VerdictRow, document: Strategy) -> Patch:
    """The smallest change to the strategy that answers an off-track verdict, by the response agreed
    beforehand.
    """
    return corrections.correction(
        key=verdict.key,
        response=verdict.response,
        sentence=verdict.sentence,
        assumption=verdict.assumption,
        document=document,
        today=verdict.at.date(),
    )


def evidence(verdict: VerdictRow) -> dict[str, Any]:
    """What a proposal shows as its evidence, as plain data; sentences by their parts."""
    return {
        "action": verdict.key,
        "title": verdict.title,
        "measure": verdict.measure,
        "measure_name": verdict.measure_name,
        "unit": verdict.unit,
        "scale": verdict.scale.value,
        "direction": verdict.direction.value,
        "said": encoded(verdict.said),
        "design": verdict.design.value,
        "sentence": encoded(verdict.sentence),
        "estimate": verdict.estimate,
        "low": verdict.low,
        "high": verdict.high,
        "at_least": verdict.at_least,
        "n_treated": verdict.n_treated,
        "n_control": verdict.n_control,
        "at": verdict.at.isoformat(),
    }
