"""The last step: who decides, and which result would change the mind."""

from __future__ import annotations

from typing import Any

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from trimtab.kernel import written
from trimtab.people import api as people
from trimtab.strategy import api as strategy
from trimtab.strategy.api import parts
from trimtab.workbench.strategy.beginning.approach import date, learning
from trimtab.workbench.strategy.beginning.diagnosis import first_challenge, some, text
from trimtab.workbench.strategy.beginning.step import Faults, Step
from trimtab.workbench.strategy.editing.fields import Field, Input
from trimtab.workbench.strategy.editing.parts import with_parts


def _decide_fields(document: strategy.Strategy) -> tuple[Field, ...]:
    counts: dict[str, int] = {str(role): n for role, n in people.count_by_role().items()}
    asked = [
        Field(
            "approver",
            _("Who approves this strategy and its changes?"),
            Input.CHOICE,
            True,
            _(
                "Never the one who wrote it. Choose a role that somebody else holds, or give it to somebody first."
            ),
            tuple((value, _held(words, counts.get(value, 0))) for value, words in _roles(document)),
        )
    ]
    if learning(document):
        asked += [
            Field(
                "at_least",
                _("By how much must the figure move, at least?"),
                Input.NUMBER,
                True,
                _moves(document),
            ),
            Field(
                "by",
                _("By when?"),
                Input.DATE,
                True,
                _("By then enough must have happened to see it."),
            ),
            *some(document, parts.Expectation, "design", "response", "assumption"),
        ]
    return tuple(asked)


def _roles(document: strategy.Strategy) -> tuple[tuple[str, str], ...]:
    return some(document, parts.Right, "approver")[0].options


def _held(words: str, count: int) -> str:
    """A role with how many hold it, so that nobody chooses one in which nobody could approve."""
    if not count:
        return _("%(role)s (nobody yet)") % {"role": words}
    held = ngettext("%(role)s (%(n)s person)", "%(role)s (%(n)s people)", count)
    return held % {"role": words, "n": count}


def _moves(document: strategy.Strategy) -> str:
    """The figure as it stands and as it should stand, for whoever says by how much it moves."""
    measure = _measure(document)
    if measure is None or measure.baseline is None:
        return _("In its unit, in its better direction.")
    now = _("%(name)s: %(now)g %(unit)s today.") % {
        "name": measure.name,
        "now": measure.baseline,
        "unit": measure.unit,
    }
    good = (
        _("%(target)g would be good enough.") % {"target": measure.target}
        if measure.target is not None
        else ""
    )
    return f"{now} {good}".strip()


def _measure(document: strategy.Strategy) -> parts.Measure | None:
    return next(
        (one for one in document.measures if one.id == first_challenge(document).measure), None
    )


def _decide_initial(document: strategy.Strategy) -> dict[str, Any]:
    right = next((one for one in document.rights if one.decision == "strategy"), None)
    shown: dict[str, Any] = {
        "approver": right.approver if right else "steward",
        "design": "before-after",
        "response": "revise-diagnosis",
    }
    action, measure = learning(document), _measure(document)
    if (
        measure
        and measure.baseline is not None
        and measure.target is not None
        and measure.target != measure.baseline
    ):
        shown["at_least"] = f"{abs(measure.target - measure.baseline):g}"
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


def _decide(document: strategy.Strategy, posted: Any, by: people.PersonRow) -> strategy.Strategy:
    roles = {value for value, _words in _roles(document)}
    approver = text(posted, "approver", most=40)
    if approver not in roles:
        raise Faults({"approver": _("Choose one.")})
    if not any(one.id != by.id for one in people.people_with_role(people.Role(approver))):
        raise Faults(
            {
                "approver": _(
                    "Nobody but you holds this role, and nobody approves what they wrote. Choose another one."
                )
            }
        )
    decisions = ("strategy", "content")
    rights = tuple(parts.Right(decision=one, approver=approver) for one in decisions)
    rest = tuple(one for one in document.rights if one.decision not in decisions)
    changed = with_parts(document, "rights", (*rights, *rest))
    action = learning(document)
    if action is None:
        return changed
    expects = _expectation(document, posted)
    actions = tuple(
        msgspec.structs.replace(one, expects=expects) if one.id == action.id else one
        for one in changed.actions
    )
    question = parts.Question(
        id="first-question",
        asks=_("Does it help?"),
        decision=_("Go on, change or stop"),
        measure=expects.measure,
        decides="strategy",
        by=expects.by,
    )
    questions = (question, *(one for one in changed.questions if one.id != question.id))
    return with_parts(with_parts(changed, "actions", actions), "questions", questions)


def _expectation(document: strategy.Strategy, posted: Any) -> parts.Expectation:
    designs, responses = (
        {one.value: one for one in parts.Design},
        {one.value: one for one in parts.Response},
    )
    design, response = (
        designs.get(posted.get("design", "")),
        responses.get(posted.get("response", "")),
    )
    if design is None or response is None:
        raise Faults({"design" if design is None else "response": _("Choose one.")})
    at_least = written.real(text(posted, "at_least", most=20))
    if at_least is None:
        raise Faults({"at_least": _("Give a number.")})
    if not at_least > 0:
        raise Faults({"at_least": _("Give a number above 0: it counts in the better direction.")})
    return parts.Expectation(
        measure=first_challenge(document).measure,
        design=design,
        at_least=at_least,
        by=date(posted, "by"),
        response=response,
        assumption=text(posted, "assumption"),
        decides="strategy",
        holdout=0.5 if design is parts.Design.RANDOMISED else 0.0,
    )


STEPS = (
    Step(
        "decide",
        _l("Who decides, and what would change your mind?"),
        _l("An action that no result could stop is a belief."),
        _decide_fields,
        _decide_initial,
        _decide,
        lambda document: bool(document.rights),
    ),
)
