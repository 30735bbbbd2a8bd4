"""The parts of the strategy: lists, and a form for each, with findings while one writes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trimtab import clock
from trimtab.strategy import api as strategy
from trimtab.workbench.permission import STEERING, asked_by, readable
from trimtab.workbench.strategy.checking import is_in, looked_at, rows_while_writing, with_mend
from trimtab.workbench.strategy.editing import parts
from trimtab.workbench.strategy.editing.drafts import WRITING, base_of, keep, seen, working_copy
from trimtab.workbench.strategy.editing.fields import Field, values_of
from trimtab.workbench.strategy.editing.forms import filled, posted_values
from trimtab.workbench.strategy.editing.words import PARTS, option_words


@require_GET
@login_required
def listing(request: HttpRequest, kind: str) -> HttpResponse:
    """All parts of one kind in the working copy."""
    person = asked_by(request, *STEERING)
    draft = readable(working_copy(), person)
    found = strategy.check(draft.document)
    may_write = bool(person.roles & set(WRITING))
    in_force = None if may_write else strategy.current()
    rows = [
        {
            **_row(kind, one, found),
            "href": _way(kind, one, in_force.document if in_force else None, may_write),
        }
        for one in parts.listed(draft.document, kind)
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
    key = parts.key_of(part)
    if may_write:
        return reverse("workbench:part", args=[kind, key])
    place = parts.place_of(kind, key)
    return (
        reverse("workbench:rests", args=[place])
        if in_force and strategy.words(in_force, place)
        else ""
    )


def _row(kind: str, part: Any, findings: tuple[strategy.Finding, ...]) -> dict[str, Any]:
    key = parts.key_of(part)
    place = parts.place_of(kind, key)
    words = str(
        next(
            (
                getattr(part, name)
                for name in ("title", "name", "says", "asks", "decision", "data")
                if getattr(part, name, "")
            ),
            key,
        )
    )
    return {
        "key": key,
        "title": words,
        "note": _note(part),
        "findings": sum(is_in(one, place) for one in findings),
    }


def _note(part: Any) -> str:
    match part:
        case strategy.parts.Audience():
            return f"{part.headcount} · {option_words(type(part.setting), part.setting)} · {option_words(type(part.device), part.device)}"
        case strategy.parts.Challenge():
            return ", ".join(option_words(type(one), one) for one in part.causes)
        case strategy.parts.Action():
            return f"{option_words(type(part.kind), part.kind)} · {part.owner or _('nobody yet')}"
        case strategy.parts.Stakeholder() if part.engagement != strategy.WITHHELD:
            return option_words(type(part.stance), part.stance)
        case strategy.parts.Choice() if part.approach:
            return option_words(type(part.approach), part.approach)
        case strategy.parts.Measure():
            return part.unit
        case _:
            return ""


@require_http_methods(["GET", "POST"])
@login_required
def form(request: HttpRequest, kind: str, key: str = "") -> HttpResponse:
    """The form of one part; saving writes a new revision of the working copy. With `check` it only says what it would find."""
    person = asked_by(request, *WRITING)
    draft = seen(request)
    part = parts.find(draft.document, kind, key) if key else None
    parts.listed(draft.document, kind)
    fields = parts.form(kind, draft.document)
    if request.method == "GET":
        return _show(
            request,
            kind,
            key,
            draft,
            fields,
            values_of(part, fields) if part else _fresh(request, fields),
            part,
        )
    read = parts.read(draft.document, kind, key, request.POST)
    if "check" in request.POST:
        place = parts.place_of(kind, read.key)
        rows = (
            rows_while_writing(read.document, place, saved=draft.document) if read.document else []
        )
        return looked_at(request, rows, faults=len(read.faults))
    if read.document is None:
        return _show(
            request,
            kind,
            key,
            draft,
            fields,
            posted_values(request.POST, fields),
            part,
            read.faults,
        )
    because = _("Changed %(what)s") if key else _("Added %(what)s")
    document, mend = with_mend(read.document, request.POST)
    what = f"{PARTS[kind][0]}: {read.key}" + (f". {mend}" if mend else "")
    row = keep(
        document,
        by=person,
        because=because % {"what": what},
        base=base_of(request),
        now=clock.now(),
    )
    messages.success(request, _("Saved as revision %(n)s.") % {"n": row.number})
    if mend:
        return redirect("workbench:part", kind, read.key)
    return redirect(_next(request) or "workbench:parts", *([] if _next(request) else [kind]))


def _next(request: HttpRequest) -> str:
    """Where the writer came from, when that is a page of ours."""
    given = request.POST.get("next", "") or request.GET.get("next", "")
    return given if given.startswith("/strategy") and "//" not in given else ""


def _fresh(request: HttpRequest, fields: tuple[Field, ...]) -> dict[str, Any]:
    """A new part's form; a field may be named in the address."""
    return {one.name: request.GET.get(one.name, "") for one in fields if one.name in request.GET}


def _show(
    request: HttpRequest,
    kind: str,
    key: str,
    draft: strategy.RevisionRow,
    fields: tuple[Field, ...],
    values: dict[str, Any],
    part: Any,
    faults: dict[str, str] | None = None,
) -> HttpResponse:
    title, _says, add = PARTS[kind]
    place = parts.place_of(kind, key)
    context = {
        "kind": kind,
        "key": key,
        "title": title,
        "add": add,
        "draft": draft,
        "fault": (faults or {}).get("", ""),
        "next": _next(request),
        "fields": [
            filled(one, values.get(one.name), (faults or {}).get(one.name, "")) for one in fields
        ],
        "evidence": _evidence_rows(part, draft.document) if kind == "challenges" else [],
        "findings": rows_while_writing(draft.document, place) if key else [],
        "resting": strategy.rests_on(draft.document, place) if key else None,
    }
    return render(
        request, "workbench/strategy/part_form.html", context, status=422 if faults else 200
    )


def _evidence_rows(part: Any, document: strategy.Strategy) -> list[dict[str, Any]]:
    kinds = [
        (one.value, option_words(strategy.parts.EvidenceKind, one.value))
        for one in strategy.parts.EvidenceKind
    ]
    found = list(part.evidence) if part else []
    rows = [
        {"at": at, "kind": str(one.kind), "says": one.says, "source": one.source, "on": one.on}
        for at, one in enumerate(found)
    ]
    rows.append({"at": len(found), "kind": "data", "says": "", "source": "", "on": ""})
    return [{**row, "kinds": kinds} for row in rows]


@require_POST
@login_required
def remove(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Takes a part out of the working copy; the revision before keeps it."""
    person = asked_by(request, *WRITING)
    draft = working_copy()
    document = parts.removed(draft.document, kind, key)
    title = str(PARTS[kind][0])
    row = keep(
        document,
        by=person,
        because=_("Removed %(what)s") % {"what": f"{title}: {key}"},
        base=base_of(request),
        now=clock.now(),
    )
    messages.success(
        request,
        _("Removed. Revision %(n)s keeps it, should you want it back.")
        % {"n": row.base or row.number},
    )
    return redirect("workbench:parts", kind)
