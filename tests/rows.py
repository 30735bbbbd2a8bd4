"""Rows of all tables as they stand, and putting them back: quicker than doing again what made
them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from psycopg import sql

Rows = Mapping[str, bytes]
_TABLES = """
SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname = 'public' ORDER BY c.oid
"""
_COUNTED = """
SELECT t.oid::regclass::text, a.attname, s.oid::regclass::text
FROM pg_depend d
JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'
JOIN pg_class t ON t.oid = d.refobjid
JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
WHERE d.deptype IN ('a', 'i') AND t.oid::regclass::text = ANY(%s)
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
        _count_on(cursor, rows)


def _count_on(cursor: CursorWrapper, tables: Iterable[str]) -> None:
    """Lets numbers that the database gives go on behind those of the rows: it may count anew."""
    cursor.execute(_COUNTED, [list(tables)])
    for table, column, sequence in cursor.fetchall():
        names = [sql.Identifier(*name.split(".")) for name in (column, table, sequence)]
        highest = sql.SQL(
            "SELECT setval({}, greatest((SELECT max({}) FROM {}), (SELECT last_value FROM {})))"
        ).format(sql.Literal(sequence), *names)
        cursor.execute(highest)


def _copy(table: str, how: str) -> sql.Composed:
    return sql.SQL("COPY {} " + how).format(sql.Identifier(*table.split(".")))
