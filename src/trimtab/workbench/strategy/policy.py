"""The guiding policy: what it says, what is not done, and the limits that are never exceeded."""

from __future__ import annotations

from typing import Any

import msgspec
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from trimtab import clock
from trimtab.strategy import api as strategy
from trimtab.strategy.api import parts
from trimtab.workbench.permission import asked_by
from trimtab.workbench.strategy.checking import looked_at, rows_while_writing, with_mend
from trimtab.workbench.strategy.editing.drafts import WRITING, base_of, keep, working_copy
from trimtab.workbench.strategy.editing.fields import Field, data_from, fields_of, values_of
from trimtab.workbench.strategy.editing.forms import filled, posted_values
from trimtab.workbench.strategy.editing.parts import fault_by_field, misfits_by_field

_HERE = ("policy", "summary")


@require_http_methods(["GET", "POST"])
@login_required
def page(request: HttpRequest) -> HttpResponse:
    """The page /strategy/policy."""
    person = asked_by(request, *WRITING)
    draft = working_copy()
    policy = draft.document.policy
    fields = fields_of(parts.Policy, draft.document)
    values: dict[str, Any] = values_of(policy, fields)
    faults: dict[str, str] = {}
    if request.method == "POST":
        changed, faults = read_policy(draft.document, request.POST, fields)
        if "check" in request.POST:
            rows = [] if faults else rows_while_writing(changed, *_HERE, saved=draft.document)
            return looked_at(request, rows, faults=len(faults))
        if faults:
            values = posted_values(request.POST, fields)
        else:
            changed, mend = with_mend(changed, request.POST)
            because = _("Changed the policy") + (f". {mend}" if mend else "")
            row = keep(changed, by=person, because=because, base=base_of(request), now=clock.now())
            messages.success(request, _("Saved as revision %(n)s.") % {"n": row.number})
            return redirect("workbench:policy" if mend else "workbench:draft")
    findings = rows_while_writing(draft.document, *_HERE)
    context = {
        "draft": draft,
        "findings": findings,
        "fault": faults.get("", ""),
        "fields": [filled(one, values.get(one.name), faults.get(one.name, "")) for one in fields],
    }
    return render(request, "workbench/strategy/policy.html", context, status=422 if faults else 200)


def read_policy(
    document: strategy.Strategy, posted: Any, fields: tuple[Field, ...]
) -> tuple[strategy.Strategy, dict[str, str]]:
    """The document with the policy as it was filled in, or as it is with the faults by field."""
    data = {**msgspec.to_builtins(document.policy), **data_from(posted, fields)}
    try:
        changed = msgspec.structs.replace(
            document, policy=msgspec.convert(data, parts.Policy, strict=False)
        )
    except msgspec.ValidationError as error:
        return document, fault_by_field(error, fields)
    return changed, misfits_by_field(changed, "policy", fields)
