"""Figures from other systems: sources are set up by an administrator and read by themselves; each
is written down.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from trimtab.evaluation import api as evaluation
from trimtab.governance import api as governance
from trimtab.people import api as people
from trimtab.people.api import Role

MAY_BRING = (Role.ADMINISTRATOR, Role.STRATEGIST)


@transaction.atomic
def add_source(
    *,
    name: str,
    wanted: evaluation.Wanted,
    columns: evaluation.Columns,
    every: evaluation.ReadEvery,
    by: people.PersonRow | None,
    now: dt.datetime,
) -> int:
    """A new source; returns its id.

    Raises NotAllowed unless `by` is an administrator (None is the command line), or Refusal.
    """
    _require(by, Role.ADMINISTRATOR)
    made = evaluation.add_source(name=name, wanted=wanted, columns=columns, every=every, now=now)
    detail = {
        "name": name,
        "kind": wanted.kind.value,
        "place": wanted.shown,
        "connection": wanted.connection,
    }
    _audit("source.added", made, detail, by, now)
    return made


@transaction.atomic
def end_source(*, source_id: int, by: people.PersonRow | None, now: dt.datetime) -> None:
    """Reads it no more; its figures stay. Raises NotAllowed or NotFound."""
    _require(by, Role.ADMINISTRATOR)
    evaluation.end_source(source_id=source_id, now=now)
    _audit("source.ended", source_id, {}, by, now)


@transaction.atomic
def read_soon(*, source_id: int, by: people.PersonRow | None, now: dt.datetime) -> None:
    """Reads it within a minute. Raises NotAllowed or NotFound."""
    _require(by, Role.ADMINISTRATOR, Role.STRATEGIST)
    evaluation.read_soon(source_id=source_id, now=now)


@transaction.atomic
def import_file(
    *,
    table: evaluation.SourceTable,
    columns: evaluation.Columns,
    name: str,
    by: people.PersonRow | None,
    now: dt.datetime,
) -> evaluation.MeasureImport:
    """Figures from a file that somebody brought.

    Raises NotAllowed or Refusal; with problems, nothing was imported.
    """
    _require(by, *MAY_BRING)
    done = evaluation.import_table(table=table, columns=columns, now=now)
    if not done.problems:
        counts = {"name": name, "added": done.added, "revised": done.revised}
        governance.audit(
            actor_id=by.id if by else None,
            act="measures.imported",
            target="results/sources",
            detail=counts,
            now=now,
        )
    return done


def _require(by: people.PersonRow | None, *roles: Role) -> None:
    if by is not None:
        people.require(by, *roles)


def _audit(
    act: str,
    source_id: int,
    detail: Mapping[str, object],
    by: people.PersonRow | None,
    now: dt.datetime,
) -> None:
    governance.audit(
        actor_id=by.id if by else None,
        act=act,
        target=f"results/sources/{source_id}",
        detail=detail,
        now=now,
    )
