"""The formats ids and canonical, and what a statement is related to (part three, 2.1.3)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from tests.pure.xapi_examples import ANA, BO, FULL, SIMPLE, WITHIN
from trimtab.lrs.domain.statements.preparing import Stamp, prepare
from trimtab.xapi.formats import canonical, ids_only
from trimtab.xapi.related import members, related_activities, related_agents

MANY = {
    **SIMPLE,
    "verb": {
        **SIMPLE["verb"],
        "display": {"en-GB": "answered", "de": "beantwortete", "fr": "répondit"},
    },
    "object": {**SIMPLE["object"], "definition": {"name": {"es": "nombre", "en-US": "name"}}},
}


def listed(statement: dict[str, Any]) -> dict[str, Any]:
    prepared = prepare(statement, stamp=Stamp("x", "https://x.example"), mint=lambda: UUID(int=0))
    return prepared.rows[0].statement


def test_ids_keep_only_what_identifies() -> None:
    made = ids_only(listed(FULL))
    assert made["verb"] == {"id": FULL["verb"]["id"]}
    assert made["object"] == {"id": FULL["object"]["id"]}
    assert made["actor"] == {"objectType": "Agent", "mbox": ANA["mbox"]}
    assert made["context"]["team"]["member"][1] == BO and "name" not in made["context"]["team"]
    assert made["context"]["contextActivities"]["parent"] == [
        {"id": "https://corner.example/course"}
    ]
    assert made["result"] == FULL["result"]


@pytest.mark.parametrize(
    ("languages", "verb", "name"),
    [
        (("de",), "de", "es"),
        (("en",), "en-GB", "en-US"),
        (("fr-CA", "es"), "fr", "es"),
        ((), "en-GB", "es"),
        (("ja",), "en-GB", "es"),
    ],
)
def test_canonical_keeps_one_language_chosen_map_by_map(
    languages: tuple[str, ...], verb: str, name: str
) -> None:
    made = canonical(MANY, languages)
    assert list(made["verb"]["display"]) == [verb]
    assert list(made["object"]["definition"]["name"]) == [name]
    assert made["actor"] == SIMPLE["actor"]


def test_canonical_reaches_components_and_context_and_leaves_extensions_alone() -> None:
    made = canonical(listed(FULL), ("en",))
    assert made["object"]["definition"]["choices"][0]["description"] == {"en": "Top"}
    assert made["object"]["definition"]["extensions"] == FULL["object"]["definition"]["extensions"]


def test_everybody_and_everything_in_a_statement_is_related_to_it() -> None:
    ana, bo = "mbox mailto:ana@corner.example", "account https://corner.example|bo"
    assert set(related_agents(FULL)) == {ana, bo, ""}
    assert list(members(FULL)) == []
    assert set(related_activities(FULL)) == {
        "https://corner.example/items/1",
        "https://corner.example/course",
    }
    assert set(related_activities(WITHIN)) == {"https://corner.example/items/1"}
    group = {**SIMPLE, "actor": {"objectType": "Group", "member": [ANA, BO]}}
    assert list(members(group)) == [ana, bo]
