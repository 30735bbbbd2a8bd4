"""The later steps: the approach, what is not done, the circumstances, who decides, and what would change our mind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from trimtab.people import api as people
from trimtab.strategy import api as strategy
from trimtab.strategy.api import parts
from trimtab.workbench.beginning.diagnosis import first_challenge, some, text
from trimtab.workbench.beginning.step import Faults, Step
from trimtab.workbench.editing.fields import Field, Input
from trimtab.workbench.editing.parts import with_parts
from trimtab.workbench.editing.words import option_words

_KINDS = {
    parts.Approach.SPACED_LEARNING: (parts.ActionKind.PRACTICE,),
    parts.Approach.PERFORMANCE_SUPPORT: (parts.ActionKind.SUPPORT,),
    parts.Approach.BOTH: (parts.ActionKind.PRACTICE, parts.ActionKind.SUPPORT),
    parts.Approach.NOT_YET: (parts.ActionKind.WORK,),
    parts.Approach.NEITHER: (parts.ActionKind.WORK,),
}
_ASKED = ("Q-P7", "Q-P9", "Q-P11", "Q-G4", "Q-G6", "Q-C3", "Q-C4")
UNKNOWN = "unknown"


# The approach -------------------------------------------------------------------------------------------------------


def _approach_fields(document: strategy.Strategy) -> tuple[Field, ...]:
    approaches = tuple((one.value, option_words(parts.Approach, one.value)) for one in parts.Approach)
    return (
        Field(
            "approach",
            _("What do you decide?"),
            Input.CHOICE,
            True,
            _("The advice is chosen already. You may decide otherwise and say why."),
            approaches,
        ),
        Field("because", _("Why?"), Input.LONG, False, _("Needed when you decide against the advice.")),
        Field("title", _("The first step, in one line"), Input.TEXT, True),
        Field(
            "owner",
            _("Who is responsible for it?"),
            Input.TEXT,
            True,
            _("One person. Outside learning, when the work is to change."),
        ),
        Field("starts", _("When does it start?"), Input.DATE, True),
        Field("due", _("When is it done?"), Input.DATE, True),
    )


def _approach_initial(document: strategy.Strategy) -> dict[str, Any]:
    challenge = first_challenge(document)
    choice = next((one for one in document.policy.choices if one.challenge == challenge.id), None)
    action = next((one for one in document.actions if one.challenge == challenge.id), None)
    approach = (choice.approach if choice else None) or strategy.advise(challenge).approach
    shown: dict[str, Any] = {
        "approach": approach.value,
        "title": action.title if action else _first_step(approach, challenge),
    }
    if action:
        shown |= {"owner": action.owner, "starts": action.starts or "", "due": action.due or ""}
    return shown


def _first_step(approach: parts.Approach, challenge: parts.Challenge) -> str:
    match approach:
        case parts.Approach.NEITHER:
            return _("Change the work: %(title)s") % {"title": challenge.title}
        case parts.Approach.NOT_YET:
            return _("Find out more: %(title)s") % {"title": challenge.title}
        case parts.Approach.PERFORMANCE_SUPPORT:
            return _("Help at the moment of need: %(task)s") % {"task": challenge.task or challenge.title}
        case _:
            return _("Practise: %(task)s") % {"task": challenge.task or challenge.title}


def _approach(document: strategy.Strategy, posted: Any, by: people.PersonRow) -> strategy.Strategy:
    challenge = first_challenge(document)
    approaches = {one.value: one for one in parts.Approach}
    approach = approaches.get(posted.get("approach", ""))
    if approach is None:
        raise Faults({"approach": _("Choose one.")})
    advice = strategy.advise(challenge)
    because = text(posted, "because", needed=approach is not advice.approach)
    says = because or " ".join(advice.because) or option_words(parts.Approach, approach.value)
    choice = parts.Choice(id="first-choice", says=says, challenge=challenge.id, approach=approach)
    rest = tuple(one for one in document.policy.choices if one.id != choice.id)
    changed = with_parts(document, "choices", (choice, *rest))
    return with_parts(changed, "actions", (*_actions(document, approach, posted), *_others(document)))


def _others(document: strategy.Strategy) -> tuple[parts.Action, ...]:
    return tuple(one for one in document.actions if not one.id.startswith("first-"))


def _actions(document: strategy.Strategy, approach: parts.Approach, posted: Any) -> tuple[parts.Action, ...]:
    challenge = first_challenge(document)
    title, owner = text(posted, "title", most=200), text(posted, "owner", most=200)
    starts, due = date(posted, "starts"), date(posted, "due")
    if due < starts:
        raise Faults({"due": _("It cannot be done before it starts.")})
    kept = {one.id: one for one in document.actions}
    made = []
    for kind in _KINDS[approach]:
        learns = kind in {parts.ActionKind.PRACTICE, parts.ActionKind.SUPPORT}
        before = kept.get(f"first-{kind.value}")
        made.append(parts.Action(
            id=f"first-{kind.value}", title=title if kind is _KINDS[approach][0] else option_words(parts.ActionKind, kind.value),
            kind=kind, challenge=challenge.id, choice="first-choice", audience=challenge.audiences[0] if learns and challenge.audiences else "",
            owner=owner, starts=starts, due=due, content=before.content if before else (challenge.id,) if learns else (),
            channel="in-app" if learns else "", minutes_per_week=before.minutes_per_week if before else 0,
            expects=before.expects if before else None,
        ))  # fmt: skip
    return tuple(made)


def date(posted: Any, name: str) -> dt.date:
    """The date of a field. Raises Faults when it is none."""
    try:
        return dt.date.fromisoformat(text(posted, name, most=20))
    except ValueError as error:
        raise Faults({name: _("Give a date.")}) from error


# What is not done ---------------------------------------------------------------------------------------------------


def _limits_fields(document: strategy.Strategy) -> tuple[Field, ...]:
    return (
        Field(
            "statement",
            _("How do you deal with it, in two sentences?"),
            Input.LONG,
            True,
            _("What you do, for whom, and what makes it possible."),
        ),
        Field(
            "will_not",
            _("What will you not do?"),
            Input.LIST,
            True,
            _("One a line. A choice that excludes nothing is no choice."),
        ),
        Field(
            "minutes", _("Minutes a week that the business releases for each person"), Input.NUMBER, True, "", (), "1"
        ),
    )


def _limits_initial(document: strategy.Strategy) -> dict[str, Any]:
    answer = document.answers.get("Q-D9")
    minutes = answer.value if answer else document.policy.limits.minutes_per_week
    return {"statement": document.policy.statement, "will_not": "\n".join(document.policy.will_not), "minutes": minutes}


def _limits(document: strategy.Strategy, posted: Any, by: people.PersonRow) -> strategy.Strategy:
    statement = text(posted, "statement")
    will_not = tuple(line.strip() for line in text(posted, "will_not").splitlines() if line.strip())
    given = text(posted, "minutes", most=4)
    if not given.isdecimal() or not 0 < int(given) <= 600:
        raise Faults({"minutes": _("Give whole minutes between 1 and 600.")})
    minutes = int(given)
    limits = msgspec.structs.replace(document.policy.limits, minutes_per_week=minutes)
    policy = msgspec.structs.replace(document.policy, statement=statement, will_not=will_not, limits=limits)
    answers = {
        **document.answers,
        "Q-D8": parts.Answer(value=" ".join(will_not), by=by.email),
        "Q-D9": parts.Answer(value=minutes, by=by.email),
    }
    changed: strategy.Strategy = msgspec.structs.replace(document, policy=policy, answers=answers)
    return changed


# The circumstances: one question of the catalogue a page ---------------------------------------------------------------


def _question_step(code: str) -> Step:
    question = strategy.BY_CODE[code]
    several = question.kind is strategy.AnswerKind.SEVERAL
    kind = Input.SEVERAL if several else Input.CHOICE if question.options else Input.TEXT

    def fields(document: strategy.Strategy) -> tuple[Field, ...]:
        options = (*((one.value, one.says) for one in question.options), (UNKNOWN, _("We do not know yet")))
        return (
            Field("answer", _("Your answer"), kind, True, "", tuple(options) if question.options else ()),
            Field("because", _("How do you know, or who will find out?"), Input.TEXT, False),
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
        answer = parts.Answer(value=value, by=by.email, because=because, find_out=find_out)
        changed: strategy.Strategy = msgspec.structs.replace(document, answers={**document.answers, code: answer})
        return changed

    return Step(code, question.asks, question.why, fields, initial, write, _answered(code))


def _answered(code: str) -> Callable[[strategy.Strategy], bool]:
    return lambda document: code in document.answers


# Who decides, and what would change our mind --------------------------------------------------------------------------


def _decide_fields(document: strategy.Strategy) -> tuple[Field, ...]:
    roles = some(document, parts.Right, "approver")[0].options
    asked = [
        Field(
            "approver",
            _("Who approves this strategy and its changes?"),
            Input.CHOICE,
            True,
            _("Never the one who wrote it."),
            roles,
        )
    ]
    if _learning(document):
        asked += [
            Field(
                "at_least",
                _("By how much must the figure move, at least?"),
                Input.NUMBER,
                True,
                _("In its unit, in its better direction."),
            ),
            Field("by", _("By when?"), Input.DATE, True),
            *some(document, parts.Expectation, "design", "response", "assumption"),
        ]
    return tuple(asked)


def _learning(document: strategy.Strategy) -> parts.Action | None:
    learns = {parts.ActionKind.PRACTICE, parts.ActionKind.SUPPORT}
    return next((one for one in document.actions if one.id.startswith("first-") and one.kind in learns), None)


def _decide_initial(document: strategy.Strategy) -> dict[str, Any]:
    right = next((one for one in document.rights if one.decision == "strategy"), None)
    shown: dict[str, Any] = {
        "approver": right.approver if right else "steward",
        "design": "before-after",
        "response": "revise-diagnosis",
    }
    action = _learning(document)
    if action and action.expects:
        expects = action.expects
        shown |= {"at_least": expects.at_least, "by": expects.by, "design": expects.design.value, "response": expects.response.value,
                  "assumption": expects.assumption}  # fmt: skip
    return shown


def _decide(document: strategy.Strategy, posted: Any, by: people.PersonRow) -> strategy.Strategy:
    roles = {value for value, _words in some(document, parts.Right, "approver")[0].options}
    approver = text(posted, "approver", most=40)
    if approver not in roles:
        raise Faults({"approver": _("Choose one.")})
    decisions = ("strategy", "content")
    rights = tuple(parts.Right(decision=one, approver=approver) for one in decisions)
    rest = tuple(one for one in document.rights if one.decision not in decisions)
    changed = with_parts(document, "rights", (*rights, *rest))
    action = _learning(document)
    if action is None:
        return changed
    expects = _expectation(document, posted)
    actions = tuple(
        msgspec.structs.replace(one, expects=expects) if one.id == action.id else one for one in changed.actions
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
    designs, responses = {one.value: one for one in parts.Design}, {one.value: one for one in parts.Response}
    design, response = designs.get(posted.get("design", "")), responses.get(posted.get("response", ""))
    if design is None or response is None:
        raise Faults({"design" if design is None else "response": _("Choose one.")})
    try:
        at_least = float(text(posted, "at_least", most=20).replace(",", "."))
    except ValueError as error:
        raise Faults({"at_least": _("Give a number.")}) from error
    if not at_least > 0:
        raise Faults({"at_least": _("Give a number above 0: it counts in the better direction.")})
    return parts.Expectation(
        measure=first_challenge(document).measure, design=design, at_least=at_least, by=date(posted, "by"), response=response,
        assumption=text(posted, "assumption"), decides="strategy", holdout=0.5 if design is parts.Design.RANDOMISED else 0.0,
    )  # fmt: skip


STEPS = (
    Step("approach", _l("What the diagnosis calls for"), "", _approach_fields, _approach_initial, _approach,
         lambda document: bool(document.policy.choices), "approach"),
    Step("limits", _l("What do you decide, and what do you leave?"), _l("Strategy is choosing. What is left out makes room for the rest."),
         _limits_fields, _limits_initial, _limits, lambda document: bool(document.policy.will_not and document.policy.statement)),
    *(_question_step(code) for code in _ASKED if code in strategy.BY_CODE),
    Step("decide", _l("Who decides, and what would change your mind?"),
         _l("An action that no result could stop is a belief."), _decide_fields, _decide_initial, _decide,
         lambda document: bool(document.rights)),
)  # fmt: skip
