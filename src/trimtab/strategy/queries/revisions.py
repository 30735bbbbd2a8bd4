"""Reading revisions, and why something runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from trimtab.kernel.errors import NotFound
from trimtab.strategy.domain.codec import from_json
from trimtab.strategy.domain.document import Strategy
from trimtab.strategy.domain.revisions import RevisionRow, State
from trimtab.strategy.models import Revision


def current() -> RevisionRow | None:
    """The revision in force, or None before the first adoption."""
    found = Revision.objects.filter(state=State.ADOPTED).select_related("by").first()
    return _row(found) if found else None


def require_current() -> RevisionRow:
    """The revision in force. Raises NotFound before the first adoption."""
    found = current()
    if found is None:
        raise NotFound("strategy.none", "No strategy is adopted yet. Write one and adopt it.")
    return found


def latest() -> RevisionRow | None:
    """The newest revision, whatever its state."""
    found = Revision.objects.select_related("by").order_by("-number").first()
    return _row(found) if found else None


def revision(number: int) -> RevisionRow:
    """One revision. Raises NotFound."""
    found = Revision.objects.filter(number=number).select_related("by").first()
    if found is None:
        raise NotFound("strategy.unknown", f"There is no revision {number}.")
    return _row(found)


def revisions() -> list[RevisionRow]:
    """All revisions, newest first."""
    return [_row(one) for one in Revision.objects.select_related("by").order_by("-number")]


def _row(one: Revision) -> RevisionRow:
    return RevisionRow(
        one.number,
        State(one.state),
        from_json(one.document),
        one.base_id,
        one.by_id,
        one.by.name if one.by else "Trimtab",
        one.at,
        one.because,
        one.adopted_at,
    )


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a chain of reasons: a place of the document and what stands there in words."""

    place: str
    kind: str
    says: str


def walk(document: Strategy, because: tuple[str, ...] | list[str]) -> list[Step]:
    """The places that something rests on, in words, nearest first; places that are gone are left out."""
    steps = []
    for place in because:
        said = _said(document, place)
        if said:
            steps.append(Step(place, place.split("/")[0], said))
    return steps


def _said(document: Strategy, place: str) -> str:
    parts = place.split("/")
    match parts:
        case ["answers", code]:
            answer = document.answers.get(code)
            return f"{code}: {answer.value}" if answer else ""
        case ["policy", "choices", key]:
            return next((one.says for one in document.policy.choices if one.id == key), "")
        case ["policy", "limits", *_]:
            return f"{document.policy.limits.minutes_per_week} minutes and {document.policy.limits.messages_per_week} messages a week"
        case [name, key, *_] if hasattr(document, name):
            return next((_title(one) for one in getattr(document, name) if getattr(one, "id", "") == key), "")
        case _:
            return ""


def _title(part: Any) -> str:
    return str(getattr(part, "title", "") or getattr(part, "name", "") or getattr(part, "asks", ""))
