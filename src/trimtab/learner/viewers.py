"""Who may see what, in words for the people whom the figures are about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from trimtab.governance import api as governance
from trimtab.journeys import seeing
from trimtab.strategy import api as strategy

ROLES = {
    "learner": _l("People who learn"),
    "manager": _l("Managers"),
    "author": _l("Authors"),
    "strategist": _l("Strategists"),
    "steward": _l("Data stewards"),
    "administrator": _l("Administrators"),
    "stakeholder": _l("Stakeholders"),
}
DATA = {
    "practice": _l("how much is practised"),
    "measures": _l("what is measured at work"),
    "results": _l("what came of it, in a sentence"),
    "lookups": _l("what was searched for"),
    "items": _l("how questions fare"),
}
GRAINS = {
    "unit": _l("by shop or team"),
    "audience": _l("by group"),
    "organisation": _l("for the whole organisation"),
    "aid": _l("by aid"),
    "item": _l("by question"),
    "person": _l("by person"),
}


@dataclass(frozen=True, slots=True)
class Viewer:
    """A role and what its people may see."""

    role: str
    sees: tuple[str, ...]


def viewers(
    grants: Sequence[governance.GrantRow], document: strategy.Strategy | None = None
) -> list[Viewer]:
    """Roles with what they may see and for which question of `document`, in their order.

    Words that are unknown stay as they are.
    """
    questions = document.questions if document else ()
    asks = {f"questions/{question.id}": question.asks for question in questions}
    seen: dict[str, dict[str, None]] = {}
    for grant in grants:
        sentence = _("%(what)s, %(grain)s; until %(day)s") % {
            "what": DATA.get(grant.data, grant.data),
            "grain": GRAINS.get(grant.grain, grant.grain),
            "day": seeing.last_day(grant.ends_at),
        }
        behind = next((asks[place] for place in grant.because if place in asks), "")
        seen.setdefault(grant.role, {})[_to_answer(sentence, behind)] = None
    return [
        Viewer(str(ROLES.get(role, role)), tuple(sentences))
        for role, sentences in sorted(seen.items())
    ]


def _to_answer(sentence: str, question: str) -> str:
    if not question:
        return sentence
    said = _("%(what)s. The question behind it: “%(question)s”")
    return said % {"what": sentence, "question": question}
