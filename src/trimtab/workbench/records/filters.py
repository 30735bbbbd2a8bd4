"""Which records are asked for: as it stands in the address, and as the store understands it."""

from __future__ import annotations

import datetime as dt
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from trimtab.kernel import written
from trimtab.kernel.errors import Refusal
from trimtab.lrs import api as lrs
from trimtab.lrs.api import Filters
from trimtab.sealing import unseal
from trimtab.web import forms
from trimtab.web.forms import Asks, Faults, Form

ON_A_PAGE = 50
_Word = Annotated[str, Asks(most=500)]
_DAY = dt.timedelta(days=1)


class RecordsForm(Form, frozen=True, kw_only=True):
    """What somebody asks for, as it was written; "" asks for everything.

    `actor` is a pseudonym, or a seal of ours that names somebody without saying who it is;
    `credential` is the user of a key.
    """

    actor: _Word = ""
    verb: _Word = ""
    activity: _Word = ""
    since: _Word = ""
    until: _Word = ""
    credential: _Word = ""

    def without(self, name: str) -> str:
        """The query of the address that asks for the same but for one filter."""
        texts = forms.texts(self)
        return urlencode({other: text for other, text in texts.items() if text and other != name})


def asked_for(given: QueryDict) -> RecordsForm:
    """The filters of an address, as they were written."""
    return forms.read(RecordsForm, given)


def filters_for(asked: RecordsForm) -> Filters:
    """The filters as the store understands them. Raises Faults for what cannot be read."""
    faults: dict[str, str] = {}
    since, until = _day(asked.since, "since", faults), _day(asked.until, "until", faults)
    agent = _agent(asked.actor, faults)
    if faults:
        raise Faults(faults)
    return Filters(
        agent=agent,
        verb=asked.verb,
        activity=asked.activity,
        authority=asked.credential,
        since=since,
        until=until + _DAY if until else None,
        limit=ON_A_PAGE,
    )


def _agent(text: str, faults: dict[str, str]) -> str:
    """The key of a pseudonym, or of whoever a link of ours names."""
    if not text:
        return ""
    try:
        return lrs.person_key(UUID(text))
    except ValueError:
        pass
    try:
        return unseal(text)
    except Refusal:
        faults["actor"] = _(
            "A pseudonym is 32 digits and letters in five groups. Copy it from a record."
        )
        return ""


def _day(text: str, name: str, faults: dict[str, str]) -> dt.datetime | None:
    """The beginning of a day where the reader is."""
    day = written.day(text)
    if text and day is None:
        faults[name] = _("Give a day such as 2026-03-01.")
    if day is None:
        return None
    return dt.datetime.combine(day, dt.time(), timezone.get_current_timezone())
