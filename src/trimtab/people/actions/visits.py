"""Ways through a directory: begun by a browser, ended by the same one, once."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from uuid import UUID

from django.db import transaction

from trimtab.kernel.errors import NotFound
from trimtab.kernel.said import say
from trimtab.people.domain.connections import VISIT_LASTS, DirectoryVisit
from trimtab.people.models import Visit

MOST_ANSWER = 256 * 1024


@transaction.atomic
def begin_visit(
    *, connection_id: UUID, browser: str, tester: UUID | None, next_path: str, now: datetime
) -> DirectoryVisit:
    """Somebody leaves for a directory. `browser` is a secret that only their browser has.

    Those whose time is over are forgotten.
    """
    Visit.objects.filter(expires_at__lte=now).delete()
    begun = DirectoryVisit(
        # SAML gives it back when it is at most 80 characters long (bindings, 3.5.3).
        state=secrets.token_urlsafe(32),
        nonce=secrets.token_urlsafe(32),
        verifier=secrets.token_urlsafe(48)[:64],
        connection_id=connection_id,
        next=next_path[:500],
        tester=tester,
    )
    Visit.objects.create(
        state=_digest(begun.state),
        browser=_digest(browser),
        connection_id=connection_id,
        nonce=begun.nonce,
        verifier=begun.verifier,
        next=begun.next,
        tester_id=tester,
        expires_at=now + VISIT_LASTS,
    )
    return begun


def keep_answer(*, connection_id: UUID, state: str, answer: str, now: datetime) -> bool:
    """Keeps what came back by a form from another site, until the browser follows, and so much of
    what is too long that this can be seen; False when nobody is on such a way.
    """
    waiting = Visit.objects.filter(
        state=_digest(state), connection=connection_id, expires_at__gt=now, answer=""
    )
    return bool(waiting.update(answer=answer[: MOST_ANSWER + 1]))


@transaction.atomic
def end_visit(*, connection_id: UUID, state: str, browser: str, now: datetime) -> DirectoryVisit:
    """Somebody is back: their way is ended, and nobody comes back on it again.

    Raises NotFound, for the administrator, when it is unknown, over, ended, or another browser's.
    """
    row = (
        Visit.objects.select_for_update()
        .filter(state=_digest(state), connection=connection_id, expires_at__gt=now)
        .first()
    )
    if row is None:
        raise NotFound(
            "directory.state",
            say(
                "Its answer belongs to no sign-in that was begun here within the last ten minutes, "
                "or it was used before."
            ),
        )
    if not browser or not secrets.compare_digest(row.browser, _digest(browser)):
        raise NotFound(
            "directory.browser",
            say("Its answer came with another browser than the one that the sign-in began in."),
        )
    row.delete()
    return DirectoryVisit(
        state, row.nonce, row.verifier, connection_id, row.next, row.tester_id, row.answer
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
