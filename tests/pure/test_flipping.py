"""Flip one answer, and exactly what depends on it changes: over the whole catalogue, and over what
describes a part; on every strategy.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, get_type_hints

import msgspec
import pytest

from tests.pure.strategy_edits import DEMO
from tests.pure.strategy_examples import audience, serving
from trimtab.strategy.domain.catalogue import BY_CODE, QUESTIONS, AnswerKind, Question, code_at
from trimtab.strategy.domain.changes import resources
from trimtab.strategy.domain.coherence import CHECKS, Finding, check
from trimtab.strategy.domain.document import Answer, Audience, Challenge, Stakeholder, Strategy
from trimtab.strategy.domain.plan import LimitsResource, Resource, SettingResource, TaskResource
from trimtab.strategy.domain.planning import plan
from trimtab.strategy.domain.ready import READY
from trimtab.strategy.domain.rules import RULES, Recommendation, recommend

FULL = {"demonstration": DEMO, **{one.name: one.document for one in READY}}
DOCUMENTS = {**FULL, "small": serving(audience())}
READS = {rule.code: frozenset(rule.reads) for rule in RULES}
READ_BY = {
    question.code: {rule.code for rule in RULES if question.code in rule.reads}
    for question in QUESTIONS
}
LOOKED_AT_BY = {
    question.code: {one.code for one in CHECKS if question.code in one.reads}
    for question in QUESTIONS
}
NUMBERS = (0, 1, 3, 7, 30, 400)


def values(question: Question) -> Iterator[Any]:
    """Every option, some sets of options, some numbers; and that nobody knows."""
    match question.kind:
        case AnswerKind.CHOICE:
            yield from (option.value for option in question.options)
        case AnswerKind.SEVERAL:
            yield from ((option.value,) for option in question.options)
            yield tuple(option.value for option in question.options)
        case AnswerKind.NUMBER:
            yield from NUMBERS
        case AnswerKind.TEXT:
            yield from ("", "Somebody said so.")
        case AnswerKind.RECORDS:
            return
    yield None


def answered(document: Strategy, code: str, value: Any) -> Strategy:
    return msgspec.structs.replace(
        document, answers={**document.answers, code: Answer(value=value)}
    )


def by_code(said: Sequence[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for one in said:
        found.setdefault(one.code, []).append(one)
    return found


def differing(before: Sequence[Any], after: Sequence[Any]) -> set[str]:
    """The codes of the rules or checks that say something else."""
    old, new = by_code(before), by_code(after)
    return {code for code in old.keys() | new.keys() if old.get(code) != new.get(code)}


@dataclass(frozen=True)
class Said:
    """All that follows from a document."""

    advice: Sequence[Recommendation]
    runs: Mapping[tuple[str, str], Resource]
    findings: Sequence[Finding]


def said(document: Strategy) -> Said:
    advice = recommend(document)
    return Said(advice, resources(plan(document, advice)), check(document))


BEFORE = {name: said(document) for name, document in DOCUMENTS.items()}


def only_what_depends_changes(before: Said, after: Said, code: str, where: str) -> None:
    """Asserts that recommendations, settings, all else that runs, and findings differ only where
    they read `code`.
    """
    advice = differing(before.advice, after.advice)
    assert advice <= READ_BY[code], where
    for key in before.runs.keys() | after.runs.keys():
        old, new = before.runs.get(key), after.runs.get(key)
        if old == new:
            continue
        sides = [one for one in (old, new) if one is not None]
        match sides[0]:
            case SettingResource():
                rules = {
                    rule for one in sides if isinstance(one, SettingResource) for rule in one.rules
                }
                assert any(code in READS[rule] for rule in rules), (where, key)
            case TaskResource():
                assert key[1] == code, (where, key)
            case LimitsResource():
                assert any(code_at(place) == code for one in sides for place in one.because), (
                    where,
                    key,
                )
            case _:
                raise AssertionError(f"{where}: {key} rests on no answer")
    found = differing(before.findings, after.findings)
    assert found <= LOOKED_AT_BY[code], where


@pytest.mark.parametrize(
    "code", [one.code for one in QUESTIONS if one.kind is not AnswerKind.RECORDS]
)
def test_flipping_one_answer_changes_what_depends_on_it_and_nothing_else(code: str) -> None:
    for name, document in DOCUMENTS.items():
        before = BEFORE[name]
        for value in values(BY_CODE[code]):
            after = said(answered(document, code, value))
            only_what_depends_changes(before, after, code, f"{name}: {value}")
            before = after


DESCRIBED = [
    (records, field, hint)
    for records, kind in (
        ("audiences", Audience),
        ("challenges", Challenge),
        ("stakeholders", Stakeholder),
    )
    for field, hint in get_type_hints(kind).items()
    if isinstance(hint, type) and issubclass(hint, Enum) and code_at(f"{records}/one/{field}")
]


@pytest.mark.parametrize(
    ("records", "field", "options"),
    DESCRIBED,
    ids=[f"{records}-{field}" for records, field, _ in DESCRIBED],
)
def test_describing_a_part_otherwise_changes_what_reads_it(
    records: str, field: str, options: type[Enum]
) -> None:
    code = code_at(f"{records}/one/{field}")
    for name, document in FULL.items():
        members = getattr(document, records)
        for place, one in enumerate(members):
            for option in set(options) - {getattr(one, field)}:
                described = (
                    *members[:place],
                    msgspec.structs.replace(one, **{field: option}),
                    *members[place + 1 :],
                )
                after = said(msgspec.structs.replace(document, **{records: described}))
                only_what_depends_changes(BEFORE[name], after, code, f"{name}: {one.id} {option}")
