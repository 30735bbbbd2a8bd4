"""Retention: how long the strategy in force lets records of persons be kept.

What would go now, and what goes next.
"""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_GET

from trimtab import clock
from trimtab.journeys import retention
from trimtab.journeys.retention import RetainedData
from trimtab.people.api import Role, holds
from trimtab.web.requests import Request
from trimtab.workbench.permission import STEERING, asked_by

KINDS = {
    RetainedData.ANSWERS: (_l("Answers"), _l("What was answered goes; right or not stays.")),
    RetainedData.SEARCHES: (_l("Searches"), _l("The words go; whether it helped stays.")),
    RetainedData.MESSAGES: (
        _l("Messages and letters"),
        _l("The words go; when they were sent stays. What still waits is left."),
    ),
    RetainedData.DOCUMENTS: (
        _l("Documents"),
        _l(
            "What programs and courses keep about a person, and have not touched since, is deleted."
        ),
    ),
    RetainedData.SIGN_INS: (
        _l("Sign-ins"),
        _l("When somebody last signed in, and sessions that have ended, go."),
    ),
    RetainedData.LOOKS: (
        _l("Looks"),
        _l("Who was shown data about a person by name, and on which day, goes."),
    ),
    RetainedData.STATEMENTS: (
        _l("Statements"),
        _l("Whole months are summed up and dropped; the sums stay."),
    ),
}


@require_GET
@login_required
def page(request: Request) -> HttpResponse:
    """The page /data-rights/retention, a dry run of what the night does."""
    person = asked_by(request, Role.STEWARD, Role.ADMINISTRATOR)
    outlook = retention.outlook(now=clock.now())
    context = {
        "found": outlook,
        "lines": [(*KINDS[line.kind], line) for line in outlook.lines] if outlook else [],
        "may_see_strategy": holds(person, *STEERING),
        "is_steward": holds(person, Role.STEWARD),
    }
    return render(request, "workbench/running/retention.html", context)
