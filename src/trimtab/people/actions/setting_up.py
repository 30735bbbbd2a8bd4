"""An installation without an organisation: the one link that opens its set-up page."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.utils.translation import gettext as _

from trimtab.kernel.errors import NotFound, Refusal
from trimtab.people.domain.beginning import SET_UP_WORKS_FOR, SetUpRow
from trimtab.people.domain.links import CHARACTERS, digest, spelled
from trimtab.people.models import Organisation, SetUpLink


def make_set_up_link(*, now: datetime) -> str:
    """The token of a new link to the set-up page, told now and never again; an earlier one ends.

    Raises Refusal where an organisation is there.
    """
    there = Organisation.objects.values_list("name", flat=True).first()
    if there is not None:
        sentence = _("'%(name)s' is set up already. There is no set-up page any more.")
        raise Refusal("people.organisation-there", sentence % {"name": there})
    token = spelled(secrets.token_bytes(CHARACTERS))
    values = {
        "digest": digest(token),
        "made_at": now,
        "expires_at": now + SET_UP_WORKS_FOR,
        "logo": b"",
    }
    SetUpLink.objects.update_or_create(id=1, defaults=values)
    return token


def set_up_link(token: str, *, now: datetime) -> SetUpRow:
    """What a token opens. Raises NotFound, with a sentence that says what to do, for one that opens
    nothing (any more).
    """
    link = SetUpLink.objects.filter(digest=digest(token)).first()
    if link is None:
        raise NotFound(
            "people.link-unknown",
            _(
                "It was used already, there is a newer one, or not all of it was copied. The "
                "newest one works, once."
            ),
        )
    if link.expires_at <= now:
        raise NotFound("people.link-expired", _("The time of this link is over."))
    return SetUpRow(link.expires_at, bytes(link.logo))


def keep_set_up_logo(*, token: str, logo: bytes) -> None:
    """Keeps a logo that was drawn anew (empty: none) for the next try of the same form."""
    SetUpLink.objects.filter(digest=digest(token)).update(logo=logo)


def use_set_up_link(*, token: str, now: datetime) -> None:
    """The link works no more; of two at once the second waits here. Raises NotFound.

    In the transaction that makes the organisation.
    """
    set_up_link(token, now=now)
    used, _kinds = SetUpLink.objects.filter(digest=digest(token), expires_at__gt=now).delete()
    if not used:
        set_up_link(token, now=now)
