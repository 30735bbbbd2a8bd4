"""The strategy on one page: what the problem is, what was decided, what runs because of it.

And whether it works. Beside it the answers, and the document as a file.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from trimtab import clock
from trimtab.evaluation import api as evaluation
from trimtab.evaluation.api import Verdict
from trimtab.governance import api as governance
from trimtab.journeys import headcounts, reaching
from trimtab.kernel.said import Said, listed, say
from trimtab.strategy import api as strategy
from trimtab.web.requests import Request
from trimtab.wording import dated
from trimtab.workbench.permission import STEERING, WRITING, asked_by, readable
from trimtab.workbench.strategy.areas import area_rows
from trimtab.workbench.strategy.editing.drafts import working_copy
from trimtab.workbench.strategy.kernel import kernel
from trimtab.workbench.strategy.reached import reaches_somebody
from trimtab.workbench.strategy.revisions.pages import STATES
from trimtab.workbench.strategy.why import everything

RECENT = 8


@require_GET
@login_required
def page(request: Request) -> HttpResponse:
    """The page /strategy."""
    person = asked_by(request, *STEERING)
    may_write = bool(person.roles & set(WRITING))
    in_force = strategy.current()
    if in_force is None:
        newest = strategy.latest()
        draft = readable(newest, person) if newest else None
        begin = {"draft": draft, "may_write": may_write}
        return render(request, "workbench/strategy/no_strategy.html", begin)
    current = readable(in_force, person)
    document = current.document
    results = evaluation.results()
    running = reaching.running(today=clock.today())
    heads = [strategy.revision_for_reader(head, person.roles) for head in strategy.revision_heads()]
    context = {
        "answer": headline(results, reaches=reaches_somebody(running)),
        "may_write": may_write,
        "revision": current,
        "document": document,
        "kernel": kernel(document, running),
        "results": results,
        "may_see_results": governance.access_to_any(
            person, governance.FIGURES, now=clock.now()
        ).is_open,
        "areas": area_rows(document),
        "findings": headcounts.check(document),
        "waiting": governance.proposals(governance.ProposalState.OPEN),
        "groups": everything(document),
        "limits": document.policy.limits,
        "revisions": [revision_event(head) for head in heads[:RECENT]],
        "in_review": [head for head in heads if head.state is strategy.State.IN_REVIEW],
    }
    return render(request, "workbench/strategy/strategy.html", context)


def headline(results: list[evaluation.VerdictRow], *, reaches: bool = True) -> str:
    """The answer first, of what runs: how many actions are off track, or on it.

    Or wait for figures, or when the next is judged. That it runs is said only where it `reaches`
    somebody.
    """
    running = [result for result in results if result.runs]
    counts = Counter(result.verdict for result in running)
    off, on, waiting = (
        counts[verdict] for verdict in (Verdict.OFF_TRACK, Verdict.ON_TRACK, Verdict.WAITING)
    )
    if off:
        said = ngettext("%(n)s action is off track", "%(n)s actions are off track", off)
        return said % {"n": off}
    if on:
        return ngettext("%(n)s action is on track", "%(n)s actions are on track", on) % {"n": on}
    if waiting:
        said = ngettext(
            "%(n)s action waits for its figures", "%(n)s actions wait for their figures", waiting
        )
        return said % {"n": waiting}
    if not reaches:
        return _("It is in force, and reaches nobody yet")
    later = (result.by for result in running if result.verdict is Verdict.NOT_DUE)
    if due := min(later, default=None):
        day = dated(due, "j F Y")
        return _("It runs; the next action is judged on %(day)s") % {"day": day}
    return _("It runs; nothing can be told yet")


def revision_event(head: strategy.RevisionHead) -> dict[str, Any]:
    """A revision as an event of the timeline."""
    words = {"number": head.number, "state": STATES[head.state][0]}
    return {
        "at": head.adopted_at or head.at,
        "text": _("Revision %(number)s, %(state)s") % words,
        "note": say("{name}. {reason}", name=head.by_name, reason=head.because),
        "href": reverse("workbench:revision", args=[head.number]),
    }


@require_GET
@login_required
def answers(request: Request) -> HttpResponse:
    """The page /strategy/answers: every question, its answer, why it matters, what it recommends.

    Who writes sees the working copy, everybody else what is in force.
    """
    person = asked_by(request, *STEERING)
    may_write = bool(person.roles & set(WRITING))
    current = readable(working_copy() if may_write else strategy.require_current(), person)
    advice = [
        {
            "advice": told,
            "strength": strategy.called(told.strength),
            "reasons": strategy.walk(current.document, told.because),
        }
        for told in strategy.recommend(current.document)
    ]
    context = {
        "areas": questions_by_area(current.document),
        "advice": advice,
        "revision": current,
        "may_write": may_write,
    }
    return render(request, "workbench/strategy/answers.html", context)


def questions_by_area(
    document: strategy.Strategy,
) -> list[tuple[strategy.Area, Said, list[dict[str, Any]]]]:
    """Every question of the catalogue with its answer, by area: the area, what it is called, its
    questions.
    """
    return [
        (
            area,
            strategy.called(area),
            [
                question_row(document, question)
                for question in strategy.QUESTIONS
                if question.area is area
            ],
        )
        for area in strategy.Area
    ]


def question_row(document: strategy.Strategy, question: strategy.Question) -> dict[str, Any]:
    """A question with its answer in words; of one that records answer, how many there are."""
    answer = document.answers.get(question.code)
    words: str = _said(question, answer.value if answer else None)
    if question.records:
        words = _counted(len(getattr(document, question.records)))
    return {"question": question, "words": words, "answer": answer}


def _counted(records: int) -> str:
    if not records:
        return ""
    said = ngettext("%(n)s in the document", "%(n)s in the document", records)
    return said % {"n": records}


def _said(question: strategy.Question, value: object) -> Said:
    says = {option.value: option.says for option in question.options}
    values = value if isinstance(value, tuple) else () if value is None else (value,)
    return listed(says.get(str(each)) or str(each) for each in values)


@require_GET
@login_required
def document(request: Request) -> HttpResponse:
    """The strategy in force as YAML."""
    person = asked_by(request, *STEERING)
    text = strategy.dump_yaml(readable(strategy.require_current(), person).document)
    return yaml_file(text, "strategy")


def yaml_file(text: str, name: str) -> HttpResponse:
    """A text of YAML as a file to keep."""
    return HttpResponse(
        text,
        content_type="application/yaml; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.yaml"'},
    )
