"""The working copy on one page: what is answered, what is advised, what does not fit yet.

With it what adopting would change.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from trimtab import clock
from trimtab.journeys import adoption, headcounts
from trimtab.kernel.said import say
from trimtab.strategy import api as strategy
from trimtab.web import forms
from trimtab.web.forms import Form
from trimtab.web.requests import Request
from trimtab.wording import words
from trimtab.workbench.kinds import by_kind
from trimtab.workbench.permission import STEERING, WRITING, asked_by, readable
from trimtab.workbench.strategy.areas import area_rows
from trimtab.workbench.strategy.checking import blocks, finding_rows
from trimtab.workbench.strategy.editing.drafts import base_of, keep, working_copy
from trimtab.workbench.strategy.editing.fields import members
from trimtab.workbench.strategy.editing.words import PARTS
from trimtab.workbench.strategy.revisions.pages import STATES

MANY = 12


class MendForm(Form, frozen=True, kw_only=True):
    """The finding that is mended."""

    code: str = ""
    place: str = ""


@require_GET
@login_required
def page(request: Request) -> HttpResponse:
    """The page /strategy/draft; without any strategy, the way to begin one."""
    person = asked_by(request, *STEERING)
    newest = strategy.latest()
    may_write = bool(person.roles & set(WRITING))
    if newest is None:
        begin = {"draft": None, "may_write": may_write}
        return render(request, "workbench/strategy/no_strategy.html", begin)
    draft = readable(newest, person)
    document = draft.document
    current = strategy.current()
    findings = headcounts.check(document)
    context = {
        "draft": draft,
        "state": STATES[draft.state][0],
        "document": document,
        "may_write": may_write,
        "areas": area_rows(document),
        "kinds": [(kind, words[0], len(members(document, kind))) for kind, words in PARTS.items()],
        "findings": findings,
        "finding_groups": finding_groups(document, findings, may_write=may_write),
        "errors": sum(blocks(finding) for finding in findings),
        "open_advice": len(open_advice(document)),
        "unknown": strategy.unknowns(document),
        "groups": by_kind(adoption.preview(document, person.roles).changes),
        "is_in_force": current is not None and current.number == draft.number,
    }
    return render(request, "workbench/strategy/draft.html", context)


def finding_groups(
    document: strategy.Strategy, findings: tuple[strategy.Finding, ...], *, may_write: bool
) -> list[tuple[str, list[dict[str, Any]]]]:
    """The findings as (title, rows): a few under no title, many by what they are about.

    The groups that block adoption come first.
    """
    rows = finding_rows(document, findings, may_write=may_write)
    if len(rows) <= MANY:
        return [("", rows)] if rows else []
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault(_about(row["finding"].place), []).append(row)
    return sorted(groups.items(), key=lambda group: not _any_blocks(group[1]))


def _any_blocks(rows: list[dict[str, Any]]) -> bool:
    return any(blocks(row["finding"]) for row in rows)


def _about(place: str) -> str:
    """What a place belongs to, as a heading.

    A kind of parts, the answers of an area, or the strategy as a whole.
    """
    match place.split("/"):
        case ["answers", code, *_] if code in strategy.BY_CODE:
            return _("Answers: %(area)s") % {
                "area": words(strategy.called(strategy.BY_CODE[code].area))
            }
        case ["policy", "choices", *_]:
            return PARTS["choices"][0]
        case ["policy", *_]:
            return _("Policy and limits")
        case [kind, *_] if kind in PARTS:
            return PARTS[kind][0]
        case _:
            return _("The strategy as a whole")


def open_advice(document: strategy.Strategy) -> list[strategy.Recommendation]:
    """Recommendations that nobody has taken yet."""
    advice = strategy.recommend(document)
    return [each for each in advice if strategy.taken(document, each) is None]


@require_POST
@login_required
def mend(request: Request) -> HttpResponse:
    """Mends one finding by the change that was shown; refused when the finding is gone."""
    person = asked_by(request, *WRITING)
    document = working_copy().document
    form = forms.read(MendForm, request.POST)
    patches = (
        finding.patch
        for finding in strategy.check(document)
        if (finding.code, finding.place) == (form.code, form.place) and finding.patch
    )
    patch = next(patches, None)
    if patch is None:
        messages.info(request, _("This finding is gone already."))
        return redirect("workbench:draft")
    because = say("{title}, because of finding {code}", title=patch.title, code=form.code)
    changed, base = strategy.apply_patch(document, patch), base_of(request)
    row = keep(changed, by=person, because=because, base=base, now=clock.now())
    messages.success(request, _("Mended. This is revision %(n)s.") % {"n": row.number})
    return redirect("workbench:draft")
