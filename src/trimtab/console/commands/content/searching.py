"""What a worker would find."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

import click

from trimtab.console import environment
from trimtab.console.options import as_json_option
from trimtab.console.problems import REFUSED

FIELDS = ("document", "title", "path", "score", "address")


@click.command("search")
@click.argument("query")
@click.option("--limit", default=5, show_default=True, help="At most so many results.")
@as_json_option("One JSON object a query.")
def search_command(query: str, limit: int, as_json: bool) -> None:
    """Search the published job aids. With - as QUERY, queries are read from standard input, one a
    line, answered as JSON."""
    with environment.database():
        from trimtab.support import api as support

        if query == "-":
            for line in sys.stdin:
                if words := line.strip():
                    _say_json(words, support.search(words, limit=limit))
            return
        hits = support.search(query, limit=limit)
    if as_json:
        _say_json(query, hits)
    else:
        for hit in hits:
            click.echo(f"{' › '.join(hit.path)}\n    {hit.excerpt}\n    {hit.address}")
        if not hits:
            click.echo("Nothing was found.", err=True)
    raise SystemExit(0 if hits else REFUSED)


def _say_json(query: str, hits: Iterable[Any]) -> None:
    results = [
        {name: value for name, value in asdict(hit).items() if name in FIELDS} for hit in hits
    ]
    click.echo(json.dumps({"query": query, "results": results}, ensure_ascii=False))
    sys.stdout.flush()
