"""What xAPI 2.0 (IEEE 9274.1.1) has and 1.0.3 has not."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from tests.pure.xapi_examples import ANA, BO, FULL, SIMPLE, WITHIN, changed
from trimtab.lrs.domain.statements.preparing import Stamp, prepare
from trimtab.xapi.equality import same
from trimtab.xapi.faults import InvalidStatement
from trimtab.xapi.formats import ids_only
from trimtab.xapi.related import related_agents
from trimtab.xapi.statement import check_statement
from trimtab.xapi.version import Version, version_of

ROLE = "https://corner.example/roles/mentor"
AGENTS = [{"objectType": "contextAgent", "agent": BO, "relevantTypes": [ROLE]}]
GROUPS = [{"objectType": "contextGroup", "group": {"objectType": "Group", "member": [ANA]}}]
TWO = changed(SIMPLE, ["context"], {"contextAgents": AGENTS, "contextGroups": GROUPS})


def stored(statement: dict[str, Any], version: Version) -> dict[str, Any]:
    stamp = Stamp("x", "https://x.example", version)
    return dict(prepare(statement, stamp=stamp, mint=lambda: UUID(int=1)).rows[0].statement)


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("1.0", Version.ONE),
        ("1.0.0", Version.ONE),
        ("1.0.3", Version.ONE),
        ("2.0", Version.TWO),
        ("2.0.0", Version.TWO),
        ("", None),
        ("0.95", None),
        ("1.1", None),
        ("2.1.0", None),
        ("20.0", None),
        ("1.0." + "9" * 100, None),
    ],
)
def test_a_version_is_known_by_its_first_two_numbers(given: str, found: Version | None) -> None:
    assert version_of(given) is found


@pytest.mark.parametrize("statement", [TWO, changed(WITHIN, ["object", "context"], TWO["context"])])
def test_context_agents_and_groups_are_for_two_alone(statement: dict[str, Any]) -> None:
    assert check_statement(statement, Version.TWO)
    with pytest.raises(InvalidStatement, match="not a property that stands here"):
        check_statement(statement, Version.ONE)


@pytest.mark.parametrize(
    ("several", "one", "place"),
    [
        ("contextAgents", {"objectType": "Agent", "agent": BO}, "objectType"),
        ("contextAgents", {"agent": BO}, "objectType"),
        ("contextAgents", {"objectType": "contextAgent"}, "agent"),
        (
            "contextAgents",
            {"objectType": "contextAgent", "agent": {"objectType": "Group", "member": [BO]}},
            "agent.objectType",
        ),
        (
            "contextAgents",
            {"objectType": "contextAgent", "agent": BO, "relevantTypes": []},
            "relevantTypes",
        ),
        (
            "contextAgents",
            {"objectType": "contextAgent", "agent": BO, "relevantTypes": ["mentor"]},
            "relevantTypes[0]",
        ),
        ("contextGroups", {"objectType": "contextGroup", "group": BO}, "group.objectType"),
        (
            "contextGroups",
            {"objectType": "contextGroup", "group": {"objectType": "Group"}},
            "group.member",
        ),
        (
            "contextGroups",
            {"objectType": "contextGroup", "group": GROUPS[0]["group"], "member": []},
            "member",
        ),
    ],
)
def test_a_wrong_context_agent_or_group_is_named(
    several: str, one: dict[str, Any], place: str
) -> None:
    with pytest.raises(InvalidStatement) as refused:
        check_statement(changed(SIMPLE, ["context"], {several: [one]}), Version.TWO)
    assert refused.value.field == f"context.{several}[0].{place}"


def test_a_rule_of_two_cites_its_own_standard() -> None:
    with pytest.raises(InvalidStatement) as refused:
        check_statement(changed(SIMPLE, ["context"], {"contextAgents": {}}), Version.TWO)
    assert str(refused.value).endswith("(xAPI 2.0, 4.2.2.5)")


def test_a_statement_of_one_is_a_statement_of_two_and_not_the_other_way_round() -> None:
    for version in ("1.0.0", "1.0.3", "2.0.0", "2.0"):
        assert check_statement({**SIMPLE, "version": version}, Version.TWO)
    with pytest.raises(InvalidStatement, match=r"1\.0\.x"):
        check_statement({**SIMPLE, "version": "2.0.0"}, Version.ONE)
    with pytest.raises(InvalidStatement, match=r"2\.0\.x"):
        check_statement({**SIMPLE, "version": "3.0.0"}, Version.TWO)


def test_who_names_no_version_gets_the_first_of_the_request_s_kind() -> None:
    assert (
        stored(SIMPLE, Version.ONE)["version"] == "1.0.0"
        and stored(SIMPLE, Version.TWO)["version"] == "2.0.0"
    )
    assert stored({**SIMPLE, "version": "1.0.3"}, Version.TWO)["version"] == "1.0.3"


def test_two_keeps_timestamps_in_utc_and_means_the_same_moment() -> None:
    given = changed(WITHIN, ["object", "timestamp"], "2026-03-01T09:30:00.25+02:00") | {
        "timestamp": "2026-03-01T09:30:00-0500"
    }
    kept = stored(given, Version.TWO)
    assert (
        kept["timestamp"] == "2026-03-01T14:30:00Z"
        and kept["object"]["timestamp"] == "2026-03-01T07:30:00.250000Z"
    )
    assert same(given, kept) and stored(given, Version.ONE)["timestamp"] == given["timestamp"]


def test_context_agents_and_groups_count_among_related_agents() -> None:
    assert "account https://corner.example|bo" in set(related_agents(TWO))
    assert "mbox mailto:ana@corner.example" in set(related_agents(changed(TWO, ["actor"], BO)))
    row = prepare(
        TWO, stamp=Stamp("x", "https://x.example", Version.TWO), mint=lambda: UUID(int=1)
    ).rows[0]
    assert row.related and "a account https://corner.example|bo" in row.related


def test_the_format_ids_keeps_only_who_they_are() -> None:
    made = ids_only(
        stored(changed(TWO, ["context", "contextAgents", 0, "agent"], ANA), Version.TWO)
    )
    assert "name" not in made["context"]["contextAgents"][0]["agent"]
    assert made["context"]["contextAgents"][0]["relevantTypes"] == [ROLE]


def test_other_context_agents_make_another_statement() -> None:
    assert not same(TWO, changed(TWO, ["context", "contextAgents", 0, "agent"], ANA))
    assert same(TWO, changed(TWO, ["context", "contextAgents", 0, "agent"], {**BO}))


@pytest.mark.parametrize(
    "identifier", [{"mbox": "mailto:g@x.example"}, {"openid": "https://x.example/g"}]
)
def test_a_group_with_an_identifier_is_no_authority(identifier: dict[str, str]) -> None:
    group = {"objectType": "Group", "member": [BO, ANA]}
    assert check_statement(changed(FULL, ["authority"], group))
    with pytest.raises(InvalidStatement, match="no identifier"):
        check_statement(changed(FULL, ["authority"], {**group, **identifier}))
