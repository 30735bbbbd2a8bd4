"""Corrections: what was expected, what was seen, what would change, and the decision."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from trimtab import clock
from trimtab.governance import api as governance
from trimtab.governance.api import Choice, ProposalState
from trimtab.journeys import course_correction
from trimtab.kernel.errors import NotAllowed, Refusal
from trimtab.people.api import PersonRow
from trimtab.pictures import Estimate, EstimateStanding, Picture, forest
from trimtab.strategy import api as strategy
from trimtab.workbench.kinds import by_kind
from trimtab.workbench.permission import STEERING, asked_by, readable


@require_GET
@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """The page /corrections: what waits, and what was decided."""
    asked_by(request, *STEERING)
    found = governance.proposals()
    context = {
        "waiting": [one for one in found if one.state is ProposalState.OPEN],
        "over": [one for one in found if one.state is not ProposalState.OPEN],
    }
    return render(request, "workbench/results/corrections.html", context)


@require_GET
@login_required
def page(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    """The page of one correction."""
    return _show(request, proposal_id)


def _show(
    request: HttpRequest, proposal_id: UUID, refusal: Refusal | None = None, reason: str = ""
) -> HttpResponse:
    person = asked_by(request, *STEERING)
    proposal = governance.proposal(proposal_id)
    context: dict[str, Any] = {
        "proposal": proposal,
        "lead": "" if proposal.summary in proposal.because else proposal.summary,
        "may_decide": governance.may_decide(proposal, person),
        "is_open": proposal.state is ProposalState.OPEN,
        "picture": picture(proposal.evidence),
        "refusal": refusal,
        "reason": reason,
        **_change(proposal, person),
    }
    return render(
        request, "workbench/results/correction.html", context, status=422 if refusal else 200
    )


def _change(proposal: governance.ProposalRow, reader: PersonRow) -> dict[str, Any]:
    """What would change in the document and in what runs; for a decided one, what was decided, against the revision of then."""
    patch = strategy.patch_from_json(proposal.change)
    because = {one.place: one.because for one in patch.operations if one.because}
    before = readable(course_correction.compared_with(proposal), reader)
    try:
        after = strategy.for_reader(course_correction.preview(proposal), reader.roles)
    except Refusal as refusal:
        return {"gone": refusal.sentence, "changes": [], "groups": [], "revision": before}
    written = [
        one
        for one in strategy.changes_in_words(before.document, after)
        if is_written(after, one.place)
    ]
    effects = strategy.plan_changes(strategy.plan(before.document), strategy.plan(after))
    return {
        "changes": [
            (
                strategy.place_in_words(
                    after if strategy.words(after, one.place) else before.document, one.place
                ),
                one,
                because.get(one.place, ""),
            )
            for one in written
        ],
        "groups": by_kind(effects),
        "revision": before,
    }


def is_written(document: strategy.Strategy, place: str) -> bool:
    """Whether a change is of a place of the document, and not of what runs because of it."""
    return hasattr(document, place.split("/")[0])


def picture(evidence: Any) -> Picture | None:
    """Expected against seen, as a forest plot; None without an estimate."""
    if evidence.get("estimate") is None:
        return None
    amount = strategy.Amount.named(
        evidence.get("unit", ""), evidence.get("scale", ""), evidence.get("direction", "")
    )
    title = _("%(measure)s: expected and seen") % {"measure": evidence["measure_name"]}
    row = Estimate(
        name=evidence["title"],
        value=evidence["estimate"],
        low=evidence["low"],
        high=evidence["high"],
        said=evidence.get("said") or amount.towards_better(evidence["estimate"], exactly=False),
        standing=EstimateStanding.BAD,
    )
    return forest(
        title=title,
        description=evidence["sentence"],
        rows=[row],
        null=0.0,
        null_name=_("no effect"),
        expected=evidence["at_least"],
        expected_name=_("expected"),
        say=amount.scaled,
    )


@require_POST
@login_required
def decision(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    """Takes a decision: approving adopts the next revision, and what runs changes."""
    person = asked_by(request, *STEERING)
    reason = request.POST.get("reason", "")[:2000]
    try:
        choice = Choice(request.POST.get("choice", ""))
        decided = course_correction.decide(
            proposal_id=proposal_id, by=person, choice=choice, reason=reason, now=clock.now()
        )
    except ValueError:
        return _show(
            request,
            proposal_id,
            Refusal("workbench.choice", _("Approve or decline."), "choice"),
            reason,
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        return _show(request, proposal_id, refusal, reason)
    if decided.adopted:
        done = _("Approved. Revision %(n)s is in force, and what runs has changed.") % {
            "n": decided.adopted.number
        }
        messages.success(request, done)
        return redirect("workbench:revision", decided.adopted.number)
    messages.success(request, _("Declined. Everything stays as it is, and the reason is kept."))
    return redirect("workbench:corrections")
