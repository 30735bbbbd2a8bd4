"""What happens by itself: what each job does. When it is due stands in jobs/domain/catalogue.py, in
the same order.

The worker alone imports this page (config/worker.py); nothing else starts work on its own.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Mapping

from trimtab import clock
from trimtab.config import once, page_times
from trimtab.config.keeping import making, planning
from trimtab.config.wiring import (
    asked_address,
    channels,
    entry_link,
    fetcher,
    forwarder,
    letters,
    today_address,
)
from trimtab.courses import api as courses
from trimtab.evaluation import api as evaluation
from trimtab.jobs import api as jobs
from trimtab.jobs.api import Counts, JobName, Work
from trimtab.journeys import (
    asking,
    course_correction,
    forwarding,
    people_lists,
    reminding,
    retention,
)
from trimtab.lrs import api as lrs
from trimtab.messaging import api as messaging
from trimtab.people import api as people
from trimtab.practice import api as practice

LONGEST_DELIVERING = 50.0
LONGEST_FORWARDING = dt.timedelta(seconds=50)


def deliver_messages() -> Counts:
    """Messages that are due and may go, for at most 50 seconds; the rest goes in the next
    minute."""
    organisation, until = people.organisation(), time.monotonic() + LONGEST_DELIVERING
    done = messaging.deliver_due(
        now=clock.now(), channels=channels(), go_on=lambda: time.monotonic() < until
    )
    zone = organisation.time_zone if organisation else "UTC"
    letters_done = messaging.deliver_letters(
        now=clock.now(),
        channel=letters(),
        time_zone=zone,
        links=entry_link,
        go_on=lambda: time.monotonic() < until,
    )
    return {
        "messages-sent": done.sent,
        "messages-failed": done.failed,
        "messages-uncertain": done.uncertain,
        "letters-sent": letters_done,
    }


def forward_statements() -> Counts:
    """Statements that wait for other record stores and webhooks."""
    done = forwarding.forward(forwarder=forwarder(), clock=clock.now, budget=LONGEST_FORWARDING)
    return {"statements-forwarded": done.forwarded, "statements-refused": done.dead}


def collect_figures() -> Counts:
    """Sources of figures that are due; each says how often."""
    runs = evaluation.collect_due(fetch=fetcher(), now=clock.now())
    return {
        "sources-read": len(runs),
        "figures-added": sum(run.added for run in runs),
        "figures-corrected": sum(run.revised for run in runs),
    }


def take_lists() -> Counts:
    """Long lists of people that wait to be looked at, taken, or taken back."""
    return {"lists-worked-on": people_lists.work_waiting(clock=clock.now)}


def abandon_sessions() -> Counts:
    """Sessions of courses that went silent are ended."""
    return {"sessions-abandoned": courses.abandon_idle(now=clock.now())}


def remind_asked() -> Counts:
    """Whoever was asked is reminded on the days agreed, and stand-ins are asked for those who
    stayed silent."""
    return {"links-sent": asking.daily(address=asked_address, now=clock.now())}


def remind_practice() -> Counts:
    """Whoever has questions ready and left them since yesterday is reminded, as far as the strategy
    allows."""
    return {"reminders-written": reminding.remind(now=clock.now(), address=today_address())}


def enrol_people() -> Counts:
    """Whoever joined an audience is enrolled in what runs for it."""
    return {"people-enrolled": practice.refresh_enrolments(now=clock.now())}


def correct_course() -> Counts:
    """What happened is held against what was expected, and corrections are proposed."""
    night = course_correction.nightly(now=clock.now())
    return {"verdicts": night.reached, "corrections-proposed": len(night.proposals)}


def let_go() -> Counts:
    """What is past the time that the strategy in force gives it goes; nothing without such an
    answer."""
    gone = retention.let_go(now=clock.now())
    return {f"gone-{kind}": count for kind, count in gone.counts.items()} if gone else {}


def open_months() -> Counts:
    """The record store's tables of this month and the next two are there before they are needed."""
    return {"months-opened": len(lrs.open_months(now=clock.now()))}


def tidy_up() -> Counts:
    """What has expired, and what no page shows any more, is deleted."""
    now = clock.now()
    expired = people.let_go_of_expired(now=now)
    return {
        "runs-forgotten": jobs.tidy(now=now),
        "sign-ins-over": expired.sessions,
        "links-over": expired.links,
        "lists-over": expired.lists,
        "forms-forgotten": once.let_go(now=now),
        "page-times-forgotten": page_times.let_go(now=now),
    }


def back_up() -> Counts:
    """The whole installation goes into a file of its own, is restored and compared, and older files
    make way, unless the settings say that somebody else sees to it."""
    if not planning.plan().is_nightly:
        return {}
    made = making.nightly()
    return {"backups-made": 1, "rows-compared": made.rows if made.is_checked else 0}


SCHEDULE: Mapping[JobName, Work] = {
    JobName.DELIVER: deliver_messages,
    JobName.FORWARD: forward_statements,
    JobName.COLLECT: collect_figures,
    JobName.LISTS: take_lists,
    JobName.ABANDON: abandon_sessions,
    JobName.ASK: remind_asked,
    JobName.REMIND: remind_practice,
    JobName.ENROL: enrol_people,
    JobName.CORRECT: correct_course,
    JobName.LET_GO: let_go,
    JobName.MONTHS: open_months,
    JobName.TIDY: tidy_up,
    JobName.BACK_UP: back_up,
}
