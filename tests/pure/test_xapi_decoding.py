"""Whatever the bytes, a request is statements or a refusal; never another error."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import msgspec
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.pure.xapi_examples import FULL, SIMPLE, WITHIN
from trimtab.kernel.errors import Refusal
from trimtab.lrs.domain.statements.preparing import Stamp, prepare
from trimtab.xapi.decoding import decode
from trimtab.xapi.faults import InvalidStatement
from trimtab.xapi.statement import check_statement

STAMP = Stamp("tool", "https://learn.corner.example")
WORDS = sorted({key for one in (FULL, WITHIN) for key in json.dumps(one).split('"')[1::2]})
KEYS = st.one_of(st.sampled_from(WORDS), st.text(max_size=20))
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    KEYS,
    st.sampled_from(
        [
            "Agent",
            "Group",
            "Activity",
            "SubStatement",
            "StatementRef",
            FULL["id"],
            "mailto:a@b",
            "urn:x",
            "PT1S",
        ]
    ),
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(KEYS, inner, max_size=4)),
    max_leaves=20,
)


def accept(body: bytes) -> Any:
    return prepare(decode(body), stamp=STAMP, mint=uuid4)


def somewhere(start: dict[str, Any], data: st.DataObject) -> tuple[dict[str, Any], Any, Any]:
    """A copy of a statement, and any place within it: what holds it, and its key there."""
    made = json.loads(json.dumps(start))
    place: Any = made
    while True:
        step = data.draw(
            st.sampled_from(sorted(place))
            if isinstance(place, dict)
            else st.integers(0, len(place) - 1)
        )
        inner = place[step]
        if not isinstance(inner, dict | list) or not inner or data.draw(st.booleans()):
            break
        place = inner
    return made, place, step


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b"{}{}", "not JSON"),
        (b"[NaN]", "not JSON"),
        (b"[1e400]", "not JSON"),
        (b"9" * 5000, "not JSON"),
        (b'"\\ud800"', "not JSON"),
        (b'"\xff"', "not UTF-8"),
        (b"[" * 100_000, "too deeply"),
        (b'{"a":' * 5_000, "too deeply"),
        (b'{"a":1,"b":{"c":1,"c":2}}', "'c' stands twice"),
        (b'{"a" : 1, "a" : 2}', "'a' stands twice"),
        (b'{"a" :1,"b":2,"b":3}', "'b' stands twice"),
        (b'{"a":"\\u003a","b":2,"b":3}', "'b' stands twice"),
    ],
)
def test_what_is_no_json_is_refused_in_a_sentence(body: bytes, says: str) -> None:
    with pytest.raises(InvalidStatement, match=says) as refused:
        decode(body)
    assert refused.value.status == 400


@pytest.mark.parametrize(
    "text",
    [
        '{"a" : {"b":1} }',
        '{"say":"he said \\":\\""}',
        '[{"a":1},{"a":1}]',
        '{"\\u0022:":1}',
        '{"\\u003A":"\\u003a"}',
    ],
)
def test_what_only_looks_like_a_repeated_property_is_read(text: str) -> None:
    assert decode(text.encode()) == json.loads(text)


@given(st.binary(max_size=200))
@example(b"\xef\xbb\xbf{}")
@example(b"\x00")
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    try:
        accept(body)
    except Refusal as refused:
        assert refused.status == 400 and refused.sentence


@given(VALUES)
def test_any_json_is_read_or_refused(value: Any) -> None:
    try:
        accept(msgspec.json.encode(value))
    except Refusal as refused:
        assert refused.status == 400 and refused.sentence


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from([SIMPLE, FULL, WITHIN]), st.data())
def test_a_statement_with_anything_put_anywhere_is_read_or_refused(
    start: dict[str, Any], data: st.DataObject
) -> None:
    made, place, step = somewhere(start, data)
    place[step] = data.draw(VALUES)
    try:
        [row] = accept(msgspec.json.encode(made)).rows
    except Refusal as refused:
        assert refused.status == 400 and refused.sentence
    else:
        check_statement(json.loads(row.text))
        assert b"\\u0000" not in row.text


@given(
    st.recursive(
        st.text(), lambda inner: st.dictionaries(st.text(), inner, max_size=3), max_leaves=8
    )
)
def test_whatever_an_extension_holds_is_kept(value: Any) -> None:
    made = {**SIMPLE, "context": {"extensions": {"urn:x": value}}}
    if "\\u0000" in json.dumps(value):
        with pytest.raises(InvalidStatement, match="NUL"):
            accept(msgspec.json.encode(made))
    else:
        [row] = accept(msgspec.json.encode(made)).rows
        assert json.loads(row.text)["context"]["extensions"]["urn:x"] == value
