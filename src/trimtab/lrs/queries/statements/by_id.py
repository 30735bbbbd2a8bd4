"""Finding statements by id: the registry says in which month each one
lies, so that no other month is read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import connection

_TEXTS = """
    SELECT known.id, found.raw FROM lrs_statementid known
    CROSS JOIN LATERAL (
        SELECT raw::text FROM lrs_statement WHERE stored = known.stored AND id = known.id LIMIT 1
    ) found
    WHERE known.id = ANY(%s)
"""
_SIZES = _TEXTS.replace("raw::text", "octet_length(raw::text) AS raw")


def texts(ids: Iterable[UUID]) -> dict[UUID, str]:
    """The JSON of statements by id, voided ones too; ids that are not stored are left out."""
    return _found(_TEXTS, ids)


def sizes(ids: Iterable[UUID]) -> dict[UUID, int]:
    """How many octets the JSON of statements has, by id; ids that are not stored are left out."""
    return _found(_SIZES, ids)


def _found(query: str, ids: Iterable[UUID]) -> dict[UUID, Any]:
    wanted = list(ids)
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(query, [wanted])
        return dict(cursor.fetchall())
