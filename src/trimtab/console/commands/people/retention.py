"""Letting go of what is past the time that the strategy gives it."""

from __future__ import annotations

import click

from trimtab.console import environment


@click.command("retention")
@click.option("--dry-run", is_flag=True, help="Only count what would go.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def retention_command(dry_run: bool, yes: bool) -> None:
    """Let go of what is older than the strategy in force lets it be kept (Q-G7). The worker does it
    every night."""
    with environment.database():
        from trimtab import clock
        from trimtab.journeys import retention

        now = clock.now()
        found = retention.outlook(now=now)
        if found is None:
            click.echo(
                "No adopted answer says how long records are kept (Q-G7). Nothing is let go."
            )
            return
        click.echo(
            f"Kept for {found.period.days:,} days, by revision {found.period.revision}: since "
            f"{found.before:%Y-%m-%d}."
        )
        for line in found.lines:
            later = f"next on {line.next_at:%Y-%m-%d}" if line.next_at else "none after that"
            click.echo(f"{line.kind:12}{line.count:10,} would go now, {later}")
        for comparison in found.longer:
            click.echo(
                f"'{comparison.title}' compares from {comparison.starts} to {comparison.by}, "
                "longer than that: its "
                "figures stay."
            )
        if dry_run or not found.total:
            click.echo("Nothing was changed.")
            return
        if not yes:
            click.confirm(f"Let go of {found.total:,} for good?", abort=True)
        gone = retention.let_go(now=now)
        if gone is not None:
            click.echo(f"Let go of {sum(gone.counts.values()):,}.")
            for month in gone.waiting:
                click.echo(f"The statements of {month} are in use and wait for the next night.")
