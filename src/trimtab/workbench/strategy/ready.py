"""Five ready strategies: side by side, one at a time, and the way to begin from one of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from trimtab import clock
from trimtab.people import api as people
from trimtab.strategy import api as strategy
from trimtab.workbench.permission import STEERING, asked_by
from trimtab.workbench.strategy.editing.drafts import WRITING, base_of, keep
from trimtab.workbench.strategy.editing.parts import key_of
from trimtab.workbench.strategy.editing.words import option_words
from trimtab.workbench.strategy.pages import question_row
from trimtab.workbench.strategy.why import everything

WEEKS_AHEAD = 8
_MOST_TITLE = 200


@require_GET
@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """The page /strategy/ready: the five with what makes each different, and what runs under them where it differs."""
    person = asked_by(request, *STEERING)
    context = {
        "ready": strategy.READY,
        "groups": [(group_words(one.key), _rows(one)) for one in _compared()],
        "may_write": bool(person.roles & set(WRITING)),
    }
    return render(request, "workbench/strategy/ready.html", context)


@cache
def _compared() -> tuple[strategy.Group, ...]:
    """The five never change while the process runs, and to compare them takes a tenth of a second."""
    return strategy.compare([one.document for one in strategy.READY])


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
def page(request: HttpRequest, name: str) -> HttpResponse:
    """One ready strategy to read, and the form that begins from it."""
    asked_by(request, *STEERING)
    return _show(request, strategy.ready(name))


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the form that begins from a ready strategy asks: the title, the first week, and what is wrong with either."""

    title: str = ""
    first: str = ""
    faults: tuple[tuple[str, str], ...] = ()


def _show(request: HttpRequest, ready: strategy.Ready, asked: _Asked | None = None) -> HttpResponse:
    person = getattr(request, "person", None)
    document, draft = ready.document, strategy.latest()
    given = asked or _Asked(first=_usual_start().isoformat())
    names = {one.id: one.name for one in document.audiences}
    context = {
        "ready": ready,
        "document": document,
        "draft": draft,
        "is_unfinished": _is_unfinished(draft),
        "may_write": bool(person and person.roles & set(WRITING)),
        "challenges": [(one, _causes(one), _choice(document, one)) for one in document.challenges],
        "actions": [
            (one, option_words(type(one.kind), one.kind), names.get(one.audience, ""))
            for one in document.actions
        ],
        "areas": [
            (
                area.value,
                [_question(document, one) for one in strategy.QUESTIONS if one.area is area],
            )
            for area in strategy.Area
        ],
        "advice": [(one, strategy.taken(document, one)) for one in strategy.recommend(document)],
        "groups": everything(document, linked=False),
        "form": given,
        "faults": dict(given.faults),
    }
    return render(
        request, "workbench/strategy/ready_one.html", context, status=422 if given.faults else 200
    )


def _question(document: strategy.Strategy, question: strategy.Question) -> dict[str, Any]:
    """A question with its answer; what parts answer is said part by part."""
    return {**question_row(document, question), "parts": list(_said_by_parts(document, question))}


def _said_by_parts(document: strategy.Strategy, question: strategy.Question) -> Iterator[str]:
    for one in getattr(document, question.records) if question.records else ():
        if question.records == "actions" and one.kind is not strategy.ActionKind.MESSAGE:
            continue
        value = getattr(one, question.field) if question.field else ""
        said = ", ".join(
            str(getattr(each, "says", each))
            for each in (value if isinstance(value, tuple) else (value,))
        )
        name = strategy.words(document, f"{question.records}/{key_of(one)}")
        yield f"{name}: {said}" if said else name


def _causes(challenge: strategy.parts.Challenge) -> str:
    return ". ".join(str(option_words(type(one), one)) for one in challenge.causes)


def _choice(
    document: strategy.Strategy, challenge: strategy.parts.Challenge
) -> strategy.parts.Choice | None:
    return next((one for one in document.policy.choices if one.challenge == challenge.id), None)


def _usual_start() -> dt.date:
    """Monday, some weeks ahead: time enough to replace what is the example's."""
    today = clock.today()
    return today - dt.timedelta(days=today.weekday()) + dt.timedelta(weeks=WEEKS_AHEAD)


@require_GET
@login_required
def document(request: HttpRequest, name: str) -> HttpResponse:
    """A ready strategy as YAML, with its comments."""
    asked_by(request, *STEERING)
    return HttpResponse(
        strategy.ready(name).text,
        content_type="application/yaml; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.yaml"'},
    )


@require_POST
@login_required
def begin(request: HttpRequest, name: str) -> HttpResponse:
    """Writes a draft that begins from a ready strategy, and leads to what must be adapted in it."""
    person = asked_by(request, *WRITING)
    ready = strategy.ready(name)
    asked = _read(request)
    first = parse_date(asked.first) if not asked.faults else None
    draft = strategy.latest()
    if first is not None and _is_unfinished(draft) and request.POST.get("anew") != "yes":
        fault = (
            "anew",
            _(
                "Say that you mean it: your working copy is not in force yet, and this would follow it."
            ),
        )
        return _show(request, ready, _Asked(asked.title, asked.first, (fault,)))
    if first is None:
        return _show(request, ready, asked)
    organisation = people.organisation()
    begun = strategy.begun(
        ready.document,
        organisation=organisation.name if organisation else "",
        first=first,
        title=asked.title,
    )
    because = _("Begun from the ready strategy '%(title)s'") % {"title": ready.document.title}
    row = keep(begun, by=person, because=because, base=base_of(request), now=clock.now())
    count = len(strategy.check(begun))
    said = _(
        "Begun, as revision %(n)s. %(count)s places are to be adapted: each finding below leads to one."
    )
    messages.success(request, said % {"n": row.number, "count": count})
    if draft and _is_unfinished(draft):
        messages.info(
            request,
            _("Your earlier working copy is revision %(n)s: 'Go back to this' brings it back.")
            % {"n": draft.number},
        )
    return redirect(f"{reverse('workbench:draft')}#findings")


def _is_unfinished(draft: strategy.RevisionRow | None) -> bool:
    """Whether there is a working copy that was never in force: what begins anew comes in its place."""
    return draft is not None and draft.state in (strategy.State.DRAFT, strategy.State.IN_REVIEW)


def _read(request: HttpRequest) -> _Asked:
    """What was posted, with a fault where it cannot be taken."""
    title = request.POST.get("title", "").strip()[:_MOST_TITLE]
    first, faults = request.POST.get("first", "").strip(), []
    if not title:
        faults.append(("title", _("Say in one line what your strategy is to achieve.")))
    try:
        day = parse_date(first)
    except ValueError:
        day = None
    if day is None:
        faults.append(("first", _("Give a date, such as 2027-03-01.")))
    elif day < clock.today():
        faults.append(("first", _("This day is over. Give one that is still to come.")))
    return _Asked(title, first, tuple(faults))
