"""Statements as Parquet, a folder for each day, for engines that
read more than one machine can hold.

FOLDER/statements/day=2026-11-24/part.parquet holds the day's statements that are not
voided, as the view lrs_fact types them, with their JSON. FOLDER/_published.json says what
is there. A day is written again when its statements or voidings have changed since; a file
appears whole, under its name, or not at all.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
from django.db import connection, transaction

from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import say
from trimtab.lrs.actions.statements.parquet import write_parquet, write_whole, writing_into
from trimtab.lrs.queries.statements.pages import consistent_through

if TYPE_CHECKING:
    import pyarrow

MANIFEST = "_published.json"
COLUMNS = (
    "id",
    "stored",
    "timestamp",
    "actor",
    "verb",
    "object",
    "registration",
    "authority",
    "week",
    "programme",
    "arm",
    "success",
    "score",
    "seconds",
    "statement",
)
_TYPES = {
    "stored": "moment",
    "timestamp": "moment",
    "week": "day",
    "success": "truth",
    "score": "number",
    "seconds": "number",
}
_AT_ONCE = 20_000
_DAYS = """
    SELECT day, sum(many)::bigint, sum(voided)::bigint FROM (
        SELECT (stored AT TIME ZONE 'UTC')::date AS day, count(*) AS many, 0 AS voided
        FROM lrs_statementid WHERE stored < %(through)s GROUP BY 1
        UNION ALL
        SELECT (known.stored AT TIME ZONE 'UTC')::date, 0, count(*)
        FROM lrs_voiding JOIN lrs_statementid known ON known.id = target
        WHERE known.stored < %(through)s GROUP BY 1
    ) counted GROUP BY day ORDER BY day
"""
_FACTS = f"""
    SELECT {", ".join(COLUMNS)} FROM lrs_fact
    WHERE stored >= %s AND stored < %s ORDER BY stored, id
"""  # noqa: S608  constants


@dataclass(frozen=True, slots=True)
class Published:
    """How many days were written, how many were as they are already, and how
    many statements the written days hold."""

    days: int
    unchanged: int
    statements: int


def publish(*, folder: Path, now: dt.datetime) -> Published:
    """Brings the folder up to date with every statement whose storing is over by `now`.

    Raises Refusal when the folder cannot be written.
    """
    through = consistent_through(now)
    known, days = _read_manifest(folder), _days(through)
    changed = {day: state for day, state in days.items() if known.get(day) != state}
    written = 0
    with writing_into(folder):
        for day, state in changed.items():
            written += _write_day(folder, dt.date.fromisoformat(day), through)
            known[day] = state
            write_whole(folder / MANIFEST, json.dumps(known, indent=1).encode())
    return Published(len(changed), len(days) - len(changed), written)


def _days(through: dt.datetime) -> dict[str, dict[str, int]]:
    """For each day how many statements were stored and how many
    are voided; a later run compares."""
    with connection.cursor() as cursor:
        cursor.execute(_DAYS, {"through": through})
        return {
            str(day): {"stored": stored, "voided": voided}
            for day, stored, voided in cursor.fetchall()
        }


def _read_manifest(folder: Path) -> dict[str, dict[str, int]]:
    try:
        published: dict[str, dict[str, int]] = json.loads((folder / MANIFEST).read_text())
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        sentence = say(
            "{folder} cannot be read. Remove it to publish everything again.",
            folder=str(folder / MANIFEST),
        )
        raise Refusal("lrs.manifest", sentence, "folder") from error
    return published


def _write_day(folder: Path, day: dt.date, through: dt.datetime) -> int:
    return write_parquet(
        folder / "statements" / f"day={day}" / "part.parquet", _schema(), _batches(day, through)
    )


def _batches(day: dt.date, through: dt.datetime) -> Iterator[pyarrow.RecordBatch]:
    """The facts of a day, read through a cursor of the database, so
    that a day need not fit into memory."""
    import pyarrow

    first = dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)
    with transaction.atomic():
        connection.ensure_connection()
        driver: psycopg.Connection[Any] = connection.connection
        with driver.cursor(name="trimtab_publish") as cursor:
            cursor.execute(_FACTS, [first, min(first + dt.timedelta(days=1), through)])
            while rows := cursor.fetchmany(_AT_ONCE):
                columns = [
                    _plain(name, values)
                    for name, values in zip(COLUMNS, zip(*rows, strict=True), strict=True)
                ]
                yield pyarrow.record_batch(columns, schema=_schema())


def _plain(name: str, values: tuple[Any, ...]) -> list[Any]:
    ids = name in ("id", "registration")
    return [None if value is None else str(value) for value in values] if ids else list(values)


def _schema() -> pyarrow.Schema:
    import pyarrow

    kinds = {
        "moment": pyarrow.timestamp("us", tz="UTC"),
        "day": pyarrow.date32(),
        "truth": pyarrow.bool_(),
        "number": pyarrow.float64(),
    }
    return pyarrow.schema(
        [(name, kinds[_TYPES[name]] if name in _TYPES else pyarrow.string()) for name in COLUMNS]
    )
