"""Where a place of the document is edited, by those who may."""

from __future__ import annotations

from django.urls import reverse

from trimtab.people import api as people
from trimtab.strategy import api as strategy
from trimtab.workbench.permission import WRITING
from trimtab.workbench.strategy.editing.fields import key_of, members
from trimtab.workbench.strategy.editing.parts import TYPES


def address_for(person: people.PersonRow, document: strategy.Strategy, place: str) -> str:
    """The page where this person edits a place; "" for whoever writes nothing and may not go."""
    return address_of(document, place) if person.roles & set(WRITING) else ""


def address_of(document: strategy.Strategy, place: str) -> str:
    """The page where a place is edited; the working copy when it has no page of its own."""
    match place.split("/"):
        case ["answers", code, *_] if code in strategy.BY_CODE:
            return reverse("workbench:answer", args=[code])
        case ["policy", "choices", key, *_]:
            return _part(document, "choices", key)
        case ["policy", *_] | ["summary"] | ["horizon_weeks"]:
            return reverse("workbench:policy")
        case ["recommendations", *_]:
            return reverse("workbench:advice")
        case [kind, key, *_] if kind in TYPES:
            return _part(document, kind, key)
        case [kind] if kind in TYPES:
            return reverse("workbench:parts", args=[kind])
        case _:
            return reverse("workbench:draft")


def _part(document: strategy.Strategy, kind: str, key: str) -> str:
    """The page of a part, or the list of its kind when the part is gone."""
    if key in {key_of(part) for part in members(document, kind)}:
        return reverse("workbench:part", args=[kind, key])
    return reverse("workbench:parts", args=[kind])
