"""Each rule of section 2.4 refuses what breaks it, says where, and names its section."""

from __future__ import annotations

from typing import Any

import pytest

from tests.pure.xapi_examples import ANA, BO, FULL, GONE, SIMPLE, WITHIN, changed
from trimtab.xapi.faults import InvalidStatement
from trimtab.xapi.statement import VOIDED, check_statement

REFERENCE = {"objectType": "StatementRef", "id": "6690e6c9-3ef0-4ed3-8b37-7f3964730bee"}


@pytest.mark.parametrize("statement", [SIMPLE, FULL, WITHIN])
def test_a_valid_statement_passes_as_it_is(statement: dict[str, Any]) -> None:
    assert check_statement(statement) is statement


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("object",), REFERENCE),
        (("object",), {**ANA}),
        (("object",), {"objectType": "Group", "member": []}),
        (("actor",), {"objectType": "Group", "mbox": "mailto:all@corner.example"}),
        (("actor",), {"mbox_sha1sum": "A" * 40}),
        (("actor",), {"openid": "https://ana.example/"}),
        (("verb", "id"), "http://example.com/فعل/خواندن"),
        (("result",), {"duration": "P4W"}),
        (("result",), {"duration": "P3Y1M29DT4H35M59.14S"}),
        (("result",), {"score": {"scaled": -1.0, "raw": 1e30}}),
        (("timestamp",), "2026-03-01T09:30Z"),
        (("timestamp",), "2026-03-01T09:30:00"),
        (("timestamp",), "2026-03-01T09:30:00.123456789-0330"),
        (("version",), "1.0"),
        (("context",), {"language": "sgn-BE-FR"}),
        (("context",), {"language": "x-private"}),
        (("context",), {"extensions": {"urn:x": {"any": ["thing", None, 1.5]}}}),
    ],
)
def test_what_the_specification_allows_passes(path: tuple[str, ...], value: Any) -> None:
    check_statement(changed(SIMPLE, path, value))


