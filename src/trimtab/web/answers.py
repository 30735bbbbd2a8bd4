"""An answer to a question of the strategy as a form sends it, wherever the form stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Annotated, Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import say
from trimtab.strategy import api as strategy
from trimtab.strategy.api import GivenAnswer, GivenEvidence, Sureness
from trimtab.web import forms
from trimtab.web.forms import Asks, Form

MOST_CHOSEN = 50
SURENESS = {
    Sureness.HIGH: _("Sure: I would bet on it"),
    Sureness.MODERATE: _("Fairly sure"),
    Sureness.LOW: _("A guess"),
}


class AnswerForm(Form, frozen=True, kw_only=True):
    """What the form of a question asks; one that asks less leaves the rest empty."""

    value: Annotated[tuple[str, ...], Asks(many=MOST_CHOSEN)] = ()
    unknown: bool = False
    of: str = ""
    until: str = ""
    sure: str = ""
    because: str = ""


def given(posted: QueryDict, evidence: Sequence[GivenEvidence] | None = None) -> GivenAnswer:
    """What somebody filled in; `evidence` where the form asks for it. strategy.answer reads it."""
    form = forms.read(AnswerForm, posted)
    return GivenAnswer(
        values=form.value,
        unknown=form.unknown,
        of=form.of,
        until=form.until,
        sure=form.sure,
        because=form.because,
        evidence=evidence,
    )


def said(
    code: str,
    posted: QueryDict,
    *,
    by: str,
    on: dt.date,
    usual: Sureness = Sureness.MODERATE,
) -> strategy.Answer:
    """What somebody who was asked says to a question, or what is made of it.

    As strategy.answer; the Refusal of what answers nothing speaks to the one who was asked.
    """
    try:
        return strategy.answer(code, given(posted), by=by, on=on, usual=usual)
    except Refusal as refusal:
        if refusal.code not in (strategy.NO_ANSWER, strategy.NO_FIGURE):
            raise
        sentence = say("Answer, or say that you do not know: that is an answer, too.")
        raise Refusal("asking.value", sentence, "value") from refusal


def kept(posted: QueryDict) -> dict[str, Any]:
    """What somebody filled in, as it was, to be shown again: `value` is one, `chosen` are all."""
    form = forms.kept(AnswerForm, posted)
    return {**form, "value": next(iter(form["value"]), ""), "chosen": form["value"]}


def as_values(value: object) -> dict[str, Any]:
    """A value as the form shows it: the one text or figure, or all that was chosen."""
    several = list(value) if isinstance(value, tuple) else []
    return {"value": "" if value is None or several else value, "chosen": several}


def in_words(value: strategy.asking.Value, code: str) -> str:
    """A value that was said to a question, in the words of its options."""
    if value is None:
        return str(_("I do not know"))
    return strategy.value_in_words(list(value) if isinstance(value, tuple) else value, code)


def options(question: strategy.Question) -> list[dict[str, str]]:
    """The options of a question, for the form."""
    return [{"value": option.value, "text": option.says} for option in question.options]


def sureness() -> list[dict[str, str]]:
    """How sure somebody may be, for the form."""
    return [{"value": key.value, "text": str(words)} for key, words in SURENESS.items()]
