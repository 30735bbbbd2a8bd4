"""Erasing a person from a statement takes who they are and what they
wrote, and leaves what can be counted."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from trimtab.lrs.domain.erasing import without
from trimtab.lrs.domain.keys import agent_key
from trimtab.xapi import profile
from trimtab.xapi.profile import ActivityType
from trimtab.xapi.statement import check_statement

HOME = "https://learn.corner.example"
PSEUDONYM = UUID("8f9f5f7e-4f9e-4b6a-9d0a-0d4e7f5b7a11")
ALIAS = {"account": {"homePage": f"{HOME}/people", "name": str(PSEUDONYM)}}
WANDA = {"mbox": "mailto:wanda@corner.example", "name": "Wanda Walters"}
BEN = {"mbox": "mailto:ben@corner.example", "name": "Ben"}
ALIASES = {agent_key(WANDA, HOME): ALIAS}
WORDS = "wanda's own words"


def said(**changes: Any) -> dict[str, Any]:
    return {
        "id": "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
        "actor": WANDA,
        "verb": {"id": "http://adlnet.gov/expapi/verbs/answered"},
        "object": {"id": "https://corner.example/items/1"},
        **changes,
    }


def erased(statement: dict[str, Any], *, is_ours: bool = False) -> dict[str, Any]:
    check_statement(statement)
    found = without(statement, ALIASES, home=HOME, is_ours=is_ours)
    check_statement(found)
    return found


def asked(kind: str) -> dict[str, Any]:
    return {
        "id": "urn:q",
        "definition": {
            "interactionType": kind,
            "type": "http://adlnet.gov/expapi/activities/cmi.interaction",
        },
    }


def test_own_words_go_and_chosen_answers_stay() -> None:
    for kind in ("fill-in", "long-fill-in", "performance", "other"):
        assert (
            "response"
            not in erased(said(object=asked(kind), result={"response": WORDS, "success": True}))[
                "result"
            ]
        )
    for kind in ("choice", "true-false", "sequencing", "likert", "matching", "numeric"):
        assert erased(said(object=asked(kind), result={"response": "a[,]b"}))["result"] == {
            "response": "a[,]b"
        }
    assert erased(said(result={"response": WORDS, "score": {"scaled": 0.5}}))["result"] == {
        "score": {"scaled": 0.5}
    }


def test_our_own_answers_are_no_words_of_hers() -> None:
    assert erased(said(result={"response": "yes"}), is_ours=True)["result"] == {"response": "yes"}


def test_texts_in_extensions_go_and_numbers_and_our_own_context_stay() -> None:
    found = erased(
        said(
            result={"extensions": {"urn:note": WORDS, "urn:tries": 3, "urn:nested": {"a": WORDS}}},
            context={
                "extensions": {"urn:note": WORDS, profile.ARM: "practice", profile.REVISION: 2}
            },
        )
    )
    assert found["result"]["extensions"] == {"urn:tries": 3}
    assert found["context"]["extensions"] == {profile.ARM: "practice", profile.REVISION: 2}


def test_the_words_of_a_message_to_her_go() -> None:
    message = {
        "id": "urn:m",
        "definition": {"type": ActivityType.MESSAGE.value, "name": {"en": "Wanda, come"}},
    }
    assert "Wanda" not in json.dumps(erased(said(object=message)))


def test_where_she_is_only_named_she_goes_and_what_others_wrote_stays() -> None:
    found = erased(
        said(
            actor=BEN,
            context={"instructor": WANDA, "team": {"objectType": "Group", "member": [WANDA, BEN]}},
            result={"response": "ben's words"},
        )
    )
    assert found["actor"] == BEN and found["result"]["response"] == "ben's words"
    assert found["context"]["instructor"] == ALIAS
    assert found["context"]["team"]["member"] == [ALIAS, BEN]


def test_she_goes_from_objects_and_sub_statements_too() -> None:
    inner = {
        "objectType": "SubStatement",
        **{k: v for k, v in said(result={"response": WORDS}).items() if k != "id"},
    }
    found = erased(said(object=inner))
    assert "anda" not in json.dumps(found) and found["object"]["actor"] == ALIAS
    assert erased(said(actor=BEN, object={"objectType": "Agent", **WANDA}))["object"] == {
        "objectType": "Agent",
        **ALIAS,
    }


_TEXTS = st.text(
    st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=20
)
_RESULTS = st.fixed_dictionaries(
    {},
    optional={
        "success": st.booleans(),
        "completion": st.booleans(),
        "response": _TEXTS,
        "score": st.fixed_dictionaries({"scaled": st.floats(-1, 1, allow_nan=False)}),
        "duration": st.just("PT3S"),
        "extensions": st.dictionaries(
            st.sampled_from(["urn:a", "urn:b"]), st.one_of(_TEXTS, st.integers(0, 9), st.booleans())
        ),
    },
)
_STATEMENTS = st.builds(
    lambda actor, result, kind: said(actor=actor, result=result, object=asked(kind)),
    st.sampled_from([WANDA, BEN]),
    _RESULTS,
    st.sampled_from(["choice", "fill-in", "numeric", "other"]),
)


@given(_STATEMENTS)
def test_what_is_counted_never_changes_and_twice_is_once(statement: dict[str, Any]) -> None:
    found = erased(statement)
    assert erased(found) == found
    for part in ("id", "verb", "object"):
        assert found[part] == statement[part]
    for part in ("success", "completion", "score", "duration"):
        assert found["result"].get(part) == statement["result"].get(part)
    if statement["actor"] == BEN:
        assert found == statement
    else:
        assert "wanda" not in json.dumps(found).lower()
