"""The parts of the strategy: lists, and a form for each, with findings while one writes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trimtab import clock
from trimtab.journeys import headcounts
from trimtab.kernel.said import pattern, say
from trimtab.strategy import api as strategy
from trimtab.web.requests import Request
from trimtab.workbench.permission import STEERING, WRITING, asked_by, readable
from trimtab.workbench.strategy.checking import is_in, looked_at, rows_while_writing, with_mend
from trimtab.workbench.strategy.editing import parts
from trimtab.workbench.strategy.editing.drafts import (
    base_of,
    keep,
    mended,
    page_of_ours,
    seen,
    working_copy,
)
from trimtab.workbench.strategy.editing.fields import (
    NAMING,
    called,
    enum_options,
    key_of,
    values_of,
)
from trimtab.workbench.strategy.editing.forms import (
    evidence_given,
    evidence_shown,
    evidence_written,
    filled_all,
    posted_values,
)
from trimtab.workbench.strategy.editing.words import PARTS, words_of


@require_GET
@login_required
def listing(request: Request, kind: str) -> HttpResponse:
    """All parts of one kind in the working copy."""
    person = asked_by(request, *STEERING)
    draft = readable(working_copy(), person)
    findings = headcounts.check(draft.document)
    may_write = bool(person.roles & set(WRITING))
    revision = None if may_write else strategy.current()
    in_force = revision.document if revision else None
    rows = [
        {**_row(kind, part, findings), "href": _way(kind, part, in_force, may_write)}
        for part in parts.listed(draft.document, kind)
    ]
    title, says, add = PARTS[kind]
    context = {
        "kind": kind,
        "title": title,
        "says": says,
        "add": add,
        "rows": rows,
        "draft": draft,
        "may_write": may_write,
    }
    return render(request, "workbench/strategy/parts.html", context)


def _way(kind: str, part: Any, in_force: strategy.Strategy | None, may_write: bool) -> str:
    """The page where a part is edited; for readers what rests on it, where it is in force."""
    key = key_of(part)
    if may_write:
        return reverse("workbench:part", args=[kind, key])
    place = parts.place_of(kind, key)
    is_in_force = in_force and strategy.words(in_force, place)
    return reverse("workbench:rests", args=[place]) if is_in_force else ""


def _row(kind: str, part: Any, findings: tuple[strategy.Finding, ...]) -> dict[str, Any]:
    key = key_of(part)
    place = parts.place_of(kind, key)
    return {
        "key": key,
        "title": called(part, (*NAMING, "decision", "data")),
        "note": _note(part),
        "findings": sum(is_in(finding, place) for finding in findings),
    }


def _note(part: Any) -> str:
    match part:
        case strategy.parts.Audience():
            return f"{part.headcount} · {words_of(part.setting)} · {words_of(part.device)}"
        case strategy.parts.Challenge():
            return ", ".join(words_of(cause) for cause in part.causes)
        case strategy.parts.Action():
            return f"{words_of(part.kind)} · {part.owner or _('nobody yet')}"
        case strategy.parts.Stakeholder() if part.engagement != strategy.WITHHELD:
            return words_of(part.stance)
        case strategy.parts.Choice() if part.approach:
            return words_of(part.approach)
        case strategy.parts.Measure():
            return part.unit
        case _:
            return ""


@require_http_methods(["GET", "POST"])
@login_required
def form(request: Request, kind: str, key: str = "") -> HttpResponse:
    """The form of one part; saving writes a new revision of the working copy.

    With `check` it only says what it would find.
    """
    person = asked_by(request, *WRITING)
    draft = seen(request)
    parts.listed(draft.document, kind)
    if request.method == "GET":
        return _show(request, kind, key, draft)
    read = parts.read(draft.document, kind, key, request.POST)
    if "check" in request.POST:
        rows = []
        if read.document:
            place = parts.place_of(kind, read.key)
            rows = rows_while_writing(read.document, place, saved=draft.document)
        return looked_at(request, rows, faults=len(read.faults))
    if read.document is None:
        return _show(request, kind, key, draft, read.faults)
    document, mend = with_mend(read.document, request.POST)
    change = pattern("Changed {kind}: {key}") if key else pattern("Added {kind}: {key}")
    because = mended(change.filled(kind=PARTS[kind][0], key=read.key), mend)
    base, now = base_of(request), clock.now()
    row = keep(document, by=person, because=because, base=base, now=now)
    messages.success(request, _("Saved as revision %(n)s.") % {"n": row.number})
    if mend:
        return redirect("workbench:part", kind, read.key)
    if kind == "audiences" and not key:
        return redirect("workbench:audience", read.key)
    following = _next(request)
    return redirect(following) if following else redirect("workbench:parts", kind)


def _next(request: Request) -> str:
    return page_of_ours(request.POST.get("next", "") or request.GET.get("next", ""))


def _show(
    request: Request,
    kind: str,
    key: str,
    draft: strategy.RevisionRow,
    faults: Mapping[str, str] | None = None,
) -> HttpResponse:
    """The form as it stands, or with `faults` as it was filled in."""
    title, _says, add = PARTS[kind]
    part = parts.find(draft.document, kind, key) if key else None
    place = parts.place_of(kind, key)
    fields = parts.form(kind, draft.document)
    if faults:
        values = posted_values(request.POST, fields)
    elif part:
        values = values_of(part, fields)
    else:
        # A field of a new part may be named in the address.
        names = {field.name for field in fields}
        values = {name: text for name, text in request.GET.items() if name in names}
    context = {
        "kind": kind,
        "key": key,
        "title": title,
        "add": add,
        "draft": draft,
        "fault": (faults or {}).get("", ""),
        "next": _next(request),
        "fields": filled_all(fields, values, faults or {}),
        "evidence": _evidence(request, part, faults) if kind == "challenges" else [],
        "findings": rows_while_writing(draft.document, place) if key else [],
        "resting": strategy.rests_on(draft.document, place) if key else None,
    }
    status = 422 if faults else 200
    return render(request, "workbench/strategy/part_form.html", context, status=status)


def _evidence(
    request: Request, part: Any, faults: Mapping[str, str] | None
) -> list[dict[str, Any]]:
    written = evidence_written(part.evidence) if part else []
    rows = evidence_given(request.POST) if faults else written
    return evidence_shown(rows, enum_options(strategy.parts.EvidenceKind))


@require_POST
@login_required
def remove(request: Request, kind: str, key: str) -> HttpResponse:
    """Takes a part out of the working copy; the revision before keeps it."""
    person = asked_by(request, *WRITING)
    document = parts.removed(working_copy().document, kind, key)
    because = say("Removed {kind}: {key}", kind=PARTS[kind][0], key=key)
    base, now = base_of(request), clock.now()
    row = keep(document, by=person, because=because, base=base, now=now)
    sentence = _("Removed. Revision %(n)s keeps it, should you want it back.")
    messages.success(request, sentence % {"n": row.base or row.number})
    return redirect("workbench:parts", kind)
