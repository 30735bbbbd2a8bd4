"""What a context rule is: a pure function from the document to the recommendations that its answers call for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from trimtab.strategy.domain.document import Audience, Strategy
from trimtab.strategy.domain.patch import Patch


class Strength(StrEnum):
    """How strong a recommendation is: a declined 'must' blocks adoption."""

    MUST = "must"
    SHOULD = "should"
    MAY = "may"


@dataclass(frozen=True, slots=True)
class Advised:
    """What a rule says once: the place it is about, the sentence, the answers that fired it, and what it would set."""

    place: str
    says: str
    because: tuple[str, ...]
    sets: str = ""
    patch: Patch | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A context rule with its stable code, strength and source. `fires` yields nothing when the answers do not call for it."""

    code: str
    strength: Strength
    source: str
    fires: Callable[[Strategy], Iterable[Advised]]


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A rule's advice for this document."""

    code: str
    strength: Strength
    source: str
    place: str
    says: str
    because: tuple[str, ...]
    sets: str = ""
    patch: Patch | None = None


def answered(document: Strategy, code: str) -> str | int | float | bool | tuple[str, ...] | None:
    """The value of an answer; None when it is open or 'we do not know yet'."""
    answer = document.answers.get(code)
    return answer.value if answer else None


def several(document: Strategy, code: str) -> frozenset[str]:
    """The values of an answer that may hold several."""
    value = answered(document, code)
    if isinstance(value, tuple):
        return frozenset(value)
    return frozenset({value}) if isinstance(value, str) else frozenset()


def when(code: str, *values: str) -> Callable[[Strategy], bool]:
    """Whether an answer is one of `values`, or holds one of them."""
    return lambda document: bool(several(document, code) & set(values))


def simply(
    code: str, *values: str, says: str, sets: str = "", strength: Strength = Strength.SHOULD, source: str, rule: str
) -> Rule:
    """A rule that one answer fires."""

    def fires(document: Strategy) -> Iterator[Advised]:
        if when(code, *values)(document):
            yield Advised(f"answers/{code}", says, (f"answers/{code}",), sets)

    return Rule(rule, strength, source, fires)


def for_audiences(
    test: Callable[[Audience], bool], fields: tuple[str, ...], says: str, sets: str
) -> Callable[[Strategy], Iterator[Advised]]:
    """A rule's function that fires for each audience of which `test` holds; `fields` are the answers it read."""

    def fires(document: Strategy) -> Iterator[Advised]:
        for audience in document.audiences:
            if test(audience):
                at = f"audiences/{audience.id}"
                yield Advised(at, says.format(name=audience.name), tuple(f"{at}/{field}" for field in fields), sets)

    return fires
