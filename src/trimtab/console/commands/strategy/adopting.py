"""Adopting a strategy file."""

from __future__ import annotations

import json
from pathlib import Path

import click

from trimtab.console import environment
from trimtab.console.commands.strategy.documents import File, read
from trimtab.console.options import as_json_option


@click.command("apply")
@click.argument("file", type=File)
@click.option(
    "--because",
    default="Applied from a file",
    show_default=True,
    help="Why; kept with the revision.",
)
@as_json_option("What changed, as JSON.")
def apply_command(file: Path, because: str, as_json: bool) -> None:
    """Adopt a strategy file and make what runs match it. Doing it twice changes nothing the second
    time."""
    loaded = read(file)
    with environment.database():
        from django.db import transaction

        from trimtab import clock
        from trimtab.journeys import adoption
        from trimtab.strategy import api as strategy

        now = clock.now()
        # All or nothing: a file that is refused leaves no revision behind.
        with transaction.atomic():
            revision = strategy.save_draft(
                document=loaded.document, by=None, because=because, now=now
            )
            adopted = adoption.adopt(number=revision.number, by=None, now=now)
    changed = {
        kind: {"created": matched.created, "changed": matched.changed, "retired": matched.retired}
        for kind, matched in adopted.applied.by_kind.items()
        if matched
    }
    if as_json:
        click.echo(json.dumps({"revision": adopted.number, "changed": changed}))
        return
    for kind, what in changed.items():
        for word, keys in what.items():
            for key in keys:
                click.echo(f"{word:<8} {kind:<12} {key}")
    click.echo(
        f"Revision {adopted.number} is in force." + ("" if changed else " Nothing had to change.")
    )
