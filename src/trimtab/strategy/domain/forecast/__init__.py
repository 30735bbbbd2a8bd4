"""The forecast's values: what is taken for granted, who it is about, and what it says."""

from trimtab.strategy.domain.forecast.assumptions import (
    ASSUMPTIONS,
    Assumption,
    Assumptions,
    Key,
    Spread,
)
from trimtab.strategy.domain.forecast.effort import Cost, Effort
from trimtab.strategy.domain.forecast.outlook import (
    AudienceOutlook,
    Forecast,
    Likely,
    Messages,
    Practising,
)
from trimtab.strategy.domain.forecast.population import (
    Group,
    Population,
    from_headcounts,
    from_sets,
)
from trimtab.strategy.domain.forecast.report import as_data
from trimtab.strategy.domain.forecast.seeing import Asked, Seen
from trimtab.strategy.domain.forecast.sentences import Line, Standing, Topic, headline, lines

__all__ = [
    "ASSUMPTIONS",
    "Asked",
    "Assumption",
    "Assumptions",
    "AudienceOutlook",
    "Cost",
    "Effort",
    "Forecast",
    "Group",
    "Key",
    "Likely",
    "Line",
    "Messages",
    "Population",
    "Practising",
    "Seen",
    "Spread",
    "Standing",
    "Topic",
    "as_data",
    "from_headcounts",
    "from_sets",
    "headline",
    "lines",
]
