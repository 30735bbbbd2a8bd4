"""What is known beside a statement: which other one it refers to,
and the data of its attachments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from trimtab.lrs.domain.statements.rows import StoredStatement

MOST_STEPS = 8
_REFER = """
    INSERT INTO lrs_reference (source, target, steps, stored, authority, voided)
    SELECT source, target, 1, %(stored)s, authority, source = ANY(%(voided)s::uuid[])
    FROM unnest(%(sources)s::uuid[], %(targets)s::uuid[], %(authorities)s::text[])
        AS given(source, target, authority)
"""
# From a to b and from b to c makes from a to c; of each pair one half is
# new. Each round doubles the steps.
_CHAIN = """
    INSERT INTO lrs_reference (source, target, steps, stored, authority, voided)
    SELECT DISTINCT ON (one.source, other.target)
        one.source, other.target, one.steps + other.steps, one.stored, one.authority, one.voided
    FROM lrs_reference one JOIN lrs_reference other ON other.source = one.target
    WHERE (one.source = ANY(%(sources)s::uuid[]) OR other.source = ANY(%(sources)s::uuid[]))
      AND one.steps + other.steps <= %(most)s
    ORDER BY one.source, other.target, one.steps + other.steps
    ON CONFLICT DO NOTHING
"""
_VOID = """
    UPDATE lrs_reference SET voided = true FROM lrs_statement statement
    WHERE lrs_reference.source = ANY(%s::uuid[]) AND statement.voided
      AND statement.stored = lrs_reference.stored AND statement.id = lrs_reference.source
"""
_ROUNDS = MOST_STEPS.bit_length()


def keep_references(
    cursor: Any, rows: Sequence[StoredStatement], *, stored: dt.datetime, voided: Collection[UUID]
) -> None:
    """Notes what new statements refer to, over at most MOST_STEPS others, whichever of them came
    first; those in `voided` are voided from the start.

    The caller holds the store's lock alone when there are such rows (storing.py).
    """
    referring = [row for row in rows if row.refers]
    if not referring:
        return
    given = {
        "sources": [row.id for row in referring],
        "targets": [row.refers for row in referring],
        "authorities": [row.authority for row in referring],
        "voided": [row.id for row in referring if row.id in voided],
        "stored": stored,
        "most": MOST_STEPS,
    }
    cursor.execute(_REFER, given)
    for _ in range(_ROUNDS):
        cursor.execute(_CHAIN, given)
        if not cursor.rowcount:
            return


def void_references(cursor: Any, statements: Collection[UUID]) -> None:
    """Notes which references are those of statements that were just voided."""
    cursor.execute(_VOID, [list(statements)])


def keep_files(cursor: Any, rows: Sequence[StoredStatement]) -> None:
    """Stores the data of attachments of new statements, each of them once,
    under the hash of what really came."""
    uses = [(row.id, sha2, file) for row in rows for sha2, file in row.files.items()]
    if not uses:
        return
    data = {file.digest: file.data for _id, _sha2, file in uses}
    # In one order: two processes that store the same data wait for
    # each other and never in a circle.
    cursor.executemany(
        "INSERT INTO lrs_attachment (digest, data) VALUES (%s, %s) ON CONFLICT DO NOTHING",
        sorted(data.items()),
    )
    cursor.executemany(
        "INSERT INTO lrs_attachmentuse (statement, sha2, digest) VALUES (%s, %s, %s)",
        [(key, sha2, file.digest) for key, sha2, file in uses],
    )
