"""The guiding policy: what it says, what is not done, and limits that are never exceeded."""

from __future__ import annotations

from typing import Any

import msgspec
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from trimtab import clock
from trimtab.kernel.said import say
from trimtab.strategy import api as strategy
from trimtab.strategy.api import parts
from trimtab.web.requests import Request
from trimtab.workbench.permission import WRITING, asked_by
from trimtab.workbench.strategy.checking import looked_at, rows_while_writing, with_mend
from trimtab.workbench.strategy.editing.drafts import base_of, keep, mended, working_copy
from trimtab.workbench.strategy.editing.fields import Field, data_from, fields_of, values_of
from trimtab.workbench.strategy.editing.forms import filled_all, posted_values
from trimtab.workbench.strategy.editing.parts import fault_by_field, misfits_by_field

_HERE = ("policy", "summary")


@require_http_methods(["GET", "POST"])
@login_required
def page(request: Request) -> HttpResponse:
    """The page /strategy/policy."""
    person = asked_by(request, *WRITING)
    draft = working_copy()
    fields = fields_of(parts.Policy, draft.document)
    if request.method == "GET":
        return _show(request, draft, fields, values_of(draft.document.policy, fields), {})
    changed, faults = read_policy(draft.document, request.POST, fields)
    if "check" in request.POST:
        rows = [] if faults else rows_while_writing(changed, *_HERE, saved=draft.document)
        return looked_at(request, rows, faults=len(faults))
    if faults:
        return _show(request, draft, fields, posted_values(request.POST, fields), faults)
    changed, mend = with_mend(changed, request.POST)
    because = mended(say("Changed the policy"), mend)
    row = keep(changed, by=person, because=because, base=base_of(request), now=clock.now())
    messages.success(request, _("Saved as revision %(n)s.") % {"n": row.number})
    return redirect("workbench:policy" if mend else "workbench:draft")


def _show(
    request: Request,
    draft: strategy.RevisionRow,
    fields: tuple[Field, ...],
    values: dict[str, Any],
    faults: dict[str, str],
) -> HttpResponse:
    context = {
        "draft": draft,
        "findings": rows_while_writing(draft.document, *_HERE),
        "fault": faults.get("", ""),
        "fields": filled_all(fields, values, faults),
    }
    status = 422 if faults else 200
    return render(request, "workbench/strategy/policy.html", context, status=status)


def read_policy(
    document: strategy.Strategy, posted: QueryDict, fields: tuple[Field, ...]
) -> tuple[strategy.Strategy, dict[str, str]]:
    """The document with the policy as it was filled in, or as it is with the faults by field."""
    data = {**msgspec.to_builtins(document.policy), **data_from(posted, fields)}
    try:
        policy = msgspec.convert(data, parts.Policy, strict=False)
    except msgspec.ValidationError as error:
        return document, fault_by_field(error, fields)
    changed = msgspec.structs.replace(document, policy=policy)
    return changed, misfits_by_field(changed, "policy", fields)
