"""Figures from a query of another PostgreSQL database, read-only."""

from __future__ import annotations

import psycopg

from trimtab.evaluation.api import Table, Wanted
from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import figure, say

MOST_ROWS = 1_000_000
SECONDS = 60
_OPTIONS = f"-c default_transaction_read_only=on -c statement_timeout={SECONDS * 1000}"


def read(address: str, wanted: Wanted) -> Table:
    """The rows of one query. Raises Refusal; what the other database says is
    kept, the connection string is not."""
    try:
        with psycopg.connect(address, options=_OPTIONS, connect_timeout=10) as connection:
            connection.read_only = True
            # A prepared statement is one statement: nothing can follow the query.
            result = connection.execute(wanted.query.encode(), prepare=True)
            head = tuple(column.name for column in result.description or ())
            rows = result.fetchmany(MOST_ROWS + 1)
    except psycopg.OperationalError as error:
        if error.sqlstate is None:
            raise Refusal(
                "source.database",
                say("The database cannot be reached or refuses the credentials."),
                wanted.connection,
            ) from error
        raise _said(error, wanted) from error
    except (psycopg.Error, ValueError) as error:
        raise _said(error, wanted) from error
    if len(rows) > MOST_ROWS:
        raise Refusal(
            "source.size",
            say(
                "The query gives more than {rows} rows: ask for fewer days.",
                rows=figure(MOST_ROWS, ","),
            ),
            "query",
        )
    return Table(head, rows)


def _said(error: Exception, wanted: Wanted) -> Refusal:
    text = str(error).splitlines()[0] if str(error) else type(error).__name__
    return Refusal(
        "source.database",
        say("The database says: {text}", text=text[:300]),
        wanted.connection,
    )
