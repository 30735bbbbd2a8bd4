"""What the store knows of activities and agents from its newest statements."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from trimtab.lrs.domain.keys import agent_key, shelf
from trimtab.lrs.domain.statements import activities
from trimtab.lrs.domain.statements.rows import Filters
from trimtab.lrs.models import Statement
from trimtab.lrs.queries.installation import home
from trimtab.lrs.queries.statements import paging
from trimtab.lrs.queries.statements.places import StatementPlace, related_to

LOOKED_AT = 200


def known_activity(activity_id: str) -> dict[str, Any]:
    """The activity, with what its newest LOOKED_AT statements say of it; where it is no
    statement's object, with what those say in whose context it stands (part three, 2.5)."""
    key = shelf(activity_id, home())
    statements = _newest(StatementPlace(Q(object_id=key))) or _newest(related_to(f"o {key}"))
    return activities.activity(activity_id, statements)


def known_person(agent: Mapping[str, Any]) -> dict[str, Any]:
    """The agent as a Person: its identifier, and the names by which its
    newest LOOKED_AT statements know it (2.4)."""
    return activities.person(agent, _newest(StatementPlace(Q(actor_key=agent_key(agent, home())))))


def _newest(place: StatementPlace) -> list[dict[str, Any]]:
    """Statements, oldest first."""
    rows = paging.first_of(Statement.objects.filter(voided=False), [place], Filters(), LOOKED_AT)
    return [json.loads(text) for _stored, _id, text in reversed(rows)]
