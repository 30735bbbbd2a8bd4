"""From the time that was released and the hours that authors have: how much content the promise
carries.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import ceil, floor

from trimtab.kernel.said import Said, figure, say
from trimtab.strategy.domain.document import Action, ActionKind, ActionState, Strategy
from trimtab.strategy.domain.load import DAYS_BETWEEN_CHECKS, hours_needed, minutes_needed
from trimtab.strategy.domain.patch import Op, Operation
from trimtab.strategy.domain.proposals import patch
from trimtab.strategy.domain.rules.rule import Advised, Rule, Strength, number
from trimtab.strategy.domain.settings import Sets


def _running(document: Strategy, *kinds: ActionKind) -> list[Action]:
    return [
        one for one in document.actions if one.kind in kinds and one.state is ActionState.RUNNING
    ]


def _scaled(actions: Iterable[Action], share: float, *fields: str) -> Iterator[Operation]:
    """Fewer minutes and fewer pieces in the same proportion, at least one of each."""
    for one in actions:
        for field in fields:
            value = getattr(one, field)
            if value:
                less = max(floor(value * share), 1)
                yield Operation(op=Op.SET, place=f"actions/{one.id}/{field}", value=less)


def _minutes(document: Strategy, one: Action) -> float:
    """What a programme takes each week: the minutes it was given, or more when its content needs
    more.
    """
    return max(
        one.minutes_per_week,
        minutes_needed(one.pieces, document.horizon_weeks, one.desired_retention),
    )


def _too_little_time(document: Strategy) -> Iterator[Advised]:
    released = number(document, "Q-D9")
    if released is None:
        return
    sets = (Sets("practice.minutes_per_week", int(released)), Sets("rollout.scope", True))
    limit = document.policy.limits.minutes_per_week
    if limit > released:
        place = "policy/limits/minutes_per_week"
        lower = Operation(op=Op.SET, place=place, value=int(released))
        says = say(
            "The policy plans {limit} minutes a week and {released} are released. Plan "
            "what was promised, or have more released.",
            limit=limit,
            released=figure(released, "g"),
        )
        yield Advised(
            place, says, ("answers/Q-D9", place), sets, patch(say("Plan what was promised"), lower)
        )
    for audience in document.audiences:
        actions = [
            one for one in _running(document, ActionKind.PRACTICE) if one.audience == audience.id
        ]
        needed = sum(_minutes(document, one) for one in actions)
        if actions and needed > released:
            fields = [
                (one, "minutes_per_week" if one.minutes_per_week else "pieces") for one in actions
            ]
            yield Advised(
                f"audiences/{audience.id}",
                say(
                    "{name}: practice takes at least {minutes} minutes a week and {released} are "
                    "released. Cut content or have more time released; nobody is overloaded in "
                    "silence.",
                    name=audience.name,
                    minutes=ceil(needed),
                    released=figure(released, "g"),
                ),
                ("answers/Q-D9", *(f"actions/{one.id}/{field}" for one, field in fields)),
                sets,
                patch(
                    say("Cut to the time released"),
                    *_scaled(actions, released / needed, "minutes_per_week", "pieces"),
                )
                if released
                else None,
            )


R_D5 = Rule(
    "R-D5", Strength.MUST, "Ye, Su & Cao 2022, FSRS; 29 CFR 785.27-28", _too_little_time, ("Q-D9",)
)


def _too_few_hours(document: Strategy) -> Iterator[Advised]:
    hours = number(document, "Q-D10")
    content = _running(document, ActionKind.PRACTICE, ActionKind.SUPPORT)
    if hours is None or not content:
        return
    days = number(document, "Q-G8") or DAYS_BETWEEN_CHECKS
    pieces = sum(one.pieces for one in content)
    needed = hours_needed(pieces, days)
    if needed > hours or hours <= 0:
        checked = ("answers/Q-G8",) if "Q-G8" in document.answers else ()
        yield Advised(
            "answers/Q-D10",
            _over_hours(pieces, days, max(ceil(needed), 1), hours),
            ("answers/Q-D10", *checked, *(f"actions/{one.id}/pieces" for one in content)),
            (Sets("rollout.scope", True),),
            patch(
                say("Cut to what authors can keep right"),
                *_scaled(content, hours / needed, "pieces"),
            )
            if needed and hours > 0
            else None,
        )


def _over_hours(pieces: int, days: float, needed: int, hours: float) -> Said:
    if not pieces:
        return say(
            "Keeping content right takes {needed} hours a month, and authors have {hours}. Cut "
            "content, or choose what stays true for longer.",
            needed=needed,
            hours=figure(hours),
        )
    return say(
        "{pieces} questions and aids, each looked at every {days} days, take {needed} hours a "
        "month, and authors have {hours}. Cut content, or choose what stays true for longer.",
        pieces=pieces,
        days=figure(days),
        needed=needed,
        hours=figure(hours),
    )


R_D6 = Rule(
    "R-D6",
    Strength.MUST,
    "Knowledge-Centered Service (Consortium for Service Innovation): content health",
    _too_few_hours,
    ("Q-D10", "Q-G8"),
)
