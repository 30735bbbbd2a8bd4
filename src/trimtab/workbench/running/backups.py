"""Backups: when the last good one was, which are kept, and one more now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import PurePath

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET, require_POST

from trimtab import clock
from trimtab.governance import api as governance
from trimtab.jobs import api as jobs
from trimtab.jobs.api import BackupKind, BackupPlan, BackupRow, BackupState, JobName, JobState
from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import say
from trimtab.people.api import Role
from trimtab.web.requests import Request
from trimtab.workbench.permission import asked_by

STATES = {
    BackupState.CHECKED: ("good", _l("Restored and compared")),
    BackupState.NOT_CHECKED: ("warn", _l("Not checked")),
    BackupState.FAILED: ("bad", pgettext_lazy("of a backup", "Failed")),
}
KINDS = {
    BackupKind.NIGHTLY: _l("By itself"),
    BackupKind.COMMAND: _l("By the command"),
    BackupKind.UPGRADE: _l("Before an upgrade"),
}
UNDER_WAY = frozenset({JobState.QUEUED, JobState.RUNNING})


@require_GET
@login_required
def page(request: Request, plan: Callable[[], BackupPlan]) -> HttpResponse:
    """The page /backups. `plan` tells what the settings say."""
    asked_by(request, Role.ADMINISTRATOR)
    now, job, planned = clock.now(), _job(), plan()
    context = {
        "plan": planned,
        "last": jobs.last_good_backup(),
        "is_overdue": planned.is_nightly and jobs.backup_is_overdue(now),
        "rows": [_line(row) for row in jobs.backups()],
        "job": job,
        "is_under_way": job is not None and _is_under_way(job, now),
    }
    return render(request, "workbench/running/backups.html", context)


@require_POST
@login_required
def make(request: Request, plan: Callable[[], BackupPlan]) -> HttpResponse:
    """Lets the worker make a backup now; the page says how it stands."""
    person, now = asked_by(request, Role.ADMINISTRATOR), clock.now()
    if not plan().is_nightly:
        raise Refusal("backups.off", say("Backups are turned off by a setting."))
    jobs.run_soon(name=JobName.BACK_UP, now=now)
    target = f"jobs/{JobName.BACK_UP}"
    governance.audit(actor_id=person.id, act="job.run", target=target, detail={}, now=now)
    return redirect("backups")


def _job() -> jobs.JobRow | None:
    return next((row for row in jobs.jobs() if row.name == JobName.BACK_UP), None)


def _is_under_way(job: jobs.JobRow, now: dt.datetime) -> bool:
    return job.due_at <= now or job.state(now) in UNDER_WAY


def _line(row: BackupRow) -> dict[str, object]:
    state, word = STATES[row.state]
    # Those of the command lie wherever somebody wanted them.
    name = row.file if row.kind is BackupKind.COMMAND else PurePath(row.file).name
    return {
        "row": row,
        "state": state,
        "word": word,
        "kind": KINDS[row.kind],
        "name": name,
    }
