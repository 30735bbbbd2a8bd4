"""What the store takes on disk."""

from __future__ import annotations

from dataclasses import dataclass

from trimtab.lrs.domain.statements.months import Month


@dataclass(frozen=True, slots=True)
class MonthSize:
    """One month: how many statements, bytes with indexes, and bytes of the statements alone."""

    month: Month
    statements: int
    bytes: int
    heap: int


@dataclass(frozen=True, slots=True)
class StoreSize:
    """All months, oldest first, and the bytes of the registry of ids."""

    months: tuple[MonthSize, ...]
    ids: int

    @property
    def statements(self) -> int:
        """How many statements there are."""
        return sum(month.statements for month in self.months)

    @property
    def bytes(self) -> int:
        """What everything takes, in bytes."""
        return sum(month.bytes for month in self.months) + self.ids

    @property
    def bytes_each(self) -> float:
        """Bytes a statement takes, with its indexes and its id; 0 where there is none."""
        return self.bytes / self.statements if self.statements else 0.0
