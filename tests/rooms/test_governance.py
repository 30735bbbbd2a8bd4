"""One approver, never one's own proposal, and a trail that nobody rewrites."""

from __future__ import annotations

import datetime as dt
import importlib
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext

from tests.cast import NOW, Cast
from trimtab import clock
from trimtab.governance import api as governance
from trimtab.governance.api import (
    Choice,
    InUnit,
    ProposalKind,
    ProposalRow,
    ProposalState,
    What,
)
from trimtab.governance.domain.access import EVERYBODY, Ground
from trimtab.governance.models import Grant as GrantTable
from trimtab.kernel.errors import NotAllowed, Refusal
from trimtab.kernel.said import say
from trimtab.people.api import PersonRow


@dataclass(frozen=True)
class Right:
    key: str
    approver: str
    because: tuple[str, ...] = ()


@dataclass(frozen=True)
class Grant:
    key: str
    role: str
    data: str
    grain: str = "unit"
    days: int = 365
    because: tuple[str, ...] = ()


@pytest.fixture(autouse=True)
def rights(db: None) -> None:
    governance.match_rights([Right("content", "stakeholder")], now=NOW)


def propose(
    by: Cast | None = None, key: str = "k", summary: str = "It is off track."
) -> ProposalRow:
    return governance.propose(
        kind=ProposalKind.CORRECTION,
        key=key,
        title="Stop it",
        summary=summary,
        because=["no effect"],
        change={"operations": []},
        evidence={},
        decides="content",
        proposed_by=by.stakeholder.id if by else None,
        due=NOW + dt.timedelta(days=7),
        now=NOW,
    )


def test_the_one_approver_decides_once_and_the_trail_says_so(cast: Cast) -> None:
    proposal = propose()
    assert governance.may_decide(proposal, cast.stakeholder)
    decided = governance.decide(
        proposal_id=proposal.id, by=cast.stakeholder, choice=Choice.APPROVE, reason="", now=NOW
    )
    assert decided.state is ProposalState.APPROVED
    assert decided.decision is not None and decided.decision.by_name == "Hana"
    with pytest.raises(Refusal, match="approved already"):
        governance.decide(
            proposal_id=proposal.id, by=cast.stakeholder, choice=Choice.APPROVE, reason="", now=NOW
        )
    acts = [row.act for row in governance.audit_entries().rows]
    assert acts == ["proposal.approved", "proposal.made"]


def test_what_is_proposed_and_noted_keeps_its_parts(cast: Cast) -> None:
    reason = say("The action '{title}' is not off track.", title="Practise")
    proposal = governance.propose(
        kind=ProposalKind.CORRECTION,
        key="kept",
        title=say("Stop '{title}'", title="Practise"),
        summary=say("It is off track since {day}.", day=dt.date(2026, 3, 1)),
        because=[say("It did not help."), "Somebody wrote this."],
        change={"operations": []},
        evidence={},
        decides="content",
        proposed_by=None,
        due=NOW,
        now=NOW,
    )
    kept = governance.proposal(proposal.id)
    assert (kept.title, kept.summary) == ("Stop 'Practise'", "It is off track since 1 March 2026.")
    assert kept.title.message == "Stop '{title}'"
    assert kept.summary.parts == (("day", dt.date(2026, 3, 1)),)
    assert [said.message for said in kept.because] == ["It did not help.", ""]
    assert kept.because == ("It did not help.", "Somebody wrote this.")
    governance.withdraw(proposal_id=proposal.id, reason=reason, now=NOW)
    [withdrawn, made] = governance.audit_entries().rows
    assert withdrawn.detail == {"reason": reason}
    assert withdrawn.detail["reason"].parts == (("title", "Practise"),)
    assert made.detail["title"].message == "Stop '{title}'"


def test_who_is_not_the_approver_may_not_decide(cast: Cast) -> None:
    proposal = propose()
    for person in (cast.worker, cast.strategist, cast.stranger):
        assert not governance.may_decide(proposal, person)
        with pytest.raises(NotAllowed):
            governance.decide(
                proposal_id=proposal.id, by=person, choice=Choice.APPROVE, reason="x", now=NOW
            )


def test_nobody_decides_their_own_proposal(cast: Cast) -> None:
    proposal = propose(cast)
    with pytest.raises(NotAllowed, match="own proposal"):
        governance.decide(
            proposal_id=proposal.id, by=cast.stakeholder, choice=Choice.APPROVE, reason="x", now=NOW
        )


def test_declining_takes_a_reason(cast: Cast) -> None:
    proposal = propose()
    with pytest.raises(Refusal) as refused:
        governance.decide(
            proposal_id=proposal.id, by=cast.stakeholder, choice=Choice.DECLINE, reason=" ", now=NOW
        )
    assert refused.value.field == "reason"


def test_an_open_proposal_with_the_same_key_stays_the_one(cast: Cast) -> None:
    first, second = propose(), propose(summary="It is still off track.")
    assert first.id == second.id and second.summary == "It is still off track."
    governance.decide(
        proposal_id=first.id, by=cast.stakeholder, choice=Choice.DECLINE, reason="Not now.", now=NOW
    )
    assert propose().id != first.id


@pytest.mark.parametrize(
    "statement", ["UPDATE governance_auditentry SET act = 'x'", "DELETE FROM governance_auditentry"]
)
def test_the_database_itself_refuses_to_rewrite_the_trail(cast: Cast, statement: str) -> None:
    governance.audit(actor_id=None, act="x", target="y", detail={}, now=NOW)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def sees(
    person: PersonRow, what: What, about: governance.InUnit | None = None, now: dt.datetime = NOW
) -> bool:
    asked = governance.access(person, what, about or EVERYBODY, now=now)
    return asked.is_open


