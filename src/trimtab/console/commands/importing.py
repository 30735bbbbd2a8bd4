"""Bringing in job aids, items, people and figures; all of a file, or nothing of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trimtab.console import environment
from trimtab.console.problems import REFUSED
from trimtab.console.progress import steps

if TYPE_CHECKING:
    from trimtab.people.api import ImportReport

File = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("import")
def import_command() -> None:
    """Bring in job aids, items, people or figures. Bad rows are named by line and column, and nothing is half imported."""


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        click.echo(f"{path}: The file is not UTF-8.", err=True)
        raise SystemExit(REFUSED) from error


def _report(counts: dict[str, int], problems: Sequence[object], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({**counts, "problems": [str(one) for one in problems]}, ensure_ascii=False))
    else:
        for one in problems:
            click.echo(str(one), err=True)
        if problems:
            click.echo(f"{len(problems)} problems; nothing was imported.", err=True)
        else:
            click.echo(", ".join(f"{count} {what}" for what, count in counts.items()))
    raise SystemExit(REFUSED if problems else 0)


@import_command.command("aids")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="The counts as JSON.")
def aids(folder: Path, as_json: bool) -> None:
    """Import a FOLDER of Markdown documents as job aids, and publish them."""
    files = {path.relative_to(folder).as_posix(): _text(path) for path in sorted(folder.rglob("*.md"))}
    with environment.database(), steps() as step:
        from trimtab import clock
        from trimtab.journeys import content
        from trimtab.library import api as library

        report = library.import_aids(
            files=files,
            by=None,
            now=clock.now(),
            progress=lambda done, total: step("Importing job aids", done, total),
        )
        if answered := content.published(aid_keys={*report.created, *report.changed}):
            click.echo(f"{answered} gaps may be answered by them: confirm them under Gaps.", err=True)
    _report(_content_counts(report.created, report.changed, report.unchanged), report.problems, as_json)


@import_command.command("items")
@click.argument("file", type=File)
@click.option("--json", "as_json", is_flag=True, help="The counts as JSON.")
def items(file: Path, as_json: bool) -> None:
    """Import a FILE of items (YAML or CSV), and publish them."""
    with environment.database():
        from trimtab import clock
        from trimtab.library import api as library

        form = library.ItemFormat.CSV if file.suffix.lower() == ".csv" else library.ItemFormat.YAML
        report = library.import_items(text=_text(file), form=form, by=None, now=clock.now())
    _report(_content_counts(report.created, report.changed, report.unchanged), report.problems, as_json)


def _content_counts(created: Sequence[str], changed: Sequence[str], unchanged: Sequence[str]) -> dict[str, int]:
    return {"created": len(created), "changed": len(changed), "unchanged": len(unchanged)}


@import_command.command("people")
@click.argument("file", type=File)
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@click.option("--take-roles", is_flag=True, help="Take roles away that people hold and the file does not give them.")
@click.option("--json", "as_json", is_flag=True, help="The counts as JSON.")
def people(file: Path, dry_run: bool, take_roles: bool, as_json: bool) -> None:
    """Import a CSV FILE of people (columns email or sign_in, name, unit, unit_name, unit_above, roles, language, time_zone,
    attribute:NAME). Units that it names are made; a column that is not there changes nothing."""
    with environment.database():
        from trimtab import clock
        from trimtab.journeys import onboarding
        from trimtab.people import api as rooms

        now, agreed = clock.now(), None if take_roles else ()
        if dry_run:
            report = rooms.import_people(csv_text=_text(file), by=None, now=now, dry_run=True, agreed=agreed)
        else:
            report = onboarding.welcome(csv_text=_text(file), by=None, now=now, agreed=agreed)
    if not as_json:
        _say_changes(report, listed=dry_run)
    problems: list[object] = [*report.problems]
    problems += [f"{one.email}: the role {one.role} would be taken away" for one in report.unagreed]
    if report.unagreed and not as_json:
        click.echo("The list takes roles away. Agree with --take-roles, or leave the column roles out.", err=True)
    counts = {"created": report.created, "updated": report.updated, "unchanged": report.unchanged}
    _report({**counts, "units made": len(report.units), "roles taken": len(report.taken)}, problems, as_json)


def _say_changes(report: ImportReport, *, listed: bool) -> None:
    """Units and roles always; `listed`: also who would be new or changed, and in what."""
    for one in report.changes if listed else ():
        click.echo(f"{one.fate:<8} {one.name} ({one.email})" + (f": {', '.join(one.what)}" if one.what else ""))
    more = report.created + report.updated - len(report.changes)
    if listed and more > 0:
        click.echo(f"… and {more} more")
    if report.units:
        click.echo(f"Units made: {', '.join(report.units)}")
    for taken in report.taken:
        click.echo(f"Role taken away: {taken.name} ({taken.email}): {taken.role}")


@import_command.command("package")
@click.argument("file", type=File)
@click.option("--offer", is_flag=True, help="Offer it to learners at once.")
@click.option("--json", "as_json", is_flag=True, help="The package as JSON.")
def package(file: Path, offer: bool, as_json: bool) -> None:
    """Import a course FILE: a cmi5 or SCORM package (zip), or a cmi5.xml alone."""
    with environment.database():
        from trimtab import clock
        from trimtab.courses import api as courses

        now = clock.now()
        try:
            with file.open("rb") as source:
                done = courses.import_package(file=source, name=file.name, by=None, now=now)
        except courses.BadPackage as fault:
            _report({}, fault.problems, as_json)
            return
        if offer:
            courses.offer(package_id=done.package_id, now=now)
    if as_json:
        found = {"id": str(done.package_id), "title": done.title, "kind": done.kind, "units": done.units}
        click.echo(json.dumps({**found, "new": done.is_new, "problems": []}, ensure_ascii=False))
    else:
        click.echo(f"{'imported' if done.is_new else 'here already'}: {done.title} ({done.kind}, {done.units} units)")


@import_command.command("measures")
@click.argument("file", type=File)
@click.option("--sheet", default="", help="Another sheet of an Excel workbook than the first.")
@click.option("--json", "as_json", is_flag=True, help="The counts as JSON.")
def measures(file: Path, sheet: str, as_json: bool) -> None:
    """Import a CSV or Excel FILE of figures (columns measure, subject, when, value)."""
    with environment.database():
        from trimtab import clock
        from trimtab.evaluation import api as evaluation

        with file.open("rb") as given:
            table = evaluation.table_of(given, name=file.name, sheet=sheet)
        report = evaluation.import_table(table=table, columns=evaluation.Columns(), now=clock.now())
    for said in report.oddities:
        click.echo(f"note: {said}", err=True)
    _report({"added": report.added, "revised": report.revised, "unchanged": report.unchanged}, report.problems, as_json)


@import_command.command("source")
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="The counts as JSON.")
def source(name: str, as_json: bool) -> None:
    """Read the source NAME now (sources are set up on the page Results, Sources)."""
    with environment.database():
        from trimtab import clock
        from trimtab.config.wiring import fetcher
        from trimtab.evaluation import api as evaluation

        found = evaluation.source_named(name)
        run = evaluation.collect(source_id=found.id, fetch=fetcher(), now=clock.now())
    for said in run.oddities:
        click.echo(f"note: {said}", err=True)
    problems = run.problems or ((run.sentence,) if run.sentence else ())
    _report({"added": run.added, "revised": run.revised, "unchanged": run.unchanged}, problems, as_json)
