"""The pages of the guided first hour."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from trimtab import clock
from trimtab.journeys import adoption
from trimtab.people import api as people
from trimtab.strategy import api as strategy
from trimtab.workbench.kinds import by_kind
from trimtab.workbench.permission import asked_by
from trimtab.workbench.strategy.beginning import diagnosis, steps
from trimtab.workbench.strategy.beginning.step import Faults, Step
from trimtab.workbench.strategy.checking import finding_row
from trimtab.workbench.strategy.draft import open_advice
from trimtab.workbench.strategy.editing.drafts import WRITING, base_of, keep
from trimtab.workbench.strategy.editing.fields import Field
from trimtab.workbench.strategy.editing.forms import filled, posted_values


@require_GET
@login_required
def start(request: HttpRequest) -> HttpResponse:
    """The page /strategy/begin: on to the first step that is not done, or to the end of the hour."""
    asked_by(request, *WRITING)
    draft = strategy.latest()
    if draft is None or not draft.document.challenges:
        return redirect("workbench:begin-step", steps.STEPS[0].key)
    following = steps.first_open(draft.document)
    return (
        redirect("workbench:begin-step", following.key)
        if following
        else redirect("workbench:begin-end")
    )


@require_http_methods(["GET", "POST"])
@login_required
def page(request: HttpRequest, key: str) -> HttpResponse:
    """One step: a form; saving writes a revision and goes on."""
    person = asked_by(request, *WRITING)
    step, draft = steps.step(key), strategy.latest()
    is_first = step is steps.STEPS[0]
    if (draft is None or not draft.document.challenges) and not is_first:
        return redirect("workbench:begin")
    document = draft.document if draft else None
    if request.method == "GET":
        return _show(
            request, step, draft, step.initial(document) if document and document.challenges else {}
        )
    try:
        changed = (
            step.write(document, request.POST, person)
            if document and document.challenges
            else diagnosis.begin(request.POST, document, _organisation())
        )
    except Faults as faults:
        return _show(
            request,
            step,
            draft,
            posted_values(request.POST, _fields(step, document)),
            faults.by_field,
        )
    because = _("First hour: %(step)s") % {"step": step.asks}
    keep(changed, by=person, because=because, base=base_of(request), now=clock.now())
    _before, following = steps.around(key, changed)
    return (
        redirect("workbench:begin-step", following.key)
        if following
        else redirect("workbench:begin-end")
    )


def _organisation() -> str:
    found = people.organisation()
    return found.name if found else ""


def _fields(step: Step, document: strategy.Strategy | None) -> tuple[Field, ...]:
    empty = strategy.Strategy(organisation="", title="", policy=strategy.parts.Policy(statement=""))
    return step.fields(document or empty)


def _show(
    request: HttpRequest,
    step: Step,
    draft: strategy.RevisionRow | None,
    values: dict[str, Any],
    faults: dict[str, str] | None = None,
) -> HttpResponse:
    document = draft.document if draft else None
    before, after = steps.around(step.key, document)
    asked = steps.steps(document)
    context = {
        "step": step,
        "number": asked.index(before) + 2 if before else 1,
        "total": len(asked),
        "before": before,
        "after": after,
        "draft": draft,
        "fields": [
            filled(one, values.get(one.name), (faults or {}).get(one.name, ""))
            for one in _fields(step, document)
        ],
        "verdict": strategy.advise(diagnosis.first_challenge(document), document.audiences)
        if step.special == "approach" and document
        else None,
        "challenge": diagnosis.first_challenge(document)
        if document and document.challenges
        else None,
    }
    return render(request, "workbench/strategy/begin.html", context, status=422 if faults else 200)


@require_GET
@login_required
def end(request: HttpRequest) -> HttpResponse:
    """The last page: what the answers call for, what does not fit yet, and the way to review."""
    asked_by(request, *WRITING)
    draft = strategy.latest()
    if draft is None:
        return redirect("workbench:begin")
    findings, preview = strategy.check(draft.document), adoption.preview(draft.document)
    context = {
        "draft": draft,
        "advice": open_advice(draft.document),
        "errors": [
            finding_row(draft.document, one, number)
            for number, one in enumerate(findings)
            if one.severity is strategy.Severity.ERROR
        ],
        "open_steps": [one for one in steps.steps(draft.document) if not one.done(draft.document)],
        "findings": findings,
        "unknown": strategy.unknowns(draft.document),
        "preview": preview,
        "groups": by_kind(preview.changes),
    }
    return render(request, "workbench/strategy/begin_end.html", context)
