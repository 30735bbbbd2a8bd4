"""What a context rule is: a pure function from the document to the recommendations that its answers
call for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

import msgspec

from trimtab.kernel.said import Said
from trimtab.strategy.domain.document import Audience, Strategy, Sureness
from trimtab.strategy.domain.patch import Patch
from trimtab.strategy.domain.settings import BY_KEY, Sets


class Strength(StrEnum):
    """How strong a recommendation is: a declined 'must' blocks adoption."""

    MUST = "must"
    SHOULD = "should"
    MAY = "may"


class Advised(msgspec.Struct, frozen=True):
    """What a rule says once: the place it is about, the sentence, the places of the answers that
    fired it, and what it sets.

    `patch` is the change to the document that accepting makes, such as a new action.
    """

    place: str
    says: Said
    because: tuple[str, ...]
    sets: tuple[Sets, ...] = ()
    patch: Patch | None = None


Fires = Callable[[Strategy], Iterable[Advised]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A context rule with its stable code, strength and source. `fires` yields nothing when the
    answers do not call for it.

    `reads` are the codes of all questions whose answers it reads: nothing else may change what it
    says.
    """

    code: str
    strength: Strength
    source: str
    fires: Fires
    reads: tuple[str, ...] = ()


class Recommendation(msgspec.Struct, frozen=True):
    """A rule's advice for this document; `sure` is as sure as the least sure of the answers it
    rests on.
    """

    code: str
    strength: Strength
    source: str
    place: str
    says: Said
    because: tuple[str, ...]
    sets: tuple[Sets, ...] = ()
    patch: Patch | None = None
    sure: Sureness = Sureness.MODERATE


def answered(document: Strategy, code: str) -> str | int | float | bool | tuple[str, ...] | None:
    """The value of an answer; None when it is open or 'we do not know yet'."""
    answer = document.answers.get(code)
    return answer.value if answer else None


def number(document: Strategy, code: str) -> float | None:
    """The value of an answer that is a number; None when it is open or no number."""
    value = answered(document, code)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def several(document: Strategy, code: str) -> frozenset[str]:
    """The values of an answer that may hold several."""
    value = answered(document, code)
    if isinstance(value, tuple):
        return frozenset(value)
    return frozenset({value}) if isinstance(value, str) else frozenset()


def when(code: str, *values: str) -> Callable[[Strategy], bool]:
    """Whether an answer is one of `values`, or holds one of them."""
    wanted = frozenset(values)
    return lambda document: not wanted.isdisjoint(several(document, code))


def simply(
    code: str,
    *values: str,
    says: Said,
    source: str,
    rule: str,
    sets: tuple[Sets, ...] = (),
    strength: Strength = Strength.SHOULD,
    patch: Patch | None = None,
) -> Rule:
    """A rule that one answer fires: when the answer to `code` is, or holds, one of `values`."""
    is_answered = when(code, *values)

    def fires(document: Strategy) -> Iterator[Advised]:
        if is_answered(document):
            yield Advised(f"answers/{code}", says, (f"answers/{code}",), sets, patch)

    return Rule(rule, strength, source, fires, (code,))


def for_audiences(
    test: Callable[[Audience], bool], fields: tuple[str, ...], says: Said, *sets: Sets
) -> Fires:
    """A rule's function that fires for each audience of which `test` holds; `says` is a pattern
    with its {name}.

    `fields` are the answers it read; settings that hold for an audience are set for that one, the
    others for all.
    """

    def fires(document: Strategy) -> Iterator[Advised]:
        for audience in document.audiences:
            if test(audience):
                at = f"audiences/{audience.id}"
                because = tuple(f"{at}/{field}" for field in fields)
                yield Advised(
                    at, says.filled(name=audience.name), because, sets_for(audience, *sets)
                )

    return fires


def sets_for(audience: Audience, *sets: Sets) -> tuple[Sets, ...]:
    """The settings, those that hold for an audience set for this one."""
    return tuple(
        Sets(one.key, one.value, audience.id) if BY_KEY[one.key].for_audience else one
        for one in sets
    )
