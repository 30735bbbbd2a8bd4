"""Strategy files: compare, and what adopting one would change. Nothing here needs a database, but
`plan` without a base."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from trimtab.console.options import WHO_SAID_WHAT, as_json_option
from trimtab.console.problems import REFUSED
from trimtab.strategy.values import (
    READERS,
    InvalidDocument,
    Loaded,
    diff,
    for_reader,
    load_yaml,
    plan,
    plan_changes,
)

File = click.Path(exists=True, dir_okay=False, path_type=Path)


def read(path: Path) -> Loaded:
    """Reads a strategy file; a fault is told as file:line and ends the command."""
    try:
        return load_yaml(path.read_text(encoding="utf-8"))
    except InvalidDocument as fault:
        place = f" {fault.place}:" if fault.place else ""
        click.echo(f"{path}:{fault.line}:{place} {fault.sentence}", err=True)
        raise SystemExit(REFUSED) from fault
    except UnicodeDecodeError as error:
        click.echo(f"{path}:1: The file is not UTF-8.", err=True)
        raise SystemExit(REFUSED) from error


@click.command("diff")
@click.argument("old", type=File)
@click.argument("new", type=File)
@as_json_option("Changes as JSON.")
@WHO_SAID_WHAT
def diff_command(old: Path, new: Path, as_json: bool, who_said_what: bool) -> None:
    """Say in words what differs between two strategy files."""
    before, after = (read(path).document for path in (old, new))
    roles = READERS if who_said_what else ()
    changes = diff(for_reader(before, roles), for_reader(after, roles))
    if as_json:
        rows = [
            {
                "place": change.place,
                "kind": change.kind,
                "before": change.before,
                "after": change.after,
            }
            for change in changes
        ]
        click.echo(json.dumps(rows, indent=1, ensure_ascii=False))
        return
    for change in changes:
        click.echo(change.sentence)
    if not changes:
        click.echo("They say the same.")


@click.command("plan")
@click.argument("file", type=File)
@click.option(
    "--against", type=File, help="A file that counts as running; otherwise the strategy in force."
)
@as_json_option("Changes as JSON.")
def plan_command(file: Path, against: Path | None, as_json: bool) -> None:
    """Say what adopting a strategy file would create, change and retire."""
    wanted = plan(read(file).document)
    running = plan(read(against).document) if against else _in_force()
    changes = plan_changes(running, wanted)
    if as_json:
        rows = [
            {
                "kind": change.kind,
                "resource": change.resource,
                "key": change.key,
                "title": change.title,
                "because": change.because,
            }
            for change in changes
        ]
        click.echo(json.dumps(rows, indent=1, ensure_ascii=False))
        return
    words = {"added": "create", "changed": "change", "removed": "retire"}
    for change in changes:
        click.echo(f"{words[change.kind]:<7} {change.resource:<11} {change.key:<32} {change.title}")
    if not changes:
        click.echo("Nothing would change.")


def _in_force() -> Any:
    from trimtab.console import environment

    with environment.database():
        from trimtab.strategy import api as strategy

        current = strategy.current()
        return strategy.plan(current.document) if current else None
