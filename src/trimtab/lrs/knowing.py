"""What the store knows of activities and agents from its newest statements."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from trimtab.lrs.domain import activities
from trimtab.lrs.domain.keys import agent_key, shelf
from trimtab.lrs.home import home
from trimtab.lrs.models import Statement
from trimtab.lrs.places import related_to

LOOKED_AT = 200


def known_activity(activity_id: str) -> dict[str, Any]:
    """The activity, with what its newest LOOKED_AT statements say of it; where it is no statement's object, with what those
    say in whose context it stands (part three, 2.5)."""
    key = shelf(activity_id, home())
    found = _newest(Q(object_id=key)) or _newest(related_to(f"o {key}").within(Q()))
    return activities.activity(activity_id, found)


def known_person(agent: Mapping[str, Any]) -> dict[str, Any]:
    """The agent as a Person: its identifier, and the names by which its newest LOOKED_AT statements know it (2.4)."""
    return activities.person(agent, _newest(Q(actor_key=agent_key(agent, home()))))


def _newest(condition: Q) -> list[dict[str, Any]]:
    """Statements, oldest first."""
    found = Statement.objects.filter(condition, voided=False).order_by("-stored", "-id")
    texts = found.values_list(Cast("raw", TextField()), flat=True)[:LOOKED_AT]
    return [json.loads(text) for text in texts][::-1]
