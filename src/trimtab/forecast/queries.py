"""The forecast for this organisation: with its own people, its own content and its own figures, as
far as there are any.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import msgspec
import numpy as np

from trimtab.evaluation import api as evaluation
from trimtab.forecast.domain.assumptions import AssumptionKey, Assumptions
from trimtab.forecast.domain.mattering import matters
from trimtab.forecast.domain.outlook import Forecast
from trimtab.forecast.domain.population import Population, from_headcounts, from_sets
from trimtab.forecast.domain.swings import Matters
from trimtab.forecast.domain.telling import forecast
from trimtab.governance import api as governance
from trimtab.library import api as library
from trimtab.people import api as people
from trimtab.strategy import api as strategy

SEED = 20261124
"""One seed for all pages: the same question gets the same answer, and a slider moves the picture
without the noise of chance.
"""


def population_here(document: strategy.Strategy) -> Population:
    """The people whom the document's audiences would have here; its head counts while an audience
    has none.
    """
    organisation = people.organisation()
    zone = organisation.time_zone if organisation else "UTC"
    sets, total = people.audience_sets(strategy.plan(document).audiences)
    counted = from_sets(sets, total=total, time_zone=zone)
    if all(counted.people(audience.id) for audience in document.audiences):
        return counted
    return from_headcounts(document, time_zone=zone)


def assumptions_here(
    document: strategy.Strategy, given: Mapping[AssumptionKey, float], *, figures: bool
) -> Assumptions:
    """What somebody has set, with the content that is written and, for those who may see `figures`,
    how much these differ.
    """
    spreads = evaluation.spreads(min_cell=governance.min_cell()) if figures else {}
    return Assumptions(
        given=given,
        written=_written(document),
        spreads=spreads,
    )


def _written(document: strategy.Strategy) -> dict[str, int]:
    practice, support = strategy.ActionKind.PRACTICE, strategy.ActionKind.SUPPORT
    holding = [
        action
        for action in document.actions
        if action.kind in (practice, support) and action.content
    ]
    tags = sorted({tag for action in holding for tag in action.content})
    held: dict[str, list[set[str]]] = {
        practice: [set(item.tags) for item in library.items_by_tags(tags)] if tags else [],
        support: [set(aid.tags) for aid in library.aids_by_tags(tags)] if tags else [],
    }
    return {
        action.id: sum(bool(each & set(action.content)) for each in held[action.kind])
        for action in holding
    }


@dataclass(frozen=True, slots=True)
class _Question:
    """What a forecast depends on; two that agree in the key have the same answer."""

    key: tuple[object, ...]
    document: strategy.Strategy = field(compare=False)
    population: Population = field(compare=False)
    assumptions: Assumptions = field(compare=False)


def _question(
    document: strategy.Strategy, given: Mapping[AssumptionKey, float], figures: bool
) -> _Question:
    population, assumptions = (
        population_here(document),
        assumptions_here(document, given, figures=figures),
    )
    known = (assumptions.given, assumptions.written, assumptions.spreads)
    key = (
        msgspec.json.encode(document),
        population,
        *(tuple(sorted(each.items())) for each in known),
    )
    return _Question(key, document, population, assumptions)


def forecast_here(
    document: strategy.Strategy, given: Mapping[AssumptionKey, float], *, figures: bool
) -> tuple[Forecast, Assumptions]:
    """The forecast of a document, from a sample that is simulated at once and remembered for
    whoever asks next.

    `figures` says that the reader may see what was measured.
    """
    question = _question(document, given, figures)
    return _told(question), question.assumptions


def matters_here(
    document: strategy.Strategy, given: Mapping[AssumptionKey, float], *, figures: bool
) -> tuple[Matters, ...]:
    """Which answers matter most, for each outcome of which something is known; remembered
    likewise.
    """
    return _mattering(_question(document, given, figures))


@lru_cache(maxsize=64)
def _told(question: _Question) -> Forecast:
    return forecast(
        question.document, question.population, question.assumptions, np.random.default_rng(SEED)
    )


@lru_cache(maxsize=64)
def _mattering(question: _Question) -> tuple[Matters, ...]:
    return matters(
        question.document, question.population, question.assumptions, np.random.default_rng(SEED)
    )
