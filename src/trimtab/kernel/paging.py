"""Lists that are too long for one page: cut by page numbers, in one way for all of them.

A list that grows at its front while somebody reads it (statements) has keys instead of numbers:
lrs pages it by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page of a longer list.

    `number` counts from 1; `pages` is at least 1, also when nothing is there; `total` counts the
    rows of all pages.
    """

    rows: tuple[Row, ...]
    number: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class Cut:
    """Where one page of a list begins and ends.

    `window` cuts the list, `page` makes a page of what was cut out.
    """

    number: int
    pages: int
    total: int
    size: int

    @property
    def window(self) -> slice:
        """The page's part of the whole list."""
        start = (self.number - 1) * self.size
        return slice(start, start + self.size)

    def page(self, rows: Iterable[Row]) -> Page[Row]:
        """The page with its rows, which lie in `window`."""
        return Page(tuple(rows), self.number, self.pages, self.total)


def cut(total: int, *, number: int, size: int) -> Cut:
    """The cut of page `number` of a list of `total` rows, `size` a page.

    A number before the first page is the first one, a number behind the last page the last one.
    """
    pages = max(1, -(-total // size))
    return Cut(min(max(1, number), pages), pages, total, size)
