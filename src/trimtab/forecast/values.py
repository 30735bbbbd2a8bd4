"""The pure door of the room forecast: what would happen if a strategy ran, without a database.

`forecast(document, population, assumptions, dice)` is the way in. It asks the same pure functions
that run the real thing: the schedules are the practice room's, the messages the messaging room's,
what can be seen the evaluation's.
"""

from trimtab.forecast.domain.assumptions import ASSUMPTIONS, AssumptionKey, Assumptions
from trimtab.forecast.domain.line import ForecastStanding
from trimtab.forecast.domain.mattering import matters
from trimtab.forecast.domain.outlook import Forecast
from trimtab.forecast.domain.population import from_headcounts
from trimtab.forecast.domain.report import as_data, plain
from trimtab.forecast.domain.sentences import headline, lines
from trimtab.forecast.domain.swings import ForecastOutcome, Matters
from trimtab.forecast.domain.telling import forecast

__all__ = [
    "ASSUMPTIONS",
    "AssumptionKey",
    "Assumptions",
    "Forecast",
    "ForecastOutcome",
    "ForecastStanding",
    "Matters",
    "as_data",
    "forecast",
    "from_headcounts",
    "headline",
    "lines",
    "matters",
    "plain",
]
