"""The published profile says what the code says, and our own statements are valid under it."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from uuid import uuid4

import pytest

from trimtab.xapi import profile
from trimtab.xapi.profile import ActivityType, Verb
from trimtab.xapi.statement import check_statement

AT = dt.datetime(2026, 9, 7, 10, 0, tzinfo=dt.UTC)
DOCUMENT: dict[str, Any] = json.loads(profile.document())


def concepts(kind: str) -> set[str]:
    return {concept["id"] for concept in DOCUMENT["concepts"] if concept["type"] == kind}


def test_the_profile_defines_every_word_of_our_own_and_no_other() -> None:
    assert concepts("Verb") == {verb.value for verb in Verb if verb.startswith(profile.PROFILE)}
    assert concepts("ActivityType") == {kind.value for kind in ActivityType if kind.startswith(profile.PROFILE)}
    assert concepts("ContextExtension") == set(profile.CONTEXT_EXTENSIONS)
    assert all(concept["definition"]["en"] and concept["prefLabel"]["en"] for concept in DOCUMENT["concepts"])


def test_templates_speak_of_verbs_and_types_that_exist() -> None:
    for template in DOCUMENT["templates"]:
        assert Verb(template["verb"]) and ActivityType(template["objectActivityType"])


@pytest.mark.parametrize("verb", list(Verb))
@pytest.mark.parametrize("kind", list(ActivityType))
def test_our_own_statements_keep_every_rule(verb: Verb, kind: ActivityType) -> None:
    made = profile.statement(
        key=uuid4(), actor=profile.person("https://learn.corner.example", uuid4()), verb=verb,
        object_id="https://learn.corner.example/items/1", object_name="Shelf", object_type=kind,
        result={"success": True, "duration": profile.iso_duration(3.456)},
        context={profile.REVISION: 3, "registration": str(uuid4()), "extensions": {profile.ARM: "practice"}},
        at=AT, platform="trimtab",
    )  # fmt: skip
    check_statement(made)
    assert made["context"]["extensions"] == {profile.ARM: "practice", profile.REVISION: 3}
