"""Printing a ready strategy as a file to begin from. Needs no database."""

from __future__ import annotations

import datetime as dt

import click

from trimtab import clock
from trimtab.strategy.values import READY, begun, dump_yaml, ready

WEEKS_AHEAD = 8


@click.command("ready")
@click.argument("name", required=False)
@click.option(
    "--for",
    "organisation",
    metavar="ORGANISATION",
    help="Print a draft for this organisation instead of the example itself.",
)
@click.option(
    "--starts",
    metavar="DATE",
    type=click.DateTime(["%Y-%m-%d"]),
    help="With --for: practice and help start in that week; otherwise in eight weeks.",
)
def ready_command(name: str | None, organisation: str | None, starts: dt.datetime | None) -> None:
    """List the ready strategies, or print one as YAML.

    A draft (--for) keeps nobody of the example: `trimtab check` names each place that is to be
    adapted.
    """
    if name is None:
        click.echo(
            "\n".join(f"{example.name:<13} {example.kind}. {example.differs}" for example in READY)
        )
        return
    chosen = ready(name)
    if organisation is None:
        if starts is not None:
            raise click.UsageError("--starts goes with --for: the example itself keeps its dates.")
        click.echo(chosen.text, nl=False)
        return
    first = starts.date() if starts else clock.now().date() + dt.timedelta(weeks=WEEKS_AHEAD)
    click.echo(dump_yaml(begun(chosen.document, organisation=organisation, first=first)), nl=False)
