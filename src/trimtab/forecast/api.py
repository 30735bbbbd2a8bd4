"""The door of the room forecast: what other rooms may say."""

from trimtab.forecast.domain.assumptions import ASSUMPTIONS, Assumption, Assumptions, Key
from trimtab.forecast.domain.effort import Effort
from trimtab.forecast.domain.outlook import AudienceOutlook, Forecast, Likely, Practising
from trimtab.forecast.domain.seeing import Seen
from trimtab.forecast.domain.sentences import Line, Standing, Topic, headline, lines
from trimtab.forecast.domain.swings import Matters, Outcome, Swing
from trimtab.forecast.queries import forecast_here, matters_here

__all__ = [
    "ASSUMPTIONS",
    "Assumption",
    "Assumptions",
    "AudienceOutlook",
    "Effort",
    "Forecast",
    "Key",
    "Likely",
    "Line",
    "Matters",
    "Outcome",
    "Practising",
    "Seen",
    "Standing",
    "Swing",
    "Topic",
    "forecast_here",
    "headline",
    "lines",
    "matters_here",
]
