"""Where figures come from by themselves, and how their columns are understood."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol
from zoneinfo import ZoneInfo, available_timezones

from trimtab.evaluation.domain.notation import Notation
from trimtab.evaluation.domain.totals import Above
from trimtab.evaluation.domain.units import factor_between
from trimtab.kernel.addresses import holds_credentials, masked
from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import Said, say


class SourceKind(StrEnum):
    """What is read."""

    CSV = "csv"
    EXCEL = "excel"
    DATABASE = "database"
    FEED = "feed"


class Every(StrEnum):
    """How often it is read."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"


class Together(StrEnum):
    """What several different values of one subject on one day become."""

    REFUSE = "refuse"
    SUM = "sum"
    MEAN = "mean"
    LAST = "last"


class RunState(StrEnum):
    """How a reading ended: figures are in, rows were wrong (nothing is in), or it could not be read
    at all.
    """

    GOOD = "good"
    REFUSED = "refused"
    FAILED = "failed"


FIRST_WAIT, LONGEST_WAIT = dt.timedelta(minutes=5), dt.timedelta(days=1)
_WAITS = {
    Every.HOUR: dt.timedelta(hours=1),
    Every.DAY: dt.timedelta(days=1),
    Every.WEEK: dt.timedelta(weeks=1),
}


@dataclass(frozen=True, slots=True)
class Columns:
    """How rows become figures: which column holds what (a path such as shop.code in a feed), and
    how it is written.

    `measure` is the measure of every row, when no column says it. `unit` is the unit of the values
    ('': that of the measure); `factor` turns it into the measure's where no conversion is known (0:
    none is given). `time_zone` says which day a moment belongs to; `day_format` is of strptime, ''
    for ISO 8601. `notation` says how numbers are written. What may not be meant is a fault unless
    it is said to be: unknown subjects (`leave_out_unknown`), rows that a workbook hides
    (`leave_out_hidden`), rows of a unit above others (`above`), durations and amounts below nothing
    (`negatives`).
    """

    measure: str = ""
    measure_column: str = "measure"
    subject_column: str = "subject"
    when_column: str = "when"
    value_column: str = "value"
    unit: str = ""
    factor: float = 0.0
    time_zone: str = "UTC"
    day_format: str = ""
    notation: Notation = Notation.UNSAID
    together: Together = Together.REFUSE
    leave_out_unknown: bool = False
    leave_out_hidden: bool = False
    above: Above = Above.ASK
    negatives: bool = False

    @property
    def needed(self) -> tuple[str, ...]:
        """The columns that must be there."""
        first = () if self.measure else (self.measure_column,)
        return (*first, self.subject_column, self.when_column, self.value_column)


def columns_of(data: Mapping[str, Any]) -> Columns:
    """Columns as they were written down, by an earlier version too.

    Raises KeyError or ValueError for what never was.
    """
    values = dict(data)
    if values.pop("decimal_comma", False):
        values["notation"] = Notation.COMMA
    values["together"] = Together(values["together"])
    values["notation"] = Notation(values.get("notation", Notation.UNSAID))
    values["above"] = Above(values.get("above", Above.ASK))
    return Columns(**values)


@dataclass(frozen=True, slots=True)
class Percentage:
    """A cell that a workbook shows as a percentage: 61 % is 0.61."""

    share: float

    def __str__(self) -> str:
        return f"{self.share * 100:g} %"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows as they were read: the names of the columns, and cells (texts, numbers, percentages,
    dates, times).

    Its head is line 1. `hidden` are the lines, and `hidden_columns` the places of columns from 0,
    that a workbook does not show.
    """

    head: tuple[str, ...]
    rows: Sequence[Sequence[object]]
    hidden: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a source asks for.

    `place` is a file's name below the folder of sources, or an address; `sheet` one of a workbook;
    `connection` the name of a connection string or an Authorization header in the settings; `query`
    SQL, or the path to the records in a feed.
    """

    kind: SourceKind
    place: str = ""
    sheet: str = ""
    connection: str = ""
    query: str = ""

    @property
    def shown(self) -> str:
        """The place as people may see it: without credentials that an earlier version let into an
        address.
        """
        return masked(self.place)


class Fetch(Protocol):
    """Reads a source.

    Raises Refusal with a sentence that names what is wrong, and never a secret.
    """

    def __call__(self, wanted: Wanted) -> Table: ...


