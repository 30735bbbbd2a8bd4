"""A revision is sent to review, commented, approved by somebody else, put in force once, and can be
gone back to.
"""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

from tests.cast import NOW, Cast
from tests.pure.strategy_edits import DEMO
from trimtab.governance import api as governance
from trimtab.kernel.errors import NotAllowed, NotFound, Refusal
from trimtab.people import api as people
from trimtab.people.api import PersonRow, Role
from trimtab.strategy import api as strategy
from trimtab.strategy.actions import write_answer
from trimtab.strategy.api import Answer, Conflicted, ReviewVerdict, Side, State, Written
from trimtab.strategy.domain.patch import replay
from trimtab.strategy.queries import revisions

LATER = NOW + dt.timedelta(hours=1)


@pytest.fixture
def second(cast: Cast) -> PersonRow:
    """A second strategist."""
    key = people.add_person(
        email="sven@corner.example", name="Sven", roles=(Role.STRATEGIST,), unit="org", now=NOW
    )
    return people.person(key)


@pytest.fixture
def draft(cast: Cast) -> strategy.RevisionRow:
    """A revision in force, and a draft that the strategist wrote on it."""
    first = strategy.save_draft(document=DEMO, by=None, because="first", now=NOW)
    strategy.adopt(number=first.number, by=None, now=NOW)
    return write_answer(code="Q-P9", answer=Answer(value="coaches"), by=cast.strategist.id, now=NOW)


def test_a_draft_is_reviewed_by_somebody_else_and_then_put_in_force(
    cast: Cast, second: PersonRow, draft: strategy.RevisionRow
) -> None:
    sent = strategy.submit(
        number=draft.number, by=cast.strategist.id, note="Look at the managers.", now=NOW
    )
    assert sent.state is State.IN_REVIEW
    note = strategy.submission(draft.number)
    assert note is not None and (note.by_name, note.note) == ("Sasha", "Look at the managers.")
    with pytest.raises(NotAllowed, match="what they wrote"):
        strategy.approve(number=draft.number, by=cast.strategist.id, now=NOW)
    with pytest.raises(NotAllowed, match="role strategist"):
        strategy.approve(number=draft.number, by=cast.steward.id, now=NOW)
    with pytest.raises(Refusal, match="approves it first"):
        strategy.adopt(number=draft.number, by=cast.strategist.id, now=NOW)
    strategy.approve(number=draft.number, by=second.id, now=NOW)
    assert (
        strategy.adopt(number=draft.number, by=cast.strategist.id, now=LATER).state is State.ADOPTED
    )
    assert strategy.adopt(number=draft.number, by=cast.strategist.id, now=LATER).adopted_at == LATER
    acts = [one.act for one in governance.audit_entries(text=f"revisions/{draft.number}").rows]
    assert sorted(acts) == ["strategy.approved", "strategy.submitted"]


def test_changes_are_asked_for_with_a_reason_and_come_as_a_new_revision(
    cast: Cast, second: PersonRow, draft: strategy.RevisionRow
) -> None:
    strategy.submit(number=draft.number, by=cast.strategist.id, note="", now=NOW)
    with pytest.raises(Refusal, match="what should change"):
        strategy.request_changes(number=draft.number, by=second.id, reason="", now=NOW)
    strategy.request_changes(number=draft.number, by=second.id, reason="Too soon.", now=NOW)
    with pytest.raises(Refusal, match=r"Sven asked for changes: Too soon\."):
        strategy.adopt(number=draft.number, by=cast.strategist.id, now=NOW)
    better = write_answer(
        code="Q-P9", answer=Answer(value="informed"), by=cast.strategist.id, now=NOW
    )
    assert better.state is State.DRAFT
    strategy.submit(number=better.number, by=cast.strategist.id, note="", now=NOW)
    strategy.approve(number=better.number, by=second.id, now=NOW)
    strategy.adopt(number=better.number, by=second.id, now=NOW)
    assert [row.state for row in revisions()] == [
        State.ADOPTED,
        State.SUPERSEDED,
        State.SUPERSEDED,
    ]


