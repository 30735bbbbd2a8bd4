"""What Green Basket's people decide while the operation runs, and what the nights find."""

from __future__ import annotations

import datetime as dt

import msgspec

from trimtab.demo import content
from trimtab.demo.calendar import Calendar
from trimtab.demo.founding import COMES_LATER, Organisation
from trimtab.evaluation import api as evaluation
from trimtab.governance import api as governance
from trimtab.journeys import course_correction
from trimtab.strategy import api as strategy

SECOND_REVISION_WEEK = 9
REVIEW_WEEKS = (4, 8, 12)
NINE = 9 * 60


def before_week(organisation: Organisation, week: int) -> None:
    """What is decided on the Monday morning of a week; every fourth week the verdicts are only looked at."""
    if week == SECOND_REVISION_WEEK:
        second_revision(organisation)
    if week in REVIEW_WEEKS:
        evaluation.evaluate(now=organisation.calendar.at(7 * week, 60))


def second_revision(organisation: Organisation) -> None:
    """The strategist proposes what learners asked for; the second strategist approves it on the same morning."""
    calendar, strategist = organisation.calendar, organisation.who("strategist")
    day = 7 * SECOND_REVISION_WEEK
    patch = strategy.Patch(
        title="Add aids for the new till, and tell people what we did with what they said",
        operations=tuple(
            strategy.Operation(
                op=strategy.Op.ADD,
                place="actions",
                value=msgspec.to_builtins(one),
                because="Asked for in the searches.",
            )
            for one in later_actions(calendar)
        ),
        because=("People search for the new till at the desks, and nothing was collected for it.",),
    )
    proposal = governance.propose(
        kind=governance.ProposalKind.CORRECTION,
        key="correction/second-revision",
        title=patch.title,
        summary="One in six searches at the desks is about the new till. The aids exist; they are not offered to the desks yet.",
        because=list(patch.because),
        change=strategy.patch_to_json(patch),
        evidence={},
        decides="content",
        proposed_by=strategist.id,
        due=calendar.at(day + 5, NINE),
        now=calendar.at(day - 3, 15 * 60),
    )
    course_correction.decide(
        proposal_id=proposal.id,
        by=organisation.who("decider"),
        choice=governance.Choice.APPROVE,
        reason="It costs nothing and was asked for.",
        now=calendar.at(day, 7 * 60),
    )


def later_actions(calendar: Calendar) -> list[strategy.Action]:
    """The actions that come with the second revision."""
    document = strategy.load_yaml(content.strategy_text(calendar.shift)).document
    return [one for one in document.actions if one.id in COMES_LATER]


def last_night(organisation: Organisation, now: dt.datetime) -> course_correction.Night:
    """The night before now: what did not work becomes a proposal that waits for a decision."""
    return course_correction.nightly(now=now)
