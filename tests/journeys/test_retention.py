"""Retention by the answer in force: a clock that travels, a dry run that says what then happens, and sums that stay."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import msgspec
import pytest
from django.db import connection

import trimtab.demo
from tests.cast import NOW, Cast
from tests.journeys.holdings import hold, prepare, traces
from tests.messages import messages_for
from trimtab.evaluation import api as evaluation
from trimtab.governance import api as governance
from trimtab.journeys import adoption, retention
from trimtab.journeys.retention import RetainedData
from trimtab.kernel.said import as_written
from trimtab.lrs import api as lrs
from trimtab.messaging import api as messaging
from trimtab.people import api as people
from trimtab.practice import api as practice
from trimtab.practice.queries import memories
from trimtab.strategy import api as strategy
from trimtab.support import api as support

DEMO = strategy.load_yaml(
    (Path(trimtab.demo.__file__).parent / "content" / "strategy.yaml").read_text()
).document
DAYS = 100
DAY = dt.timedelta(days=1)
SECOND = dt.timedelta(seconds=1)


def adopt(days: int | None, now: dt.datetime = NOW) -> None:
    """Puts a strategy in force whose answer to Q-G7 is `days`, or which has none."""
    answers = {code: one for code, one in DEMO.answers.items() if code != "Q-G7"}
    if days is not None:
        answers["Q-G7"] = strategy.Answer(value=days)
    document = msgspec.structs.replace(DEMO, answers=answers)
    draft = strategy.save_draft(document=document, by=None, because="Test", now=now)
    adoption.adopt(number=draft.number, by=None, now=now)


@pytest.fixture
def held(cast: Cast, playable: None) -> Cast:
    """Wanda left something in every room at the beginning, Mika sixty days later."""
    package = prepare(NOW)
    hold(cast.worker, cast.strategist, package, NOW)
    hold(cast.manager, cast.strategist, package, NOW + 60 * DAY)
    return cast


def would_go(now: dt.datetime) -> dict[RetainedData, int]:
    found = retention.outlook(now=now)
    assert found
    return {one.kind: one.count for one in found.lines}


def test_without_an_adopted_answer_nothing_is_let_go(held: Cast) -> None:
    for _ in range(2):
        before = {table: traces(table) for table in ("wanda", "mika")}
        entries = governance.audit_entries().total
        assert (
            retention.outlook(now=NOW + 9000 * DAY) is None
            and retention.let_go(now=NOW + 9000 * DAY) is None
        )
        assert {table: traces(table) for table in ("wanda", "mika")} == before
        assert governance.audit_entries().total == entries
        adopt(None)


def test_an_answer_beyond_every_calendar_lets_nothing_go(held: Cast) -> None:
    adopt(10**12)
    assert not any(would_go(NOW + 900 * DAY).values())


def test_a_declined_recommendation_lets_nothing_go(held: Cast) -> None:
    declined = strategy.parts.AdviceTaken(rule="R-G8", standing=strategy.parts.Standing.DECLINED)
    taken = tuple(one for one in DEMO.recommendations if one.rule != "R-G8")
    document = msgspec.structs.replace(DEMO, recommendations=(*taken, declined))
    draft = strategy.save_draft(document=document, by=None, because="Test", now=NOW)
    adoption.adopt(number=draft.number, by=None, now=NOW)
    assert retention.let_go(now=NOW + 9000 * DAY) is None


def test_a_draft_lets_nothing_go(held: Cast) -> None:
    adopt(None)
    later = msgspec.structs.replace(
        DEMO, answers={**DEMO.answers, "Q-G7": strategy.Answer(value=1)}
    )
    strategy.save_draft(document=later, by=None, because="Less", now=NOW)
    assert retention.let_go(now=NOW + 9000 * DAY) is None


def test_the_dry_run_of_every_night_is_what_then_happens(held: Cast) -> None:
    adopt(DAYS)
    gone = dict.fromkeys(RetainedData, 0)
    for night in range(90, 260, 10):
        now = NOW + night * DAY
        counted = would_go(now)
        done = retention.let_go(now=now)
        assert done and dict(done.counts) == counted, f"night {night}"
        assert not any(would_go(now).values()), f"night {night}"
        gone = {kind: gone[kind] + done.counts[kind] for kind in RetainedData}
        if night == 90:
            assert not any(counted.values())
        if night == 110:
            assert counted[RetainedData.ANSWERS] == 1 and counted[RetainedData.STATEMENTS] == 0, (
                "September is not over for long enough"
            )
    assert (
        gone[RetainedData.ANSWERS]
        == gone[RetainedData.SEARCHES]
        == gone[RetainedData.SIGN_INS]
        == gone[RetainedData.LOOKS]
        == 2
    )
    assert (
        gone[RetainedData.MESSAGES] == 4
        and gone[RetainedData.DOCUMENTS] >= 4
        and gone[RetainedData.STATEMENTS] >= 8
    )


def test_the_page_says_on_which_day_the_next_goes(held: Cast) -> None:
    adopt(DAYS)
    now = NOW + 110 * DAY
    retention.let_go(now=now)
    found = retention.outlook(now=now)
    assert found
    for one in found.lines:
        assert one.next_at and one.next_at > now, one
        assert would_go(one.next_at - SECOND)[one.kind] == 0, one
        assert would_go(one.next_at + SECOND)[one.kind] > 0, one


def test_words_of_the_one_go_and_those_of_the_other_stay(held: Cast) -> None:
    adopt(DAYS)
    retention.let_go(now=NOW + 135 * DAY)
    assert set(traces("wandas very own words")) == set()
    kept = traces("mikas very own words")
    assert {
        "practice_review",
        "support_lookup",
        "messaging_message",
        "messaging_letter",
        "lrs_document",
    } <= set(kept)
    assert messaging.inbox(held.worker.id) == [] and messaging.unread_count(held.worker.id) == 0
    assert len(messaging.inbox(held.manager.id)) == 1
    # Nobody is erased by it, and what the answer does not name stays.
    assert people.person(held.worker.id).name == "Wanda"
    assert set(traces("wanda")) == {"people_person", "people_identity", "strategy_invitation"}


def test_sums_and_figures_are_as_they_were(held: Cast) -> None:
    def figures() -> object:
        return (
            practice.item_statistics(),
            evaluation.series("errors", min_cell=1),
            evaluation.measures(),
            memories.retention(held.worker.id, NOW + 400 * DAY),
            sorted(one.count for one in support.gaps()),
        )

    adopt(DAYS)
    before, statements = (
        figures(),
        by_verb("SELECT verb, count(*) FROM lrs_statement GROUP BY verb"),
    )
    done = retention.let_go(now=NOW + 400 * DAY)
    assert done and done.counts[RetainedData.STATEMENTS] == sum(statements.values()) > 0
    assert lrs.size(exact=True).statements == 0
    assert by_verb("SELECT verb, sum(statements) FROM lrs_summary GROUP BY verb") == statements
    assert figures() == before


def by_verb(sql: str) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return {verb: int(count) for verb, count in cursor.fetchall()}


def test_each_run_stands_in_the_audit(held: Cast) -> None:
    adopt(DAYS)
    for night in (135, 136):
        retention.let_go(now=NOW + night * DAY)
    runs = [one for one in governance.audit_entries(text="retention.ran").rows]
    assert [one.detail["answers"] for one in runs] == [0, 1]
    assert runs[0].actor_name == "Trimtab" and runs[0].detail["days"] == DAYS
    assert governance.audit_entries(text="statements.dropped").total >= 1


def test_what_still_waits_to_be_sent_is_not_emptied(held: Cast) -> None:
    adopt(DAYS)
    messaging.queue(
        person_ids=[held.worker.id],
        key="late",
        subject=as_written("Wait"),
        body=as_written("Still"),
        why=as_written("It waits."),
        now=NOW,
        due_at=NOW + 900 * DAY,
    )
    retention.let_go(now=NOW + 400 * DAY)
    assert [one.subject for one in messages_for(held.worker.id) if one.key == "late"] == ["Wait"]


def test_a_message_that_lost_its_words_is_not_sent_again(held: Cast) -> None:
    adopt(DAYS)
    retention.let_go(now=NOW + 400 * DAY)
    assert not messaging.queue(
        person_ids=[held.worker.id],
        key=f"test/{NOW}",
        subject=as_written("Again"),
        body=as_written("Again"),
        why=as_written("Again"),
        now=NOW + 400 * DAY,
    )


def test_a_comparison_that_looks_back_further_is_named(held: Cast) -> None:
    adopt(30)
    found = retention.outlook(now=NOW)
    assert found and found.longer
    assert all((one.by - one.starts).days > 30 and one.title for one in found.longer)
    adopt(3650)
    found = retention.outlook(now=NOW)
    assert found and found.longer == ()


def test_what_another_revision_would_let_go_is_counted_before_it_is_in_force(held: Cast) -> None:
    adopt(3650)
    shorter = msgspec.structs.replace(
        DEMO, answers={**DEMO.answers, "Q-G7": strategy.Answer(value=1)}
    )
    draft = strategy.save_draft(document=shorter, by=None, because="Less", now=NOW)
    now = NOW + 65 * DAY
    found = retention.outlook(now=now, revision=draft)
    assert found and found.period.days == 1 and found.total > 0
    assert not any(would_go(now).values())
