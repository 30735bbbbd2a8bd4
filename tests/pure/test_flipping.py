"""Flip one answer, and exactly what depends on it changes: over the whole catalogue, and over what describes an audience."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum
from pathlib import Path
from typing import Any, get_type_hints

import msgspec
import pytest

from tests.pure.strategy_examples import audience, serving
from trimtab.strategy.domain.catalogue import BY_CODE, QUESTIONS, AnswerKind, Question, code_at
from trimtab.strategy.domain.changes import resources
from trimtab.strategy.domain.codec import load_yaml
from trimtab.strategy.domain.coherence import CHECKS, check
from trimtab.strategy.domain.document import Answer, Audience, Strategy
from trimtab.strategy.domain.plan import LimitsResource, SettingResource, TaskResource
from trimtab.strategy.domain.planning import plan
from trimtab.strategy.domain.rules import RULES, recommend

DEMO = load_yaml((Path(__file__).parents[2] / "src/trimtab/demo/content/strategy.yaml").read_text()).document
READS = {rule.code: frozenset(rule.reads) for rule in RULES}
LOOKS_AT = {one.code: frozenset(one.reads) for one in CHECKS}
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
    return msgspec.structs.replace(document, answers={**document.answers, code: Answer(value=value)})


def differing(before: Sequence[Any], after: Sequence[Any]) -> list[Any]:
    """What is on one side only; patches hold plain data and have no hash."""
    return [*(one for one in before if one not in after), *(one for one in after if one not in before)]


def only_what_depends_changes(before: Strategy, after: Strategy, code: str) -> None:
    """Asserts that recommendations, settings, all else that runs, and findings differ only where they read `code`."""
    advice = differing(recommend(before), recommend(after))
    assert {one.code for one in advice} <= {rule for rule, reads in READS.items() if code in reads}
    running, wanted = resources(plan(before)), resources(plan(after))
    for name in running.keys() | wanted.keys():
        old, new = running.get(name), wanted.get(name)
        if old == new:
            continue
        sides = [one for one in (old, new) if one is not None]
        match sides[0]:
            case SettingResource():
                assert any(
                    code in READS[rule] for one in sides if isinstance(one, SettingResource) for rule in one.rules
                ), name
            case TaskResource():
                assert name[1] == code
            case LimitsResource():
                assert any(code_at(place) == code for one in sides for place in one.because), name
            case _:
                raise AssertionError(f"{name} rests on no answer")
    found = differing(check(before), check(after))
    assert {one.code for one in found} <= {one for one, reads in LOOKS_AT.items() if code in reads}


@pytest.mark.parametrize("code", [one.code for one in QUESTIONS if one.kind is not AnswerKind.RECORDS])
@pytest.mark.parametrize("document", [DEMO, serving(audience())], ids=["full", "small"])
def test_flipping_one_answer_changes_what_depends_on_it_and_nothing_else(document: Strategy, code: str) -> None:
    flipped = [answered(document, code, value) for value in values(BY_CODE[code])]
    for before, after in zip([document, *flipped], flipped, strict=False):
        only_what_depends_changes(before, after, code)


DESCRIBED = [
    (name, hint)
    for name, hint in get_type_hints(Audience).items()
    if isinstance(hint, type) and issubclass(hint, Enum) and code_at(f"audiences/tills/{name}")
]


@pytest.mark.parametrize(("name", "options"), DESCRIBED, ids=[name for name, _ in DESCRIBED])
def test_describing_an_audience_otherwise_changes_what_reads_it(name: str, options: type[Enum]) -> None:
    first, *rest = DEMO.audiences
    code = code_at(f"audiences/{first.id}/{name}")
    for option in options:
        changed = msgspec.structs.replace(first, **{name: option})
        only_what_depends_changes(DEMO, msgspec.structs.replace(DEMO, audiences=(changed, *rest)), code)
