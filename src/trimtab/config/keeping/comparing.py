"""What stands in a database, so that two can be compared: of each table how many rows, and a sum
over them that differs where a single value does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeAlias

import psycopg
from psycopg import sql

from trimtab.config.keeping.programs import Parameters
from trimtab.config.keeping.reaching import connected

Contents: TypeAlias = Mapping[str, str]
"""By table: how many rows, and the sum of 64 bits of the SHA-256 of each, as `rows:sum`."""

# How values read as text must be the same for both.
_READ_ALIKE = (
    "SET search_path = pg_catalog",
    "SET timezone = 'UTC'",
    "SET datestyle = 'ISO, YMD'",
    "SET intervalstyle = 'postgres'",
    "SET extra_float_digits = 1",
    "SET bytea_output = 'hex'",
)
# Every table with rows of its own, and its columns but those that are reckoned from others.
_TABLES = """
    SELECT n.nspname, c.relname,
        coalesce(array_agg(a.attname ORDER BY a.attnum) FILTER (WHERE a.attgenerated = ''), '{}')
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relkind = 'r' AND c.relpersistence = 'p'
        AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
        AND NOT EXISTS (
            SELECT FROM pg_depend d
            WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'
        )
    GROUP BY n.nspname, c.relname
    ORDER BY n.nspname, c.relname
"""
_SUM = """
    SELECT count(*), coalesce(sum(
        ('x' || left(encode(sha256(convert_to(row::text, 'UTF8')), 'hex'), 16))::bit(64)::bigint
    ), 0)
    FROM (SELECT ROW({columns}) AS row FROM {table}) AS rows
"""


@contextmanager
def snapshot(connection: Parameters) -> Iterator[tuple[psycopg.Connection[Any], str]]:
    """A moment of a database that is held: a connection that sees it alone, and the name by which
    pg_dump sees the same."""
    with connected(connection) as reader:
        reader.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        exported = reader.execute("SELECT pg_export_snapshot()").fetchone()
        assert exported is not None, "a snapshot has a name"
        yield reader, exported[0]


def contents(reader: psycopg.Connection[Any]) -> dict[str, str]:
    """What stands in every table, as this connection sees it. It reads all of them once."""
    for statement in _READ_ALIKE:
        reader.execute(statement)
    tables = reader.execute(_TABLES).fetchall()
    return {
        f"{schema}.{name}": _sum(reader, schema, name, columns) for schema, name, columns in tables
    }


def differences(expected: Contents, present: Contents) -> list[str]:
    """The tables that differ, or stand on one side alone, in order."""
    names = sorted(expected.keys() | present.keys())
    return [name for name in names if expected.get(name) != present.get(name)]


def rows(tables: Contents) -> int:
    """How many rows all tables have together."""
    return sum(int(content.split(":")[0]) for content in tables.values())


def _sum(reader: psycopg.Connection[Any], schema: str, name: str, columns: list[str]) -> str:
    statement = sql.SQL(_SUM).format(
        columns=sql.SQL(", ").join(map(sql.Identifier, columns)),
        table=sql.Identifier(schema, name),
    )
    counted = reader.execute(statement).fetchone()
    assert counted is not None, "an aggregate has one row"
    return f"{counted[0]}:{counted[1]}"
