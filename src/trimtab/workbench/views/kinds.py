"""Kinds of parts and of what runs, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext as _


def kind_words(kind: str) -> str:
    """What a kind of resource is called."""
    words = {
        "audience": _("Audiences"), "programme": _("Practice"), "collection": _("Help at work"), "campaign": _("Messages"),
        "measure": _("Figures"), "evaluation": _("Comparisons"), "grant": _("Data grants"), "right": _("Decision rights"),
        "limits": _("Limits"), "setting": _("Settings"), "task": _("Tasks of people"),
    }  # fmt: skip
    return words.get(kind, kind)


def step_words(kind: str) -> str:
    """What a step of a chain of reasons is."""
    words = {
        "actions": _("action"), "policy": _("policy"), "recommendations": _("recommendation"), "answers": _("answer"),
        "challenges": _("challenge"), "audiences": _("audience"), "stakeholders": _("stakeholder"), "measures": _("figure"),
        "questions": _("question"), "rights": _("decision right"), "grants": _("data grant"),
    }  # fmt: skip
    return words.get(kind, kind)
