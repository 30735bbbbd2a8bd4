"""When a document may be written, and what a merge leaves (part three, 2.2 and 3.1)."""

from __future__ import annotations

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as some

from trimtab.kernel.errors import Refusal
from trimtab.lrs.domain.documents import Condition, Content, check_condition, merged

JSON = "application/json; charset=utf-8"
THERE = Content(b'{"a":1,"b":{"c":2}}', JSON)
values = some.dictionaries(
    some.text(max_size=5),
    some.none() | some.booleans() | some.integers(-9, 9) | some.text(max_size=5),
)


def status(there: Content | None, condition: Condition) -> int:
    try:
        check_condition(there, condition)
    except Refusal as fault:
        assert fault.sentence and fault.field
        return fault.status
    return 204


def test_an_etag_is_the_sha1_of_the_octets() -> None:
    assert THERE.etag == hashlib.sha1(THERE.data).hexdigest()


@pytest.mark.parametrize(
    ("there", "condition", "answer"),
    [
        (None, Condition(), 204),
        (THERE, Condition(), 204),
        (THERE, Condition(match=frozenset({THERE.etag})), 204),
        (THERE, Condition(match=frozenset({"x", THERE.etag})), 204),
        (THERE, Condition(match=frozenset({"*"})), 204),
        (THERE, Condition(match=frozenset({"x"})), 412),
        (THERE, Condition(match=frozenset()), 412),
        (None, Condition(match=frozenset({"*"})), 412),
        (None, Condition(none_match=frozenset({"*"})), 204),
        (THERE, Condition(none_match=frozenset({"*"})), 412),
        (THERE, Condition(none_match=frozenset({THERE.etag})), 412),
        (THERE, Condition(none_match=frozenset({"x"})), 204),
        (THERE, Condition(careful=True), 409),
        (None, Condition(careful=True), 204),
        (None, Condition(careful=True, always=True), 400),
        (THERE, Condition(careful=True, always=True), 409),
        (THERE, Condition(match=frozenset({THERE.etag}), careful=True, always=True), 204),
    ],
)
def test_what_a_client_demands_decides(
    there: Content | None, condition: Condition, answer: int
) -> None:
    assert status(there, condition) == answer


@given(values, values)
def test_a_merge_is_one_level_deep_and_the_new_one_wins(
    old: dict[str, object], new: dict[str, object]
) -> None:
    made = merged(Content(json.dumps(old).encode(), JSON), Content(json.dumps(new).encode(), JSON))
    assert json.loads(made.data) == {**old, **new} and made.media_type == "application/json"


def test_a_post_where_nothing_is_stores_what_came() -> None:
    image = Content(b"\x00\xff", "image/png")
    assert merged(None, image) is image


@pytest.mark.parametrize(
    ("there", "new"),
    [
        (THERE, Content(b"x", "text/plain")),
        (Content(b"x", "text/plain"), THERE),
        (THERE, Content(b"[1]", JSON)),
        (Content(b"[1]", JSON), THERE),
        (Content(b"{", JSON), THERE),
        (None, Content(b"{", JSON)),
        (None, Content(b"[1]", JSON)),
        (None, Content(b'{"a":1,"a":2}', JSON)),
        (None, Content(b'{"a":"\xff"}', JSON)),
        (None, Content(b"[" * 100_000, JSON)),
    ],
)
def test_what_cannot_be_merged_is_refused(there: Content | None, new: Content) -> None:
    with pytest.raises(Refusal) as refused:
        merged(there, new)
    assert refused.value.status == 400 and refused.value.sentence
