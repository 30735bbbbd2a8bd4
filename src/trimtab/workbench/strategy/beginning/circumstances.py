"""The circumstances: one question of the catalogue a page.

Those about taking part are asked where people are to learn.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from trimtab.kernel.errors import Refusal
from trimtab.people import api as people
from trimtab.strategy import api as strategy
from trimtab.strategy.api import GivenAnswer
from trimtab.web import forms
from trimtab.web.forms import Faults, Form
from trimtab.workbench.strategy.beginning.approach import may_be_learning
from trimtab.workbench.strategy.beginning.step import BeginningStep
from trimtab.workbench.strategy.beginning.writing import UNKNOWN, Text, answered
from trimtab.workbench.strategy.editing.fields import FormField, Input

_ASKED = ("Q-P7", "Q-P9", "Q-P11", "Q-G4", "Q-G6", "Q-C3", "Q-C4")
_LEARNING = frozenset({"Q-P7", "Q-P9", "Q-P11", "Q-G6"})


class QuestionForm(Form, frozen=True, kw_only=True):
    """An answer, with how one knows it, or who will find out."""

    answer: tuple[str, ...] = ()
    because: Text = ""


def _question_step(question: strategy.Question) -> BeginningStep:
    return BeginningStep(
        question.code,
        question.asks,
        question.why,
        partial(_fields, question),
        partial(_initial, question),
        partial(_write, question),
        _answered(question.code),
        special="question",
        applies=may_be_learning if question.code in _LEARNING else lambda document: True,
    )


def _answered(code: str) -> Callable[[strategy.Strategy], bool]:
    return lambda document: code in document.answers


def _is_several(question: strategy.Question) -> bool:
    return question.kind is strategy.AnswerKind.SEVERAL


def _fields(question: strategy.Question, document: strategy.Strategy) -> tuple[FormField, ...]:
    options = tuple((option.value, option.says) for option in question.options)
    plain = Input.CHOICE if options else Input.TEXT
    return (
        FormField(
            "answer",
            _("Your answer"),
            Input.SEVERAL if _is_several(question) else plain,
            required=True,
            options=(*options, (UNKNOWN, _("We do not know yet"))) if options else (),
        ),
        FormField(
            "because",
            _("How do you know, or who will find out?"),
            Input.TEXT,
            help=_("Whoever will find out gets it as a task, and can be asked by link."),
        ),
    )


def _initial(question: strategy.Question, document: strategy.Strategy) -> dict[str, Any]:
    answer = document.answers.get(question.code)
    if answer is None:
        return {}
    value = UNKNOWN if answer.value is None else answer.value
    several = list(value) if isinstance(value, tuple) else [value]
    return {"answer": several if _is_several(question) else value, "because": answer.because}


def _write(
    question: strategy.Question,
    document: strategy.Strategy,
    posted: QueryDict,
    by: people.PersonRow,
) -> strategy.Strategy:
    form = forms.read(QuestionForm, posted)
    known = tuple(value for value in form.answer if value != UNKNOWN)
    is_unknown = not known and UNKNOWN in form.answer
    given = GivenAnswer(
        values=known,
        unknown=is_unknown,
        of=form.because if is_unknown else "",
        because=form.because,
    )
    try:
        return answered(document, question.code, given, by)
    except Refusal as refusal:
        sentence = _("Choose one. 'We do not know yet' is an answer.")
        raise Faults({"answer": sentence}) from refusal


STEPS = tuple(_question_step(strategy.BY_CODE[code]) for code in _ASKED)
