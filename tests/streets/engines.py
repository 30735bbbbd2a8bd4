"""The engines that a run has: PostgreSQL, DuckDB and DataFusion always (in CI), Spark where pyspark
is installed (`make engines`).
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from trimtab.evaluation.domain.sums.steps import Tables
from trimtab.evaluation.queries import engines

DATAFUSION, SPARK = (
    importlib.util.find_spec(name) is not None for name in ("datafusion", "pyspark")
)
OVER_FILES = ["duckdb", *(["datafusion"] if DATAFUSION else []), *(["spark"] if SPARK else [])]


@contextmanager
def spark_session() -> Iterator[Any]:
    """A Spark of this process; None where there is none."""
    if not SPARK:
        yield None
        return
    from pyspark.sql import SparkSession  # type: ignore[import-not-found,unused-ignore]  # in `make engines` alone

    builder = SparkSession.builder.master("local[2]").config("spark.sql.session.timeZone", "UTC")
    # Two shuffle partitions instead of 200: there are a few hundred rows.
    session = (
        builder.config("spark.sql.shuffle.partitions", 2)
        .config("spark.ui.enabled", "false")
        .getOrCreate()
    )
    yield session
    session.stop()


def opened(engine: str, folder: Path, session: Any) -> Tables:
    """What was published, on one of OVER_FILES."""
    match engine:
        case "duckdb":
            return engines.on_duckdb(folder)
        case "datafusion":
            return engines.on_datafusion(folder)
        case _:
            return engines.on_spark(folder, session)
