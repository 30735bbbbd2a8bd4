"""The first steps: the problem, who is affected, and what is seen."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

import msgspec
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from trimtab.kernel.said import say
from trimtab.people import api as people
from trimtab.strategy import api as strategy
from trimtab.strategy.api import parts
from trimtab.web import forms
from trimtab.web.forms import Asks, Faults, Form
from trimtab.workbench.strategy.beginning.step import BeginningStep
from trimtab.workbench.strategy.beginning.writing import (
    Line,
    Text,
    first_challenge,
    first_measure,
    some,
    with_challenge,
)
from trimtab.workbench.strategy.editing.fields import FormField, Input, values_of
from trimtab.workbench.strategy.editing.parts import new_key, read, with_parts

Figure = Annotated[float | None, Asks(fault=_l("Give a number."))]
_TIER_OF_WORK = 7


# The problem --------------------------------------------------------------------------------


class ProblemForm(Form, frozen=True, kw_only=True):
    """The problem in one line."""

    problem: Line


def _problem_fields(document: strategy.Strategy) -> tuple[FormField, ...]:
    return (
        FormField(
            "problem",
            _("The problem, in one line"),
            Input.TEXT,
            required=True,
            help=_("In the words of the work: 'one in five returns goes wrong'."),
        ),
    )


def begin(
    posted: QueryDict, document: strategy.Strategy | None, organisation: str
) -> strategy.Strategy:
    """The very first document, or one whose challenges were all taken out, with a challenge.

    Raises Faults without a problem.
    """
    title = forms.read(ProblemForm, posted).problem
    found = document or strategy.Strategy(
        organisation=organisation, title=title, policy=parts.Policy(statement="")
    )
    key = new_key(found, "challenges", {"title": title})
    challenge = parts.Challenge(id=key, title=title, audiences=(), task="", observed="", causes=())
    return with_parts(found, "challenges", (challenge,))


def _problem(
    document: strategy.Strategy, posted: QueryDict, by: people.PersonRow
) -> strategy.Strategy:
    return with_challenge(document, title=forms.read(ProblemForm, posted).problem)


# Who is affected ----------------------------------------------------------------------------

MOST_UNITS = 30
_CHOSEN = frozenset({"setting", "pay", "device"})
_AUDIENCE = ("name", "headcount", "setting", "pay", "device", "connectivity", "expertise")


def _who_fields(document: strategy.Strategy) -> tuple[FormField, ...]:
    name, *rest = some(document, parts.Audience, *_AUDIENCE)
    called = replace(
        name, label=_("What do you call this group?"), help=_("Such as 'tills and service desks'.")
    )
    units = FormField(
        "units",
        _("Which units?"),
        Input.SEVERAL,
        help=_("Nothing chosen means everybody who learns."),
        options=tuple((unit.code, unit.name) for unit in people.units()[:MOST_UNITS]),
    )
    needed = (replace(field, required=True) if field.name in _CHOSEN else field for field in rest)
    return (called, *needed, units)


def _who_initial(document: strategy.Strategy) -> dict[str, Any]:
    if not document.audiences:
        return {}
    audience = document.audiences[0]
    values = values_of(audience, some(document, parts.Audience, *_AUDIENCE))
    return {**values, "units": list(audience.rule.units)}


def _who(document: strategy.Strategy, posted: QueryDict, by: people.PersonRow) -> strategy.Strategy:
    key = document.audiences[0].id if document.audiences else ""
    filled = read(document, "audiences", key, posted, only=_AUDIENCE)
    if filled.document is None:
        raise Faults(filled.faults)
    first, *rest = filled.document.audiences
    in_force = people.units()
    known = {unit.code for unit in in_force}
    chosen = tuple(code for code in posted.getlist("units") if code in known)
    offered = {unit.code for unit in in_force[:MOST_UNITS]}
    # Those that the page could not show stay as they were said elsewhere.
    units = (*chosen, *(code for code in first.rule.units if code not in offered))
    rule = msgspec.structs.replace(first.rule, units=units, roles=first.rule.roles or ("learner",))
    audiences = (msgspec.structs.replace(first, rule=rule), *rest)
    changed = with_parts(filled.document, "audiences", audiences)
    return with_challenge(changed, audiences=(first.id,))


# What is seen -------------------------------------------------------------------------------


class SeenForm(Form, frozen=True, kw_only=True):
    """What somebody would see who stands beside them, and the figure that shows it."""

    task: Text
    observed: Text
    measure: Line
    unit: Annotated[str, Asks(most=80)]
    baseline: Figure = None
    target: Figure = None
    figure_owner: Line = ""


def _seen_fields(document: strategy.Strategy) -> tuple[FormField, ...]:
    return (
        *some(document, parts.Challenge, "task", "observed"),
        FormField(
            "measure",
            _("Which figure shows it?"),
            Input.TEXT,
            required=True,
            help=_("Such as 'wrong labels in a hundred'."),
        ),
        FormField(
            "unit",
            _("Unit"),
            Input.TEXT,
            required=True,
            help=_("Such as 'per 100 labels' or 'minutes'."),
        ),
        FormField(
            "baseline",
            _("Its value today"),
            Input.NUMBER,
            help=_("Leave it empty when nobody has measured it yet."),
        ),
        FormField("target", _("The value that would be good enough"), Input.NUMBER),
        FormField("figure_owner", _("Who owns the figure?"), Input.TEXT),
    )


def _seen_initial(document: strategy.Strategy) -> dict[str, Any]:
    challenge, measure = first_challenge(document), first_measure(document)
    shown: dict[str, Any] = {"task": challenge.task, "observed": challenge.observed}
    if measure:
        shown |= {
            "measure": measure.name,
            "unit": measure.unit,
            "baseline": measure.baseline,
            "target": measure.target,
            "figure_owner": measure.owner,
        }
    return shown


def _seen(
    document: strategy.Strategy, posted: QueryDict, by: people.PersonRow
) -> strategy.Strategy:
    form = forms.read(SeenForm, posted)
    measure = parts.Measure(
        id="first-figure",
        name=form.measure,
        unit=form.unit,
        baseline=form.baseline,
        target=form.target,
        owner=form.figure_owner,
        tier=_TIER_OF_WORK,
        direction=_direction(form.baseline, form.target),
        purpose=_("Shows whether the problem shrinks."),
    )
    rest = tuple(other for other in document.measures if other.id != measure.id)
    changed = with_parts(document, "measures", (measure, *rest))
    return with_challenge(changed, task=form.task, observed=form.observed, measure=measure.id)


def _direction(baseline: float | None, target: float | None) -> parts.Direction:
    lower = baseline is not None and target is not None and target < baseline
    return parts.Direction.LOWER if lower else parts.Direction.HIGHER


STEPS = (
    BeginningStep(
        "problem",
        say("What is the problem you were asked to solve with training?"),
        _l("Say it as people at work would say it. Whether training is the answer comes later."),
        _problem_fields,
        lambda document: {"problem": first_challenge(document).title},
        _problem,
        lambda document: bool(document.challenges),
    ),
    BeginningStep(
        "who",
        say("Who is affected?"),
        _l("One group to begin with. Desk and shop floor need different things; add others later."),
        _who_fields,
        _who_initial,
        _who,
        lambda document: bool(document.audiences),
        special="who",
    ),
    BeginningStep(
        "seen",
        say("What would somebody see who stands beside them?"),
        _l("What was not measured before cannot be said to have changed afterwards."),
        _seen_fields,
        _seen_initial,
        _seen,
        lambda document: bool(document.measures and first_challenge(document).observed),
    ),
)
