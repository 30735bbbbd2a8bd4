"""Letting go of what has had its time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet

from trimtab.people.actions.devices import let_go_of_devices
from trimtab.people.models import (
    AccessLink,
    Connection,
    Guess,
    ListProgress,
    PeopleList,
    Session,
    Visit,
)
from trimtab.people.queries.lists import standing_lists

# How long it stands who was invited when and when a link was used, after the link has ended.
LINKS_KEPT = dt.timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Expired:
    """How much went because its time was over."""

    sessions: int
    links: int
    guesses: int
    lists: int
    devices: int


@transaction.atomic
def let_go_of_expired(*, now: dt.datetime) -> Expired:
    """Deletes sessions that have ended, links and devices that ended long ago, counts that say
    nothing any more, lists of people that are over, ways through a directory that nobody came back
    from, and what a directory said of whoever tried it.

    The last invitation of somebody who has not come in stays: it says when they were invited.
    """
    day = dt.timedelta(days=1)
    standing = standing_lists(now).values("id")
    ListProgress.objects.exclude(people_list__in=standing).delete()
    Visit.objects.filter(expires_at__lt=now).delete()
    Connection.objects.filter(tried_at__lt=now - day).update(told={})
    over = Q(used_at__lt=now - LINKS_KEPT) | Q(ended_at__lt=now - LINKS_KEPT)
    return Expired(
        sessions=Session.objects.filter(expire_date__lt=now).delete()[0],
        links=AccessLink.objects.filter(over).delete()[0],
        guesses=Guess.objects.filter(at__lt=now - day).delete()[0],
        devices=let_go_of_devices(before=now - LINKS_KEPT),
        lists=_delete_lists(PeopleList.objects.exclude(id__in=standing)),
    )


def _delete_lists(lists: QuerySet[PeopleList]) -> int:
    """Deletes lists with their rows; says how many lists it was."""
    return lists.delete()[1].get(PeopleList._meta.label, 0)
