"""Why something runs, down to the diagnosis; and what rests on an answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from trimtab.strategy import api as strategy
from trimtab.workbench.kinds import kind_words, step_words
from trimtab.workbench.permission import STEERING, asked_by, readable
from trimtab.workbench.strategy.editing.drafts import WRITING
from trimtab.workbench.strategy.places import address_of


@require_GET
@login_required
def running(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """The page of one thing that runs: its chain of reasons, nearest first; of a task of people, also where it is taken out again."""
    person = asked_by(request, *STEERING)
    document = readable(strategy.require_current(), person).document
    found = strategy.resources(strategy.plan(document)).get((kind, key))
    if found is None:
        raise Http404
    titles = strategy.titled(strategy.plan(document))
    context = {
        "title": strategy.resource_title(found, titles),
        "kind": kind_words(kind),
        "steps": steps(document, found),
        "task": _task(document, key) if kind == "task" else None,
        "may_write": bool(person.roles & set(WRITING)),
    }
    return render(request, "workbench/strategy/why.html", context)


def _task(document: strategy.Strategy, key: str) -> dict[str, Any] | None:
    """The action behind a task of people, with where it and its challenge are edited; None for something to find out."""
    action = next((one for one in document.actions if one.id == key), None)
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
    """The chain of a resource as the part 'why' shows it: the ground first, each with the way to what else rests on it."""
    chain = strategy.chain(document, resource.because, getattr(resource, "rules", ()), advice)
    return [
        {"kind": step_words(one.kind), "text": one.says, "href": _rests(one)}
        for one in reversed(chain)
    ]


def _rests(step: strategy.Step) -> str:
    return "" if step.kind == "recommendations" else reverse("workbench:rests", args=[step.place])


@require_GET
@login_required
def rests(request: HttpRequest, place: str) -> HttpResponse:
    """The page of one place of the strategy: what is said there, and everything that rests on it."""
    document = readable(strategy.require_current(), asked_by(request, *STEERING)).document
    said = strategy.words(document, place)
    if not said:
        raise Http404
    resting = strategy.rests_on(document, place)
    context = {
        "title": said,
        "kind": step_words(place.split("/")[0]),
        "answer": document.answers.get(place.split("/")[1])
        if place.startswith("answers/")
        else None,
        "advice": resting.recommendations,
        "runs": grouped(resting.runs),
        "place": place,
    }
    return render(request, "workbench/strategy/rests.html", context)


def grouped(runs: Iterable[tuple[str, str, str]]) -> list[tuple[str, list[dict[str, str]]]]:
    """What runs by kind, each with the way to its reasons."""
    groups: dict[str, list[dict[str, str]]] = {}
    for kind, key, title in runs:
        groups.setdefault(kind_words(kind), []).append(
            {"title": title, "href": reverse("workbench:running", args=[kind, key])}
        )
    return list(groups.items()) or []


def everything(
    document: strategy.Strategy, *, linked: bool = True
) -> list[tuple[str, list[dict[str, Any]]]]:
    """All that runs under a document, by kind, each with its chain of reasons.

    `linked` leads from each step to what else rests on it, which is known of the strategy in force alone.
    """
    plan, advice = strategy.plan(document), strategy.recommend(document)
    titles = strategy.titled(plan)
    groups: dict[str, list[dict[str, Any]]] = {}
    names = {one.id: one.name for one in document.audiences}
    for (kind, _key), one in strategy.resources(plan).items():
        title = strategy.resource_title(one, titles)
        audience = names.get(getattr(one, "audience", ""), "") if kind == "setting" else ""
        shown = (
            _("%(what)s (%(audience)s)") % {"what": title, "audience": audience}
            if audience
            else title
        )
        found = steps(document, one, advice)
        reasons = found if linked else [{**each, "href": ""} for each in found]
        groups.setdefault(kind_words(kind), []).append({"title": shown, "steps": reasons})
    return list(groups.items())
