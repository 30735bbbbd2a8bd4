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
                "action": verdict.key,
                "verdict": verdict.verdict,
                "by": verdict.by.isoformat(),
                "sentence": verdict.sentence,
                "estimate": verdict.estimate,
                "low": verdict.low,
                "high": verdict.high,
                "unit": verdict.unit,
                "better": verdict.direction,
                "n_with": verdict.n_treated,
                "n_without": verdict.n_control,
            }
            for verdict in night.verdicts
        ]
        proposals = [
            {"title": proposal.title, "decides": proposal.decides} for proposal in night.proposals
        ]
        click.echo(json.dumps({"verdicts": rows, "proposals": proposals}, ensure_ascii=False))
        return
    for verdict in night.verdicts:
        click.echo(f"{verdict.verdict:<16} {verdict.sentence}")
    for proposal in night.proposals:
        click.echo(f"proposed: {proposal.title} (decides: {proposal.approver or 'nobody yet'})")
    if not night.verdicts:
        click.echo("No action has an expectation yet.")
