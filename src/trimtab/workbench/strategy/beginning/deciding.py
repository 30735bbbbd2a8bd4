"""The last step: who decides, and which result would change the mind."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from trimtab.journeys.naming import Colleague
from trimtab.kernel.said import say
from trimtab.people import api as people
from trimtab.strategy import api as strategy
from trimtab.strategy.api import parts
from trimtab.web import forms
from trimtab.web.forms import NEEDED, Asks, Faults, Form
from trimtab.workbench.strategy.beginning.approach import learning
from trimtab.workbench.strategy.beginning.colleagues import what_waits
from trimtab.workbench.strategy.beginning.step import BeginningStep
from trimtab.workbench.strategy.beginning.writing import (
    CHOOSE,
    Day,
    Text,
    first_challenge,
    first_measure,
    some,
)
from trimtab.workbench.strategy.editing.fields import FormField, Input
from trimtab.workbench.strategy.editing.parts import with_parts

_DECISIONS = ("strategy", "content")
_HALF = 0.5


class ApproverForm(Form, frozen=True, kw_only=True):
    """The role that approves, and a colleague who gets it."""

    approver: str
    colleague_name: Annotated[str, Asks(most=300)] = ""
    colleague_address: Annotated[str, Asks(most=254)] = ""


class ExpectationForm(ApproverForm, frozen=True, kw_only=True):
    """The same where people learn: with what is expected of it."""

    at_least: Annotated[float, Asks(fault=_l("Give a number."), missing=NEEDED)]
    by: Day
    design: Annotated[parts.Design, Asks(fault=CHOOSE)]
    response: Annotated[parts.Response, Asks(fault=CHOOSE)]
    assumption: Text


def _decide_fields(document: strategy.Strategy) -> tuple[FormField, ...]:
    counts: dict[str, int] = {str(role): n for role, n in people.count_by_role().items()}
    approver = FormField(
        "approver",
        _("Who approves this strategy and its changes?"),
        Input.CHOICE,
        required=True,
        help=_(
            "Never the one who wrote it. "
            "Where nobody else holds the role yet, ask a colleague below."
        ),
        options=tuple(
            (role, _held(words, counts.get(role, 0))) for role, words in _roles(document)
        ),
    )
    if learning(document) is None:
        return (approver, *_colleague_fields())
    return (
        approver,
        *_colleague_fields(),
        FormField(
            "at_least",
            _("By how much must the figure move, at least?"),
            Input.NUMBER,
            required=True,
            help=_moves(document),
        ),
        FormField(
            "by",
            _("By when?"),
            Input.DATE,
            required=True,
            help=_("By then enough must have happened to see it."),
        ),
        *some(document, parts.Expectation, "design", "response", "assumption"),
    )


def _colleague_fields() -> tuple[FormField, ...]:
    return (
        FormField(
            "colleague_name",
            _("Ask a colleague to decide: their name"),
            Input.TEXT,
            help=_("They get the role and an invitation in this step, and read what waits."),
        ),
        FormField(
            "colleague_address",
            _("Their e-mail address or sign-in name"),
            Input.TEXT,
        ),
    )


def _roles(document: strategy.Strategy) -> tuple[tuple[str, str], ...]:
    return some(document, parts.Right, "approver")[0].options


def _held(words: str, count: int) -> str:
    """A role with how many hold it, so that nobody chooses one in which nobody could approve."""
    if not count:
        return _("%(role)s (nobody yet)") % {"role": words}
    held = ngettext("%(role)s (%(n)s person)", "%(role)s (%(n)s people)", count)
    return held % {"role": words, "n": count}


def _moves(document: strategy.Strategy) -> str:
    """The figure as it stands and as it should, for whoever says by how much it moves."""
    measure = first_measure(document)
    if measure is None or measure.baseline is None:
        return _("In its unit, in its better direction.")
    words = {"name": measure.name, "now": measure.baseline, "unit": measure.unit}
    now = _("%(name)s: %(now)g %(unit)s today.") % words
    if measure.target is None:
        return now
    good = _("%(target)g would be good enough.") % {"target": measure.target}
    return f"{now} {good}"


def _decide_initial(document: strategy.Strategy) -> dict[str, Any]:
    right = next((right for right in document.rights if right.decision == "strategy"), None)
    shown: dict[str, Any] = {
        "approver": right.approver if right else "steward",
        "design": "before-after",
        "response": "revise-diagnosis",
    }
    action, measure = learning(document), first_measure(document)
    if measure and measure.baseline is not None and measure.target is not None:
        moves = abs(measure.target - measure.baseline)
        shown |= {"at_least": f"{moves:g}"} if moves else {}
    if action and action.due:
        shown["by"] = action.due
    if action and action.expects:
        expects = action.expects
        shown |= {
            "at_least": expects.at_least,
            "by": expects.by,
            "design": expects.design.value,
            "response": expects.response.value,
            "assumption": expects.assumption,
        }
    return shown


def _decide(
    document: strategy.Strategy, posted: QueryDict, by: people.PersonRow
) -> strategy.Strategy:
    action = learning(document)
    form = forms.read(ExpectationForm if action else ApproverForm, posted)
    _check_approver(document, form, by)
    rights = tuple(
        parts.Right(decision=decision, approver=form.approver) for decision in _DECISIONS
    )
    rest = tuple(right for right in document.rights if right.decision not in _DECISIONS)
    changed = with_parts(document, "rights", (*rights, *rest))
    if action is None or not isinstance(form, ExpectationForm):
        return changed
    expects = _expectation(document, form)
    actions = tuple(
        msgspec.structs.replace(other, expects=expects) if other.id == action.id else other
        for other in changed.actions
    )
    question = parts.EvaluationQuestion(
        id="first-question",
        asks=_("Does it help?"),
        decision=_("Go on, change or stop"),
        measure=expects.measure,
        decides="strategy",
        by=expects.by,
    )
    others = (other for other in changed.questions if other.id != question.id)
    asked = with_parts(changed, "questions", (question, *others))
    return with_parts(asked, "actions", actions)


def _check_approver(document: strategy.Strategy, form: ApproverForm, by: people.PersonRow) -> None:
    """Raises Faults for a role that is none, or in which nobody but the writer could approve."""
    if form.approver not in {value for value, _words in _roles(document)}:
        raise Faults({"approver": str(CHOOSE)})
    if form.colleague_name and not form.colleague_address:
        raise Faults({"colleague_address": str(NEEDED)})
    if form.colleague_address:
        return
    if all(person.id == by.id for person in people.people_with_role(people.Role(form.approver))):
        nobody = _(
            "Nobody but you holds this role, and nobody approves what they wrote. "
            "Choose another one, or ask a colleague to decide."
        )
        raise Faults({"approver": nobody})


def _names(
    document: strategy.Strategy, posted: QueryDict, by: people.PersonRow
) -> Colleague | None:
    """The colleague who is asked to decide, when one was named; `document` says who approves."""
    form = forms.read(ApproverForm, posted)
    if not form.colleague_address:
        return None
    role = people.Role(form.approver)
    waits = what_waits(role, document, by)
    return Colleague(form.colleague_name, form.colleague_address, role, waits)


def _expectation(document: strategy.Strategy, form: ExpectationForm) -> parts.Expectation:
    if not form.at_least > 0:
        sentence = _("Give a number above 0: it counts in the better direction.")
        raise Faults({"at_least": sentence})
    return parts.Expectation(
        measure=first_challenge(document).measure,
        design=form.design,
        at_least=form.at_least,
        by=form.by,
        response=form.response,
        assumption=form.assumption,
        decides="strategy",
        holdout=_HALF if form.design is parts.Design.RANDOMISED else 0.0,
    )


STEPS = (
    BeginningStep(
        "decide",
        say("Who decides, and what would change your mind?"),
        _l("An action that no result could stop is a belief."),
        _decide_fields,
        _decide_initial,
        _decide,
        lambda document: bool(document.rights),
        names=_names,
    ),
)
