"""Lists of people that were previewed and wait to be taken; and letting go of what has had its
time.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from trimtab.kernel.errors import NotFound, Refusal
from trimtab.kernel.said import say
from trimtab.people.models import AccessLink, Guess, PendingImport, Session

MOST_BYTES = 5 * 1024 * 1024
KEPT = dt.timedelta(hours=12)
# How long it stands who was invited when and when a link was used, after the link has ended.
LINKS_KEPT = dt.timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Expired:
    """How much went because its time was over."""

    sessions: int
    links: int
    guesses: int
    imports: int


def keep_import(*, text: str, by: UUID, now: dt.datetime) -> UUID:
    """Keeps a list while it is previewed. Raises Refusal for one that is too long for a page."""
    if len(text.encode()) > MOST_BYTES:
        sentence = say(
            "The file has more than 5 MB. Split it, or use 'trimtab import people' on the server."
        )
        raise Refusal("people.large-file", sentence, "file")
    return PendingImport.objects.create(text=text, made_by_id=by, made_at=now).id


def kept_import(*, import_id: UUID, by: UUID, now: dt.datetime) -> str:
    """The list that this person previews.

    Raises NotFound for another's, one that is over, and one that was taken already.
    """
    row = PendingImport.objects.filter(
        id=import_id, made_by=by, made_at__gt=now - KEPT, done_at=None
    ).first()
    if row is None:
        raise NotFound(
            "people.no-import",
            say("This preview is over, or its people are in already. Choose the file again."),
        )
    return row.text


def close_import(*, import_id: UUID, now: dt.datetime) -> bool:
    """The list was taken: its text goes.

    Says whether this was the first time; whoever else closes it waits here.
    """
    return bool(
        PendingImport.objects.filter(id=import_id, done_at=None).update(done_at=now, text="")
    )


@transaction.atomic
def let_go_of_expired(*, now: dt.datetime) -> Expired:
    """Deletes sessions that have ended, links that ended long ago, counts that say nothing any
    more, and previews that are over.

    The last invitation of somebody who has not come in stays: it says when they were invited.
    """
    day = dt.timedelta(days=1)
    over = Q(used_at__lt=now - LINKS_KEPT) | Q(ended_at__lt=now - LINKS_KEPT)
    return Expired(
        sessions=Session.objects.filter(expire_date__lt=now).delete()[0],
        links=AccessLink.objects.filter(over).delete()[0],
        guesses=Guess.objects.filter(at__lt=now - day).delete()[0],
        imports=PendingImport.objects.filter(made_at__lt=now - KEPT).delete()[0],
    )
