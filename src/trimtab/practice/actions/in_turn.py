"""Answers of one person wait for one another: each goes on from the memory the last has left."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

_CLASS = 7_214_002
_WAIT = """
    SELECT pg_advisory_xact_lock(%s, hashtext(id))
    FROM unnest(%s::text[]) WITH ORDINALITY AS person (id, place)
    ORDER BY place
"""


def in_turn(person_ids: Iterable[UUID]) -> None:
    """Waits until nobody else writes down answers of these people; to the transaction's end."""
    # All take the people in the same order, so that two who wait never wait for each other.
    ids = sorted(str(person_id) for person_id in person_ids)
    with connection.cursor() as cursor:
        cursor.execute(_WAIT, [_CLASS, ids])
