"""The published profile says what the code says, and our own statements are valid under it."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from uuid import uuid4

import pytest
from jsonschema import Draft7Validator  # type: ignore[import-untyped,unused-ignore]  # typed where types-jsonschema is

from tests.xapi_profile import faults
from trimtab.xapi import profile
from trimtab.xapi.profile import ActivityType, Verb
from trimtab.xapi.statement import check_statement

AT = dt.datetime(2026, 9, 7, 10, 0, tzinfo=dt.UTC)
DOCUMENT: dict[str, Any] = json.loads(profile.document())


def concepts(kind: str) -> set[str]:
    return {concept["id"] for concept in DOCUMENT["concepts"] if concept["type"] == kind}


def test_the_profile_defines_every_word_of_our_own_and_no_other() -> None:
    assert concepts("Verb") == {verb.value for verb in Verb if verb.startswith(profile.PROFILE)}
    assert concepts("ActivityType") == {
        kind.value for kind in ActivityType if kind.startswith(profile.PROFILE)
    }
    assert concepts("ContextExtension") == {*profile.CONTEXT_EXTENSIONS, profile.MENDED}
    assert all(
        concept["definition"]["en"] and concept["prefLabel"]["en"]
        for concept in DOCUMENT["concepts"]
    )


def test_templates_speak_of_verbs_and_types_that_exist() -> None:
    for template in DOCUMENT["templates"]:
        assert Verb(template["verb"]) and ActivityType(template["objectActivityType"])


@pytest.mark.parametrize("verb", list(Verb))
@pytest.mark.parametrize("kind", list(ActivityType))
def test_our_own_statements_keep_every_rule(verb: Verb, kind: ActivityType) -> None:
    made = profile.statement(
        key=uuid4(),
        actor=profile.person("https://learn.corner.example", uuid4()),
        verb=verb,
        object_id="https://learn.corner.example/items/1",
        object_name="Shelf",
        object_type=kind,
        result={"success": True, "duration": profile.iso_duration(3.456)},
        context={
            profile.REVISION: 3,
            "registration": str(uuid4()),
            "extensions": {profile.ARM: "practice"},
        },
        at=AT,
        platform="trimtab",
    )
    check_statement(made)
    assert made["context"]["extensions"] == {profile.ARM: "practice", profile.REVISION: 3}


def test_every_concept_and_template_stands_in_the_profiles_version_and_has_an_id_of_its_own() -> (
    None
):
    [version] = DOCUMENT["versions"]
    parts = [*DOCUMENT["concepts"], *DOCUMENT["templates"]]
    assert len({part["id"] for part in parts}) == len(parts)
    for part in parts:
        assert part["inScheme"] == version["id"] and part["id"].startswith(f"{profile.PROFILE}/")


def test_every_verb_of_ours_has_a_template_and_every_extension_a_schema() -> None:
    assert {part["verb"] for part in DOCUMENT["templates"]} == {verb.value for verb in Verb}
    for part in DOCUMENT["concepts"]:
        if part["type"] == "ContextExtension":
            Draft7Validator.check_schema(json.loads(part["inlineSchema"]))
    named = {rule["location"] for part in DOCUMENT["templates"] for rule in part["rules"]}
    assert all(
        any(extension in location for location in named) for extension in profile.CONTEXT_EXTENSIONS
    )


def answered(**changes: Any) -> dict[str, Any]:
    return profile.statement(
        key=uuid4(),
        actor=profile.person("https://learn.corner.example", uuid4()),
        verb=Verb.ANSWERED,
        object_id="https://learn.corner.example/items/1",
        object_name="Shelf",
        object_type=ActivityType.ITEM,
        at=AT,
        **{
            "result": {"success": True},
            "context": {profile.ARM: "practice", profile.REVISION: 3},
            **changes,
        },
    )


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({}, ""),
        ({"result": {}}, "$.result.success is missing"),
        (
            {"result": {"success": True, "response": "own words"}},
            "$.result.response must not be there",
        ),
        ({"context": {profile.ARM: "third"}}, "not one of"),
        ({"context": {profile.REVISION: "3"}}, "is not of type"),
        ({"context": {"urn:other": 1}}, "is not in the profile"),
    ],
)
def test_a_statement_that_does_not_follow_the_profile_is_found(
    changes: dict[str, Any], fault: str
) -> None:
    found = faults(answered(**changes), DOCUMENT)
    assert (not found) if not fault else any(fault in sentence for sentence in found)
