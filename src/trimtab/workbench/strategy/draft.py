"""The working copy on one page: what is answered, what is advised, what does not fit yet, and what adopting would change."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from trimtab import clock
from trimtab.journeys import adoption
from trimtab.strategy import api as strategy
from trimtab.workbench.kinds import by_kind
from trimtab.workbench.permission import STEERING, asked_by, readable
from trimtab.workbench.strategy.areas import area_rows
from trimtab.workbench.strategy.checking import finding_row
from trimtab.workbench.strategy.editing.drafts import WRITING, base_of, keep, working_copy
from trimtab.workbench.strategy.editing.words import PARTS
from trimtab.workbench.strategy.revisions.pages import STATES


@require_GET
@login_required
def page(request: HttpRequest) -> HttpResponse:
    """The page /strategy/draft; without any strategy, the way to begin one."""
    person = asked_by(request, *STEERING)
    newest = strategy.latest()
    draft = readable(newest, person) if newest else None
    may_write = bool(person.roles & set(WRITING))
    if draft is None:
        return render(
            request, "workbench/strategy/no_strategy.html", {"draft": None, "may_write": may_write}
        )
    document = draft.document
    current = strategy.current()
    findings = strategy.check(document)
    context = {
        "draft": draft,
        "state": STATES[draft.state][0],
        "document": document,
        "may_write": may_write,
        "areas": area_rows(document),
        "kinds": [(kind, words[0], _count(document, kind)) for kind, words in PARTS.items()],
        "findings": findings,
        "finding_groups": finding_groups(document, findings, may_write=may_write),
        "errors": sum(one.severity is strategy.Severity.ERROR for one in findings),
        "open_advice": len(open_advice(document)),
        "unknown": strategy.unknowns(document),
        "groups": by_kind(adoption.preview(document, person.roles).changes),
        "is_in_force": current is not None and current.number == draft.number,
    }
    return render(request, "workbench/strategy/draft.html", context)


MANY = 12


def finding_groups(
    document: strategy.Strategy, findings: tuple[strategy.Finding, ...], *, may_write: bool
) -> list[tuple[str, list[dict[str, Any]]]]:
    """The findings as (title, rows): a few under no title; many by what they are about, the groups that block adoption first."""
    rows = [
        finding_row(document, one, number, may_write=may_write)
        for number, one in enumerate(findings)
    ]
    if len(rows) <= MANY:
        return [("", rows)] if rows else []
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault(_about(row["finding"].place), []).append(row)
    return sorted(
        groups.items(), key=lambda group: not any(_blocks(row["finding"]) for row in group[1])
    )


def _blocks(finding: strategy.Finding) -> bool:
    return finding.severity is strategy.Severity.ERROR


def _about(place: str) -> str:
    """What a place belongs to, as a heading: a kind of parts, the answers of an area, or the strategy as a whole."""
    match place.split("/"):
        case ["answers", code, *_] if code in strategy.BY_CODE:
            return _("Answers: %(area)s") % {"area": strategy.BY_CODE[code].area.value}
        case ["policy", "choices", *_]:
            return str(PARTS["choices"][0])
        case ["policy", *_]:
            return _("Policy and limits")
        case [kind, *_] if kind in PARTS:
            return str(PARTS[kind][0])
        case _:
            return _("The strategy as a whole")


def _count(document: strategy.Strategy, kind: str) -> int:
    return len(document.policy.choices) if kind == "choices" else len(getattr(document, kind))


def open_advice(document: strategy.Strategy) -> list[strategy.Recommendation]:
    """Recommendations that nobody has taken yet."""
    return [one for one in strategy.recommend(document) if strategy.taken(document, one) is None]


@require_POST
@login_required
def mend(request: HttpRequest) -> HttpResponse:
    """Mends one finding by the change that was shown; refused when the finding is gone."""
    person = asked_by(request, *WRITING)
    draft = working_copy()
    code, place = request.POST.get("code", ""), request.POST.get("place", "")
    for one in strategy.check(draft.document):
        if one.code == code and one.place == place and one.patch:
            document = strategy.apply_patch(draft.document, one.patch)
            because = _("%(title)s, because of finding %(code)s") % {
                "title": one.patch.title,
                "code": code,
            }
            row = keep(document, by=person, because=because, base=base_of(request), now=clock.now())
            messages.success(request, _("Mended. This is revision %(n)s.") % {"n": row.number})
            break
    else:
        messages.info(request, _("This finding is gone already."))
    return redirect("workbench:draft")
