"""Adopting a strategy: what it will change, and making what runs match it.

The strategy room says what must run (a Plan, a pure value). Each room makes its own tables match
its part of the plan. Everything happens in one transaction, and doing it twice changes nothing the
second time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from trimtab.evaluation import api as evaluation
from trimtab.governance import api as governance
from trimtab.kernel.matching import Matched
from trimtab.kernel.said import say
from trimtab.library import api as library
from trimtab.lrs import api as lrs
from trimtab.messaging import api as messaging
from trimtab.people import api as people
from trimtab.practice import api as practice
from trimtab.strategy import api as strategy
from trimtab.support import api as support
from trimtab.xapi.profile import ActivityType, Verb


@dataclass(frozen=True, slots=True)
class Applied:
    """What making the rooms match changed, by kind of resource."""

    by_kind: dict[str, Matched]

    def __bool__(self) -> bool:
        return any(self.by_kind.values())


@dataclass(frozen=True, slots=True)
class Adopted:
    """Receipt of an adoption: the revision's number and what changed."""

    number: int
    applied: Applied


@dataclass(frozen=True, slots=True)
class Noticing:
    """Who will notice an adoption: an audience (or everybody), how many they are (None: too few to
    be told, or fewer could be had by subtracting other audiences), the titles of what they meet
    that changes, and how many settings change for them.
    """

    audience: str
    people: int | None
    titles: tuple[str, ...]
    settings: int = 0


