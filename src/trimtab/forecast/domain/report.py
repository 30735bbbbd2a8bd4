"""The forecast for programs: the same values as plain data; what is not known is {"unknown":
reason}.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from enum import Enum
from typing import Any

from trimtab.forecast.domain.outlook import Forecast
from trimtab.forecast.domain.sentences import headline, lines
from trimtab.kernel.errors import NotEstimable


def as_data(forecast: Forecast) -> dict[str, Any]:
    """Everything that the forecast says, with its sentences, as plain data."""
    sentences: dict[str, Any] = {
        "headline": headline(forecast),
        "lines": [{**plain(line), "sentence": line.sentence} for line in lines(forecast)],
    }
    return {**sentences, **plain(forecast)}


def plain(value: object) -> Any:
    """A value as data: dataclasses become mappings, days text, unknown things their reasons;
    figures keep four digits.
    """
    match value:
        case NotEstimable():
            return {"unknown": value.reason}
        case Enum():
            return value.value
        case float():
            return float(f"{value:.4g}")
        case dt.date():
            return value.isoformat()
        case tuple() | list():
            return [plain(each) for each in value]
        case _ if dataclasses.is_dataclass(value):
            return {
                field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)
            }
        case _:
            return value
