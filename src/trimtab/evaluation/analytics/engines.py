"""Where the aggregations run: each opens the same facts on another engine."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import ibis
from ibis.expr.types import Table


def on_postgres(url: str) -> Table:
    """The facts in the database itself; `url` as DATABASE_URL has it."""
    return postgres(url).table("lrs_fact")


def postgres(url: str) -> Any:
    """The database as an Ibis backend."""
    given = urlsplit(url)
    query = {name: values[0] for name, values in parse_qs(given.query).items()}
    return ibis.postgres.connect(
        host=query.get("host") or given.hostname,
        port=int(query.get("port") or given.port or 5432),
        user=unquote(given.username or "") or None,
        password=unquote(given.password or "") or None,
        database=unquote(given.path.lstrip("/")),
    )


def on_duckdb(folder: Path) -> Table:
    """The published facts, read by DuckDB in this process."""
    found = ibis.duckdb.connect()
    found.con.execute("SET TimeZone = 'UTC'")
    return found.read_parquet(str(folder / "statements" / "*" / "*.parquet"), hive_partitioning=True)


def on_datafusion(folder: Path) -> Table:
    """The published facts, read by Apache DataFusion in this process."""
    return ibis.datafusion.connect().read_parquet(f"{folder / 'statements'}/")


def on_spark(folder: Path, session: Any) -> Table:
    """The published facts, read by a Spark session (pyspark.sql.SparkSession) whose time zone is UTC."""
    return ibis.pyspark.connect(session).read_parquet(str(folder / "statements"))


def rows(expression: Table) -> list[dict[str, Any]]:
    """Runs an aggregation; one row for each group, in order."""
    return list(expression.to_pyarrow().to_pylist())