def test_a_grant_lets_a_role_see_and_a_manager_only_their_own_units(cast: Cast) -> None:
    north, south = InUnit("north"), InUnit("south")
    assert not sees(cast.manager, What.PRACTICE)
    governance.match_grants(
        [Grant("g1", "manager", "practice"), Grant("g2", "strategist", "practice")], now=NOW
    )
    assert sees(cast.manager, What.PRACTICE, north)
    assert not sees(cast.manager, What.PRACTICE, south)
    assert sees(cast.strategist, What.PRACTICE, south)
    assert not sees(cast.worker, What.PRACTICE)
    assert governance.match_grants([], now=NOW).retired == ("g1", "g2")
    assert not sees(cast.manager, What.PRACTICE, north)


def test_a_view_is_closed_on_the_day_after_its_last_and_says_that_it_ended(cast: Cast) -> None:
    governance.match_grants([Grant("g", "stakeholder", "results", days=90)], now=NOW)
    seen = governance.access(cast.stakeholder, What.RESULTS, now=NOW)
    # NOW is 7 September 2026; the days are those of the organisation, in Berlin.
    ends_at = dt.datetime(2026, 12, 7, tzinfo=ZoneInfo("Europe/Berlin"))
    assert (seen.ground, seen.ends_at) == (Ground.GRANT, ends_at)
    assert sees(cast.stakeholder, What.RESULTS, now=ends_at - dt.timedelta(seconds=1))
    closed = governance.access(cast.stakeholder, What.RESULTS, now=ends_at)
    assert (closed.ground, closed.ended_at, closed.is_open) == (Ground.ENDED, ends_at, False)
    assert [grant.key for grant in governance.grants(now=NOW)] == ["g"]
    assert governance.grants(now=ends_at) == []


def test_what_is_adopted_again_as_it_was_does_not_begin_again(cast: Cast) -> None:
    grant = Grant("g", "stakeholder", "results", days=90, because=("grants/g", "questions/q"))
    governance.match_grants([grant], now=NOW)
    later = NOW + dt.timedelta(days=91)
    assert not governance.match_grants([replace(grant, because=("questions/q",))], now=later)
    assert not sees(cast.stakeholder, What.RESULTS, now=later)


@pytest.mark.parametrize(
    "changed",
    [{"days": 91}, {"grain": "audience"}, {"because": ("questions/another",)}],
    ids=["days", "grain", "question"],
)
def test_a_grant_that_says_something_else_begins_anew(
    cast: Cast, changed: dict[str, object]
) -> None:
    grant = Grant("g", "stakeholder", "results", days=90, because=("questions/q",))
    governance.match_grants([grant], now=NOW)
    later = NOW + dt.timedelta(days=200)
    anew = replace(grant, **changed)  # type: ignore[arg-type]  # the fields of a parameter list
    assert governance.match_grants([anew], now=later).changed == ("g",)
    seen = governance.access(cast.stakeholder, What.RESULTS, now=later)
    assert seen.is_open and seen.grants[0].question == ("another" if "because" in changed else "q")


def test_a_grant_that_was_taken_back_and_is_given_again_begins_anew(cast: Cast) -> None:
    grant = Grant("g", "stakeholder", "results", days=90)
    governance.match_grants([grant], now=NOW)
    governance.match_grants([], now=NOW + dt.timedelta(days=30))
    later = NOW + dt.timedelta(days=200)
    assert governance.match_grants([grant], now=later).created == ("g",)
    assert sees(cast.stakeholder, What.RESULTS, now=later)


def test_a_grant_for_longer_than_calendars_go_never_ends(cast: Cast) -> None:
    governance.match_grants([Grant("g", "stakeholder", "results", days=2**31 - 1)], now=NOW)
    assert sees(cast.stakeholder, What.RESULTS, now=NOW + dt.timedelta(days=36_000))


def test_many_are_answered_for_in_two_queries(cast: Cast) -> None:
    governance.match_grants([Grant("g", "manager", "practice")], now=NOW)
    everybody = [cast.manager, cast.worker, cast.strategist, cast.stakeholder]
    units = [InUnit("north"), InUnit("south"), InUnit("org")]
    with CaptureQueriesContext(connection) as queries:
        found = governance.access_of_all(everybody, [What.PRACTICE, What.MEASURES], units, now=NOW)
    assert len(queries) == 2 and len(found) == 4 * 2 * 3
    assert [key for key, access in found.items() if access.is_open] == [
        (cast.manager.id, What.PRACTICE, InUnit("north"))
    ]


def test_grants_from_before_begin_with_the_adoption_that_gave_them(cast: Cast) -> None:
    governance.match_grants([Grant("old", "manager", "practice", days=30)], now=NOW)
    governance.match_grants(
        [Grant("old", "manager", "practice", days=30), Grant("new", "steward", "results")], now=NOW
    )
    adopted = NOW - dt.timedelta(days=60)
    governance.audit(
        actor_id=None,
        act="strategy.adopted",
        target="strategy/revisions/1",
        detail={"grants": {"created": ["old"], "changed": [], "retired": []}},
        now=adopted,
    )
    moving = importlib.import_module("trimtab.governance.migrations.0005_grants_begin_and_end")
    with connection.schema_editor() as editor:
        moving._begin_and_end(apps, editor)
    rows = {row.key: row for row in GrantTable.objects.all()}
    assert rows["old"].begins_at == adopted
    assert rows["old"].ends_at == dt.datetime(2026, 8, 9, tzinfo=ZoneInfo("Europe/Berlin"))
    assert abs(rows["new"].begins_at - clock.now()) < dt.timedelta(minutes=5)
    assert not sees(cast.manager, What.PRACTICE)
