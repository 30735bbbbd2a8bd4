"""How much room the record store takes."""

from __future__ import annotations

import json

import click

from trimtab.console import environment
from trimtab.console.options import as_json_option


@click.command("size")
@click.option(
    "--exact", is_flag=True, help="Count the statements instead of taking the database's estimate."
)
@as_json_option("As JSON.")
def size_command(exact: bool, as_json: bool) -> None:
    """Say how many statements there are, month by month, and what they take on disk."""
    with environment.database():
        from trimtab.lrs import api as lrs

        found = lrs.size(exact=exact)
    if as_json:
        months = [
            {"month": str(month.month), "statements": month.statements, "bytes": month.bytes}
            for month in found.months
        ]
        click.echo(
            json.dumps(
                {
                    "statements": found.statements,
                    "bytes": found.bytes,
                    "ids": found.ids,
                    "months": months,
                }
            )
        )
        return
    for month in found.months:
        click.echo(
            f"{month.month}  {month.statements:14,} statements  {month.bytes / 2**20:12,.1f} MiB"
        )
    click.echo(f"ids      {'':14}             {found.ids / 2**20:12,.1f} MiB")
    click.echo(
        f"total    {found.statements:14,} statements  {found.bytes / 2**20:12,.1f} MiB, "
        f"{found.bytes_each:,.0f} bytes each"
    )
