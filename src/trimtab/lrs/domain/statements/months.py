"""Months, by which statements are kept: tables for each month (UTC) in which they were stored."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

_TABLE = re.compile(r"lrs_statement_(\d{4})_(\d{2})")


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of the calendar, in UTC."""

    year: int
    month: int

    @classmethod
    def of(cls, moment: dt.datetime) -> Month:
        """The month of an aware moment."""
        utc = moment.astimezone(dt.UTC)
        return cls(utc.year, utc.month)

    @classmethod
    def of_table(cls, name: str) -> Month | None:
        """The month whose statements a table has; None for any other table."""
        numbers = _TABLE.fullmatch(name)
        return cls(int(numbers[1]), int(numbers[2])) if numbers else None

    @property
    def table(self) -> str:
        """The name of the table of its statements."""
        return f"lrs_statement_{self.year:04}_{self.month:02}"

    @property
    def related(self) -> str:
        """The name of the table of what its statements are related to."""
        return f"lrs_related_{self.year:04}_{self.month:02}"

    @property
    def tables(self) -> dict[str, str]:
        """Its tables, by the table of all months that each of them is a part of."""
        return {"lrs_statement": self.table, "lrs_related": self.related}

    @property
    def starts(self) -> dt.datetime:
        """Its first moment."""
        return dt.datetime(self.year, self.month, 1, tzinfo=dt.UTC)

    @property
    def first(self) -> str:
        """Its first moment, as the database reads it."""
        return f"{self.year:04}-{self.month:02}-01 00:00:00+00"

    @property
    def end(self) -> str:
        """The first moment that is no longer in it."""
        return self.later(1).first

    def later(self, months: int) -> Month:
        """The month so many months later; earlier, where `months` is negative."""
        count = self.year * 12 + self.month - 1 + months
        return Month(count // 12, count % 12 + 1)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"
