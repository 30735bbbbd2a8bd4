"""Holding what happened against what was expected."""

from __future__ import annotations

import json

import click

from trimtab.console import environment
from trimtab.console.options import as_json_option


@click.command("evaluate")
@as_json_option("Verdicts as JSON.")
def evaluate_command(as_json: bool) -> None:
    """Look at every action now, as every night does: judge those whose day has come, and propose
    corrections where one is off track."""
    with environment.database():
        from trimtab import clock
        from trimtab.journeys import course_correction

        night = course_correction.nightly(now=clock.now())
    if as_json:
        rows = [
            {
                "action": one.key,
                "verdict": one.verdict,
                "by": one.by.isoformat(),
                "sentence": one.sentence,
                "estimate": one.estimate,
                "low": one.low,
                "high": one.high,
                "unit": one.unit,
                "better": one.direction,
                "n_with": one.n_treated,
                "n_without": one.n_control,
            }
            for one in night.verdicts
        ]
        proposals = [{"title": one.title, "decides": one.decides} for one in night.proposals]
        click.echo(json.dumps({"verdicts": rows, "proposals": proposals}, ensure_ascii=False))
        return
    for one in night.verdicts:
        click.echo(f"{one.verdict:<16} {one.sentence}")
    for proposal in night.proposals:
        click.echo(f"proposed: {proposal.title} (decides: {proposal.approver or 'nobody yet'})")
    if not night.verdicts:
        click.echo("No action has an expectation yet.")
