"""Bringing in job aids, items, people and figures; all of a file, or nothing of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trimtab.console import environment
from trimtab.console.commands.exchange.measures import measures
from trimtab.console.options import as_json_option
from trimtab.console.problems import REFUSED
from trimtab.console.progress import steps
from trimtab.console.reporting import report
from trimtab.kernel.text import NOT_UTF8, decoded

if TYPE_CHECKING:
    from trimtab.people.api import ImportReport

_FORMS = {".yaml": "yaml", ".yml": "yaml", ".csv": "csv", ".tsv": "csv"}
File = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("import")
def import_command() -> None:
    """Bring in job aids, items, people or figures. Bad rows are named by line and column, and
    nothing is half imported."""


def _text(path: Path) -> str:
    try:
        return decoded(path.read_bytes())
    except UnicodeDecodeError as error:
        click.echo(f"{path}: {NOT_UTF8}", err=True)
        raise SystemExit(REFUSED) from error


@import_command.command("aids")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--collection", default="", help="The collection's name; without it, that of the folder."
)
@click.option(
    "--retire-missing",
    is_flag=True,
    help="Retire the job aids whose document is no longer in the folder.",
)
@as_json_option("The counts as JSON.")
def aids(folder: Path, collection: str, retire_missing: bool, as_json: bool) -> None:
    """Import a FOLDER of Markdown documents with their pictures as job aids, and publish them.

    Each is known by its path in its collection: two collections never replace each other's. What
    came from this folder before and is no longer in it is named, and retired with --retire-missing.
    """
    with environment.database(), steps() as step:
        from trimtab import clock
        from trimtab.console.folders import read_folder
        from trimtab.journeys import content
        from trimtab.library import api as library
        from trimtab.search import api as search

        read = read_folder(folder)
        for said in read.problems:
            click.echo(said, err=True)
        if read.problems:
            raise SystemExit(REFUSED)
        done = library.import_aids(
            files=read.documents,
            pictures=read.pictures,
            collection=collection or folder.resolve().name,
            origin=str(folder.resolve()),
            is_named=bool(collection),
            is_whole=True,
            retire_missing=retire_missing,
            announce=search.publish,
            by=None,
            now=clock.now(),
            progress=lambda done, total: step("Importing job aids", done, total),
        )
        if answered := content.published(aid_keys={*done.created, *done.changed}):
            click.echo(
                f"{answered} gaps may be answered by them: confirm them under Gaps.", err=True
            )
    counts = _content_counts(done.created, done.changed, done.unchanged)
    remarks = [*read.passed_over, *library.gathered(done.remarks)]
    _say_missing(done.missing, done.retired)
    report(
        {**counts, "missing": len(done.missing), "retired": done.retired},
        done.problems,
        as_json,
        remarks,
    )


def _say_missing(missing: Sequence[str], retired: int) -> None:
    """Which documents are no longer in the folder, and how they are retired."""
    for path in missing:
        click.echo(
            f"{path}: It is no longer in the folder{', and was retired' if retired else ''}.",
            err=True,
        )
    if missing and not retired:
        click.echo("Their job aids are still shown. Retire them with --retire-missing.", err=True)


@import_command.command("items")
@click.argument("file", type=File)
@as_json_option("The counts as JSON.")
def items(file: Path, as_json: bool) -> None:
    """Import a FILE of items (YAML or CSV), and publish them."""
    with environment.database():
        from trimtab import clock
        from trimtab.library import api as library

        form = _FORMS.get(file.suffix.lower())
        if form is None:
            raise click.UsageError(
                f"Items are read from {', '.join(_FORMS)}; a file of another kind is saved as CSV "
                "first."
            )
        done = library.import_items(
            text=_text(file), form=library.ItemFormat(form), by=None, now=clock.now()
        )
    counts = _content_counts(done.created, done.changed, done.unchanged)
    report(counts, done.problems, as_json, library.gathered(done.remarks))


def _content_counts(
    created: Sequence[str], changed: Sequence[str], unchanged: Sequence[str]
) -> dict[str, int]:
    return {"created": len(created), "changed": len(changed), "unchanged": len(unchanged)}


@import_command.command("people")
@click.argument("file", type=File)
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@click.option(
    "--take-roles",
    is_flag=True,
    help="Take roles away that people hold and the file does not give them.",
)
@as_json_option("The counts as JSON.")
def people(file: Path, dry_run: bool, take_roles: bool, as_json: bool) -> None:
    """Import a CSV FILE of people (columns email or sign_in, name, unit, unit_name, unit_above,
    roles, language, time_zone, active, attribute:NAME). Units that it names are made; a column that
    is not there changes nothing."""
    with environment.database():
        from trimtab import clock
        from trimtab.journeys import onboarding
        from trimtab.people import api as rooms

        now, agreed = clock.now(), None if take_roles else ()
        if dry_run:
            done = rooms.import_people(
                csv_text=_text(file), by=None, now=now, dry_run=True, agreed=agreed
            )
        else:
            done = onboarding.welcome(csv_text=_text(file), by=None, now=now, agreed=agreed)
    if not as_json:
        _say_changes(done, listed=dry_run)
    problems: list[object] = [*done.problems]
    problems += [
        f"{entry.email}: the role {entry.role} would be taken away" for entry in done.unagreed
    ]
    if done.unagreed and not as_json:
        click.echo(
            "The list takes roles away. Agree with --take-roles, or leave the column roles out.",
            err=True,
        )
    counts = {"created": done.created, "updated": done.updated, "unchanged": done.unchanged}
    report(
        {**counts, "units made": len(done.units), "roles taken": len(done.taken)}, problems, as_json
    )


def _say_changes(report: ImportReport, *, listed: bool) -> None:
    """Units and roles always; `listed`: also who would be new or changed, and in what."""
    for change in report.changes if listed else ():
        click.echo(
            f"{change.fate:<8} {change.name} ({change.email})"
            + (f": {', '.join(change.what)}" if change.what else "")
        )
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
@as_json_option("The package as JSON.")
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
            report({}, fault.problems, as_json)
            return
        if offer:
            courses.offer(package_id=done.package_id, now=now)
    if as_json:
        found = {
            "id": str(done.package_id),
            "title": done.title,
            "kind": done.kind,
            "units": done.units,
        }
        click.echo(json.dumps({**found, "new": done.is_new, "problems": []}, ensure_ascii=False))
    else:
        click.echo(
            f"{'imported' if done.is_new else 'here already'}: {done.title} ({done.kind}, "
            f"{done.units} units)"
        )


@import_command.command("source")
@click.argument("name")
@as_json_option("The counts as JSON.")
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
    report(
        {"added": run.added, "revised": run.revised, "unchanged": run.unchanged}, problems, as_json
    )


import_command.add_command(measures)
