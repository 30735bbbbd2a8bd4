"""The strategy on one page: what the problem is, what was decided, what runs because of it, and whether it works."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from trimtab import clock
from trimtab.evaluation import api as evaluation
from trimtab.evaluation.api import Verdict
from trimtab.governance import api as governance
from trimtab.strategy import api as strategy
from trimtab.workbench.permission import STEERING, asked_by, readable
from trimtab.workbench.strategy.areas import area_rows
from trimtab.workbench.strategy.editing.drafts import WRITING, working_copy
from trimtab.workbench.strategy.kernel import kernel
from trimtab.workbench.strategy.revisions.pages import STATES
from trimtab.workbench.strategy.why import everything


@require_GET
@login_required
def page(request: HttpRequest) -> HttpResponse:
    """The page /strategy."""
    person = asked_by(request, *STEERING)
    current = strategy.current()
    if current is None:
        may_write = bool(person.roles & set(WRITING))
        newest = strategy.latest()
        draft = readable(newest, person) if newest else None
        return render(
            request, "workbench/strategy/no_strategy.html", {"draft": draft, "may_write": may_write}
        )
    current = readable(current, person)
    document = current.document
    results = evaluation.results()
    heads = [strategy.revision_for_reader(one, person.roles) for one in strategy.revision_heads()]
    context = {
        "answer": headline(results),
        "may_write": bool(person.roles & set(WRITING)),
        "revision": current,
        "document": document,
        "kernel": kernel(document),
        "results": results,
        "may_see_results": governance.access_to_any(
            person, governance.FIGURES, now=clock.now()
        ).is_open,
        "areas": area_rows(document),
        "findings": strategy.check(document),
        "waiting": governance.proposals(governance.ProposalState.OPEN),
        "groups": everything(document),
        "limits": document.policy.limits,
        "revisions": [revision_event(one) for one in heads[:8]],
        "in_review": [one for one in heads if one.state is strategy.State.IN_REVIEW],
    }
    return render(request, "workbench/strategy/strategy.html", context)


def headline(results: list[evaluation.VerdictRow]) -> str:
    """The answer first, of what runs: how many actions are off track, or on it, or wait for figures, or when the next is judged."""
    running = [one for one in results if one.runs]
    counts = Counter(one.verdict for one in running)
    off, on, waiting = (
        counts[one] for one in (Verdict.OFF_TRACK, Verdict.ON_TRACK, Verdict.WAITING)
    )
    if off:
        return ngettext("%(n)s action is off track", "%(n)s actions are off track", off) % {
            "n": off
        }
    if on:
        return ngettext("%(n)s action is on track", "%(n)s actions are on track", on) % {"n": on}
    if waiting:
        return ngettext(
            "%(n)s action waits for its figures", "%(n)s actions wait for their figures", waiting
        ) % {"n": waiting}
    due = min((one.by for one in running if one.verdict is Verdict.NOT_DUE), default=None)
    if due:
        return _("It runs; the next action is judged on %(day)s") % {
            "day": date_format(due, "j F Y")
        }
    return _("It runs; nothing can be told yet")


def revision_event(one: strategy.RevisionHead) -> dict[str, Any]:
    """A revision as an event of the timeline."""
    text = _("Revision %(number)s, %(state)s") % {
        "number": one.number,
        "state": STATES[one.state][0],
    }
    address = reverse("workbench:revision", args=[one.number])
    return {
        "at": one.adopted_at or one.at,
        "text": text,
        "note": f"{one.by_name}. {one.because}",
        "href": address,
    }


@require_GET
@login_required
def answers(request: HttpRequest) -> HttpResponse:
    """The page /strategy/answers: every question with its answer, why it matters, and what it recommends.

    Who writes sees the working copy, everybody else what is in force.
    """
    person = asked_by(request, *STEERING)
    may_write = bool(person.roles & set(WRITING))
    current = readable(working_copy() if may_write else strategy.require_current(), person)
    by_area = [
        (
            area.value,
            [question_row(current.document, one) for one in strategy.QUESTIONS if one.area is area],
        )
        for area in strategy.Area
    ]
    advice = [
        {"advice": one, "reasons": strategy.walk(current.document, one.because)}
        for one in strategy.recommend(current.document)
    ]
    context = {"areas": by_area, "advice": advice, "revision": current, "may_write": may_write}
    return render(request, "workbench/strategy/answers.html", context)


def question_row(document: strategy.Strategy, question: strategy.Question) -> dict[str, Any]:
    answer = document.answers.get(question.code)
    said = {option.value: option.says for option in question.options}
    if question.records:
        count = len(getattr(document, question.records))
        words = (
            ngettext("%(n)s in the document", "%(n)s in the document", count) % {"n": count}
            if count
            else ""
        )
    else:
        value = answer.value if answer else None
        values = value if isinstance(value, tuple) else () if value is None else (value,)
        words = ", ".join(said.get(str(one), str(one)) for one in values)
    return {"question": question, "words": words, "answer": answer}


@require_GET
@login_required
def document(request: HttpRequest) -> HttpResponse:
    """The strategy in force as YAML."""
    person = asked_by(request, *STEERING)
    text = strategy.dump_yaml(readable(strategy.require_current(), person).document)
    return HttpResponse(
        text,
        content_type="application/yaml; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="strategy.yaml"'},
    )
