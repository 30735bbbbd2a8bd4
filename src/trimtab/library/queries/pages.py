"""One page of many rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.db.models import Model, QuerySet

from trimtab.kernel import paging
from trimtab.kernel.paging import Page

PAGE_SIZE = 100
Stored = TypeVar("Stored", bound=Model)
Shown = TypeVar("Shown")


def page_of(
    found: QuerySet[Stored], number: int, rows: Callable[[QuerySet[Stored]], list[Shown]]
) -> Page[Shown]:
    """The page `number` of what was found, in its order; the nearest page when there is no such
    one.
    """
    cut = paging.cut(found.count(), number=number, size=PAGE_SIZE)
    ids = list(found.values_list("pk", flat=True)[cut.window])
    return cut.page(rows(found.model._default_manager.filter(pk__in=ids)))
