"""Corrections: what was expected, what was seen, what would change, and the decision."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_GET, require_POST

from trimtab import clock
from trimtab.governance import api as governance
from trimtab.governance.api import DecisionChoice, ProposalState
from trimtab.journeys import course_correction
from trimtab.kernel.errors import NotAllowed, Refusal
from trimtab.kernel.said_as_json import decoded
from trimtab.people.api import PersonRow
from trimtab.pictures import Estimate, EstimateStanding, SvgPicture
from trimtab.strategy import api as strategy
from trimtab.web import forms
from trimtab.web.forms import Asks, Form
from trimtab.web.requests import Request
from trimtab.wording import words
from trimtab.workbench.kinds import by_kind
from trimtab.workbench.permission import STEERING, asked_by, readable
from trimtab.workbench.results.effects import effect_picture


class DecisionForm(Form, frozen=True, kw_only=True):
    """A decision about a correction, and why."""

    choice: Annotated[DecisionChoice, Asks(fault=_l("Approve or decline."))]
    reason: Annotated[str, Asks(most=2000)] = ""


@require_GET
@login_required
def listing(request: Request) -> HttpResponse:
    """The page /corrections: what waits, and what was decided."""
    asked_by(request, *STEERING)
    proposals = governance.proposals()
    context = {
        "waiting": [each for each in proposals if each.state is ProposalState.OPEN],
        "over": [each for each in proposals if each.state is not ProposalState.OPEN],
    }
    return render(request, "workbench/results/corrections.html", context)


@require_GET
@login_required
def page(request: Request, proposal_id: UUID) -> HttpResponse:
    """The page of one correction."""
    return _show(request, proposal_id)


def _show(request: Request, proposal_id: UUID, refusal: Refusal | None = None) -> HttpResponse:
    person = asked_by(request, *STEERING)
    proposal = governance.proposal(proposal_id)
    context: dict[str, Any] = {
        "proposal": proposal,
        "lead": "" if proposal.summary in proposal.because else proposal.summary,
        "may_decide": governance.may_decide(proposal, person),
        "is_open": proposal.state is ProposalState.OPEN,
        "picture": picture(proposal.evidence),
        "refusal": refusal,
        "reason": forms.kept(DecisionForm, request.POST)["reason"],
        **_change(proposal, person),
    }
    status = 422 if refusal else 200
    return render(request, "workbench/results/correction.html", context, status=status)


def _change(proposal: governance.ProposalRow, reader: PersonRow) -> dict[str, Any]:
    """What would change in the document and in what runs.

    For a decided one, what was decided, against the revision of then.
    """
    patch = strategy.patch_from_json(proposal.change)
    because = {step.place: step.because for step in patch.operations if step.because}
    revision = readable(course_correction.compared_with(proposal), reader)
    before = revision.document
    try:
        after = strategy.for_reader(course_correction.preview(proposal), reader.roles)
    except Refusal as refusal:
        return {"gone": refusal.sentence, "changes": [], "groups": [], "revision": revision}
    changes = [
        (_called(change.place, before, after), change, because.get(change.place, ""))
        for change in strategy.changes_in_words(before, after)
        if is_written(after, change.place)
    ]
    effects = strategy.plan_changes(strategy.plan(before), strategy.plan(after))
    return {"changes": changes, "groups": by_kind(effects), "revision": revision}


def _called(place: str, before: strategy.Strategy, after: strategy.Strategy) -> str:
    """A place as it is called where it is."""
    return strategy.place_in_words(after if strategy.words(after, place) else before, place)


def is_written(document: strategy.Strategy, place: str) -> bool:
    """Whether a change is of a place of the document, and not of what runs because of it."""
    return hasattr(document, place.split("/")[0])


def picture(evidence: Any) -> SvgPicture | None:
    """Expected against seen, as a forest plot; None without an estimate."""
    if evidence.get("estimate") is None:
        return None
    amount = strategy.Amount.named(
        evidence.get("unit", ""), evidence.get("scale", ""), evidence.get("direction", "")
    )
    said = decoded(evidence.get("said") or "") or amount.towards_better(
        evidence["estimate"], exactly=False
    )
    estimate = Estimate(
        name=evidence["title"],
        value=evidence["estimate"],
        low=evidence["low"],
        high=evidence["high"],
        said=words(said),
        standing=EstimateStanding.BAD,
    )
    title = _("%(measure)s: expected and seen") % {"measure": evidence["measure_name"]}
    return effect_picture(
        estimate,
        title=title,
        description=words(decoded(evidence["sentence"])),
        expected=evidence["at_least"],
        amount=amount,
    )


@require_POST
@login_required
def decision(request: Request, proposal_id: UUID) -> HttpResponse:
    """Takes a decision: approving adopts the next revision, and what runs changes."""
    person = asked_by(request, *STEERING)
    try:
        form = forms.read(DecisionForm, request.POST)
        decided = course_correction.decide(
            proposal_id=proposal_id,
            by=person,
            choice=form.choice,
            reason=form.reason,
            now=clock.now(),
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        return _show(request, proposal_id, refusal)
    if decided.adopted:
        number = decided.adopted.number
        done = _("Approved. Revision %(n)s is in force.")
        messages.success(request, done % {"n": number})
        return redirect("workbench:revision", number)
    messages.success(request, _("Declined. Everything stays as it is, and the reason is kept."))
    return redirect("workbench:corrections")