BAD: list[tuple[dict[str, Any], tuple[str | int, ...], Any, str, str]] = [
    (SIMPLE, ("actor",), GONE, "actor", "2.4"),
    (SIMPLE, ("verb",), GONE, "verb", "2.4"),
    (SIMPLE, ("object",), GONE, "object", "2.4"),
    (SIMPLE, ("Actor",), {}, "Actor", "2.4"),
    (SIMPLE, ("id",), "fd41c918-b88b-4b20-a0a5-a4c32391aaa0f", "id", "4.4"),
    (SIMPLE, ("id",), 12345, "id", "4.4"),
    (SIMPLE, ("result",), None, "result", "2.4.5"),
    (SIMPLE, ("actor", "objectType"), "agent", "actor.objectType", "2.4.2"),
    (SIMPLE, ("actor", "openid"), "https://ana.example/", "actor", "2.4.2.1"),
    (SIMPLE, ("actor",), {"name": "Ana"}, "actor", "2.4.2.1"),
    (SIMPLE, ("actor", "name"), None, "actor.name", "2.2"),
    (SIMPLE, ("actor", "mbox"), "ana@corner.example", "actor.mbox", "2.4.2.3"),
    (SIMPLE, ("actor",), {"mbox_sha1sum": "abc"}, "actor.mbox_sha1sum", "2.4.2.3"),
    (SIMPLE, ("actor",), {"openid": "ana"}, "actor.openid", "4.3"),
    (SIMPLE, ("actor",), {"account": {"name": "ana"}}, "actor.account.homePage", "2.4.2.4"),
    (
        SIMPLE,
        ("actor",),
        {"account": {"name": "a", "homePage": "x"}},
        "actor.account.homePage",
        "4.3",
    ),
    (SIMPLE, ("actor",), {"objectType": "Group"}, "actor.member", "2.4.2.2"),
    (SIMPLE, ("actor",), {"objectType": "Group", "member": ANA}, "actor.member", "2.4.2.2"),
    (
        SIMPLE,
        ("actor",),
        {"objectType": "Group", "member": [ANA, {"objectType": "Group", "member": []}]},
        "actor.member[1].objectType",
        "2.4.2.1",
    ),
    (SIMPLE, ("verb", "id"), GONE, "verb.id", "2.4.3"),
    (SIMPLE, ("verb", "id"), "answered", "verb.id", "4.3"),
    (SIMPLE, ("verb", "display"), {"a12345678": "x"}, "verb.display.a12345678", "4.2"),
    (SIMPLE, ("verb", "display"), {"en": 1}, "verb.display.en", "4.2"),
    (SIMPLE, ("verb", "display"), "answered", "verb.display", "4.2"),
    (SIMPLE, ("object",), {"mbox": "mailto:ana@corner.example"}, "object.objectType", "2.4.4.2"),
    (SIMPLE, ("object", "objectType"), "activity", "object.objectType", "2.4.4"),
    (SIMPLE, ("object", "id"), GONE, "object.id", "2.4.4.1"),
    (SIMPLE, ("object",), {"objectType": "StatementRef"}, "object.id", "2.4.4.3"),
    (FULL, ("object", "definition", "type"), "x", "object.definition.type", "4.3"),
    (FULL, ("object", "definition", "moreInfo"), "/more", "object.definition.moreInfo", "4.3"),
    (
        FULL,
        ("object", "definition", "interactionType"),
        "Choice",
        "object.definition.interactionType",
        "2.4.4.1",
    ),
    (
        FULL,
        ("object", "definition", "interactionType"),
        GONE,
        "object.definition.interactionType",
        "2.4.4.1",
    ),
    (FULL, ("object", "definition", "scale"), [], "object.definition.scale", "2.4.4.1"),
    (
        FULL,
        ("object", "definition", "choices", 1, "id"),
        "a",
        "object.definition.choices",
        "2.4.4.1",
    ),
    (
        FULL,
        ("object", "definition", "choices", 1, "id"),
        GONE,
        "object.definition.choices[1].id",
        "2.4.4.1",
    ),
    (
        FULL,
        ("object", "definition", "correctResponsesPattern"),
        "a",
        "object.definition.correctResponsesPattern",
        "2.4.4.1",
    ),
    (
        FULL,
        ("object", "definition", "extensions"),
        {"key": 1},
        "object.definition.extensions.key",
        "4.3",
    ),
    (WITHIN, ("object", "id"), FULL["id"], "object.id", "2.4.4.3"),
    (WITHIN, ("object", "authority"), BO, "object.authority", "2.4.4.3"),
    (WITHIN, ("object", "object"), WITHIN["object"], "object.object.objectType", "2.4.4.3"),
    (WITHIN, ("object", "actor", "mbox"), "x", "object.actor.mbox", "2.4.2.3"),
    (FULL, ("result", "score", "scaled"), 1.01, "result.score.scaled", "2.4.5.1"),
    (FULL, ("result", "score", "scaled"), "0.5", "result.score.scaled", "2.2"),
    (FULL, ("result", "score", "raw"), 11, "result.score.raw", "2.4.5.1"),
    (FULL, ("result", "score", "min"), 10, "result.score.min", "2.4.5.1"),
    (FULL, ("result", "success"), "true", "result.success", "2.2"),
    (FULL, ("result", "duration"), "P4W1D", "result.duration", "4.6"),
    (FULL, ("result", "duration"), "PT", "result.duration", "4.6"),
    (FULL, ("context", "registration"), "x", "context.registration", "4.4"),
    (FULL, ("context", "instructor"), {"name": "x"}, "context.instructor", "2.4.2.1"),
    (FULL, ("context", "team"), ANA, "context.team.objectType", "2.4.6"),
    (
        FULL,
        ("context", "contextActivities", "sibling"),
        [],
        "context.contextActivities.sibling",
        "2.4.6.2",
    ),
    (
        FULL,
        ("context", "contextActivities", "other"),
        [{"id": "x"}],
        "context.contextActivities.other[0].id",
        "4.3",
    ),
    (FULL, ("object",), REFERENCE, "context.revision", "2.4.6"),
    (FULL, ("context", "language"), "english language", "context.language", "4.2"),
    (FULL, ("context", "statement"), {"id": FULL["id"]}, "context.statement.objectType", "2.4.4.3"),
    (FULL, ("timestamp",), "01/011/2015", "timestamp", "4.5"),
    (FULL, ("timestamp",), "2008-09-15T15:53:00.601-00:00", "timestamp", "4.5"),
    (FULL, ("timestamp",), "2026-02-30T10:00:00Z", "timestamp", "4.5"),
    (FULL, ("timestamp",), "0001-01-01T00:00:00+14:00", "timestamp", "4.5"),
    (FULL, ("authority",), {"objectType": "Group", "member": [ANA]}, "authority.member", "2.4.9"),
    (FULL, ("version",), "1.1.0", "version", "2.4.10"),
    (FULL, ("version",), "0.9.9", "version", "2.4.10"),
    (FULL, ("attachments", 0, "length"), "27", "attachments[0].length", "2.4.11"),
    (FULL, ("attachments", 0, "sha2"), "x", "attachments[0].sha2", "2.4.11"),
    (FULL, ("attachments", 0, "display"), GONE, "attachments[0].display", "2.4.11"),
    (FULL, ("attachments", 0, "contentType"), "text", "attachments[0].contentType", "2.4.11"),
    (
        FULL,
        ("attachments", 0, "usageType"),
        "http://adlnet.gov/expapi/attachments/signature",
        "attachments[0].contentType",
        "2.6",
    ),
    (FULL, ("attachments",), {}, "attachments", "2.4.11"),
    (SIMPLE, ("verb", "id"), VOIDED, "object.objectType", "2.3.2"),
    (FULL, ("result", "response"), "a\x00b", "result.response", "2.2"),
    (
        FULL,
        ("context", "extensions"),
        {"urn:x": {"a": ["\x00"]}},
        "context.extensions.urn:x",
        "4.1",
    ),
]


