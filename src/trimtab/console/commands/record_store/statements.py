"""Statements in and out as files."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import click

from trimtab.console import environment
from trimtab.console.commands.record_store import files
from trimtab.console.commands.record_store.files import StatementsFormat
from trimtab.console.options import as_json_option
from trimtab.console.problems import REFUSED
from trimtab.console.progress import steps

MOST_SHOWN = 100
FormatOption = click.option(
    "--format",
    "asked",
    type=click.Choice([option.value for option in StatementsFormat]),
    help="By default, what the file's name says.",
)


@click.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--since", type=click.DateTime(), help="Only statements stored after this time (UTC)."
)
@click.option(
    "--until", type=click.DateTime(), help="Only statements stored up to this time (UTC)."
)
@FormatOption
def export_command(
    file: Path, since: dt.datetime | None, until: dt.datetime | None, asked: str | None
) -> None:
    """Write the statements to FILE, oldest stored first; voided ones too. Data of attachments go
    into the folder FILE.attachments."""
    form = files.format_of(file, asked)
    with environment.database(), steps() as step:
        from trimtab.lrs import api as lrs

        after, to = (day.replace(tzinfo=dt.UTC) if day else None for day in (since, until))
        total = lrs.count_between(after, to)
        done = files.write(
            file,
            form,
            lrs.export(after, to),
            lrs.attachments,
            lambda written: step("Writing statements", written, total),
        )
    click.echo(f"{done:,} statements are in {file}.")
    if files.folder_of(file).is_dir():
        click.echo(
            f"The data of their attachments are in {files.folder_of(file)}: keep them together."
        )


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@FormatOption
@click.option("--dry-run", is_flag=True, help="Only check every line.")
@click.option(
    "--lenient", is_flag=True, help="Mend known slips of programs, and mark what was mended."
)
@as_json_option("The counts as JSON.")
def import_command(
    file: Path, asked: str | None, dry_run: bool, lenient: bool, as_json: bool
) -> None:
    """Store the statements of FILE by the rules that clients keep, with the data of their
    attachments from the folder FILE.attachments. Again changes nothing.

    A line that cannot be taken is left out by itself, and named by number.
    """
    total, lines = files.read(file, files.format_of(file, asked))
    counts = {"stored": 0, "unchanged": 0, "left out": 0}
    if lenient:
        counts["mended"] = 0
    problems: list[str] = []
    with environment.database(), steps() as step:
        from trimtab import clock
        from trimtab.lrs import api as lrs

        done = 0
        options = lrs.ImportOptions(files.data_beside(file), lenient=lenient)
        for report in lrs.import_lines(lines, clock=clock.now, dry_run=dry_run, options=options):
            counts["stored"] += report.stored
            counts["unchanged"] += report.unchanged
            counts["left out"] += len(report.problems)
            if lenient:
                counts["mended"] += report.mended
            problems += map(str, report.problems)
            done += report.size
            step("Checking statements" if dry_run else "Storing statements", done, total)
    _report(counts, problems, as_json=as_json, dry_run=dry_run)


def _report(counts: dict[str, int], problems: list[str], *, as_json: bool, dry_run: bool) -> None:
    if as_json:
        click.echo(json.dumps({**counts, "problems": problems}, ensure_ascii=False))
    else:
        for problem in problems[:MOST_SHOWN]:
            click.echo(problem, err=True)
        if len(problems) > MOST_SHOWN:
            click.echo(f"… and {len(problems) - MOST_SHOWN:,} more.", err=True)
        said = ", ".join(f"{count:,} {what}" for what, count in counts.items())
        click.echo(said if not dry_run else f"{len(problems):,} bad lines; nothing was stored.")
    raise SystemExit(REFUSED if problems else 0)
