"""Rows of all tables as they stand, and putting them back: quicker than doing again what made
them."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import connection, transaction
from psycopg import sql

Rows = Mapping[str, bytes]
_TABLES = """
SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname = 'public' ORDER BY c.oid
"""


def rows_now() -> dict[str, list[bytes]]:
    """The rows of each table that has any, as COPY writes them."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        tables = [name for (name,) in cursor.fetchall()]
        read = {}
        for table in tables:
            with cursor.copy(_copy(table, "TO STDOUT")) as copy:
                read[table] = b"".join(map(bytes, copy)).splitlines(keepends=True)
    return {table: rows for table, rows in read.items() if rows}


def rows_since(before: Mapping[str, list[bytes]]) -> dict[str, bytes]:
    """The rows by table that have come since."""
    since = {}
    for table, rows in rows_now().items():
        known = set(before.get(table, ()))
        if new := b"".join(row for row in rows if row not in known):
            since[table] = new
    return since


def put_back(rows: Mapping[str, bytes]) -> None:
    """Puts rows into their tables again. Foreign keys are looked at when the transaction ends, as
    they always are."""
    # In one transaction: tables come in the order in which they were made, and that may be any.
    with transaction.atomic(), connection.cursor() as cursor:
        for table, lines in rows.items():
            with cursor.copy(_copy(table, "FROM STDIN")) as copy:
                copy.write(lines)


def _copy(table: str, how: str) -> sql.Composed:
    return sql.SQL("COPY {} " + how).format(sql.Identifier(*table.split(".")))
