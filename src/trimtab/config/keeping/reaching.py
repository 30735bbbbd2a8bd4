"""A connection to a database for whoever keeps it."""

from __future__ import annotations

from typing import Any

import psycopg

from trimtab.config.keeping.programs import LIBPQ, Parameters


def connected(connection: Parameters, **changes: str) -> psycopg.Connection[Any]:
    """A connection of its own beside Django's, each statement a transaction unless told otherwise.
    Raises psycopg.Error."""
    known = {name: str(value) for name, value in connection.items() if name in LIBPQ and value}
    return psycopg.connect(**{**known, **changes}, connect_timeout=10, autocommit=True)  # type: ignore[arg-type]  # its overloads know no mapping
