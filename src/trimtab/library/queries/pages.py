"""One page of many rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.db.models import Model, QuerySet

from trimtab.people import api as people

PAGE_SIZE = 100
Stored = TypeVar("Stored", bound=Model)
Shown = TypeVar("Shown")


def page_of(
    found: QuerySet[Stored], number: int, rows: Callable[[QuerySet[Stored]], list[Shown]]
) -> people.Page[Shown]:
    """The page `number` of what was found, in its order; the nearest page when there is no such
    one.
    """
    total = found.count()
    pages = max(1, -(-total // PAGE_SIZE))
    number = min(max(1, number), pages)
    first = (number - 1) * PAGE_SIZE
    ids = list(found.values_list("pk", flat=True)[first : first + PAGE_SIZE])
    on_it = found.model._default_manager.filter(pk__in=ids)
    return people.Page(tuple(rows(on_it)), number, pages, total)
