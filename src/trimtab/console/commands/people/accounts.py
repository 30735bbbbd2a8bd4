"""People from the command line: adding, inviting, a new password, roles, shutting out, erasing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import click

from trimtab.console import environment

if TYPE_CHECKING:
    from trimtab.journeys.inviting import Sheet


@click.group("people")
def people_command() -> None:
    """Add people, invite them, hand out new passwords, give roles, shut out who has left, erase.

    `trimtab import people` brings a list in; `trimtab export person` writes all that is held about
    one."""


@people_command.command("add")
@click.argument("email")
@click.option("--name", required=True, help="The person's name.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    default=("learner",),
    show_default=True,
    help="May be given several times.",
)
@click.option("--unit", default="", help="The code of the unit.")
@click.option(
    "--manages",
    multiple=True,
    help="The code of a unit that they manage; may be given several times.",
)
def add(email: str, name: str, roles: tuple[str, ...], unit: str, manages: tuple[str, ...]) -> None:
    """Add a person; EMAIL may be a sign-in name for somebody without e-mail. Invite them
    afterwards."""
    with environment.database():
        from trimtab import clock
        from trimtab.journeys import staffing

        given = staffing.PersonDetails(email, name, unit, staffing.roles_of(roles), manages)
        staffing.add(given=given, by=None, now=clock.now())
        click.echo(f"Added. Invite them: trimtab people invite {email}")


@people_command.command("invite")
@click.argument("emails", nargs=-1)
@click.option("--unit", default="", help="Everybody of this unit and those below it.")
@click.option("--role", default="", help="Everybody with this role.")
@click.option("--again", is_flag=True, help="Also those who were invited and have not come in.")
@click.option(
    "--print",
    "as_links",
    is_flag=True,
    help="Print name, sign-in name and link instead of sending mail.",
)
@click.option(
    "--sheets",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a page of sheets to print and hand out (HTML).",
)
def invite(
    emails: tuple[str, ...], unit: str, role: str, again: bool, as_links: bool, sheets: Path | None
) -> None:
    """Invite people: those with EMAILS, or everybody (of a unit, with a role) who was never
    invited.

    Each gets a link that works once, for 14 days; a new one replaces the old."""
    with environment.database():
        from trimtab import clock
        from trimtab.journeys import inviting
        from trimtab.kernel.errors import Refusal
        from trimtab.messaging import api as messaging

        now = clock.now()
        ids = [_person(email) for email in emails] or _fitting(unit, role, again)
        if as_links or sheets:
            made = inviting.invite_on_paper(person_ids=ids, by=None, address=_address(), now=now)
            _show(made, sheets)
            return
        if not messaging.sends_mail():
            sentence = (
                "Mail is not set up (on the page Mail, or by TRIMTAB_EMAIL_URL), so no letter would leave. "
                "Use --print or --sheets FILE."
            )
            raise Refusal("people.no-mail", sentence)
        done = inviting.invite_by_mail(person_ids=ids, by=None, now=now)
        click.echo(
            f"{done.letters} invitations written; they leave within minutes, outside the quiet "
            "hours."
        )
        if done.without_mail:
            click.echo(
                f"{done.without_mail} have no e-mail: use --print or --sheets FILE for them."
            )


def _fitting(unit: str, role: str, again: bool) -> list[UUID]:
    from trimtab import clock
    from trimtab.people import api
    from trimtab.people.api import EntryStage

    wanted = (
        (EntryStage.NEW, EntryStage.EXPIRED, EntryStage.INVITED) if again else (EntryStage.NEW,)
    )
    return [
        key
        for standing in wanted
        for key in api.ids_to_invite(unit=unit, role=role, standing=standing, now=clock.now())
    ]


def _person(email: str) -> UUID:
    from trimtab.kernel.errors import NotFound
    from trimtab.people import api

    person = api.person_by_email(email)
    if person is None:
        raise NotFound("people.unknown", f"There is nobody with the address {email}.", "email")
    return person.id


def _address() -> Callable[[str], str]:
    """Makes whole links; at the address that TRIMTAB_BASE_URL gives."""
    from django.urls import reverse

    from trimtab.config import env

    return lambda token: f"{env.BASE_URL}{reverse('come-in', args=[token])}"


def _show(made: list[Sheet], file: Path | None) -> None:
    if file is None:
        for sheet in made:
            click.echo(
                f"{sheet.name}\t{sheet.sign_in_name}\t{sheet.link}"
                f"\t{sheet.expires_at:%Y-%m-%d %H:%M} UTC"
            )
        click.echo(f"{len(made)} links. They are shown this once.", err=True)
        return
    from zoneinfo import ZoneInfo

    from django.template.loader import render_to_string
    from django.utils import timezone

    from trimtab.config import env
    from trimtab.people import api
    from trimtab.support.api import qr_svg

    context = {
        "sheets": [(sheet, qr_svg(sheet.link)) for sheet in made],
        "sign_in": f"{env.BASE_URL}/sign-in",
    }
    organisation = api.organisation()
    with timezone.override(ZoneInfo(organisation.time_zone if organisation else "UTC")):
        page = render_to_string("sheets.html", context)
    try:
        file.touch(mode=0o600)
        file.write_text(page, encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"{file} could not be written: {error.strerror}.") from error
    click.echo(
        f"{file}: {len(made)} sheets. Whoever has the file can come in as these people: delete it "
        "once it is printed."
    )


@people_command.command("reset")
@click.argument("email")
def reset(email: str) -> None:
    """Print a link with which the person chooses a new password; it works once, for a day."""
    with environment.database():
        from trimtab import clock
        from trimtab.journeys import inviting

        _show(
            [
                inviting.hand_out_reset(
                    person_id=_person(email), by=None, address=_address(), now=clock.now()
                )
            ],
            None,
        )


@people_command.command("second-step-off")
@click.argument("email")
def second_step_off(email: str) -> None:
    """Remove the passkeys, the authenticator app and the recovery codes of a person who has lost
    theirs; they are signed out everywhere, and told."""
    with environment.database():
        from trimtab import clock
        from trimtab.journeys import second_steps

        removed = second_steps.remove_all(person_id=_person(email), by=None, now=clock.now())
        click.echo("Removed." if removed else "There was nothing to remove.")


@people_command.command("roles")
@click.argument("email")
@click.argument("roles", nargs=-1, required=True)
@click.option(
    "--manages",
    multiple=True,
    help="The code of a unit that they manage; may be given several times.",
)
def roles(email: str, roles: tuple[str, ...], manages: tuple[str, ...]) -> None:
    """Give a person exactly these ROLES; without --manages a manager keeps the units they have."""
    with environment.database():
        from trimtab import clock
        from trimtab.journeys import staffing
        from trimtab.people import api

        row = api.person(_person(email))
        given = staffing.PersonDetails(
            row.address,
            row.name,
            row.unit_code,
            staffing.roles_of(roles),
            manages or row.managed_units,
        )
        changed = staffing.change(person_id=row.id, given=given, by=None, now=clock.now())
        click.echo("Kept." if changed else "Nothing was different.")


@people_command.command("shut-out")
@click.argument("email")
def shut_out(email: str) -> None:
    """Shut out somebody who has left: no sign-in, sessions and links end, no messages, no practice.
    Records stay."""
    with environment.database():
        from trimtab import clock
        from trimtab.journeys import staffing

        done = staffing.shut_out(person_id=_person(email), by=None, now=clock.now())
        click.echo("Shut out." if done else "They were shut out already.")


@people_command.command("let-in")
@click.argument("email")
def let_in(email: str) -> None:
    """Let somebody back in who was shut out."""
    with environment.database():
        from trimtab import clock
        from trimtab.journeys import staffing

        done = staffing.let_back_in(person_id=_person(email), by=None, now=clock.now())
        click.echo("They may sign in again." if done else "They were not shut out.")


@people_command.command("erase")
@click.argument("email")
@click.option(
    "--because", default="", help="The reason. It stays in the audit, so leave the name out."
)
@click.option("--dry-run", is_flag=True, help="Only count what would go.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase(email: str, because: str, dry_run: bool, yes: bool) -> None:
    """Erase the person with this address for good: name, address, and every word of theirs. What
    was counted stays."""
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
            click.echo(
                f"Revision {number} of the strategy names this person; revisions are never "
                "rewritten."
            )
        if dry_run:
            click.echo("Nothing was changed.")
            return
        erasure.check_reason(because, person)
        if not yes:
            click.confirm("Erase this person for good?", abort=True)
        done = erasure.erase(person_id=person.id, by=None, because=because, now=clock.now())
        click.echo(f"Erased. Entry {done.entry} of the audit says when and why, and not who.")
