"""What an import says at the end."""

from __future__ import annotations

import json
from collections.abc import Sequence

import click

from trimtab.console.problems import REFUSED


def report(
    counts: dict[str, int], problems: Sequence[object], as_json: bool, remarks: Sequence[str] = ()
) -> None:
    """Says what an import did, or every problem because of which it did nothing, and ends the
    command with the code for that."""
    if as_json:
        data = {"problems": [str(problem) for problem in problems], "remarks": list(remarks)}
        click.echo(json.dumps({**counts, **data}, ensure_ascii=False))
    else:
        for remark in remarks:
            click.echo(f"note: {remark}", err=True)
        for problem in problems:
            click.echo(str(problem), err=True)
        if problems:
            said = "One problem" if len(problems) == 1 else f"{len(problems):,} problems"
            click.echo(f"{said}; nothing was imported.", err=True)
        else:
            click.echo(", ".join(f"{count} {what}" for what, count in counts.items()))
    raise SystemExit(REFUSED if problems else 0)
