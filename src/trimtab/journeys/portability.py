"""All that is held about one person, to take along (General Data Protection Regulation, articles 15
and 20).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from trimtab.courses import api as courses
from trimtab.evaluation import api as evaluation
from trimtab.governance import api as governance
from trimtab.lrs import api as lrs
from trimtab.messaging import api as messaging
from trimtab.people import api as people
from trimtab.practice import api as practice
from trimtab.strategy import api as strategy
from trimtab.support import api as support


def everything(
    person: people.PersonRow, *, by: people.PersonRow | None, now: datetime
) -> dict[str, Any]:
    """What each room holds about a person, as plain data: the person themselves, then lists by what
    they hold; `merged` holds the same of each who was merged into them.

    `by` takes it out; None is the command line. Raises NotAllowed for anybody but the person and
    stewards.
    """
    about = governance.OnePerson(person.id)
    if not governance.access(by, governance.What.HELD, about, now=now).is_open:
        people.require(by, *governance.offices(governance.What.HELD))
    held = _held(person)
    doubles = [_held(double) for double in people.doubles_of(person.id)]
    return {**held, "merged": doubles} if doubles else held


def _held(person: people.PersonRow) -> dict[str, Any]:
    addresses = people.addresses_of(person)
    return {
        "person": {
            "name": person.name,
            "email": person.email,
            "sign_in": person.sign_in_name,
            "unit": person.unit_name,
            "attributes": dict(person.attributes),
            "roles": sorted(person.roles),
            "manages": list(person.managed_units),
            "language": person.language,
            "time_zone": person.time_zone,
            "pseudonym": str(person.pseudonym),
        },
        "signing_in": people.held_about(person.id),
        "audiences": [audience.name for audience in people.audiences_of(person.id)],
        **practice.held_about(person.id),
        **support.held_about(person.id),
        **messaging.held_about(person.id, addresses),
        **strategy.held_about(person.id, addresses),
        **evaluation.held_about(person.id),
        **governance.held_about(person.id),
        "requests_to_be_erased": governance.requests_of(person.id),
        **lrs.held_about(person.pseudonym, addresses),
        "courses": courses.held_about(person.id),
        "documents": lrs.documents_about(person.pseudonym, addresses),
    }
