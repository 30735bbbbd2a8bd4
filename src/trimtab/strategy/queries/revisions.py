"""Reading revisions, and why something runs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import pairwise

from trimtab.kernel.errors import NotFound
from trimtab.kernel.said import say
from trimtab.strategy.domain.codec import from_json
from trimtab.strategy.domain.places import at
from trimtab.strategy.domain.revisions import RevisionHead, RevisionRow, State
from trimtab.strategy.models import Revision


def current() -> RevisionRow | None:
    """The revision in force, or None before the first adoption."""
    found = Revision.objects.filter(state=State.ADOPTED).select_related("by").first()
    return _row(found) if found else None


def require_current() -> RevisionRow:
    """The revision in force. Raises NotFound before the first adoption."""
    found = current()
    if found is None:
        raise NotFound("strategy.none", say("No strategy is adopted yet. Write one and adopt it."))
    return found


def in_force_at(at: dt.datetime) -> RevisionRow | None:
    """The revision that was in force at a time, or None before the first adoption."""
    found = (
        Revision.objects.filter(adopted_at__lte=at)
        .select_related("by")
        .order_by("-adopted_at", "-number")
        .first()
    )
    return _row(found) if found else None


def adoptions() -> list[tuple[dt.datetime, int]]:
    """When which revision came into force, oldest first; one query, without any document."""
    found = Revision.objects.filter(adopted_at__isnull=False).order_by("adopted_at", "number")
    return [(at, number) for at, number in found.values_list("adopted_at", "number") if at]


def latest() -> RevisionRow | None:
    """The newest revision, whatever its state."""
    found = Revision.objects.select_related("by").order_by("-number").first()
    return _row(found) if found else None


def revision(number: int) -> RevisionRow:
    """One revision. Raises NotFound."""
    found = Revision.objects.filter(number=number).select_related("by").first()
    if found is None:
        raise NotFound("strategy.unknown", say("There is no revision {number}.", number=number))
    return _row(found)


def revisions() -> list[RevisionRow]:
    """All revisions, newest first."""
    return [_row(one) for one in Revision.objects.select_related("by").order_by("-number")]


def revision_heads() -> list[RevisionHead]:
    """All revisions without their documents, newest first."""
    found = Revision.objects.select_related("by").defer("document").order_by("-number")
    return [
        RevisionHead(
            one.number,
            State(one.state),
            one.by.name if one.by else "Trimtab",
            one.at,
            one.because,
            one.adopted_at,
        )
        for one in found
    ]


def writers(places: Iterable[str], *, base: int, newest: int) -> dict[str, str]:
    """Who changed each of these places last, by place, in the revisions after `base` up to
    `newest`; one query.
    """
    rows = (
        Revision.objects.filter(number__gte=base, number__lte=newest)
        .select_related("by")
        .order_by("number")
    )
    found: dict[str, str] = {}
    for before, after in pairwise(rows):
        for place in places:
            if at(before.document, place) != at(after.document, place):
                found[place] = after.by.name if after.by else "Trimtab"
    return found


def _row(one: Revision) -> RevisionRow:
    return RevisionRow(
        one.number,
        State(one.state),
        from_json(one.document),
        one.base_id,
        one.by_id,
        one.by.name if one.by else "Trimtab",
        one.at,
        one.because,
        one.adopted_at,
        one.adopted_at is not None and one.adopted_by_id is None,
    )
