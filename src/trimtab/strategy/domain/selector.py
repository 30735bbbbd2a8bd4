"""Which approach fits a challenge: spaced learning, performance support, both, not yet, or neither.

After Quinn (Upside Learning 2023; Litmos) on the two kinds of microlearning, and the five moments
of need (Gottfredson & Mosher 2011). What the choice proposes to do about it stands in proposals.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from trimtab.kernel.said import Said, say, say_in
from trimtab.strategy.domain.circumstances import AtHand, Device, Expertise, Need, WorkSetting
from trimtab.strategy.domain.document import (
    NOT_LEARNING,
    Approach,
    Audience,
    Cause,
    Challenge,
    EvidenceKind,
    Level,
)

APPROACHES = {
    Approach.SPACED_LEARNING: say("spaced learning"),
    Approach.PERFORMANCE_SUPPORT: say("performance support"),
    Approach.BOTH: say_in("an approach", "both"),
    Approach.NOT_YET: say_in("an approach", "not yet"),
    Approach.NEITHER: say_in("an approach", "neither"),
}
TO_PRACTISE = frozenset({Cause.FORGET, Cause.DO_NOT_KNOW})
Reason = tuple[Said, str]


@dataclass(frozen=True, slots=True)
class Advice:
    """The approach, and the reasons in words with the places they rest on."""

    approach: Approach
    because: tuple[Said, ...]
    places: tuple[str, ...]


def advise(challenge: Challenge, audiences: Iterable[Audience] = ()) -> Advice:
    """The approach for a challenge, from its causes, its task, and the circumstances of the
    audiences that it concerns.
    """
    concerned = tuple(one for one in audiences if one.id in challenge.audiences)
    early = _before_learning(challenge, concerned)
    if early:
        return early
    practise = list(_practise(challenge, concerned))
    support = list(_support(challenge, concerned))
    if practise and support:
        return _advice(Approach.BOTH, practise + support)
    return (
        _advice(Approach.SPACED_LEARNING, practise)
        if practise
        else _advice(Approach.PERFORMANCE_SUPPORT, support)
    )


def _before_learning(challenge: Challenge, audiences: tuple[Audience, ...]) -> Advice | None:
    """'Neither' or 'not yet', when small portions are not the answer, or not the first one."""
    place, causes = f"challenges/{challenge.id}/causes", set(challenge.causes)
    if not causes:
        says = say("No cause is named yet. Find out why before anything is made.")
        return _advice(Approach.NOT_YET, [(says, place)])
    if causes == {Cause.DO_NOT_BELIEVE}:
        says = say("People can do it and see no reason to. Nobody is trained into a reason.")
        return _advice(Approach.NEITHER, [(says, place)])
    if causes <= NOT_LEARNING:
        says = say(
            "All causes that were named lie in the work, and learning does not mend these. Change "
            "the work."
        )
        return _advice(Approach.NEITHER, [(says, place)])
    if Cause.CANNOT_DO_YET in causes and not causes & TO_PRACTISE:
        says = say(
            "The skill is not there yet. A course or coached practice comes first, spacing after."
        )
        return _advice(Approach.NOT_YET, [(says, place)])
    return _new_field(challenge, audiences)


def _new_field(challenge: Challenge, audiences: tuple[Audience, ...]) -> Advice | None:
    """'Not yet', where all who are concerned are new to a large field."""
    at = f"challenges/{challenge.id}"
    newcomers = [
        f"audiences/{audience.id}/expertise"
        for audience in audiences
        if audience.expertise is Expertise.NOVICE
    ]
    is_large = Cause.DO_NOT_KNOW in challenge.causes and challenge.complexity is Level.HIGH
    if not is_large or not newcomers or len(newcomers) < len(audiences):
        return None
    says = say(
        "It is a large new field for newcomers. A course with examples comes first, small "
        "portions after."
    )
    return Advice(Approach.NOT_YET, (says,), (f"{at}/causes", f"{at}/complexity", *newcomers))


def _practise(challenge: Challenge, audiences: tuple[Audience, ...]) -> Iterator[Reason]:
    """Reasons to bring it into the head."""
    at = f"challenges/{challenge.id}"
    if not set(challenge.causes) & TO_PRACTISE:
        return
    if challenge.time_to_look_up is Level.LOW:
        yield (
            say("There is no time to look it up, so it must be in the head."),
            f"{at}/time_to_look_up",
        )
    yield from _nothing_at_hand(audiences)
    if challenge.confusable is Level.HIGH:
        yield (
            say("Cases look alike, and only mixed practice teaches to tell them apart."),
            f"{at}/confusable",
        )
    if (
        challenge.frequency is not Level.LOW
        and challenge.volatility is not Level.HIGH
        and challenge.arbitrary is not Level.HIGH
    ):
        often = say("often") if challenge.frequency is Level.HIGH else say("some times a month")
        stays = say("rarely") if challenge.volatility is Level.LOW else say("only now and then")
        yield (
            say(
                "It is needed {often} and changes {stays}, so knowing it pays.",
                often=often,
                stays=stays,
            ),
            f"{at}/frequency",
        )
    elif challenge.complexity is Level.HIGH and challenge.volatility is not Level.HIGH:
        yield say("A complex skill grows by coming back to it over months."), f"{at}/complexity"


def _nothing_at_hand(audiences: Iterable[Audience]) -> Iterator[Reason]:
    for one in audiences:
        if one.at_hand is AtHand.HANDS_BUSY:
            yield (
                say("{name}: both hands are taken at the moment of work.", name=one.name),
                f"audiences/{one.id}/at_hand",
            )
        elif one.device is Device.NONE:
            yield (
                say("{name}: there is no device to look it up on.", name=one.name),
                f"audiences/{one.id}/device",
            )
        elif one.setting is WorkSetting.DRIVING:
            yield (
                say("{name}: nobody looks anything up at the wheel.", name=one.name),
                f"audiences/{one.id}/setting",
            )


def _support(challenge: Challenge, audiences: tuple[Audience, ...]) -> Iterator[Reason]:
    """Reasons to put it into the world, where it is seen at the moment of need."""
    at, causes = f"challenges/{challenge.id}", set(challenge.causes)
    if Cause.CANNOT_FIND in causes:
        yield say("The answer exists and is not found in time."), f"{at}/causes"
    if audiences and len(list(_nothing_at_hand(audiences))) == len(audiences):
        return
    if challenge.time_to_look_up is not Level.LOW:
        yield from _time_to_look(challenge, audiences)
    if challenge.cost_of_error is Level.HIGH and causes & TO_PRACTISE:
        yield say("An error is costly: practice with an aid behind it."), f"{at}/cost_of_error"


def _time_to_look(challenge: Challenge, audiences: tuple[Audience, ...]) -> Iterator[Reason]:
    at = f"challenges/{challenge.id}"
    if challenge.frequency is Level.LOW:
        yield say("It is rare and there is time to look it up."), f"{at}/frequency"
    if challenge.volatility is Level.HIGH:
        yield say("It changes too often to be learnt by heart."), f"{at}/volatility"
    if challenge.arbitrary is Level.HIGH:
        yield (
            say("Its details are arbitrary, and machines keep such things better than heads."),
            f"{at}/arbitrary",
        )
    for one in audiences:
        if Need.SOLVE in one.moments and challenge.complexity is Level.HIGH:
            yield (
                say(
                    "{name}: faults are sought step by step, and a guide leads through them.",
                    name=one.name,
                ),
                f"audiences/{one.id}/moments",
            )
        if Need.CHANGE in one.moments and challenge.volatility is Level.MEDIUM:
            yield (
                say(
                    "{name}: on the day it changes an aid helps; practice replaces the old habit "
                    "after.",
                    name=one.name,
                ),
                f"audiences/{one.id}/moments",
            )


def _advice(approach: Approach, found: list[Reason]) -> Advice:
    return Advice(
        approach,
        tuple(reason for reason, _ in found),
        tuple(dict.fromkeys(place for _, place in found)),
    )


def is_hypothesis(challenge: Challenge) -> bool:
    """Whether opinion is all that supports it (R-D4)."""
    return all(one.kind is EvidenceKind.OPINION for one in challenge.evidence)
