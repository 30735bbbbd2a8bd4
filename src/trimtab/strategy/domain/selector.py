"""Which approach fits a challenge: spaced learning, performance support, both, not yet, or neither.

After Quinn (Upside Learning 2023; Litmos) on the two kinds of microlearning, and the five moments of need (Gottfredson & Mosher 2011).
"""

from __future__ import annotations

from dataclasses import dataclass

from trimtab.strategy.domain.document import NOT_LEARNING, Approach, Cause, Challenge, EvidenceKind, Level

TO_PRACTISE = frozenset({Cause.FORGET, Cause.DO_NOT_KNOW})


@dataclass(frozen=True, slots=True)
class Advice:
    """The approach, and the reasons in words with the places they rest on."""

    approach: Approach
    because: tuple[str, ...]
    places: tuple[str, ...]


def advise(challenge: Challenge) -> Advice:
    """The approach for a challenge, from its causes, the cost of an error, and whether there is time to look things up."""
    at = f"challenges/{challenge.id}"
    causes = set(challenge.causes)
    if not causes:
        return Advice(
            Approach.NOT_YET, ("No cause is named yet. Find out why before anything is made.",), (f"{at}/causes",)
        )
    if causes <= NOT_LEARNING:
        return Advice(Approach.NEITHER, ("Its causes are not mended by learning. Change the work.",), (f"{at}/causes",))
    if Cause.CANNOT_DO_YET in causes and not causes & TO_PRACTISE:
        return Advice(
            Approach.NOT_YET,
            ("The skill is not there yet. A course or coached practice comes first, spacing after.",),
            (f"{at}/causes",),
        )
    practise, support = _practise(challenge, at), _support(challenge, at)
    match bool(practise), bool(support):
        case True, True:
            return Advice(Approach.BOTH, *_joined(practise + support))
        case True, False:
            return Advice(Approach.SPACED_LEARNING, *_joined(practise))
        case False, True:
            return Advice(Approach.PERFORMANCE_SUPPORT, *_joined(support))
        case _:
            return Advice(Approach.NOT_YET, ("Neither fits clearly. Watch the task once more.",), (at,))


def _practise(challenge: Challenge, at: str) -> list[tuple[str, str]]:
    found = []
    if set(challenge.causes) & TO_PRACTISE:
        if challenge.time_to_look_up is Level.LOW:
            found.append(("There is no time to look it up, so it must be in the head.", f"{at}/time_to_look_up"))
        if challenge.frequency is not Level.LOW and challenge.volatility is not Level.HIGH:
            found.append(("It is needed often and changes rarely, so knowing it pays.", f"{at}/frequency"))
    return found


def _support(challenge: Challenge, at: str) -> list[tuple[str, str]]:
    found = []
    if Cause.CANNOT_FIND in challenge.causes:
        found.append(("The answer exists and is not found in time.", f"{at}/causes"))
    if challenge.time_to_look_up is not Level.LOW and challenge.frequency is Level.LOW:
        found.append(("It is rare and there is time to look it up.", f"{at}/frequency"))
    if challenge.volatility is Level.HIGH and challenge.time_to_look_up is not Level.LOW:
        found.append(("It changes too often to be learnt by heart.", f"{at}/volatility"))
    if challenge.cost_of_error is Level.HIGH and set(challenge.causes) & TO_PRACTISE:
        found.append(("An error is costly: practice with an aid behind it.", f"{at}/cost_of_error"))
    return found


def _joined(found: list[tuple[str, str]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(reason for reason, _ in found), tuple(place for _, place in found)


def is_hypothesis(challenge: Challenge) -> bool:
    """Whether opinion is all that supports it (R-D4)."""
    return all(one.kind is EvidenceKind.OPINION for one in challenge.evidence)
