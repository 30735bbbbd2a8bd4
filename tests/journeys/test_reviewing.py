"""A revision on its way into force: never by its author alone, once, and safely again; and back.

A correction that is decided meanwhile carries the unfinished draft along.
"""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from tests.cast import NOW, Cast
from tests.pure.strategy_edits import DEMO
from trimtab.governance import api as governance
from trimtab.governance.api import DecisionChoice, ProposalKind
from trimtab.journeys import adoption, course_correction
from trimtab.kernel.errors import NotAllowed, Refusal
from trimtab.messaging import api as messaging
from trimtab.people import api as people
from trimtab.people.api import PersonRow, Role
from trimtab.strategy import api as strategy
from trimtab.strategy.actions import write_answer
from trimtab.strategy.api import Answer, Op, Operation, Patch, State
from trimtab.strategy.domain.changes import ChangeKind

LATER = NOW + dt.timedelta(days=1)


@pytest.fixture
def second(cast: Cast) -> PersonRow:
    key = people.add_person(
        email="sven@corner.example", name="Sven", roles=(Role.STRATEGIST,), unit="org", now=NOW
    )
    return people.person(key)


@pytest.fixture
def in_force(cast: Cast) -> strategy.RevisionRow:
    row = strategy.save_draft(document=DEMO, by=cast.strategist.id, because="First", now=NOW)
    adoption.adopt(number=row.number, by=None, now=NOW)
    return row


def quieter(document: strategy.Strategy) -> strategy.Strategy:
    limits = msgspec.structs.replace(document.policy.limits, quiet_from=dt.time(18))
    return msgspec.structs.replace(
        document, policy=msgspec.structs.replace(document.policy, limits=limits)
    )


def test_an_approved_revision_makes_it_so_once_and_again_changes_nothing(
    cast: Cast, second: PersonRow, in_force: strategy.RevisionRow
) -> None:
    draft = strategy.save_draft(
        document=quieter(DEMO), by=cast.strategist.id, because="Quieter", now=NOW, base=1
    )
    preview = adoption.preview(draft.document)
    assert [one.resource for one in preview.changes] == ["limits"]
    assert [one.people for one in preview.noticing] == [people.count_people()]
    with pytest.raises(Refusal, match="approves it first"):
        adoption.adopt(number=draft.number, by=cast.strategist, now=NOW)
    strategy.submit(number=draft.number, by=cast.strategist.id, note="", now=NOW)
    with pytest.raises(NotAllowed):
        strategy.approve(number=draft.number, by=cast.strategist.id, now=NOW)
    strategy.approve(number=draft.number, by=second.id, now=NOW)
    adopted = adoption.adopt(number=draft.number, by=cast.strategist, now=LATER)
    assert adopted.number == draft.number
    assert messaging.limits().quiet_from == dt.time(18)
    again = adoption.adopt(number=draft.number, by=second, now=LATER)
    assert not again.applied and not adoption.apply(now=LATER)
    assert adoption.preview(draft.document).changes == ()


def test_the_preview_says_what_ends_and_who_will_notice(
    cast: Cast, second: PersonRow, in_force: strategy.RevisionRow
) -> None:
    people.import_people(
        csv_text="email,name,unit,roles,attribute:job\n"
        + "".join(f"p{n}@corner.example,P {n},north,learner,grocery\n" for n in range(9)),
        by=None,
        now=NOW,
    )
    everybody = strategy.parts.AudienceRule(attributes={"job": ("grocery",)})
    fewer = tuple(one for one in DEMO.actions if one.id != "practise-shelf-prices")
    audiences = tuple(
        msgspec.structs.replace(one, rule=everybody) if one.id == "price-labels" else one
        for one in DEMO.audiences
    )
    preview = adoption.preview(msgspec.structs.replace(DEMO, actions=fewer, audiences=audiences))
    ending = [one for one in preview.changes if one.kind is ChangeKind.REMOVED]
    assert {one.key for one in ending} == {"practise-shelf-prices"}
    [noticing] = [one for one in preview.noticing if "Practise changing price labels" in one.titles]
    assert noticing.people == 9
    two = tuple(
        msgspec.structs.replace(
            one, rule=strategy.parts.AudienceRule(attributes={"job": ("grocery", "cashier")})
        )
        if one.id != "price-labels"
        else msgspec.structs.replace(one, rule=everybody)
        for one in DEMO.audiences
    )
    overlapping = adoption.preview(
        msgspec.structs.replace(DEMO, actions=fewer, audiences=two)
    ).noticing
    assert {one.people for one in overlapping} == {10, None}, "ten less nine would be Wanda"


