"""Answering one question of the catalogue: the answer, its evidence, how sure; or that nobody knows yet, and how it is found out."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from trimtab import clock
from trimtab.kernel import written
from trimtab.kernel.errors import NotFound
from trimtab.people import api as people
from trimtab.strategy import api as strategy
from trimtab.strategy.api import AnswerKind, parts
from trimtab.workbench.permission import asked_by
from trimtab.workbench.strategy.asking.voices import value_said
from trimtab.workbench.strategy.checking import looked_at, rows_while_writing, with_mend
from trimtab.workbench.strategy.editing.drafts import WRITING, keep, seen, working_copy

MOST_EVIDENCE = 20
MOST_CHARACTERS = 10_000


class Unreadable(Exception):
    """What was filled in is no answer; `field` is at fault, `sentence` says what would be one."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field
        self.sentence = sentence


@require_http_methods(["GET", "POST"])
@login_required
def page(request: HttpRequest, code: str) -> HttpResponse:
    """The page /strategy/answers/<code>; saving writes a new revision on the one that the writer saw. With `check` it only looks."""
    person = asked_by(request, *WRITING)
    question = strategy.BY_CODE.get(code)
    if question is None:
        raise NotFound("strategy.question", _("There is no such question."))
    if question.records:
        return redirect("workbench:parts", question.records)
    if request.method == "GET":
        row = working_copy()
        return _show(request, question, row, row.document.answers.get(code))
    row = seen(request)
    try:
        answer = read(request, question, person, row.document.answers.get(code))
    except Unreadable as fault:
        if "check" in request.POST:
            return looked_at(request, [], faults=1)
        return _show(request, question, row, row.document.answers.get(code), fault)
    document = msgspec.structs.replace(row.document, answers={**row.document.answers, code: answer})
    if "check" in request.POST:
        return looked_at(
            request, rows_while_writing(document, f"answers/{code}", saved=row.document)
        )
    document, mend = with_mend(document, request.POST)
    because = _("Answered %(code)s") % {"code": code} + (f". {mend}" if mend else "")
    saved = keep(document, by=person, because=because, base=row.number, now=clock.now())
    messages.success(request, _("Saved as revision %(n)s.") % {"n": saved.number})
    return redirect(_next(request, question, saved.document))


def _next(request: HttpRequest, question: strategy.Question, document: strategy.Strategy) -> str:
    """The next open question of the area when that was asked for, else the place of this one in the list."""
    if "mend" in request.POST:
        return reverse("workbench:answer", args=[question.code])
    if "next-question" in request.POST:
        area = [
            one for one in strategy.asked(document) if one.area is question.area and not one.records
        ]
        later = [
            one
            for one in area
            if not strategy.is_answered(document, one) and one.code not in document.answers
        ]
        if later:
            return reverse("workbench:answer", args=[later[0].code])
    return f"{reverse('workbench:answers')}#{question.area}"


def _show(
    request: HttpRequest,
    question: strategy.Question,
    row: strategy.RevisionRow,
    answer: strategy.Answer | None,
    fault: Unreadable | None = None,
) -> HttpResponse:
    shown = _posted(request) if fault else _values(answer)
    kinds = [(one.value, one.value.capitalize()) for one in parts.EvidenceKind]
    evidence = [one for one in shown["evidence"] if one["says"]]
    blank = {"kind": parts.EvidenceKind.DATA.value, "says": "", "source": "", "on": ""}
    context = {
        "question": question,
        "draft": row,
        "answer": answer,
        "options": [{"value": one.value, "text": one.says} for one in question.options],
        "values": shown,
        "evidence": [
            {**one, "at": at, "kinds": kinds} for at, one in enumerate([*evidence, blank])
        ],
        "sureness": [
            {"value": strategy.Sureness.HIGH.value, "text": _("Sure: I would bet on it")},
            {"value": strategy.Sureness.MODERATE.value, "text": _("Fairly sure")},
            {"value": strategy.Sureness.LOW.value, "text": _("A guess")},
        ],
        "fault": fault,
        "findings": rows_while_writing(row.document, f"answers/{question.code}"),
        "resting": strategy.rests_on(row.document, f"answers/{question.code}"),
        "heard": [(one, value_said(one.value, question.code)) for one in answer.heard]
        if answer
        else [],
        "enquiries": strategy.asking.asked_about(question.code),
    }
    return render(
        request, "workbench/strategy/answer_form.html", context, status=422 if fault else 200
    )


