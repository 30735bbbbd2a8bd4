"""The door of the room forecast: what other rooms may say."""

from trimtab.forecast.domain.assumptions import ASSUMPTIONS, Assumption, AssumptionKey, Assumptions
from trimtab.forecast.domain.effort import Effort
from trimtab.forecast.domain.line import ForecastLine, ForecastStanding, Topic
from trimtab.forecast.domain.outlook import AudienceOutlook, Forecast, Likely, PracticeOutlook
from trimtab.forecast.domain.seeing import Seen
from trimtab.forecast.domain.sentences import headline, lines
from trimtab.forecast.domain.swings import ForecastOutcome, Matters, Swing
from trimtab.forecast.queries import forecast_here, matters_here

__all__ = [
    "ASSUMPTIONS",
    "Assumption",
    "AssumptionKey",
    "Assumptions",
    "AudienceOutlook",
    "Effort",
    "Forecast",
    "ForecastLine",
    "ForecastOutcome",
    "ForecastStanding",
    "Likely",
    "Matters",
    "PracticeOutlook",
    "Seen",
    "Swing",
    "Topic",
    "forecast_here",
    "headline",
    "lines",
    "matters_here",
]
