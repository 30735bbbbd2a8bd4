"""What stalls, by role: what came back and was left, what reaches nobody, what did not come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trimtab.evaluation import api as evaluation
from trimtab.jobs import api as jobs
from trimtab.journeys import asking, reaching
from trimtab.journeys.reaching import Kind, Lack
from trimtab.library import api as library
from trimtab.messaging import api as messaging
from trimtab.people.api import PersonRow, Role, holds
from trimtab.strategy import api as strategy
from trimtab.wording import dated

NAMED = 3
"""How many rows of one kind stand by name; one row counts the rest."""


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do, with the page where it is done. `urgent` ones come first and are marked."""

    title: str
    note: str
    address: str
    urgent: bool = False


def stalls(person: PersonRow, *, now: datetime) -> Iterator[Task]:
    """What waits for this person because something stopped, by the roles that they hold."""
    if holds(person, Role.STRATEGIST):
        yield from _answers()
        yield from _draft()
    if holds(person, Role.STRATEGIST, Role.AUTHOR):
        yield from _reaching_nobody(person, now)
    if holds(person, Role.AUTHOR):
        yield from _aids(now)
    if holds(person, Role.ADMINISTRATOR, Role.STRATEGIST, Role.STEWARD):
        yield from _figures()
    if holds(person, Role.ADMINISTRATOR):
        yield from _running(now)
    if holds(person, Role.MANAGER) and not person.managed_units:
        yield Task(
            title=_("You manage no unit yet"),
            note=_("An administrator says which one; then your team stands here."),
            address=reverse("portal:team"),
        )


def _answers() -> Iterator[Task]:
    """Answers that came back to those who asked, until the enquiry is closed."""
    for enquiry in strategy.asking.enquiries():
        if enquiry.answered and enquiry.row.closed_at is None:
            came = ngettext(
                "%(n)s answer came back: %(title)s",
                "%(n)s answers came back: %(title)s",
                enquiry.answered,
            )
            yield Task(
                title=came % {"n": enquiry.answered, "title": enquiry.row.agreed.title},
                note=_("Of %(n)s who were asked. Settle what they differ in.")
                % {"n": enquiry.invited},
                address=reverse("workbench:enquiry", args=[enquiry.row.id]),
            )


def _draft() -> Iterator[Task]:
    """The newest working copy, once something is in force: the first strategy has its own row."""
    heads = strategy.revision_heads()
    newest = max(heads, key=lambda head: head.number, default=None)
    if newest is None or not any(head.adopted_at for head in heads):
        return
    if newest.state is strategy.State.DRAFT:
        yield Task(
            title=_("Revision %(n)s was begun and not sent to review") % {"n": newest.number},
            note=_("Written by %(name)s, last on %(day)s")
            % {"name": newest.by_name, "day": dated(newest.at, "j F")},
            address=reverse("workbench:draft"),
        )


def _reaching_nobody(person: PersonRow, now: datetime) -> Iterator[Task]:
    """Practices and helps in force that reach nobody: authors write, strategists say for whom."""
    writes, steers = holds(person, Role.AUTHOR), holds(person, Role.STRATEGIST)
    rows = [
        row
        for row in reaching.running(today=asking.local_day(now))
        if row.lack is Lack.CONTENT or (row.lack is Lack.PEOPLE and steers)
    ]
    for row in rows[:NAMED]:
        yield _unreached(row, writes=writes)
    if (rest := len(rows) - NAMED) > 0:
        title = ngettext("%(n)s more reaches nobody yet", "%(n)s more reach nobody yet", rest)
        yield Task(title % {"n": rest}, "", reverse("workbench:strategy"))


def _unreached(row: reaching.Running, *, writes: bool) -> Task:
    words = {"title": row.title, "tags": ", ".join(row.tags)}
    address = reverse("workbench:running", args=[row.kind.value, row.key])
    if row.lack is Lack.PEOPLE:
        return Task(
            title=_("'%(title)s' reaches nobody") % words,
            note=_("Nobody is in its audience."),
            address=address,
        )
    if row.kind is Kind.PRACTICE:
        title = _("'%(title)s' has no question yet") % words
        note = _("Write one with the tag %(tags)s; until then nobody practises it.") % words
    else:
        title = _("'%(title)s' has no aid yet") % words
        note = _("Write one with the tag %(tags)s; until then nobody finds any.") % words
    return Task(title, note, reverse("workbench:content") if writes else address)


def _aids(now: datetime) -> Iterator[Task]:
    due = library.due_for_review(asking.local_day(now))
    wrong = sum(aid.flagged > 0 for aid in due)
    if not due:
        return
    title = ngettext("%(n)s aid is to be checked", "%(n)s aids are to be checked", len(due))
    note = ngettext("%(n)s was reported wrong", "%(n)s were reported wrong", wrong) % {"n": wrong}
    yield Task(
        title=title % {"n": len(due)},
        note=note if wrong else _("Their last check is longer ago than agreed."),
        address=reverse("workbench:checks"),
        urgent=wrong > 0,
    )


def _figures() -> Iterator[Task]:
    """Measures without a figure, and sources that could not be read last time."""
    missing = [measure.name for measure in evaluation.measures() if not measure.values]
    if missing:
        title = ngettext(
            "No figure has come for %(name)s",
            "No figures have come for %(n)s measures, the first is %(name)s",
            len(missing),
        )
        yield Task(
            title=title % {"n": len(missing), "name": missing[0]},
            note=_("Without them nobody can tell whether it works."),
            address=reverse("workbench:sources"),
        )
    for source in evaluation.sources():
        if source.last and source.last.state is not evaluation.RunState.GOOD:
            yield Task(
                title=_("Figures did not come from %(name)s") % {"name": source.name},
                note=_("Last tried on %(day)s") % {"day": dated(source.last.at, "j F, H:i")},
                address=reverse("workbench:source", args=[source.id]),
            )


def _running(now: datetime) -> Iterator[Task]:
    """Jobs and messages that somebody should look at."""
    if unwell := len(jobs.unwell(now)):
        title = ngettext(
            "%(n)s job does not run as it should", "%(n)s jobs do not run as they should", unwell
        )
        yield Task(title % {"n": unwell}, "", reverse("workbench:schedule"), urgent=True)
    failed = messaging.outbox_counts().by_state.get(messaging.MessageState.FAILED, 0)
    if failed:
        title = ngettext(
            "%(n)s message could not be sent", "%(n)s messages could not be sent", failed
        )
        yield Task(title % {"n": failed}, "", reverse("workbench:outbox"))
