"""From the document to what must run. Every resource says which places of the document it rests on."""

from __future__ import annotations

from trimtab.strategy.domain.document import Action, ActionKind, ActionState, Expectation, Strategy
from trimtab.strategy.domain.plan import (
    AudienceResource,
    Campaign,
    Collection,
    Evaluation,
    GrantResource,
    LimitsResource,
    MeasureResource,
    Plan,
    Programme,
    RightResource,
)


def plan(document: Strategy) -> Plan:
    """What must run under this document: running actions and all that they need."""
    running = [action for action in document.actions if action.state is ActionState.RUNNING]
    return Plan(
        limits=_limits(document),
        audiences=tuple(
            AudienceResource(key=one.id, name=one.name, rule=one.rule, because=(f"audiences/{one.id}",))
            for one in document.audiences
        ),
        programmes=tuple(_programme(document, one) for one in running if one.kind is ActionKind.PRACTICE),
        collections=tuple(_collection(document, one) for one in running if one.kind is ActionKind.SUPPORT),
        campaigns=tuple(_campaign(document, one) for one in running if one.kind is ActionKind.MESSAGE),
        measures=tuple(
            MeasureResource(
                key=one.id,
                name=one.name,
                unit=one.unit,
                scale=one.scale,
                grain=one.grain,
                direction=one.direction,
                baseline=one.baseline,
                target=one.target,
                because=(f"measures/{one.id}",),
            )
            for one in document.measures
        ),
        evaluations=tuple(_evaluation(document, one, one.expects) for one in running if one.expects),
        grants=tuple(
            GrantResource(
                key=one.id,
                role=one.role,
                data=one.data,
                grain=one.grain,
                days=one.days,
                because=(f"grants/{one.id}", f"questions/{one.question}"),
            )
            for one in document.grants
        ),
        rights=tuple(
            RightResource(key=one.decision, approver=one.approver, because=(f"rights/{one.decision}",))
            for one in document.rights
        ),
    )


def because(document: Strategy, action: Action) -> tuple[str, ...]:
    """The chain from an action to the diagnosis: action, choice of the policy, challenge, what the choice rests on."""
    chain = [f"actions/{action.id}"]
    choice = next((one for one in document.policy.choices if one.id == action.choice), None)
    if choice:
        chain.append(f"policy/choices/{choice.id}")
    challenge = action.challenge or (choice.challenge if choice else "")
    if challenge:
        chain.append(f"challenges/{challenge}")
    return tuple(chain)


def _limits(document: Strategy) -> LimitsResource:
    limits = document.policy.limits
    return LimitsResource(
        key="limits",
        minutes_per_week=limits.minutes_per_week,
        messages_per_week=limits.messages_per_week,
        quiet_from=limits.quiet_from,
        quiet_until=limits.quiet_until,
        min_cell=limits.min_cell,
        because=("policy/limits", "answers/Q-D9"),
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
        starts=action.starts,
        response=expects.response,
        assumption=expects.assumption,
        decides=expects.decides,
        audience=action.audience,
        because=(f"measures/{expects.measure}", *because(document, action)),
    )
