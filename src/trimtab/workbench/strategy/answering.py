"""Answering one question of the catalogue: the answer, its evidence, and how sure it is.

Or that nobody knows yet, and how it is found out.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from trimtab import clock
from trimtab.kernel.errors import NotFound, Refusal
from trimtab.kernel.said import capital, say
from trimtab.people import api as people
from trimtab.strategy import api as strategy
from trimtab.strategy.api import GivenEvidence, parts
from trimtab.web import answers
from trimtab.web.requests import Request
from trimtab.workbench.permission import WRITING, asked_by
from trimtab.workbench.strategy.checking import looked_at, rows_while_writing, with_mend
from trimtab.workbench.strategy.editing.drafts import keep, mended, seen, working_copy
from trimtab.workbench.strategy.editing.forms import (
    evidence_given,
    evidence_shown,
    evidence_written,
)


@require_http_methods(["GET", "POST"])
@login_required
def page(request: Request, code: str) -> HttpResponse:
    """The page /strategy/answers/<code>.

    Saving writes a new revision on the one that the writer saw; with `check` it only looks.
    """
    person = asked_by(request, *WRITING)
    question = strategy.BY_CODE.get(code)
    if question is None:
        raise NotFound("strategy.question", _("There is no such question."))
    if question.records:
        return redirect("workbench:parts", question.records)
    if request.method == "GET":
        return _show(request, question, working_copy())
    row = seen(request)
    try:
        answer = _read(request, code, person, row.document.answers.get(code))
    except Refusal as fault:
        if "check" in request.POST:
            return looked_at(request, [], faults=1)
        return _show(request, question, row, fault)
    document = strategy.with_answer(row.document, code, answer)
    if "check" in request.POST:
        rows = rows_while_writing(document, f"answers/{code}", saved=row.document)
        return looked_at(request, rows)
    document, mend = with_mend(document, request.POST)
    because = mended(say("Answered {code}", code=code), mend)
    saved = keep(document, by=person, because=because, base=row.number, now=clock.now())
    messages.success(request, _("Saved as revision %(n)s.") % {"n": saved.number})
    return redirect(_next(request, question, saved.document))


def _read(
    request: Request, code: str, person: people.PersonRow, before: strategy.Answer | None
) -> strategy.Answer:
    """The answer that was filled in. Raises Refusal on the field at fault."""
    evidence = [GivenEvidence(**row) for row in evidence_given(request.POST)]
    given = answers.given(request.POST, evidence)
    return strategy.answer(code, given, by=person.address, on=clock.today(), before=before)


def _next(request: Request, question: strategy.Question, document: strategy.Strategy) -> str:
    """The next open question of the area when that was asked for, else the list at this one."""
    if "mend" in request.POST:
        return reverse("workbench:answer", args=[question.code])
    if "next-question" in request.POST:
        for other in strategy.asked(document):
            is_open = other.code not in document.answers and not other.records
            if other.area is question.area and is_open:
                return reverse("workbench:answer", args=[other.code])
    return f"{reverse('workbench:answers')}#{question.area}"


def _show(
    request: Request,
    question: strategy.Question,
    row: strategy.RevisionRow,
    fault: Refusal | None = None,
) -> HttpResponse:
    place, answer = f"answers/{question.code}", row.document.answers.get(question.code)
    if fault:
        shown, evidence = answers.kept(request.POST), evidence_given(request.POST)
    else:
        shown, evidence = _values(answer), evidence_written(answer.evidence if answer else ())
    kinds = [(kind.value, capital(strategy.called(kind))) for kind in parts.EvidenceKind]
    heard = answer.heard if answer else ()
    context = {
        "question": question,
        "draft": row,
        "answer": answer,
        "options": answers.options(question),
        "values": shown,
        "evidence": evidence_shown(evidence, kinds),
        "sureness": answers.sureness(),
        "fault": fault,
        "findings": rows_while_writing(row.document, place),
        "resting": strategy.rests_on(row.document, place),
        "heard": [(voice, answers.in_words(voice.value, question.code)) for voice in heard],
        "enquiries": strategy.asking.asked_about(question.code),
    }
    status = fault.status if fault else 200
    return render(request, "workbench/strategy/answer_form.html", context, status=status)


def _values(answer: strategy.Answer | None) -> dict[str, Any]:
    """An answer as what the form shows."""
    if answer is None:
        return {**answers.as_values(None), "sure": strategy.Sureness.MODERATE.value}
    finding_out = answer.find_out or parts.FindOut()
    return {
        **answers.as_values(answer.value),
        "unknown": answer.value is None,
        "of": finding_out.of,
        "until": finding_out.until.isoformat() if finding_out.until else "",
        "sure": answer.sure.value,
        "because": answer.because,
    }
