"""Why it happens, and what the moment of work is like."""

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
from trimtab.strategy.api import GivenAnswer, parts
from trimtab.web import forms
from trimtab.web.forms import Asks, Form
from trimtab.workbench.strategy.beginning.step import Step
from trimtab.workbench.strategy.beginning.writing import (
    CHOOSE,
    UNKNOWN,
    Text,
    answered,
    first_challenge,
    some,
    with_challenge,
)
from trimtab.workbench.strategy.editing.fields import Field, Input, enum_options

_CAUSES = "Q-D4"


# Why it happens -----------------------------------------------------------------------------


class WhyForm(Form, frozen=True, kw_only=True):
    """Why it happens, and one piece of evidence for it."""

    causes: tuple[parts.Cause, ...] = ()
    evidence_kind: Annotated[parts.EvidenceKind, Asks(fault=_l("Say how you know."))]
    evidence: Text
    evidence_source: Text = ""


def _why_fields(document: strategy.Strategy) -> tuple[Field, ...]:
    (causes,) = some(document, parts.Challenge, "causes")
    unknown = (UNKNOWN, _("We do not know yet: go and look first"))
    return (
        replace(causes, options=(*causes.options, unknown)),
        Field(
            "evidence_kind",
            _("How do you know?"),
            Input.CHOICE,
            required=True,
            options=enum_options(parts.EvidenceKind),
        ),
        Field(
            "evidence",
            _("What does it say?"),
            Input.LONG,
            required=True,
            help=_("One finding, as it was said, seen or counted."),
        ),
        Field("evidence_source", _("From where?"), Input.TEXT),
    )


def _why_initial(document: strategy.Strategy) -> dict[str, Any]:
    challenge = first_challenge(document)
    unknown = [UNKNOWN] if _CAUSES in document.answers else []
    shown: dict[str, Any] = {"causes": [str(cause) for cause in challenge.causes] or unknown}
    if challenge.evidence:
        first = challenge.evidence[0]
        shown |= {
            "evidence_kind": first.kind.value,
            "evidence": first.says,
            "evidence_source": first.source,
        }
    return shown


def _why(document: strategy.Strategy, posted: QueryDict, by: people.PersonRow) -> strategy.Strategy:
    chosen = set(posted.getlist("causes"))
    known = {}
    if not chosen & {UNKNOWN, *(cause.value for cause in parts.Cause)}:
        known["causes"] = _("Choose at least one. 'We do not know yet' is an answer, too.")
    form = forms.read(WhyForm, posted, known)
    evidence = parts.Evidence(
        kind=form.evidence_kind, says=form.evidence, source=form.evidence_source
    )
    if form.causes:
        answers = {code: said for code, said in document.answers.items() if code != _CAUSES}
        asked = msgspec.structs.replace(document, answers=answers)
    else:
        asked = answered(document, _CAUSES, GivenAnswer(unknown=True), by)
    earlier = first_challenge(document).evidence[1:]
    return with_challenge(asked, causes=form.causes, evidence=(evidence, *earlier))


# What the moment of work is like ------------------------------------------------------------

_LEVELS = ("frequency", "cost_of_error", "time_to_look_up", "volatility")
_Level = Annotated[parts.Level, Asks(fault=CHOOSE)]


class MomentForm(Form, frozen=True, kw_only=True):
    """What the moment of work is like."""

    frequency: _Level
    cost_of_error: _Level
    time_to_look_up: _Level
    volatility: _Level


def _moment_fields(document: strategy.Strategy) -> tuple[Field, ...]:
    return tuple(
        replace(field, required=True, options=_levels(field.name))
        for field in some(document, parts.Challenge, *_LEVELS)
    )


def _levels(name: str) -> tuple[tuple[str, str], ...]:
    """What little, some and much mean for one question about the moment of work."""
    words = {
        "frequency": (
            _("A few times a year, or less"),
            _("Some times a month"),
            _("Every week or every day"),
        ),
        "cost_of_error": (
            _("It is put right in a minute"),
            _("It costs time or money"),
            _("It harms people, or costs much"),
        ),
        "time_to_look_up": (
            _("None: it must come at once"),
            _("A minute or two"),
            _("As much as it takes"),
        ),
        "volatility": (
            _("Hardly ever"),
            _("Once or twice a year"),
            _("Every month, or more often"),
        ),
    }
    return tuple((level.value, said) for level, said in zip(parts.Level, words[name], strict=True))


def _moment_initial(document: strategy.Strategy) -> dict[str, Any]:
    challenge = first_challenge(document)
    return {name: getattr(challenge, name).value for name in _LEVELS}


def _moment(
    document: strategy.Strategy, posted: QueryDict, by: people.PersonRow
) -> strategy.Strategy:
    return with_challenge(document, **msgspec.structs.asdict(forms.read(MomentForm, posted)))


def _moment_done(document: strategy.Strategy) -> bool:
    """Whether somebody said more than what holds by itself, or went on."""
    usual = (parts.Level.MEDIUM, parts.Level.MEDIUM, parts.Level.MEDIUM, parts.Level.LOW)
    challenge = first_challenge(document)
    said = tuple(getattr(challenge, name) for name in _LEVELS)
    return bool(document.policy.choices) or said != usual


STEPS = (
    Step(
        "why",
        say("Why does it happen?"),
        _l(
            "Training mends not knowing and forgetting. "
            "It does not mend a missing tool, a wrong process or a bad incentive."
        ),
        _why_fields,
        _why_initial,
        _why,
        lambda document: bool(first_challenge(document).evidence),
    ),
    Step(
        "moment",
        say("What is the moment of work like?"),
        _l(
            "What is rare and can be looked up need not be in the head. "
            "What is needed at once must be."
        ),
        _moment_fields,
        _moment_initial,
        _moment,
        _moment_done,
    ),
)
