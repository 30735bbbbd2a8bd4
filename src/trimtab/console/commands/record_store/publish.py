"""Statements for other engines."""

from __future__ import annotations

from pathlib import Path

import click

from trimtab.console import environment


@click.command("publish")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def publish_command(folder: Path) -> None:
    """Write statements as Parquet, a folder for each day, into FOLDER; days that have not changed are left alone."""
    with environment.database():
        from django.utils import timezone

        from trimtab.lrs import api as lrs

        done = lrs.publish(folder=folder, now=timezone.now())
    click.echo(f"{done.statements:,} statements in {done.days} days written; {done.unchanged} days were up to date.")
