"""From the document to what must run. Every resource says which places of the document it
rests on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from trimtab.kernel.said import say
from trimtab.strategy.domain.document import (
    Action,
    ActionKind,
    ActionState,
    Audience,
    Expectation,
    Grant,
    Measure,
    Right,
    Strategy,
)
from trimtab.strategy.domain.in_force import InForce, in_force
from trimtab.strategy.domain.plan import (
    AudienceResource,
    Campaign,
    Collection,
    Evaluation,
    GrantResource,
    LimitsResource,
    MeasureResource,
    Programme,
    RightResource,
    RunPlan,
    SettingResource,
    TaskResource,
)
from trimtab.strategy.domain.rules import Recommendation
from trimtab.strategy.domain.settings import BY_KEY, Value
from trimtab.strategy.domain.unknowns import unknowns


def plan(document: Strategy, advice: Iterable[Recommendation] | None = None) -> RunPlan:
    """What must run under this document: running actions and all that they need.

    `advice` spares a second look at all rules when it is at hand.
    """
    settings, grounds = in_force(document, advice), _grounds(document)
    running = [action for action in document.actions if action.state is ActionState.RUNNING]
    return RunPlan(
        limits=_limits(document, settings),
        audiences=tuple(map(_audience, document.audiences)),
        programmes=tuple(
            _programme(document, one) for one in running if one.kind is ActionKind.PRACTICE
        ),
        collections=tuple(
            _collection(document, one) for one in running if one.kind is ActionKind.SUPPORT
        ),
        campaigns=tuple(
            _campaign(document, one) for one in running if one.kind is ActionKind.MESSAGE
        ),
        measures=tuple(_measure(document, one) for one in document.measures),
        evaluations=tuple(
            _evaluation(document, one, one.expects) for one in running if one.expects
        ),
        grants=tuple(map(_grant, document.grants)),
        rights=tuple(map(_right, document.rights)),
        settings=tuple(_setting(one, grounds) for one in settings),
        tasks=tasks(document),
    )


def tasks(document: Strategy) -> tuple[TaskResource, ...]:
    """What people do outside the platform, and what they find out."""
    work = (
        one
        for one in document.actions
        if one.kind is ActionKind.WORK and one.state is ActionState.RUNNING
    )
    return (*(_task(document, one) for one in work), *_to_find_out(document))


def because(document: Strategy, action: Action) -> tuple[str, ...]:
    """The chain from an action to the diagnosis: action, choice of the policy, challenge, what the
    choice rests on.
    """
    chain = [f"actions/{action.id}"]
    choice = next((one for one in document.policy.choices if one.id == action.choice), None)
    if choice:
        chain.append(f"policy/choices/{choice.id}")
    challenge = action.challenge or (choice.challenge if choice else "")
    if challenge:
        chain.append(f"challenges/{challenge}")
    return tuple(chain)


def _collected_for(document: Strategy, measure: str) -> tuple[str, ...]:
    """A measure, the questions that it answers and the challenges that it shows."""
    questions = [f"questions/{one.id}" for one in document.questions if one.measure == measure]
    challenges = [f"challenges/{one.id}" for one in document.challenges if one.measure == measure]
    return (f"measures/{measure}", *questions, *challenges)


def _grounds(document: Strategy) -> dict[str, tuple[str, ...]]:
    """What actions and choices rest on down to the diagnosis: an action on its choice and
    challenge, a choice on its challenge.

    A setting that exists because an action runs is thereby traced to the answers that called for
    the action.
    """
    actions = {f"actions/{one.id}": because(document, one)[1:] for one in document.actions}
    choices = {
        f"policy/choices/{one.id}": (f"challenges/{one.challenge}",)
        for one in document.policy.choices
        if one.challenge
    }
    return {**actions, **choices}


def _grounded(places: Iterable[str], grounds: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Places, each followed by what it rests on."""
    found: list[str] = []
    for place in places:
        found.append(place)
        if place.startswith(("actions/", "policy/")):
            found += next(
                (rests for part, rests in grounds.items() if f"{place}/".startswith(f"{part}/")), ()
            )
    return tuple(dict.fromkeys(found))


