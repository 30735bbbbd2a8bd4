"""Small strategies for tests of rules, and what every rule must keep: one document that it speaks about, one that it does not.

A case names a rule, a document with exactly the answers that fire it, one without, and what it sets: key, or key/audience, and value.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import msgspec

from trimtab.strategy.domain.catalogue import BY_CODE, code_at
from trimtab.strategy.domain.codec import from_json, to_json
from trimtab.strategy.domain.document import (
    Action,
    ActionKind,
    Answer,
    Audience,
    Cause,
    Challenge,
    Evidence,
    EvidenceKind,
    Measure,
    Policy,
    Stakeholder,
    Strategy,
)
from trimtab.strategy.domain.patch import apply_patch
from trimtab.strategy.domain.rules import RULES, Recommendation, recommend
from trimtab.strategy.domain.settings import BY_KEY

RULES_BY_CODE = {rule.code: rule for rule in RULES}


def strategy(**parts: Any) -> Strategy:
    """A strategy with nothing in it but `parts`; its policy excludes something, so that no rule speaks."""
    given: dict[str, Any] = {
        "organisation": "Corner Shop",
        "title": "Fewer wrong labels",
        "policy": Policy(statement="Practise what is forgotten.", will_not=("No ranking.",)),
        **parts,
    }
    return Strategy(**given)


def answers(**given: Any) -> dict[str, Answer]:
    """Answers by code; an underscore stands for the hyphen: answers(Q_P9="none")."""
    return {code.replace("_", "-"): Answer(value=value) for code, value in given.items()}


def answering(**given: Any) -> Strategy:
    """A strategy with nothing but answers."""
    return strategy(answers=answers(**given))


def audience(**values: Any) -> Audience:
    """Twenty people at a desk, with a salary and a device of the organisation, always connected."""
    given: dict[str, Any] = {
        "id": "tills",
        "name": "Till staff",
        "headcount": 20,
        "setting": "desk",
        "pay": "salaried",
        "device": "provided",
        **values,
    }
    return msgspec.convert(msgspec.to_builtins(given), Audience)


def serving(*audiences: Audience, **parts: Any) -> Strategy:
    """A strategy for some audiences."""
    return strategy(audiences=audiences, **parts)


def challenge(*causes: Cause, **values: Any) -> Challenge:
    """A challenge that was seen, for till staff."""
    given: dict[str, Any] = {
        "id": "labels",
        "title": "Labels are wrong",
        "audiences": ("tills",),
        "task": "Change a label",
        "observed": "6 of 100 are wrong",
        "causes": causes,
        "evidence": (Evidence(kind=EvidenceKind.DATA, says="Counted"),),
        **values,
    }
    return Challenge(**given)


def facing(*challenges: Challenge, **parts: Any) -> Strategy:
    """A strategy with some challenges of till staff."""
    return strategy(challenges=challenges, **{"audiences": (audience(),), **parts})


def action(kind: ActionKind, **values: Any) -> Action:
    """A running action of a kind for till staff."""
    given: dict[str, Any] = {
        "id": f"do-{kind.value}",
        "title": f"Do {kind.value}",
        "kind": kind,
        "audience": "tills",
        **values,
    }
    return Action(**given)


def measure(**values: Any) -> Measure:
    """A figure of transfer with a first value."""
    given: dict[str, Any] = {
        "id": "errors",
        "name": "Wrong labels",
        "unit": "of 100",
        "baseline": 6.0,
        "owner": "ops@shop.example",
        **values,
    }
    return Measure(**given)


def stakeholder(**values: Any) -> Stakeholder:
    """Somebody who matters a little."""
    given: dict[str, Any] = {
        "id": "council",
        "name": "Works council",
        "power": 2,
        "interest": 2,
        **values,
    }
    return Stakeholder(**given)


@dataclass(frozen=True)
class Case:
    """A rule in both directions, and what it sets on the first document; `adds` are the ids or places that accepting brings."""

    code: str
    fires: Strategy
    silent: Strategy
    sets: dict[str, Any] = field(default_factory=dict)
    adds: tuple[str, ...] = ()
    about: str = ""

    def __str__(self) -> str:
        return f"{self.code} {self.about}".strip()


def fired(document: Strategy, code: str) -> tuple[Recommendation, ...]:
    """What one rule says about a document."""
    return tuple(one for one in recommend(document) if one.code == code)


def exists(document: Strategy, place: str) -> bool:
    """Whether a document has a place, also one that holds its default."""
    found: Any = document
    for name in place.split("/"):
        if isinstance(found, dict):
            found = found.get(name)
        elif isinstance(found, tuple):
            found = next(
                (
                    one
                    for one in found
                    if name in [getattr(one, key, None) for key in ("id", "decision", "rule")]
                ),
                None,
            )
        elif not hasattr(found, name):
            return False
        else:
            found = getattr(found, name)
            if found is None:
                return place.endswith(name)
        if found is None:
            return False
    return True


def hold(case: Case) -> None:
    """Asserts all that every rule must keep, on one case."""
    rule = RULES_BY_CODE[case.code]
    said = fired(case.fires, case.code)
    assert said, f"{case} is silent"
    assert not fired(case.silent, case.code), f"{case} speaks where it should not"
    assert set(rule.reads) <= set(BY_CODE), f"{case} reads what is not asked"
    for one in said:
        assert one.says.rstrip().endswith(".") and len(one.says) <= 260, one.says
        assert one.because and all(exists(case.fires, place) for place in one.because), one.because
        assert {code_at(place) for place in one.because} - {""} <= set(rule.reads), (
            one.because,
            rule.reads,
        )
        assert all(type(each.value) is type(BY_KEY[each.key].default) for each in one.sets), (
            one.sets
        )
        assert all(bool(each.audience) == BY_KEY[each.key].for_audience for each in one.sets), (
            one.sets
        )
    assert {
        f"{each.key}/{each.audience}".rstrip("/"): each.value for one in said for each in one.sets
    } == case.sets
    _patches_hold(case, said)


def _patches_hold(case: Case, said: tuple[Recommendation, ...]) -> None:
    touched: list[str] = []
    for one in said:
        if one.patch:
            after = apply_patch(case.fires, one.patch)
            assert from_json(to_json(after)) == after != case.fires
            again = [each for each in fired(after, case.code) if each.place == one.place]
            assert all(each.patch is None for each in again), f"{case} would change it again"
            touched += [
                each.value["id"] if each.op == "add" else each.place
                for each in one.patch.operations
            ]
    assert tuple(touched) == case.adds
