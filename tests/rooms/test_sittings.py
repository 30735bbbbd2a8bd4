"""What was promised is fixed, what was missed comes once more, and nothing gets lost by going back or opening it twice."""

from __future__ import annotations

import datetime as dt
from uuid import UUID, uuid4

import pytest

from tests.cast import NOW, Cast
from tests.rooms.test_practice import EVERYBODY, items, programme
from trimtab.kernel.errors import NotFound, Refusal
from trimtab.people import api as people
from trimtab.practice import api as practice
from trimtab.practice.models import Review, Sitting
from trimtab.practice.queries import memories

DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def running(cast: Cast) -> None:
    people.match_audiences([EVERYBODY], now=NOW)
    items(40)
    practice.match_programmes([programme()], minutes_per_week=60, now=NOW)


def begun(cast: Cast, now: dt.datetime = NOW, *, more: bool = False) -> practice.Sitting:
    found = practice.begin(person_id=cast.worker.id, now=now, more=more)
    assert found is not None
    return found


def answer(
    cast: Cast, *, right: bool = True, now: dt.datetime = NOW, review_id: UUID | None = None
) -> practice.ReviewReceipt:
    stands = begun(cast, now)
    assert stands.turn
    return practice.answer(
        person_id=cast.worker.id,
        sitting_id=stands.id,
        version_id=stands.planned[stands.turn.place].version_id,
        response=0 if right else 1,
        seconds=1.0,
        now=now,
        review_id=review_id or uuid4(),
        again=stands.turn.again,
    )


def test_the_promised_number_stays_however_quickly_one_answers(cast: Cast) -> None:
    promised = practice.today(cast.worker.id, NOW).ready
    assert begun(cast).of == promised > 3
    lefts: list[int] = []
    while begun(cast).turn:
        answer(cast, now=NOW + dt.timedelta(seconds=len(lefts)))
        lefts.append(practice.today(cast.worker.id, NOW).ready)
    assert lefts == list(range(promised - 1, -1, -1)) and begun(cast).of == promised
    today = practice.today(cast.worker.id, NOW)
    assert (today.ready, today.more, today.answered_today) == (0, 0, promised)
    assert begun(cast, more=True).id == begun(cast).id


def test_more_is_asked_only_by_whoever_wants_it(cast: Cast) -> None:
    while begun(cast).turn:
        answer(cast)
    later = NOW + 30 * DAY
    of = begun(cast, later).of
    while begun(cast, later).turn:
        answer(cast, now=later)
    today = practice.today(cast.worker.id, later)
    assert today.ready == 0 < today.more
    assert begun(cast, later).of == of and begun(cast, later, more=True).of == today.more


def test_what_was_missed_comes_once_more_at_the_end_and_counts_once(cast: Cast) -> None:
    of = begun(cast).of
    for n in range(of):
        receipt = answer(cast, right=n not in (1, 2))
    stands = begun(cast)
    assert stands.missed == (1, 2) and receipt.remaining == 2
    assert [(turn.place, turn.again) for turn in stands.waiting] == [(1, True), (2, True)]
    answer(cast)
    answer(cast, right=False)
    assert begun(cast).turn is None and Review.objects.count() == of
    went = practice.summary(begun(cast))
    assert (went.right, went.of) == (of - 2, of)
    assert [(one.place, one.right_again) for one in went.missed] == [(1, True), (2, False)]
    assert Sitting.objects.get().again_seconds == 2.0


def test_the_same_question_in_two_windows_is_answered_once_and_the_second_is_told(
    cast: Cast,
) -> None:
    stands, key = begun(cast), uuid4()
    version = stands.planned[0].version_id

    def send(response: int, review_id: UUID) -> practice.ReviewReceipt:
        return practice.answer(
            person_id=cast.worker.id,
            sitting_id=stands.id,
            version_id=version,
            response=response,
            seconds=3.0,
            now=NOW,
            review_id=review_id,
        )

    first, again, other = send(0, key), send(0, key), send(1, uuid4())
    assert not first.earlier and not again.earlier
    assert other.earlier and other.correct and other.response == 0 and other.review_id == key
    assert Review.objects.count() == 1 and begun(cast).answered == 1


def test_an_answer_can_be_looked_at_again(cast: Cast) -> None:
    key = answer(cast, right=False).review_id
    seen = practice.receipt(of=begun(cast), review_id=key, now=NOW)
    assert not seen.correct and seen.response == 1 and seen.expected == "a"


def test_what_is_none_of_the_sitting_is_refused(cast: Cast) -> None:
    stands = begun(cast)

    def send(person_id: UUID, version_id: UUID, *, again: bool = False) -> None:
        practice.answer(
            person_id=person_id,
            sitting_id=stands.id,
            version_id=version_id,
            response=0,
            seconds=1.0,
            now=NOW,
            review_id=uuid4(),
            again=again,
        )

    planned = stands.planned[0].version_id
    with pytest.raises(NotFound):
        send(cast.manager.id, planned)
    with pytest.raises(Refusal):
        send(cast.worker.id, uuid4())
    with pytest.raises(Refusal):
        send(cast.worker.id, planned, again=True)


def test_the_next_question_never_comes_on_the_day_that_is_done(cast: Cast) -> None:
    while begun(cast).turn:
        answer(cast)
    today = practice.today(cast.worker.id, NOW)
    assert today.next_at and today.next_at == dt.datetime.combine(
        (NOW + DAY).date(), dt.time(), today.next_at.tzinfo
    )


def test_what_was_answered_wrong_is_not_still_known(cast: Cast) -> None:
    answer(cast, right=False)
    answer(cast)
    month = memories.retention(cast.worker.id, NOW + 30 * DAY)
    assert (month.known, month.answered) == (1, 2) and 0 < month.expected < 1


def test_my_answer_was_right_reaches_the_authors_with_the_answer_and_is_settled_once(
    cast: Cast,
) -> None:
    key = answer(cast, right=False).review_id
    practice.object_to(
        person_id=cast.worker.id, review_id=key, words="b is what the aid says", now=NOW
    )
    practice.object_to(person_id=cast.worker.id, review_id=key, words="b, see the aid", now=NOW)
    [row] = practice.objections()
    assert (row.written, row.expected, row.words) == ("b", "a", "b, see the aid")
    with pytest.raises(NotFound):
        practice.object_to(person_id=cast.manager.id, review_id=key, now=NOW)
    with pytest.raises(Refusal):
        practice.object_to(person_id=cast.worker.id, review_id=answer(cast).review_id, now=NOW)
    with pytest.raises(Refusal):
        practice.settle_objection(objection_id=row.id, by=cast.author.id, agreed=False, now=NOW)
    practice.settle_objection(objection_id=row.id, by=cast.author.id, agreed=True, now=NOW)
    with pytest.raises(Refusal):
        practice.settle_objection(objection_id=row.id, by=cast.author.id, agreed=True, now=NOW)
    assert practice.objections() == [] and practice.has_objected(key)
    practice.forget_free_text(person_id=cast.worker.id)
    assert practice.held_about(cast.worker.id)["objections"][0]["words"] == ""