def _limits(document: Strategy, settings: tuple[InForce, ...]) -> LimitsResource:
    """The policy's limits, or what answers set where that is stricter."""
    limits, because = (
        document.policy.limits,
        ["policy/limits", *(["answers/Q-D9"] if "Q-D9" in document.answers else [])],
    )

    def stricter(key: str, own: Value) -> Any:
        for one in settings:
            if one.key == key and BY_KEY[key].meet(own, one.value) != own:
                because.extend(one.because)
                return one.value
        return own

    return LimitsResource(
        key="limits",
        minutes_per_week=stricter("practice.minutes_per_week", limits.minutes_per_week),
        messages_per_week=stricter("messages.per_week", limits.messages_per_week),
        quiet_from=_time(stricter("messages.quiet_from", limits.quiet_from.isoformat("minutes"))),
        quiet_until=_time(
            stricter("messages.quiet_until", limits.quiet_until.isoformat("minutes"))
        ),
        min_cell=stricter("data.min_cell", limits.min_cell),
        because=tuple(dict.fromkeys(because)),
    )


def _time(value: str) -> dt.time:
    return dt.time.fromisoformat(value)


def _setting(one: InForce, grounds: Mapping[str, tuple[str, ...]]) -> SettingResource:
    return SettingResource(
        key=f"{one.key}/{one.audience}".rstrip("/"),
        setting=one.key,
        audience=one.audience,
        value=one.value,
        title=one.sentence,
        rules=one.rules,
        because=_grounded(one.because, grounds),
    )


def _audience(audience: Audience) -> AudienceResource:
    return AudienceResource(
        key=audience.id,
        name=audience.name,
        rule=audience.rule,
        because=(f"audiences/{audience.id}",),
    )


def _measure(document: Strategy, measure: Measure) -> MeasureResource:
    return MeasureResource(
        key=measure.id,
        name=measure.name,
        unit=measure.unit,
        scale=measure.scale,
        grain=measure.grain,
        direction=measure.direction,
        baseline=measure.baseline,
        target=measure.target,
        because=_collected_for(document, measure.id),
    )


def _grant(grant: Grant) -> GrantResource:
    return GrantResource(
        key=grant.id,
        role=grant.role,
        data=grant.data,
        grain=grant.grain,
        days=grant.days,
        because=(f"grants/{grant.id}", f"questions/{grant.question}"),
    )


def _right(right: Right) -> RightResource:
    return RightResource(
        key=right.decision, approver=right.approver, because=(f"rights/{right.decision}",)
    )


def _task(document: Strategy, action: Action) -> TaskResource:
    return TaskResource(
        key=action.id,
        title=action.title,
        owner=action.owner,
        due=action.due,
        because=because(document, action),
    )


def _to_find_out(document: Strategy) -> Iterator[TaskResource]:
    for one in unknowns(document):
        title = say("Find out: {asks}", asks=one.asks)
        yield TaskResource(
            key=one.code, title=title, owner=one.of, due=one.until, because=(f"answers/{one.code}",)
        )


def _programme(document: Strategy, action: Action) -> Programme:
    return Programme(
        key=action.id,
        title=action.title,
        audience=action.audience,
        tags=action.content,
        minutes_per_week=action.minutes_per_week or document.policy.limits.minutes_per_week,
        desired_retention=action.desired_retention,
        holdout=action.expects.holdout if action.expects else 0.0,
        starts=action.starts,
        because=because(document, action),
    )


def _collection(document: Strategy, action: Action) -> Collection:
    return Collection(
        key=action.id,
        title=action.title,
        audience=action.audience,
        tags=action.content,
        because=because(document, action),
    )


def _campaign(document: Strategy, action: Action) -> Campaign:
    return Campaign(
        key=action.id,
        title=action.title,
        audience=action.audience,
        channel=action.channel,
        sender=action.sender,
        subject=action.subject,
        text=action.text,
        starts=action.starts,
        because=because(document, action),
    )


def _evaluation(document: Strategy, action: Action, expects: Expectation) -> Evaluation:
    return Evaluation(
        key=action.id,
        measure=expects.measure,
        design=expects.design,
        at_least=expects.at_least,
        by=expects.by,
        counts_from=expects.counts_from,
        starts=action.starts,
        response=expects.response,
        assumption=expects.assumption,
        decides=expects.decides,
        audience=action.audience,
        because=(f"measures/{expects.measure}", *because(document, action)),
    )
