"""The approach that the diagnosis calls for, the first step, and what is left out."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from trimtab.kernel import written
from trimtab.library import api as library
from trimtab.people import api as people
from trimtab.strategy import api as strategy
from trimtab.strategy.api import parts
from trimtab.workbench.strategy.beginning.diagnosis import answered, first_challenge, text
from trimtab.workbench.strategy.beginning.step import Faults, Step
from trimtab.workbench.strategy.editing.fields import Field, Input
from trimtab.workbench.strategy.editing.parts import with_parts
from trimtab.workbench.strategy.editing.words import option_words

_KINDS = {
    parts.Approach.SPACED_LEARNING: (parts.ActionKind.PRACTICE,),
    parts.Approach.PERFORMANCE_SUPPORT: (parts.ActionKind.SUPPORT,),
    parts.Approach.BOTH: (parts.ActionKind.PRACTICE, parts.ActionKind.SUPPORT),
    parts.Approach.NOT_YET: (parts.ActionKind.WORK,),
    parts.Approach.NEITHER: (parts.ActionKind.WORK,),
}
LEARNING = frozenset({parts.ActionKind.PRACTICE, parts.ActionKind.SUPPORT})
MOST_TAGS = 12


def learning(document: strategy.Strategy) -> parts.Action | None:
    """The first practice or help that the hour has made; None when it changes the work instead."""
    return next(
        (one for one in document.actions if one.id.startswith("first-") and one.kind in LEARNING),
        None,
    )


def may_be_learning(document: strategy.Strategy) -> bool:
    """Whether learning is still a possible answer: it runs, or nothing was chosen yet."""
    running = (one for one in document.actions if one.state is strategy.ActionState.RUNNING)
    return not document.policy.choices or any(one.kind in LEARNING for one in running)


# The approach -------------------------------------------------------------------------------------------------------


def _approach_fields(document: strategy.Strategy) -> tuple[Field, ...]:
    approaches = tuple(
        (one.value, option_words(parts.Approach, one.value)) for one in parts.Approach
    )
    return (
        Field(
            "approach",
            _("What do you decide?"),
            Input.CHOICE,
            True,
            _("The advice is chosen already. You may decide otherwise and say why."),
            approaches,
        ),
        Field(
            "because", _("Why?"), Input.LONG, False, _("Needed when you decide against the advice.")
        ),
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
        *_content_fields(),
    )


def _content_fields() -> tuple[Field, ...]:
    """What is practised or looked up, by the tags that published content has; nothing while there is none."""
    tags = _offered()
    if not tags:
        return ()
    help_text = _(
        "For practice and help at work. Choose nothing when it is not written yet: authors see what to write."
    )
    options = tuple((one.tag, _tag_words(one)) for one in tags)
    return (
        Field(
            "content", _("Which content belongs to it?"), Input.SEVERAL, False, help_text, options
        ),
    )


def _offered() -> list[library.TagRow]:
    """The tags that most published content has."""
    return sorted(library.tags(), key=lambda one: -(one.items + one.aids))[:MOST_TAGS]


def _tag_words(one: library.TagRow) -> str:
    questions = ngettext("%(n)s question", "%(n)s questions", one.items) % {"n": one.items}
    aids = ngettext("%(n)s aid", "%(n)s aids", one.aids) % {"n": one.aids}
    return f"{one.tag} ({', '.join(words for words, n in ((questions, one.items), (aids, one.aids)) if n)})"


def _approach_initial(document: strategy.Strategy) -> dict[str, Any]:
    challenge = first_challenge(document)
    choice = next((one for one in document.policy.choices if one.challenge == challenge.id), None)
    action = next((one for one in document.actions if one.challenge == challenge.id), None)
    approach = (choice.approach if choice else None) or strategy.advise(
        challenge, document.audiences
    ).approach
    shown: dict[str, Any] = {
        "approach": approach.value,
        "title": action.title if action else _first_step(approach, challenge),
    }
    if action:
        shown |= {
            "owner": action.owner,
            "starts": action.starts or "",
            "due": action.due or "",
            "content": action.content,
        }
    return shown


def _first_step(approach: parts.Approach, challenge: parts.Challenge) -> str:
    match approach:
        case parts.Approach.NEITHER:
            return _("Change the work: %(title)s") % {"title": challenge.title}
        case parts.Approach.NOT_YET:
            return _("Find out more: %(title)s") % {"title": challenge.title}
        case parts.Approach.PERFORMANCE_SUPPORT:
            return _("Help at the moment of need: %(task)s") % {
                "task": challenge.task or challenge.title
            }
        case _:
            return _("Practise: %(task)s") % {"task": challenge.task or challenge.title}


def _approach(document: strategy.Strategy, posted: Any, by: people.PersonRow) -> strategy.Strategy:
    challenge = first_challenge(document)
    approaches = {one.value: one for one in parts.Approach}
    approach = approaches.get(posted.get("approach", ""))
    if approach is None:
        raise Faults({"approach": _("Choose one.")})
    advice = strategy.advise(challenge, document.audiences)
    because = text(posted, "because", needed=approach is not advice.approach)
    says = because or " ".join(advice.because) or option_words(parts.Approach, approach.value)
    choice = parts.Choice(id="first-choice", says=says, challenge=challenge.id, approach=approach)
    rest = tuple(one for one in document.policy.choices if one.id != choice.id)
    changed = with_parts(document, "choices", (choice, *rest))
    return with_parts(
        changed, "actions", (*_actions(document, approach, posted), *_others(document))
    )


def _others(document: strategy.Strategy) -> tuple[parts.Action, ...]:
    return tuple(one for one in document.actions if not one.id.startswith("first-"))


def _actions(
    document: strategy.Strategy, approach: parts.Approach, posted: Any
) -> tuple[parts.Action, ...]:
    challenge = first_challenge(document)
    title, owner = text(posted, "title", most=200), text(posted, "owner", most=200)
    starts, due = date(posted, "starts"), date(posted, "due")
    if due < starts:
        raise Faults({"due": _("It cannot be done before it starts.")})
    kept, offered = {one.id: one for one in document.actions}, {one.tag for one in _offered()}
    chosen = tuple(one for one in posted.getlist("content") if one in offered)
    made = []
    for kind in _KINDS[approach]:
        key, learns = f"first-{kind.value}", kind in LEARNING
        content = _content(kept.get(key), chosen, offered, challenge.id) if learns else ()
        fields: dict[str, Any] = {
            "title": title
            if kind is _KINDS[approach][0]
            else option_words(parts.ActionKind, kind.value),
            "challenge": challenge.id,
            "choice": "first-choice",
            "owner": owner,
            "starts": starts,
            "due": due,
            "audience": challenge.audiences[0] if learns and challenge.audiences else "",
            "content": content,
            "channel": "in-app" if learns else "",
        }
        before = kept.get(key)
        made.append(
            msgspec.structs.replace(before, **fields)
            if before
            else parts.Action(id=key, kind=kind, **fields)
        )
    return tuple(made)


def _content(
    before: parts.Action | None, chosen: tuple[str, ...], offered: set[str], placeholder: str
) -> tuple[str, ...]:
    """The tags of an action: those chosen, those it had that were not on offer, else the tag that authors are to use."""
    others = (
        tuple(one for one in before.content if one not in offered and one != placeholder)
        if before
        else ()
    )
    return (*others, *chosen) or (placeholder,)


def date(posted: Any, name: str) -> dt.date:
    """The date of a field. Raises Faults when it is none."""
    day = written.day(text(posted, name, most=20))
    if day is None:
        raise Faults({name: _("Give a date.")})
    return day


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
        *_minutes_fields(document),
    )


def _minutes_fields(document: strategy.Strategy) -> tuple[Field, ...]:
    """The minutes are asked for where people practise; looking something up is work."""
    if not may_be_learning(document):
        return ()
    label = _("Minutes a week that the business releases for each person")
    return (
        Field(
            "minutes",
            label,
            Input.NUMBER,
            True,
            _("Paid time, agreed with those who plan the shifts."),
            (),
            "1",
        ),
    )


def _limits_initial(document: strategy.Strategy) -> dict[str, Any]:
    answer = document.answers.get("Q-D9")
    minutes = answer.value if answer else document.policy.limits.minutes_per_week
    return {
        "statement": document.policy.statement,
        "will_not": "\n".join(document.policy.will_not),
        "minutes": minutes,
    }


def _limits(document: strategy.Strategy, posted: Any, by: people.PersonRow) -> strategy.Strategy:
    statement = text(posted, "statement")
    will_not = tuple(line.strip() for line in text(posted, "will_not").splitlines() if line.strip())
    policy = msgspec.structs.replace(document.policy, statement=statement, will_not=will_not)
    answers = {**document.answers, "Q-D8": answered(document, "Q-D8", " ".join(will_not), by)}
    if may_be_learning(document):
        minutes = _minutes(posted)
        limits = msgspec.structs.replace(policy.limits, minutes_per_week=minutes)
        policy = msgspec.structs.replace(policy, limits=limits)
        answers["Q-D9"] = answered(document, "Q-D9", minutes, by)
    changed: strategy.Strategy = msgspec.structs.replace(document, policy=policy, answers=answers)
    return changed


def _minutes(posted: Any) -> int:
    minutes = written.whole(text(posted, "minutes", most=4), 600)
    if not minutes:
        raise Faults({"minutes": _("Give whole minutes between 1 and 600.")})
    return minutes


STEPS = (
    Step(
        "approach",
        _l("What the diagnosis calls for"),
        "",
        _approach_fields,
        _approach_initial,
        _approach,
        lambda document: bool(document.policy.choices),
        special="approach",
    ),
    Step(
        "limits",
        _l("What do you decide, and what do you leave?"),
        _l("Strategy is choosing. What is left out makes room for the rest."),
        _limits_fields,
        _limits_initial,
        _limits,
        lambda document: bool(document.policy.will_not and document.policy.statement),
    ),
)
