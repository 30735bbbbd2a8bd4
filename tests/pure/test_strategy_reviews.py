"""Who may say yes to a revision: never the author alone."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pure.strategy_edits import DEMO
from trimtab.kernel.errors import NotAllowed, Refusal
from trimtab.strategy.domain.document import Right
from trimtab.strategy.domain.reviews import (
    Council,
    ReviewVerdict,
    ReviewVerdictRow,
    approvals,
    approving_role,
    check_submission,
    check_verdict,
    may_adopt,
)
from trimtab.strategy.domain.revisions import State

ADA, BEN, CLEO, DAN = (UUID(int=n) for n in range(1, 5))
COUNCIL = Council("strategist", frozenset({ADA, BEN, CLEO}), frozenset({ADA}))


def word(by: UUID, verdict: ReviewVerdict, minute: int = 0) -> ReviewVerdictRow:
    at = dt.datetime(2026, 9, 7, 10, minute, tzinfo=dt.UTC)
    return ReviewVerdictRow(1, by, f"Person {by.int}", verdict, "Because.", at)


@given(
    st.sampled_from((State.DRAFT, State.IN_REVIEW)),
    st.frozensets(st.sampled_from((ADA, BEN, CLEO, DAN))),
    st.frozensets(st.sampled_from((ADA, BEN, CLEO, DAN)), min_size=1),
    st.lists(st.tuples(st.sampled_from((ADA, BEN, CLEO, DAN)), st.sampled_from(ReviewVerdict))),
    st.sampled_from((ADA, BEN, CLEO, DAN)),
    st.booleans(),
)
def test_nothing_is_ever_adopted_by_authors_alone(
    state: State,
    holders: frozenset[UUID],
    authors: frozenset[UUID],
    said: list[tuple[UUID, ReviewVerdict]],
    by: UUID,
    first: bool,
) -> None:
    verdicts = [word(who, verdict, minute) for minute, (who, verdict) in enumerate(said[:50])]
    if may_adopt(state, Council("strategist", holders, authors, first), verdicts, by=by) is None:
        others = {one.by for one in verdicts if one.verdict is ReviewVerdict.APPROVE} - authors
        assert others or by not in authors


def test_the_approval_of_somebody_else_who_holds_the_right_is_enough() -> None:
    refusal = may_adopt(State.IN_REVIEW, COUNCIL, [], by=BEN)
    assert refusal and "approves it first" in refusal.sentence
    assert may_adopt(State.IN_REVIEW, COUNCIL, [word(ADA, ReviewVerdict.APPROVE)], by=ADA)
    assert may_adopt(State.IN_REVIEW, COUNCIL, [word(DAN, ReviewVerdict.APPROVE)], by=ADA)
    for by in (ADA, BEN, CLEO):
        assert (
            may_adopt(State.IN_REVIEW, COUNCIL, [word(BEN, ReviewVerdict.APPROVE)], by=by) is None
        )
    assert isinstance(
        may_adopt(State.IN_REVIEW, COUNCIL, [word(BEN, ReviewVerdict.APPROVE)], by=DAN), NotAllowed
    )


def test_whoever_asks_for_changes_is_heard_until_they_say_otherwise() -> None:
    against = [word(BEN, ReviewVerdict.APPROVE, 1), word(CLEO, ReviewVerdict.CHANGES, 2)]
    refusal = may_adopt(State.IN_REVIEW, COUNCIL, against, by=BEN)
    assert refusal and "Person 3 asked for changes: Because." in refusal.sentence
    assert (
        may_adopt(
            State.IN_REVIEW, COUNCIL, [*against, word(CLEO, ReviewVerdict.APPROVE, 3)], by=BEN
        )
        is None
    )
    assert [one.by for one in approvals(against, COUNCIL)] == [BEN]


def test_when_nobody_else_holds_the_right_one_sentence_says_so() -> None:
    alone = Council("strategist", frozenset({ADA}), frozenset({ADA}))
    refusal = may_adopt(State.IN_REVIEW, alone, [], by=ADA)
    assert refusal and refusal.sentence.startswith("Nobody but the authors may approve this")
    assert refusal.sentence.count(".") == 1


def test_the_first_is_adopted_by_a_second_person_or_at_the_console() -> None:
    first = Council("strategist", frozenset({ADA}), frozenset({ADA}), first=True)
    assert may_adopt(State.DRAFT, first, [], by=DAN) is None
    assert may_adopt(State.DRAFT, first, [], by=None) is None
    assert may_adopt(State.DRAFT, first, [], by=ADA) is not None


def test_an_approval_under_a_right_of_its_own_counts_and_what_is_over_stays_over() -> None:
    assert may_adopt(State.DRAFT, COUNCIL, [], by=DAN, approved_by=(DAN,)) is None
    own = Council("strategist", frozenset({ADA, BEN}), frozenset({ADA}))
    assert may_adopt(State.DRAFT, own, [], by=ADA, approved_by=(ADA,)) is not None
    assert may_adopt(State.DRAFT, own, [], by=BEN, approved_by=(BEN,)) is None
    assert may_adopt(State.SUPERSEDED, COUNCIL, [], by=None) is not None
    assert may_adopt(State.ADOPTED, COUNCIL, [], by=DAN) is None


@pytest.mark.parametrize(
    ("by", "verdict", "reason", "sentence"),
    [
        (ADA, ReviewVerdict.APPROVE, "", "Nobody approves what they wrote"),
        (DAN, ReviewVerdict.APPROVE, "", "role strategist"),
        (BEN, ReviewVerdict.CHANGES, " ", "what should change"),
    ],
)
def test_who_may_not_say_it_is_told_why(
    by: UUID, verdict: ReviewVerdict, reason: str, sentence: str
) -> None:
    with pytest.raises(Refusal, match=sentence):
        check_verdict(State.IN_REVIEW, COUNCIL, by=by, verdict=verdict, reason=reason)
    check_verdict(State.IN_REVIEW, COUNCIL, by=BEN, verdict=verdict, reason="Shorter, please.")


def test_only_a_draft_is_sent_and_only_what_was_sent_is_judged() -> None:
    check_submission(State.DRAFT)
    for state in (State.IN_REVIEW, State.ADOPTED, State.SUPERSEDED):
        with pytest.raises(Refusal):
            check_submission(state)
    with pytest.raises(Refusal, match="a draft, not in review"):
        check_verdict(State.DRAFT, COUNCIL, by=BEN, verdict=ReviewVerdict.APPROVE, reason="")


def test_the_document_in_force_names_who_approves() -> None:
    given = msgspec.structs.replace(
        DEMO, rights=(Right(decision="strategy", approver="stakeholder"),)
    )
    assert approving_role(given) == "stakeholder"
    assert approving_role(msgspec.structs.replace(DEMO, rights=())) == "strategist"
