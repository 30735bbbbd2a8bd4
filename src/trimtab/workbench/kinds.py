"""Kinds of parts and of what runs, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from trimtab.strategy import api as strategy


def kind_words(kind: str) -> str:
    """What a kind of resource is called."""
    words = {
        "audience": _("Audiences"),
        "programme": _("Practice"),
        "collection": _("Help at work"),
        "campaign": _("Messages"),
        "measure": _("Figures"),
        "evaluation": _("Comparisons"),
        "grant": _("Data grants"),
        "right": _("Decision rights"),
        "limits": _("Limits"),
        "setting": _("Settings"),
        "task": _("Tasks of people"),
    }
    return words.get(kind, kind)


ORDER = (
    "programme",
    "collection",
    "campaign",
    "task",
    "evaluation",
    "measure",
    "limits",
    "audience",
    "right",
    "grant",
    "setting",
)


@dataclass(frozen=True, slots=True)
class Changes:
    """What changes in one kind of thing that runs; settings are many and stay folded."""

    kind: str
    rows: tuple[strategy.PlanChange, ...]
    is_open: bool


def by_kind(changes: Sequence[strategy.PlanChange]) -> list[Changes]:
    """What adopting changes, by kind, what people meet first."""
    kinds = sorted(
        {change.resource for change in changes},
        key=lambda kind: ORDER.index(kind) if kind in ORDER else len(ORDER),
    )
    return [
        Changes(
            kind_words(kind),
            tuple(change for change in changes if change.resource == kind),
            kind != "setting",
        )
        for kind in kinds
    ]


def step_words(kind: str) -> str:
    """What a step of a chain of reasons is."""
    words = {
        "actions": _("action"),
        "policy": _("policy"),
        "recommendations": _("recommendation"),
        "answers": _("answer"),
        "challenges": _("challenge"),
        "audiences": _("audience"),
        "stakeholders": _("stakeholder"),
        "measures": _("figure"),
        "questions": _("question"),
        "rights": _("decision right"),
        "grants": _("data grant"),
    }
    return words.get(kind, kind)
