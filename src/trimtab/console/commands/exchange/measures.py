"""Bringing in a file of figures, written in whatever way it is written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from trimtab.console import environment
from trimtab.console.options import as_json_option
from trimtab.console.reporting import report


@click.command("measures")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--sheet", default="", help="Another sheet of an Excel workbook than the first.")
@click.option("--measure", default="", help="The measure of every row, where no column says it.")
@click.option(
    "--measure-column", default="measure", show_default=True, help="The column of the measure."
)
@click.option(
    "--subject-column",
    default="subject",
    show_default=True,
    help="The column of the person or unit.",
)
@click.option("--when-column", default="when", show_default=True, help="The column of the day.")
@click.option("--value-column", default="value", show_default=True, help="The column of the value.")
@click.option(
    "--unit",
    default="",
    help="The unit of the values, such as seconds or percent; without it, the measure's.",
)
@click.option(
    "--factor",
    type=float,
    default=0.0,
    help="What a value is multiplied by, where no conversion is known.",
)
@click.option(
    "--time-zone",
    default="",
    help="Which day a moment belongs to; without it, where the organisation is.",
)
@click.option(
    "--day-format",
    default="",
    help="How days are written, such as %d.%m.%Y; without it, as in 2026-03-01.",
)
@click.option(
    "--numbers",
    "notation",
    type=click.Choice(["point", "comma"]),
    help="Numbers have a decimal point, or a comma.",
)
@click.option(
    "--together",
    type=click.Choice(["refuse", "sum", "mean", "last"]),
    default="refuse",
    show_default=True,
    help="What several values of one subject on one day become.",
)
@click.option(
    "--totals",
    "above",
    type=click.Choice(["leave-out", "keep"]),
    help="Rows of a unit above others that have rows too.",
)
@click.option(
    "--leave-out-unknown", is_flag=True, help="Leave out people and units that are not known here."
)
@click.option("--leave-out-hidden", is_flag=True, help="Leave out rows that a workbook hides.")
@click.option("--negatives", is_flag=True, help="Times and amounts may be below nothing.")
@as_json_option("The counts as JSON.")
def measures(file: Path, sheet: str, as_json: bool, **written: Any) -> None:
    """Import a CSV or Excel FILE of figures (columns measure, subject, when, value). What is not
    clear is asked about, never guessed."""
    with environment.database():
        from trimtab import clock
        from trimtab.evaluation import api as evaluation
        from trimtab.people import api as people

        organisation = people.organisation()
        zone = written.pop("time_zone") or (organisation.time_zone if organisation else "UTC")
        columns = evaluation.Columns(
            notation=evaluation.Notation(written.pop("notation") or ""),
            above=evaluation.Above(written.pop("above") or "ask"),
            together=evaluation.Together(written.pop("together")),
            time_zone=zone,
            **written,
        )
        evaluation.check_columns(columns)
        with file.open("rb") as given:
            table = evaluation.table_of(given, name=file.name, sheet=sheet)
        done = evaluation.import_table(table=table, columns=columns, now=clock.now())
    for said in done.oddities:
        click.echo(f"note: {said}", err=True)
    report(
        {"added": done.added, "revised": done.revised, "unchanged": done.unchanged},
        done.problems,
        as_json,
    )