def test_who_wrote_any_revision_since_the_last_adoption_is_an_author(
    cast: Cast, second: PersonRow, draft: strategy.RevisionRow
) -> None:
    more = write_answer(code="Q-P10", answer=Answer(value="teams"), by=second.id, now=NOW)
    strategy.submit(number=more.number, by=second.id, note="", now=NOW)
    for author in (cast.strategist, second):
        with pytest.raises(NotAllowed, match="Nobody but the authors"):
            strategy.approve(number=more.number, by=author.id, now=NOW)
    assert strategy.council(draft.number).authors == {cast.strategist.id}


def test_the_right_named_in_the_document_in_force_decides(cast: Cast) -> None:
    rights = (strategy.parts.Right(decision="strategy", approver="stakeholder"), *DEMO.rights)
    first = strategy.save_draft(
        document=msgspec.structs.replace(DEMO, rights=rights), by=None, because="", now=NOW
    )
    strategy.adopt(number=first.number, by=None, now=NOW)
    row = write_answer(code="Q-P9", answer=Answer(value="coaches"), by=cast.strategist.id, now=NOW)
    strategy.submit(number=row.number, by=cast.strategist.id, note="", now=NOW)
    strategy.approve(number=row.number, by=cast.stakeholder.id, now=NOW)
    assert strategy.adopt(number=row.number, by=cast.strategist.id, now=NOW).state is State.ADOPTED


def test_going_back_is_a_new_revision(cast: Cast, draft: strategy.RevisionRow) -> None:
    back = strategy.restore(number=1, by=cast.strategist.id, because="It was better.", now=NOW)
    assert (back.number, back.state, back.document) == (3, State.DRAFT, DEMO)
    assert back.because == "Back to revision 1. It was better."
    with pytest.raises(Refusal, match="says the same already"):
        strategy.restore(number=1, by=cast.strategist.id, because="", now=NOW)


def test_comments_stand_at_places_are_answered_and_settled_once(
    cast: Cast, second: PersonRow, draft: strategy.RevisionRow
) -> None:
    place = "answers/Q-P9"
    asked = strategy.comment(
        number=draft.number, place=place, text="Really?", by=cast.stakeholder.id, now=NOW
    )
    reply = strategy.comment(
        number=draft.number,
        place="",
        text="Yes.",
        by=cast.strategist.id,
        now=LATER,
        reply_to=asked.id,
    )
    assert (reply.place, reply.reply_to) == (place, asked.id)
    assert strategy.open_comments() == {draft.number: 1}
    settled = strategy.resolve(comment_id=asked.id, by=second.id, now=LATER)
    assert (settled.resolved_by_name, settled.resolved_at) == ("Sven", LATER)
    assert (
        strategy.resolve(comment_id=asked.id, by=cast.author.id, now=LATER).resolved_by_name
        == "Sven"
    )
    assert strategy.open_comments() == {}
    with pytest.raises(Refusal, match="Write what you think"):
        strategy.comment(number=draft.number, place=place, text=" ", by=second.id, now=NOW)
    with pytest.raises(NotFound):
        strategy.comment(number=1, place="", text="Yes.", by=second.id, now=NOW, reply_to=asked.id)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE strategy_approval SET verdict = 'approve'",
        "DELETE FROM strategy_approval",
        "UPDATE strategy_submission SET note = ''",
        "UPDATE strategy_comment SET text = 'Nothing'",
        "UPDATE strategy_comment SET resolved_at = NULL, resolved_by_id = NULL",
        "DELETE FROM strategy_comment",
    ],
)
def test_what_was_said_stays_said(
    cast: Cast, second: PersonRow, draft: strategy.RevisionRow, sql: str
) -> None:
    strategy.submit(number=draft.number, by=cast.strategist.id, note="Look.", now=NOW)
    strategy.request_changes(number=draft.number, by=second.id, reason="No.", now=NOW)
    asked = strategy.comment(number=draft.number, place="", text="Why?", by=second.id, now=NOW)
    strategy.resolve(comment_id=asked.id, by=second.id, now=NOW)
    with pytest.raises(DatabaseError, match=r"append-only|never changes"), transaction.atomic():
        connection.cursor().execute(sql)


