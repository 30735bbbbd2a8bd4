"""Letting old months of statements go."""

from __future__ import annotations

import click

from trimtab.console import environment


@click.command("retention")
@click.option(
    "--keep", type=int, required=True, help="So many full months stay, and the one that runs."
)
@click.option("--dry-run", is_flag=True, help="Only count what would go.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def retention_command(keep: int, dry_run: bool, yes: bool) -> None:
    """Sum up and drop the months before the last KEEP full ones. This cannot be undone."""
    with environment.database():
        from trimtab import clock
        from trimtab.journeys import keeping

        now = clock.now()
        old = keeping.old_months(keep=keep, now=now)
        for month in old:
            click.echo(
                f"{month.month}  {month.statements:14,} statements  "
                f"{month.bytes / 2**20:12,.1f} MiB"
            )
        total, room = (
            sum(month.statements for month in old),
            sum(month.bytes for month in old) / 2**20,
        )
        if not old:
            click.echo(f"Nothing is older than {keep} full months.")
        elif dry_run:
            click.echo(
                f"{total:,} statements in {len(old)} months would be summed up and dropped "
                f"({room:,.1f} MiB). Nothing was changed."
            )
        else:
            if not yes:
                click.confirm(
                    f"Sum up and drop {total:,} statements in {len(old)} months for good?",
                    abort=True,
                )
            for let in keeping.let_go(keep=keep, now=now):
                click.echo(f"{let.month.month} is gone; {let.summaries:,} summaries stay.")
