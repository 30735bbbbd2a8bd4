"""What Green Basket's people decide while the operation runs, and what the nights find."""

from __future__ import annotations

import datetime as dt

import msgspec

from trimtab.demo import content
from trimtab.demo.calendar import Calendar
from trimtab.demo.founding import COMES_LATER, WRITTEN_LATER, FoundedOrganisation, faultless
from trimtab.evaluation import api as evaluation
from trimtab.governance import api as governance
from trimtab.journeys import course_correction
from trimtab.library import api as library
from trimtab.search import api as search
from trimtab.strategy import api as strategy
from trimtab.support import api as support

SECOND_REVISION_WEEK = 9
REVIEW_WEEKS = (4, 8, 12)
NINE = 9 * 60
UNANSWERED = "wheelchair"
WHY_NOT = "Differs from shop to shop: each shop manager has put up a notice at the entrance."


def before_week(organisation: FoundedOrganisation, week: int) -> None:
    """What is decided on the Monday morning of a week; every fourth week the verdicts are only
    looked at.
    """
    if week == SECOND_REVISION_WEEK:
        answer_gaps(organisation)
        second_revision(organisation)
    if week in REVIEW_WEEKS:
        in_force = strategy.require_current().document
        evaluation.evaluate(document=in_force, now=organisation.calendar.at(7 * week, 60))


def answer_gaps(organisation: FoundedOrganisation) -> None:
    """The author writes the aids that people missed most, and settles the gaps that they answer and
    one that none will.
    """
    calendar, author = organisation.calendar, organisation.who("author").id
    now = calendar.at(7 * SECOND_REVISION_WEEK - 3, NINE)
    files = content.aid_files(calendar.shift)
    written = {name: files[name] for name in sorted(WRITTEN_LATER)}
    faultless(library.import_aids(files=written, announce=search.publish, by=author, now=now))
    answered = {
        words: need.aid
        for need in content.needs()
        for words in need.asks
        if f"{need.aid}.md" in written
    }
    for gap in support.gaps(support.GapState.OPEN):
        aid = next(
            (answered[words] for words in (gap.wording, *gap.wordings) if words in answered), ""
        )
        if aid:
            support.close_gap(gap_id=gap.id, by=author, reason="", aid_key=aid, now=now)
        elif UNANSWERED in gap.wordings:
            support.close_gap(gap_id=gap.id, by=author, reason=WHY_NOT, now=now)


def second_revision(organisation: FoundedOrganisation) -> None:
    """The strategist proposes what learners asked for; the second strategist approves it on the
    same morning.
    """
    calendar, strategist = organisation.calendar, organisation.who("strategist")
    day = 7 * SECOND_REVISION_WEEK
    patch = strategy.Patch(
        title="Add aids for the new till, and tell people what we did with what they said",
        operations=tuple(
            strategy.Operation(
                op=strategy.Op.ADD,
                place="actions",
                value=msgspec.to_builtins(action),
                because="Asked for in the searches.",
            )
            for action in later_actions(calendar)
        ),
        because=("People search for the new till at the desks, and nothing was collected for it.",),
    )
    proposal = governance.propose(
        kind=governance.ProposalKind.CORRECTION,
        key="correction/second-revision",
        title=patch.title,
        summary=(
            "Many searches at the desks are about the new till. The aids exist; they are not put "
            "first for the desks yet."
        ),
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
        choice=governance.DecisionChoice.APPROVE,
        reason="It costs nothing and was asked for.",
        now=calendar.at(day, 7 * 60),
    )


def later_actions(calendar: Calendar) -> list[strategy.Action]:
    """The actions that come with the second revision."""
    document = strategy.load_yaml(content.strategy_text(calendar.shift)).document
    return [action for action in document.actions if action.id in COMES_LATER]


def last_night(organisation: FoundedOrganisation, now: dt.datetime) -> course_correction.Night:
    """The night before now: what did not work becomes a proposal that waits for a decision."""
    return course_correction.nightly(now=now)