def check_source(name: str, wanted: Wanted, columns: Columns, units: Mapping[str, str]) -> None:
    """Raises Refusal, with the field, for a source that could never be read.

    `units` are those of the measures in force.
    """
    if not name.strip() or len(name) > 120:
        raise Refusal("source.name", say("Give it a name of at most 120 letters."), "name")
    _check_place(wanted)
    if columns.measure and columns.measure not in units:
        raise Refusal(
            "source.measure",
            say("The strategy has no measure '{measure}'.", measure=columns.measure),
            "measure",
        )
    check_columns(columns)
    for column, place in zip(
        columns.needed[-3:], ("subject_column", "when_column", "value_column"), strict=True
    ):
        if not column.strip():
            raise Refusal("source.column", say("Say which column this is."), place)
    if (
        columns.measure
        and not columns.factor
        and factor_between(columns.unit, units[columns.measure]) is None
    ):
        sentence = say(
            "It is not known what one '{unit}' is in '{wanted}': give the factor.",
            unit=columns.unit,
            wanted=units[columns.measure],
        )
        raise Refusal("source.factor", sentence, "factor")


def check_columns(columns: Columns) -> None:
    """Raises Refusal, with the field, for a time zone that there is not, or a form of days that
    cannot be read back.
    """
    if columns.time_zone not in available_timezones():
        raise Refusal(
            "source.zone",
            say("'{zone}' is no time zone such as Europe/Berlin.", zone=columns.time_zone[:60]),
            "time_zone",
        )
    if columns.day_format and not _reads_days(columns.day_format):
        raise Refusal(
            "source.day-format",
            say("This is no form of days such as {example}.", example="%d.%m.%Y"),
            "day_format",
        )


MOST_OF_A_FORM = 60


def _reads_days(form: str) -> bool:
    """Whether a day that is written in this form can be read again."""
    if len(form) > MOST_OF_A_FORM:
        return False
    day = dt.datetime(2026, 3, 1)  # noqa: DTZ001  any day
    try:
        return dt.datetime.strptime(day.strftime(form), form).date() == day.date()  # noqa: DTZ007
    except (ValueError, re.error):
        return False


def _check_place(wanted: Wanted) -> None:
    match wanted.kind:
        case SourceKind.CSV | SourceKind.EXCEL if not wanted.place.strip():
            raise Refusal("source.place", say("Name the file in the folder of sources."), "place")
        case SourceKind.FEED if not wanted.place.startswith(("https://", "http://")):
            raise Refusal(
                "source.place",
                say(
                    "Give an address such as {example}.",
                    example="https://tills.example.org/figures",
                ),
                "place",
            )
        case SourceKind.FEED if holds_credentials(wanted.place):
            sentence = say(
                "An address is shown and kept as it is: take the user and the password "
                "out of it. Whoever runs the server gives "
                "them a name in TRIMTAB_CONNECTIONS; choose that connection here."
            )
            raise Refusal("source.credentials", sentence, "place")
        case SourceKind.DATABASE if not wanted.connection:
            sentence = say("Choose a connection of the settings.")
            raise Refusal("source.connection", sentence, "connection")
        case SourceKind.DATABASE if not wanted.query.strip().lower().startswith(("select", "with")):
            raise Refusal("source.query", say("A query starts with SELECT or WITH."), "query")


def next_due(every: Every, now: dt.datetime) -> dt.datetime:
    """When a source is read next after it was read now: on the hour, or in the early morning
    (UTC).
    """
    if every is Every.HOUR:
        return now.replace(minute=0, second=0, microsecond=0) + _WAITS[every]
    return now.replace(hour=0, minute=20, second=0, microsecond=0) + _WAITS[every]


def next_try(every: Every, now: dt.datetime, failures: int) -> dt.datetime:
    """When a source that could not be read `failures` times in a row is tried again: after five
    minutes, then after twice as long each time, up to a day and never longer than from one reading
    to the next.
    """
    wait = FIRST_WAIT * (1 << min(max(failures - 1, 0), 20))
    return now + min(wait, LONGEST_WAIT, _WAITS[every])


def day_of(moment: dt.datetime, zone: ZoneInfo) -> dt.date:
    """The day of a moment in a zone; a moment without a zone is in that zone already."""
    return moment.astimezone(zone).date() if moment.tzinfo else moment.date()


@dataclass(frozen=True, slots=True)
class SourceRunRow:
    """One reading of a source."""

    at: dt.datetime
    state: RunState
    sentence: Said
    added: int
    revised: int
    unchanged: int
    left_out: int
    problems: tuple[Said, ...]
    oddities: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source with its newest run, or None before the first."""

    id: int
    name: str
    wanted: Wanted
    columns: Columns
    every: Every
    due_at: dt.datetime
    last: SourceRunRow | None
