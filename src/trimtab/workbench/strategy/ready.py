"""Five ready strategies: side by side, one at a time, and the way to begin from one of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from enum import Enum
from functools import cache
from typing import Annotated, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_GET, require_POST

from trimtab import clock
from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import listed, say
from trimtab.people import api as people
from trimtab.strategy import api as strategy
from trimtab.web import forms
from trimtab.web.forms import Asks, Form
from trimtab.web.requests import Request
from trimtab.workbench.permission import STEERING, WRITING, asked_by
from trimtab.workbench.strategy.editing.drafts import base_of, keep
from trimtab.workbench.strategy.editing.fields import key_of
from trimtab.workbench.strategy.editing.words import words_of
from trimtab.workbench.strategy.pages import questions_by_area, yaml_file
from trimtab.workbench.strategy.why import everything

WEEKS_AHEAD = 8


class BeginForm(Form, frozen=True, kw_only=True):
    """What beginning from a ready strategy asks: a title, the first week, and that one means it."""

    title: Annotated[
        str, Asks(most=200, fault=_l("Say in one line what your strategy is to achieve."))
    ]
    first: Annotated[dt.date, Asks(fault=_l("Give a date, such as 2027-03-01."))]
    anew: bool = False


@require_GET
@login_required
def listing(request: Request) -> HttpResponse:
    """The page /strategy/ready: the five, and where what runs under them differs."""
    person = asked_by(request, *STEERING)
    context = {
        "ready": strategy.READY,
        "groups": [(group_words(group.key), _rows(group)) for group in _compared()],
        "may_write": bool(person.roles & set(WRITING)),
    }
    return render(request, "workbench/strategy/ready.html", context)


@cache
def _compared() -> tuple[strategy.Group, ...]:
    """The five never change while the process runs; comparing them takes a tenth of a second."""
    return strategy.compare([ready.document for ready in strategy.READY])


def _rows(group: strategy.Group) -> list[tuple[str, list[tuple[strategy.Ready, Any]]]]:
    return [(row.about, list(zip(strategy.READY, row.cells, strict=True))) for row in group.rows]


def group_words(key: str) -> str:
    """What the settings of a group are about."""
    return {
        "runs": _("What runs"),
        "practice": _("Practice"),
        "delivery": _("Devices and delivery"),
        "support": _("Help at work"),
        "messages": _("Messages"),
        "rollout": _("Roll-out"),
        "data": _("Data and privacy"),
        "decisions": _("Decisions"),
        "evaluation": _("Evaluation"),
    }.get(key, key)


@require_GET
@login_required
def page(request: Request, name: str) -> HttpResponse:
    """One ready strategy to read, and the form that begins from it."""
    asked_by(request, *STEERING)
    return _show(request, strategy.ready(name))


def _show(request: Request, ready: strategy.Ready, refusal: Refusal | None = None) -> HttpResponse:
    document, draft = ready.document, strategy.latest()
    names = {audience.id: audience.name for audience in document.audiences}
    advice = strategy.recommend(document)
    usual = {"title": "", "first": _usual_start().isoformat()}
    context = {
        "ready": ready,
        "document": document,
        "draft": draft,
        "is_unfinished": _is_unfinished(draft),
        "may_write": bool(request.person.roles & set(WRITING)),
        "challenges": [
            (challenge, _causes(challenge), _choice(document, challenge))
            for challenge in document.challenges
        ],
        "actions": [
            (action, words_of(action.kind), names.get(action.audience, ""))
            for action in document.actions
        ],
        "areas": [
            (says, [_with_parts(document, row) for row in rows])
            for _area, says, rows in questions_by_area(document)
        ],
        "advice": [(each, *_taken(document, each)) for each in advice],
        "groups": everything(document, linked=False),
        "form": forms.kept(BeginForm, request.POST) if refusal else usual,
        "faults": forms.errors(refusal),
    }
    status = refusal.status if refusal else 200
    return render(request, "workbench/strategy/ready_one.html", context, status=status)


def _taken(document: strategy.Strategy, advice: strategy.Recommendation) -> tuple[str, str]:
    """How a recommendation was taken, and why; nothing where nobody has."""
    entry = strategy.taken(document, advice)
    return (strategy.called(entry.standing), entry.because) if entry else ("", "")


def _with_parts(document: strategy.Strategy, row: Mapping[str, Any]) -> dict[str, Any]:
    """A question with its answer; what parts answer is said part by part."""
    return {**row, "parts": list(_said_by_parts(document, row["question"]))}


def _said_by_parts(document: strategy.Strategy, question: strategy.Question) -> Iterator[str]:
    for part in getattr(document, question.records) if question.records else ():
        if question.records == "actions" and part.kind is not strategy.ActionKind.MESSAGE:
            continue
        value = getattr(part, question.field) if question.field else ""
        values = value if isinstance(value, tuple) else (value,)
        told = listed(map(_in_words, values))
        name = strategy.words(document, f"{question.records}/{key_of(part)}")
        yield say("{name}: {value}", name=name, value=told) if told else name


def _in_words(value: object) -> str:
    return words_of(value) if isinstance(value, Enum) else str(getattr(value, "says", value))


def _causes(challenge: strategy.parts.Challenge) -> str:
    return ". ".join(words_of(cause) for cause in challenge.causes)


def _choice(
    document: strategy.Strategy, challenge: strategy.parts.Challenge
) -> strategy.parts.Choice | None:
    choices = document.policy.choices
    return next((choice for choice in choices if choice.challenge == challenge.id), None)


def _usual_start() -> dt.date:
    """Monday, some weeks ahead: time enough to replace what is the example's."""
    today = clock.today()
    return today - dt.timedelta(days=today.weekday()) + dt.timedelta(weeks=WEEKS_AHEAD)