@dataclass(frozen=True, slots=True)
class Unwritten:
    """A practice or help for which no published content has a tag yet."""

    title: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What an adoption would create, change and retire, who will notice it, and what would run
    without any content.
    """

    changes: tuple[strategy.PlanChange, ...]
    noticing: tuple[Noticing, ...]
    unwritten: tuple[Unwritten, ...]


def preview(document: strategy.Strategy, reader: Iterable[str] | None = None) -> Preview:
    """What adopting `document` would change in what runs now; for somebody with the roles `reader`,
    as far as they may read of both.
    """
    current = strategy.current()
    in_force = current.document if current else None
    if reader is not None:
        held = tuple(reader)
        document = strategy.for_reader(document, held)
        in_force = strategy.for_reader(in_force, held) if in_force else None
    running, wanted = strategy.plan(in_force) if in_force else None, strategy.plan(document)
    changes = strategy.plan_changes(running, wanted)
    concerned: dict[str, list[strategy.PlanChange]] = {}
    for change in changes:
        if change.audience and change.resource in _NOTICED:
            concerned.setdefault(change.audience, []).append(change)
    known = {
        audience.key: audience for plan in (running, wanted) if plan for audience in plan.audiences
    }
    sizes = _sizes([known[key] for key in concerned if key in known])
    rows = [
        _noticing(known[key].name, sizes[key], concerned[key]) for key in concerned if key in known
    ]
    if any(change.resource == "limits" for change in changes):
        everybody = people.count_people()
        rows.append(
            Noticing("", everybody if everybody >= governance.min_cell() else None, ("limits",))
        )
    return Preview(
        changes, tuple(sorted(rows, key=lambda row: -(row.people or 0))), _unwritten(wanted)
    )


def _sizes(audiences: Sequence[people.AudienceLike]) -> dict[str, int | None]:
    """How many people each audience has; None where it, or what is left of another one, is too
    small to be told. Audiences overlap.

    Who belongs where is looked at for as many people as are enough to tell; were there more, more
    is withheld and never less.
    """
    sets, _everybody = people.audience_sets(audiences, most=MOST_LOOKED_AT)
    cells = Counter(sets)
    groups = {
        audience.key: frozenset(cell for cell in cells if audience.key in cell)
        for audience in audiences
    }
    shown = governance.shown(groups, cells, least=governance.min_cell())
    counts = people.count_by_rule(audience for audience in audiences if audience.key in shown)
    return {audience.key: counts.get(audience.key) for audience in audiences}


MOST_LOOKED_AT = 20_000
_NOTICED = frozenset({"audience", "programme", "collection", "campaign", "setting"})


def _noticing(audience: str, count: int | None, changes: list[strategy.PlanChange]) -> Noticing:
    met = tuple(
        change.title for change in changes if change.resource not in {"audience", "setting"}
    )
    return Noticing(audience, count, met, sum(change.resource == "setting" for change in changes))


def _unwritten(plan: strategy.Plan) -> tuple[Unwritten, ...]:
    """What would run with nothing to practise or to look up."""
    tags = library.tags()
    asked, helped = {tag.tag for tag in tags if tag.items}, {tag.tag for tag in tags if tag.aids}
    return (
        *(
            Unwritten(programme.title, programme.tags)
            for programme in plan.programmes
            if asked.isdisjoint(programme.tags)
        ),
        *(
            Unwritten(collection.title, collection.tags)
            for collection in plan.collections
            if helped.isdisjoint(collection.tags)
        ),
    )


@transaction.atomic
def adopt(
    *, number: int, by: people.PersonRow | None, now: datetime, approved_by: Iterable[UUID] = ()
) -> Adopted:
    """Puts revision `number` in force and makes what runs match it; `by` None is the platform
    itself (first start, console).

    `approved_by` are people who approved this very change under another decision right. Raises
    Refusal when findings block the revision, it is over, or nobody but its authors has approved it.
    What is in force already stays so, and nobody did anything.
    """
    strategy.one_at_a_time()
    was_in_force = strategy.revision(number).state is strategy.State.ADOPTED
    revision = strategy.adopt(
        number=number, by=by.id if by else None, now=now, approved_by=approved_by
    )
    applied = match_rooms(strategy.plan(revision.document), now=now)
    if was_in_force:
        return Adopted(number=number, applied=applied)
    changed = {kind: _counts(matched) for kind, matched in applied.by_kind.items() if matched}
    governance.audit(
        actor_id=by.id if by else None,
        act="strategy.adopted",
        target=f"strategy/revisions/{number}",
        detail=changed if by else {"at_console": say("nobody else has approved it"), **changed},
        now=now,
    )
    if by is not None:
        _record(by, revision, now)
    return Adopted(number=number, applied=applied)


@transaction.atomic
def apply(*, now: datetime) -> Applied:
    """Makes what runs match the revision in force; changes nothing when it does already.

    Raises NotFound when no revision is in force.
    """
    return match_rooms(strategy.plan(strategy.require_current().document), now=now)


def match_rooms(plan: strategy.Plan, *, now: datetime) -> Applied:
    """Asks every room to match its part of `plan`, from the ground floor up."""
    messaging.set_limits(
        messaging.Limits(
            plan.limits.messages_per_week, plan.limits.quiet_from, plan.limits.quiet_until
        )
    )
    governance.set_min_cell(plan.limits.min_cell)
    return Applied(
        {
            "audiences": people.match_audiences(plan.audiences, now=now),
            "rights": governance.match_rights(plan.rights, now=now),
            "grants": governance.match_grants(plan.grants, now=now),
            "programmes": practice.match_programmes(
                plan.programmes, minutes_per_week=plan.limits.minutes_per_week, now=now
            ),
            "collections": support.match_collections(plan.collections, now=now),
            "campaigns": messaging.match_campaigns(plan.campaigns, now=now),
            "measures": evaluation.match_measures(plan.measures, now=now),
            "evaluations": evaluation.match_evaluations(plan.evaluations, now=now),
        }
    )


def _counts(matched: Matched) -> dict[str, list[str]]:
    return {
        "created": list(matched.created),
        "changed": list(matched.changed),
        "retired": list(matched.retired),
    }


def _record(by: people.PersonRow, revision: strategy.RevisionRow, now: datetime) -> None:
    lrs.record(
        actor=by.pseudonym,
        verb=Verb.ADOPTED,
        object_id=f"strategy/revisions/{revision.number}",
        object_name=revision.document.title,
        object_type=ActivityType.REVISION,
        now=now,
    )
