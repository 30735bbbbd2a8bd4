"""What happens by itself: how each job stands, and running one now."""

from __future__ import annotations

import json
from zoneinfo import ZoneInfo

import click

from trimtab.console import environment
from trimtab.console.options import as_json_option


@click.group("jobs", invoke_without_command=True)
@as_json_option("The table as JSON.")
@click.pass_context
def jobs_command(context: click.Context, as_json: bool) -> None:
    """Say how each job stands: when it last ran, how long it took, what it did, when it is next
    due."""
    if context.invoked_subcommand is not None:
        return
    with environment.database():
        from trimtab import clock
        from trimtab.jobs import api as jobs
        from trimtab.people import api as people

        now, rows, organisation = clock.now(), jobs.jobs(), people.organisation()
        zone = ZoneInfo(organisation.time_zone if organisation else "UTC")
    if as_json:
        click.echo(
            json.dumps(
                [
                    {
                        "job": row.name,
                        "state": row.state(now),
                        "last": _iso(row.started_at),
                        "seconds": row.seconds,
                        "did": dict(row.counts),
                        "next": _iso(row.due_at),
                        "failures": row.failures,
                        "problem": row.problem,
                        "reference": row.reference,
                    }
                    for row in rows
                ]
            )
        )
        return
    for row in rows:
        last = f"{row.started_at.astimezone(zone):%Y-%m-%d %H:%M}" if row.started_at else "never"
        did = row.problem or ", ".join(f"{count} {code}" for code, count in row.counts.items())
        due = f"{row.due_at.astimezone(zone):%Y-%m-%d %H:%M}"
        line = f"{row.name:<20} {row.state(now):<8} last {last:<16} next {due}  {did}"
        click.echo(line.rstrip())
    if rows:
        click.echo(f"Times are those of {zone}.")
    else:
        click.echo(
            "Nothing is scheduled yet: the worker writes the schedule down when it first starts."
        )


@jobs_command.command("run")
@click.argument("name")
def run_command(name: str) -> None:
    """Make a job due now; the worker that runs takes it within a second."""
    with environment.database():
        from trimtab import clock
        from trimtab.jobs import api as jobs
        from trimtab.kernel.errors import Refusal

        if name not in set(jobs.JobName):
            raise Refusal(
                "no-such-job", f"There is no such job. There are: {', '.join(jobs.JobName)}.", name
            )
        jobs.run_soon(name=jobs.JobName(name), now=clock.now())
    click.echo(f"{name} is due now.")


def _iso(moment: object) -> str | None:
    return moment.isoformat() if moment is not None else None  # type: ignore[attr-defined]
