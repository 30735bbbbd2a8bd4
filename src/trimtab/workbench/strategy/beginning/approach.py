"""The approach that the diagnosis calls for, the first step, and what is left out."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from trimtab.kernel.said import say, sentences
from trimtab.library import api as library
from trimtab.people import api as people
from trimtab.strategy import api as strategy
from trimtab.strategy.api import GivenAnswer, parts
from trimtab.web import forms
from trimtab.web.forms import NEEDED, Asks, Faults, Form
from trimtab.wording import words
from trimtab.workbench.strategy.beginning.step import Step
from trimtab.workbench.strategy.beginning.writing import (
    CHOOSE,
    Day,
    Line,
    Text,
    answered,
    first_challenge,
)
from trimtab.workbench.strategy.editing.fields import Field, Input, enum_options, lines
from trimtab.workbench.strategy.editing.parts import with_parts
from trimtab.workbench.strategy.editing.words import words_of

_KINDS = {
    parts.Approach.SPACED_LEARNING: (parts.ActionKind.PRACTICE,),
    parts.Approach.PERFORMANCE_SUPPORT: (parts.ActionKind.SUPPORT,),
    parts.Approach.BOTH: (parts.ActionKind.PRACTICE, parts.ActionKind.SUPPORT),
    parts.Approach.NOT_YET: (parts.ActionKind.WORK,),
    parts.Approach.NEITHER: (parts.ActionKind.WORK,),
}
LEARNING = frozenset({parts.ActionKind.PRACTICE, parts.ActionKind.SUPPORT})
MOST_TAGS = 12
MOST_MINUTES = 600
# The actions that the hour makes have keys of their own: going back changes them, and no others.
_FIRST = "first-"
_CHOICE = "first-choice"
_LEFT_OUT, _RELEASED = "Q-D8", "Q-D9"


def learning(document: strategy.Strategy) -> parts.Action | None:
    """The first practice or help that the hour has made; None when it changes the work instead."""
    made = (
        action
        for action in document.actions
        if action.id.startswith(_FIRST) and action.kind in LEARNING
    )
    return next(made, None)


def may_be_learning(document: strategy.Strategy) -> bool:
    """Whether learning is still a possible answer: it runs, or nothing was chosen yet."""
    running = (
        action for action in document.actions if action.state is strategy.ActionState.RUNNING
    )
    return not document.policy.choices or any(action.kind in LEARNING for action in running)


# The approach -------------------------------------------------------------------------------


class ApproachForm(Form, frozen=True, kw_only=True):
    """The approach, and the first step on it. `content` are tags."""

    approach: Annotated[parts.Approach, Asks(fault=CHOOSE)]
    because: Text = ""
    title: Line
    owner: Line
    starts: Day
    due: Day
    content: tuple[str, ...] = ()


def _approach_fields(document: strategy.Strategy) -> tuple[Field, ...]:
    return (
        Field(
            "approach",
            _("What do you decide?"),
            Input.CHOICE,
            required=True,
            help=_("The advice is chosen already. You may decide otherwise and say why."),
            options=enum_options(parts.Approach),
        ),
        Field(
            "because",
            _("Why?"),
            Input.LONG,
            help=_("Needed when you decide against the advice."),
        ),
        Field("title", _("The first step, in one line"), Input.TEXT, required=True),
        Field(
            "owner",
            _("Who is responsible for it?"),
            Input.TEXT,
            required=True,
            help=_("One person. Outside learning, when the work is to change."),
        ),
        Field("starts", _("When does it start?"), Input.DATE, required=True),
        Field("due", _("When is it done?"), Input.DATE, required=True),
        *_content_fields(),
    )


def _content_fields() -> tuple[Field, ...]:
    """What is practised or looked up, by the tags that published content has.

    Nothing while there is none.
    """
    tags = _offered()
    if not tags:
        return ()
    field = Field(
        "content",
        _("Which content belongs to it?"),
        Input.SEVERAL,
        help=_(
            "For practice and help at work. "
            "Choose nothing when it is not written yet: authors see what to write."
        ),
        options=tuple((tag.tag, _tag_words(tag)) for tag in tags),
    )
    return (field,)


def _offered() -> list[library.TagRow]:
    """The tags that most published content has."""
    return sorted(library.tags(), key=lambda tag: -(tag.items + tag.aids))[:MOST_TAGS]


def _tag_words(tag: library.TagRow) -> str:
    questions = ngettext("%(n)s question", "%(n)s questions", tag.items) % {"n": tag.items}
    aids = ngettext("%(n)s aid", "%(n)s aids", tag.aids) % {"n": tag.aids}
    told = [words for words, count in ((questions, tag.items), (aids, tag.aids)) if count]
    return f"{tag.tag} ({', '.join(told)})"


def _approach_initial(document: strategy.Strategy) -> dict[str, Any]:
    challenge = first_challenge(document)
    chosen = (
        choice.approach for choice in document.policy.choices if choice.challenge == challenge.id
    )
    advised = strategy.advise(challenge, document.audiences).approach
    approach = next(chosen, None) or advised
    own = (action for action in document.actions if action.challenge == challenge.id)
    action = next(own, None)
    if action is None:
        return {"approach": approach.value, "title": _first_step(approach, challenge)}
    return {
        "approach": approach.value,
        "title": action.title,
        "owner": action.owner,
        "starts": action.starts or "",
        "due": action.due or "",
        "content": action.content,
    }


def _first_step(approach: parts.Approach, challenge: parts.Challenge) -> str:
    match approach:
        case parts.Approach.NEITHER:
            said = _("Change the work: %(title)s")
        case parts.Approach.NOT_YET:
            said = _("Find out more: %(title)s")
        case parts.Approach.PERFORMANCE_SUPPORT:
            said = _("Help at the moment of need: %(task)s")
        case _:
            said = _("Practise: %(task)s")
    return said % {"title": challenge.title, "task": challenge.task or challenge.title}


def _approach(
    document: strategy.Strategy, posted: QueryDict, by: people.PersonRow
) -> strategy.Strategy:
    form = forms.read(ApproachForm, posted)
    challenge = first_challenge(document)
    advice = strategy.advise(challenge, document.audiences)
    if form.approach is not advice.approach and not form.because:
        raise Faults({"because": str(NEEDED)})
    if form.due < form.starts:
        raise Faults({"due": _("It cannot be done before it starts.")})
    choice = parts.Choice(
        id=_CHOICE,
        says=form.because or words(sentences(*advice.because)) or words_of(form.approach),
        challenge=challenge.id,
        approach=form.approach,
    )
    rest = tuple(other for other in document.policy.choices if other.id != choice.id)
    changed = with_parts(document, "choices", (choice, *rest))
    others = tuple(action for action in document.actions if not action.id.startswith(_FIRST))
    return with_parts(changed, "actions", (*_actions(document, form), *others))


def _actions(document: strategy.Strategy, form: ApproachForm) -> tuple[parts.Action, ...]:
    """The actions of an approach, each as it was kept but for what the form says."""
    challenge = first_challenge(document)
    kept = {action.id: action for action in document.actions}
    offered = {tag.tag for tag in _offered()}
    made = []
    for kind in _KINDS[form.approach]:
        key, learns = f"{_FIRST}{kind.value}", kind in LEARNING
        before = kept.get(key, parts.Action(id=key, kind=kind, title=""))
        is_first = kind is _KINDS[form.approach][0]
        made.append(
            msgspec.structs.replace(
                before,
                title=form.title if is_first else words_of(kind),
                challenge=challenge.id,
                choice=_CHOICE,
                owner=form.owner,
                starts=form.starts,
                due=form.due,
                audience=next(iter(challenge.audiences), "") if learns else "",
                content=_content(before, form, offered, challenge.id) if learns else (),
                channel="in-app" if learns else "",
            )
        )
    return tuple(made)


def _content(
    before: parts.Action, form: ApproachForm, offered: set[str], placeholder: str
) -> tuple[str, ...]:
    """The tags of an action: those chosen, and those it had that were not on offer.

    Else the tag that authors are to use.
    """
    others = tuple(tag for tag in before.content if tag not in offered and tag != placeholder)
    chosen = tuple(tag for tag in form.content if tag in offered)
    return (*others, *chosen) or (placeholder,)


# What is not done ---------------------------------------------------------------------------


class LimitsForm(Form, frozen=True, kw_only=True):
    """How the challenge is dealt with, and what is left."""

    statement: Text
    will_not: Text


class PractisedLimitsForm(LimitsForm, frozen=True, kw_only=True):
    """The same where people practise: with the minutes of a week."""

    minutes: Annotated[
        int,
        Asks(
            most=MOST_MINUTES,
            fault=_l("Give whole minutes between 1 and 600."),
            missing=NEEDED,
        ),
    ]


def _limits_fields(document: strategy.Strategy) -> tuple[Field, ...]:
    return (
        Field(
            "statement",
            _("How do you deal with it, in two sentences?"),
            Input.LONG,
            required=True,
            help=_("What you do, for whom, and what makes it possible."),
        ),
        Field(
            "will_not",
            _("What will you not do?"),
            Input.LIST,
            required=True,
            help=_("One a line. A choice that excludes nothing is no choice."),
        ),
        *_minutes_fields(document),
    )


def _minutes_fields(document: strategy.Strategy) -> tuple[Field, ...]:
    """The minutes are asked for where people practise; looking something up is work."""
    if not may_be_learning(document):
        return ()
    field = Field(
        "minutes",
        _("Minutes a week that the business releases for each person"),
        Input.NUMBER,
        required=True,
        help=_("Paid time, agreed with those who plan the shifts."),
        step="1",
    )
    return (field,)


def _limits_initial(document: strategy.Strategy) -> dict[str, Any]:
    answer = document.answers.get(_RELEASED)
    return {
        "statement": document.policy.statement,
        "will_not": "\n".join(document.policy.will_not),
        "minutes": answer.value if answer else document.policy.limits.minutes_per_week,
    }


def _limits(
    document: strategy.Strategy, posted: QueryDict, by: people.PersonRow
) -> strategy.Strategy:
    practised = may_be_learning(document)
    form = forms.read(PractisedLimitsForm if practised else LimitsForm, posted)
    will_not = tuple(lines(form.will_not))
    policy = msgspec.structs.replace(document.policy, statement=form.statement, will_not=will_not)
    changed = answered(document, _LEFT_OUT, GivenAnswer(values=[" ".join(will_not)]), by)
    if isinstance(form, PractisedLimitsForm):
        if not form.minutes:
            raise Faults({"minutes": _("Give whole minutes between 1 and 600.")})
        limits = msgspec.structs.replace(policy.limits, minutes_per_week=form.minutes)
        policy = msgspec.structs.replace(policy, limits=limits)
        changed = answered(changed, _RELEASED, GivenAnswer(values=[str(form.minutes)]), by)
    return msgspec.structs.replace(changed, policy=policy)


STEPS = (
    Step(
        "approach",
        say("What the diagnosis calls for"),
        "",
        _approach_fields,
        _approach_initial,
        _approach,
        lambda document: bool(document.policy.choices),
        special="approach",
    ),
    Step(
        "limits",
        say("What do you decide, and what do you leave?"),
        _l("Strategy is choosing. What is left out makes room for the rest."),
        _limits_fields,
        _limits_initial,
        _limits,
        lambda document: bool(document.policy.will_not and document.policy.statement),
    ),
)