@pytest.mark.parametrize(("start", "path", "value", "place", "section"), BAD)
def test_what_breaks_a_rule_is_refused_with_place_and_section(
    start: dict[str, Any], path: tuple[str | int, ...], value: Any, place: str, section: str
) -> None:
    with pytest.raises(InvalidStatement) as refused:
        check_statement(changed(start, path, value))
    assert (refused.value.field, refused.value.section) == (place, section)
    assert refused.value.status == 400 and refused.value.sentence.endswith(
        f"(xAPI 1.0.3, {section})"
    )


def test_a_sub_statement_keeps_the_rules_that_hold_between_its_parts() -> None:
    broken = changed(
        changed(WITHIN, ("object", "object"), REFERENCE), ("object", "context", "platform"), "till"
    )
    with pytest.raises(InvalidStatement) as refused:
        check_statement(broken)
    assert refused.value.field == "object.context.platform"


def test_extensions_may_be_deep_but_not_bottomless() -> None:
    deep: Any = 1
    for _ in range(60):
        deep = {"d": deep}
    check_statement(changed(SIMPLE, ("context",), {"extensions": {"urn:x": deep}}))
    for _ in range(10):
        deep = [deep]
    with pytest.raises(InvalidStatement, match="deeper"):
        check_statement(changed(SIMPLE, ("context",), {"extensions": {"urn:x": deep}}))


def test_a_hostile_value_does_not_make_a_long_sentence() -> None:
    with pytest.raises(InvalidStatement) as refused:
        check_statement(changed(SIMPLE, ("verb", "id"), "x" * 1_000_000))
    assert len(refused.value.sentence) < 200
    with pytest.raises(InvalidStatement) as refused:
        check_statement({**SIMPLE, "y" * 1_000_000: 1})
    assert len(str(refused.value)) < 300
