"""What happens by itself, and when (times are UTC). The worker runs this page; nothing else starts work on its own."""

from __future__ import annotations

import datetime as dt
import logging

from procrastinate.contrib.django import app

from trimtab import clock
from trimtab.config.wiring import asked_address, channels, fetcher, forwarding_sender, letters
from trimtab.courses import api as courses
from trimtab.evaluation import api as evaluation
from trimtab.journeys import asking, course_correction, forwarding, retention
from trimtab.lrs import api as lrs
from trimtab.messaging import api as messaging
from trimtab.people import api as people
from trimtab.practice import api as practice

log = logging.getLogger("trimtab.schedule")


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="deliver", lock="deliver")
def deliver_messages(timestamp: int) -> None:
    """Every minute: messages that are due and may go."""
    now, organisation = clock.now(), people.organisation()
    messaging.deliver_due(now=now, channels=channels())
    messaging.deliver_letters(now=now, channel=letters(), time_zone=organisation.time_zone if organisation else "UTC")


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="forward", lock="forward")
def send_statements_on(timestamp: int) -> None:
    """Every minute: statements that wait for other record stores and webhooks."""
    done = forwarding.send_on(send=forwarding_sender(), clock=clock.now, budget=dt.timedelta(seconds=50))
    if done.delivered or done.dead:
        log.info("sent %d statements on; %d were refused", done.delivered, done.dead)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="collect", lock="collect")
def collect_figures(timestamp: int) -> None:
    """Every minute: sources of figures that are due (each says how often)."""
    for run in evaluation.collect_due(fetch=fetcher(), now=clock.now()):
        log.info("a source was read: %s, %d new, %d corrected", run.state, run.added, run.revised)


@app.periodic(cron="30 0 * * *")
@app.task(queueing_lock="enrol", lock="enrol")
def enrol_new_people(timestamp: int) -> None:
    """Every night: whoever joined an audience is enrolled in what runs for it."""
    log.info("enrolled %d", practice.refresh_enrolments(now=clock.now()))


@app.periodic(cron="0 2 * * *")
@app.task(queueing_lock="let-go", lock="let-go")
def let_go(timestamp: int) -> None:
    """Every night: what is past the time that the strategy in force gives it is let go; nothing without such an answer."""
    gone = retention.let_go(now=clock.now())
    if gone is None:
        log.info("nothing was let go: no adopted answer says how long records are kept")
    else:
        log.info("let go: %s", ", ".join(f"{n} {kind}" for kind, n in gone.counts.items()))


@app.periodic(cron="0 3 * * *")
@app.task(queueing_lock="months", lock="months")
def open_months(timestamp: int) -> None:
    """Every night: the record store's tables of this month and the next two are there before they are needed."""
    log.info("made %s", ", ".join(map(str, lrs.open_months(now=clock.now()))) or "no month")


@app.periodic(cron="15 * * * *")
@app.task(queueing_lock="ask", lock="ask")
def remind_those_asked(timestamp: int) -> None:
    """Every hour: whoever was asked is reminded on the days agreed, and stand-ins are asked for those who stayed silent."""
    log.info("%d links went out", asking.daily(address=asked_address, now=clock.now()))


@app.periodic(cron="*/15 * * * *")
@app.task(queueing_lock="abandon", lock="abandon")
def abandon_idle_sessions(timestamp: int) -> None:
    """Every quarter of an hour: sessions of courses that went silent are ended."""
    log.info("%d sessions abandoned", courses.abandon_idle(now=clock.now()))


@app.periodic(cron="0 1 * * *")
@app.task(queueing_lock="correct", lock="correct")
def correct_course(timestamp: int) -> None:
    """Every night: what happened is held against what was expected, and corrections are proposed."""
    night = course_correction.nightly(now=clock.now())
    log.info("%d verdicts, %d proposals", len(night.verdicts), len(night.proposals))