@require_GET
@login_required
def document(request: Request, name: str) -> HttpResponse:
    """A ready strategy as YAML, with its comments."""
    asked_by(request, *STEERING)
    return yaml_file(strategy.ready(name).text, name)


@require_POST
@login_required
def begin(request: Request, name: str) -> HttpResponse:
    """Writes a draft that begins from a ready strategy, and leads to what must be adapted in it."""
    person = asked_by(request, *WRITING)
    ready, draft = strategy.ready(name), strategy.latest()
    try:
        asked = _read(request, draft)
    except Refusal as refusal:
        return _show(request, ready, refusal)
    organisation = people.organisation()
    begun = strategy.begun(
        ready.document,
        organisation=organisation.name if organisation else "",
        first=asked.first,
        title=asked.title,
    )
    because = say("Begun from the ready strategy '{title}'", title=ready.document.title)
    row = keep(begun, by=person, because=because, base=base_of(request), now=clock.now())
    said = _(
        "Begun, as revision %(n)s. %(count)s places are to be adapted: "
        "each finding below leads to one."
    )
    count = len(strategy.check(begun))
    messages.success(request, said % {"n": row.number, "count": count})
    if draft and _is_unfinished(draft):
        earlier = _(
            "Your earlier working copy is revision %(n)s: 'Go back to this' brings it back."
        )
        messages.info(request, earlier % {"n": draft.number})
    return redirect(f"{reverse('workbench:draft')}#findings")


def _is_unfinished(draft: strategy.RevisionRow | None) -> bool:
    """Whether there is a working copy that was never in force: what begins anew follows it."""
    return draft is not None and draft.state in (strategy.State.DRAFT, strategy.State.IN_REVIEW)


def _read(request: Request, draft: strategy.RevisionRow | None) -> BeginForm:
    """What was posted. Raises Faults where it cannot be taken."""
    asked = forms.read(BeginForm, request.POST)
    if asked.first < clock.today():
        raise forms.Faults({"first": _("This day is over. Give one that is still to come.")})
    if _is_unfinished(draft) and not asked.anew:
        fault = _(
            "Say that you mean it: your working copy is not in force yet, and this would follow it."
        )
        raise forms.Faults({"anew": fault})
    return asked
