"""The clock of a rehearsal: what time it is there, and setting it ahead."""

from __future__ import annotations

import click

from trimtab.console import environment


@click.command("clock")
@click.option("--ahead", metavar="SPAN", help="Set it ahead by that much: 30m, 12h, 7d, 2w.")
@click.option(
    "--to",
    "time",
    metavar="TIME",
    help="Set it ahead to that time, in the organisation's zone: 2027-03-01T08:00.",
)
def clock_command(ahead: str | None, time: str | None) -> None:
    """Say what time it is here; in a rehearsal, set the clock ahead. It never goes back."""
    with environment.database():
        from trimtab import clock
        from trimtab.journeys import rehearsal

        if ahead:
            rehearsal.move(by=rehearsal.span(ahead))
        if time:
            rehearsal.move_to(rehearsal.moment(time))
        click.echo(f"{clock.now():%Y-%m-%dT%H:%M:%SZ}")
        if clock.is_followed():
            click.echo(f"A rehearsal, {clock.ahead()} ahead of the machine.")
