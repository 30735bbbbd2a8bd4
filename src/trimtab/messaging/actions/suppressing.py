"""Addresses that get no more mail: those that bounced for good, and whose readers complained."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from trimtab.messaging.domain.mail import MOST_ADDRESS, SuppressedBecause
from trimtab.messaging.models import Letter, Suppressed
from trimtab.people import api as people

MOST_SAID = 300


@dataclass(frozen=True, slots=True)
class SuppressedFor:
    """Why an address gets no more mail, and what the other side said."""

    because: SuppressedBecause
    said: str = ""


def suppress(reasons: Mapping[str, SuppressedFor], *, now: dt.datetime) -> int:
    """These addresses get no more mail; returns how many are new. An address to which nothing goes
    from here is left out: it is nobody's of ours.
    """
    lowered = {
        address.strip().lower(): reason
        for address, reason in reasons.items()
        if len(address) <= MOST_ADDRESS and "\x00" not in address
    }
    written_to = Letter.objects.filter(address__in=lowered).values_list("address", flat=True)
    ours = {*people.ids_by_email(lowered), *written_to}
    known = set(Suppressed.objects.filter(address__in=ours).values_list("address", flat=True))
    rows = [
        Suppressed(
            address=address,
            since=now,
            because=lowered[address].because,
            said=" ".join(lowered[address].said.replace("\x00", "").split())[:MOST_SAID],
        )
        for address in sorted(ours - known)
    ]
    Suppressed.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def lift_suppression(*, addresses: Iterable[str]) -> list[str]:
    """Mail goes to these addresses again; returns those to which it did not, in lower case."""
    wanted = {address.strip().lower() for address in addresses if "\x00" not in address}
    found = Suppressed.objects.select_for_update().filter(address__in=wanted)
    lifted = sorted(found.values_list("address", flat=True))
    Suppressed.objects.filter(address__in=lifted).delete()
    return lifted
