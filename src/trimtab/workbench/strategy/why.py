"""Why something runs, down to the diagnosis; and what rests on an answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from trimtab.strategy import api as strategy
from trimtab.web.requests import Request
from trimtab.workbench.kinds import kind_words, step_words
from trimtab.workbench.permission import STEERING, WRITING, asked_by, readable
from trimtab.workbench.strategy.places import address_of


@require_GET
@login_required
def running(request: Request, kind: str, key: str) -> HttpResponse:
    """The page of one thing that runs: its chain of reasons, nearest first.

    Of a task of people, also where it is taken out again.
    """
    person = asked_by(request, *STEERING)
    document = readable(strategy.require_current(), person).document
    plan = strategy.plan(document)
    resource = strategy.resources(plan).get((kind, key))
    if resource is None:
        raise Http404
    context = {
        "title": strategy.resource_title(resource, strategy.titled(plan)),
        "kind": kind_words(kind),
        "steps": steps(document, resource),
        "task": _task(document, key) if kind == "task" else None,
        "may_write": bool(person.roles & set(WRITING)),
    }
    return render(request, "workbench/strategy/why.html", context)


def _task(document: strategy.Strategy, key: str) -> dict[str, Any] | None:
    """The action behind a task of people, with where it and its challenge are edited.

    None for something to find out.
    """
    action = next((action for action in document.actions if action.id == key), None)
    if action is None:
        return None
    challenge = f"challenges/{action.challenge}" if action.challenge else ""
    return {
        "action": action,
        "edit": address_of(document, f"actions/{key}"),
        "diagnosis": address_of(document, challenge) if challenge else "",
    }


def steps(
    document: strategy.Strategy,
    resource: Any,
    advice: Sequence[strategy.Recommendation] | None = None,
) -> list[dict[str, str]]:
    """The chain of a resource as the part 'why' shows it, the ground first.

    Each step has the way to what else rests on it.
    """
    chain = strategy.chain(document, resource.because, getattr(resource, "rules", ()), advice)
    return [
        {"kind": step_words(step.kind), "text": step.says, "href": _rests(step)}
        for step in reversed(chain)
    ]


def _rests(step: strategy.Step) -> str:
    return "" if step.kind == "recommendations" else reverse("workbench:rests", args=[step.place])


@require_GET
@login_required
def rests(request: Request, place: str) -> HttpResponse:
    """The page of one place: what is said there, and everything that rests on it."""
    document = readable(strategy.require_current(), asked_by(request, *STEERING)).document
    said = strategy.words(document, place)
    if not said:
        raise Http404
    kind, *within = place.split("/")
    resting = strategy.rests_on(document, place)
    answer = document.answers.get(within[0]) if kind == "answers" and within else None
    context = {
        "title": said,
        "kind": step_words(kind),
        "answer": answer,
        "sure": strategy.called(answer.sure) if answer else "",
        "advice": resting.recommendations,
        "runs": grouped(resting.runs),
        "place": place,
    }
    return render(request, "workbench/strategy/rests.html", context)


def grouped(runs: Iterable[tuple[str, str, str]]) -> list[tuple[str, list[dict[str, str]]]]:
    """What runs by kind, each with the way to its reasons."""
    groups: dict[str, list[dict[str, str]]] = {}
    for kind, key, title in runs:
        address = reverse("workbench:running", args=[kind, key])
        groups.setdefault(kind_words(kind), []).append({"title": title, "href": address})
    return list(groups.items())


def everything(
    document: strategy.Strategy, *, linked: bool = True
) -> list[tuple[str, list[dict[str, Any]]]]:
    """All that runs under a document, by kind, each with its chain of reasons.

    `linked` leads from each step to what else rests on it, which is known of the strategy in
    force alone.
    """
    plan, advice = strategy.plan(document), strategy.recommend(document)
    titles = strategy.titled(plan)
    audiences = {audience.id: audience.name for audience in document.audiences}
    groups: dict[str, list[dict[str, Any]]] = {}
    for (kind, _key), resource in strategy.resources(plan).items():
        title: str = strategy.resource_title(resource, titles)
        # The same setting may hold for several audiences.
        if kind == "setting" and (audience := audiences.get(getattr(resource, "audience", ""))):
            title = _("%(what)s (%(audience)s)") % {"what": title, "audience": audience}
        reasons = steps(document, resource, advice)
        if not linked:
            reasons = [{**step, "href": ""} for step in reasons]
        groups.setdefault(kind_words(kind), []).append({"title": title, "steps": reasons})
    return list(groups.items())
