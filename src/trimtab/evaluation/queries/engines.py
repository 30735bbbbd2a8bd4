"""Where the aggregations run: each opens the same tables on another engine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import ibis
from ibis.expr.types import Table

from trimtab.evaluation.domain.sums.steps import Tables


def on_postgres(url: str) -> Tables:
    """The tables of the database itself; `url` as DATABASE_URL has it."""
    database = postgres(url)
    return Tables(
        database.table("lrs_fact"),
        database.table("evaluation_figure"),
        database.table("practice_arm"),
    )


def postgres(url: str) -> Any:
    """The database as an Ibis backend."""
    address = urlsplit(url)
    query = {name: values[0] for name, values in parse_qs(address.query).items()}
    return ibis.postgres.connect(
        host=query.get("host") or address.hostname,
        port=int(query.get("port") or address.port or 5432),
        user=unquote(address.username or "") or None,
        password=unquote(address.password or "") or None,
        database=unquote(address.path.lstrip("/")),
    )


def on_duckdb(folder: Path) -> Tables:
    """What was published, read by DuckDB in this process."""
    connection = ibis.duckdb.connect()
    connection.con.execute("SET TimeZone = 'UTC'")
    return _tables(
        folder, connection.read_parquet, "statements/*/*.parquet", hive_partitioning=True
    )


def on_datafusion(folder: Path) -> Tables:
    """What was published, read by Apache DataFusion in this process."""
    return _tables(folder, ibis.datafusion.connect().read_parquet, "statements/")


def on_spark(folder: Path, session: Any) -> Tables:
    """What was published, read by a Spark session (pyspark.sql.SparkSession) whose time zone is
    UTC.
    """
    return _tables(folder, ibis.pyspark.connect(session).read_parquet, "statements")


def _tables(folder: Path, read: Callable[..., Table], statements: str, **how: Any) -> Tables:
    return Tables(
        facts=read(f"{folder}/{statements}", **how) if (folder / "statements").exists() else None,
        figures=read(f"{folder}/figures/figures.parquet"),
        arms=read(f"{folder}/arms/arms.parquet"),
    )


def rows(expression: Table) -> list[dict[str, Any]]:
    """Runs an aggregation; one row for each group, in order."""
    return list(expression.to_pyarrow().to_pylist())