def _values(answer: strategy.Answer | None) -> dict[str, Any]:
    """An answer as what the form shows."""
    if answer is None:
        return {"value": "", "chosen": [], "sure": strategy.Sureness.MODERATE.value, "evidence": []}
    found = answer.find_out
    several = isinstance(answer.value, tuple)
    return {
        "value": "" if answer.value is None or several else answer.value,
        "chosen": list(answer.value) if isinstance(answer.value, tuple) else [],
        "unknown": answer.value is None,
        "of": found.of if found else "",
        "until": found.until.isoformat() if found and found.until else "",
        "sure": answer.sure.value,
        "because": answer.because,
        "evidence": [
            {
                "kind": one.kind.value,
                "says": one.says,
                "source": one.source,
                "on": one.on.isoformat() if one.on else "",
            }
            for one in answer.evidence
        ],
    }


def _posted(request: HttpRequest) -> dict[str, Any]:
    given = request.POST
    return {
        "value": given.get("value", ""),
        "chosen": given.getlist("value"),
        "unknown": "unknown" in given,
        "of": given.get("of", ""),
        "until": given.get("until", ""),
        "sure": given.get("sure", ""),
        "because": given.get("because", ""),
        "evidence": _evidence_rows(request),
    }


def _evidence_rows(request: HttpRequest) -> list[dict[str, str]]:
    names = ("kind", "says", "source", "on")
    return [
        {
            name: request.POST.get(f"evidence-{at}-{name}", "")[:MOST_CHARACTERS].strip()
            for name in names
        }
        for at in range(MOST_EVIDENCE)
    ]


def read(
    request: HttpRequest,
    question: strategy.Question,
    person: people.PersonRow,
    before: strategy.Answer | None,
) -> strategy.Answer:
    """The answer that was filled in; what others said about it stays. One that says what it said keeps who said it, and when.

    Raises Unreadable.
    """
    given = request.POST
    unknown = "unknown" in given
    sure = given.get("sure", "")
    until = _day(given.get("until", ""), "until")
    of = given.get("of", "").strip()[:300]
    answer = strategy.Answer(
        value=None if unknown else _value(request, question),
        by=person.address,
        on=clock.today(),
        sure=strategy.Sureness(sure)
        if sure in set(strategy.Sureness)
        else strategy.Sureness.MODERATE,
        because=given.get("because", "").strip()[:MOST_CHARACTERS],
        evidence=tuple(
            _piece(at, row) for at, row in enumerate(_evidence_rows(request)) if row["says"]
        ),
        heard=before.heard if before else (),
        find_out=parts.FindOut(of=of, until=until) if unknown and (of or until) else None,
    )
    is_same = (
        before is not None and msgspec.structs.replace(answer, by=before.by, on=before.on) == before
    )
    return before if before and is_same else answer


def _value(
    request: HttpRequest, question: strategy.Question
) -> str | int | float | tuple[str, ...]:
    text = request.POST.get("value", "").strip()[:MOST_CHARACTERS]
    known = {one.value for one in question.options}
    match question.kind:
        case AnswerKind.SEVERAL:
            chosen = tuple(one for one in request.POST.getlist("value") if one in known)
            if chosen:
                return chosen
        case AnswerKind.CHOICE if text in known:
            return text
        case AnswerKind.NUMBER if text:
            return _figure(text)
        case AnswerKind.TEXT if text:
            return text
    raise Unreadable("value", _("Answer, or say that we do not know yet: that is an answer, too."))


def _figure(text: str) -> int | float:
    figure = written.real(text)
    if figure is None or not 0 <= figure <= 10**9:
        raise Unreadable("value", _("Give a figure of 0 or more, such as 10."))
    return int(figure) if figure.is_integer() else figure


def _day(text: str, field: str) -> date | None:
    day = written.day(text)
    if text and day is None:
        raise Unreadable(field, _("Give a date."))
    return day


def _piece(at: int, row: dict[str, str]) -> parts.Evidence:
    kinds = set(parts.EvidenceKind)
    kind = parts.EvidenceKind(row["kind"]) if row["kind"] in kinds else parts.EvidenceKind.OPINION
    return parts.Evidence(
        kind=kind, says=row["says"], source=row["source"], on=_day(row["on"], f"evidence-{at}-on")
    )
