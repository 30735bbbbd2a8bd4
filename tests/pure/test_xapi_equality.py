"""Two statements with one id say the same, or they do not (2.3.1)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pure.xapi_examples import ANA, BO, FULL, GONE, SIMPLE, WITHIN, changed
from trimtab.xapi.equality import canonical, same

TEAM = {"objectType": "Group", "name": "North", "member": [BO, ANA]}
PARENT = [{"id": "https://corner.example/course"}]


@pytest.mark.parametrize(
    ("start", "path", "value"),
    [
        (FULL, ("id",), GONE),
        (FULL, ("stored",), "2030-01-01T00:00:00Z"),
        (FULL, ("authority",), ANA),
        (FULL, ("version",), "1.0.0"),
        (FULL, ("timestamp",), GONE),
        (FULL, ("timestamp",), "2026-03-01T08:30:00.123Z"),
        (FULL, ("verb", "display"), GONE),
        (FULL, ("object", "definition"), {"name": {"de": "Regal"}}),
        (FULL, ("context", "team"), TEAM),
        (FULL, ("context", "contextActivities", "parent"), PARENT),
        (FULL, ("context", "registration"), "EC531277-B57B-4C15-8D91-D292C5B2B8F7"),
        (FULL, ("actor", "mbox"), "mailto:ana@CORNER.example"),
        (FULL, ("result", "duration"), "PT4H35M59.149S"),
        (FULL, ("result", "score", "raw"), 5.0),
        (WITHIN, ("object", "verb", "display"), {"en": "x"}),
        (SIMPLE, ("actor", "objectType"), "Agent"),
        (SIMPLE, ("object", "objectType"), "Activity"),
        (FULL, ("context", "instructor", "objectType"), "Agent"),
        (FULL, ("object", "objectType"), GONE),
    ],
)
def test_differences_that_do_not_count(
    start: dict[str, Any], path: tuple[str, ...], value: Any
) -> None:
    assert same(start, changed(start, path, value))


@pytest.mark.parametrize(
    ("start", "path", "value"),
    [
        (FULL, ("actor", "name"), "Anna"),
        (FULL, ("actor", "mbox"), "mailto:Ana@corner.example"),
        (FULL, ("verb", "id"), "http://adlnet.gov/expapi/verbs/passed"),
        (FULL, ("object", "id"), "https://corner.example/items/2"),
        (FULL, ("result", "success"), False),
        (FULL, ("result", "success"), GONE),
        (FULL, ("result", "duration"), "PT16559.14S"),
        (FULL, ("result", "extensions"), {"urn:x": 1}),
        (FULL, ("context", "extensions", "https://corner.example/arm"), 0),
        (FULL, ("timestamp",), "2026-03-01T09:30:00.124+01:00"),
        (FULL, ("context", "team", "member"), [ANA]),
        (FULL, ("attachments", 0, "length"), 28),
        (WITHIN, ("object", "verb", "id"), "urn:x"),
        ({**SIMPLE, "object": {"objectType": "Agent", **ANA}}, ("object", "objectType"), "Group"),
    ],
)
def test_differences_that_count(
    start: dict[str, Any], path: tuple[str | int, ...], value: Any
) -> None:
    assert not same(start, changed(start, path, value))


def test_true_is_not_one_within_an_extension() -> None:
    number, true = ({**SIMPLE, "result": {"extensions": {"urn:x": value}}} for value in (1, True))
    assert not same(number, true)


@given(
    st.recursive(
        st.one_of(
            st.integers(),
            st.floats(allow_nan=False, allow_infinity=False),
            st.text(),
            st.booleans(),
            st.none(),
        ),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)
        ),
        max_leaves=6,
    )
)
def test_a_statement_read_again_from_its_json_is_the_same(value: Any) -> None:
    made = {**FULL, "context": {"extensions": {"urn:x": value}}}
    again = json.loads(json.dumps(made, sort_keys=True))
    assert canonical(made) == canonical(again)
