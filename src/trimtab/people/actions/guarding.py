"""The one gate for what changes who is here or what they may do: one change after another, and
never one that leaves nobody to administer.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import Count

from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import say
from trimtab.people.domain.roles import Role
from trimtab.people.models import NO_PASSWORD, Person

LOCK = 0x70656F70


class LastAdministrator(Refusal):
    """What was asked for would leave nobody who administers."""

    def __init__(self) -> None:
        super().__init__(
            "people.last-administrator",
            say(
                "Nobody would be left who administers and can sign in. Let somebody else in as "
                "administrator first."
            ),
            "roles",
        )


@contextmanager
def changing() -> Iterator[None]:
    """A transaction in which people are changed; whoever else changes people waits until it ends.

    Raises LastAdministrator, and nothing was changed, when an active administrator (or one who can
    sign in) was there before and none is there after.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        with administered():
            yield


@contextmanager
def administered() -> Iterator[None]:
    """Raises LastAdministrator at the end when nobody is left who administers; for inside of
    `changing`, which does the same.
    """
    before = _administered()
    yield
    if any(was and not still for was, still in zip(before, _administered(), strict=True)):
        raise LastAdministrator


def _administered() -> tuple[bool, bool]:
    """Whether there is an active administrator, and one who has a password. One query."""
    counted = Person.objects.filter(is_active=True, roles_held__role=Role.ADMINISTRATOR).aggregate(
        all=Count("id"), able=Count("id", filter=~NO_PASSWORD)
    )
    return counted["all"] > 0, counted["able"] > 0