def test_the_database_wants_a_reason_for_changes(cast: Cast, draft: strategy.RevisionRow) -> None:
    sql = (
        "INSERT INTO strategy_approval (revision_id, by_id, turn, verdict, reason, at) VALUES "
        "(%s, %s, 0, 'changes', '', now())"
    )
    with pytest.raises(IntegrityError, match="reason"), transaction.atomic():
        connection.cursor().execute(sql, [draft.number, cast.strategist.id])


def test_two_writers_at_different_places_are_merged_and_the_revision_says_so(
    cast: Cast, second: PersonRow, draft: strategy.RevisionRow
) -> None:
    row = write_answer(code="Q-P10", answer=Answer(value="teams"), by=second.id, now=NOW, base=1)
    assert (
        row.document.answers["Q-P10"].value == "teams"
        and row.document.answers["Q-P9"].value == "coaches"
    )
    assert row.because == "Answered Q-P10. Merged with revision 2 by Sasha, written meanwhile."
    assert (row.number, row.base) == (3, 2)


def test_two_writers_at_the_same_place_are_asked_and_nothing_is_lost(
    cast: Cast, second: PersonRow, draft: strategy.RevisionRow
) -> None:
    with pytest.raises(
        Conflicted, match=r"Sasha changed the same place meanwhile \(revision 2\)"
    ) as met:
        write_answer(
            code="Q-P9", answer=Answer(value="none", because="Seen"), by=second.id, now=NOW, base=1
        )
    [conflict] = met.value.conflicts
    assert conflict.place == "answers/Q-P9"
    assert (conflict.mine["value"], conflict.theirs["value"]) == ("none", "coaches")
    for choice, value in ((Side.MINE, "none"), (Written({"value": "informed"}), "informed")):
        with transaction.atomic():
            row = strategy.save_settled(
                document=met.value.mine,
                base=1,
                newest=2,
                choices={conflict.place: choice},
                by=second.id,
                because="Ours",
                now=NOW,
            )
            assert row.document.answers["Q-P9"].value == value
            assert row.because == "Ours. Merged with revision 2 by Sasha, written meanwhile."
            transaction.set_rollback(True)


def test_replaying_the_stored_revisions_gives_the_same_documents(
    cast: Cast, draft: strategy.RevisionRow
) -> None:
    write_answer(code="Q-P10", answer=Answer(value="teams"), by=None, now=NOW, base=1)
    strategy.restore(number=1, by=None, because="", now=NOW)
    rows = sorted(revisions(), key=lambda row: row.number)
    documents = {row.number: row.document for row in rows}
    patches = [
        strategy.patch_between(documents[row.base], row.document) for row in rows if row.base
    ]
    assert len(patches) == 3
    for count, row in enumerate(rows):
        assert replay(DEMO, patches[:count]) == row.document


def test_a_verdict_names_its_kind(
    cast: Cast, second: PersonRow, draft: strategy.RevisionRow
) -> None:
    strategy.submit(number=draft.number, by=cast.strategist.id, note="", now=NOW)
    strategy.approve(number=draft.number, by=second.id, now=NOW, reason="Good.")
    [one] = strategy.verdicts(draft.number)
    assert (one.verdict, one.reason, one.by_name) == (ReviewVerdict.APPROVE, "Good.", "Sven")


def test_a_third_writer_who_comes_while_two_settle_is_not_overwritten(
    cast: Cast, second: PersonRow, draft: strategy.RevisionRow
) -> None:
    with pytest.raises(Conflicted) as met:
        write_answer(code="Q-P9", answer=Answer(value="none"), by=second.id, now=NOW, base=1)
    write_answer(code="Q-P9", answer=Answer(value="informed"), by=cast.steward.id, now=NOW, base=2)
    with pytest.raises(
        Conflicted, match=r"Stef changed the same place meanwhile \(revision 3\)"
    ) as again:
        strategy.save_settled(
            document=met.value.mine,
            base=1,
            newest=2,
            choices={"answers/Q-P9": Side.MINE},
            by=second.id,
            because="",
            now=NOW,
        )
    [conflict] = again.value.conflicts
    assert (conflict.base["value"], conflict.mine["value"], conflict.theirs["value"]) == (
        "coaches",
        "none",
        "informed",
    )
