"""Erasing a person from the command line."""

from __future__ import annotations

from dataclasses import asdict

import click

from trimtab.console import environment


@click.group("people")
def people_command() -> None:
    """Erase a person. `trimtab export person` writes all that is held about one first."""


@people_command.command("erase")
@click.argument("email")
@click.option("--because", default="", help="The reason. It stays in the audit, so leave the name out.")
@click.option("--dry-run", is_flag=True, help="Only count what would go.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase(email: str, because: str, dry_run: bool, yes: bool) -> None:
    """Erase the person with this address for good: name, address, and every word of theirs. What was counted stays."""
    with environment.database():
        from trimtab import clock
        from trimtab.journeys import erasure
        from trimtab.kernel.errors import NotFound
        from trimtab.people import api

        person = api.person_by_email(email)
        if person is None:
            raise NotFound("people.unknown", f"There is nobody with the address {email}.", "email")
        for name, count in asdict(erasure.goes(person)).items():
            click.echo(f"{name:12}{count:10,}")
        for number in erasure.stays(person).revisions:
            click.echo(f"Revision {number} of the strategy names this person; revisions are never rewritten.")
        if dry_run:
            click.echo("Nothing was changed.")
            return
        erasure.check_reason(because, person)
        if not yes:
            click.confirm("Erase this person for good?", abort=True)
        done = erasure.erase(person_id=person.id, by=None, because=because, now=clock.now())
        click.echo(f"Erased. Entry {done.entry} of the audit says when and why, and not who.")