def test_going_back_puts_the_earlier_strategy_in_force_again(
    cast: Cast, second: PersonRow, in_force: strategy.RevisionRow
) -> None:
    draft = strategy.save_draft(
        document=quieter(DEMO), by=cast.strategist.id, because="Quieter", now=NOW
    )
    strategy.submit(number=draft.number, by=cast.strategist.id, note="", now=NOW)
    strategy.approve(number=draft.number, by=second.id, now=NOW)
    adoption.adopt(number=draft.number, by=second, now=NOW)
    back = strategy.restore(
        number=1, by=second.id, because="People missed their messages.", now=LATER
    )
    with pytest.raises(Refusal, match="superseded"):
        adoption.adopt(number=1, by=cast.strategist, now=LATER)
    strategy.submit(number=back.number, by=second.id, note="", now=LATER)
    with pytest.raises(
        NotAllowed, match="Nobody but the authors"
    ):  # the words that come back are Sasha's
        strategy.approve(number=back.number, by=cast.strategist.id, now=LATER)
    third = people.add_person(
        email="tara@corner.example", name="Tara", roles=(Role.STRATEGIST,), unit="org", now=NOW
    )
    strategy.approve(number=back.number, by=third, now=LATER)
    adoption.adopt(number=back.number, by=second, now=LATER)
    assert strategy.require_current().document == DEMO
    assert messaging.limits().quiet_from == DEMO.policy.limits.quiet_from


def propose(cast: Cast) -> governance.ProposalRow:
    patch = Patch(
        title="Stop practising price labels",
        operations=(
            Operation(op=Op.SET, place="actions/practise-shelf-prices/state", value="retired"),
        ),
    )
    return governance.propose(
        kind=ProposalKind.CORRECTION,
        key="correction/x",
        title=patch.title,
        summary="It does nothing.",
        because=[],
        change=strategy.patch_to_json(patch),
        evidence={},
        decides="content",
        proposed_by=None,
        due=LATER,
        now=NOW,
    )


def test_a_decided_correction_carries_the_unfinished_draft_along(
    cast: Cast, second: PersonRow, in_force: strategy.RevisionRow
) -> None:
    unfinished = write_answer(code="Q-P9", answer=Answer(value="coaches"), by=second.id, now=NOW)
    decided = course_correction.decide(
        proposal_id=propose(cast).id,
        by=second,
        choice=DecisionChoice.APPROVE,
        reason="Clear.",
        now=LATER,
    )
    assert decided.adopted is not None and decided.adopted.number == 3
    assert "Q-P9" in strategy.require_current().document.answers
    assert strategy.require_current().document.answers["Q-P9"] == DEMO.answers["Q-P9"]
    newest = strategy.latest()
    assert newest is not None and (newest.number, newest.state, newest.by) == (
        4,
        State.DRAFT,
        second.id,
    )
    assert newest.document.answers["Q-P9"].value == "coaches"
    retired = next(one for one in newest.document.actions if one.id == "practise-shelf-prices")
    assert retired.state is strategy.ActionState.RETIRED
    assert strategy.revision(unfinished.number).state is State.SUPERSEDED
    assert newest.because == "Carries revision 2 on to revision 3."
