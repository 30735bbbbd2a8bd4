"""Taking out the strategy, and what is known."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from trimtab.console import environment
from trimtab.console.options import WHO_SAID_WHAT, as_json_option
from trimtab.kernel.said import say

_PEOPLE = (
    "email",
    "sign_in",
    "name",
    "unit",
    "unit_name",
    "unit_above",
    "roles",
    "language",
    "time_zone",
)


@click.group("export")
def export_command() -> None:
    """Write the strategy, its papers, the people, all about one person, or the statements, to
    standard output or a file."""


@export_command.command("strategy")
@click.option("--revision", type=int, help="Another revision than the one in force.")
@as_json_option("JSON instead of YAML.")
@WHO_SAID_WHAT
def strategy(revision: int | None, as_json: bool, who_said_what: bool) -> None:
    """The strategy document as YAML. Who said what is left out, and comes back when the file is
    applied here."""
    with environment.database():
        from trimtab.strategy import api

        row = api.revision(revision) if revision else api.require_current()
        document = row.document if who_said_what else api.for_reader(row.document, ())
        if who_said_what:
            _write_down(row.number)
        text = (
            json.dumps(api.to_json(document), ensure_ascii=False, indent=1)
            if as_json
            else api.dump_yaml(document)
        )
    click.echo(text, nl=as_json)


def _write_down(number: int, paper: str = "") -> None:
    """That somebody at the console took out who said what."""
    from trimtab import clock
    from trimtab.governance import api as governance

    governance.audit(
        actor_id=None,
        act="strategy.exported",
        target=f"strategy/revisions/{number}",
        detail={"at_console": say("with who said what"), **({"paper": paper} if paper else {})},
        now=clock.now(),
    )


@export_command.command("paper")
@click.argument("name")
@click.option(
    "--format",
    "form",
    type=click.Choice(["pdf", "docx", "md", "html", "ics"]),
    default="pdf",
    show_default=True,
)
@click.option("--revision", type=int, help="Another revision than the one in force.")
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A file instead of standard output.",
)
@WHO_SAID_WHAT
def paper(
    name: str, form: str, revision: int | None, output: Path | None, who_said_what: bool
) -> None:
    """A paper of the strategy: one-page, strategy, stakeholders, calendar, decisions, evaluation,
    data-protection.

    The stakeholder map says how people stand, so it takes --who-said-what."""
    if output is None and form in ("pdf", "docx") and sys.stdout.isatty():
        raise click.UsageError(
            f"A terminal cannot show {form}. Name a file with --output, or send it on with >."
        )
    with environment.database():
        from trimtab.journeys import papers
        from trimtab.strategy import api

        row = api.revision(revision) if revision else api.require_current()
        if who_said_what:
            _write_down(row.number, name)
        else:
            row = api.revision_for_reader(row, ())
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
    """People as CSV with every column that `trimtab import people` reads; importing it again
    changes nothing."""
    with environment.database():
        from trimtab.people.api import everybody_as_csv

        for line in everybody_as_csv():
            sys.stdout.write(line)


@export_command.command("person")
@click.argument("email")
def person(email: str) -> None:
    """All that is held about the person with this address, as JSON."""
    with environment.database():
        from trimtab import clock
        from trimtab.journeys import portability
        from trimtab.kernel.errors import NotFound
        from trimtab.people import api

        found = api.person_by_email(email)
        if found is None:
            raise NotFound("people.unknown", f"There is nobody with the address {email}.", "email")
        text = json.dumps(
            portability.everything(found, by=None, now=clock.now()),
            ensure_ascii=False,
            indent=1,
            default=str,
        )
    click.echo(text)


@export_command.command("statements")
@click.option("--limit", default=1000, show_default=True, help="At most so many, newest first.")
def statements(limit: int) -> None:
    """xAPI statements as JSON Lines."""
    with environment.database():
        from trimtab.lrs import api

        for statement in api.statements(api.Filters(limit=limit)):
            click.echo(json.dumps(statement, ensure_ascii=False))
