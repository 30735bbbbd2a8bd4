"""The circumstances: one question of the catalogue a page. Those about taking part are asked where people are to learn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec
from django.utils.translation import gettext as _

from trimtab.people import api as people
from trimtab.strategy import api as strategy
from trimtab.strategy.api import parts
from trimtab.workbench.strategy.beginning.approach import may_be_learning
from trimtab.workbench.strategy.beginning.diagnosis import answered, text
from trimtab.workbench.strategy.beginning.step import Faults, Step
from trimtab.workbench.strategy.editing.fields import Field, Input

_ASKED = ("Q-P7", "Q-P9", "Q-P11", "Q-G4", "Q-G6", "Q-C3", "Q-C4")
_LEARNING = frozenset({"Q-P7", "Q-P9", "Q-P11", "Q-G6"})
UNKNOWN = "unknown"


def _question_step(code: str) -> Step:
    question = strategy.BY_CODE[code]
    several = question.kind is strategy.AnswerKind.SEVERAL
    kind = Input.SEVERAL if several else Input.CHOICE if question.options else Input.TEXT

    def fields(document: strategy.Strategy) -> tuple[Field, ...]:
        options = (
            *((one.value, one.says) for one in question.options),
            (UNKNOWN, _("We do not know yet")),
        )
        return (
            Field(
                "answer",
                _("Your answer"),
                kind,
                True,
                "",
                tuple(options) if question.options else (),
            ),
            Field(
                "because",
                _("How do you know, or who will find out?"),
                Input.TEXT,
                False,
                _("Whoever will find out gets it as a task, and can be asked by link."),
            ),
        )

    def initial(document: strategy.Strategy) -> dict[str, Any]:
        answer = document.answers.get(code)
        if answer is None:
            return {}
        value: Any = UNKNOWN if answer.value is None else answer.value
        return {
            "answer": list(value) if isinstance(value, tuple) else [value] if several else value,
            "because": answer.because,
        }

    def write(document: strategy.Strategy, posted: Any, by: people.PersonRow) -> strategy.Strategy:
        given = posted.getlist("answer")
        known = {one.value for one in question.options}
        chosen = tuple(one for one in given if one in known)
        if not chosen and UNKNOWN not in given:
            raise Faults({"answer": _("Choose one. 'We do not know yet' is an answer.")})
        value: Any = (chosen if several else chosen[0]) if chosen else None
        because = text(posted, "because", needed=False)
        find_out = None if chosen else parts.FindOut(of=because)
        answer = msgspec.structs.replace(
            answered(document, code, value, by), because=because, find_out=find_out
        )
        changed: strategy.Strategy = msgspec.structs.replace(
            document, answers={**document.answers, code: answer}
        )
        return changed

    made = Step(
        code, question.asks, question.why, fields, initial, write, _answered(code), "question"
    )
    return replace(made, applies=may_be_learning) if code in _LEARNING else made


def _answered(code: str) -> Callable[[strategy.Strategy], bool]:
    return lambda document: code in document.answers


STEPS = tuple(_question_step(code) for code in _ASKED if code in strategy.BY_CODE)
