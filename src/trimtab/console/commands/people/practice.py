"""What practice has derived from answers, derived anew."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING
from uuid import UUID

import click

from trimtab.console import environment, progress
from trimtab.console.problems import REFUSED
from trimtab.kernel.errors import Refusal

if TYPE_CHECKING:
    from trimtab.practice.api import Rebuilt

PEOPLE_AT_ONCE = 100


@click.group("practice")
def practice_command() -> None:
    """Look after what is remembered of answers."""


@practice_command.command("rebuild")
@click.argument("emails", nargs=-1, metavar="[EMAIL …]")
@click.option("--dry-run", is_flag=True, help="Only count what is not right; exit code 1 if any.")
@click.option("--json", "as_json", is_flag=True, help="The counts as JSON.")
def rebuild_command(emails: tuple[str, ...], dry_run: bool, as_json: bool) -> None:
    """Derive memory states anew from the answers, which are the truth; of these people, or of all.

    What is as it should be is left alone, so twice changes nothing the second time. It may be
    stopped at any time, and used while everybody works: answers wait for at most 100 people's.
    """
    with environment.database():
        from trimtab.practice import api as practice

        person_ids = _ids(emails) if emails else practice.who_remembers()
        done = _rebuild(person_ids, writes=not dry_run)
    wrong = done.mended + done.missing + done.removed
    if as_json:
        click.echo(json.dumps({"people": len(person_ids), **asdict(done)}))
    else:
        click.echo(_told(done, len(person_ids), dry_run=dry_run))
    if dry_run and wrong:
        raise SystemExit(REFUSED)


def _ids(emails: Sequence[str]) -> list[UUID]:
    """The people with these addresses. Raises Refusal when there is nobody with one of them."""
    from trimtab.people import api as people

    known = people.ids_by_email(emails)
    for email in emails:
        if email.lower() not in known:
            raise Refusal("people.unknown", f"There is nobody with the address '{email}'.", "EMAIL")
    return sorted(set(known.values()))


def _rebuild(person_ids: Sequence[UUID], *, writes: bool) -> Rebuilt:
    from trimtab.practice import api as practice

    done, total = practice.Rebuilt(), len(person_ids)
    with progress.steps() as step:
        for start in range(0, total, PEOPLE_AT_ONCE):
            step("Deriving memory states", start, total)
            some = person_ids[start : start + PEOPLE_AT_ONCE]
            done += practice.rebuild_memory(person_ids=some, writes=writes)
        step("Deriving memory states", total, total)
    return done


def _told(done: Rebuilt, people_count: int, *, dry_run: bool) -> str:
    would = "would be " if dry_run else ""
    return (
        f"{done.states:,} memory states of {people_count:,} people: {done.mended:,} {would}mended, "
        f"{done.missing:,} {would}added, {done.removed:,} {would}removed."
    )
