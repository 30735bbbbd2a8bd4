"""The forecast: what would happen if a strategy ran, by the same pure functions that run the real thing.

`forecast(document, population, assumptions, dice)` is the way in; it reads no database and no clock. `strategy.domain.forecast` holds
the values that go in and come out, and what only the document decides; the schedules are the practice room's, the messages the
messaging room's.
"""

from trimtab.journeys.forecast.mattering import matters
from trimtab.journeys.forecast.swings import Matters, Outcome, Swing
from trimtab.journeys.forecast.telling import SAMPLE, forecast

__all__ = ["SAMPLE", "Matters", "Outcome", "Swing", "forecast", "matters"]
