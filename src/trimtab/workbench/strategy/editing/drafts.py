"""The working copy: the newest revision, and saving a change to it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from trimtab.kernel import written
from trimtab.kernel.errors import NotFound
from trimtab.kernel.said import Said, say
from trimtab.people import api as people
from trimtab.strategy import api as strategy
from trimtab.web.requests import Request


def working_copy() -> strategy.RevisionRow:
    """The newest revision. Raises NotFound before there is any."""
    row = strategy.latest()
    if row is None:
        raise NotFound("strategy.none", _("There is no strategy yet. Begin with the problem."))
    return row


def base_of(request: Request) -> int | None:
    """The revision that the writer saw when the form was opened."""
    return written.whole(request.POST.get("base"))


def seen(request: Request) -> strategy.RevisionRow:
    """The revision that a form was filled in on.

    What somebody else has changed since is merged when it is kept.
    """
    base = base_of(request)
    return working_copy() if base is None else strategy.revision(base)


def keep(
    document: strategy.Strategy,
    *,
    by: people.PersonRow,
    because: str,
    base: int | None,
    now: datetime,
) -> strategy.RevisionRow:
    """Saves a change as a revision."""
    return strategy.save_draft(document=document, by=by.id, because=because, base=base, now=now)


def mended(done: Said, mend: str) -> Said:
    """What was done, with the mend that was made at the same time; "" is none."""
    return say("{done}. {mend}", done=done, mend=mend) if mend else done


def page_of_ours(given: str) -> str:
    """Where the writer came from, when that is a page of the strategy; "" for anywhere else."""
    return given if given.startswith("/strategy") and "//" not in given else ""
