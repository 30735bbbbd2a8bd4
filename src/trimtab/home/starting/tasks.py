"""What a person should do now, gathered from the rooms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trimtab.governance import api as governance
from trimtab.home.starting.stalling import Task, stalls
from trimtab.journeys import asking
from trimtab.messaging import api as messaging
from trimtab.people.api import PersonRow, Role, holds
from trimtab.practice import api as practice
from trimtab.strategy import api as strategy
from trimtab.support import api as support
from trimtab.wording import dated

READERS = (Role.STRATEGIST, Role.STEWARD, Role.STAKEHOLDER, Role.AUTHOR, Role.MANAGER)
"""Who may open the reasons of what runs."""
KEPT_AFTER = timedelta(days=30)


def tasks(person: PersonRow, *, now: datetime) -> list[Task]:
    """What waits for this person, the urgent first."""
    waiting = [
        *_strategy(person),
        *_decisions(person, now),
        *_work(person, now),
        *_erasures(person, now),
        *stalls(person, now=now),
        *_asked(person, now),
        *_practice(person, now),
        *_gaps(person),
        *_messages(person),
    ]
    return sorted(waiting, key=lambda task: not task.urgent)


def _decisions(person: PersonRow, now: datetime) -> Iterator[Task]:
    for proposal in governance.proposals(governance.ProposalState.OPEN):
        if governance.may_decide(proposal, person):
            decide = _("You decide, by %(day)s") % {"day": dated(proposal.due, "j F")}
            ours = (
                proposal.kind is governance.ProposalKind.CORRECTION and proposal.proposed_by is None
            )
            yield Task(
                title=proposal.title,
                note=_("It is off track. %(decide)s") % {"decide": decide} if ours else decide,
                address=reverse("workbench:correction", args=[proposal.id]),
                urgent=proposal.due <= now or proposal.kind is governance.ProposalKind.CORRECTION,
            )


def _work(person: PersonRow, now: datetime) -> Iterator[Task]:
    """What the strategy in force gives this person to do outside the platform, until a month after
    its day."""
    current = strategy.current()
    if current is None or not person.roles & set(READERS):
        return
    today = asking.local_day(now)
    for task in strategy.tasks(current.document):
        is_theirs = task.owner.lower() == person.address.lower()
        is_over = task.due is not None and task.due < today - KEPT_AFTER
        if not is_theirs or is_over:
            continue
        is_late = task.due is not None and task.due < today
        day = dated(task.due, "j F Y") if task.due else _("no day yet")
        note = _("Yours; it was due on %(day)s") if is_late else _("Yours, until %(day)s")
        yield Task(
            title=task.title,
            note=note % {"day": day},
            address=reverse("workbench:running", args=["task", task.key]),
            urgent=is_late,
        )


def _erasures(person: PersonRow, now: datetime) -> Iterator[Task]:
    """A steward answers those who ask to be erased, within a month."""
    if not holds(person, Role.STEWARD):
        return
    for request in governance.open_requests():
        yield Task(
            title=_("Somebody asks to be erased"),
            note=_("Answer by %(day)s") % {"day": dated(request.due, "j F")},
            address=reverse("workbench:data-rights-person", args=[request.person_id]),
            urgent=request.days_left(now) <= 7,
        )


def _strategy(person: PersonRow) -> Iterator[Task]:
    """Whoever writes the strategy is led to the first one, until something is in force; whoever may
    approve one, to what waits."""
    heads = strategy.revision_heads()
    if holds(person, Role.STRATEGIST) and not any(head.adopted_at for head in heads):
        yield Task(
            title=_("Go on with the first strategy")
            if heads
            else _("Begin with the first strategy"),
            note=_(
                "Nothing runs without one. It begins with the problem, and takes about an hour."
            ),
            address=reverse("workbench:begin"),
        )
    yield from _being_written(person, heads)
    for head in heads:
        waits = head.state is strategy.State.IN_REVIEW
        if waits and person.id in strategy.council(head.number).approvers:
            yield Task(
                title=_("Revision %(n)s of the strategy waits for your review")
                % {"n": head.number},
                note=_("Written by %(name)s") % {"name": head.by_name},
                address=reverse("workbench:revision", args=[head.number]),
            )


def _being_written(person: PersonRow, heads: Sequence[strategy.RevisionHead]) -> Iterator[Task]:
    """Whoever will decide about the first strategy knows so while it is written."""
    newest = max(heads, key=lambda head: head.number, default=None)
    is_first = newest is not None and not any(head.adopted_at for head in heads)
    if newest is None or not is_first or newest.state is not strategy.State.DRAFT:
        return
    if person.roles & set(READERS) and person.id in strategy.council(newest.number).approvers:
        yield Task(
            title=_("You decide about the first strategy"),
            note=_("%(name)s is writing it. It comes to you when it is sent to review.")
            % {"name": newest.by_name},
            address=reverse("workbench:revision", args=[newest.number]),
        )


def _asked(person: PersonRow, now: datetime) -> Iterator[Task]:
    for asked in strategy.asking.asked_of(person.id, today=asking.local_day(now)):
        yield Task(
            title=_("%(name)s asks you: %(title)s")
            % {"name": asked.row.by_name, "title": asked.row.agreed.title},
            note=_("Please answer by %(day)s") % {"day": dated(asked.invitation.expires_on, "j F")},
            address=reverse("portal:asked", args=[strategy.asking.token(asked.invitation.id)]),
        )


def _practice(person: PersonRow, now: datetime) -> Iterator[Task]:
    if not holds(person, Role.LEARNER):
        return
    today = practice.today(person_id=person.id, now=now)
    if today.ready:
        yield Task(
            title=ngettext("%(n)s question is ready", "%(n)s questions are ready", today.ready)
            % {"n": today.ready},
            note=ngettext("%(n)s minute", "%(n)s minutes", today.minutes) % {"n": today.minutes},
            address=reverse("learner:today"),
        )


def _gaps(person: PersonRow) -> Iterator[Task]:
    if not holds(person, Role.AUTHOR):
        return
    waiting = len(practice.objections())
    if waiting:
        yield Task(
            title=ngettext(
                "%(n)s person says that their answer was right",
                "%(n)s people say that their answer was right",
                waiting,
            )
            % {"n": waiting},
            note=_("Look at the question, and agree or say why not"),
            address=f"{reverse('workbench:content')}#objections",
        )
    open_gaps = support.gaps(state=support.GapState.OPEN)
    missing = [gap for gap in open_gaps if not gap.aid_key]
    if missing:
        title = ngettext("People missed %(n)s thing", "People missed %(n)s things", len(missing))
        yield Task(
            title=title % {"n": len(missing)},
            note=_("Most often: %(words)s") % {"words": missing[0].wording},
            address=reverse("workbench:gaps"),
        )


def _messages(person: PersonRow) -> Iterator[Task]:
    unread = messaging.unread_count(person.id)
    if unread:
        yield Task(
            title=ngettext("%(n)s new message", "%(n)s new messages", unread) % {"n": unread},
            note="",
            address=reverse("learner:inbox"),
        )
