"""The schedule: what happens by itself, when it last did and next will, and what came of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from trimtab import clock
from trimtab.governance import api as governance
from trimtab.jobs import api as jobs
from trimtab.jobs.api import Daily, Every, JobName, JobRow, JobState
from trimtab.journeys.retention import RetainedData
from trimtab.kernel.said import listed
from trimtab.people.api import Role, holds
from trimtab.web import forms
from trimtab.web.forms import Form
from trimtab.web.requests import Request
from trimtab.wording import dated, words
from trimtab.workbench.permission import RUNNING, asked_by
from trimtab.workbench.running.retention import KINDS

GONE = "gone-"
TITLES = {
    JobName.DELIVER: (
        _l("Messages go out"),
        _l("What is due and may go by the quiet hours and the cap of the strategy."),
    ),
    JobName.FORWARD: (
        _l("Statements are sent on"),
        _l("To the other record stores and webhooks that were named."),
    ),
    JobName.COLLECT: (
        _l("Figures are read"),
        _l("From each source that is due; each says how often."),
    ),
    JobName.LISTS: (
        _l("Long lists of people are worked on"),
        _l("Whoever chose one sees how far it is; short ones are done at once."),
    ),
    JobName.ABANDON: (
        _l("Silent course sessions end"),
        _l("A session that nobody has touched for long is closed."),
    ),
    JobName.ASK: (
        _l("Whoever was asked is reminded"),
        _l("On the days agreed; stand-ins are asked for those who stay silent."),
    ),
    JobName.REMIND: (
        _l("Whoever left their practice is reminded"),
        _l("In the window and within the cap of the strategy; nobody who does not want it."),
    ),
    JobName.ENROL: (
        _l("People are enrolled"),
        _l("Whoever joined an audience gets what runs for it."),
    ),
    JobName.CORRECT: (
        _l("Course is checked"),
        _l("What happened is held against what was expected, and corrections are proposed."),
    ),
    JobName.LET_GO: (
        _l("Old records go"),
        _l("What is older than the answer to Q-G7 in force allows."),
    ),
    JobName.MONTHS: (
        _l("The record store makes room"),
        _l("Tables of the coming months are made before they are needed."),
    ),
    JobName.TIDY: (
        _l("What has expired is cleared"),
        _l("What no page shows any more is deleted."),
    ),
    JobName.BACK_UP: (
        _l("A backup is made"),
        _l("It is restored beside the original and compared, and older ones make way."),
    ),
}
COUNTED: Mapping[str, Callable[[int], str]] = {
    "messages-sent": lambda n: ngettext("one message sent", "%(n)d messages sent", n) % {"n": n},
    "messages-failed": lambda n: (
        ngettext("one message failed", "%(n)d messages failed", n) % {"n": n}
    ),
    "messages-uncertain": lambda n: (
        ngettext("one message may have been sent", "%(n)d messages may have been sent", n)
        % {"n": n}
    ),
    "letters-sent": lambda n: ngettext("one letter sent", "%(n)d letters sent", n) % {"n": n},
    "statements-forwarded": lambda n: (
        ngettext("one statement sent on", "%(n)d statements sent on", n) % {"n": n}
    ),
    "statements-refused": lambda n: (
        ngettext("one statement refused", "%(n)d statements refused", n) % {"n": n}
    ),
    "sources-read": lambda n: ngettext("one source read", "%(n)d sources read", n) % {"n": n},
    "figures-added": lambda n: ngettext("one new figure", "%(n)d new figures", n) % {"n": n},
    "figures-corrected": lambda n: (
        ngettext("one figure corrected", "%(n)d figures corrected", n) % {"n": n}
    ),
    "sessions-abandoned": lambda n: (
        ngettext("one session ended", "%(n)d sessions ended", n) % {"n": n}
    ),
    "links-sent": lambda n: ngettext("one link sent", "%(n)d links sent", n) % {"n": n},
    "reminders-written": lambda n: (
        ngettext("one reminder written", "%(n)d reminders written", n) % {"n": n}
    ),
    "people-enrolled": lambda n: ngettext("one enrolment", "%(n)d enrolments", n) % {"n": n},
    "verdicts": lambda n: ngettext("one verdict", "%(n)d verdicts", n) % {"n": n},
    "corrections-proposed": lambda n: (
        ngettext("one correction proposed", "%(n)d corrections proposed", n) % {"n": n}
    ),
    "months-opened": lambda n: ngettext("one month opened", "%(n)d months opened", n) % {"n": n},
    "sign-ins-over": lambda n: ngettext("one sign-in over", "%(n)d sign-ins over", n) % {"n": n},
    "links-over": lambda n: (
        ngettext("one used link deleted", "%(n)d used links deleted", n) % {"n": n}
    ),
    "lists-worked-on": lambda n: (
        ngettext("One list of people worked on", "%(n)d lists of people worked on", n) % {"n": n}
    ),
    "lists-over": lambda n: (
        ngettext("one list of people forgotten", "%(n)d lists of people forgotten", n) % {"n": n}
    ),
    "forms-forgotten": lambda n: (
        ngettext("one form sent before forgotten", "%(n)d forms sent before forgotten", n)
        % {"n": n}
    ),
    "page-times-forgotten": lambda n: (
        ngettext("one count of a page forgotten", "%(n)d counts of pages forgotten", n) % {"n": n}
    ),
    "backups-made": lambda n: ngettext("one backup made", "%(n)d backups made", n) % {"n": n},
    "rows-compared": lambda n: ngettext("one row compared", "%(n)d rows compared", n) % {"n": n},
    "runs-forgotten": lambda n: (
        ngettext("one old run forgotten", "%(n)d old runs forgotten", n) % {"n": n}
    ),
}
STATES = {
    JobState.WAITING: ("good", _l("Well")),
    JobState.QUEUED: ("good", _l("About to run")),
    JobState.RUNNING: ("good", _l("Running")),
    JobState.FAILING: ("warn", _l("Failed; tried again by itself")),
    JobState.OVERDUE: ("bad", _l("Overdue")),
    JobState.STUCK: ("bad", _l("Running for too long")),
}


class RunsForm(Form, frozen=True, kw_only=True):
    """Which runs are looked at: of one job or all, and whether only those that failed."""

    job: JobName | None = None
    failed: bool = False


@require_GET
@login_required
def page(request: Request) -> HttpResponse:
    """The page /schedule."""
    person, now = asked_by(request, *RUNNING), clock.now()
    asked, number = forms.read(RunsForm, request.GET), forms.page_number(request.GET)
    rows = jobs.jobs()
    runs = jobs.runs(name=asked.job, only_failed=asked.failed, page=number)
    context = {
        "rows": [_line(row, now) for row in rows],
        "unwell": sum(row.is_unwell(now) for row in rows),
        "runs": [(TITLES[run.name][0], run, said(run.counts)) for run in runs.rows],
        "page": runs,
        "query": forms.query(asked),
        "jobs": [("", _("All")), *((name.value, title) for name, (title, _what) in TITLES.items())],
        "asked": forms.texts(asked),
        "may_run": holds(person, Role.ADMINISTRATOR),
    }
    return render(request, "workbench/running/schedule.html", context)


@require_POST
@login_required
def run_soon(request: Request, name: str) -> HttpResponse:
    """Makes a job due now; the worker takes it within a second."""
    person, now = asked_by(request, Role.ADMINISTRATOR), clock.now()
    if name not in set(JobName):
        raise Http404
    job = JobName(name)
    jobs.run_soon(name=job, now=now)
    governance.audit(actor_id=person.id, act="job.run", target=f"jobs/{job}", detail={}, now=now)
    return redirect("workbench:schedule")


def said(counts: Mapping[str, int]) -> str:
    """What a run did, in words: '3 messages sent, one letter sent'."""
    return words(listed(_counted(code, count) for code, count in counts.items()))


def _counted(code: str, count: int) -> str:
    if code.startswith(GONE):
        kind = KINDS[RetainedData(code.removeprefix(GONE))][0]
        return _("%(kind)s: %(n)d gone") % {"kind": kind, "n": count}
    return COUNTED[code](count)


def _line(row: JobRow, now: dt.datetime) -> dict[str, object]:
    title, what = TITLES[row.name]
    state, word = STATES[row.state(now)]
    return {
        "job": row,
        "title": title,
        "what": what,
        "state": state,
        "word": word,
        "said": said(row.counts),
        "rhythm": _rhythm(row.name),
    }


def _rhythm(name: JobName) -> str:
    match jobs.JOBS[name].rhythm:
        case Daily(at=at):
            return _("Every night at %(time)s") % {"time": dated(at, "H:i")}
        case Every(step=step):
            minutes = int(step.total_seconds() // 60)
            return ngettext("Every minute", "Every %(n)d minutes", minutes) % {"n": minutes}
