"""Checking strategy files for coherence, for people and for other programs; and explaining a code.
Needs no database."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path

import click

import trimtab
from trimtab.console.commands.strategy.documents import File, read
from trimtab.console.options import as_json_option
from trimtab.console.problems import REFUSED
from trimtab.strategy.values import (
    as_data,
    as_github,
    as_sarif,
    as_text,
    check,
    codes,
    explain,
)


class FindingsFormat(StrEnum):
    """How findings are printed."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"


def _explain(context: click.Context, _: click.Parameter, code: str | None) -> None:
    if not code or context.resilient_parsing:
        return
    text = explain(code)
    if not text:
        click.echo(
            (
                f"There is no code {code}. Codes are, for instance, {', '.join(codes()[:6])}, R-P1 "
                "or Q-T1."
            ),
            err=True,
        )
        context.exit(REFUSED)
    click.echo(text)
    context.exit(0)


@click.command("check")
@click.argument("files", nargs=-1, required=True, type=File)
@click.option(
    "--format",
    "form",
    type=click.Choice([option.value for option in FindingsFormat]),
    default="text",
    show_default=True,
    help=(
        "For people, for programs, for code scanning (SARIF 2.1.0), or as annotations of a GitHub "
        "workflow."
    ),
)
@as_json_option("The same as --format json.")
@click.option(
    "--explain",
    metavar="CODE",
    callback=_explain,
    expose_value=False,
    is_eager=True,
    help="Say what a finding, rule, question or setting means, and stop.",
)
def check_command(files: tuple[Path, ...], form: str, as_json: bool) -> None:
    """Check strategy files for coherence. Exit code 1 when there are findings."""
    loaded = [(str(path), read(path)) for path in files]
    reports = [(path, loaded_file, check(loaded_file.document)) for path, loaded_file in loaded]
    match FindingsFormat.JSON if as_json else FindingsFormat(form):
        case FindingsFormat.TEXT:
            lines = [
                as_text(findings, loaded_file, path)
                for path, loaded_file, findings in reports
                if findings
            ]
            click.echo("\n".join(lines) or "No findings.")
        case FindingsFormat.JSON:
            data = [
                row
                for path, loaded_file, findings in reports
                for row in as_data(findings, loaded_file, path)
            ]
            click.echo(json.dumps(data, indent=1, ensure_ascii=False))
        case FindingsFormat.SARIF:
            click.echo(as_sarif(reports, trimtab.__version__))
        case FindingsFormat.GITHUB:
            click.echo(
                "\n".join(
                    as_github(findings, loaded_file, path)
                    for path, loaded_file, findings in reports
                    if findings
                )
            )
    raise SystemExit(REFUSED if any(findings for *_, findings in reports) else 0)
