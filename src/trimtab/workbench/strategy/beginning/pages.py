"""The pages of the guided first hour."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from trimtab import clock
from trimtab.journeys import adoption, headcounts, naming, needs
from trimtab.journeys.naming import ColleagueNamed
from trimtab.kernel.errors import NotAllowed, Refusal
from trimtab.kernel.said import say
from trimtab.people import api as people
from trimtab.strategy import api as strategy
from trimtab.web import forms
from trimtab.web.addresses import links_to
from trimtab.web.requests import Request
from trimtab.wording import words
from trimtab.workbench.kinds import by_kind
from trimtab.workbench.permission import WRITING, asked_by
from trimtab.workbench.strategy.beginning import colleagues, diagnosis, steps
from trimtab.workbench.strategy.beginning.step import BeginningStep
from trimtab.workbench.strategy.beginning.writing import first_challenge
from trimtab.workbench.strategy.checking import blocks, finding_rows
from trimtab.workbench.strategy.draft import open_advice
from trimtab.workbench.strategy.editing.drafts import base_of, keep
from trimtab.workbench.strategy.editing.fields import FormField
from trimtab.workbench.strategy.editing.forms import filled_all, posted_values


@require_GET
@login_required
def start(request: Request) -> HttpResponse:
    """The page /strategy/begin: on to the first step that is not done, or to the end."""
    asked_by(request, *WRITING)
    draft = strategy.latest()
    if draft is None or not draft.document.challenges:
        return _on_to(steps.STEPS[0])
    return _on_to(steps.first_open(draft.document))


def _on_to(step: BeginningStep | None) -> HttpResponse:
    """To a step, or to the end of the hour."""
    return redirect(_address(step))


def _address(step: BeginningStep | None) -> str:
    if step is None:
        return reverse("workbench:begin-end")
    return reverse("workbench:begin-step", args=[step.key])


@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def page(request: Request, key: str) -> HttpResponse:
    """One step: a form; saving writes a revision and goes on."""
    person = asked_by(request, *WRITING)
    step, draft = steps.step_named(key), strategy.latest()
    document = draft.document if draft else None
    has_begun = document is not None and bool(document.challenges)
    if not has_begun and step is not steps.STEPS[0]:
        return redirect("workbench:begin")
    if request.method == "GET":
        values = step.initial(document) if document and has_begun else {}
        return _show(request, step, draft, values)
    try:
        changed = _written(step, document, request.POST, person)
        named = _named(step, changed, request.POST, person)
    except forms.Faults as faults:
        values = posted_values(request.POST, _fields(step, document))
        return _show(request, step, draft, values, faults)
    because = say("First hour: {step}", step=step.asks)
    keep(changed, by=person, because=because, base=base_of(request), now=clock.now())
    _before, following = steps.around(step, changed)
    return colleagues.told(request, named, _address(following)) if named else _on_to(following)


_FIELDS = {"name": "colleague_name", "address": "colleague_address", "role": "approver"}


def _named(
    step: BeginningStep, changed: strategy.Strategy, posted: QueryDict, by: people.PersonRow
) -> ColleagueNamed | None:
    """What came of asking a colleague in this step; None where nobody was asked. Raises Faults."""
    colleague = step.names(changed, posted, by)
    if colleague is None:
        return None
    try:
        return naming.name(colleague=colleague, by=by, address=links_to("come-in"), now=clock.now())
    except NotAllowed:
        raise
    except Refusal as refusal:
        field = _FIELDS.get(refusal.field, "colleague_address")
        raise forms.Faults({field: words(refusal.sentence)}) from refusal


def _written(
    step: BeginningStep, document: strategy.Strategy | None, posted: QueryDict, by: people.PersonRow
) -> strategy.Strategy:
    """The document as the step leaves it; without a challenge the first step begins one."""
    if document and document.challenges:
        return step.write(document, posted, by)
    organisation = people.organisation()
    return diagnosis.begin(posted, document, organisation.name if organisation else "")


def _fields(step: BeginningStep, document: strategy.Strategy | None) -> tuple[FormField, ...]:
    empty = strategy.Strategy(organisation="", title="", policy=strategy.parts.Policy(statement=""))
    return step.fields(document or empty)


def _show(
    request: Request,
    step: BeginningStep,
    draft: strategy.RevisionRow | None,
    values: dict[str, Any],
    faults: forms.Faults | None = None,
) -> HttpResponse:
    document = draft.document if draft else None
    before, after = steps.around(step, document)
    asked = steps.steps(document)
    has_begun = document is not None and bool(document.challenges)
    challenge = first_challenge(document) if document and has_begun else None
    context = {
        "step": step,
        "number": asked.index(before) + 2 if before else 1,
        "total": len(asked),
        "before": before,
        "after": after,
        "draft": draft,
        "fields": filled_all(_fields(step, document), values, forms.errors(faults)),
        "verdict": strategy.advise(challenge, document.audiences)
        if step.special == "approach" and document and challenge
        else None,
        "challenge": challenge,
        "audience": document.audiences[0] if document and document.audiences else None,
    }
    status = faults.status if faults else 200
    return render(request, "workbench/strategy/begin.html", context, status=status)


@require_GET
@login_required
def end(request: Request) -> HttpResponse:
    """The last page: what the answers call for, what does not fit yet, and the way to review."""
    person = asked_by(request, *WRITING)
    draft = strategy.latest()
    if draft is None:
        return redirect("workbench:begin")
    document = draft.document
    findings, preview = headcounts.check(document), adoption.preview(document)
    rows = finding_rows(document, findings)
    context = {
        "draft": draft,
        "advice": open_advice(document),
        "errors": [row for row in rows if blocks(row["finding"])],
        "open_steps": [step for step in steps.steps(document) if not step.done(document)],
        "findings": findings,
        "unknown": strategy.unknowns(document),
        "preview": preview,
        "groups": by_kind(preview.changes),
        "off": [row for row in rows if row["finding"].code == strategy.HEADCOUNT],
        "needs": needs.needs(draft, reader=person, now=clock.now()),
        "here": reverse("workbench:begin-end"),
    }
    return render(request, "workbench/strategy/begin_end.html", context)
