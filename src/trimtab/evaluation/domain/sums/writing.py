"""From an aggregation to the SQL that PostgreSQL runs, its parameters open: %(measure)s is bound by
the driver at each run.

`make docs` writes it into `evaluation/queries/sql/`, and a test holds the files to what the
expressions say now. So an installation needs no Ibis to evaluate.
"""

from __future__ import annotations

import re
from enum import StrEnum
from textwrap import wrap
from typing import Any

import ibis
import ibis.expr.datashape as shapes
import ibis.expr.datatypes as types
import ibis.expr.operations as operations
import sqlglot.expressions as sql
from ibis.backends.sql.compilers.postgres import PostgresCompiler
from sqlglot.optimizer.eliminate_subqueries import eliminate_subqueries

from trimtab.evaluation.domain.sums.named import AGGREGATIONS, parameters
from trimtab.evaluation.domain.sums.steps import TYPES, Tables

DATABASE = Tables(
    facts=None,
    figures=ibis.table(
        {
            "measure": "string",
            "person": "uuid",
            "unit": "string",
            "day": "date",
            "week": "date",
            "value": "float64",
            "recorded_at": "timestamp('UTC')",
            "superseded_at": "timestamp('UTC')",
        },
        name="evaluation_figure",
    ),
    arms=ibis.table(
        {"programme": "string", "person": "uuid", "arm": "string"}, name="practice_arm"
    ),
)
_ALONE = (sql.EQ, sql.NEQ, sql.GT, sql.GTE, sql.LT, sql.LTE, sql.Is, sql.Paren)
_AROUND = (sql.And, sql.Or, sql.Paren, sql.Where, sql.Filter)


class Open(operations.Value):  # type: ignore[misc]  # Ibis tells no types
    """A parameter that has no value yet."""

    key: str
    dtype: types.DataType
    shape = shapes.scalar


class _Compiler(PostgresCompiler):  # type: ignore[misc]  # nor of its compilers
    def visit_Open(self, op: Open, *, key: str, dtype: types.DataType) -> sql.Expression:
        cast: sql.Expression = self.cast(sql.Placeholder(this=key), dtype)
        return cast


def postgres_text(which: StrEnum) -> str:
    """The SQL file of an aggregation: what it says, and one statement with named parameters."""
    compiler, build = _Compiler(), AGGREGATIONS[which]
    given = {name: Open(name, types.dtype(TYPES[name])).to_expr() for name in parameters(which)}
    tree = compiler.to_sqlglot(build(DATABASE, **given))
    tree = _named(eliminate_subqueries(tree.transform(_unquoted))).transform(_bare)
    says = " ".join((build.__doc__ or "").split())
    source = build.__module__.removeprefix("trimtab.").replace(".", "/")
    head = [
        f"Written by `make docs` from {which} in {source}.py.",
        *wrap(says, 115),
    ]
    return "\n".join(
        [*(f"-- {line}" for line in head), tree.sql(dialect=compiler.dialect, pretty=True), ""]
    )


def _unquoted(node: Any) -> Any:
    """Names of small letters need no quotes."""
    if isinstance(node, sql.Identifier) and re.fullmatch(r"[a-z_][a-z0-9_]*", node.name):
        return sql.to_identifier(node.name)
    return node


def _named(tree: sql.Expression) -> sql.Expression:
    """Each step is read once and is called by its name, not by a number."""
    names = {table.alias: table.name for table in tree.find_all(sql.Table)}
    for table in tree.find_all(sql.Table):
        table.set("alias", None)
    for column in tree.find_all(sql.Column):
        column.set("table", sql.to_identifier(names[column.table]))
    return tree


def _bare(node: Any) -> Any:
    """A comparison binds closer than AND and OR, and needs no brackets among them."""
    if (
        isinstance(node, sql.Paren)
        and isinstance(node.this, _ALONE)
        and isinstance(node.parent, _AROUND)
    ):
        return _bare(node.this)
    return node
