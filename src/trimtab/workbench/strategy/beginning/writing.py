"""What the steps of the first hour share: what they read, and how they write the document."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

import msgspec
from django.utils.translation import gettext_lazy as _l

from trimtab import clock
from trimtab.people import api as people
from trimtab.strategy import api as strategy
from trimtab.strategy.api import GivenAnswer, parts
from trimtab.web.forms import NEEDED, Asks
from trimtab.workbench.strategy.editing.fields import FormField, fields_of
from trimtab.workbench.strategy.editing.parts import with_parts

UNKNOWN = "unknown"
CHOOSE = _l("Choose one.")
Line = Annotated[str, Asks(most=200)]
Text = Annotated[str, Asks(most=2000)]
Day = Annotated[dt.date, Asks(fault=_l("Give a date."), missing=NEEDED)]


def first_challenge(document: strategy.Strategy) -> parts.Challenge:
    """The challenge that the first hour is about."""
    return document.challenges[0]


def first_measure(document: strategy.Strategy) -> parts.Measure | None:
    """The figure that shows the challenge; None before there is one."""
    wanted = first_challenge(document).measure
    return next((measure for measure in document.measures if measure.id == wanted), None)


def with_challenge(document: strategy.Strategy, **values: Any) -> strategy.Strategy:
    """The document with its first challenge changed."""
    first, *rest = document.challenges
    return with_parts(document, "challenges", (msgspec.structs.replace(first, **values), *rest))


def answered(
    document: strategy.Strategy, code: str, given: GivenAnswer, by: people.PersonRow
) -> strategy.Strategy:
    """The document with an answer; its evidence and what others said about it stay.

    Raises Refusal for what is none.
    """
    before = document.answers.get(code)
    answer = strategy.answer(code, given, by=by.address, on=clock.today(), before=before)
    return strategy.with_answer(document, code, answer)


def some(document: strategy.Strategy, kind: type, *names: str) -> tuple[FormField, ...]:
    """Some fields of a part's form, in the order named; all of them needed but switches."""
    by_name = {field.name: field for field in fields_of(kind, document)}
    return tuple(by_name[name] for name in names)
