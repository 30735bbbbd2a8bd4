"""Taking out the strategy, and what is known."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click

from trimtab.console import environment
from trimtab.console.options import WHO_SAID_WHAT

_PEOPLE = ("email", "sign_in", "name", "unit", "unit_name", "unit_above", "roles", "language", "time_zone")


@click.group("export")
def export_command() -> None:
    """Write the strategy, its papers, the people, all about one person, or the statements, to standard output or a file."""


@export_command.command("strategy")
@click.option("--revision", type=int, help="Another revision than the one in force.")
@click.option("--json", "as_json", is_flag=True, help="JSON instead of YAML.")
@WHO_SAID_WHAT
def strategy(revision: int | None, as_json: bool, who_said_what: bool) -> None:
    """The strategy document as YAML. Who said what is left out, and comes back when the file is applied here."""
    with environment.database():
        from trimtab import clock
        from trimtab.governance import api as governance
        from trimtab.strategy import api

        row = api.revision(revision) if revision else api.require_current()
        document = row.document if who_said_what else api.for_reader(row.document, ())
        if who_said_what:
            governance.audit(
                actor_id=None, act="strategy.exported", target=f"strategy/revisions/{row.number}",
                detail={"at_console": "with who said what"}, now=clock.now(),
            )  # fmt: skip
        text = json.dumps(api.to_json(document), ensure_ascii=False, indent=1) if as_json else api.dump_yaml(document)
    click.echo(text, nl=as_json)


@export_command.command("paper")
@click.argument("name")
@click.option(
    "--format", "form", type=click.Choice(["pdf", "docx", "md", "html", "ics"]), default="pdf", show_default=True
)
@click.option("--revision", type=int, help="Another revision than the one in force.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="A file instead of standard output.")
def paper(name: str, form: str, revision: int | None, output: Path | None) -> None:
    """A paper of the strategy: one-page, strategy, stakeholders, calendar, decisions, evaluation, data-protection."""
    if output is None and form in ("pdf", "docx") and sys.stdout.isatty():
        raise click.UsageError(f"A terminal cannot show {form}. Name a file with --output, or send it on with >.")
    with environment.database():
        from trimtab.journeys import papers
        from trimtab.strategy import api

        row = api.revision_for_reader(api.revision(revision) if revision else api.require_current(), ())
        content = papers.file(name, papers.Form(form), row).content
    if output is None:
        click.echo(content, nl=False)
        return
    try:
        output.write_bytes(content)
    except OSError as error:
        raise click.ClickException(f"{output} could not be written: {error.strerror}.") from error
    click.echo(f"{output}: {len(content):,} bytes", err=True)


@export_command.command("people")
def people() -> None:
    """People as CSV, as `trimtab import people` reads them."""
    with environment.database():
        from trimtab.people import api

        rows = list(_everybody(api.find_people))
        names = sorted({name for row in rows for name in row.attributes})
        units = {unit.code: unit for unit in api.units()}
        writer = csv.writer(sys.stdout)
        writer.writerow([*_PEOPLE, *(f"attribute:{name}" for name in names)])
        for row in rows:
            unit = units.get(row.unit_code)
            cells = [
                row.email if row.has_mail else "", "" if row.has_mail else row.sign_in_name, row.name, row.unit_code,
                unit.name if unit else "", unit.parent_code if unit else "", " ".join(sorted(row.roles)) or api.NO_ROLE, row.language,
                row.time_zone, *(row.attributes.get(name, "") for name in names),
            ]  # fmt: skip
            writer.writerow([_plain(cell) for cell in cells])


def _everybody(find: Callable[..., Any]) -> Iterator[Any]:
    page, pages = 1, 1
    while page <= pages:
        found = find(page=page)
        pages, page = found.pages, page + 1
        yield from found.rows


def _plain(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; the import takes the mark away again."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell


@export_command.command("person")
@click.argument("email")
def person(email: str) -> None:
    """All that is held about the person with this address, as JSON."""
    with environment.database():
        from trimtab.journeys import portability
        from trimtab.kernel.errors import NotFound
        from trimtab.people import api

        found = api.person_by_email(email)
        if found is None:
            raise NotFound("people.unknown", f"There is nobody with the address {email}.", "email")
        text = json.dumps(portability.everything(found), ensure_ascii=False, indent=1, default=str)
    click.echo(text)


@export_command.command("statements")
@click.option("--limit", default=1000, show_default=True, help="At most so many, newest first.")
def statements(limit: int) -> None:
    """xAPI statements as JSON Lines."""
    with environment.database():
        from trimtab.lrs import api

        for one in api.statements(api.Filters(limit=limit)):
            click.echo(json.dumps(one, ensure_ascii=False))
