"""Statements and figures for other engines."""

from __future__ import annotations

from pathlib import Path

import click

from trimtab.console import environment


@click.command("publish")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def publish_command(folder: Path) -> None:
    """Write statements (a folder for each day that changed), figures and arms as Parquet into
    FOLDER, by pseudonym."""
    with environment.database():
        from trimtab import clock
        from trimtab.journeys import keeping

        done = keeping.publish(folder=folder, now=clock.now())
    said = done.statements
    click.echo(
        f"{said.statements:,} statements in {said.days} days written; {said.unchanged} days were "
        "up to date."
    )
    click.echo(f"{done.figures:,} figures written.")
