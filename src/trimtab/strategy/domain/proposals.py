"""What accepting a recommendation changes in the document: a choice of the policy, and actions that
carry it out.

A proposed action leaves its owner and date open where nobody can be named; the coherence check then
asks for them (L9).
"""

from __future__ import annotations

from typing import Any

from trimtab.kernel.said import Said, capital, say
from trimtab.strategy.domain.document import ActionKind, ActionState, Approach, Challenge, Strategy
from trimtab.strategy.domain.patch import Op, Operation, Patch
from trimtab.strategy.domain.selector import APPROACHES, Advice

_KINDS = {
    Approach.SPACED_LEARNING: (ActionKind.PRACTICE,),
    Approach.PERFORMANCE_SUPPORT: (ActionKind.SUPPORT,),
    Approach.BOTH: (ActionKind.PRACTICE, ActionKind.SUPPORT),
    Approach.NOT_YET: (),
    Approach.NEITHER: (),
}
_SAYS = {
    Approach.SPACED_LEARNING: "Spaced practice for '{}'.",
    Approach.PERFORMANCE_SUPPORT: "Help at the moment of need for '{}'.",
    Approach.BOTH: "Spaced practice for '{}', with aids behind it.",
    Approach.NOT_YET: "No small portions for '{}' yet.",
    Approach.NEITHER: "No learning for '{}'; the work changes.",
}
_TITLES = {ActionKind.PRACTICE: "Practise: {}", ActionKind.SUPPORT: "Aids for: {}"}


def patch(title: Said, *operations: Operation) -> Patch | None:
    """The operations as one change; None when there is nothing to change."""
    return Patch(title=title, operations=operations) if operations else None


def new_action(
    document: Strategy, key: str, title: str, kind: ActionKind, **values: Any
) -> tuple[Operation, ...]:
    """Adds an action, unless the document has one of that id already, also a retired one: what was
    stopped is not begun anew.
    """
    if any(one.id == key for one in document.actions):
        return ()
    given = {name: value for name, value in values.items() if value}
    return (
        Operation(
            op=Op.ADD,
            place="actions",
            value={"id": key, "title": title, "kind": kind.value, **given},
        ),
    )


def work_outside(
    document: Strategy, challenge: Challenge, choice: str = ""
) -> tuple[Operation, ...]:
    """Work for somebody outside learning: the owner of the figure that shows the problem, where
    there is one.
    """
    if _runs(document, challenge, ActionKind.WORK):
        return ()
    owner = next((one.owner for one in document.measures if one.id == challenge.measure), "")
    title = f"Change the work so that this ends: {challenge.title}"
    return new_action(
        document,
        f"work-{challenge.id}",
        title,
        ActionKind.WORK,
        challenge=challenge.id,
        owner=owner,
        choice=_choice(document, challenge) or choice,
    )


def for_approach(document: Strategy, challenge: Challenge, advice: Advice) -> Patch | None:
    """The choice of the policy for a challenge, and the actions that it needs and that do not run
    yet.
    """
    operations = [*_chosen(document, challenge, advice)]
    choice = _choice(document, challenge) or f"choice-{challenge.id}"
    if advice.approach is Approach.NEITHER:
        operations += work_outside(document, challenge, choice)
    elif advice.approach is Approach.NOT_YET:
        operations += _first(document, challenge, choice)
    for kind in _KINDS[advice.approach]:
        operations += _for_audiences(document, challenge, kind, choice)
    return patch(
        say(
            "{approach} for '{title}'",
            approach=capital(APPROACHES[advice.approach]),
            title=challenge.title,
        ),
        *operations,
    )


def _first(document: Strategy, challenge: Challenge, choice: str) -> tuple[Operation, ...]:
    """What comes before small portions: finding the cause, or a course."""
    if _runs(document, challenge, ActionKind.WORK):
        return ()
    key, says = (
        ("first", "First a course or coached practice")
        if challenge.causes
        else ("find-out", "Find out why")
    )
    title = f"{says}: {challenge.title}"
    return new_action(
        document,
        f"{key}-{challenge.id}",
        title,
        ActionKind.WORK,
        challenge=challenge.id,
        choice=choice,
    )


def _runs(document: Strategy, challenge: Challenge, kind: ActionKind) -> bool:
    return any(
        one.challenge == challenge.id and one.kind is kind and one.state is ActionState.RUNNING
        for one in document.actions
    )


def _choice(document: Strategy, challenge: Challenge) -> str:
    return next((one.id for one in document.policy.choices if one.challenge == challenge.id), "")


def _chosen(document: Strategy, challenge: Challenge, advice: Advice) -> tuple[Operation, ...]:
    known = _choice(document, challenge)
    for one in document.policy.choices:
        if one.id == known:
            place = f"policy/choices/{known}/approach"
            return (
                ()
                if one.approach is advice.approach
                else (Operation(op=Op.SET, place=place, value=advice.approach.value),)
            )
    value = {
        "id": f"choice-{challenge.id}",
        "says": _SAYS[advice.approach].format(challenge.title),
        "challenge": challenge.id,
        "approach": advice.approach.value,
        "because": [str(reason) for reason in advice.because],
    }
    return (Operation(op=Op.ADD, place="policy/choices", value=value),)


def _for_audiences(
    document: Strategy, challenge: Challenge, kind: ActionKind, choice: str
) -> tuple[Operation, ...]:
    """One action for each audience of the challenge; none when one of the kind runs already."""
    if _runs(document, challenge, kind):
        return ()
    names = {one.id: one.name for one in document.audiences}
    operations: list[Operation] = []
    for audience in challenge.audiences:
        title = _TITLES[kind].format(challenge.title)
        if len(challenge.audiences) > 1:
            title = f"{title} ({names.get(audience, audience)})"
        key = f"{kind.value}-{challenge.id}-{audience}"
        operations += new_action(
            document, key, title, kind, challenge=challenge.id, choice=choice, audience=audience
        )
    return tuple(operations)
