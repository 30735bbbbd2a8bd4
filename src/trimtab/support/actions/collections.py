"""The collections that the strategy's plan asks for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Protocol

from django.db import transaction

from trimtab.kernel.matching import Matched, match_rows
from trimtab.support.models import Collection


class CollectionLike(Protocol):
    """What the strategy's plan says about a collection."""

    @property
    def key(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def audience(self) -> str: ...
    @property
    def tags(self) -> tuple[str, ...]: ...
    @property
    def because(self) -> tuple[str, ...]: ...


@transaction.atomic
def match_collections(resources: Sequence[CollectionLike], *, now: dt.datetime) -> Matched:
    """Makes the collections match the plan's, by key; a second time nothing is another."""
    return match_rows(Collection, resources, columns=_columns, now=now)


def _columns(collection: CollectionLike) -> dict[str, object]:
    return {
        "title": collection.title,
        "audience": collection.audience,
        "tags": list(collection.tags),
        "because": list(collection.because),
    }
